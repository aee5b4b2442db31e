"""One incident: what its articles say about each slot, compared, traced to origins and graded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from crosscheck.actors import Actors
from crosscheck.compare.asides import own_story
from crosscheck.compare.figures import merge
from crosscheck.compare.flags import (
    claim_flags,
    contradiction_flags,
    denied_flags,
    origin_flags,
)
from crosscheck.compare.grades import claim_credibility, grades
from crosscheck.compare.options import CompareOptions
from crosscheck.compare.origins import Provenance, first_told, provenance
from crosscheck.compare.slots import Slots, by_article, findings, read_slots
from crosscheck.compare.summary import (
    article_title,
    case_of,
    made_title,
    origin_records,
    period_of,
    phrases,
    place_of,
)
from crosscheck.compare.verdict import Told
from crosscheck.compare.wording import Wordings, tell, wordings
from crosscheck.records import (
    Article,
    Claim,
    Cluster,
    Copy,
    Figure,
    Flag,
    Incident,
    Source,
)
from crosscheck.vocabulary import FlagKind


def compare_incident(
    cluster: Cluster,
    claims: Sequence[Claim],
    articles: Mapping[str, Article],
    copies: Sequence[Copy],
    registry: Mapping[str, Source],
    *,
    actors: Actors,
    options: CompareOptions,
) -> Incident:
    """Everything that can be said of one incident by comparing its claims.

    The result depends on the records alone, never on their order. Background claims are kept
    among the claims of the incident, but nothing is read from them unless there are no others.

    Args:
        cluster: the incident.
        claims: the claims of the cluster.
        articles: by id; at least those of the claims.
        copies: copies among any articles; best only those of the incident's articles.
        registry: known sources by id, for their names and kinds.
        actors: the hierarchy of actors.
        options: tolerances and merge policy.
    """
    told = by_article(claims)
    names = {articles[i].outlet: articles[i].outlet_name for i in sorted(told)}
    every = [claim for article_id in sorted(told) for claim in told[article_id]]
    live = [claim for claim in every if not claim.background] or every
    writers = wordings(registry, names, actors, [p for claim in live for p in claim.places])
    heard = sorted({claim.article_id for claim in live})
    stories = [claim for article_id in heard for claim in own_story(told[article_id])]
    slots = read_slots(stories, first_told(live, articles, copies), actors)
    origins = provenance(live, articles, copies)
    found = tuple(findings(slots, writers, options))
    figures = _figures(slots, origins, options)
    case = case_of(live, slots, origins, found, tree=actors)
    graded = grades(case, [phrases(case, origins, figures, registry, w) for w in writers])
    title = _title(live, articles, writers)
    start, end = period_of(live, articles)
    return Incident(
        id=cluster.id,
        title=title.reason,
        titles=title.reasons,
        start=start,
        end=end,
        place=place_of(live),
        claims=tuple(claim.id for claim in every),
        articles=tuple(sorted(told)),
        outlets=len({claim.outlet for claim in every}),
        origins=origin_records(origins, writers),
        credibility=graded[0].credibility,
        grades=graded,
        slots=figures,
        findings=found,
        flags=_sorted(
            chain(
                claim_flags(live, articles, writers),
                origin_flags(_main_claims(live), origins, articles, copies, writers),
                denied_flags(found, {claim.id: claim for claim in live}, writers),
                contradiction_flags(live, slots, writers, options),
            )
        ),
        aliases=cluster.aliases,
        claim_credibility=claim_credibility(
            found,
            {claim.id: origins.of_article[claim.article_id] for claim in live},
            frozenset(claim.id for claim in live if claim.hedged),
        ),
    )


def _title(claims: Sequence[Claim], articles: Mapping[str, Article], writers: Wordings) -> Told:
    """The title that an article gives, in its language alone, else one of ours in each."""
    given = article_title(claims, articles)
    return Told(given, {}) if given else tell(writers, lambda writer: made_title(claims, writer))


def _figures(slots: Slots, origins: Provenance, options: CompareOptions) -> dict[str, Figure]:
    merged = {
        kind.value: merge(statements, origins.of_article, options)
        for kind, statements in slots.tolls.items()
        if statements
    }
    return {kind: figure for kind, figure in merged.items() if figure is not None}


def _main_claims(claims: Sequence[Claim]) -> dict[str, Claim]:
    """The main claim of each article, else its first."""
    return {
        article_id: next((claim for claim in told if claim.main), told[0])
        for article_id, told in by_article(claims).items()
    }


def _sorted(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Each flag once, by kind, then by claim."""
    once = {(_RANK[flag.flag], flag.claim, flag.reason): flag for flag in flags}
    return tuple([once[key] for key in sorted(once)])


_RANK = {kind: number for number, kind in enumerate(FlagKind)}
