"""Every record that crosses a stage border.

Records are frozen and hold no behaviour beyond what follows from their own fields. Spans are
half-open offsets, in code points, into the raw text of one article (``Article.raw``). Sentences
are English; ``reasons`` maps other languages (ISO 639-1) to the same sentence there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from crosscheck.record import record
from crosscheck.score import Score
from crosscheck.span import Span
from crosscheck.vocabulary import (
    CountKind,
    EventType,
    FlagKind,
    Qualifier,
    Relation,
    Slot,
    SourceType,
)

SCHEMA_VERSION = 1


@record
class Article:
    """One published text of one outlet at one time.

    ``outlet`` is a source id: of the registry when the name is known there, else a slug of the
    name. ``published`` always carries a zone. ``extra`` keeps the unknown fields of the input.
    """

    id: str
    outlet: str
    text: str
    title: str | None = None
    url: str | None = None
    published: datetime | None = None
    lang: str | None = None
    author: str | None = None
    outlet_name: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def raw(self) -> str:
        """The text that spans point into: title, newline, text; without a title, the text."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@record
class Refusal:
    """An input, or one record of it, that could not be used, and why."""

    file: str
    record: int | None
    reason: str


@record
class Count:
    """A number of people as the text states it; both bounds are inclusive, None is open.

    ``subset_of`` is the index, in the same claim's counts, of the total that holds this one.
    """

    kind: CountKind
    low: int | None
    high: int | None
    qualifier: Qualifier
    span: Span
    who: str | None = None
    subset_of: int | None = None
    is_total: bool = False


@record
class Place:
    """A named location; without a ``gazetteer_id`` the name was not resolved.

    ``admin`` runs from the country code down to the smallest known unit. ``direction`` is a
    compass word ("east", "north-west") when the text gives a place relative to this anchor;
    ``precision_km`` is how far from the coordinates the event may be.
    """

    text: str
    span: Span
    name: str | None = None
    gazetteer_id: str | None = None
    admin: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    direction: str | None = None
    precision_km: float | None = None


@record
class TimeRange:
    """When the text says that it happened; ``start`` and ``end`` are None where left open."""

    start: datetime | None
    end: datetime | None
    text: str
    span: Span


@record
class Actor:
    """Who did it, or what was hit; ``actor_id`` points into the actor file when it is known."""

    text: str
    span: Span
    actor_id: str | None = None
    hedged: bool = False


@record
class Attribution:
    """One link of the chain to whom a claim is credited."""

    type: SourceType
    text: str
    span: Span
    source_id: str | None = None


@record
class Claim:
    """One assertion in one article.

    ``attribution`` runs from the nearest source to the farthest; empty means that the publisher
    asserts it on its own word. ``attribution_inherited`` says that it was carried over from an
    earlier sentence. ``background`` marks an earlier event told for context; ``main`` the claim
    that the article is about. ``sentence`` numbers the sentence in the article, title first.
    """

    id: str
    article_id: str
    outlet: str
    lang: str
    text: str
    span: Span
    sentence: int
    event_type: EventType = EventType.NONE
    counts: tuple[Count, ...] = ()
    places: tuple[Place, ...] = ()
    time: TimeRange | None = None
    perpetrator: Actor | None = None
    target: Actor | None = None
    attribution: tuple[Attribution, ...] = ()
    attribution_inherited: bool = False
    hedged: bool = False
    negated: bool = False
    denial: bool = False
    background: bool = False
    main: bool = False
    correction: bool = False
    hedge_spans: tuple[Span, ...] = ()
    negation_spans: tuple[Span, ...] = ()
    denial_spans: tuple[Span, ...] = ()


@record
class Copy:
    """One article repeats another's words.

    ``kind`` is ``copy`` (the whole), ``partial`` (a part), ``truncated`` (its head) or
    ``quotation`` (only the quoted words). ``similarity`` is a fraction in 0..1; ``spans`` are
    the shared words in the copy.
    """

    article_id: str
    origin_id: str
    kind: str
    similarity: float
    reason: str
    spans: tuple[Span, ...] = ()


@record
class Cluster:
    """Claims, of any number of outlets, about one real-world event.

    ``id`` depends on the members alone, never on the order of loading. ``aliases`` are ids that
    the same incident had while it held fewer claims.
    """

    id: str
    claim_ids: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@record
class Suggestion:
    """Two incidents that may be one; a person decides."""

    left: str
    right: str
    score: float


@record
class Evidence:
    """The words behind a verdict: a span in the article of one claim."""

    claim_id: str
    span: Span


@record
class Finding:
    """The comparison of one slot across claims of an incident.

    ``severity`` is a fraction in 0..1, 0 unless the relation is a conflict; its unit is written
    in ``crosscheck.compare.counts``. ``suggested`` marks a second opinion of a model. ``sides``
    holds the claims of either side, in the order in which the reason names them.
    """

    id: str
    slot: Slot
    relation: Relation
    severity: float
    reason: str
    claims: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    suggested: bool = False
    sides: tuple[tuple[str, ...], ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)


@record
class Flag:
    """A warning about one claim; ``path`` is the chain of source ids where there is one."""

    flag: FlagKind
    claim: str
    reason: str
    evidence: tuple[Evidence, ...] = ()
    path: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)


@record
class Origin:
    """A first known holder of what the incident's articles say.

    ``source`` is a source id, or ``unnamed:<article id>`` where the trail ends at an unnamed
    source. ``articles`` all lead back to it; ``why`` says by which evidence.
    """

    source: str
    articles: tuple[str, ...]
    why: str
    reasons: Mapping[str, str] = field(default_factory=dict)


@record
class Grade:
    """One of the three separate grades of an incident, on the Admiralty scale 1-6 (AJP-2.1).

    ``aspect`` is ``occurrence``, ``responsibility`` or ``count``; ``wording`` the Airwars term.
    """

    aspect: str
    credibility: int
    wording: str
    reason: str
    wordings: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


@record
class Figure:
    """The merged figure of one count slot, under the policy that the report names.

    ``by_outlet`` maps each outlet to its latest (low, high).
    """

    low: int | None
    high: int | None
    by_outlet: Mapping[str, tuple[int | None, int | None]]


@record
class Incident:
    """A cluster after comparison; ``titles`` are the title in other languages, if it is ours."""

    id: str
    title: str
    start: datetime | None
    end: datetime | None
    place: Place | None
    claims: tuple[str, ...]
    articles: tuple[str, ...]
    outlets: int
    origins: tuple[Origin, ...]
    credibility: int
    grades: tuple[Grade, ...]
    slots: Mapping[str, Figure]
    findings: tuple[Finding, ...]
    flags: tuple[Flag, ...]
    aliases: tuple[str, ...] = ()
    claim_credibility: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


@record
class Source:
    """An entry of the registry of sources: anyone to whom a claim can be traced.

    ``kind`` is ``outlet``, ``agency``, ``official``, ``armed_group``, ``organisation`` or
    ``monitor``; ``scale`` is ``local``, ``national``, ``regional`` or ``international``.
    ``affiliation`` is a statement that ``reference`` supports, never our own judgement.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    scale: str | None = None
    languages: tuple[str, ...] = ()
    affiliation: str | None = None
    reference: str | None = None
    region: tuple[str, ...] = ()


@record
class Verdict:
    """What a person has decided about one slot of one incident; never overwritten, only undone."""

    id: int
    incident: str
    slot: Slot
    value: str
    by: str
    at: datetime
    note: str | None = None
    undone_at: datetime | None = None
    undone_by: str | None = None


@record
class Tool:
    """Which method made a report."""

    name: str
    version: str
    model: str
    config_hash: str
    merge_policy: str = "range"


@record
class Report:
    """A finished check: everything that a renderer needs, and nothing that it must look up.

    ``sources`` are scores; ``registry`` holds the sources that the articles cite or come from;
    ``actors`` are the names of each actor by language.
    """

    tool: Tool
    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...]
    copies: tuple[Copy, ...]
    suggestions: tuple[Suggestion, ...]
    sources: tuple[Score, ...]
    registry: Mapping[str, Source]
    refused: tuple[Refusal, ...]
    history: Mapping[str, tuple[Score, ...]] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()
    actors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
