"""What the scorecard expects of a truth-discovery fit that is handed to it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

from numpy.typing import NDArray

Grade = Callable[[float, float, float], str]
"""From the low and high end of a 90 % interval and the effective n to an Admiralty letter."""


class Reliability(Protocol):
    """What a fit says of one source: fractions in 0..1, and a number of observations."""

    @property
    def reliability(self) -> float:
        """The expected share of right claims."""

    @property
    def low(self) -> float:
        """The lower end of the interval."""

    @property
    def high(self) -> float:
        """The upper end of the interval."""

    @property
    def effective_n(self) -> float:
        """How many claims of known outcome would tell as much."""


class Truth(Protocol):
    """What a fit holds true of one item: a code, or a number."""

    @property
    def value(self) -> Any:  # noqa: ANN401 - whatever was observed
        """The code or the number."""


class Turn(Protocol):
    """A place in a sequence of claims from which more, or fewer, were right."""

    @property
    def row(self) -> int:
        """The first claim after it."""

    @property
    def before(self) -> float:
        """The share of right claims up to there."""

    @property
    def after(self) -> float:
        """The share from there on."""

    @property
    def probability(self) -> float:
        """How likely it is that there is a change."""


FindChanges = Callable[[Sequence[float], Sequence[datetime]], Sequence[Turn]]
"""From probabilities that claims are right, and their times, to changes, the earliest first."""

Row_co = TypeVar("Row_co", covariant=True)


class Rows(Protocol[Row_co]):
    """One row for each label."""

    def __getitem__(self, label: Hashable, /) -> Row_co:
        """The row of a label that is there."""


class Fitted(Protocol):
    """The outcome of a fit."""

    @property
    def sources(self) -> Rows[Reliability]:
        """One row for each source observed."""

    @property
    def truth(self) -> Rows[Truth]:
        """One row for each item observed."""

    @property
    def support(self) -> NDArray[Any]:
        """For each observation the probability that it is right."""

    @property
    def unseen(self) -> Reliability:
        """What is expected of a source that was never observed."""


class Fit(Protocol):
    """The function that weighs observations (``scoring.fit``)."""

    def __call__(
        self,
        observations: Mapping[str, Sequence[Any]],
        /,
        *,
        kind: Literal["categorical", "numeric"],
        truths: Mapping[Hashable, Any] | None = None,
        groups: Mapping[Hashable, Any] | Sequence[Any] | None = None,
        as_of: datetime | None = None,
        half_life_days: float | None = None,
    ) -> Fitted:
        """Fit truths of items and reliabilities of sources."""
