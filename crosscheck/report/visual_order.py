"""Right-to-left text in the order in which it is seen, for terminals that cannot order it.

The rules are those of the Unicode Bidirectional Algorithm (UAX #9) for one paragraph without
explicit formatting characters, which ``escape.one_line`` removes: P2-P3, W1-W7, N0-N2, I1-I2,
L1-L2, L4.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby

from arabic_reshaper import reshape  # type: ignore[import-untyped]  # ships no types

_NEUTRAL = {"B", "S", "WS", "ON", "BN"}
_OPENING, _CLOSING = "([{«‹<", ")]}»›>"
_MIRRORED = dict(zip(_OPENING + _CLOSING, _CLOSING + _OPENING, strict=True))
# Only these stand in pairs for N0; quotation marks are mirrored, but each stands for itself.
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_DEEPEST = 63


def visual_order(text: str, *, rtl: bool = False) -> str:
    r"""The text with its letters joined and its runs turned round, ready to print left to right.

    ``rtl`` says that the paragraph runs from right to left; see ``runs_from_right``.

    >>> ascii(visual_order("a \u05d1\u05d2 12"))
    "'a 12 \\u05d2\\u05d1'"
    """
    shaped = reshape(text)
    base = "R" if rtl else "L"
    weak = _resolve_weak([unicodedata.bidirectional(c) or "L" for c in shaped], base)
    classes = _resolve_neutral(_resolve_brackets(shaped, weak, base), base)
    levels = [_level(kind, base) for kind in classes]
    end = len(shaped.rstrip())  # L1: spaces at the end keep the direction of the paragraph
    levels[end:] = [int(rtl)] * (len(shaped) - end)
    return "".join(_turned(shaped, levels))


def runs_from_right(text: str) -> bool:
    r"""Whether the first letter of the text is written from right to left (P2, P3).

    >>> runs_from_right("12 \u05d1 a"), runs_from_right("a \u05d1")
    (True, False)
    """
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def _level(kind: str, base: str) -> int:
    """The embedding level (I1, I2)."""
    if kind == "R":
        return 1
    return 0 if kind == base else 2


def _resolve_weak(given: list[str], base: str) -> list[str]:
    """Rules W1-W7: marks follow their letter, numbers their context."""
    classes = _follow_letters(given, base)
    _join_separated(classes)
    _attach_terminators(classes)
    strong = base
    for index, kind in enumerate(classes):
        if kind in {"ES", "ET", "CS"}:  # W6
            classes[index] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":  # W7
            classes[index] = "L"
    return classes


def _follow_letters(given: list[str], base: str) -> list[str]:
    """Rules W1-W3: marks take their letter's class, numbers after Arabic letters turn Arabic."""
    classes = list(given)
    strong, previous = base, base
    for index, kind in enumerate(classes):
        if kind == "NSM":
            classes[index] = previous
        elif kind in {"L", "R", "AL"}:
            strong = kind
        elif kind == "EN" and strong == "AL":
            classes[index] = "AN"
        previous = classes[index]
    return ["R" if kind == "AL" else kind for kind in classes]


def _join_separated(classes: list[str]) -> None:
    """Rule W4: one separator between two numbers of a kind belongs to them."""
    for index in range(1, len(classes) - 1):
        before, kind, after = classes[index - 1 : index + 2]
        if before == after and (
            (kind == "CS" and before in {"EN", "AN"}) or (kind == "ES" and before == "EN")
        ):
            classes[index] = before


def _attach_terminators(classes: list[str]) -> None:
    """Rule W5: signs such as % and $ beside a European number belong to it."""
    start = 0
    for kind, run in groupby(list(classes)):
        end = start + len(list(run))
        touches = (start > 0 and classes[start - 1] == "EN") or (
            end < len(classes) and classes[end] == "EN"
        )
        if kind == "ET" and touches:
            classes[start:end] = ["EN"] * (end - start)
        start = end


def _resolve_brackets(text: str, given: list[str], base: str) -> list[str]:
    """Rule N0: both brackets of a pair take one direction, from what stands in or before them."""
    classes = list(given)
    for start, end in _bracket_pairs(text, classes):
        inside = {_strong(kind) for kind in classes[start + 1 : end]} - {None}
        if not inside:
            continue
        before = (side for kind in reversed(classes[:start]) if (side := _strong(kind)))
        turned = base not in inside and next(before, base) != base
        classes[start] = classes[end] = _other(base) if turned else base
    return classes


def _bracket_pairs(text: str, classes: list[str]) -> list[tuple[int, int]]:
    """The pairs of brackets by their opening ones (BD16); those without a partner are left out."""
    waiting: list[tuple[str, int]] = []
    pairs = []
    for place, letter in enumerate(text):
        if classes[place] != "ON":
            continue
        if letter in _PAIRS:
            if len(waiting) == _DEEPEST:
                return []
            waiting.append((_PAIRS[letter], place))
        elif any(closing == letter for closing, _ in waiting):
            while waiting:
                closing, start = waiting.pop()
                if closing == letter:
                    pairs.append((start, place))
                    break
    return sorted(pairs)


def _strong(kind: str) -> str | None:
    """The direction that a class gives, where a number counts as right-to-left."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind)


def _other(side: str) -> str:
    return "L" if side == "R" else "R"


def _resolve_neutral(classes: list[str], base: str) -> list[str]:
    """Rules N1-N2: neutrals between two runs of one direction take it, others the paragraph's."""
    resolved: list[str] = []
    for is_neutral, run in groupby(enumerate(classes), key=lambda item: item[1] in _NEUTRAL):
        items = list(run)
        if not is_neutral:
            resolved.extend(kind for _, kind in items)
            continue
        start, end = items[0][0], items[-1][0] + 1
        before = _strong(classes[start - 1]) if start else base
        after = _strong(classes[end]) if end < len(classes) else base
        resolved.extend([before if before == after and before else base] * len(items))
    return resolved


def _turned(text: str, levels: list[int]) -> list[str]:
    """Rule L2, from the highest level down; a mirrored sign in a right-to-left run is swapped."""
    letters = [
        _MIRRORED.get(letter, letter) if level % 2 else letter
        for letter, level in zip(text, levels, strict=True)
    ]
    order = list(range(len(text)))
    for level in (2, 1):
        start = 0
        for inside, run in groupby([levels[position] >= level for position in order]):
            end = start + len(list(run))
            if inside:
                order[start:end] = reversed(order[start:end])
            start = end
    return [letters[position] for position in order]
