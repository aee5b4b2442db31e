"""Sentences per second of the count reader and of whole extraction, and time on hostile texts.

Usage: python tests/bench/bench_extract.py [ARTICLES.jsonl ...]

Without files a built-in text is repeated. One core; the limit is 2,000 sentences a second for
whole extraction, and 2 s for a megabyte of hostile text, with a time that grows as its length.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from crosscheck.actors import load_actors
from crosscheck.extract.claim import Resources, extract, load_resources
from crosscheck.extract.count_lexicon import load_count_lexicon
from crosscheck.extract.counts import read_counts
from crosscheck.lang.language import load_language
from crosscheck.records import Article
from crosscheck.segment import Sentence, segment
from crosscheck.sources import load_registry

LIMIT = 2000
MEGABYTE = 1_000_000
BUILT_IN = (
    "قُتل ثلاثة جنود وأصيب سبعة مدنيين بينهم طفلان، في قصف مدفعي استهدف أطراف مدينة إدلب. "
    "وقالت مصادر محلية إن الطيران الحربي نفذ أربع غارات على قرية كنصفرة دون وقوع إصابات. "
    "ونقلت وكالة سانا عن مصدر عسكري أن الحصيلة ارتفعت إلى 12 قتيلا.\n"
)
HOSTILE = {
    "no full stop": "قتل ثلاثة جنود وأصيب سبعة مدنيين في قصف على المدينة ",
    "digits": "7",
    "numbers": "7 ",
    "names": "مقتل سامر العلي و",
    "open brackets": "مقتل (",
    "number words": "ثلاثة و",
    "subsets": "قتلى بينهم ",
    "dotted letters": "ق.",
    "tatweel": "ـ",
    "combining marks": "\u064b",
}


def main(paths: Sequence[str]) -> None:
    """Print the figures."""
    resources = load_resources(load_registry(), load_actors())
    gc.freeze()  # as load_engine does
    articles = list(_articles(paths))
    total = sum(len(_sentences(article)) for article in articles)
    print(f"{len(articles)} articles, {total} sentences")
    seconds = _best(lambda: [_sentences(article) for article in articles])
    _rate("segment", total, seconds)
    _rate("segment + counts", total, _best(lambda: [_counts(article) for article in articles]))
    _rate("extract", total, _best(lambda: [extract(article, resources) for article in articles]))
    for name, piece in HOSTILE.items():
        _grow(name, piece, resources)


def _articles(paths: Sequence[str]) -> Iterable[Article]:
    if not paths:
        yield from (
            Article(f"a{number}", "bench", BUILT_IN * 4, lang="ar") for number in range(200)
        )
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            lang = record.get("lang", "en")
            if lang in ("ar", "en"):
                title = record.get("title")
                yield Article(record["id"], "bench", record["text"], title=title, lang=lang)


def _sentences(article: Article) -> tuple[Sentence, ...]:
    return segment(article, load_language(article.lang or "ar"))


def _counts(article: Article) -> int:
    lexicon = load_count_lexicon(article.lang or "ar")
    return sum(len(read_counts(sentence, lexicon)) for sentence in _sentences(article))


def _best(work: Callable[[], object], rounds: int = 8) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _rate(name: str, sentences: int, seconds: float) -> None:
    rate = sentences / seconds
    print(f"{name:20s} {rate:8.0f} sentences/s  {rate / LIMIT:5.2f} of the limit")


def _grow(name: str, piece: str, resources: Resources) -> None:
    """Time on half a megabyte and on a megabyte of the same piece."""
    half, whole = (
        _best(partial(extract, _hostile(piece, size), resources), rounds=2)
        for size in (MEGABYTE // 2, MEGABYTE)
    )
    print(f"{name:20s} {whole:6.2f} s per MB   {whole / max(half, 1e-9):4.1f} times half of it")


def _hostile(piece: str, size: int) -> Article:
    encoded = len(piece.encode())
    return Article("hostile", "bench", piece * (size // encoded), lang="ar")


if __name__ == "__main__":
    main(sys.argv[1:])
