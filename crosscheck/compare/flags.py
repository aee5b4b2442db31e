"""What a careful reader should know of each claim: the flags of the contract, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from crosscheck.compare.counts import relate_tolls
from crosscheck.compare.denials import affirms
from crosscheck.compare.headlines import vouched_headlines
from crosscheck.compare.options import CompareOptions
from crosscheck.compare.origins import Provenance
from crosscheck.compare.reasons import clean, say
from crosscheck.compare.slots import Slots, by_article
from crosscheck.compare.statements import Statement
from crosscheck.compare.tolls import Reading, Toll, contradictions
from crosscheck.compare.wording import Wording
from crosscheck.records import Article, Claim, Copy, Evidence, Finding, Flag
from crosscheck.span import Span
from crosscheck.vocabulary import CountKind, FlagKind, Relation, Slot, SourceType

MOST_WORDS_SHOWN = 3


def claim_flags(
    claims: Iterable[Claim], articles: Mapping[str, Article], wording: Wording
) -> Iterator[Flag]:
    """Flags that one claim alone earns: who is credited, how surely, and denials."""
    told = tuple(claims)
    vouched = vouched_headlines(told, articles)
    for claim in told:
        raw, outlet = articles[claim.article_id].raw, wording.outlet(claim.outlet)
        if affirms(claim) and claim.id not in vouched:
            yield from _source_flags(claim, outlet, wording.lang)
        for kind, is_set, spans in (
            (FlagKind.HEDGED, claim.hedged, claim.hedge_spans),
            (FlagKind.DENIED, claim.denial, claim.denial_spans),
        ):
            if is_set:
                found = spans or (claim.span,)
                words = _quoted(raw, found)
                yield _flag(
                    kind, claim, found, say(wording.lang, "flag", kind, outlet=outlet, words=words)
                )


def _source_flags(claim: Claim, outlet: str, lang: str) -> Iterator[Flag]:
    if not claim.attribution:
        reason = say(lang, "flag", FlagKind.UNATTRIBUTED, outlet=outlet)
        yield _flag(FlagKind.UNATTRIBUTED, claim, (claim.span,), reason)
    elif all(link.type is SourceType.UNNAMED for link in claim.attribution):
        source = clean(claim.attribution[0].text)
        reason = say(lang, "flag", FlagKind.UNNAMED_SOURCE, outlet=outlet, source=source)
        spans = tuple(link.span for link in claim.attribution)
        yield _flag(FlagKind.UNNAMED_SOURCE, claim, spans, reason)


def origin_flags(
    told: Mapping[str, Claim],
    provenance: Provenance,
    articles: Mapping[str, Article],
    copies: Iterable[Copy],
    wording: Wording,
) -> Iterator[Flag]:
    """Flags on the main claim of each article: copies, circles, and fans from one origin.

    Args:
        told: the main claim of each article of the incident.
        provenance: where those articles have it from.
        articles: by id; those that were copied are named if they are here.
        copies: copies among any articles.
        wording: the language of the reasons.
    """
    for copy in copies:
        if copy.article_id in told:
            yield _copy_flag(told[copy.article_id], copy, articles, wording)
    for path in provenance.circles:
        names = " → ".join(wording.outlet(source) for source in path)
        reason = say(wording.lang, "flag", FlagKind.CIRCULAR, path=names)
        for claim in told.values():
            if claim.outlet in path:
                yield _flag(FlagKind.CIRCULAR, claim, (claim.span,), reason, path)
    yield from _fan_flags(told, provenance, wording)


def _copy_flag(claim: Claim, copy: Copy, articles: Mapping[str, Article], wording: Wording) -> Flag:
    origin = articles.get(copy.origin_id)
    name = copy.origin_id if origin is None else wording.outlet(origin.outlet)
    reason = say(wording.lang, "flag", FlagKind.COPY, outlet=name, why=clean(copy.reason))
    return _flag(FlagKind.COPY, claim, copy.spans or (claim.span,), reason)


def _fan_flags(
    told: Mapping[str, Claim], provenance: Provenance, wording: Wording
) -> Iterator[Flag]:
    outlets = {claim.outlet for claim in told.values()}
    if len(provenance.holders) != 1 or len(outlets) < 2:
        return
    holder = provenance.holders[0]
    origin = wording.source(holder.source)
    reason = say(
        wording.lang,
        "flag",
        FlagKind.SINGLE_ORIGIN,
        articles=len(told),
        outlets=len(outlets),
        origin=origin,
    )
    for claim in told.values():
        path = tuple(dict.fromkeys((claim.outlet, *_credited(claim), holder.source)))
        yield _flag(FlagKind.SINGLE_ORIGIN, claim, (claim.span,), reason, path)


def _credited(claim: Claim) -> tuple[str, ...]:
    return tuple(link.source_id for link in claim.attribution if link.source_id)


def denied_flags(
    findings: Iterable[Finding], claims: Mapping[str, Claim], wording: Wording
) -> Iterator[Flag]:
    """Claims that are denied in another article, by the findings of the slot denial."""
    for finding in findings:
        if finding.slot is not Slot.DENIAL or finding.relation is not Relation.CONFLICT:
            continue
        found = [claims[claim_id] for claim_id in finding.claims]
        deniers = sorted({wording.outlet(claim.outlet) for claim in found if claim.denial})
        for claim in found:
            if not claim.denial:
                outlet = wording.outlet(claim.outlet)
                reason = say(
                    wording.lang, "flag", "denied_by", outlet=outlet, other=", ".join(deniers)
                )
                yield _flag(FlagKind.DENIED, claim, (claim.span,), reason)


def contradiction_flags(
    claims: Iterable[Claim], slots: Slots, wording: Wording, options: CompareOptions
) -> Iterator[Flag]:
    """Outlets that contradict their own figures: within an article, or from one to the next."""
    for told in by_article(claims).values():
        yield from _article_contradictions(told, wording)
    for kind, statements in slots.tolls.items():
        yield from _series_contradictions(Slot(kind), statements, wording, options)


def _article_contradictions(claims: Sequence[Claim], wording: Wording) -> Iterator[Flag]:
    """A flag for each figure of one article that its own main figure rules out."""
    for kind, main, other in contradictions(claims):
        yield _contradiction(kind, main, other, wording)


def _contradiction(kind: CountKind, main: Reading, other: Reading, wording: Wording) -> Flag:
    reason = say(
        wording.lang,
        "flag",
        FlagKind.SELF_CONTRADICTION,
        slot=say(wording.lang, "slot", kind),
        outlet=wording.outlet(main.claim.outlet),
        left_value=wording.toll(main.toll),
        right_value=wording.toll(other.toll),
    )
    evidence = tuple(
        Evidence(reading.claim.id, count.span)
        for reading in (main, other)
        for count in reading.counts
    )
    return Flag(FlagKind.SELF_CONTRADICTION, other.claim.id, reason, evidence)


def _series_contradictions(
    slot: Slot, statements: Iterable[Statement[Toll]], wording: Wording, options: CompareOptions
) -> Iterator[Flag]:
    """An outlet whose later article lowers its own figure without a word of correction."""
    last: dict[str, Statement[Toll]] = {}
    dated = [s for s in statements if s.as_of is not None and not s.value.implied]
    for statement in sorted(dated, key=lambda s: (s.as_of, s.article)):
        before = last.get(statement.outlet)
        last[statement.outlet] = statement
        if before is None:
            continue
        judgement = relate_tolls(before, statement, options)
        if judgement is not None and judgement.relation is Relation.CONFLICT:
            reason = say(
                wording.lang,
                "flag",
                "self_contradiction_series",
                slot=say(wording.lang, "slot", slot),
                outlet=wording.outlet(statement.outlet),
                left_value=wording.toll(before.value),
                right_value=wording.toll(statement.value),
            )
            evidence = before.evidence + statement.evidence
            yield Flag(FlagKind.SELF_CONTRADICTION, statement.claims[0], reason, evidence)


def _flag(
    kind: FlagKind,
    claim: Claim,
    spans: Iterable[Span],
    reason: str,
    path: tuple[str, ...] = (),
) -> Flag:
    return Flag(kind, claim.id, reason, tuple(Evidence(claim.id, span) for span in spans), path)


def _quoted(raw: str, spans: Sequence[Span]) -> str:
    return ", ".join(f"“{clean(raw[span.start : span.end])}”" for span in spans[:MOST_WORDS_SHOWN])
