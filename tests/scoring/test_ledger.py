"""A ledger that is kept up in one pass says what a fit to everything says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import scoring
from scoring.ledger import OPEN_ROWS, TOLERANCE
from scoring.result import Sources

Claims = dict[str, NDArray[Any]]


def claims_of(sources: int, items: int, an_item: int, seed: int = 0) -> Claims:
    """Sources of reliability .5 to 1, five labels, an item an hour."""
    random = np.random.default_rng(seed)
    reliability = random.uniform(0.5, 1.0, sources)
    truth = random.integers(0, 5, items)
    item = np.repeat(np.arange(items), an_item)
    source = random.integers(0, sources, len(item))
    slip = random.integers(1, 5, len(item)) * (random.random(len(item)) > reliability[source])
    return {"source": source, "item": item, "value": (truth[item] + slip) % 5, "time": item / 24}


def part(claims: Claims, rows: slice | NDArray[Any]) -> Claims:
    return {name: column[rows] for name, column in claims.items()}


def told(claims: Claims, pieces: int, half_life_days: float | None = None) -> scoring.Ledger:
    ledger = scoring.Ledger(half_life_days)
    for rows in np.array_split(np.arange(len(claims["item"])), pieces):
        ledger = ledger.update(part(claims, rows))
    return ledger


def both(
    claims: Claims, pieces: int, half_life_days: float | None
) -> tuple[scoring.Ledger, Sources]:
    """A ledger that was told in pieces, and a fit to everything."""
    whole = scoring.fit(claims, half_life_days=half_life_days)
    return told(claims, pieces, half_life_days), whole.sources


def reliabilities(ledger: scoring.Ledger) -> NDArray[Any]:
    assert ledger.sources is not None
    return ledger.sources.reliability


@pytest.mark.parametrize("half_life_days", [None, 5.0])
def test_nothing_differs_from_a_fit_while_all_is_open(half_life_days: float | None) -> None:
    claims = claims_of(30, 400, 5)
    ledger, whole = both(claims, 7, half_life_days)

    assert ledger.sources is not None
    assert ledger.sources.names.tolist() == whole.names.tolist()
    assert np.array_equal(ledger.sources.reliability, whole.reliability)
    assert np.array_equal(ledger.sources.low, whole.low)


@pytest.mark.parametrize("half_life_days", [None, 30.0])
def test_closed_items_still_count_within_the_tolerance(half_life_days: float | None) -> None:
    claims = claims_of(100, 4000, 8)
    ledger, whole = both(claims, 16, half_life_days)

    assert ledger.rows is not None
    assert len(ledger.rows) <= OPEN_ROWS < len(claims["item"])
    assert np.abs(reliabilities(ledger) - whole.reliability).max() < TOLERANCE
    assert ledger.sources is not None
    assert np.abs(ledger.sources.low - whole.low).max() < TOLERANCE


def test_every_claim_is_either_open_or_closed_and_counts_once() -> None:
    ledger = told(claims_of(100, 4000, 8), 16)

    assert ledger.rows is not None
    shut = 32_000 - len(ledger.rows)
    # A source that says the same twice of an item has said it once: 4 in 100 here.
    assert 0.95 * shut < ledger.closed.claimed.sum() <= shut


def test_a_late_report_joins_its_item() -> None:
    first = scoring.Ledger().update(
        {"source": ["amina", "basil", "carim"], "item": [1, 1, 1], "value": [3, 3, 5]}
    )
    joined = first.update({"source": ["dunya"], "item": [1], "value": [3]})
    whole = scoring.fit(
        {
            "source": ["amina", "basil", "carim", "dunya"],
            "item": [1, 1, 1, 1],
            "value": [3, 3, 5, 3],
        }
    )

    assert joined.sources is not None
    assert joined.sources["dunya"] == whole.sources["dunya"]
    assert joined.sources["carim"] == whole.sources["carim"]


def test_a_decision_and_groups_hold_for_later_updates() -> None:
    rows = {"source": ["amina", "basil", "carim"], "item": [1, 1, 1], "value": [3, 3, 5]}
    decided = scoring.Ledger().update(rows, truths={1: 5}, groups={"amina": "x", "basil": "x"})
    later = decided.update({"source": ["amina"], "item": [2], "value": [4]})

    for ledger in (decided, later):
        assert ledger.sources is not None
        assert ledger.sources["carim"].reliability > ledger.sources["amina"].reliability
    assert later.groups == {"amina": "x", "basil": "x"}


def test_what_was_closed_fades() -> None:
    claims = claims_of(100, 4000, 8)
    ledger = told(claims, 17, half_life_days=30.0)
    later = {
        "source": [0, 1],
        "item": [9001, 9001],
        "value": [1, 1],
        "time": [4000 / 24 + 30.0] * 2,
    }
    faded = ledger.update(later)

    assert ledger.rows is not None
    assert faded.rows is not None
    assert len(faded.rows) == len(ledger.rows) + 2
    assert faded.closed.claimed.sum() == pytest.approx(ledger.closed.claimed.sum() / 2, rel=0.01)


def test_the_order_of_rows_changes_nothing() -> None:
    claims = claims_of(40, 600, 5)
    mixed = np.random.default_rng(1).permutation(len(claims["item"]))
    one = scoring.Ledger().update(claims)
    other = scoring.Ledger().update(part(claims, mixed))

    assert np.array_equal(reliabilities(one), reliabilities(other))


def test_a_source_that_falls_silent_keeps_its_score() -> None:
    claims = claims_of(100, 4000, 8)
    silent = claims["source"] == 7
    early = claims["item"] < 300
    ledger = told(part(claims, early | ~silent), 16)
    whole = scoring.fit(part(claims, early | ~silent)).sources

    assert ledger.sources is not None
    assert ledger.sources[7].reliability == pytest.approx(whole[7].reliability, abs=2 * TOLERANCE)


def test_nothing_to_add_is_an_error() -> None:
    with pytest.raises(ValueError, match="no observations"):
        scoring.Ledger().update({"source": [], "item": [], "value": []})
