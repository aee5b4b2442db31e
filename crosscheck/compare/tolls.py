"""What one article says about how many: its claims read as one toll of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crosscheck.compare.counts import Toll
from crosscheck.compare.revisions import Revision, revisions
from crosscheck.compare.statements import AsOf, Statement
from crosscheck.records import Claim, Count, CountKind, Evidence, Qualifier

Reading = tuple[Claim, tuple[Count, ...]]
"""The figures of one kind in one claim, totals only."""


def toll_statements(
    claims: Sequence[Claim], as_of: AsOf | None
) -> dict[CountKind, Statement[Toll]]:
    """One toll of each kind that the claims of one article give, in the words of the article.

    A figure is taken from the main claim if it has one, else from the earliest claim with a
    number. Coordinated groups of one claim ("a man and two women") are added up; subsets are
    not. Casualties are also derived from killed plus injured, and bound each of the two.
    """
    found: dict[CountKind, Statement[Toll]] = {}
    for kind in CountKind:
        statement = _statement(kind, _readings(claims, kind), as_of)
        if statement is not None:
            found[kind] = statement
    _count_deaths(found)
    return _with_implied(found)


def claim_tolls(claims: Iterable[Claim], kind: CountKind) -> list[tuple[Claim, Toll]]:
    """The toll that each claim gives on its own, in the order of the claims."""
    return [
        (claim, replace(_added(counts), revisions=_cues(claim, kind)))
        for claim, counts in _readings(claims, kind)
    ]


def _readings(claims: Iterable[Claim], kind: CountKind) -> list[Reading]:
    readings = []
    for claim in claims:
        counts = tuple(c for c in claim.counts if c.kind is kind and c.subset_of is None)
        totals = tuple(c for c in counts if c.is_total)
        if counts:
            readings.append((claim, totals or counts))
    return readings


def _statement(
    kind: CountKind, readings: Sequence[Reading], as_of: AsOf | None
) -> Statement[Toll] | None:
    if not readings:
        return None
    claim, counts = min(readings, key=_preference)
    toll = _added(counts)
    same = [
        (other, figures)
        for other, figures in readings
        if _added(figures).bounds == toll.bounds and not _added(figures).is_vague
    ] or [(claim, counts)]
    cues = frozenset(cue for other, _ in same for cue in _cues(other, kind))
    return Statement(
        article=claim.article_id,
        outlet=claim.outlet,
        value=Toll(toll.low, toll.high, toll.qualifier, toll.who, revisions=cues),
        claims=tuple(other.id for other, _ in same),
        evidence=tuple(Evidence(other.id, c.span) for other, figures in same for c in figures),
        as_of=as_of,
        hedged=all(other.hedged for other, _ in same),
    )


def _preference(reading: Reading) -> tuple[bool, bool, int, str]:
    """Numbers before vague words, the main claim before others, then as the article runs."""
    claim, counts = reading
    vague = all(count.low is None and count.high is None for count in counts)
    return vague, not claim.main, claim.sentence, claim.id


def _added(counts: Sequence[Count]) -> Toll:
    """The groups of one claim as one figure; a group without a number opens the high end."""
    if len(counts) == 1:
        only = counts[0]
        return Toll(only.low, only.high, only.qualifier, only.who)
    numbered = [count for count in counts if count.low is not None or count.high is not None]
    if not numbered:
        return Toll(None, None, Qualifier.VAGUE, _common_group(counts))
    low = sum(count.low or 0 for count in numbered)
    is_open = len(numbered) < len(counts) or any(count.high is None for count in numbered)
    high = None if is_open else sum(count.high or 0 for count in numbered)
    return Toll(low, high, _qualifier(numbered, is_open=is_open), _common_group(counts))


def _qualifier(counts: Sequence[Count], *, is_open: bool) -> Qualifier:
    if is_open:
        return Qualifier.AT_LEAST
    kinds = {count.qualifier for count in counts}
    return kinds.pop() if len(kinds) == 1 else Qualifier.RANGE


def _common_group(counts: Sequence[Count]) -> str | None:
    groups = {count.who for count in counts}
    return groups.pop() if len(groups) == 1 else None


def _cues(claim: Claim, kind: CountKind) -> frozenset[Revision]:
    """What the claim says of its toll; a death of wounds changes the number of killed alone."""
    cues = revisions(claim.text, claim.lang)
    if claim.correction:
        cues |= {Revision.LOWERED}
    return cues if kind is CountKind.KILLED else cues - {Revision.SUCCUMBED}


def _count_deaths(found: dict[CountKind, Statement[Toll]]) -> None:
    """Write the article's number of dead beside its number of injured."""
    killed, injured = found.get(CountKind.KILLED), found.get(CountKind.INJURED)
    if injured is None:
        return
    deaths = 0 if killed is None else killed.value.low
    if killed is not None and killed.value.low != killed.value.high:
        return
    found[CountKind.INJURED] = replace(injured, value=replace(injured.value, deaths=deaths))


def _with_implied(found: dict[CountKind, Statement[Toll]]) -> dict[CountKind, Statement[Toll]]:
    """Add what follows: killed + injured is casualties; casualties bound killed and injured."""
    killed, injured = found.get(CountKind.KILLED), found.get(CountKind.INJURED)
    casualties = found.get(CountKind.CASUALTIES)
    implied = dict(found)
    if casualties is not None:
        for kind in (CountKind.KILLED, CountKind.INJURED):
            if kind not in found:
                implied[kind] = replace(casualties, value=_part_of(casualties.value))
    elif killed is not None or injured is not None:
        implied[CountKind.CASUALTIES] = _sum_of([s for s in (killed, injured) if s is not None])
    return implied


def _part_of(casualties: Toll) -> Toll:
    """What a number of killed and injured says about one of the two: not more than all."""
    return Toll(
        None if casualties.high is None else 0,
        casualties.high,
        Qualifier.VAGUE if casualties.high is None else Qualifier.UP_TO,
        casualties.who,
        implied=True,
        revisions=casualties.revisions,
    )


def _sum_of(parts: Sequence[Statement[Toll]]) -> Statement[Toll]:
    """Casualties as killed plus injured; a kind that the article leaves out opens the high end."""
    tolls = [part.value for part in parts]
    low = sum(toll.low or 0 for toll in tolls)
    is_open = len(parts) == 1 or any(toll.high is None for toll in tolls)
    high = None if is_open else sum(toll.high or 0 for toll in tolls)
    groups = {toll.who for toll in tolls}
    toll = Toll(
        low,
        high,
        Qualifier.AT_LEAST if is_open else Qualifier.EXACT,
        groups.pop() if len(groups) == 1 else None,
        implied=True,
        revisions=frozenset(cue for toll in tolls for cue in toll.revisions),
    )
    return Statement(
        parts[0].article,
        parts[0].outlet,
        toll,
        tuple(dict.fromkeys(claim for part in parts for claim in part.claims)),
        tuple(evidence for part in parts for evidence in part.evidence),
        parts[0].as_of,
        all(part.hedged for part in parts),
    )
