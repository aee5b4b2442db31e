"""Grades: did it happen, who did it, how many; three apart, and one number for each claim.

Credibility is the Admiralty scale (AJP-2.1): 1 confirmed by other independent sources,
2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged. The wording is
that of Airwars. A firm origin has a name and says it plainly at least once. The first rule
whose condition holds decides:

| aspect | condition | credibility | wording |
|---|---|---|---|
| occurrence | denied, and no firm origin | 5 | contested |
| | denied | 4 with one firm origin, 3 with more | contested |
| | an actor says that it did it | 1 | confirmed |
| | two or more firm origins | 1 | fair |
| | one firm origin and others | 2 | fair |
| | several origins, none firm | 3 | weak |
| | one origin, not firm | 4 | weak |
| | one firm origin | 6 | single source claim |
| responsibility | an actor says that it did it, nobody names another | 1 | confirmed |
| | different actors are named | 4 | contested |
| | the one named denies it | 4 | contested |
| | two or more origins name it, one of them plainly | 2 if all plainly, else 3 | fair |
| | one origin names it plainly | 6 | single source claim |
| | it is only suspected | 4 | weak |
| | nobody is named | 6 | unknown |
| count | no number | 6 | unknown |
| | one origin gives numbers | 6 | single source claim |
| | a conflict, and no two origins agree | 5 | contested |
| | a conflict | 4 | contested |
| | the toll changed | 2 | fair |
| | two or more origins agree | 1 | confirmed |
| | all can hold | 3 | fair |

The credibility of one claim counts the other origins that agree with it or contradict it:

| condition | credibility |
|---|---|
| contradicted, and no other origin agrees | 5 |
| contradicted by at least as many origins as agree | 4 |
| contradicted by fewer origins than agree | 3 |
| two or more other origins agree | 1 |
| one other origin agrees | 2 |
| what others say can hold beside it | 3 |
| nobody else speaks of it, and it is hedged | 4 |
| nobody else speaks of it | 6 |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from crosscheck.compare.reasons import say
from crosscheck.records import Finding, Grade
from crosscheck.vocabulary import Relation, Slot

COUNT_SLOTS = (Slot.KILLED, Slot.INJURED, Slot.CASUALTIES, Slot.DETAINED, Slot.MISSING)


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one incident, as far as its grades depend on it.

    ``firm`` are the origins that say plainly that it happened; ``naming`` maps each actor named
    to the origins that name it, ``plainly`` only to those that do so without a hedge.
    ``counting`` are the origins that give a number, ``agreeing`` the most that give one and the
    same. ``relations`` are those of the findings on counts.
    """

    origins: frozenset[str]
    firm: frozenset[str]
    denied: bool
    accepted: str | None
    naming: Mapping[str, frozenset[str]]
    plainly: Mapping[str, frozenset[str]]
    contested: bool
    actor_denied: bool
    counting: frozenset[str]
    agreeing: int
    relations: frozenset[Relation]


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the reasons of one incident's grades name, in one language.

    ``names`` are those of actors and origins by id, ``figures`` the merged figures in words,
    ``kinds`` how the origins differ.
    """

    lang: str
    names: Mapping[str, str]
    figures: str
    kinds: str


class Rule(NamedTuple):
    """One row of the table: the grade given when the condition holds."""

    holds: Callable[[Case], bool]
    credibility: int
    wording: str
    reason: str


OCCURRENCE = (
    Rule(lambda c: c.denied and not c.firm, 5, "contested", "occurrence_denied_unsupported"),
    Rule(lambda c: c.denied and len(c.firm) == 1, 4, "contested", "occurrence_denied"),
    Rule(lambda c: c.denied, 3, "contested", "occurrence_denied"),
    Rule(lambda c: c.accepted is not None, 1, "confirmed", "occurrence_accepted"),
    Rule(lambda c: len(c.firm) > 1, 1, "fair", "occurrence_confirmed"),
    Rule(lambda c: len(c.firm) == 1 < len(c.origins), 2, "fair", "occurrence_probable"),
    Rule(lambda c: len(c.origins) > 1, 3, "weak", "occurrence_possible"),
    Rule(lambda c: not c.firm, 4, "weak", "occurrence_rumour"),
    Rule(lambda _: True, 6, "single", "occurrence_single"),
)

RESPONSIBILITY = (
    Rule(lambda c: not c.naming, 6, "unknown", "responsibility_none"),
    Rule(lambda c: c.contested, 4, "contested", "responsibility_contested"),
    Rule(lambda c: c.accepted is not None, 1, "confirmed", "responsibility_accepted"),
    Rule(lambda c: c.actor_denied, 4, "contested", "responsibility_denied"),
    Rule(lambda c: len(_plain(c)) > 1, 2, "fair", "responsibility_fair"),
    Rule(lambda c: len(_named(c)) > 1 and bool(_plain(c)), 3, "fair", "responsibility_probable"),
    Rule(lambda c: bool(_plain(c)), 6, "single", "responsibility_single"),
    Rule(lambda _: True, 4, "weak", "responsibility_hedged"),
)

COUNT = (
    Rule(lambda c: not c.counting, 6, "unknown", "count_none"),
    Rule(lambda c: len(c.counting) == 1, 6, "single", "count_single"),
    Rule(
        lambda c: Relation.CONFLICT in c.relations and c.agreeing < 2,
        5,
        "contested",
        "count_contradicted",
    ),
    Rule(lambda c: Relation.CONFLICT in c.relations, 4, "contested", "count_split"),
    Rule(lambda c: Relation.UPDATE in c.relations, 2, "fair", "count_updated"),
    Rule(lambda c: c.agreeing > 1, 1, "confirmed", "count_agreed"),
    Rule(lambda _: True, 3, "fair", "count_consistent"),
)


def grades(case: Case, told: Sequence[Phrases]) -> tuple[Grade, ...]:
    """The three grades, each with its reason, in the order occurrence, responsibility, count.

    Args:
        case: the facts.
        told: what reasons name, in the language of the records first, then in others.
    """
    parts = {in_.lang: _parts(case, in_) for in_ in told}
    return (
        _grade("occurrence", OCCURRENCE, case, parts),
        _grade("responsibility", RESPONSIBILITY, case, parts),
        _grade("count", COUNT, case, parts),
    )


def _grade(
    aspect: str, table: Sequence[Rule], case: Case, parts: Mapping[str, Mapping[str, Any]]
) -> Grade:
    """The grade of one aspect; ``parts`` fill in its reason in each language."""
    rule = next(rule for rule in table if rule.holds(case))
    reasons = {lang: say(lang, "grade", rule.reason, **named) for lang, named in parts.items()}
    wordings = {lang: say(lang, "wording", rule.wording) for lang in parts}
    first = next(iter(parts))
    return Grade(
        aspect,
        rule.credibility,
        wordings.pop(first),
        reasons.pop(first),
        wordings=wordings,
        reasons=reasons,
    )


def _parts(case: Case, told: Phrases) -> dict[str, Any]:
    names, comma = told.names, say(told.lang, "grammar", "comma")
    return {
        "firm": len(case.firm),
        "origins": len(case.origins),
        "others": len(case.origins) - len(case.firm),
        "counting": len(case.counting),
        "naming": len(_named(case)),
        "agreeing": case.agreeing,
        "actor": names.get(case.accepted or "", case.accepted or ""),
        "actors": comma.join(names.get(actor, actor) for actor in sorted(case.naming)),
        "origin": comma.join(names.get(origin, origin) for origin in sorted(case.origins)),
        "figures": told.figures,
        "kinds": told.kinds,
    }


def _named(case: Case) -> frozenset[str]:
    return frozenset(origin for origins in case.naming.values() for origin in origins)


def _plain(case: Case) -> frozenset[str]:
    return frozenset(origin for origins in case.plainly.values() for origin in origins)


def claim_credibility(
    findings: Sequence[Finding],
    origins_of: Mapping[str, frozenset[str]],
    hedged: frozenset[str],
) -> dict[str, int]:
    """The credibility of each claim by the rules above, from the findings on its slots.

    Origins are counted on the one slot where most of them agree, or contradict.

    Args:
        findings: those of one incident; suggestions of a model are not read.
        origins_of: the origins of the article of each claim of the incident.
        hedged: the claims that are marked as uncertain.
    """
    tallies = {claim: [-1, -1, -1] for claim in origins_of}
    for finding in findings:
        place = _PLACES.get(finding.relation)
        if place is None or finding.suggested or len(finding.sides) != 2:
            continue
        left, right = finding.sides
        one = _origins(left, origins_of)
        other = _origins(right, origins_of)
        if finding.relation is Relation.AGREE:
            one = other = one | other
        for side, others in ((left, other), (right, one)):
            for claim in side:
                tally = tallies[claim]
                if len(others) > tally[place]:  # else it cannot be more
                    tally[place] = max(tally[place], len(others - origins_of[claim]))
    return {
        claim: _credibility(*tally, is_hedged=claim in hedged) for claim, tally in tallies.items()
    }


def _origins(claims: Iterable[str], origins_of: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*[origins_of[claim] for claim in claims])


_PLACES = {
    Relation.AGREE: 0,
    Relation.CONFLICT: 1,
    Relation.UPDATE: 2,
    Relation.COMPATIBLE: 2,
}
"""Where each relation is counted: support, against, beside."""


@lru_cache(maxsize=4096)
def _credibility(support: int, against: int, beside: int, *, is_hedged: bool) -> int:
    """The number for the most other origins that meet a claim on one slot; -1 for none compared."""
    rules = (
        (against > 0 and support <= 0, 5),
        (against > 0 and against >= support, 4),
        (against > 0, 3),
        (support > 1, 1),
        (support == 1, 2),
        (beside > 0, 3),
        (is_hedged, 4),
    )
    return next((number for holds, number in rules if holds), 6)
