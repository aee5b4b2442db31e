"""Tolls: what an article as a whole says about the number of killed and injured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crosscheck.extract.count_lexicon import load_count_lexicon
from crosscheck.extract.count_roles import Role
from crosscheck.lang.language import load_language
from crosscheck.records import Claim, Count
from crosscheck.vocabulary import CountKind, EventType, Qualifier

# Sentences behind the first figure in which the same news is still told; what comes later is
# mostly earlier events and totals of a period.
_NEWS = 6
_FATES = frozenset((CountKind.KILLED, CountKind.INJURED))

Bounds = tuple[int, int | None]


class _Figure(NamedTuple):
    """The people of one kind in one claim, added up; ``is_one`` if it is a single figure.

    ``is_first`` says that no other number was told since.
    """

    bounds: Bounds
    is_vague: bool
    is_total: bool
    is_one: bool = False
    is_first: bool = True


def article_toll(claims: Sequence[Claim]) -> Mapping[CountKind, Bounds]:
    """The killed and the injured that an article claims for what it is mainly about.

    ``claims`` are those of one article in the order of its text. A kind that is missing from the
    result was not claimed; 0..0 was denied; 1..None is some without a number. The first number
    counts, in the headline or below it; a running total replaces it, and more dead replace the
    one of whom a headline may tell. Coordinated groups of one claim are added up, subsets are
    not, background is left out. Where people were shot or fell without a word on who lived, those
    who are not among the dead are the injured. Someone told of again is nobody new. A toll that
    is only called provisional stays exact.
    """
    news = _news(claims)
    found: dict[CountKind, _Figure] = {}
    for claim in news:
        for kind, counts in _by_kind(claim).items():
            if kind in found:
                found[kind] = _later(kind, found[kind], _added(claim, counts))
            elif not _is_told(claim, counts, found):
                found[kind] = _added(claim, counts)
            elif kind is CountKind.KILLED:
                _bury(found)
                found[kind] = _added(claim, counts)
    toll = {kind: figure.bounds for kind, figure in found.items()}
    casualties = toll.pop(CountKind.CASUALTIES, None)
    if casualties is not None and not found[CountKind.CASUALTIES].is_vague:
        _split(toll, casualties, news)
    return {kind: toll[kind] for kind in (CountKind.KILLED, CountKind.INJURED) if kind in toll}


def _news(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with figures that tell the article's own news."""
    counted = [claim for claim in claims if claim.counts]
    news = [claim for claim in counted if not claim.background] or counted
    return [claim for claim in news if claim.sentence - news[0].sentence <= _NEWS]


def _by_kind(claim: Claim) -> Mapping[CountKind, list[Count]]:
    found: dict[CountKind, list[Count]] = {}
    for count in claim.counts:
        if count.subset_of is None:
            found.setdefault(count.kind, []).append(count)
    return found


def _added(claim: Claim, counts: Sequence[Count]) -> _Figure:
    """Groups of one claim as one figure: "a man and two women" are three."""
    total = [count for count in counts if count.is_total]
    counted = [count for count in total[-1:] or counts if count.high != 0]
    if not counted:
        return _Figure((0, 0), is_vague=False, is_total=False)
    if all(count.qualifier is Qualifier.VAGUE for count in counted):
        return _Figure((1, None), is_vague=True, is_total=bool(total))
    low, high = 0, 0
    is_open = False
    for count in counted:
        least, most = _bounds(claim, count)
        low += least
        high += most or 0
        is_open = is_open or most is None
    bounds = (low, None if is_open else high)
    return _Figure(bounds, is_vague=False, is_total=bool(total), is_one=len(counts) == 1)


def _bounds(claim: Claim, count: Count) -> Bounds:
    low = count.low if count.low is not None else count.high
    if low is None:
        return 1, None
    if count.qualifier is Qualifier.AT_LEAST and not _states_floor(claim, count):
        return low, low
    return low, count.high


def _states_floor(claim: Claim, count: Count) -> bool:
    """Whether the figure itself says "at least"; else the toll is only not final."""
    lexicon = load_count_lexicon(claim.lang)
    words = claim.text[count.span.start - claim.span.start : count.span.end - claim.span.start]
    found = lexicon.phrases.find(load_language(claim.lang).cut(words))
    return any(
        sense is not None and sense.qualifier is Qualifier.AT_LEAST
        for match in found
        for entry in match.values
        for sense in (entry.senses.get(Role.BEFORE), entry.senses.get(Role.AFTER))
    )


def _is_told(claim: Claim, counts: Sequence[Count], found: Mapping[CountKind, _Figure]) -> bool:
    """Whether this is one person of whom something else was told before: "the boy", "he"."""
    if len(counts) != 1 or counts[0].high != 1 or found.keys().isdisjoint(_FATES):
        return False
    if any(figure.bounds != (1, 1) for figure in found.values()):
        return False
    lexicon = load_count_lexicon(claim.lang)
    start = counts[0].span.start - claim.span.start
    words = load_language(claim.lang).cut(claim.text[:start])
    before = lexicon.phrases.at(words, len(words) - 1) if words else None
    if before is not None and Role.ARTICLE in before.values[0].senses:
        return True
    match = lexicon.phrases.at(load_language(claim.lang).cut(claim.text[start:]), 0)
    return match is not None and Role.EVENT in match.values[0].senses


def _bury(found: dict[CountKind, _Figure]) -> None:
    """Take one of the injured from them, who died."""
    injured = found.get(CountKind.INJURED)
    if injured is None or injured.is_vague or injured.bounds == (0, 0):
        return
    low, high = injured.bounds
    rest = (low - 1, None if high is None else high - 1)
    if rest == (0, 0):
        del found[CountKind.INJURED]
    else:
        found[CountKind.INJURED] = injured._replace(bounds=rest)


def _later(kind: CountKind, before: _Figure, figure: _Figure) -> _Figure:
    """Which of two figures counts, the second further down in the article."""
    if before.bounds == (0, 0) or (before.is_vague and not figure.is_vague):
        return figure
    if figure.is_vague:
        return before
    is_larger = figure.bounds[0] > before.bounds[0] and before.bounds == (1, 1)
    if before.is_first and kind is CountKind.KILLED and is_larger and figure.is_one:
        return figure
    if figure.is_total and not before.is_total:
        return figure
    return before._replace(is_first=False)


def _split(toll: dict[CountKind, Bounds], casualties: Bounds, news: Sequence[Claim]) -> None:
    """Read killed and injured in one figure: those who are not among the dead are injured."""
    killed, injured = toll.get(CountKind.KILLED), toll.get(CountKind.INJURED, (0, 0))
    were_shot = any(claim.event_type is EventType.SHOOTING for claim in news)
    rest = casualties[0] - (killed[0] if killed else 0)
    if rest > injured[0] and (were_shot or (killed and not injured[0])):
        toll[CountKind.INJURED] = (rest, rest if casualties[1] is not None else None)
