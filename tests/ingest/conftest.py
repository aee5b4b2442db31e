"""Reads files that a test writes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from crosscheck.ingest.read import read_paths
from crosscheck.records import Article, Refusal
from crosscheck.sources import Registry, load_registry

NOBODY = 65534


@pytest.fixture(scope="session")
def registry() -> Registry:
    return load_registry()


@pytest.fixture
def read(registry: Registry) -> Callable[..., list[Article | Refusal]]:
    """Everything that some paths give."""

    def run(*paths: Path | str, **options: object) -> list[Article | Refusal]:
        return list(read_paths(paths, registry, **options))  # type: ignore[arg-type] # a test's row

    return run


@pytest.fixture
def read_bytes(
    tmp_path: Path, read: Callable[..., list[Article | Refusal]]
) -> Callable[..., list[Article | Refusal]]:
    """Everything that one file of this name and content gives."""

    def run(name: str, content: bytes | str, **options: object) -> list[Article | Refusal]:
        path = tmp_path / "nahr-media" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path, **options)

    return run


@pytest.fixture
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """Permissions hold for the caller inside, even where tests run as root."""

    @contextmanager
    def run() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)

    return run
