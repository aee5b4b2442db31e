"""How the wrong claims of an item fall on its wrong values.

Every label seen may be true of an item, also one that nobody claims. Wrong claims fall on the
other labels with unknown shares, which have a symmetric Dirichlet prior; they are integrated out.
A high concentration means errors without a pattern, a low one popular errors; the concentration
is learned from the table by likelihood.

Source: Minka, "Estimating a Dirichlet distribution", 2000 (the compound multinomial).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from scoring.claims import Cells
from scoring.result import FloatArray

CONCENTRATIONS = np.array([0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 64.0, 256.0])
"""Summed over the wrong labels, in claims; from near unanimous errors to evenly spread ones."""

EXPECTED = 4.0
"""The concentration expected before anything is seen; one of e^1.5 times more or less is usual."""

UNSURE = 1.5


@dataclass(frozen=True, slots=True)
class WrongValues:
    """Log likelihoods of an item's wrong claims, one row for each of ``concentrations``.

    ``if_true`` is (concentrations, cells): all claims on other values, if the cell is true;
    ``if_none`` is (concentrations, items): all claims, if a label that nobody claims is true,
    summed over such labels; minus infinity if every label is claimed.
    """

    concentrations: FloatArray
    if_true: FloatArray
    if_none: FloatArray

    def weigh(self, true: FloatArray, none: FloatArray, others: FloatArray | float) -> FloatArray:
        """The log posterior of each concentration, but for a constant.

        Args:
            true: probabilities of cells, or 1 for those drawn.
            none: the same of none of an item's cells; not read where every label is claimed.
            others: per concentration, the log likelihood of items that are not in here.
        """
        possible = np.isfinite(self.if_none[0])
        likelihood = self.if_true @ true + self.if_none[:, possible] @ none[possible] + others
        prior = -0.5 * (np.log(self.concentrations / EXPECTED) / UNSURE) ** 2
        return np.asarray(likelihood + prior, np.float64)


def labels_of(cells: Cells) -> int:
    """How many values there are that an item may have."""
    return max(int(cells.cell_value.max()) + 1, 2)


def wrong_values(
    cells: Cells, votes: FloatArray, labels: int, concentrations: FloatArray = CONCENTRATIONS
) -> WrongValues:
    """The likelihoods for the summed votes of each cell, at each concentration."""
    total = cells.per_item(votes)
    others = np.maximum(total[cells.cell_item] - votes, 0.0)
    unclaimed = np.maximum(labels - cells.sizes, 0.0)
    with np.errstate(divide="ignore"):
        choices = np.log(unclaimed)
    if_true, if_none = [], []
    votes_of, others_of, total_of = Counted(votes), Counted(others), Counted(total)
    for concentration in concentrations.tolist():
        each = concentration / (labels - 1)
        own = votes_of.log_gamma(each) - gammaln(each)
        summed, start = cells.per_item(own), gammaln(concentration)
        rest = summed[cells.cell_item] - own
        if_true.append(rest + start - others_of.log_gamma(concentration))
        if_none.append(summed + start - total_of.log_gamma(concentration) + choices)
    return WrongValues(concentrations, np.array(if_true), np.array(if_none))


class Counted:
    """Numbers whose log gamma is asked for with several things added to them.

    Whole numbers, as unshared votes are, are looked up.
    """

    def __init__(self, numbers: FloatArray) -> None:
        self._numbers = numbers
        self._whole = numbers.astype(np.int64)
        self._most = int(self._whole.max(initial=0))
        self._is_whole = self._most < len(numbers) and bool(np.all(self._whole == numbers))

    def log_gamma(self, plus: float) -> FloatArray:
        """The log gamma of each number plus a constant."""
        if not self._is_whole:
            return np.asarray(gammaln(self._numbers + plus), np.float64)
        known = gammaln(np.arange(self._most + 1) + plus)
        return np.asarray(known[self._whole], np.float64)
