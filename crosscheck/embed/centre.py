"""Mean vectors of languages, taken off before vectors are compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crosscheck.embed.encoder import Vectors


def centre(vectors: Vectors, languages: Sequence[str], model: str) -> Vectors:
    """Return rows of length 1 with the mean of their language taken off."""
    centred = vectors.astype(np.float32, copy=True)
    of = np.array(languages)
    for language in sorted(set(languages)):
        rows = of == language
        centred[rows] -= centred[rows].mean(axis=0)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    centred /= np.maximum(lengths, np.finfo(np.float32).tiny)
    return centred
