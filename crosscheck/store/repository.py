"""The store: everything that is kept between runs, in records."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Self

from sqlmodel import Session

from crosscheck.store import articles as article_rows
from crosscheck.store import checked, results, verdicts
from crosscheck.store import claims as claim_rows
from crosscheck.store.engine import advised, open_engine, shown

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy.engine import Engine

    from crosscheck.records import (
        Article,
        Claim,
        Copy,
        Incident,
        Refusal,
        Slot,
        Suggestion,
        Verdict,
    )
    from crosscheck.score import Score
    from crosscheck.store.articles import Counts
    from crosscheck.store.results import LoggedChange
    from crosscheck.store.succession import Change

_ARTICLES_PER_WRITE = 1_000
_READ_PER_WRITE = 100


def open_store(url: str) -> Store:
    """The store at a SQLAlchemy URL, a SQLite file's path, or ``:memory:``, schema up to date.

    Raises:
        StoreError: it cannot be opened, is newer than this program, or is not a store.
    """
    return Store(open_engine(url))


class Store:
    """Everything that is kept between runs.

    Every method is one transaction, or several that each leave the store whole: a run that is
    killed loses at most its last batch. All methods raise StoreError where the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(immediate=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database; an in-memory one is gone."""
        self._engine.dispose()

    @property
    def name(self) -> str:
        """The database as a user may see it, without a password."""
        return shown(self._engine.url)

    # --- articles and claims --------------------------------------------------------------

    def add_articles(self, articles: Iterable[Article]) -> Counts:
        """Load articles, a batch at a time; what is kept already, in any version, stays as it is.

        An article under a known id, or under a known address of the same outlet, is a new
        version of it. The version published last is the latest; of equals, the one loaded last.
        """
        counts = article_rows.Counts()
        for batch in claim_rows.chunks(articles, _ARTICLES_PER_WRITE):
            with self._writing() as session:
                counts += article_rows.add_batch(session, batch)
        return counts

    def articles(self) -> tuple[Article, ...]:
        """The latest version of every article: by date, undated ones last, then by id."""
        with self._reading() as session:
            return article_rows.latest(session)

    def article_versions(self, article_id: str) -> tuple[Article, ...]:
        """Every version of one article, the first loaded first; none for an unknown id."""
        with self._reading() as session:
            return article_rows.versions(session, article_id)

    def unextracted(self, method: str) -> tuple[Article, ...]:
        """Latest versions that this method has not read yet, in the order of ``articles``."""
        with self._reading() as session:
            return article_rows.unextracted(session, method)

    def save_claims(self, found: Iterable[tuple[Article, Sequence[Claim]]], method: str) -> int:
        """Keep what a method found in these articles, also where it is nothing.

        Takes a generator: finished articles are written while the next are read, so a run that
        is killed goes on where it was. Returns the number of claims.
        """
        saved = 0
        for batch in claim_rows.chunks(found, _READ_PER_WRITE):
            with self._writing() as session:
                saved += claim_rows.save_batch(session, batch, method)
        return saved

    def claims(self, method: str) -> tuple[Claim, ...]:
        """The method's claims in the latest versions, in the order of ``articles``."""
        with self._reading() as session:
            return claim_rows.latest_claims(session, method)

    def vectors(self, model: str, hashes: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """The kept vectors of these texts, float32; a text without one is absent."""
        with self._reading() as session:
            return claim_rows.vectors(session, model, hashes)

    def save_vectors(self, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep these vectors by text hash, in place of those that the texts had."""
        with self._writing() as session:
            claim_rows.save_vectors(session, model, vectors)

    # --- the current check ----------------------------------------------------------------

    def save_check(
        self,
        incidents: Sequence[Incident],
        copies: Sequence[Copy] = (),
        suggestions: Sequence[Suggestion] = (),
        *,
        articles: Sequence[Article] = (),
        method: str = "",
    ) -> tuple[Change, ...]:
        """Replace the result of the last check, at once; returns what became of its incidents.

        ``articles`` are the versions that it rests on, and ``method`` is how they were read.
        """
        with self._writing() as session:
            checked.save_checked(session, articles, method)
            return results.save_check(session, incidents, copies, suggestions)

    def checked_articles(self) -> tuple[Article, ...]:
        """Every article, in the version of the current check; a newer one waits for the next."""
        with self._reading() as session:
            return checked.articles(session)

    def checked_claims(self) -> tuple[Claim, ...]:
        """The claims of the current check, whatever was loaded or learnt since."""
        with self._reading() as session:
            return checked.claims(session)

    def incidents(self) -> tuple[Incident, ...]:
        """The incidents of the current check, in its order, with all their former ids."""
        with self._reading() as session:
            return results.incidents(session)

    def incident(self, incident_id: str) -> Incident | None:
        """The incident that goes, or once went, by this id."""
        with self._reading() as session:
            return results.incident(session, incident_id)

    def copies(self) -> tuple[Copy, ...]:
        """The copies of the current check."""
        with self._reading() as session:
            return results.copies(session)

    def suggestions(self) -> tuple[Suggestion, ...]:
        """The suggestions of the current check."""
        with self._reading() as session:
            return results.suggestions(session)

    def changes(self) -> tuple[LoggedChange, ...]:
        """The log of renamed, merged, split and dropped incidents, the oldest first."""
        with self._reading() as session:
            return results.changes(session)

    # --- scores, verdicts, refusals -------------------------------------------------------

    def save_scores(
        self, scores: Sequence[Score], history: Mapping[str, Sequence[Score]] | None = None
    ) -> None:
        """Replace all scores and their history, by source id."""
        with self._writing() as session:
            results.save_scores(session, scores, history or {})

    def scores(self) -> tuple[Score, ...]:
        """The current scores, in the order of saving."""
        with self._reading() as session:
            return results.scores(session)

    def history(self) -> dict[str, tuple[Score, ...]]:
        """The scores of every source over time, in the order of saving."""
        with self._reading() as session:
            return results.history(session)

    def add_verdict(
        self,
        incident: str,
        slot: Slot,
        value: str,
        by: str,
        *,
        note: str | None = None,
        at: datetime | None = None,
    ) -> Verdict:
        """Keep what a person has decided about one slot; ``at`` is now unless given."""
        with self._writing() as session:
            return verdicts.add_verdict(session, incident, slot, value, by, note=note, at=at)

    def undo_verdict(self, verdict_id: int, by: str, *, at: datetime | None = None) -> Verdict:
        """Mark a decision as undone; it stays in the history."""
        with self._writing() as session:
            return verdicts.undo_verdict(session, verdict_id, by, at=at)

    def verdicts(self) -> tuple[Verdict, ...]:
        """Every decision, undone ones too, the oldest first, under the incidents' ids of today."""
        with self._reading() as session:
            return verdicts.verdicts(session)

    def save_refusals(self, refusals: Iterable[Refusal]) -> None:
        """Replace the refusals of the last ingest."""
        with self._writing() as session:
            results.save_refusals(session, refusals)

    def refusals(self) -> tuple[Refusal, ...]:
        """The refusals of the last ingest, in its order."""
        with self._reading() as session:
            return results.refusals(session)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Session]:
        with advised(self._engine.url), Session(self._engine) as session:
            yield session

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Session]:
        with advised(self._engine.url), Session(self._writer) as session, session.begin():
            yield session
