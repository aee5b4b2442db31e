"""What becomes of incidents between two checks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.store.succession import Change, succession

CASES = [
    pytest.param({"a": ["1"]}, {"a": ["1", "2"]}, {}, [], id="grows-under-its-id"),
    pytest.param(
        {"a": ["1"]}, {"b": ["1", "2"]}, {"a": "b"}, [Change("renamed", "a", "b")], id="renamed"
    ),
    pytest.param(
        {"a": ["1"], "b": ["2"]},
        {"a": ["1", "2"]},
        {"b": "a"},
        [Change("merged", "b", "a")],
        id="joins-one-that-stays",
    ),
    pytest.param(
        {"a": ["1"], "b": ["2"]},
        {"c": ["1", "2"]},
        {"a": "c", "b": "c"},
        [Change("merged", "a", "c"), Change("merged", "b", "c")],
        id="two-become-a-third",
    ),
    pytest.param(
        {"a": ["1", "2", "3"]},
        {"b": ["1"], "c": ["2", "3"]},
        {"a": "c"},
        [Change("split", "a", "b"), Change("renamed", "a", "c")],
        id="falls-apart-and-most-of-it-inherits",
    ),
    pytest.param(
        {"a": ["1", "2"]},
        {"a": ["1"], "b": ["2"]},
        {},
        [Change("split", "a", "b")],
        id="gives-up-a-part",
    ),
    pytest.param({"a": ["1"]}, {"b": ["2"]}, {}, [], id="nothing-is-left"),
    pytest.param({"a": ["1"]}, {"b": ["1"], "c": ["1"]}, {}, [], id="a-member-of-two-says-nothing"),
    pytest.param(
        {"a": ["1", "2"]},
        {"c": ["1"], "b": ["2"]},
        {"a": "b"},
        [Change("split", "a", "c"), Change("renamed", "a", "b")],
        id="of-equal-parts-the-smallest-id-inherits",
    ),
]


@pytest.mark.parametrize(("old", "new", "heirs", "changes"), CASES)
def test_succession(
    old: dict[str, list[str]],
    new: dict[str, list[str]],
    heirs: dict[str, str],
    changes: list[Change],
) -> None:
    found = succession(old, new)

    assert found.heirs == heirs
    assert list(found.changes) == changes
    assert set(found.gone) == old.keys() - new.keys() - heirs.keys()


PARTITIONS = st.dictionaries(st.integers(0, 20).map(str), st.sampled_from("abcde"), max_size=20)


def _groups(owner: dict[str, str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for claim, name in owner.items():
        groups.setdefault(name, []).append(claim)
    return groups


@given(PARTITIONS, PARTITIONS)
def test_an_heir_is_there_and_holds_a_claim_of_the_dead(
    before: dict[str, str], after: dict[str, str]
) -> None:
    old, new = _groups(before), _groups(after)
    found = succession(old, new)

    assert found.heirs.keys().isdisjoint(new)
    for name, heir in found.heirs.items():
        assert set(old[name]) & set(new[heir])
    assert {*found.gone, *found.heirs} == old.keys() - new.keys()
