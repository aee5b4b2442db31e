"""What an article tells of its own event, without what it recalls of another time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crosscheck.records import Claim, TimeRange


def own_story(told: Sequence[Claim]) -> list[Claim]:
    """The claims of one article that tell of its own event; all of them if none does.

    Background is left out, and so is what goes on from it: a sentence without a time of its own
    stays in the time of the one before, until a sentence gives another or the main claim comes.
    A sentence whose time lies apart from that of the main claim tells of another event.

    Args:
        told: every claim of the article, in its order.
    """
    main = next((claim.time for claim in told if claim.main), None)
    own = [claim for claim, is_aside in _followed(told, main) if not is_aside]
    return own or list(told)


def _followed(told: Iterable[Claim], main: TimeRange | None) -> Iterable[tuple[Claim, bool]]:
    is_aside = False
    for claim in told:
        if claim.main:
            is_aside = False
        elif claim.background:
            is_aside = True
        elif claim.time is not None:
            is_aside = is_elsewhen(claim.time, main)
        yield claim, is_aside


def is_elsewhen(time: TimeRange | None, main: TimeRange | None) -> bool:
    """Whether both times are known and lie apart."""
    if time is None or main is None or time.start is None or main.start is None:
        return False
    if time.end is None or main.end is None:
        return False
    is_same = (time.start, time.end) == (main.start, main.end)
    return not is_same and max(time.start, main.start) >= min(time.end, main.end)
