"""Vectors are kept by the hash of their text, so that no text is embedded twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Protocol

import numpy as np

from crosscheck.embed.encoder import Encoder, Vectors
from crosscheck.embed.normalise import normalise


class VectorCache(Protocol):
    """Where vectors are kept; the store implements it."""

    def get(self, model: str, hashes: Sequence[str]) -> Mapping[str, Vectors]:
        """Return the vectors, float32 (d,), of those hashes that are known for this model."""

    def put(self, model: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors, float32 (d,), under the hashes of their texts."""


def text_hash(text: str) -> str:
    """32 hexadecimal digits of the normalised text: two spellings that embed alike share them."""
    return blake2b(normalise(text).encode(errors="replace"), digest_size=16).hexdigest()


def encode_cached(encoder: Encoder, texts: Sequence[str], cache: VectorCache | None) -> Vectors:
    """Return float32 (len(texts), d), rows of length 1; only new texts are embedded, each once.

    A kept vector of another length than the encoder's is taken for missing.
    """
    hashes = [text_hash(text) for text in texts]
    kept = cache.get(encoder.name, sorted(set(hashes))) if cache else {}
    known = {key: vector for key, vector in kept.items() if vector.shape == (encoder.dimension,)}
    missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
    if missing:
        fresh = dict(zip(missing, encoder.encode(list(missing.values())), strict=True))
        if cache:
            cache.put(encoder.name, fresh)
        known |= fresh
    rows = np.empty((len(texts), encoder.dimension), np.float32)
    for row, key in enumerate(hashes):
        rows[row] = known[key]
    return rows
