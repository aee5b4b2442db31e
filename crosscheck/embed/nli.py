"""Natural language inference: does one sentence follow from another, or contradict it?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from crosscheck.embed.encoder import quiet_loading
from crosscheck.embed.normalise import normalise
from crosscheck.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class NliModel:
    """A cross-encoder whose labels name entailment and contradiction.

    Raises:
        ModelError: the model has no such labels, so its scores cannot be read.
    """

    def __init__(self, name: str, model: CrossEncoder) -> None:
        told = dict(getattr(model.config, "id2label", None) or {})
        labels = {str(label).lower(): int(index) for index, label in told.items()}
        if not {"entailment", "contradiction"} <= labels.keys():
            raise ModelError(
                f"model '{name}' has the labels {sorted(labels)}. Choose one that was trained for"
                " inference, with 'entailment' and 'contradiction'."
            )
        self.name = name
        self._model = model
        self._columns = [labels["entailment"], labels["contradiction"]]

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return float32 (len(pairs), 2): probabilities of entailment and of contradiction.

        Each is the mean of both directions, so the order within a pair does not matter.
        """
        if not pairs:
            return np.empty((0, 2), np.float32)
        clean = [(normalise(left), normalise(right)) for left, right in pairs]
        both = [*clean, *((right, left) for left, right in clean)]
        scores = self._model.predict(
            both, apply_softmax=True, show_progress_bar=False, convert_to_numpy=True
        )
        rows = np.asarray(scores, np.float32)[:, self._columns]
        mean: NDArray[np.float32] = (rows[: len(pairs)] + rows[len(pairs) :]) / np.float32(2)
        return mean


def load_nli(name_or_path: str) -> NliModel:
    """Load a cross-encoder by folder or by its name on the hub.

    Raises:
        ModelError: the model is not there and cannot be fetched, its files are broken, or its
            labels are not those of inference.
    """
    from sentence_transformers import CrossEncoder  # noqa: PLC0415 - takes seconds to import

    local = Path(name_or_path).expanduser()
    try:
        with quiet_loading():
            model = CrossEncoder(
                str(local) if local.is_dir() else name_or_path,
                device="cpu",
                local_files_only=local.is_dir(),
            )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"model '{name_or_path}' cannot be loaded: {reason}. Give a model folder."
        ) from error
    return NliModel(name_or_path, model)
