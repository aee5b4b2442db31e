"""A check stands whole until the next one, whatever is loaded or learnt in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from crosscheck.records import Article, Claim, Incident
from crosscheck.store import engine as engine_module
from crosscheck.store.engine import open_engine
from crosscheck.store.repository import Store, open_store

Build = Callable[..., Article]
Claimed = Callable[..., Claim]


def test_a_newer_version_waits_for_the_next_check(
    store: Store, article: Build, claim: Claimed
) -> None:
    first, second = article("a1", "قتيل"), article("a2", "جريح")
    store.add_articles([first, second])
    store.save_claims([(first, [claim(first)]), (second, [claim(second)])], "m")
    store.save_check([], articles=[first, second], method="m")

    changed, later = replace(second, text="جريحان"), article("a3", "قصف")
    store.add_articles([changed, later])

    assert store.articles() == (first, changed, later)
    assert store.checked_articles() == (first, second, later)
    assert store.checked_claims() == (claim(first), claim(second))

    store.save_claims([(changed, [claim(changed)]), (later, [])], "m")
    store.save_check([], articles=[first, changed, later], method="m")

    assert store.checked_articles() == (first, changed, later)
    assert store.checked_claims() == (claim(first), claim(changed))


def test_words_learnt_later_wait_for_the_next_check(
    store: Store, article: Build, claim: Claimed
) -> None:
    one = article()
    store.add_articles([one])
    store.save_claims([(one, [claim(one, 1), claim(one, 0)])], "old")
    store.save_check([], articles=[one], method="old")
    store.save_claims([(one, [claim(one, 2)])], "new")

    assert store.checked_claims() == (claim(one, 1), claim(one, 0))


def test_nothing_was_checked_yet(store: Store, article: Build, claim: Claimed) -> None:
    one = article()
    store.add_articles([one])
    store.save_claims([(one, [claim(one)])], "m")

    assert store.checked_articles() == (one,)
    assert store.checked_claims() == ()


def test_a_check_of_an_older_program_can_still_be_shown(
    url: str, article: Build, claim: Claimed, incident: Callable[..., Incident]
) -> None:
    one = article()
    with open_store(url) as store:
        store.add_articles([one])
        store.save_claims([(one, [claim(one, 0)])], "oldest")
        store.save_claims([(one, [claim(one, 1)])], "old")
        store.save_check([incident("i1", [claim(one, 1).id])], articles=[one], method="old")
    engine = open_engine(url)
    with engine.begin() as connection:
        config = Config()
        folder = engine_module._MIGRATIONS
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        connection.execute(sa.text("DROP TABLE checked"))
        command.stamp(config, "0001")
    engine.dispose()

    with open_store(url) as store:
        assert store.checked_articles() == (one,)
        assert store.checked_claims() == (claim(one, 1),)
