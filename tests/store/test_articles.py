"""Articles, versions and claims, on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crosscheck.errors import StoreError
from crosscheck.records import Article, Claim
from crosscheck.store.articles import Counts
from crosscheck.store.repository import Store

LATER = datetime(2024, 3, 27, 12, tzinfo=UTC)
Build = Callable[..., Article]


def test_what_goes_in_comes_out(store: Store, article: Build) -> None:
    rich = article(
        url="https://nahermedia.net/1",
        author="مراسل الشبكة",
        lang="ar",
        outlet_name="نهر ميديا",
        extra={"tags": ["قصف", {"deep": [1, 2.5, None, True]}], "half": "\ud83d", "nul": "\0"},
    )
    bare = Article(id="a2", outlet="unknown-page", text="نص بلا عنوان")
    broken = article("a3", "نص\0", title="عنوان \udc00")

    assert store.add_articles([rich, bare, broken]) == Counts(new=3)
    assert store.articles() == (rich, broken, bare)


def test_loading_twice_changes_nothing(store: Store, article: Build) -> None:
    batch = [article(f"a{number}", f"خبر رقم {number}") for number in range(30)]
    store.add_articles(batch)
    before = store.articles()

    assert store.add_articles(batch) == Counts(unchanged=30)
    assert store.add_articles(reversed(batch)) == Counts(unchanged=30)
    assert store.articles() == before


def test_order_does_not_depend_on_loading(store: Store, article: Build) -> None:
    batch = [article(f"a{n}", f"خبر {n}", published=LATER - timedelta(hours=n)) for n in range(9)]
    batch.append(article("undated", "خبر بلا تاريخ", published=None))
    shuffled = batch[:]
    random.Random(7).shuffle(shuffled)

    store.add_articles(shuffled)

    assert [a.id for a in store.articles()] == [*(f"a{n}" for n in range(8, -1, -1)), "undated"]


def test_a_changed_text_under_the_same_id_is_a_new_version(store: Store, article: Build) -> None:
    first, second = article(text="قتيل واحد"), article(text="ارتفعت الحصيلة إلى قتيلين")

    store.add_articles([first])

    assert store.add_articles([second]) == Counts(changed=1)
    assert store.articles() == (second,)
    assert store.article_versions("a1") == (first, second)
    assert store.add_articles([first, second]) == Counts(unchanged=2)
    assert store.articles() == (second,)


def test_a_changed_text_under_the_same_address_is_a_new_version(
    store: Store, article: Build
) -> None:
    url = "https://nahermedia.net/7"
    first, second = article("a1", "قتيل واحد", url=url), article("a2", "قتيلان", url=url)

    assert store.add_articles([first, second]) == Counts(new=1, changed=1)
    assert store.articles() == (second,)
    assert store.article_versions("a1") == store.article_versions("a2") == (first, second)


def test_one_address_of_two_outlets_is_two_articles(store: Store, article: Build) -> None:
    url = "https://t.me/shared/1"
    both = [article("a1", url=url), article("a2", url=url, outlet="sana")]

    assert store.add_articles(both) == Counts(new=2)


def test_an_older_version_that_arrives_late_is_kept_but_not_read(
    store: Store, article: Build
) -> None:
    new, old = article(text="الخبر المحدث", published=LATER), article(text="الخبر الأول")

    store.add_articles([new])

    assert store.add_articles([old]) == Counts(changed=1)
    assert store.articles() == (new,)
    assert len(store.article_versions("a1")) == 2


def test_an_id_that_two_outlets_use_is_refused(store: Store, article: Build) -> None:
    store.add_articles([article("1", outlet="sana", outlet_name="SANA")])

    counts = store.add_articles([article("1", "نص آخر", outlet="sohr"), article("2")])

    assert (counts.new, counts.changed, len(counts.refused)) == (1, 0, 1)
    assert counts.refused[0].reason.startswith("its id is already used by an article of 'sana'")
    assert [a.outlet for a in store.article_versions("1")] == ["sana"]


def test_a_name_that_the_registry_has_learnt_stays_one_article(
    store: Store, article: Build
) -> None:
    before = article(outlet="نهر-ميديا", outlet_name="نهر ميديا")
    after = replace(before, outlet="nahr-media")
    store.add_articles([before])

    assert store.add_articles([after]) == Counts(changed=1)
    assert store.articles() == (after,)


def test_the_language_found_later_makes_no_version(store: Store, article: Build) -> None:
    store.add_articles([article(lang=None)])

    assert store.add_articles([article(lang="ar")]) == Counts(unchanged=1)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"id": ""}, id="no-id"),
        pytest.param({"id": "a\0b"}, id="nul-in-id"),
        pytest.param({"id": "a" * 600}, id="endless-id"),
        pytest.param({"outlet": "\ud800"}, id="half-a-character-in-outlet"),
        pytest.param({"published": datetime(2024, 1, 1)}, id="no-zone"),  # noqa: DTZ001 - the point
    ],
)
def test_what_no_database_can_hold_is_refused_at_the_border(
    store: Store, article: Build, broken: dict[str, object]
) -> None:
    with pytest.raises(StoreError):
        store.add_articles([replace(article(), **broken)])  # type: ignore[arg-type] # a test's row

    assert store.articles() == ()


def test_claims_are_those_of_the_latest_versions(
    store: Store, article: Build, claim: Callable[..., Claim]
) -> None:
    first, second = article("a1", "قتيل"), article("a2", "جريح", published=LATER)
    store.add_articles([second, first])

    assert store.unextracted("m") == (first, second)
    assert store.save_claims([(second, [claim(second)]), (first, [])], "m") == 1
    assert store.unextracted("m") == ()
    assert store.unextracted("other method") == (first, second)
    assert store.claims("m") == (claim(second),)

    changed = replace(second, text="جريحان")
    store.add_articles([changed])

    assert store.unextracted("m") == (changed,)
    assert store.claims("m") == ()
    store.save_claims([(changed, [claim(changed, 1), claim(changed, 0)])], "m")
    assert store.claims("m") == (claim(changed, 1), claim(changed, 0))


def test_reading_an_article_again_replaces_its_claims(
    store: Store, article: Build, claim: Callable[..., Claim]
) -> None:
    one = article()
    store.add_articles([one])
    store.save_claims([(one, [claim(one, 0), claim(one, 1)])], "m")
    store.save_claims([(one, [claim(one, 2)])], "m")

    assert store.claims("m") == (claim(one, 2),)


def test_claims_of_an_unknown_article_are_refused(store: Store, article: Build) -> None:
    with pytest.raises(StoreError, match="Add it before its claims"):
        store.save_claims([(article(), [])], "m")
