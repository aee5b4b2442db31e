# ruff: noqa: PLC0415  torch takes seconds to import, so it is imported where it is used
"""Sentence encoders behind one small protocol."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from crosscheck.embed.normalise import normalise
from crosscheck.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

DEFAULT_MODEL = "e5"
EMBEDDED_MODELS = ("e5", "use")


class Encoder(Protocol):
    """Anything that turns texts into vectors of one length."""

    @property
    def name(self) -> str:
        """A short name that changes whenever the vectors would: the key of cached vectors."""

    @property
    def dimension(self) -> int:
        """The number of components of each vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension), rows of length 1, row i of text i."""


class SentenceEncoder:
    """A sentence-transformers model with our text cleaning, prompt and threads.

    Args:
        name: the key under which vectors are cached.
        model: a loaded model.
        prompt: words set before every text, for models that were trained with them.
        batch_size: texts per forward pass; texts of like length go together.
    """

    def __init__(
        self,
        name: str,
        model: SentenceTransformer,
        *,
        prompt: str = "",
        batch_size: int = 32,
    ) -> None:
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(
                f"{name}: the model does not say how long its vectors are. Choose another model."
            )
        self.name = name
        self.dimension = dimension
        self.model = model
        self._prompt = prompt
        self._batch_size = batch_size

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension), rows of length 1; an empty text is allowed."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        with _one_thread():
            rows = self.model.encode(
                [self._prompt + normalise(text) for text in texts],
                batch_size=self._batch_size,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        vectors = np.asarray(rows, np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.maximum(lengths, np.finfo(np.float32).tiny)
        return vectors


@contextmanager
def quiet_loading() -> Iterator[None]:
    """No progress bar while weights are read: a bar belongs to whoever asked for the work."""
    from transformers.utils import logging

    was_shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it so
    try:
        yield
    finally:
        if was_shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]  # as above


@contextmanager
def _one_thread() -> Iterator[None]:
    """One thread a process: throughput scales by processes, and a second thread gains little."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(int(os.environ.get("CROSSCHECK_TORCH_THREADS", "1")))
    try:
        yield
    finally:
        torch.set_num_threads(before)


def load_encoder(name_or_path: str = DEFAULT_MODEL) -> Encoder:
    """Load a model by name or folder.

    ``e5`` and ``use`` are carried by installed packages and never reach for the network. Any
    other name is a folder, or a model of the hub.

    Raises:
        ModelError: the model is not there and cannot be fetched, or its files are broken.
    """
    if name_or_path == "use":
        from crosscheck.embed.use import use_model

        model = use_model(bfloat16=has_bfloat16())
        return SentenceEncoder("use-multilingual-3", model, batch_size=1024)
    if name_or_path == "e5":
        from crosscheck.embed.e5 import e5_model

        with quiet_loading():
            model = e5_model()
        if has_bfloat16():  # weights too: autocast would convert them anew in every batch
            model.bfloat16()
        return SentenceEncoder("multilingual-e5-small-q4", model, prompt="query: ")
    return _load_other(name_or_path)


def _load_other(name_or_path: str) -> Encoder:
    from sentence_transformers import SentenceTransformer

    local = Path(name_or_path).expanduser()
    try:
        with quiet_loading():
            model = SentenceTransformer(
                str(local) if local.is_dir() else name_or_path,
                device="cpu",
                local_files_only=local.is_dir(),
            )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"model '{name_or_path}' cannot be loaded: {reason}. "
            f"Use {' or '.join(EMBEDDED_MODELS)}, which need no download, or give a model folder."
        ) from error
    return SentenceEncoder(name_or_path, model)


def has_bfloat16() -> bool:
    """Whether matrix products in bfloat16 are faster than in float32.

    They are with AMX tiles. The older AVX-512 instructions alone reached 80 GFLOP/s against 150 in
    float32 on a Xeon, so they do not count.
    """
    import torch

    return bool(torch.cpu.get_capabilities().get("amx_bf16"))
