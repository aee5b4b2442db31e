"""How a source stands: the record of its score, and of where it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from crosscheck.record import record


@record
class Change:
    """A moment from which a source was right more, or less, often than before.

    ``before`` and ``after`` are the rates on either side, ``probability`` is that there was a
    change; all are fractions in 0..1.
    """

    at: datetime
    before: float
    after: float
    probability: float


@record
class Score:
    """How consistent one source has been with independent others, as of one moment.

    ``reliability`` and ``interval`` are fractions in 0..1, ``level`` the probability mass of the
    interval, ``claims_checked`` the effective number of observations. ``grade`` is the Admiralty
    letter, F where too little was checked. ``measures`` are separate fractions in 0..1; a
    measure that could not be taken is None. ``changes`` come earliest first.
    """

    id: str
    name: str
    kind: str
    grade: str
    reliability: float
    interval: tuple[float, float]
    level: float
    claims_checked: float
    as_of: datetime | None
    measures: Mapping[str, float | None] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
