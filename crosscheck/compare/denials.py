"""Who denies what: a denial against the claims that it denies, and who accepts responsibility."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crosscheck.actors import Actors
from crosscheck.compare.actors import is_unknown
from crosscheck.compare.events import SILENT
from crosscheck.compare.statements import Judgement, Statement
from crosscheck.records import Claim
from crosscheck.vocabulary import Relation, SourceType

UNSPECIFIC_SEVERITY = 0.5
"""A denial that names nobody weighs half of one by the actor whom others name."""


class Stance(NamedTuple):
    """Whether an article carries a denial, and of whose part in the event.

    Without a denial, ``actors`` are those whom the article says did it.
    """

    denies: bool
    actors: frozenset[str]


def relate_stances(
    left: Statement[Stance], right: Statement[Stance], tree: Actors
) -> Judgement | None:
    """A denial against another article; symmetric. None if neither denies, or about others.

    ``AGREE`` for two denials, ``CONFLICT`` for a denial against an article that affirms what is
    denied: the actor's part if the denial names one, else the event.
    """
    one, other = left.value, right.value
    if one.denies and other.denies:
        return Judgement(Relation.AGREE, "denial_same")
    if not one.denies and not other.denies:
        return None
    denial, affirmed = (one, other) if one.denies else (other, one)
    if not denial.actors:
        return Judgement(Relation.CONFLICT, "denial_event", UNSPECIFIC_SEVERITY)
    if any(_related(a, b, tree) for a in denial.actors for b in affirmed.actors):
        return Judgement(Relation.CONFLICT, "denial_actor", 1.0)
    return None


def denied_actors(claim: Claim, tree: Actors) -> frozenset[str]:
    """Whose part a denial rejects: the actor named, else the actor who speaks."""
    if claim.perpetrator is not None and claim.perpetrator.actor_id:
        return frozenset(claim.perpetrator.actor_id.split("+"))
    return frozenset(_speakers(claim, tree))


def accepted_by(claim: Claim, tree: Actors) -> str | None:
    """The actor who says in this claim that it did it itself, or None.

    Only a plain claim counts whose own attribution is to the actor, or to a part of it, that
    the claim names as the one who did it.
    """
    actor = claim.perpetrator
    if actor is None or not actor.actor_id or claim.denial or claim.negated or claim.hedged:
        return None
    if actor.hedged or is_unknown(actor.actor_id, tree):
        return None
    for speaker in _speakers(claim, tree):
        if _related(speaker, actor.actor_id, tree):
            return actor.actor_id
    return None


def affirms(claim: Claim) -> bool:
    """Whether the claim says that a physical event happened or that people were hurt."""
    if claim.denial or claim.background:
        return False
    return claim.event_type not in SILENT or any(count.high != 0 for count in claim.counts)


def _speakers(claim: Claim, tree: Actors) -> Iterable[str]:
    """Sources of the claim that are actors themselves, the nearest first."""
    for link in claim.attribution:
        if link.type is SourceType.OFFICIAL and link.source_id and tree.get(link.source_id):
            yield link.source_id


def _related(one: str, other: str, tree: Actors) -> bool:
    return tree.within(one, other) or tree.within(other, one)
