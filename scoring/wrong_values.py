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
    """Log likelihoods of an item's wrong claims, one row for each of ``CONCENTRATIONS``.

    ``if_true`` is (concentrations, cells): all claims on other values, if the cell is true;
    ``if_none`` is (concentrations, items): all claims, if a label that nobody claims is true,
    summed over such labels; minus infinity if every label is claimed.
    """

    if_true: FloatArray
    if_none: FloatArray

    def best(self, true: FloatArray, none: FloatArray, others: FloatArray) -> int:
        """The likeliest concentration, given the probabilities of cells and of none of them.

        ``others`` is, per concentration, the log likelihood of items that are not in here.
        """
        possible = none > 0
        likelihood = self.if_true @ true + self.if_none[:, possible] @ none[possible] + others
        prior = -0.5 * (np.log(CONCENTRATIONS / EXPECTED) / UNSURE) ** 2
        return int(np.argmax(likelihood + prior))


def wrong_values(cells: Cells, votes: FloatArray) -> WrongValues:
    """The likelihoods for the summed votes of each cell."""
    labels = max(int(cells.cell_value.max()) + 1, 2)
    total = cells.per_item(votes)
    others = np.maximum(total[cells.cell_item] - votes, 0.0)
    unclaimed = np.maximum(labels - cells.per_item(np.ones(len(votes))), 0.0)
    with np.errstate(divide="ignore"):
        choices = np.log(unclaimed)
    if_true, if_none = [], []
    for concentration in CONCENTRATIONS.tolist():
        each = concentration / (labels - 1)
        own = gammaln(votes + each) - gammaln(each)
        summed, start = cells.per_item(own), gammaln(concentration)
        if_true.append(summed[cells.cell_item] - own + start - gammaln(concentration + others))
        if_none.append(summed + start - gammaln(concentration + total) + choices)
    return WrongValues(np.array(if_true), np.array(if_none))
