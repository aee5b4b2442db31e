"""How well near-copies are told from independent reports, on labelled pairs of articles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crosscheck.cluster.copies import find_copies
from crosscheck.errors import InputError
from crosscheck.evaluate.cluster import read_set
from crosscheck.evaluate.slots import Tally
from crosscheck.records import Article

RELATIONS = ("copy", "partial", "independent")
# The head of a text is a copy of it; words that both quote come from a third.
_FOUND_AS = {"copy": "copy", "truncated": "copy", "partial": "partial", "quotation": "quotation"}


@dataclass(frozen=True, slots=True)
class CopyReport:
    """Figures on `copy`, and for each labelled relation how many pairs were found as what.

    ``independent_called_copy`` is a fraction of the independent pairs, 0..1; ``misses`` names the
    pairs that are found as something else than labelled.
    """

    copy: Tally
    independent_called_copy: float
    found: Mapping[str, Mapping[str, int]]
    misses: tuple[str, ...]


def evaluate_copies(articles: Path, pairs: Path) -> CopyReport:
    """Look for copies in each pair alone and compare with its label.

    Args:
        articles: a labelled set, as ``crosscheck.evaluate.cluster.read_set`` reads it.
        pairs: JSON Lines with ``a`` and ``b``, ids of articles, and ``relation``.

    Raises:
        InputError: a file cannot be read, or a pair names an article that is not there.
    """
    by_id = {article.id: article for article in read_set(articles).articles}
    found: dict[str, Counter[str]] = {relation: Counter() for relation in RELATIONS}
    misses = []
    for relation, one, other in _read_pairs(pairs, by_id):
        (as_what,) = [_FOUND_AS[copy.kind] for copy in find_copies([one, other])] or ["independent"]
        found[relation][as_what] += 1
        if as_what != relation:
            misses.append(f"{one.id} {other.id}: {relation}, found as {as_what}")
    independent = found["independent"]
    return CopyReport(
        copy=Tally(
            right=found["copy"]["copy"],
            found=sum(tally["copy"] for tally in found.values()),
            gold=found["copy"].total(),
        ),
        independent_called_copy=independent["copy"] / max(1, independent.total()),
        found=found,
        misses=tuple(misses),
    )


def _read_pairs(path: Path, by_id: Mapping[str, Article]) -> list[tuple[str, Article, Article]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        records = [json.loads(line) for line in lines if line.strip()]
        pairs = [(one["relation"], by_id[one["a"]], by_id[one["b"]]) for one in records]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}. Name a readable file.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: not labelled pairs ({error}). Each line needs relation, and a and b, "
            "ids of articles in the set beside it."
        ) from error
    if odd := {relation for relation, _, _ in pairs} - set(RELATIONS):
        raise InputError(f"{path}: relation is one of {', '.join(RELATIONS)}, not {min(odd)}")
    return pairs
