"""Headlines that the body vouches for: what a title asserts, its first sentences credit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crosscheck.compare.slots import by_article
from crosscheck.records import Article, Claim


def vouched_headlines(claims: Iterable[Claim], articles: Mapping[str, Article]) -> frozenset[str]:
    """Ids of claims in a title whose story the body credits to a source.

    A title has no room for its source. It counts as credited when a later sentence of the same
    article that is no background names a source and tells of the same thing: the same kind of
    event, or a figure of the same kind.
    """
    vouched: set[str] = set()
    for article_id, told in by_article(claims).items():
        title = articles[article_id].title if article_id in articles else None
        if not title:
            continue
        body = [c for c in told if c.span.start >= len(title) and c.attribution]
        vouched.update(
            claim.id
            for claim in told
            if claim.span.start < len(title)
            and not claim.attribution
            and any(_same_story(claim, other) for other in body if not other.background)
        )
    return frozenset(vouched)


def _same_story(headline: Claim, other: Claim) -> bool:
    kinds = {count.kind for count in headline.counts} & {count.kind for count in other.counts}
    return headline.event_type == other.event_type or bool(kinds)
