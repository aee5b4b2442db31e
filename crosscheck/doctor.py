"""What this installation has, what it lacks, and how to get that."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata, util
from typing import TYPE_CHECKING

from crosscheck.errors import CrosscheckError
from crosscheck.lang.language import languages
from crosscheck.method import extraction_method

if TYPE_CHECKING:
    from crosscheck.session import Session

_PACKAGES = ("sentence-transformers", "torch", "rapidfuzz", "sqlmodel", "typer", "trafilatura")


@dataclass(frozen=True, slots=True)
class Condition:
    """One part of the installation: what is there, whether it works, else what to do."""

    part: str
    ok: bool
    found: str

    def line(self) -> str:
        """One line for a terminal."""
        return f"{'ok     ' if self.ok else 'missing'}  {self.part:<12}  {self.found}"

    def as_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def examine(session: Session) -> tuple[Condition, ...]:
    """Every part of the installation, looked at: the database is opened, the model loaded."""
    return tuple(_conditions(session))


def _conditions(session: Session) -> Iterator[Condition]:
    versions = " ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)
    yield Condition("crosscheck", ok=True, found=f"{extraction_method()}, {versions}")
    yield Condition("python", ok=True, found=platform.python_version())
    yield _database(session)
    yield _knowledge(session)
    yield _model(session)
    yield Condition("languages", ok=True, found=" ".join(languages()))
    driver = "psycopg" if util.find_spec("psycopg") else None
    yield Condition(
        "postgresql",
        ok=True,
        found=driver or "no driver; if you need it: pip install 'crosscheck[postgresql]'",
    )


def _database(session: Session) -> Condition:
    try:
        with session.store() as store:
            return Condition(
                "database",
                ok=True,
                found=f"{store.name}: {len(store.articles())} articles, "
                f"{len(store.incidents())} incidents",
            )
    except CrosscheckError as error:
        return Condition("database", ok=False, found=str(error))


def _knowledge(session: Session) -> Condition:
    try:
        engine = session.engine
    except CrosscheckError as error:
        return Condition("knowledge", ok=False, found=str(error))
    return Condition(
        "knowledge",
        ok=True,
        found=f"{len(engine.registry)} sources, {sum(1 for _ in engine.actors)} actors, "
        f"{len(engine.resources.gazetteer)} places",
    )


def _model(session: Session) -> Condition:
    from crosscheck.embed.encoder import load_encoder

    name = session.config.model
    try:
        encoder = load_encoder(name)
    except CrosscheckError as error:
        return Condition("model", ok=False, found=str(error))
    return Condition("model", ok=True, found=f"{encoder.name}, {encoder.dimension} dimensions")
