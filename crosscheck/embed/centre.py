"""Mean vectors of languages, taken off before vectors are compared.

The vectors of any two texts of one language have a part in common that says nothing of what they
tell. A small set cannot show that part: the mean of five reports on one event is the event. So the
mean of the set is drawn towards a kept one, as if that had been seen in ``PRIOR_TEXTS`` texts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from crosscheck.embed.encoder import Vectors

PATH = Path(str(resources.files("crosscheck"))) / "embed" / "data" / "means.json"
VERSION = 1
# Of 8 to 25 incidents of three labelled sets, 10 lost nothing; 30 lost .08 of BCubed F1, 100 .15.
PRIOR_TEXTS = 10


def centre(
    vectors: Vectors, languages: Sequence[str], model: str, prior_texts: int = PRIOR_TEXTS
) -> Vectors:
    """Return rows of length 1 with the mean of their language taken off.

    For a language without a kept mean, the mean of the kept ones stands in; for a model without
    any, the mean of the whole set does, and where that is a single text nothing is taken off.

    Args:
        vectors: float32 (n, d), rows of length 1.
        languages: the language of each row.
        model: the name of the encoder.
        prior_texts: how many texts the kept mean counts for.
    """
    kept = kept_means().get(model, {})
    if kept:
        fallback = np.mean(list(kept.values()), axis=0)
    else:
        fallback = vectors.mean(axis=0) if len(vectors) > 1 else np.zeros(vectors.shape[1])
    centred = vectors.astype(np.float32, copy=True)
    of = np.array(languages)
    for language in sorted(set(languages)):
        rows = of == language
        prior = prior_texts * kept.get(language, fallback)
        centred[rows] -= (vectors[rows].sum(axis=0) + prior) / (rows.sum() + prior_texts)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    centred /= np.maximum(lengths, np.finfo(np.float32).tiny)
    return centred


@cache
def kept_means() -> Mapping[str, Mapping[str, Vectors]]:
    """By model and language, as ``tests/bench/make_means.py`` wrote them; float32 (d,)."""
    table = json.loads(PATH.read_text(encoding="utf-8"))
    if table["version"] != VERSION:
        raise ValueError(f"{PATH} has version {table['version']}, not {VERSION}")
    return {
        model: {language: np.array(mean, np.float32) for language, mean in means.items()}
        for model, means in table["means"].items()
    }
