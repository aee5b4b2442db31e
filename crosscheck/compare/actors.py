"""Who did it: actors compared by their place in the hierarchy of actors."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from crosscheck.actors import Actors
from crosscheck.compare.statements import Judgement, Statement
from crosscheck.records import Actor
from crosscheck.vocabulary import Relation


class Named(NamedTuple):
    """The actors that one article names for one role.

    ``ids`` are the known actors of the claim that counts most, ``texts`` names there that are
    not in the actor file; ``others`` are further actors that the article names for the role.
    """

    ids: frozenset[str]
    texts: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


def named(actor: Actor) -> Named:
    """What one mention names; a joint id ("a+b") names each of its parts."""
    if actor.actor_id:
        return Named(frozenset(actor.actor_id.split("+")))
    return Named(frozenset(), frozenset({" ".join(actor.text.split())}))


def relate_actors(left: Statement[Named], right: Statement[Named], tree: Actors) -> Judgement:
    """Two namings of the same role; symmetric.

    ``AGREE`` for the same actors or the same party; ``COMPATIBLE`` if one is part of a
    coalition that the other names, if both share an actor, if one side names the actor of the
    other as well, or if one is only "unknown"; ``CONFLICT`` if nobody of one side belongs to
    the other side; ``UNKNOWN`` if a name could not be resolved. The severity of a conflict is
    1, or 0.5 if either side is hedged.
    """
    mark = "_hedged" if left.hedged != right.hedged else ""
    one, other = left.value, right.value
    if (one.ids, one.texts) == (other.ids, other.texts):
        return Judgement(Relation.AGREE, f"actor_same{mark}", same=not mark)
    one_known, other_known = _known(one.ids, tree), _known(other.ids, tree)
    if not one_known or not other_known:
        return _unresolved(one, other, tree)
    if one_known == other_known:
        return Judgement(Relation.AGREE, f"actor_same{mark}", same=not mark)
    if one_known & other_known:
        return Judgement(Relation.COMPATIBLE, f"actor_shared{mark}")
    relation, reason = _kinship(one_known, other_known, tree)
    if relation is not Relation.CONFLICT:
        return Judgement(relation, f"{reason}{mark}", same=False)
    if _meets(one_known, other.others, tree) or _meets(other_known, one.others, tree):
        return Judgement(Relation.COMPATIBLE, f"actor_also{mark}")
    if one.texts or other.texts:
        return Judgement(Relation.UNKNOWN, "actor_unresolved")
    severity = 0.5 if left.hedged or right.hedged else 1.0
    return Judgement(Relation.CONFLICT, f"actor_other{mark}", severity)


def _meets(one: frozenset[str], other: frozenset[str], tree: Actors) -> bool:
    return any(tree.within(a, b) or tree.within(b, a) for a in one for b in other)


def is_unknown(actor_id: str, tree: Actors) -> bool:
    """Whether the id stands for an attacker whom nobody names ("unknown aircraft")."""
    entry = tree.get(actor_id)
    return entry is not None and entry.kind == "unknown"


def _known(ids: frozenset[str], tree: Actors) -> frozenset[str]:
    return frozenset(i for i in ids if not is_unknown(i, tree))


@lru_cache(maxsize=4096)
def _kinship(one: frozenset[str], other: frozenset[str], tree: Actors) -> tuple[Relation, str]:
    """The closest tie between two sides that share no actor.

    Two sides that name one party each, at different levels, agree on the party; a member of a
    coalition and the coalition are compatible, and so are two units of one party or two members
    of one coalition.
    """
    pairs = [(a, b) for a in sorted(one) for b in sorted(other)]
    nested = [(a, b) for a, b in pairs if tree.within(a, b) or tree.within(b, a)]
    if nested:
        is_party = len(pairs) == 1 and not any(_crosses_coalition(a, b, tree) for a, b in nested)
        return (Relation.AGREE, "actor_party") if is_party else (Relation.COMPATIBLE, "actor_part")
    shared = {actor for a, b in pairs if (actor := _shared(a, b, tree)) is not None}
    if not shared:
        return Relation.CONFLICT, "actor_other"
    is_party = any(not _is_coalition(actor, tree) for actor in shared)
    return Relation.COMPATIBLE, "actor_units" if is_party else "actor_coalition"


def _crosses_coalition(one: str, other: str, tree: Actors) -> bool:
    """Whether the wider of two nested actors is a coalition."""
    wider = other if tree.within(one, other) else one
    return _is_coalition(wider, tree)


def _shared(one: str, other: str, tree: Actors) -> str | None:
    """The nearest actor that both belong to."""
    line = set(tree.line(other))
    return next((actor for actor in tree.line(one) if actor in line), None)


def _is_coalition(actor_id: str, tree: Actors) -> bool:
    entry = tree.get(actor_id)
    return entry is not None and entry.kind == "coalition"


def _unresolved(one: Named, other: Named, tree: Actors) -> Judgement:
    """At least one side names nobody whom the actor file knows."""
    sides = (one, other)
    if any(side.ids and not side.texts and not _known(side.ids, tree) for side in sides):
        return Judgement(Relation.COMPATIBLE, "actor_unknown")
    return Judgement(Relation.UNKNOWN, "actor_unresolved")
