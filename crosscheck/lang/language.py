"""A language: its code and the data files behind it. Adding one is adding a folder."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from crosscheck.errors import LexiconError
from crosscheck.lang.fold import fold
from crosscheck.lang.words import Clitics, Cutter, Word

_Lexicon = TypeVar("_Lexicon")
_FOLDER = Path(str(resources.files("crosscheck"))) / "lang" / "data"


@dataclass(frozen=True, slots=True)
class Language:
    """What cutting a text into sentences and words needs to know of a language.

    ``cut`` makes the words of a raw text; ``terminators`` end a sentence; ``abbreviations`` are
    folded words whose full stop does not.
    """

    code: str
    cut: Callable[[str], list[Word]]
    terminators: frozenset[str]
    abbreviations: frozenset[str]


def languages() -> tuple[str, ...]:
    """Codes (ISO 639-1) of the languages that have a data folder, sorted."""
    return tuple(sorted(folder.name for folder in _FOLDER.iterdir() if folder.is_dir()))


def read_toml(code: str, topic: str) -> Mapping[str, Any]:
    """The data file of one topic of one language.

    Raises:
        LexiconError: there is no such file, it is not TOML, or its schema is another.
    """
    path = _FOLDER / code / f"{topic}.toml"
    if not path.is_file():
        known = ", ".join(languages())
        raise LexiconError(path, "no such file", f"Add it, or pick one of: {known}")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(path, f"not TOML ({error})", "Correct that line") from error
    if table.get("schema") != 1:
        raise LexiconError(path, "schema is not 1", "Write `schema = 1` at its top")
    return table


def read_lexicon(code: str, topic: str, load: Callable[[str], _Lexicon]) -> _Lexicon:
    """What ``load`` makes of one topic of one language.

    Raises:
        LexiconError: the file lacks a part, or holds what no lexicon can be made of.
    """
    try:
        return load(code)
    except (KeyError, TypeError, ValueError) as error:
        problem = f"no {error.args[0]!r}" if isinstance(error, KeyError) else str(error)
        fix = f"Compare it with {topic}.toml of another language"
        raise LexiconError(_FOLDER / code / f"{topic}.toml", problem, fix) from error


@cache
def load_language(code: str) -> Language:
    """The language with this code, from its ``words.toml``, read once.

    Raises:
        LexiconError: the language has no data, or the file breaks its schema.
    """
    table = read_toml(code, "words")
    clitics = Clitics(
        layers=tuple(tuple(layer) for layer in table.get("clitics", [])),
        contractions=tuple(
            (fused, tuple(parts)) for fused, parts in table.get("contractions", {}).items()
        ),
    )
    return Language(
        code=code,
        cut=Cutter(clitics).cut,
        terminators=frozenset(table["terminators"]),
        abbreviations=frozenset(fold(word).text for word in table["abbreviations"]),
    )
