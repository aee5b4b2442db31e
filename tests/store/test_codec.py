"""Every record survives the way to JSON and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosscheck.errors import StoreError
from crosscheck.records import (
    Article,
    Claim,
    Copy,
    Finding,
    Incident,
    Place,
    Refusal,
    Span,
    Suggestion,
    TimeRange,
)
from crosscheck.score import Score
from crosscheck.store.codec import decode, encode

# Any character, halves of pairs too: a database must take what a hostile page holds.
TEXT = st.text(st.characters(codec=None), max_size=20)
FLOAT = st.floats(allow_nan=False)
MOMENT = st.datetimes(
    timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | FLOAT | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
SPAN = st.builds(Span, st.integers(0, 9), st.integers(0, 9))
MAYBE_FLOAT = st.none() | FLOAT
MAYBE_MOMENT = st.none() | MOMENT
PLACE = st.builds(
    Place, text=TEXT, span=SPAN, lat=MAYBE_FLOAT, lon=MAYBE_FLOAT, precision_km=MAYBE_FLOAT
)
TIME = st.builds(TimeRange, start=MAYBE_MOMENT, end=MAYBE_MOMENT, text=TEXT, span=SPAN)
RECORDS: dict[type[Any], st.SearchStrategy[Any]] = {
    Article: st.builds(
        Article,
        text=TEXT,
        published=MAYBE_MOMENT,
        extra=st.dictionaries(TEXT, JSON, max_size=3),
    ),
    Claim: st.builds(
        Claim, text=TEXT, places=st.lists(PLACE, max_size=2).map(tuple), time=st.none() | TIME
    ),
    Incident: st.builds(
        Incident,
        title=TEXT,
        start=MAYBE_MOMENT,
        end=MAYBE_MOMENT,
        place=st.none() | PLACE,
        findings=st.lists(st.builds(Finding, severity=FLOAT), max_size=2).map(tuple),
    ),
    Copy: st.builds(Copy, similarity=FLOAT),
    Suggestion: st.builds(Suggestion, score=FLOAT),
    Score: st.builds(
        Score,
        reliability=FLOAT,
        interval=st.tuples(FLOAT, FLOAT),
        level=FLOAT,
        claims_checked=FLOAT,
        as_of=MAYBE_MOMENT,
        measures=st.dictionaries(TEXT, MAYBE_FLOAT, max_size=3),
    ),
}


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_round_trip(kind: type[Any], data: st.DataObject) -> None:
    record = data.draw(RECORDS[kind])
    text = encode(record)
    back = decode(kind, text)

    assert back == record
    assert encode(back) == text
    text.encode("utf-8")
    assert "\0" not in text


def test_arabic_stays_readable() -> None:
    assert '"قصف على الهري"' in encode(Article("a", "o", "قصف على الهري"))


def test_types_come_back_exactly() -> None:
    place = decode(Place, encode(Place("الهري", Span(0, 5), lat=34)))

    assert isinstance(place.span, Span)
    assert isinstance(place.lat, float)
    assert isinstance(place.admin, tuple)


def test_a_field_that_an_older_program_did_not_know_takes_its_default() -> None:
    stored = json.loads(encode(Article("a", "o", "نص", published=datetime(2024, 1, 1, tzinfo=UTC))))
    del stored["outlet_name"]
    stored["of_a_newer_program"] = 1

    assert decode(Article, json.dumps(stored)).outlet_name is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="cut-off"),
        pytest.param("[]", id="no-object"),
        pytest.param('{"file": "a", "record": 1}', id="field-missing"),
    ],
)
def test_what_is_no_record_is_a_store_error(text: str) -> None:
    with pytest.raises(StoreError, match="Restore the database"):
        decode(Refusal, text)


def test_a_broken_moment_is_a_store_error() -> None:
    broken = encode(Article("a", "o", "نص")).replace('"published":null', '"published":"never"')
    with pytest.raises(StoreError, match="stored Article cannot be read"):
        decode(Article, broken)


def test_what_json_has_no_word_for_is_a_callers_bug() -> None:
    with pytest.raises(TypeError, match="no JSON for set"):
        encode(Article("a", "o", "نص", extra={"tags": {"قصف"}}))
