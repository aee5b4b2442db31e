"""Seconds and memory of reading places and times: per sentence, and on texts made to hurt.

Run: ``python tests/bench/bench_places.py``. The peer is a naive scan that looks every run of up
to four words up in the same index.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime

from crosscheck.extract.place_lexicon import load_place_lexicon
from crosscheck.extract.places import read_places
from crosscheck.extract.time_lexicon import load_time_lexicon
from crosscheck.extract.times import read_time
from crosscheck.gazetteer import Gazetteer, open_gazetteer
from crosscheck.lang.language import load_language
from crosscheck.records import Article
from crosscheck.segment import Sentence, segment

LINES = (
    "قتل ثلاثة عناصر وأصيب آخرون بانفجار عبوة ناسفة شرقي مدينة البوكمال بريف دير الزور مساء أمس.",
    "وقال مصدر محلي إن الطائرات قصفت مواقع في قريتي الهري والسويعية قرب الحدود السورية العراقية.",
    "ولم تصدر أي جهة بيانا حتى الآن، فيما شهدت المنطقة استنفارا للقوات وتحليقا مكثفا للطيران.",
    "كما داهمت دورية منازل في حي الجورة وسط المدينة واعتقلت شابين من دون معرفة الأسباب.",
)
HARD = {
    "names without end": "دير الزور ",
    "cues without a name": "قرية بلدة مدينة ريف ",
    "a list of names": "الحسكة والرقة وحلب وإدلب وحماة و",
    "hashtags": "#دير_الزور_",
    "numbers and months": "3 آذار قبل 4 أيام ",
}
PUBLISHED = datetime(2024, 5, 15, 9, tzinfo=UTC)


def seconds(work: Callable[[tuple[Sentence, ...]], None], *articles: tuple[Sentence, ...]) -> float:
    start = time.process_time()
    for article in articles:
        work(article)
    return time.process_time() - start


def naive(sentences: tuple[Sentence, ...], gazetteer: Gazetteer) -> None:
    for sentence in sentences:
        words = [word.text for word in sentence.words]
        for first in range(len(words)):
            for size in range(1, 5):
                gazetteer.candidates(" ".join(words[first : first + size]))


def cut(text: str) -> tuple[Sentence, ...]:
    return segment(Article("a-1", "outlet", text), load_language("ar"))


def main() -> None:
    """Print the figures."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    opened = time.perf_counter()
    gazetteer = open_gazetteer()
    print(f"open: {time.perf_counter() - opened:.3f} s, {len(gazetteer):,} places")
    lexicon, times = load_place_lexicon("ar"), load_time_lexicon("ar")

    def read(sentences: tuple[Sentence, ...]) -> None:
        read_places(sentences, lexicon, gazetteer, country_prior=("SY",))

    def read_times(sentences: tuple[Sentence, ...]) -> None:
        for sentence in sentences:
            read_time(sentence, PUBLISHED, times)

    articles = [cut("\n".join(LINES))] * 1000
    for name, work in (("places", read), ("times", read_times)):
        work(articles[0])
        spent = seconds(work, *articles)
        print(f"{name}: {spent / (4 * len(articles)) * 1e6:.0f} µs a sentence")
    spent = seconds(lambda article: naive(article, gazetteer), *articles)
    print(f"naive scan: {spent / (4 * len(articles)) * 1e6:.0f} µs a sentence")
    for name, piece in HARD.items():
        small, large = (cut(piece * (size // len(piece))) for size in (125_000, 500_000))
        one, four = (seconds(read, part) + seconds(read_times, part) for part in (small, large))
        print(f"{name}: {2 * four:.2f} s a million characters, x{four / one:.1f} for x4")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"memory: {(after - before) / 1024:.0f} MB more than before")


if __name__ == "__main__":
    main()
