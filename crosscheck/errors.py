"""Our own errors: each message is one line that says what is wrong and what to do next.

CrosscheckError
├── InputError        a path, file or record that cannot be used
├── LexiconError      a language file is missing or breaks its schema
├── RegistryError     a source or actor file breaks its schema
├── ConfigError       a setting has no meaning
├── StoreError        the database cannot be opened, is newer than this program, or is locked
├── ModelError        an encoder cannot be loaded
├── ProcessError      a process that shared the work ended early
└── OutputError       a result cannot be written
"""

from __future__ import annotations

from pathlib import Path


class CrosscheckError(Exception):
    """Base of every error that a user may see; shown as one line, never as a traceback."""


class InputError(CrosscheckError):
    """A path, file or record that cannot be used."""


class LexiconError(CrosscheckError):
    """A language file is missing or breaks its schema."""

    def __init__(self, path: Path, problem: str, fix: str) -> None:
        super().__init__(f"{path}: {problem}. {fix}")
        self.path = path


class RegistryError(CrosscheckError):
    """A source or actor file breaks its schema."""


class ConfigError(CrosscheckError):
    """A setting has no meaning."""


class StoreError(CrosscheckError):
    """The database cannot be opened, is newer than this program, or is locked."""


class ModelError(CrosscheckError):
    """An encoder cannot be loaded."""


class ProcessError(CrosscheckError):
    """A process that shared the work ended early."""


class OutputError(CrosscheckError):
    """A result cannot be written."""
