"""The one table of settings of truth discovery.

| setting | default | unit | what it does |
|---|---|---|---|
| ``level`` | 0.9 | fraction | probability mass of every interval |
| ``prior_mean`` | 0.8 | fraction | the reliability expected before any source is seen |
| ``prior_strength`` | 5 | observations | how many checked claims outweigh that expectation |
| ``max_iterations`` | 200 | rounds | after that the result says that it did not converge |
| ``tolerance`` | 1e-5 | fraction | largest change of a reliability in a converged round |
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of one fit; the module's docstring is the table of their meanings."""

    level: float = 0.9
    prior_mean: float = 0.8
    prior_strength: float = 5.0
    max_iterations: int = 200
    tolerance: float = 1e-5

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise ValueError(f"level must lie between 0 and 1, not {self.level}")
        if not 0 < self.prior_mean < 1:
            raise ValueError(f"prior_mean must lie between 0 and 1, not {self.prior_mean}")
        if self.prior_strength <= 0 or self.tolerance <= 0 or self.max_iterations < 1:
            raise ValueError("prior_strength, tolerance and max_iterations must be positive")


DEFAULT = Options()
