"""Claims: one assertion each, put together from what the slot readers find in a sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crosscheck.actors import Actors
from crosscheck.extract.actors import ActorLexicon, actor_names, load_actor_words, read_parts
from crosscheck.extract.attribution import Credit, read_credits
from crosscheck.extract.attribution_lexicon import (
    AttributionLexicon,
    SourceResolver,
    load_attribution,
)
from crosscheck.extract.count_lexicon import CountLexicon, load_count_lexicon
from crosscheck.extract.counts import read_counts
from crosscheck.extract.discourse import (
    DiscourseLexicon,
    is_background,
    is_correction,
    load_discourse,
    parts,
)
from crosscheck.extract.events import Event, EventLexicon, load_events, read_event
from crosscheck.extract.place_lexicon import PlaceLexicon, load_place_lexicon
from crosscheck.extract.places import read_places
from crosscheck.extract.reach import Reach
from crosscheck.extract.signs import HASHTAG, SIGNS
from crosscheck.extract.stance import Stance, StanceLexicon, load_stance, read_stance
from crosscheck.extract.time_lexicon import TimeLexicon, load_time_lexicon
from crosscheck.extract.times import read_time
from crosscheck.gazetteer import Gazetteer, open_gazetteer
from crosscheck.lang.language import Language, languages, load_language, read_lexicon
from crosscheck.records import (
    Actor,
    Article,
    Attribution,
    Claim,
    Count,
    EventType,
    Place,
    SourceType,
    Span,
)
from crosscheck.segment import Sentence, segment

# A credit that ends at most this many characters before a sentence does covers all of it.
_TAIL = 15
_NO_STANCE = Stance((), (), ())
_NO_EVENT = Event(EventType.NONE, None)
_LEAD = 4  # claims among which the main one is looked for


@dataclass(frozen=True, slots=True)
class Lexicons:
    """Everything that extraction knows of one language."""

    language: Language
    counts: CountLexicon
    places: PlaceLexicon
    times: TimeLexicon
    attribution: AttributionLexicon
    stance: StanceLexicon
    events: EventLexicon
    actors: ActorLexicon
    discourse: DiscourseLexicon


@dataclass(frozen=True, slots=True)
class Resources:
    """What extraction is handed: lexicons by language, the known sources, actors and places."""

    lexicons: Mapping[str, Lexicons]
    registry: SourceResolver
    actors: Actors
    gazetteer: Gazetteer


def load_resources(
    registry: SourceResolver, actors: Actors, gazetteer: Gazetteer | None = None
) -> Resources:
    """The lexicons of every language, with the gazetteer of the user's cache unless given.

    Raises:
        LexiconError: a language file is missing or breaks its schema.
    """
    lexicons = {code: _lexicons(code, registry) for code in languages()}
    return Resources(lexicons, registry, actors, gazetteer or open_gazetteer())


def _lexicons(code: str, registry: SourceResolver) -> Lexicons:
    def read_attribution(code: str) -> AttributionLexicon:
        return load_attribution(code, registry, read_lexicon(code, "actors", actor_names))

    return Lexicons(
        language=read_lexicon(code, "words", load_language),
        counts=read_lexicon(code, "counts", load_count_lexicon),
        places=read_lexicon(code, "places", load_place_lexicon),
        times=read_lexicon(code, "times", load_time_lexicon),
        attribution=read_lexicon(code, "attribution", read_attribution),
        stance=read_lexicon(code, "stance", load_stance),
        events=read_lexicon(code, "events", load_events),
        actors=read_lexicon(code, "actors", load_actor_words),
        discourse=read_lexicon(code, "discourse", load_discourse),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the readers find in one part of a sentence."""

    part: Sentence
    plain: Sentence
    counts: tuple[Count, ...]
    credits: tuple[Credit, ...]
    stance: Stance
    event: Event

    @property
    def is_negative(self) -> bool:
        return bool(self.stance.negations or self.stance.denials)


def extract(article: Article, resources: Resources) -> tuple[Claim, ...]:
    """The claims of an article, in the order of the text.

    A sentence that asserts something is one claim; where it plainly turns to a second assertion
    (another event, or another source) it is two. Sentences without event, figure or source are
    left out. Exactly one claim is ``main``, unless there is none. An article in a language
    without lexicons has no claims.
    """
    lexicons = resources.lexicons.get(article.lang or "")
    if lexicons is None:
        return ()
    sentences = segment(article, lexicons.language)
    places = read_places(
        sentences,
        lexicons.places,
        resources.gazetteer,
        country_prior=_country(article, resources.registry),
    )
    reach = Reach(lexicons.attribution)
    claims: list[Claim] = []
    for sentence, found in zip(sentences, places, strict=True):
        readings = _readings(sentence, lexicons)
        for reading in readings:
            credits_ = reading.credits or _trailing(readings)
            voice = reach.attribute(reading.part, credits_, article.outlet)
            if _asserts(reading):
                claim = _claim(article, reading, found, voice, lexicons)
                if _says_something(claim, reading):
                    claims.append(claim)
    return tuple(_with_main(claims))


def _country(article: Article, registry: SourceResolver) -> tuple[str, ...]:
    source = registry.get(article.outlet)
    return (source.country,) if source is not None and source.country else ()


def _readings(sentence: Sentence, lexicons: Lexicons) -> list[_Reading]:
    """What each assertion of a sentence holds; parts that assert nothing apart stay together."""
    pieces = parts(sentence, lexicons.discourse)
    if len(pieces) > 1:
        readings = [_read(piece, lexicons) for piece in pieces]
        if all(_is_apart(*pair) for pair in pairwise(readings)):
            return readings
    return [_read(sentence, lexicons)]


def _read(part: Sentence, lexicons: Lexicons) -> _Reading:
    if part.is_mute:
        return _Reading(part, part, (), (), _NO_STANCE, _NO_EVENT)
    counts = read_counts(part, lexicons.counts)
    untagged = part.without(HASHTAG)
    plain = part.without(SIGNS)
    return _Reading(
        part=part,
        plain=plain,
        counts=counts,
        credits=read_credits(untagged, lexicons.attribution),
        stance=read_stance(plain, lexicons.stance),
        event=read_event(plain, lexicons.events, _first(counts)),
    )


def _first(counts: Sequence[Count]) -> Count | None:
    return min(counts, key=lambda count: count.span, default=None)


def _is_apart(one: _Reading, other: _Reading) -> bool:
    """Whether two neighbouring parts are two assertions: another source, stance or event."""
    if one.event.type is EventType.NONE:
        return False
    if other.credits:
        return True
    if other.event.type is EventType.NONE:
        return False
    if one.is_negative != other.is_negative:
        return True
    words_only = {EventType.STATEMENT, EventType.OTHER}
    types = {one.event.type, other.event.type}
    return len(types) == 2 and not types & words_only


def _trailing(readings: Sequence[_Reading]) -> tuple[Credit, ...]:
    """Who is credited at the very end of a sentence, and so with the whole of it."""
    *_, last = readings
    end = last.part.span.end
    return tuple(
        credit
        for credit in last.credits[:1]
        if len(readings) > 1 and end - credit.attribution.span.end <= _TAIL
    )


def _claim(
    article: Article,
    reading: _Reading,
    places: tuple[Place, ...],
    voice: tuple[tuple[Attribution, ...], bool],
    lexicons: Lexicons,
) -> Claim:
    part, stance = reading.part, reading.stance
    perpetrator, target = _parts(reading, lexicons)
    zero = tuple(count.span for count in reading.counts if count.high == 0)
    negations = tuple(sorted({*stance.negations, *zero}))
    return Claim(
        id=_id(article.id, part.span),
        article_id=article.id,
        outlet=article.outlet,
        lang=lexicons.language.code,
        text=part.text,
        span=part.span,
        sentence=part.index,
        event_type=reading.event.type,
        counts=reading.counts,
        places=tuple(_of_event(places, reading)),
        time=read_time(part, article.published, lexicons.times),
        perpetrator=perpetrator,
        target=target,
        attribution=voice[0],
        attribution_inherited=voice[1],
        hedged=bool(stance.hedges),
        negated=bool(negations),
        denial=bool(stance.denials),
        background=is_background(part, lexicons.discourse),
        correction=is_correction(part, lexicons.discourse),
        hedge_spans=stance.hedges,
        negation_spans=negations,
        denial_spans=stance.denials,
    )


def _of_event(places: Iterable[Place], reading: _Reading) -> Iterator[Place]:
    """The places of a part, without those that only tell where a speaker's body or man is."""
    taken = [credit.seat for credit in reading.credits if credit.seat]
    taken += [
        credit.attribution.span
        for credit in reading.credits
        if credit.attribution.type not in (SourceType.UNNAMED, SourceType.EYEWITNESS)
    ]
    for place in places:
        if place.span.within(reading.part.span) and not any(map(place.span.within, taken)):
            yield place


def _parts(reading: _Reading, lexicons: Lexicons) -> tuple[Actor | None, Actor | None]:
    """Who did it and what was hit; nobody does anything where only words are told."""
    if reading.event.type in (EventType.STATEMENT, EventType.NONE):
        return None, None
    found = read_parts(reading.plain, lexicons.actors, reading.event.span)
    return found.perpetrator, found.target


def _asserts(reading: _Reading) -> bool:
    """Whether a sentence may assert anything that could be checked; a row of hashtags does not."""
    text = reading.part.text
    if text[0] == "#" and all(word[0] == "#" for word in text.split()):
        return False
    if reading.event.type not in (EventType.STATEMENT, EventType.NONE):
        return True
    return bool(reading.counts or reading.credits or reading.is_negative or reading.stance.hedges)


def _says_something(claim: Claim, reading: _Reading) -> bool:
    """Whether a claim says more than that something happened."""
    slots = (claim.counts, claim.perpetrator, claim.target, reading.credits, claim.places)
    return claim.event_type is not EventType.OTHER or any(slots) or reading.is_negative


def _with_main(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims, the one that the article is about marked: of its first news, the fullest."""
    news = [claim for claim in claims if not claim.background] or list(claims)
    words_only = (EventType.STATEMENT, EventType.NONE)
    events = [claim for claim in news if claim.event_type not in words_only] or news
    main = max(events[:_LEAD], key=_fullness, default=None)
    return (replace(claim, main=True) if claim is main else claim for claim in claims)


def _fullness(claim: Claim) -> int:
    """How many of the slots that tell one event from another a claim fills."""
    known = claim.event_type not in (EventType.OTHER, EventType.STATEMENT, EventType.NONE)
    return sum((known, bool(claim.counts), bool(claim.places), claim.perpetrator is not None))


def _id(article_id: str, span: Span) -> str:
    key = f"{article_id}\n{span.start}\n{span.end}".encode("utf-8", "surrogatepass")
    return f"c-{hashlib.blake2b(key, digest_size=8).hexdigest()}"
