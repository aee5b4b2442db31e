"""Every label in both page languages at once; the style sheet shows one of the two.

So one file serves readers of both, and the language can be changed without loading anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from crosscheck.report.labels import labels

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE_LANGUAGES = ("ar", "en")


@dataclass(frozen=True, slots=True)
class Both:
    """A text in each page language; equal texts are written once."""

    ar: str
    en: str

    def __html__(self) -> Markup:
        """The text as markup, isolated from what stands around it."""
        return _markup(self.ar, self.en)

    def svg(self, attributes: str) -> Markup:
        """The text as elements of a drawing; ``attributes`` are ours, never from outside."""
        both = (("ar", self.ar), ("en", self.en))
        drawn = [
            f'<text class="in-{lang}" {attributes}>{escape(text)}</text>' for lang, text in both
        ]
        return Markup("".join(drawn))  # noqa: S704  # escaped above

    def plain(self, lang: str) -> str:
        """The text in one language."""
        return self.ar if lang == "ar" else self.en


@cache
def label(key: str) -> Both:
    """The label ``key`` in both languages, without anything filled in."""
    return Both(labels("ar")(key), labels("en")(key))


def label_or(key: str, default: str) -> Both:
    """The label ``key``, or a value of the records that no label is known for."""
    return Both(labels("ar").get(key, default), labels("en").get(key, default))


def told(english: str, others: Mapping[str, str]) -> Both:
    """A sentence of the records, which hold it in English and in ``others``, in both."""
    return Both(others.get("ar", english), english)


@lru_cache(maxsize=4096)
def filled(key: str, **values: Both | str | int) -> Both:
    """The label ``key`` with its places filled, each in the language of the label."""
    return Both(*(labels(lang)(key, **_in(lang, values)) for lang in PAGE_LANGUAGES))


@lru_cache(maxsize=4096)
def counted(key: str, number: int) -> Both:
    """The label ``key`` in the form that each language uses with this number."""
    return Both(*(labels(lang).count(key, number) for lang in PAGE_LANGUAGES))


def quoted(text: str, lang: str | None = None) -> Markup:
    """Text from outside in its own language and direction."""
    tongue = f' lang="{escape(lang)}"' if lang else ""
    return Markup(f'<bdi{tongue} dir="auto">{escape(text)}</bdi>')  # noqa: S704  # escaped here


def code(text: str) -> Markup:
    """A number, moment or id, which reads from left to right on every page."""
    return Markup(f'<bdi dir="ltr">{escape(text)}</bdi>')  # noqa: S704  # escaped here


def _in(lang: str, values: dict[str, Both | str | int]) -> dict[str, str | int]:
    return {k: v.plain(lang) if isinstance(v, Both) else v for k, v in values.items()}


@lru_cache(maxsize=1 << 16)
def _markup(ar: str, en: str) -> Markup:
    """Labels are ``bdi`` without ``dir``, by which the style sheet tells them from quotations."""
    if ar == en:
        return quoted(ar)
    both = f"<bdi lang=ar>{escape(ar)}</bdi><bdi lang=en>{escape(en)}</bdi>"
    return Markup(both)  # noqa: S704  # escaped above
