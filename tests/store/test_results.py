"""Checks, scores, verdicts, refusals and vectors, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
import sqlalchemy as sa

from crosscheck.errors import StoreError
from crosscheck.records import Copy, Incident, Refusal, Slot, Span, Suggestion
from crosscheck.score import Score
from crosscheck.store.repository import Store
from crosscheck.store.succession import Change

Build = Callable[..., Incident]
AT = datetime(2024, 4, 1, tzinfo=UTC)


def test_a_check_is_kept_whole(store: Store, incident: Build) -> None:
    found = [incident("i-b", ["c2", "c3"]), incident("i-a", ["c1"])]
    copies = [Copy("a2", "a1", "copy", 0.97, "نص واحد", (Span(0, 40),))]
    suggestions = [Suggestion("i-a", "i-b", 0.5)]

    assert store.save_check(found, copies, suggestions) == ()
    assert store.incidents() == tuple(found)
    assert store.incident("i-a") == found[1]
    assert store.copies() == tuple(copies)
    assert store.suggestions() == tuple(suggestions)


def test_the_next_check_replaces_all_of_it(store: Store, incident: Build) -> None:
    store.save_check([incident("i-a", ["c1"])], [Copy("a2", "a1", "copy", 1.0, "")])
    changes = store.save_check([incident("i-b", ["c9"], articles=("a9",))])

    assert [found.id for found in store.incidents()] == ["i-b"]
    assert store.copies() == ()
    assert store.incident("i-a") is None
    assert changes == (Change("dropped", "i-a", ""),)


def test_an_incident_whose_claims_were_read_anew_is_followed_by_its_articles(
    store: Store, incident: Build
) -> None:
    store.save_check([incident("i-old", ["c1"], articles=("a1", "a2"))])
    changes = store.save_check(
        [incident("i-x", ["d1"], articles=("a9",)), incident("i-y", ["d2"], articles=("a1", "a2"))]
    )

    assert changes == (Change("renamed", "i-old", "i-y"),)
    found = store.incident("i-old")
    assert found is not None
    assert found.id == "i-y"


def test_a_check_that_fails_leaves_the_last_one(store: Store, incident: Build) -> None:
    store.save_check([incident("i-a", ["c1"])])

    with pytest.raises(StoreError):
        store.save_check([incident("i-b", ["c1"]), incident("i-b", ["c2"])])

    assert [found.id for found in store.incidents()] == ["i-a"]


def test_an_incident_keeps_its_former_ids(store: Store, incident: Build) -> None:
    store.save_check([incident("i1", ["c1"]), incident("i2", ["c2", "c3"])])
    store.save_check([incident("i3", ["c1", "c4"]), incident("i2", ["c2", "c3"])])
    changes = store.save_check([incident("i4", ["c1", "c2", "c3", "c4"], aliases=("i0",))])

    assert changes == (Change("merged", "i2", "i4"), Change("merged", "i3", "i4"))
    for former in ("i0", "i1", "i2", "i3", "i4"):
        found = store.incident(former)
        assert found is not None
        assert found.id == "i4"
    assert store.incidents()[0].aliases == ("i0", "i1", "i2", "i3")
    assert [logged.change.kind for logged in store.changes()] == ["renamed", "merged", "merged"]


def test_an_id_that_comes_back_is_itself_again(store: Store, incident: Build) -> None:
    store.save_check([incident("i1", ["c1"])])
    store.save_check([incident("i2", ["c1", "c2"])])
    store.save_check([incident("i1", ["c1"]), incident("i3", ["c2"])])

    assert [found.aliases for found in store.incidents()] == [("i2",), ()]
    again = store.incident("i1")
    assert again is not None
    assert again.id == "i1"


def test_findings_can_be_queried(store: Store, incident: Build) -> None:
    store.save_check([incident("i1", ["c1", "c2"])])

    with store._engine.connect() as connection:
        row = connection.execute(
            sa.text("SELECT incident_id, slot FROM finding WHERE relation = 'conflict'")
        ).one()
        flag = connection.execute(sa.text("SELECT claim_id, flag FROM flag")).one()

    assert tuple(row) == ("i1", "killed")
    assert tuple(flag) == ("c1", "unattributed")


def test_words_that_no_database_holds_are_kept_in_the_record(store: Store, incident: Build) -> None:
    odd = incident("i1", ["c1"], title="قصف \0 \ud83d")
    store.save_check([odd])
    store.save_refusals([Refusal("\udcff.txt", None, "\0")])
    kept = store.add_verdict("i1", Slot.KILLED, "\udcff", "\0", note="\ud800")

    assert store.incidents() == (odd,)
    assert store.refusals() == (Refusal("\ufffd.txt", None, "\ufffd"),)
    assert (kept.value, kept.by, kept.note) == ("\ufffd", "\ufffd", "\ufffd")


def test_scores_and_their_history(store: Store) -> None:
    score = Score("sana", "SANA", "agency", "B", 0.7, (0.5, 0.8), 0.9, 34.0, AT, {"original": None})
    past = (replace(score, as_of=None, grade="F"), score)

    store.save_scores([score], {"sana": past})
    assert (store.scores(), store.history()) == ((score,), {"sana": past})

    store.save_scores([])
    assert (store.scores(), store.history()) == ((), {})


def test_a_verdict_is_undone_but_never_lost(store: Store, incident: Build) -> None:
    store.save_check([incident("i1", ["c1"])])
    kept = store.add_verdict("i1", Slot.KILLED, "3", "salma", note="صور من المشفى", at=AT)

    assert store.verdicts() == (kept,)
    undone = store.undo_verdict(kept.id, "omar", at=AT)
    assert undone == replace(kept, undone_at=AT, undone_by="omar")
    again = store.add_verdict("i1", Slot.KILLED, "4", "omar")
    assert store.verdicts() == (undone, again)


def test_a_verdict_follows_its_incident(store: Store, incident: Build) -> None:
    store.save_check([incident("i1", ["c1"])])
    store.add_verdict("i1", Slot.PLACE, "الهري", "salma")
    store.save_check([incident("i2", ["c1", "c2"])])

    assert [verdict.incident for verdict in store.verdicts()] == ["i2"]


def test_verdicts_that_cannot_be(store: Store, incident: Build) -> None:
    store.save_check([incident("i1", ["c1"])])
    with pytest.raises(StoreError, match="no incident 'i9'"):
        store.add_verdict("i9", Slot.KILLED, "3", "salma")
    with pytest.raises(StoreError, match="verdict 5 does not exist"):
        store.undo_verdict(5, "salma")
    kept = store.add_verdict("i1", Slot.KILLED, "3", "salma")
    store.undo_verdict(kept.id, "salma")
    with pytest.raises(StoreError, match="undone already"):
        store.undo_verdict(kept.id, "salma")


def test_refusals_are_those_of_the_last_load(store: Store) -> None:
    first = [Refusal("a.jsonl", 3, "not valid JSON"), Refusal("b", None, "empty")]
    store.save_refusals(first)
    assert store.refusals() == tuple(first)
    store.save_refusals([])
    assert store.refusals() == ()


def test_vectors_come_back_bit_for_bit(store: Store) -> None:
    row = np.array([0.1, -1e-38, np.inf, 3.0], dtype=np.float32)
    store.save_vectors("use", {"h1": row, "h2": -row})
    store.save_vectors("use", {"h2": row})

    found = store.vectors("use", ["h1", "h2", "h2", "absent"])

    assert found.keys() == {"h1", "h2"}
    assert all(vector.dtype == np.float32 and (vector == row).all() for vector in found.values())
    assert store.vectors("another model", ["h1"]) == {}


def test_many_vectors_at_once(store: Store) -> None:
    many = {f"h{number}": np.full(4, number, dtype=np.float32) for number in range(12_000)}
    store.save_vectors("use", many)

    assert store.vectors("use", many).keys() == many.keys()
