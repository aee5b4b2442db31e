"""Patterns know which classes they cannot do without."""

from __future__ import annotations

import pytest

from crosscheck.lang.pattern import needed


@pytest.mark.parametrize(
    ("expression", "classes"),
    [
        pytest.param("[a][b]", ["[a]", "[b]"], id="in-a-row"),
        pytest.param("[a]?[b]*[c]{0,3}?[d]{,2}", [], id="may-be-left-out"),
        pytest.param("[a]+[b]{2}[c]{1,4}?", ["[a]", "[b]", "[c]"], id="once-or-more"),
        pytest.param("[^a][b]", ["[b]"], id="a-class-left-out-is-not-needed"),
        pytest.param("(?P<said>[a][b])", ["[a]", "[b]"], id="in-a-group"),
        pytest.param("(?:[a][b])?[c]", ["[c]"], id="in-a-group-that-may-be-left-out"),
        pytest.param("(?:[a]|[b])[c]", ["[c]"], id="not-in-a-choice"),
        pytest.param("[a]|[b]", [], id="not-in-a-choice-of-all"),
        pytest.param("(?<![a])(?![b])(?=[c])[d]", ["[d]"], id="not-where-it-only-looks"),
        pytest.param("((?:[a])+[b]?)", ["[a]"], id="groups-in-groups"),
        pytest.param("^.[a]$", ["[a]"], id="other-signs"),
    ],
)
def test_needed(expression: str, classes: list[str]) -> None:
    assert needed(expression) == classes
