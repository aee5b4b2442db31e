"""Statements of many articles about one slot, turned into findings."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Generic

from crosscheck.compare.statements import AsOf, Judgement, Statement, V
from crosscheck.records import Finding
from crosscheck.vocabulary import Relation, Slot

MOST_CLASSES = 120
"""Above this many different statements of one slot, only neighbours in the order of values, and
the lowest with the highest, are compared, so that work and output stay linear."""

Relate = Callable[[Statement[V], Statement[V]], Judgement | None]

_RANK = {
    Relation.CONFLICT: 0,
    Relation.UPDATE: 1,
    Relation.COMPATIBLE: 2,
    Relation.AGREE: 3,
    Relation.UNKNOWN: 4,
}


@dataclass(frozen=True, slots=True)
class Side(Generic[V]):
    """Statements that stand in the same relation to everything else; the first speaks for them."""

    statements: tuple[Statement[V], ...]

    @property
    def first(self) -> Statement[V]:
        """The statement that a reason quotes."""
        return self.statements[0]

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets, each once, that of the quoted statement first."""
        return tuple(dict.fromkeys(statement.outlet for statement in self.statements))


Explain = Callable[[Slot, Side[V], Side[V], Judgement], str]


def compare_slot(
    slot: Slot,
    statements: Iterable[Statement[V]],
    relate: Relate[V],
    order: Callable[[V], tuple[object, ...]],
    explain: Explain[V],
) -> list[Finding]:
    """The findings of one slot, whatever the order of the statements; conflicts come first.

    Two statements that ``relate`` judges stand on opposite sides of one finding, which has
    their relation, or together in one agreement. Statements that stand in the same relations
    share findings, so that one more article that repeats a claim changes no relation between
    the others.

    Args:
        slot: the slot that the statements are about.
        statements: at most one of each article.
        relate: the symmetric rule; it is called with the statement of lower order first.
        order: a sort key that is equal only for equal values.
        explain: writes the reason for two sides and the judgement on them.
    """
    classes = _classes(statements, order)
    judgements = {
        (i, j): judgement
        for i, j in _pairs(len(classes))
        if (judgement := relate(classes[i][0], classes[j][0])) is not None
    }
    findings = []
    inner = [relate(told[0], told[1]) if len(told) > 1 else None for told in classes]
    groups = _twins(judgements, inner)
    for group in groups:
        judgement = judgements.get((group[0], group[1])) if len(group) > 1 else inner[group[0]]
        if judgement is not None:
            both = [statement for i in group for statement in classes[i]]
            sides = Side(tuple(both[:1])), Side(tuple(both[1:]))
            findings.append(_finding(slot, *sides, judgement, explain))
    side_of = {group[0]: Side(tuple(s for i in group for s in classes[i])) for group in groups}
    for (i, j), judgement in judgements.items():
        if i in side_of and j in side_of:
            findings.append(_finding(slot, side_of[i], side_of[j], judgement, explain))
    return sorted(findings, key=lambda f: (_RANK[f.relation], -f.severity, f.id))


def _classes(
    statements: Iterable[Statement[V]], order: Callable[[V], tuple[object, ...]]
) -> list[list[Statement[V]]]:
    """Statements that no rule can tell apart, lowest value first."""
    groups: dict[tuple[object, ...], list[Statement[V]]] = defaultdict(list)
    for statement in statements:
        groups[(order(statement.value), _clock(statement.as_of), statement.hedged)].append(
            statement
        )
    return [
        sorted(groups[key], key=lambda statement: (statement.outlet, statement.article))
        for key in sorted(groups)
    ]


def _clock(as_of: AsOf | None) -> tuple[float, float]:
    """A sort key for times; undated last."""
    if as_of is None:
        return (float("inf"), float("inf"))
    return (as_of.start.timestamp(), as_of.end.timestamp())


def _pairs(number: int) -> Iterator[tuple[int, int]]:
    if number <= MOST_CLASSES:
        yield from combinations(range(number), 2)
        return
    yield from pairwise(range(number))
    yield 0, number - 1


def _twins(
    judgements: Mapping[tuple[int, int], Judgement], inner: Sequence[Judgement | None]
) -> list[tuple[int, ...]]:
    """Groups of classes that stand alike to every other class.

    Among themselves the classes of a group all agree, or are not judged at all; ``inner`` is
    how the statements within each class stand to each other.
    """
    rows: list[dict[int, tuple[Relation, str]]] = [{} for _ in inner]
    for (i, j), judgement in judgements.items():
        agrees = judgement.relation is Relation.AGREE
        rows[i][j] = rows[j][i] = (judgement.relation, "" if agrees else judgement.reason)
    agreeing: dict[frozenset[object], list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        agreeing[frozenset({**row, i: (Relation.AGREE, "")}.items())].append(i)
    groups = [tuple(group) for group in agreeing.values() if len(group) > 1]
    apart: dict[frozenset[object], list[int]] = defaultdict(list)
    for first, *more in agreeing.values():
        if not more and inner[first] is None:
            apart[frozenset(rows[first].items())].append(first)
        elif not more:
            groups.append((first,))
    return sorted([*groups, *map(tuple, apart.values())])


def _finding(
    slot: Slot, left: Side[V], right: Side[V], judgement: Judgement, explain: Explain[V]
) -> Finding:
    both = left.statements + right.statements
    sides = tuple(tuple(c for s in side.statements for c in s.claims) for side in (left, right))
    claims = tuple(dict.fromkeys(claim for side in sides for claim in side))
    return Finding(
        id=finding_id(slot, judgement.relation, claims),
        slot=slot,
        relation=judgement.relation,
        severity=round(judgement.severity, 4),
        reason=explain(slot, left, right, judgement),
        claims=claims,
        evidence=tuple(dict.fromkeys(e for statement in both for e in statement.evidence)),
        sides=sides,
    )


def finding_id(slot: Slot, relation: Relation, claims: Sequence[str]) -> str:
    """An id that depends on the slot, the relation and the claims alone."""
    members = "\0".join((slot, relation, *sorted(claims)))
    return "f-" + hashlib.sha256(members.encode()).hexdigest()[:12]
