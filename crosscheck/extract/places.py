"""Places: which places an article names, resolved against the gazetteer over the whole text."""

from __future__ import annotations

from collections.abc import Sequence

from crosscheck.extract.place_evidence import Mention
from crosscheck.extract.place_lexicon import PlaceLexicon
from crosscheck.extract.place_mentions import Scanner
from crosscheck.extract.place_names import names_of
from crosscheck.extract.place_resolution import resolve
from crosscheck.extract.signs import UNDERSCORE
from crosscheck.gazetteer import Entry, Gazetteer
from crosscheck.records import Place
from crosscheck.segment import Sentence

# What "the countryside of" or "east of" adds to the reach of its anchor, in km.
_SIDE_KM = 10.0
# The noun belongs to the name of such a place: "تل مضيق", "مسجد قباء".
_NAMED_BY_NOUN = frozenset({"feature", "facility", "street", "camp"})
_APART = frozenset({"facility", "street", "countryside"})
_WIDE = frozenset({"country", "region", "border", "governorate", "district"})


def read_places(
    sentences: Sequence[Sentence],
    lexicon: PlaceLexicon,
    gazetteer: Gazetteer,
    *,
    country_prior: tuple[str, ...] = (),
) -> tuple[tuple[Place, ...], ...]:
    """The places of each sentence, in the order of the text.

    A name is read as a place on the evidence of the words around it. It is resolved by the
    other places of the article, the cue noun before it and ``country_prior`` (ISO 3166 codes,
    such as the country that the outlet reports on); where two readings remain, the place keeps
    its name and has no ``gazetteer_id``. Takes time linear in the text.
    """
    scanner = Scanner(names_of(lexicon, gazetteer), frozenset(country_prior))
    # the words of a hashtag are plain words here: دير_الزور
    sentences = [sentence.without(UNDERSCORE) for sentence in sentences]
    found = _vouched([list(scanner.mentions(sentence)) for sentence in sentences])
    flat = [mention for mentions in found for mention in mentions]
    entries = iter(resolve(flat, gazetteer, country_prior))
    return tuple(
        _once(mentions, [_place(sentence, mention, next(entries)) for mention in mentions])
        for sentence, mentions in zip(sentences, found, strict=True)
    )


def _vouched(found: list[list[Mention]]) -> list[list[Mention]]:
    """The mentions, of the open ones those that a noun calls a place elsewhere.

    A headline's "in Busayrah" is no first name if the text says "the town of Busayrah".
    """
    spoken = {m.name.key for mentions in found for m in mentions if m.kind and not m.is_open}
    return [[m for m in mentions if not m.is_open or m.name.key in spoken] for mentions in found]


def _once(mentions: Sequence[Mention], places: Sequence[Place]) -> tuple[Place, ...]:
    """The places without those that the sentence has named before in the same sense.

    A building or the country around a town is another place than the town that names it.
    """
    kept: dict[tuple[str | None, str | None, str], Place] = {}
    for mention, place in zip(mentions, places, strict=True):
        apart = mention.kind if mention.kind in _APART else ""
        sense = (place.gazetteer_id or place.name, place.direction, apart)
        kept.setdefault(sense, place)
    return tuple(kept.values())


def _place(sentence: Sentence, mention: Mention, entry: Entry | None) -> Place:
    span = sentence.span_of(mention.first, mention.last, mention.skip)
    name = mention.name
    name_span = sentence.span_of(name.first, name.last, name.skip)
    text = sentence.raw[span.start : span.end]
    if entry is None:
        bare = text if mention.kind in _NAMED_BY_NOUN else sentence.raw[slice(*name_span)]
        name_as_read = " ".join(bare.replace("_", " ").replace("#", " ").split())
        return Place(text=text, span=span, name=name_as_read, direction=mention.direction)
    reach = entry.precision_km
    if reach is not None and (mention.direction or mention.kind == "countryside"):
        reach = reach if entry.kind in _WIDE else reach + _SIDE_KM
    return Place(
        text=text,
        span=span,
        name=entry.name,
        gazetteer_id=entry.id,
        admin=entry.admin,
        lat=entry.lat,
        lon=entry.lon,
        direction=mention.direction,
        precision_km=reach,
    )
