"""The stages in order; the only module that imports every one of them.

Each step reads what the store has, does its work and writes the result in one transaction, so a
run that is cut off is completed by the next.
"""

from __future__ import annotations

import gc
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import metadata

from crosscheck.actors import Actors, load_actors
from crosscheck.cluster.copies import find_copies
from crosscheck.cluster.incidents import cluster
from crosscheck.compare.incident import compare_incident
from crosscheck.compare.options import CompareOptions, MergePolicy
from crosscheck.compare.second_opinion import add_second_opinion
from crosscheck.compare.wording import wordings
from crosscheck.config import Config
from crosscheck.embed.cache import VectorCache
from crosscheck.embed.encoder import Encoder, Vectors, load_encoder
from crosscheck.embed.nli import load_nli
from crosscheck.extract.claim import Resources, extract, load_resources
from crosscheck.fetch.client import Client, open_client
from crosscheck.ingest.read import read_paths
from crosscheck.lang.detect import detect_language
from crosscheck.method import extraction_method
from crosscheck.moments import through
from crosscheck.processes import spread
from crosscheck.records import (
    Article,
    Claim,
    Cluster,
    Copy,
    Incident,
    Refusal,
    Report,
    Source,
    Suggestion,
    Tool,
)
from crosscheck.score import Score
from crosscheck.scorecard.fitting import Fit
from crosscheck.scorecard.scores import Ground, score_sources, why
from crosscheck.sources import Registry, load_registry
from crosscheck.store.articles import Counts
from crosscheck.store.repository import Store

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much of it is done, and how much there is."""


def no_progress(step: str, done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What the stages are handed: the knowledge files and the settings, loaded once."""

    config: Config
    registry: Registry
    actors: Actors
    resources: Resources


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a load did: counts of articles, and what was refused."""

    counts: Counts
    refused: tuple[Refusal, ...]


def load_engine(config: Config) -> Engine:
    """Load the registry, the actors, the lexicons and the gazetteer.

    Raises:
        CrosscheckError: one of the files breaks its schema.
    """
    registry = load_registry(config.sources)
    actors = load_actors()
    engine = Engine(config, registry, actors, load_resources(registry, actors))
    gc.freeze()  # the lexicons stay; looking through them again and again takes 5 % of extraction
    return engine


def tool(config: Config) -> Tool:
    """What made a report: version, model, settings."""
    return Tool(
        name="crosscheck",
        version=metadata.version("crosscheck"),
        model=config.model,
        config_hash=config.config_hash,
        merge_policy=config.merge_policy,
    )


def read_articles(
    paths: Iterable[str], engine: Engine, outlet: str | None = None, client: Client | None = None
) -> Iterator[Article | Refusal]:
    """The articles of files, folders, web addresses and standard input, with their languages."""
    zone, fetch = engine.config.timezone, (client or open_client()).fetch
    for item in read_paths(paths, engine.registry, outlet=outlet, timezone=zone, fetch=fetch):
        yield item if isinstance(item, Refusal) else with_language(item)


def ingest(store: Store, read: Iterable[Article | Refusal]) -> Ingested:
    """Load articles as they are read; a refusal stops nothing and is kept with its reason."""
    refused: list[Refusal] = []

    def accepted() -> Iterator[Article]:
        for item in read:
            if isinstance(item, Refusal):
                refused.append(item)
            else:
                yield item

    counts = store.add_articles(accepted())
    refused += counts.refused
    store.save_refusals(refused)
    return Ingested(counts, tuple(refused))


def with_language(article: Article) -> Article:
    """The article with its language, detected from its text where the input gave none."""
    return article if article.lang else replace(article, lang=detect_language(article.raw))


def read_claims(
    articles: Sequence[Article], engine: Engine, progress: Progress = no_progress
) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
    """The claims of each article, in order; an article that cannot be read yields none.

    Extraction is built never to fail; should it fail all the same, the article is named in the
    log and the others go on.
    """

    def read(article: Article) -> tuple[Claim, ...]:
        try:
            return extract(article, engine.resources)
        except Exception:
            log.exception("article %s could not be read; please report this", article.id)
            return ()

    every = spread(read, articles, processes=engine.config.workers)
    for done, (article, claims) in enumerate(zip(articles, every, strict=True), 1):
        progress("extract", done, len(articles))
        yield article, claims


def check(
    store: Store,
    engine: Engine,
    *,
    encoder: Encoder | None = None,
    progress: Progress = no_progress,
) -> None:
    """Extract what is new, then cluster, compare and score everything in the store.

    ``encoder`` is the configured model unless given; it is loaded only when there is a claim.
    """
    method = extraction_method()
    store.save_claims(read_claims(store.unextracted(method), engine, progress), method)
    articles, claims = store.articles(), store.claims(method)
    copies = find_copies(articles, names_of(engine.registry))
    incidents: tuple[Incident, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    if claims:
        progress("cluster", 0, len(articles))
        encoder = encoder or load_encoder(engine.config.model)
        found = cluster(articles, claims, encoder, copies=copies, cache=_KeptVectors(store))
        progress("cluster", len(articles), len(articles))
        incidents = tuple(
            compare(found.clusters, claims, articles, copies, engine, progress=progress)
        )
        suggestions = found.suggestions
    store.save_check(incidents, copies, suggestions, articles=articles, method=method)
    scores, history = score(store, engine)
    store.save_scores(scores, history)


def names_of(registry: Mapping[str, Source]) -> dict[str, tuple[str, ...]]:
    """Every name of every source, by source id."""
    return {key: (source.name, *source.aliases) for key, source in registry.items()}


def compare(
    clusters: Sequence[Cluster],
    claims: Sequence[Claim],
    articles: Sequence[Article],
    copies: Sequence[Copy],
    engine: Engine,
    *,
    progress: Progress = no_progress,
) -> Iterator[Incident]:
    """Each cluster compared; takes time linear in the number of claims."""
    options = compare_options(engine.config)
    judge = load_nli(engine.config.nli) if engine.config.nli else None
    by_id = {claim.id: claim for claim in claims}
    by_article = {article.id: article for article in articles}
    copies_of: dict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        copies_of[copy.article_id].append(copy)

    def compared(one: Cluster) -> Incident:
        members = [by_id[claim_id] for claim_id in one.claim_ids]
        theirs = {claim.article_id: by_article[claim.article_id] for claim in members}
        own = [copy for article_id in theirs for copy in copies_of[article_id]]
        return compare_incident(
            one, members, theirs, own, engine.registry, actors=engine.actors, options=options
        )

    every = spread(compared, clusters, processes=engine.config.workers)
    for done, incident in enumerate(every, 1):
        if judge is None:
            yield incident
        else:
            members = [by_id[claim_id] for claim_id in incident.claims]
            writers = wordings(engine.registry, {}, engine.actors, ())
            yield add_second_opinion(incident, members, writers, judge)
        progress("compare", done, len(clusters))


def compare_options(config: Config) -> CompareOptions:
    """The tolerances and the merge policy of a comparison."""
    return CompareOptions(
        about_tolerance=config.about_tolerance,
        policy=MergePolicy(config.merge_policy),
        preferred_sources=config.preferred_sources,
    )


def score(
    store: Store, engine: Engine, as_of: datetime | None = None
) -> tuple[tuple[Score, ...], Mapping[str, tuple[Score, ...]]]:
    """The scores of all sources as of one moment, and their history up to it."""
    import scoring
    from scoring import admiralty

    return score_sources(
        store.incidents(),
        store.checked_claims(),
        store.checked_articles(),
        store.copies(),
        engine.registry,
        verdicts=store.verdicts(),
        fit=scoring.fit,
        grade=admiralty.grade,
        find_changes=scoring.change_points,
        as_of=as_of,
        half_life_days=engine.config.half_life_days,
    )


def truth_discovery() -> Fit:
    """The function that weighs observations, for whoever measures it."""
    import scoring

    return scoring.fit


def scores_as_of(
    store: Store, engine: Engine, as_of: datetime | None
) -> tuple[tuple[Score, ...], Mapping[str, tuple[Score, ...]]]:
    """The scores of the last check; with ``as_of`` those that would have stood then."""
    if as_of is None:
        return store.scores(), store.history()
    return score(store, engine, through(as_of))


def grounds(store: Store, engine: Engine, source_id: str) -> tuple[Ground, ...]:
    """The observations behind the score of one source, the least supported first."""
    import scoring

    return why(
        source_id,
        store.incidents(),
        store.checked_claims(),
        store.checked_articles(),
        verdicts=store.verdicts(),
        fit=scoring.fit,
        half_life_days=engine.config.half_life_days,
    )


def not_understood(articles: Iterable[Article], engine: Engine) -> Iterator[Refusal]:
    """Articles in a language without word lists: they are kept, but no claim is read from them."""
    known = engine.resources.lexicons
    for article in articles:
        if article.lang not in known:
            lang = f"language '{article.lang}'" if article.lang else "a language that was not told"
            reason = f"no claims were read: {lang}. Languages with word lists: {', '.join(known)}"
            yield Refusal(article.id, None, reason)


def load_report(store: Store, engine: Engine) -> Report:
    """The current check, with everything that a renderer needs."""
    articles = store.checked_articles()
    return Report(
        tool=tool(engine.config),
        articles=articles,
        claims=store.checked_claims(),
        incidents=store.incidents(),
        copies=store.copies(),
        suggestions=store.suggestions(),
        sources=store.scores(),
        registry=engine.registry,
        refused=(*store.refusals(), *not_understood(articles, engine)),
        history=store.history(),
        verdicts=store.verdicts(),
        actors={entry.id: {"en": entry.name, **entry.names} for entry in engine.actors},
    )


@dataclass(frozen=True, slots=True)
class _KeptVectors(VectorCache):
    """The store as the encoder's cache."""

    store: Store

    def get(self, model: str, hashes: Sequence[str]) -> Mapping[str, Vectors]:
        return self.store.vectors(model, hashes)

    def put(self, model: str, vectors: Mapping[str, Vectors]) -> None:
        self.store.save_vectors(model, vectors)
