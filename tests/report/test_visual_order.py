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


@pytest.mark.parametrize(
    ("logical", "visual"),
    [
        pytest.param(f"{ALEF}{BET}.", f".{BET}{ALEF}", id="full-stop-ends-on-the-left"),
        pytest.param(f"{ALEF} ab {BET}", f"{BET} ab {ALEF}", id="latin-keeps-its-order"),
        pytest.param(f"{ALEF} (ab) {BET}", f"{BET} (ab) {ALEF}", id="latin-in-brackets"),
        pytest.param(f"{ALEF} [{BET}], ab.", f".ab ,[{BET}] {ALEF}", id="bracket-before-latin"),
        pytest.param(f"ab ({ALEF})", f"({ALEF}) ab", id="brackets-go-with-the-paragraph"),
        pytest.param(f"ab (cd) {ALEF}", f"{ALEF} ab (cd)", id="brackets-go-with-the-latin-run"),
        pytest.param(f"{ALEF} 12% ({BET} 3)", f"(3 {BET}) 12% {ALEF}", id="numbers-in-brackets"),
        pytest.param(f"{ALEF}) {BET} (", f") {BET} ({ALEF}", id="no-pair"),
        pytest.param("ab", "ab", id="latin-alone"),
    ],
)
def test_order_of_a_paragraph_that_runs_from_the_right(logical: str, visual: str) -> None:
    assert visual_order(logical, rtl=True) == visual


@pytest.mark.parametrize(
    ("logical", "visual"),
    [
        pytest.param(f"a ({ALEF}) b", f"a ({ALEF}) b", id="foreign-word-in-brackets"),
        pytest.param(f"{ALEF} (b) {BET}", f"{ALEF} (b) {BET}", id="latin-in-brackets-parts-them"),
        pytest.param(f"{ALEF} ({BET}) b", f"({BET}) {ALEF} b", id="closed-before-latin"),
        pytest.param(f"{ALEF} [({BET})] b", f"[({BET})] {ALEF} b", id="nested"),
        pytest.param(f"{ALEF} ([{BET})] b", f"({BET}]) {ALEF}] b", id="crossed"),
    ],
)
def test_brackets_go_in_pairs(logical: str, visual: str) -> None:
    assert visual_order(logical) == visual


@given(st.text(alphabet="ab \u0642\u0635\u0641\u064e12\u0663.,()%-", max_size=30))
def test_nothing_is_lost_or_added_but_joined_forms(text: str) -> None:
    def plain(letters: str) -> int:
        return sum(letter.isascii() and letter not in "()" for letter in letters)

    assert plain(visual_order(text)) == plain(text)
