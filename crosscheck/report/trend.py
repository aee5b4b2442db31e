"""A source's score over time as a small drawing: the mean as a line, its interval as a band."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosscheck.score import Score

WIDTH, HEIGHT = 200, 44


@dataclass(frozen=True, slots=True)
class Trend:
    """Points of SVG polygons in a box of ``WIDTH`` x ``HEIGHT``; 1 is at the top.

    ``changes`` are the columns where the score's own changes lie.
    """

    band: str
    line: str
    last: tuple[float, float]
    changes: tuple[float, ...]


def trend(history: Sequence[Score]) -> Trend | None:
    """The course of the score by date, or None with fewer than two dated measurements."""
    dated = sorted(
        ((score.as_of.timestamp(), score) for score in history if score.as_of is not None),
        key=itemgetter(0),
    )
    if len(dated) < 2:
        return None
    first, last = dated[0][0], dated[-1][0]
    length = last - first or 1.0

    def column(moment: float) -> float:
        return round((moment - first) / length * WIDTH, 1)

    columns = [column(moment) for moment, _ in dated]
    scores = [score for _, score in dated]
    upper = [(x, _height(s.interval[1])) for x, s in zip(columns, scores, strict=True)]
    lower = [(x, _height(s.interval[0])) for x, s in zip(columns, scores, strict=True)]
    mean = [(x, _height(s.reliability)) for x, s in zip(columns, scores, strict=True)]
    turns = tuple(max(0.0, column(change.at.timestamp())) for change in scores[-1].changes)
    return Trend(_points([*upper, *reversed(lower)]), _points(mean), mean[-1], turns)


def _height(fraction: float) -> float:
    return round((1 - fraction) * (HEIGHT - 4) + 2, 1)


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
