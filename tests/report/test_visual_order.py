"""Reordering for terminals without bidirectional support follows UAX #9."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.report.visual_order import visual_order

ALEF, BET, GIMEL = "\u05d0", "\u05d1", "\u05d2"  # Hebrew: letters that are not joined


@pytest.mark.parametrize(
    ("logical", "visual"),
    [
        pytest.param("plain", "plain", id="latin-stays"),
        pytest.param(ALEF + BET, BET + ALEF, id="a-word-is-turned"),
        pytest.param(f"a {ALEF}{BET} b", f"a {BET}{ALEF} b", id="words-around-it-stay"),
        pytest.param(f"{ALEF} {BET}", f"{BET} {ALEF}", id="space-between-words-goes-along"),
        pytest.param(f"{ALEF} 12 {BET}", f"{BET} 12 {ALEF}", id="digits-keep-their-order"),
        pytest.param(f"{ALEF} 1.5 {BET}", f"{BET} 1.5 {ALEF}", id="a-point-belongs-to-its-number"),
        pytest.param(f"{ALEF} 50% {BET}", f"{BET} 50% {ALEF}", id="percent-belongs-to-its-number"),
        pytest.param(
            f"{ALEF} ({BET}) {GIMEL}", f"{GIMEL} ({BET}) {ALEF}", id="brackets-are-mirrored"
        ),
        pytest.param(f"{ALEF}{BET}. ", f"{BET}{ALEF}. ", id="end-takes-the-line-direction"),
    ],
)
def test_order(logical: str, visual: str) -> None:
    assert visual_order(logical) == visual


@given(st.text(alphabet="ab \u0642\u0635\u0641\u064e12\u0663.,()%-", max_size=30))
def test_nothing_is_lost_or_added_but_joined_forms(text: str) -> None:
    def plain(letters: str) -> int:
        return sum(letter.isascii() and letter not in "()" for letter in letters)

    assert plain(visual_order(text)) == plain(text)
