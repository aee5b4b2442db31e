"""Statements of many articles about one slot, turned into findings."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, combinations, pairwise
from typing import Generic, NamedTuple

from crosscheck.compare.statements import AsOf, Judgement, Statement, V
from crosscheck.records import Evidence, Finding
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


class Side(NamedTuple, Generic[V]):
    """Statements that stand in the same relation to everything else; the first speaks for them.

    ``outlets`` are theirs, each once, that of the first statement first; ``claims`` and
    ``evidence`` are those of all.
    """

    statements: tuple[Statement[V], ...]
    outlets: tuple[str, ...]
    claims: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    @classmethod
    def of(cls, statements: Sequence[Statement[V]]) -> Side[V]:
        """The side of these statements."""
        if len(statements) == 1:
            only = statements[0]
            return cls((only,), (only.outlet,), only.claims, only.evidence)
        return cls(
            tuple(statements),
            tuple(dict.fromkeys([statement.outlet for statement in statements])),
            tuple([claim for statement in statements for claim in statement.claims]),
            tuple([words for statement in statements for words in statement.evidence]),
        )

    @property
    def first(self) -> Statement[V]:
        """The statement that a reason quotes."""
        return self.statements[0]


class Told(NamedTuple):
    """One sentence: in English, and in every other language of reasons."""

    reason: str
    reasons: Mapping[str, str]


Explain = Callable[[Slot, Side[V], Side[V], Judgement], Told]


def compare_slot(
    slot: Slot,
    statements: Iterable[Statement[V]],
    relate: Relate[V],
    order: Callable[[V], tuple[object, ...]],
    explain: Explain[V],
) -> list[Finding]:
    """The findings of one slot, whatever the order of the statements; conflicts come first.

    Two statements that ``relate`` judges stand on opposite sides of one finding, which has
    their relation, or together in one agreement. A finding holds for every statement of one
    side against every statement of the other. Statements of one value share findings as far as
    they stand in the same relation, so that one more article that repeats a claim changes no
    relation between the others.

    Args:
        slot: the slot that the statements are about.
        statements: at most one of each article.
        relate: the symmetric rule; it is called with the statement of lower order first.
        order: a sort key that is equal only for equal values.
        explain: writes the reason for two sides and the judgement on them.
    """
    classes = _classes(statements, order)
    if not classes:
        return []
    firsts = [told[0] for told in classes]
    judgements = {
        (i, j): judgement
        for i, j in _pairs(len(classes))
        if (judgement := relate(firsts[i], firsts[j])) is not None
    }
    inner = [relate(told[0], told[1]) if len(told) > 1 else None for told in classes]
    groups = _groups(judgements, inner)
    findings = []
    for group in groups:
        judgement = judgements.get((group[0], group[1])) if len(group) > 1 else inner[group[0]]
        if judgement is not None:
            sides = _agreeing(classes, group)
            findings.append(_finding(slot, *sides, judgement, explain))
    side_of = cache(partial(_side, classes))
    for left, right, judgement in _facing(judgements, groups):
        findings.append(_finding(slot, side_of(left), side_of(right), judgement, explain))
    return sorted(findings, key=lambda f: (_RANK[f.relation], -f.severity, f.id))


def _classes(
    statements: Iterable[Statement[V]], order: Callable[[V], tuple[object, ...]]
) -> list[list[Statement[V]]]:
    """Statements that no rule can tell apart, lowest value first."""
    groups: dict[tuple[V, AsOf | None, bool], list[Statement[V]]] = defaultdict(list)
    for statement in statements:
        groups[statement.value, statement.as_of, statement.hedged].append(statement)
    keys = {value: order(value) for value in {value for value, _, _ in groups}}
    ranked = sorted(groups, key=lambda told: (keys[told[0]], _clock(told[1]), told[2]))
    return [
        sorted(groups[told], key=lambda one: (one.copied, one.outlet, one.article))
        if len(groups[told]) > 1
        else groups[told]
        for told in ranked
    ]


def _clock(as_of: AsOf | None) -> tuple[float, float]:
    """A sort key for times; undated last."""
    if as_of is None:
        return (float("inf"), float("inf"))
    return (as_of.start.timestamp(), as_of.end.timestamp())


def _pairs(number: int) -> Iterable[tuple[int, int]]:
    if number <= MOST_CLASSES:
        return combinations(range(number), 2)
    return chain(pairwise(range(number)), [(0, number - 1)])


def _side(classes: Sequence[Sequence[Statement[V]]], members: Iterable[int]) -> Side[V]:
    return Side.of([statement for i in members for statement in classes[i]])


def _agreeing(
    classes: Sequence[Sequence[Statement[V]]], group: Sequence[int]
) -> tuple[Side[V], Side[V]]:
    """The statements of an agreement; those of the first class face the others, if any."""
    if len(group) > 1:
        return _side(classes, group[:1]), _side(classes, group[1:])
    told = classes[group[0]]
    return Side.of(told[:1]), Side.of(told[1:])


def _groups(
    judgements: Mapping[tuple[int, int], Judgement], inner: Sequence[Judgement | None]
) -> list[tuple[int, ...]]:
    """Every class in one group: classes that say the same as each other and as the same others.

    Classes that agree with nobody are in one group if they stand alike to every other class and
    are not judged among themselves. ``inner`` is how the statements within each class stand to
    each other.
    """
    circles = [{i} for i in range(len(inner))]
    for (i, j), judgement in judgements.items():
        if judgement.relation is Relation.AGREE and judgement.same:
            circles[i].add(j)
            circles[j].add(i)
    agreeing: dict[object, list[int]] = defaultdict(list)
    for i, circle in enumerate(circles):
        agreeing[frozenset(circle)].append(i)
    groups = [tuple(group) for group in agreeing.values() if len(group) > 1]
    rows: dict[int, dict[int, object]] = {
        group[0]: {} for group in agreeing.values() if len(group) == 1
    }
    if rows:
        for (i, j), judgement in judgements.items():
            if i in rows:
                rows[i][j] = judgement.relation, judgement.reason, 0
            if j in rows:
                rows[j][i] = judgement.relation, judgement.reason, 1
    apart: dict[object, list[int]] = defaultdict(list)
    for i, row in rows.items():
        apart[frozenset(row.items()), i if inner[i] is not None else None].append(i)
    return sorted([*groups, *map(tuple, apart.values())])


def _facing(
    judgements: Mapping[tuple[int, int], Judgement], groups: Sequence[Sequence[int]]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], Judgement]]:
    """Judgements between groups, told together where all of one side meet all of the other.

    A judgement that holds whatever the other value is joins all groups on that side.
    """
    group_of = {i: number for number, group in enumerate(groups) for i in group}
    alike: dict[object, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    told: dict[object, Judgement] = {}
    for (first, second), judgement in judgements.items():
        i, j = (first, second) if group_of[first] <= group_of[second] else (second, first)
        if group_of[i] != group_of[j]:
            other = -1 if judgement.any_other else group_of[j]
            parts = *judgement.parts.items(), judgement.hours, round(judgement.severity, 4)
            key = (group_of[i], other, judgement.relation, judgement.reason, parts)
            alike[key][i].append(j)
            told.setdefault(key, judgement)
    for shared, rights in alike.items():
        lefts: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for i, met in rights.items():
            lefts[tuple(sorted(met))].append(i)
        for met_by_all, members in lefts.items():
            yield tuple(members), met_by_all, told[shared]


def _finding(
    slot: Slot, left: Side[V], right: Side[V], judgement: Judgement, explain: Explain[V]
) -> Finding:
    claims = left.claims + right.claims  # the sides are of different articles
    told = explain(slot, left, right, judgement)
    return Finding(
        id=finding_id(slot, judgement.relation, claims),
        slot=slot,
        relation=judgement.relation,
        severity=round(judgement.severity, 4),
        reason=told.reason,
        claims=claims,
        evidence=left.evidence + right.evidence,
        sides=(left.claims, right.claims),
        reasons=told.reasons,
    )


def finding_id(slot: Slot, relation: Relation, claims: Sequence[str]) -> str:
    """An id that depends on the slot, the relation and the claims alone."""
    members = "\0".join((slot, relation, *sorted(claims)))
    return "f-" + hashlib.sha256(members.encode()).hexdigest()[:12]
