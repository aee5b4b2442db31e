"""Right-to-left text in the order in which it is seen, for terminals that cannot order it.

The rules are those of the Unicode Bidirectional Algorithm (UAX #9) for one paragraph without
explicit formatting characters, which ``escape.one_line`` removes: W1-W7, N1-N2, I1-I2, L1-L2, L4.
The paragraph runs from left to right, as the lines of a terminal do.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby

from arabic_reshaper import reshape  # type: ignore[import-untyped]  # ships no types

_NEUTRAL = {"B", "S", "WS", "ON", "BN"}
_OPENING, _CLOSING = "([{«‹<", ")]}»›>"
_MIRRORED = dict(zip(_OPENING + _CLOSING, _CLOSING + _OPENING, strict=True))


def visual_order(text: str) -> str:
    r"""The text with its letters joined and its runs turned round, ready to print left to right.

    >>> ascii(visual_order("a \u05d1\u05d2 12"))
    "'a 12 \\u05d2\\u05d1'"
    """
    shaped = reshape(text)
    classes = _resolved_classes([unicodedata.bidirectional(c) or "L" for c in shaped])
    levels = [_level(kind) for kind in classes]
    end = len(shaped.rstrip())  # L1: spaces at the end keep the direction of the paragraph
    levels[end:] = [0] * (len(shaped) - end)
    return "".join(_turned(shaped, levels))


def _level(kind: str) -> int:
    """The embedding level in a left-to-right paragraph (I1)."""
    return {"L": 0, "R": 1}.get(kind, 2)


def _resolved_classes(classes: list[str]) -> list[str]:
    return _resolve_neutral(_resolve_weak(classes))


def _resolve_weak(given: list[str]) -> list[str]:
    """Rules W1-W7: marks follow their letter, numbers their context."""
    classes = _follow_letters(given)
    _join_separated(classes)
    _attach_terminators(classes)
    strong = "L"
    for index, kind in enumerate(classes):
        if kind in {"ES", "ET", "CS"}:  # W6
            classes[index] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":  # W7
            classes[index] = "L"
    return classes


def _follow_letters(given: list[str]) -> list[str]:
    """Rules W1-W3: marks take their letter's class, numbers after Arabic letters turn Arabic."""
    classes = list(given)
    strong, previous = "L", "L"
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


def _resolve_neutral(classes: list[str]) -> list[str]:
    """Rules N1-N2: neutrals between two runs of one direction take it, others the paragraph's."""
    resolved: list[str] = []
    for is_neutral, run in groupby(enumerate(classes), key=lambda item: item[1] in _NEUTRAL):
        items = list(run)
        if not is_neutral:
            resolved.extend(kind for _, kind in items)
            continue
        start, end = items[0][0], items[-1][0] + 1
        before = _side(classes[start - 1]) if start else "L"
        after = _side(classes[end]) if end < len(classes) else "L"
        resolved.extend([before if before == after else "L"] * len(items))
    return resolved


def _side(kind: str) -> str:
    """For neutrals, a number counts as right-to-left."""
    return "R" if kind in {"R", "EN", "AN"} else "L"


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
