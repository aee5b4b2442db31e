"""What is known of each source, kept up in one pass as observations arrive.

The items of the latest updates are open: each update judges them anew, together with its own. Then
they are closed: of each source is kept how much it claimed that was checked, how much of that is
held right, and how much doubt is left, and that is what later updates know of it. What is kept
fades by the half-life.

As long as nothing is closed, an update says exactly what ``scoring.fit`` says of all
observations. Later the two differ, since a fit judges old items anew in the light of all that
came after: by less than ``TOLERANCE`` where eight independent claims meet on an item, by up to .11
where four of hardly reliable sources do (``tests/bench/bench_scoring.py updates``).

Source: Neal, Hinton, "A view of the EM algorithm that justifies incremental, sparse, and other
variants", in "Learning in graphical models", 1998.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.categories import judge, to_sources
from scoring.interval import effective_claims
from scoring.one_coin import Record
from scoring.options import DEFAULT, Options
from scoring.result import BoolArray, FloatArray, IntArray, Sources
from scoring.table import Codes, Columns, encode, read_columns, to_labels
from scoring.task import prepare
from scoring.timeline import retention

TOLERANCE = 0.02
"""How far a reliability may lie from that of a fit to everything, a fraction in 0..1."""

OPEN_ROWS = 10_000
"""The latest updates stay open, as many as have no more rows than this; the last one always."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What is kept of each source once items are closed.

    ``right``, ``claimed`` and ``doubt`` are sums over its checked claims: of their weights times
    the probability p that they are right, of their weights, and of their weights times p (1 - p).
    """

    names: NDArray[Any] = field(default_factory=lambda: to_labels([]))
    right: FloatArray = field(default_factory=lambda: np.zeros(0))
    claimed: FloatArray = field(default_factory=lambda: np.zeros(0))
    doubt: FloatArray = field(default_factory=lambda: np.zeros(0))

    def known(self, options: Options) -> Record:
        """As many claims of known outcome as would tell as much of each source."""
        share = self.right / np.maximum(self.claimed, 1e-300)
        hits = options.prior_mean * options.prior_strength + self.right
        held = hits / (options.prior_strength + self.claimed)
        known = effective_claims(self.claimed, self.doubt, held)
        return Record(known * share, known)

    def joined(self, source: NDArray[Any], left: float) -> tuple[Closed, Codes]:
        """With the sources of a column, what was kept faded to ``left``; the column as places."""
        column = np.concatenate([self.names, source]) if len(self.names) else source
        codes = encode(column)
        old, new = codes.codes[: len(self.names)], codes.codes[len(self.names) :]

        def spread(values: FloatArray) -> FloatArray:
            row = np.zeros(len(codes.labels))
            row[old] = left * values
            return row

        joined = Closed(codes.labels, *map(spread, (self.right, self.claimed, self.doubt)))
        return joined, Codes(codes.labels, new)

    def plus(self, source: IntArray, credit: FloatArray, chance: FloatArray) -> Closed:
        """With the claims of items that are closed now."""

        def added(values: FloatArray) -> FloatArray:
            return np.bincount(source, values, len(self.names)).astype(np.float64)

        return replace(
            self,
            right=self.right + added(credit * chance),
            claimed=self.claimed + added(credit),
            doubt=self.doubt + added(credit * chance * (1.0 - chance)),
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """The state after all updates so far; a new one knows nothing.

    ``sources`` is what the last update found, None before the first. ``rows`` are the open
    observations and ``turn`` the update that each came with; ``as_of`` is the latest day seen.
    """

    half_life_days: float | None = None
    options: Options = DEFAULT
    seed: int = 0
    sources: Sources | None = None
    closed: Closed = field(default_factory=Closed)
    rows: Columns | None = None
    turn: IntArray = field(default_factory=lambda: np.zeros(0, np.int64))
    groups: Mapping[Hashable, Any] = field(default_factory=dict)
    truths: Mapping[Hashable, Any] = field(default_factory=dict)
    as_of: float | None = None

    def update(
        self,
        observations: object,
        *,
        truths: Mapping[Hashable, Any] | None = None,
        groups: Mapping[Hashable, Any] | None = None,
    ) -> Ledger:
        """The ledger with more observations, in time linear in these and the open ones.

        Args:
            observations: categorical ones, as for ``scoring.fit``. Those of an item that is
                still open join it.
            truths: items whose value a person has decided; they hold for later updates too.
            groups: the groups of sources that are not independent; they hold for later updates
                too. Without any, copying is looked for among the open observations.

        Raises:
            ValueError: there are no observations, or a column or setting has no meaning.
        """
        fresh = read_columns(observations)
        rows = fresh if self.rows is None else _both(self.rows, fresh)
        number = int(self.turn[-1]) + 1 if len(self.turn) else 0
        turn = np.append(self.turn, np.full(len(fresh), number))
        truths, groups = {**self.truths, **(truths or {})}, {**self.groups, **(groups or {})}
        now = _latest(rows, self.as_of)
        task = prepare(
            rows,
            truths=truths,
            groups=groups or None,
            as_of=now,
            half_life_days=self.half_life_days,
            method="model",
            options=self.options,
            seed=self.seed,
        )
        earlier, source = self.closed.joined(task.source, self._left(now))
        judged = judge(task, source, earlier.known(self.options))
        cells, credit = judged.evidence.cells, judged.evidence.credit
        order, chance = cells.order, judged.posterior.probability[cells.cell]
        shut = _to_close(cells.cell_item[cells.cell], turn[order])
        stays = np.ones(len(rows), np.bool_)
        stays[order[shut]] = False
        sources, _ = to_sources(source.labels, judged.posterior, self.options)
        return replace(
            self,
            sources=sources,
            closed=earlier.plus(cells.source[shut], credit[shut], chance[shut]),
            rows=rows.only(stays),
            turn=turn[stays],
            groups=groups,
            truths=truths,
            as_of=now,
        )

    def _left(self, now: float | None) -> float:
        """What is left of what was kept at the last update."""
        if self.half_life_days is None or self.as_of is None or now is None:
            return 1.0
        return float(retention(np.array([self.as_of]), now, self.half_life_days)[0])


def _both(open_rows: Columns, fresh: Columns) -> Columns:
    """The open observations and new ones; a time that one of them does not have is not known."""

    def days(rows: Columns) -> FloatArray:
        return np.full(len(rows), np.nan) if rows.days is None else rows.days

    known = open_rows.days is not None or fresh.days is not None
    return Columns(
        np.concatenate([open_rows.source, fresh.source]),
        np.concatenate([open_rows.item, fresh.item]),
        np.concatenate([open_rows.value, fresh.value]),
        np.concatenate([open_rows.weight, fresh.weight]),
        np.concatenate([days(open_rows), days(fresh)]) if known else None,
    )


def _latest(rows: Columns, before: float | None) -> float | None:
    told = [] if before is None else [before]
    if rows.days is not None and not np.isnan(rows.days).all():
        told.append(float(np.nanmax(rows.days)))
    return max(told, default=None)


def _to_close(item: IntArray, turn: IntArray) -> BoolArray:
    """Per row, whether its item is closed: nothing was said of it in the updates that stay."""
    last = np.zeros(int(item.max()) + 1, np.int64)
    np.maximum.at(last, item, turn)
    kept = np.cumsum(np.bincount(last[item])[::-1])[::-1]
    staying = np.flatnonzero(kept <= OPEN_ROWS)
    first = min(int(staying[0]) if len(staying) else len(kept), int(turn.max()))
    return np.asarray(last[item] < first, np.bool_)
