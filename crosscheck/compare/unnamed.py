"""Deeds that an article lays to nobody: it says that nobody knows, or that nobody did it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache

from crosscheck.compare.cues import Cues
from crosscheck.compare.denials import affirms
from crosscheck.lang.language import languages
from crosscheck.records import Claim
from crosscheck.span import Span


class Unnamed(StrEnum):
    """The entry of the actor file that stands for what an article says instead of a name."""

    UNKNOWN = "unknown"
    REMNANTS = "war-remnants"


@cache
def _cues(lang: str) -> Cues[Unnamed] | None:
    """The phrases of a language, None where it has none."""
    return Cues(lang, "unnamed", Unnamed) if lang in languages() else None


def unnamed(claims: Sequence[Claim]) -> tuple[Claim, Unnamed, Span] | None:
    """What the article says first in place of who did it, and where; main claims come first.

    Only claims that tell of a physical event are read. That it was an accident counts only where
    it is said plainly; of two accounts in one article neither counts.

    Args:
        claims: those of one article, which names nobody as the one who did it.
    """
    found = list(_found(sorted(claims, key=lambda claim: not claim.main)))
    if len({kind for _, kind, _ in found}) != 1:
        return None
    return found[0]


def _found(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Unnamed, Span]]:
    for claim in claims:
        cues = _cues(claim.lang)
        if cues is None or not affirms(claim):
            continue
        for kind, span in cues.find(claim.text):
            if kind is Unnamed.UNKNOWN or not claim.hedged:
                start = claim.span.start
                yield claim, kind, Span(start + span.start, start + span.end)
