"""What a report calls things, in the language of its page; words are in ``data/<lang>.toml``."""

from __future__ import annotations

import gettext
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from crosscheck.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Labels:
    """The wording of one page language.

    ``direction`` is ``ltr`` or ``rtl``. ``plural`` picks the form for a number; the rule is the
    C expression of the file, as in gettext's ``Plural-Forms``.
    """

    lang: str
    direction: str
    texts: Mapping[str, str]
    forms: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]

    def __call__(self, key: str, **values: object) -> str:
        """The label ``key`` with the named places in it filled.

        Raises:
            KeyError: the file has no such label; both languages are tested to have the same.
        """
        return self.texts[key].format(**values)

    def count(self, key: str, number: int) -> str:
        """The label ``key`` in the form that the language uses with this number.

        >>> labels("en").count("n.outlet", 1), labels("en").count("n.outlet", 3)
        ('1 outlet', '3 outlets')
        """
        return self.forms[key][self.plural(number)].format(n=f"{number:,}")

    def get(self, key: str, default: str) -> str:
        """The label ``key``, or ``default`` for a value that no label is known for."""
        return self.texts.get(key, default)


@cache
def labels(lang: str) -> Labels:
    """The labels of one page language, ``ar`` or ``en`` (a file of ``data/``).

    Raises:
        LexiconError: there is no such file.
    """
    path = resources.files("crosscheck.report") / "data" / f"{lang}.toml"
    if not path.is_file():
        with resources.as_file(path) as shown:
            raise LexiconError(shown, "no labels for this language", "Use ar or en.")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    texts: dict[str, str] = {}
    forms: dict[str, tuple[str, ...]] = {}
    _flatten("", table["label"], texts, forms)
    rule: Callable[[int], int] = gettext.c2py(table["plural"])
    return Labels(table["lang"], table["direction"], texts, forms, rule)


def _flatten(
    prefix: str,
    table: Mapping[str, Any],
    texts: dict[str, str],
    forms: dict[str, tuple[str, ...]],
) -> None:
    for key, value in table.items():
        path = f"{prefix}{key}"
        if isinstance(value, dict):
            _flatten(f"{path}.", value, texts, forms)
        elif isinstance(value, list):
            forms[path] = tuple(value)
        else:
            texts[path] = value
