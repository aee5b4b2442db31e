"""On whose word: citations and copies followed back to the first known holders.

The graph has a node for each article and for each source that an article credits. An article
leads to the articles whose words it repeats, else to the sources that it credits; a source leads
to its own articles of the incident. Nodes from which no way leads on are origins; nodes that
lead round in a circle are one. Everything is iterative and linear in nodes and edges, but for
the lists of articles that each origin carries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from crosscheck.compare.graph import circle, components
from crosscheck.compare.slots import by_article
from crosscheck.records import Article, Claim, Copy
from crosscheck.sources import source_key, taken_from
from crosscheck.vocabulary import SourceType

_ARTICLE, _SOURCE, _OWN = "article:", "source:", "own:"
_NAMED = (SourceType.NAMED_OUTLET, SourceType.OFFICIAL, SourceType.ORGANISATION)
_WHOLE_COPIES = ("copy", "truncated")
_Graph = dict[str, dict[str, None]]


class How(StrEnum):
    """By which evidence articles lead to an origin."""

    OWN = "own"
    CITED = "cited"
    UNNAMED = "unnamed"
    COPIED = "copied"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class Holder:
    """An origin: its ``source``, the articles that lead to it, and how.

    ``tellers`` are the outlets of those articles other than the source itself.
    """

    source: str
    articles: tuple[str, ...]
    how: How
    tellers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the articles of one incident have what they say from.

    ``holders`` are the origins, sorted by source; ``of_article`` maps each article to the
    sources of its origins. ``circles`` are paths of source ids that come back to their start.
    """

    holders: tuple[Holder, ...]
    of_article: Mapping[str, frozenset[str]]
    circles: tuple[tuple[str, ...], ...]


def provenance(
    claims: Sequence[Claim], articles: Mapping[str, Article], copies: Iterable[Copy]
) -> Provenance:
    """The origins of the articles behind an incident's claims.

    An article whose words are a copy leads to what it copies. Else it leads to whom its file
    says it was taken from, and to every named source that its claims credit, the farthest of each
    chain; only an article that credits
    nobody by name is a holder itself. An outlet is never independent of itself, so all its
    articles without a named source have one origin.

    Args:
        claims: the claims of one incident.
        articles: at least the articles of those claims, by id.
        copies: copies among any articles; those of other articles are not read.
    """
    told = by_article(claims)
    graph = _graph(told, _copied_from(told, copies), articles)
    ends: dict[str, frozenset[str]] = {}
    circles: list[tuple[str, ...]] = []
    in_circle: set[str] = set()
    for component in components({node: tuple(steps) for node, steps in graph.items()}):
        ahead = {step for node in component for step in graph[node]}
        beyond = frozenset(end for step in ahead for end in ends.get(step, ()))
        ends.update(dict.fromkeys(component, beyond or frozenset({component[0]})))
        if len(component) > 1:
            path = circle({node: tuple(graph[node]) for node in component}, component)
            circles.append(_outlets_on(path, told, articles))
            in_circle.update(component)
    return _provenance(told, ends, tuple(circles), in_circle, articles)


def _copied_from(
    told: Mapping[str, Sequence[Claim]], copies: Iterable[Copy]
) -> dict[str, list[str]]:
    """The articles that each article repeats, as far as its claims here are concerned."""
    origins: dict[str, list[str]] = defaultdict(list)
    for copy in copies:
        claims = told.get(copy.article_id)
        if claims is None or copy.article_id == copy.origin_id:
            continue
        if copy.kind in _WHOLE_COPIES or _covers(copy, claims):
            origins[copy.article_id].append(copy.origin_id)
    return origins


def _covers(copy: Copy, claims: Sequence[Claim]) -> bool:
    """Whether every claim lies in the words that were taken over."""
    return bool(copy.spans) and all(
        any(claim.span.overlaps(span) for span in copy.spans) for claim in claims
    )


def first_told(
    claims: Sequence[Claim], articles: Mapping[str, Article], copies: Iterable[Copy]
) -> dict[str, Article]:
    """For the article of each claim the one that its words were first published in.

    That is the article itself unless it is a copy. A copy knows no more than what it repeats,
    however late it is published.
    """
    told = by_article(claims)
    origins = _copied_from(told, copies)
    return {article_id: _first(article_id, origins, articles) for article_id in told}


def _first(
    article_id: str, origins: Mapping[str, Sequence[str]], articles: Mapping[str, Article]
) -> Article:
    seen: set[str] = set()
    while article_id not in seen:
        seen.add(article_id)
        known = [origin for origin in origins.get(article_id, ()) if origin in articles]
        article_id = min(known, key=lambda origin: _age(articles[origin]), default=article_id)
    return min((articles[i] for i in seen), key=_age)


def _age(article: Article) -> tuple[bool, float, str]:
    """A sort key: the earliest publication first, undated ones last."""
    at = article.published
    return at is None, 0.0 if at is None else at.timestamp(), article.id


def _graph(
    told: Mapping[str, Sequence[Claim]],
    copied: Mapping[str, Sequence[str]],
    articles: Mapping[str, Article],
) -> _Graph:
    """Who leads to whom; every node that is led to is in it."""
    graph: _Graph = defaultdict(dict)
    for article_id, claims in told.items():
        node, outlet = _ARTICLE + article_id, claims[0].outlet
        graph[_SOURCE + outlet][node] = None
        if article_id in copied:
            graph[node].update({_ARTICLE + origin: None for origin in copied[article_id]})
        else:
            via = taken_from(articles[article_id]) if article_id in articles else None
            graph[node].update(_credited(claims, outlet, via, graph) or {_OWN + outlet: None})
    for step in [step for steps in graph.values() for step in steps]:
        graph[step].update()
    return graph


def _credited(
    claims: Sequence[Claim], outlet: str, via: str | None, graph: _Graph
) -> dict[str, None]:
    """The nearest named sources of the claims; what each chain says beyond joins the graph.

    ``via`` is whom the whole article was taken from: the first of every chain.
    """
    nearest: dict[str, None] = {}
    for claim in claims:
        named = [] if via is None else [via]
        named += [source_key(link) for link in claim.attribution if link.type in _NAMED]
        chain = [_SOURCE + key for key in dict.fromkeys(named) if key and key != outlet]
        if chain:
            nearest[chain[0]] = None
        for near, far in pairwise(chain):
            graph[near][far] = None
    return nearest


def _outlets_on(
    path: Sequence[str], told: Mapping[str, Sequence[Claim]], articles: Mapping[str, Article]
) -> tuple[str, ...]:
    """A path of nodes as source ids, each step once."""
    names = [_source_of(node, told, articles) for node in path]
    return tuple(name for i, name in enumerate(names) if i == 0 or name != names[i - 1])


def _source_of(
    node: str, told: Mapping[str, Sequence[Claim]], articles: Mapping[str, Article]
) -> str:
    kind, _, key = node.partition(":")
    if kind + ":" != _ARTICLE:
        return key
    if key in told:
        return told[key][0].outlet
    return articles[key].outlet if key in articles else key


def _provenance(
    told: Mapping[str, Sequence[Claim]],
    ends: Mapping[str, frozenset[str]],
    circles: tuple[tuple[str, ...], ...],
    in_circle: set[str],
    articles: Mapping[str, Article],
) -> Provenance:
    led: dict[str, list[str]] = defaultdict(list)
    for article_id in told:
        for end in ends[_ARTICLE + article_id]:
            led[end].append(article_id)
    holders, of_article = [], defaultdict(set)
    for end, members in led.items():
        holder = _holder(end, members, told, articles, is_circle=end in in_circle)
        holders.append(holder)
        for article_id in members:
            of_article[article_id].add(holder.source)
    return Provenance(
        tuple(sorted(holders, key=lambda holder: (holder.source, holder.articles))),
        {article_id: frozenset(sources) for article_id, sources in of_article.items()},
        tuple(sorted(circles)),
    )


def _holder(
    end: str,
    members: Sequence[str],
    told: Mapping[str, Sequence[Claim]],
    articles: Mapping[str, Article],
    *,
    is_circle: bool,
) -> Holder:
    source = _source_of(end, told, articles)
    own = [article_id for article_id in members if told[article_id][0].outlet == source]
    tellers = sorted({told[a][0].outlet for a in members} - {source})
    if is_circle:
        how = How.CIRCLE
    elif end.startswith(_OWN):
        how = How.UNNAMED if _is_unnamed(own, told) else How.OWN
    else:
        how = How.CITED if end.startswith(_SOURCE) else How.COPIED
    if how is How.UNNAMED:
        source, tellers = f"unnamed:{min(own)}", sorted({source, *tellers})
    return Holder(source, tuple(sorted(members)), how, tuple(tellers))


def _is_unnamed(own: Sequence[str], told: Mapping[str, Sequence[Claim]]) -> bool:
    """Whether an outlet rests on a source without a name, and on nobody who saw it."""
    kinds = {link.type for a in own for claim in told[a] for link in claim.attribution}
    return SourceType.UNNAMED in kinds and SourceType.EYEWITNESS not in kinds
