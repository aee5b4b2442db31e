"""Where reports have it from: citations, copies, circles and chains of any length."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from crosscheck.compare.graph import circle, components
from crosscheck.compare.origins import How, provenance
from crosscheck.records import Article, Attribution, Claim, Copy
from crosscheck.span import Span
from crosscheck.vocabulary import SourceType

KINDS = {"!": SourceType.UNNAMED, "@": SourceType.EYEWITNESS}


def claim(article_id: str, *chain: str) -> Claim:
    """A claim of ``outlet/number``; "!x" in its chain is unnamed, "@x" an eyewitness."""
    span = Span(0, 10)
    links = tuple(
        Attribution(KINDS[link[0]], link[1:], span)
        if link[0] in KINDS
        else Attribution(SourceType.NAMED_OUTLET, link, span, link)
        for link in chain
    )
    outlet = article_id.partition("/")[0]
    return Claim(f"c-{article_id}", article_id, outlet, "ar", "…", span, 0, attribution=links)


def trace(
    *claims: Claim, copies: tuple[Copy, ...] = (), taken: Mapping[str, str] = MappingProxyType({})
) -> dict[str, tuple[How, tuple[str, ...]]]:
    articles = {
        c.article_id: Article(
            c.article_id,
            c.outlet,
            "…",
            extra={"_cited": taken[c.article_id]} if c.article_id in taken else {},
        )
        for c in claims
    }
    found = provenance(claims, articles, copies)
    return {holder.source: (holder.how, holder.articles) for holder in found.holders}


def test_an_article_without_a_source_is_its_outlets_own_word() -> None:
    assert trace(claim("a/1"), claim("b/1")) == {"a": (How.OWN, ("a/1",)), "b": (How.OWN, ("b/1",))}


def test_a_citation_leads_to_the_cited_outlet() -> None:
    assert trace(claim("a/1"), claim("b/1", "a")) == {"a": (How.OWN, ("a/1", "b/1"))}


def test_a_cited_source_without_an_article_is_an_origin() -> None:
    assert trace(claim("a/1", "sohr"), claim("b/1", "sohr")) == {
        "sohr": (How.CITED, ("a/1", "b/1"))
    }


def test_a_forwarded_post_leads_to_whom_it_was_taken_from() -> None:
    own = claim("b/1")

    assert trace(claim("a/1"), own, taken={"b/1": "a"}) == {"a": (How.OWN, ("a/1", "b/1"))}
    assert trace(own, taken={"b/1": "sohr"}) == {"sohr": (How.CITED, ("b/1",))}


def test_what_a_forwarded_post_credits_lies_behind_whom_it_was_taken_from() -> None:
    found = trace(claim("a/1", "sana"), claim("b/1", "sohr"), taken={"b/1": "a"})

    assert set(found) == {"sana", "sohr"}
    assert set(trace(claim("b/1", "sohr"), taken={"b/1": "a"})) == {"sohr"}


def test_a_chain_is_followed_to_its_far_end() -> None:
    assert trace(claim("a/1", "b", "sohr"), claim("b/1", "sohr")) == {
        "sohr": (How.CITED, ("a/1", "b/1"))
    }


def test_an_unnamed_source_is_told_by_the_first_who_tells_it() -> None:
    found = trace(claim("a/1", "!مصادر محلية"), claim("b/1", "a"))

    assert found == {"unnamed:a/1": (How.UNNAMED, ("a/1", "b/1"))}


def test_an_eyewitness_makes_the_outlet_the_holder() -> None:
    assert trace(claim("a/1", "@شهود عيان", "!مصادر")) == {"a": (How.OWN, ("a/1",))}


def test_two_articles_of_one_outlet_are_one_origin() -> None:
    assert trace(claim("a/1"), claim("a/2")) == {"a": (How.OWN, ("a/1", "a/2"))}


def test_an_outlet_that_cites_two_sources_leads_to_both() -> None:
    assert set(trace(claim("a/1", "sohr"), claim("a/2", "sana"))) == {"sohr", "sana"}


def test_a_copy_has_the_origin_of_what_it_copies() -> None:
    copies = (Copy("b/1", "a/1", "copy", 0.9, "same words"),)

    assert trace(claim("a/1", "sohr"), claim("b/1"), copies=copies) == {
        "sohr": (How.CITED, ("a/1", "b/1"))
    }


def test_a_copy_of_an_article_outside_the_incident_leads_there() -> None:
    copies = (Copy("b/1", "far/9", "copy", 0.9, "same words"),)

    assert trace(claim("b/1"), copies=copies) == {"far/9": (How.COPIED, ("b/1",))}


@pytest.mark.parametrize(
    ("spans", "dependent"),
    [
        pytest.param((Span(0, 8),), True, id="the-claim-lies-in-the-copied-words"),
        pytest.param((Span(40, 80),), False, id="other-words-were-copied"),
        pytest.param((), False, id="nobody-knows-which-words"),
    ],
)
def test_a_partial_copy_counts_where_it_covers_the_claim(
    spans: tuple[Span, ...], dependent: bool
) -> None:
    copies = (Copy("b/1", "a/1", "partial", 0.4, "some words", spans),)

    assert ("b" not in trace(claim("a/1"), claim("b/1"), copies=copies)) == dependent


def test_a_circle_is_one_origin_and_shown_with_its_path() -> None:
    claims = (claim("a/1", "b"), claim("b/1", "c"), claim("c/1", "a"), claim("d/1", "a"))
    articles = {c.article_id: Article(c.article_id, c.outlet, "…") for c in claims}
    found = provenance(claims, articles, ())

    assert [holder.how for holder in found.holders] == [How.CIRCLE]
    assert found.holders[0].articles == ("a/1", "b/1", "c/1", "d/1")
    assert found.circles == (("a", "b", "c", "a"),)


def test_a_circle_with_a_way_out_leads_there() -> None:
    claims = (claim("a/1", "b"), claim("b/1", "a"), claim("b/2", "sana"))
    articles = {c.article_id: Article(c.article_id, c.outlet, "…") for c in claims}
    found = provenance(claims, articles, ())

    assert [holder.source for holder in found.holders] == ["sana"]
    assert found.circles == (("a", "b", "a"),)


def test_a_chain_of_ten_thousand_citations_is_followed() -> None:
    claims = [claim(f"o{i}/1", f"o{i + 1}") for i in range(10_000)]

    assert set(trace(*claims)) == {"o10000"}


def test_components_come_after_those_they_lead_to() -> None:
    graph = {"a": ["b"], "b": ["c"], "c": ["b", "d"], "d": []}

    assert components(graph) == [("d",), ("b", "c"), ("a",)]
    assert circle(graph, ("b", "c")) == ("b", "c", "b")
    assert circle(graph, ("a",)) == ()
