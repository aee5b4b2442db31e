"""The Admiralty letter of a source (AJP-2.1), from its interval and effective n alone.

| letter | means | rule |
|---|---|---|
| F | cannot be judged | fewer than 8 effective claims, or an interval wider than 0.35 |
| A | completely reliable | low >= 0.90 |
| B | usually reliable | low >= 0.75 |
| C | fairly reliable | low >= 0.55 |
| E | unreliable | high < 0.40 |
| D | not usually reliable | anything else |

The first row that holds decides. ``low`` and ``high`` bound the central 90 % interval: the 5 %
and 95 % quantiles.
"""

from __future__ import annotations

MINIMUM_CLAIMS = 8.0
WIDEST_INTERVAL = 0.35
LOWEST = (("A", 0.90), ("B", 0.75), ("C", 0.55))
UNRELIABLE_BELOW = 0.40


def grade(low: float, high: float, effective_n: float) -> str:
    """The letter A to F for a 90 % interval that rests on ``effective_n`` claims.

    >>> grade(0.93, 0.99, 120.0), grade(0.93, 0.99, 5.0), grade(0.2, 0.38, 60.0)
    ('A', 'F', 'E')
    """
    if effective_n < MINIMUM_CLAIMS or high - low > WIDEST_INTERVAL:
        return "F"
    for letter, bound in LOWEST:
        if low >= bound:
            return letter
    return "E" if high < UNRELIABLE_BELOW else "D"
