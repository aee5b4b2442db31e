"""What a careful reader should know of each claim: the flags of the contract, with reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from crosscheck.compare.counts import relate_tolls
from crosscheck.compare.denials import affirms
from crosscheck.compare.headlines import vouched_headlines
from crosscheck.compare.options import CompareOptions
from crosscheck.compare.origins import Provenance
from crosscheck.compare.reasons import clean, say
from crosscheck.compare.slots import Slots, by_article
from crosscheck.compare.statements import Statement
from crosscheck.compare.tolls import Toll, contradictions
from crosscheck.compare.wording import Wording, Wordings, tell
from crosscheck.records import Article, Claim, Copy, Evidence, Finding, Flag
from crosscheck.sources import taken_from
from crosscheck.span import Span
from crosscheck.vocabulary import FlagKind, Relation, Slot, SourceType

MOST_WORDS_SHOWN = 3

Parts = Mapping[str, object]


def claim_flags(
    claims: Iterable[Claim], articles: Mapping[str, Article], writers: Wordings
) -> Iterator[Flag]:
    """Flags that one claim alone earns: who is credited, how surely, and denials."""
    told = tuple(claims)
    vouched = vouched_headlines(told, articles)
    for claim in told:
        article = articles[claim.article_id]
        if affirms(claim) and claim.id not in vouched:
            yield from _source_flags(claim, taken_from(article), writers)
        for kind, is_set, spans in (
            (FlagKind.HEDGED, claim.hedged, claim.hedge_spans),
            (FlagKind.DENIED, claim.denial, claim.denial_spans),
        ):
            if is_set:
                found = spans or (claim.span,)
                words = _quoted(article.raw, found)
                yield _flag(kind, claim, found, writers, partial(_in_words, words))


def _in_words(words: str, _: Wording) -> Parts:
    return {"words": words}


def _source_flags(claim: Claim, via: str | None, writers: Wordings) -> Iterator[Flag]:
    if not claim.attribution and via is not None:
        return  # its file says whose word it is
    if not claim.attribution:
        yield _flag(FlagKind.UNATTRIBUTED, claim, (claim.span,), writers)
    elif all(link.type is SourceType.UNNAMED for link in claim.attribution):
        source = clean(claim.attribution[0].text)
        spans = tuple(link.span for link in claim.attribution)
        yield _flag(FlagKind.UNNAMED_SOURCE, claim, spans, writers, lambda _: {"source": source})


def origin_flags(
    told: Mapping[str, Claim],
    provenance: Provenance,
    articles: Mapping[str, Article],
    copies: Iterable[Copy],
    writers: Wordings,
) -> Iterator[Flag]:
    """Flags on the main claim of each article: copies, circles, and fans from one origin.

    Args:
        told: the main claim of each article of the incident.
        provenance: where those articles have it from.
        articles: by id; those that were copied are named if they are here.
        copies: copies among any articles.
        writers: of the reasons.
    """
    for copy in copies:
        if copy.article_id in told:
            yield _copy_flag(told[copy.article_id], copy, articles, writers)
    for path in provenance.circles:
        for claim in told.values():
            if claim.outlet in path:
                spans = (claim.span,)
                yield _flag(
                    FlagKind.CIRCULAR, claim, spans, writers, partial(_walk, path), path=path
                )
    yield from _fan_flags(told, provenance, writers)


def _walk(path: Sequence[str], writer: Wording) -> Parts:
    return {"path": " → ".join(writer.outlet(source) for source in path)}


def _copy_flag(
    claim: Claim, copy: Copy, articles: Mapping[str, Article], writers: Wordings
) -> Flag:
    origin = articles.get(copy.origin_id)

    def parts(writer: Wording) -> Parts:
        return {
            "outlet": copy.origin_id if origin is None else writer.outlet(origin.outlet),
            "percent": round(100 * copy.similarity),
        }

    return _flag(FlagKind.COPY, claim, copy.spans or (claim.span,), writers, parts)


def _fan_flags(
    told: Mapping[str, Claim], provenance: Provenance, writers: Wordings
) -> Iterator[Flag]:
    outlets = {claim.outlet for claim in told.values()}
    if len(provenance.holders) != 1 or len(outlets) < 2:
        return
    holder = provenance.holders[0]

    def parts(writer: Wording) -> Parts:
        origin = writer.source(holder.source)
        return {"articles": len(told), "outlets": len(outlets), "origin": origin}

    for claim in told.values():
        path = tuple(dict.fromkeys((claim.outlet, *_credited(claim), holder.source)))
        yield _flag(FlagKind.SINGLE_ORIGIN, claim, (claim.span,), writers, parts, path=path)


def _credited(claim: Claim) -> tuple[str, ...]:
    return tuple(link.source_id for link in claim.attribution if link.source_id)


def denied_flags(
    findings: Iterable[Finding], claims: Mapping[str, Claim], writers: Wordings
) -> Iterator[Flag]:
    """Claims that are denied in another article, by the findings of the slot denial."""
    for finding in findings:
        if finding.slot is not Slot.DENIAL or finding.relation is not Relation.CONFLICT:
            continue
        found = [claims[claim_id] for claim_id in finding.claims]
        deniers = {claim.outlet for claim in found if claim.denial}
        for claim in found:
            if not claim.denial:
                told = tell(writers, partial(_denied_by, claim, deniers))
                evidence = (Evidence(claim.id, claim.span),)
                yield Flag(FlagKind.DENIED, claim.id, told.reason, evidence, reasons=told.reasons)


def _denied_by(claim: Claim, deniers: Iterable[str], writer: Wording) -> str:
    other = writer.listed(sorted(writer.outlet(outlet) for outlet in deniers))
    return say(writer.lang, "flag", "denied_by", outlet=writer.outlet(claim.outlet), other=other)


def contradiction_flags(
    claims: Iterable[Claim], slots: Slots, writers: Wordings, options: CompareOptions
) -> Iterator[Flag]:
    """Outlets that contradict their own figures: within an article, or from one to the next."""
    for told in by_article(claims).values():
        yield from _article_contradictions(told, writers)
    for kind, statements in slots.tolls.items():
        yield from _series_contradictions(Slot(kind), statements, writers, options)


def _article_contradictions(claims: Sequence[Claim], writers: Wordings) -> Iterator[Flag]:
    """A flag for each figure of one article that its own main figure rules out."""
    for kind, main, other in contradictions(claims):
        figures = main.toll, other.toll
        told = tell(
            writers, partial(_contradiction, "self_contradiction", kind, main.claim.outlet, figures)
        )
        evidence = tuple(
            Evidence(reading.claim.id, count.span)
            for reading in (main, other)
            for count in reading.counts
        )
        kind_of_flag = FlagKind.SELF_CONTRADICTION
        yield Flag(kind_of_flag, other.claim.id, told.reason, evidence, reasons=told.reasons)


def _series_contradictions(
    slot: Slot, statements: Iterable[Statement[Toll]], writers: Wordings, options: CompareOptions
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
            key, figures = "self_contradiction_series", (before.value, statement.value)
            told = tell(writers, partial(_contradiction, key, slot, statement.outlet, figures))
            evidence = before.evidence + statement.evidence
            claim, reasons = statement.claims[0], told.reasons
            yield Flag(FlagKind.SELF_CONTRADICTION, claim, told.reason, evidence, reasons=reasons)


def _contradiction(
    key: str, slot: str, outlet: str, figures: tuple[Toll, Toll], writer: Wording
) -> str:
    return say(
        writer.lang,
        "flag",
        key,
        slot=say(writer.lang, "slot", slot),
        outlet=writer.outlet(outlet),
        left_value=writer.toll(figures[0]),
        right_value=writer.toll(figures[1]),
    )


def _flag(
    kind: FlagKind,
    claim: Claim,
    spans: Iterable[Span],
    writers: Wordings,
    parts: Callable[[Wording], Parts] = lambda _: {},
    *,
    path: tuple[str, ...] = (),
) -> Flag:
    """A flag whose reason names the outlet of the claim, unless ``parts`` name another."""
    told = tell(
        writers,
        lambda writer: say(
            writer.lang, "flag", kind, **{"outlet": writer.outlet(claim.outlet), **parts(writer)}
        ),
    )
    evidence = tuple(Evidence(claim.id, span) for span in spans)
    return Flag(kind, claim.id, told.reason, evidence, path, told.reasons)


def _quoted(raw: str, spans: Sequence[Span]) -> str:
    return ", ".join(f"“{clean(raw[span.start : span.end])}”" for span in spans[:MOST_WORDS_SHOWN])
