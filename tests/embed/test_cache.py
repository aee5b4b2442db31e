from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from crosscheck.embed.cache import encode_cached, text_hash
from crosscheck.embed.encoder import Vectors


class Letters:
    """An encoder by counts of a few letters; keeps what it was asked to encode."""

    name = "letters"
    dimension = 3

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        rows = np.array([[1 + text.count(c) for c in "abc"] for text in texts], np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


class Kept:
    """A cache in memory."""

    def __init__(self) -> None:
        self.vectors: dict[tuple[str, str], Vectors] = {}

    def get(self, model: str, hashes: Sequence[str]) -> Mapping[str, Vectors]:
        return {h: self.vectors[model, h] for h in hashes if (model, h) in self.vectors}

    def put(self, model: str, vectors: Mapping[str, Vectors]) -> None:
        self.vectors |= {(model, key): vector for key, vector in vectors.items()}


def test_each_text_is_embedded_once_and_rows_follow_the_texts() -> None:
    encoder, cache = Letters(), Kept()
    first = encode_cached(encoder, ["aab", "bcc", "aab"], cache)
    second = encode_cached(encoder, ["ccc", "bcc"], cache)

    assert encoder.asked == ["aab", "bcc", "ccc"]
    assert np.array_equal(first[0], first[2])
    assert np.array_equal(first[1], second[1])
    assert np.array_equal(second, Letters().encode(["ccc", "bcc"]))


def test_spellings_that_embed_alike_share_a_vector() -> None:
    encoder = Letters()
    encode_cached(encoder, ["a  b", "a b"], None)

    assert len(encoder.asked) == 1
    assert text_hash("سقوط ٣") == text_hash("سقوط 3")


def test_a_kept_vector_of_another_length_is_embedded_again() -> None:
    encoder, cache = Letters(), Kept()
    cache.put("letters", {text_hash("abc"): np.ones(2, np.float32)})

    assert encode_cached(encoder, ["abc"], cache).shape == (1, 3)
    assert cache.get("letters", [text_hash("abc")])[text_hash("abc")].shape == (3,)


@pytest.mark.parametrize("cached", [True, False], ids=["with-cache", "without-cache"])
def test_no_text_gives_no_rows(cached: bool) -> None:
    assert encode_cached(Letters(), [], Kept() if cached else None).shape == (0, 3)
