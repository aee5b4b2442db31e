"""Loading and reading articles, against plain sqlite3 writing the same rows.

Run: .venv/bin/python tests/bench/bench_store.py
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crosscheck.ingest.read import read_paths
from crosscheck.records import Article
from crosscheck.sources import load_registry
from crosscheck.store.articles import content_hash
from crosscheck.store.codec import encode
from crosscheck.store.repository import open_store

ARTICLES = 10_000
START = datetime(2024, 1, 1, tzinfo=UTC)
SENTENCE = "وقتل عنصران وأصيب ثالث في قصف طال نقطة عسكرية على أطراف البلدة. "


def articles(first: int) -> list[Article]:
    """Articles of about 2 kB, each with an address and a date."""
    return [
        Article(
            id=f"a{number}",
            outlet="sana",
            text=f"{SENTENCE * 16}{number}",
            title="قصف على ريف البوكمال",
            url=f"https://sana.sy/{number}",
            published=START + timedelta(minutes=number),
        )
        for number in range(first, first + ARTICLES)
    ]


def timed(label: str, work: Callable[[], object], peer_s: float | None = None) -> float:
    """Print how long some work took, and how often the peer's time that is."""
    begin = time.process_time()
    work()
    spent = time.process_time() - begin
    ratio = f"  {spent / peer_s:5.1f} x" if peer_s else ""
    print(f"{label:44} {spent:6.2f} CPU-s {ARTICLES / spent:9.0f} articles/s{ratio}")
    return spent


def main() -> None:
    """Print the figures."""
    batch = articles(0)
    with tempfile.TemporaryDirectory() as folder:
        plain = sqlite3.connect(Path(folder) / "plain.db")
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("CREATE TABLE article (id TEXT PRIMARY KEY, hash TEXT, record TEXT)")

        def write_plainly() -> None:
            with plain:
                rows = ((a.id, content_hash(a), encode(a)) for a in batch)
                plain.executemany("INSERT INTO article VALUES (?, ?, ?)", rows)

        peer = timed("sqlite3: insert id, hash, record", write_plainly)
        plain.close()
        with open_store(str(Path(folder) / "store.db")) as store:
            timed("store: load into an empty database", lambda: store.add_articles(batch), peer)
            timed("store: load the same again", lambda: store.add_articles(batch), peer)
            timed("store: read all", store.articles, peer)
            for round_ in range(1, 9):
                store.add_articles(articles(round_ * ARTICLES))
            last = articles(9 * ARTICLES)
            timed("store: load into one of 90,000", lambda: store.add_articles(last), peer)
        lines = Path(folder) / "a.jsonl"
        row = '{{"outlet": "شبكة نهر ميديا", "text": "{}{}", "published": "2024-03-26T10:00Z"}}\n'
        lines.write_text(
            "".join(row.format(SENTENCE * 16, n) for n in range(ARTICLES)), encoding="utf-8"
        )
        registry = load_registry()
        timed(
            "ingest: read JSON Lines", lambda: sum(1 for _ in read_paths([lines], registry)), peer
        )


if __name__ == "__main__":
    main()
