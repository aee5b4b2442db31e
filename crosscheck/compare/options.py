"""How strictly an incident is compared: every tolerance, with its unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crosscheck.errors import ConfigError


class MergePolicy(StrEnum):
    """How the figures of several outlets become one.

    The Every Casualty standards ask that a disagreement be settled by preferring a source, by
    giving the range, or by leaving it open, and that the policy be named.
    """

    RANGE = "range"
    CONSERVATIVE = "conservative"
    MAJORITY = "majority"
    PREFERRED = "preferred"


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """The settings of one comparison.

    ``about_tolerance`` is the fraction by which "about 20" may be off, in 0..1.
    ``same_time_hours`` is how far apart two publications may be and still speak of the same
    moment. ``place_tolerance_km`` is how far two places may lie apart, on top of their own
    stated precision, before they exclude each other; ``time_tolerance_hours`` the same for the
    time of the event. ``preferred_sources`` is read by the policy ``preferred``, best first.

    Raises:
        ConfigError: a tolerance is negative, or ``preferred`` has no source to prefer.
    """

    about_tolerance: float = 0.1
    same_time_hours: float = 1.0
    place_tolerance_km: float = 5.0
    time_tolerance_hours: float = 1.0
    policy: MergePolicy = MergePolicy.RANGE
    preferred_sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.about_tolerance < 1:
            raise ConfigError(
                f"compare.about_tolerance is {self.about_tolerance}: give a fraction from 0 to 1"
            )
        for name in ("same_time_hours", "place_tolerance_km", "time_tolerance_hours"):
            if getattr(self, name) < 0:
                raise ConfigError(f"compare.{name} is negative: give 0 or more")
        if self.policy is MergePolicy.PREFERRED and not self.preferred_sources:
            raise ConfigError("merge policy 'preferred' needs at least one preferred source")
