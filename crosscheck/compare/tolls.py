"""What one article says about how many: its claims read as one toll of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from crosscheck.compare.counts import Toll
from crosscheck.compare.revisions import FINAL, Revision, revisions, stage, states_floor
from crosscheck.compare.statements import AsOf, Statement
from crosscheck.records import Claim, Count, Evidence
from crosscheck.span import Span
from crosscheck.vocabulary import CountKind, Qualifier

LARGEST_SITE_KM = 15.0
"""A place whose position is known no better than this is a region, not where a count was taken."""


class Reading(NamedTuple):
    """The figures of one kind in one claim, totals only, and the toll that they make."""

    claim: Claim
    counts: tuple[Count, ...]
    toll: Toll

    @property
    def spans(self) -> tuple[Span, ...]:
        """The words of the figures, each once."""
        if len(self.counts) == 1:
            return (self.counts[0].span,)
        return tuple(dict.fromkeys([count.span for count in self.counts]))


def toll_statements(
    claims: Iterable[Claim], as_of: AsOf | None, *, copied: bool = False
) -> dict[CountKind, Statement[Toll]]:
    """One toll of each kind that the claims of one article give, in the words of the article.

    A figure is taken from the main claim if it has one, else from the earliest claim with a
    number; one for a length of time or for several events only if there is no other.
    Coordinated groups of one claim ("a man and two women") are added up; subsets are not.
    Casualties are also derived from killed plus injured, and bound each of the two.
    """
    read = readings(claims)
    first = {
        kind: min(told, key=_preference) if len(told) > 1 else told[0]
        for kind, told in read.items()
    }
    deaths = {CountKind.INJURED: _deaths(first.get(CountKind.KILLED))}
    return _with_implied(
        {
            kind: _statement(told, first[kind], as_of, is_copied=copied, deaths=deaths.get(kind))
            for kind, told in read.items()
        }
    )


def readings(claims: Iterable[Claim]) -> dict[CountKind, list[Reading]]:
    """The tolls that each claim gives on its own, by kind, in the order of the claims."""
    found: dict[CountKind, list[Reading]] = {}
    for claim in claims:
        if not claim.counts:
            continue
        for kind, counts in _by_kind(claim.counts).items():
            toll = _added(counts, _about(kind, _cues(claim, counts)))
            if _is_so_far(claim, counts, toll):
                toll = toll._replace(so_far=True)
            found.setdefault(kind, []).append(Reading(claim, counts, toll))
    return found


def _cues(claim: Claim, counts: Iterable[Count]) -> frozenset[Revision]:
    cues = revisions(claim.text, claim.lang, [count.span for count in counts], claim.span.start)
    return cues | {Revision.LOWERED} if claim.correction else cues


def contradictions(claims: Iterable[Claim]) -> Iterator[tuple[CountKind, Reading, Reading]]:
    """Figures of one article that its main figure rules out, each with the main one before it.

    Only a higher figure contradicts: a lower one may be a part of the main one. Figures that
    are hedged, credited to other sources, or said to have been revised do not count.
    """
    told = list(claims)
    if len({(c.kind, c.low, c.high) for claim in told for c in claim.counts}) == len(
        {c.kind for claim in told for c in claim.counts}
    ):
        return  # one figure of each kind, and most articles are so
    for kind, read in readings(told).items():
        plain = [r for r in read if not r.toll.is_vague and not r.claim.hedged]
        main = next((r for r in plain if r.claim.main or r.claim.sentence == 0), None)
        if main is not None:
            yield from ((kind, main, other) for other in plain if _rules_out(main, other))


def _rules_out(main: Reading, other: Reading) -> bool:
    credited = {link.text for link in other.claim.attribution}
    return (
        main.toll.bounds[1] < other.toll.bounds[0]
        and main.toll.who in (None, other.toll.who)
        and not main.toll.revisions
        and not other.toll.revisions
        and credited <= {link.text for link in main.claim.attribution}
    )


def _by_kind(counts: Iterable[Count]) -> dict[CountKind, tuple[Count, ...]]:
    """Counts that are no part of another; of each kind the total alone, where there is one."""
    found: dict[CountKind, list[Count]] = {}
    for count in counts:
        if count.subset_of is None:
            found.setdefault(count.kind, []).append(count)
    return {
        kind: tuple([c for c in members if c.is_total]) or tuple(members)
        for kind, members in found.items()
    }


def _about(kind: CountKind, cues: frozenset[Revision]) -> frozenset[Revision]:
    """The words that concern a kind: a death of wounds changes the number of killed alone."""
    return cues if kind is CountKind.KILLED or not cues else cues - {Revision.SUCCUMBED}


def _is_so_far(claim: Claim, counts: Sequence[Count], toll: Toll) -> bool:
    """Whether "at least" is only another way to say that the count is early or goes on."""
    if toll.qualifier is not Qualifier.AT_LEAST or stage(toll.revisions) == FINAL:
        return False
    if any(count.low is None for count in counts):
        return False
    start = claim.span.start
    words = (claim.text[c.span.start - start : c.span.end - start] for c in counts)
    return not any(states_floor(word, claim.lang) for word in words)


def _statement(
    read: Sequence[Reading],
    first: Reading,
    as_of: AsOf | None,
    *,
    is_copied: bool,
    deaths: int | None,
) -> Statement[Toll]:
    """The toll of the reading that comes first, with all readings that give the same."""
    toll = first.toll
    bounds = toll.bounds
    same = [r for r in read if r.toll.bounds == bounds and not r.toll.is_vague] or [first]
    cues = toll.revisions.union(*[other.toll.revisions for other in same])
    parts = _parts(read, same) if len(same) < len(read) else frozenset()
    if cues != toll.revisions or parts or deaths is not None:
        toll = toll._replace(revisions=cues, parts=parts, deaths=deaths)
    return Statement(
        article=first.claim.article_id,
        outlet=first.claim.outlet,
        value=toll,
        claims=tuple([other.claim.id for other in same]),
        evidence=tuple([Evidence(r.claim.id, span) for r in same for span in r.spans]),
        as_of=as_of,
        hedged=all(other.claim.hedged for other in same),
        copied=is_copied,
    )


def _deaths(killed: Reading | None) -> int | None:
    """The article's number of dead, 0 if it tells of none; None if it is not exact."""
    if killed is None:
        return 0
    return killed.toll.low if killed.toll.low == killed.toll.high else None


def _parts(read: Sequence[Reading], same: Sequence[Reading]) -> frozenset[tuple[int, str]]:
    """Lower exact figures that the article gives for some of the places of its whole."""
    whole = same[0].toll.bounds[0]
    lower = [r for r in read if r.toll.low == r.toll.high and 0 < (r.toll.low or 0) < whole]
    if not lower:
        return frozenset()
    everywhere = frozenset(site for reading in same for site in sites(reading.claim))
    return frozenset(
        (reading.toll.low or 0, site)
        for reading in lower
        if not everywhere <= (here := sites(reading.claim))
        for site in here & everywhere
    )


def with_sites(
    statements: Sequence[Statement[Toll]], claims: Mapping[str, Claim]
) -> tuple[Statement[Toll], ...]:
    """The tolls of one kind; with their places where another article gives parts by place."""
    wanted = {part for statement in statements for part in statement.value.parts}
    if not wanted:
        return tuple(statements)
    return tuple(_placed(statement, wanted, claims) for statement in statements)


def _placed(
    statement: Statement[Toll], wanted: Set[tuple[int, str]], claims: Mapping[str, Claim]
) -> Statement[Toll]:
    low = statement.value.low
    here = frozenset(site for claim in statement.claims for site in sites(claims[claim]))
    found = frozenset(site for site in here if (low, site) in wanted)
    return statement._replace(value=statement.value._replace(sites=found)) if found else statement


def sites(claim: Claim) -> frozenset[str]:
    """The places of a claim that are no region: ids, and names where they were not found."""
    return frozenset(
        place.gazetteer_id or place.text
        for place in claim.places
        if (place.precision_km or 0.0) <= LARGEST_SITE_KM
    )


def _preference(reading: Reading) -> tuple[bool, int, bool, int, str]:
    """Figures of this event alone first, then numbers, rough numbers, vague words.

    Among equals the main claim comes first, then the order of the article.
    """
    claim, toll = reading.claim, reading.toll
    rough = 2 if toll.is_vague else int(toll.is_rough)
    return toll.is_of_period, rough, not claim.main, claim.sentence, claim.id


def _added(counts: Sequence[Count], cues: frozenset[Revision]) -> Toll:
    """The groups of one claim as one figure; a group without a number opens the high end."""
    if len(counts) == 1:
        only = counts[0]
        return Toll(only.low, only.high, only.qualifier, only.who, revisions=cues)
    who = _common_group(counts)
    numbered = [count for count in counts if count.low is not None or count.high is not None]
    if not numbered:
        return Toll(None, None, Qualifier.VAGUE, who, revisions=cues)
    low = sum(count.low or 0 for count in numbered)
    is_open = len(numbered) < len(counts) or any(count.high is None for count in numbered)
    high = None if is_open else sum(count.high or 0 for count in numbered)
    return Toll(low, high, _qualifier(numbered, is_open=is_open), who, revisions=cues)


def _qualifier(counts: Sequence[Count], *, is_open: bool) -> Qualifier:
    if is_open:
        return Qualifier.AT_LEAST
    kinds = {count.qualifier for count in counts}
    return kinds.pop() if len(kinds) == 1 else Qualifier.RANGE


def _common_group(counts: Sequence[Count]) -> str | None:
    groups = {count.who for count in counts}
    return groups.pop() if len(groups) == 1 else None


def _with_implied(found: dict[CountKind, Statement[Toll]]) -> dict[CountKind, Statement[Toll]]:
    """Add what follows: killed + injured is casualties; casualties bound killed and injured.

    Words without a number are followed by nothing.
    """
    casualties = found.get(CountKind.CASUALTIES)
    implied = dict(found)
    if casualties is not None and not casualties.value.is_vague:
        for kind in (CountKind.KILLED, CountKind.INJURED):
            if kind not in found:
                implied[kind] = casualties._replace(value=_part_of(casualties.value))
    parts = [found[kind] for kind in (CountKind.KILLED, CountKind.INJURED) if kind in found]
    if casualties is None and any(part.value.low for part in parts):
        implied[CountKind.CASUALTIES] = _sum_of(parts)
    return implied


def _part_of(casualties: Toll) -> Toll:
    """What a number of killed and injured says about one of the two: not more than all."""
    qualifier = Qualifier.NONE_REPORTED if casualties.high == 0 else Qualifier.UP_TO
    return casualties._replace(low=0, qualifier=qualifier, implied=True, so_far=False)


def _sum_of(parts: Sequence[Statement[Toll]]) -> Statement[Toll]:
    """Casualties as killed plus injured; a kind that the article leaves out opens the high end."""
    tolls = [part.value for part in parts]
    low = sum([toll.low or 0 for toll in tolls])
    is_open = len(parts) == 1 or None in [toll.high for toll in tolls]
    high = None if is_open else sum([toll.high or 0 for toll in tolls])
    groups = {toll.who for toll in tolls}
    toll = Toll(
        low,
        high,
        Qualifier.AT_LEAST if is_open else Qualifier.EXACT,
        groups.pop() if len(groups) == 1 else None,
        implied=True,
        revisions=frozenset().union(*[toll.revisions for toll in tolls]),
    )
    return Statement(
        parts[0].article,
        parts[0].outlet,
        toll,
        tuple(dict.fromkeys([claim for part in parts for claim in part.claims])),
        tuple([evidence for part in parts for evidence in part.evidence]),
        parts[0].as_of,
        all(part.hedged for part in parts),
        parts[0].copied,
    )
