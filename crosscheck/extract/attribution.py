"""To whom a sentence credits what it says."""

from __future__ import annotations

import re
from typing import NamedTuple

from crosscheck.extract.attribution_lexicon import (
    REGISTERED,
    TYPES,
    AttributionLexicon,
    SourceResolver,
)
from crosscheck.lang.units import Tagged, Unit, Units
from crosscheck.lang.words import Word
from crosscheck.records import Attribution, Source, SourceType, Span
from crosscheck.segment import Sentence

# What a person may speak for, surest first.
_BODIES = ("source", "own", "organisation", "outlet", "unnamed")
# How many further words the name of each kind of speaker may have.
_LONGEST_NAME = {
    "unnamed": 1, "eyewitness": 1, "media": 1,
    "anaphor": 0, "source": 0, "own": 0, "actor": 0, "state": 0, "figure": 0,
}  # fmt: skip
# Speakers without a name, which no other speaker's name completes.
_NAMELESS = frozenset(("unnamed", "eyewitness", "media"))
_LONGEST = 5
_LONGEST_ROLE = 10
_NAME_PARTS = frozenset(("word", "name", "number", "quote", "open", "close", "mark", "speaker"))
_BEFORE_HEAD = frozenset(("word", "name", "number", "quote", "open", "close", "det", "speaker"))
_ENDS_ROLE = frozenset(("that", "stop", "colon", "say", "deny", "add", "told"))
_MODIFIERS = frozenset(("word", "name", "mark"))
_QUOTES = frozenset(("quote", "open", "close"))
_STATE = frozenset(("official",))
_PRESS = frozenset(("outlet", "press"))
# What may open the seat of each type of source; a man who speaks has one as an outlet's has.
_SEATS = {
    SourceType.NAMED_OUTLET: frozenset(("seat", "office")),
    SourceType.OFFICIAL: frozenset(("office",)),
    SourceType.ORGANISATION: frozenset(("office",)),
    SourceType.UNNAMED: frozenset(),
    SourceType.EYEWITNESS: frozenset(),
}
_CLOSERS = _QUOTES | {"mark"}  # some write a double prime for a quotation mark
_LONGEST_SEAT = 5
_ENDS_SEAT = frozenset(("comma", "that", "stop", "colon", "say", "add", "deny"))
# How many indefinite words an indefinite head may govern: "the news agency of Hawar".
_CONSTRUCT = 2
# Which kind a phrase is taken for if it may be several.
_PRECEDENCE = (
    "source", "own", "anaphor", "unnamed", "reports", "media", "eyewitness", "organisation",
    "outlet", "role", "official", "figure", "actor", "state",
)  # fmt: skip


class Credit(NamedTuple):
    """One speaker; ``is_definite`` if an earlier sentence may have to tell who it is.

    ``seat`` are the words right behind that tell where its man or its office is: "our man in
    Homs".
    """

    attribution: Attribution
    kind: str
    is_definite: bool
    seat: Span | None = None


class _Name(NamedTuple):
    """Where a speaker stands: ``units[first:last]``, its head, and what kind it is."""

    first: int
    last: int
    head: int
    kind: str
    source_id: str | None = None


def read_credits(sentence: Sentence, lexicon: AttributionLexicon) -> tuple[Credit, ...]:
    """Every speaker that the sentence credits, from the nearest to the farthest.

    Those who pass on what others say (outlets, media in general) are nearer than those they
    quote; else the order is that of the text.
    """
    tagged = lexicon.grammar.tag(sentence.words, sentence.raw)
    names: list[_Name] = []
    taken: set[int] = set()
    for pattern in [each for each in lexicon.credit if not each.needs & tagged.missing]:
        for match in pattern.finditer(tagged):
            name = _named(match, tagged, lexicon, sentence, taken)
            while name is not None and taken.isdisjoint(range(name.first, name.last)):
                names.append(name)
                taken.update(range(name.first, name.last))
                name = _joined(name, tagged, lexicon, sentence)
    credits_ = [_credit(name, tagged, lexicon, sentence) for name in names]
    return tuple(sorted(credits_, key=_distance))


def carries_on(sentence: Sentence, lexicon: AttributionLexicon) -> bool:
    """Whether a sentence goes on with the speaker of the one before, without naming anyone."""
    tagged = lexicon.grammar.tag(sentence.words, sentence.raw)
    return any(pattern.search(tagged) for pattern in lexicon.carried)


def _distance(credit: Credit) -> tuple[int, int]:
    passes_on = credit.attribution.type is SourceType.NAMED_OUTLET
    rank = 0 if passes_on else 1 if credit.kind == "media" else 2
    return rank, credit.attribution.span.start


def _named(
    match: re.Match[str],
    tagged: Tagged,
    lexicon: AttributionLexicon,
    sentence: Sentence,
    taken: set[int],
) -> _Name | None:
    """The speaker that a rule has found, unless it is known already."""
    group = next(name for name in match.re.groupindex if match[name] is not None)
    first, last = match.span(group)
    if first in taken:
        return None
    if group == "person":
        return _Name(first, last, first, "person")
    if group == "outlet":
        while last < len(tagged.units) and not tagged.units.is_any(last, _CLOSERS):
            last += 1
        return _Name(first, last, first, "outlet")
    return _grow(first, tagged, lexicon, sentence)


def _joined(
    name: _Name, tagged: Tagged, lexicon: AttributionLexicon, sentence: Sentence
) -> _Name | None:
    """The speaker named in the same breath: "security sources and eyewitnesses"."""
    match = lexicon.joined.match(tagged, name.last)
    return None if match is None else _grow(match.start("source"), tagged, lexicon, sentence)


def _grow(at: int, tagged: Tagged, lexicon: AttributionLexicon, sentence: Sentence) -> _Name:
    """The whole name around the first unit found of it."""
    units = tagged.units
    first = head = at
    if lexicon.heads_last:
        while first > 0 and at - first < _LONGEST and units.is_any(first - 1, _BEFORE_HEAD):
            first -= 1
        head = _last_head(at, units)
    kind = _kind(units.labels(head))
    last = _end_of_name(head, kind, units, lexicon, sentence)
    quotes = [step for step in range(first, last) if units.is_any(step, _QUOTES)]
    if quotes == [first]:
        first += 1  # it closes what was said: "Five were killed," the army said
    body = _body(head, kind, units, lexicon)
    if body is not None and kind == "role":
        kind, last = _kind(units.labels(body)), max(last, body + 1)
    elif kind == "role" and last < len(units) and units[last].is_any(_STATE):
        last = _end_of_name(last, "official", units, lexicon, sentence)
    start = head if body is None else body
    reach = last if kind in ("outlet", "own") else start + 1
    ids = [units[at].ref("source") for at in range(start, reach)]
    named = next((id_ for id_ in ids if id_ is not None), None)
    return _Name(first, last, head, kind if named is None else "source", named)


def _last_head(at: int, units: Units) -> int:
    """The last noun of a row such as "Health Ministry officials"."""
    head = at
    for step in range(at + 1, min(at + 4, len(units))):
        if "speaker" in units.labels(step):
            head = step
        elif not units.is_any(step, _MODIFIERS):
            break
    return head


def _end_of_name(
    head: int, kind: str, units: Units, lexicon: AttributionLexicon, sentence: Sentence
) -> int:
    """Where the name ends: at its closing quotation mark, a particle, a word that disagrees."""
    starts_inside = inside = head > 0 and units.is_any(head - 1, _QUOTES)
    end = head + 1
    limit = end + _LONGEST_NAME.get(kind, _LONGEST)
    for at in range(end, min(limit, len(units))):
        unit = units[at]
        if not unit.is_any(_NAME_PARTS) or _is_new(unit, lexicon, sentence):
            break
        if unit.is_any(_QUOTES):
            if inside:
                return at if starts_inside else at + 1
            inside = True
        elif inside or _agrees(at - head, unit, units[head], lexicon, sentence):
            end = at + 1
        else:
            break
    return end


def _agrees(
    distance: int, unit: Unit, head: Unit, lexicon: AttributionLexicon, sentence: Sentence
) -> bool:
    """Whether a word goes on with the name: definite as its head, or near an indefinite one."""
    if lexicon.heads_last:
        return True
    if unit.has("speaker"):
        return not head.is_any(_NAMELESS)

    def is_definite(word: Word) -> bool:
        return any(lexicon.definite.intersection(stem.clitics) for stem in word.stems)

    ends = (sentence.words[head.first], sentence.words[head.last - 1])
    is_whole = any(map(is_definite, ends))
    return is_definite(sentence.words[unit.first]) or (distance <= _CONSTRUCT and not is_whole)


def _is_new(unit: Unit, lexicon: AttributionLexicon, sentence: Sentence) -> bool:
    """Whether a word is no longer part of a name: it is joined on by a particle."""
    if unit.has("speaker"):
        return bool(lexicon.links.intersection(unit.clitics))
    stems = sentence.words[unit.first].form.stems
    return any(lexicon.links.intersection(stem.clitics) for stem in stems)


def _body(head: int, kind: str, units: Units, lexicon: AttributionLexicon) -> int | None:
    """Where the body stands that a person speaks for."""
    if kind != "role":
        return None
    for step in range(head + 1, min(head + 1 + _LONGEST_ROLE, len(units))):
        unit = units[step]
        is_told = unit.is_any(_PRESS) and not lexicon.addressee.isdisjoint(unit.clitics)
        if is_told or unit.is_any(_ENDS_ROLE):
            return None
        if "speaker" in units.labels(step) and _kind(units.labels(step)) in _BODIES:
            return step
    return None


def _kind(labels: frozenset[str]) -> str:
    return next((kind for kind in _PRECEDENCE if kind in labels), "person")


def _credit(name: _Name, tagged: Tagged, lexicon: AttributionLexicon, sentence: Sentence) -> Credit:
    units = tagged.units
    first = units[name.first]
    skip = first.skip
    if skip == sum(map(len, first.clitics)):  # nothing merged: the article can stay
        skip -= sum(len(clitic) for clitic in first.clitics if clitic in lexicon.definite)
    span = sentence.span_of(units[name.first].first, units[name.last - 1].last, skip)
    text = sentence.raw[span.start : span.end]
    source = _source(name, text, lexicon.sources)
    type_ = TYPES.get(name.kind, SourceType.OFFICIAL)
    if source is not None:
        type_ = REGISTERED.get(source.kind, type_)
    attribution = Attribution(type_, text, span, None if source is None else source.id)
    is_bare = name.last - name.head == 1 and source is None
    is_definite = is_bare and _is_definite(name, tagged, sentence, lexicon)
    opened_by = _SEATS[SourceType.NAMED_OUTLET if units[name.head].has("role") else type_]
    seat = _seat(name.last, opened_by, units, sentence)
    return Credit(attribution, name.kind, is_definite, seat)


def _seat(at: int, opened_by: frozenset[str], units: Units, sentence: Sentence) -> Span | None:
    """The words from ``at`` on that tell where somebody is."""
    while at < len(units) and units[at].is_any(_QUOTES):
        at += 1
    if at >= len(units) or not units[at].is_any(opened_by):
        return None
    end = at + 1
    while end < min(len(units), at + _LONGEST_SEAT) and not units[end].is_any(_ENDS_SEAT):
        end += 1
    return sentence.span_of(units[at].first, units[end - 1].last)


def _source(name: _Name, text: str, sources: SourceResolver) -> Source | None:
    if name.source_id is not None:
        return sources.resolve(name.source_id)
    return sources.resolve(text) if name.kind in ("outlet", "organisation") else None


def _is_definite(
    name: _Name, tagged: Tagged, sentence: Sentence, lexicon: AttributionLexicon
) -> bool:
    if not tagged.units[name.head].has("back"):
        return False
    first = sentence.words[tagged.units[name.first].first].text
    return not lexicon.heads_last or first in lexicon.definite
