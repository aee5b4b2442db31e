"""Measuring a fit on a folder of claims with known truths."""

from __future__ import annotations

from pathlib import Path

import pytest

import scoring
from crosscheck.errors import InputError
from crosscheck.evaluate.score import evaluate_score

CLAIMS = "object,source,value,raw\n" + "".join(
    f"well {n},{source},{100 + n + shift},{source[0]}{n}\n"
    for n in range(12)
    for source, shift in (("amina", 0), ("basil", 0), ("carim", 3 if n % 3 else 0))
)
GOLD = "object,value\n" + "".join(f"well {n},{100 + n}\n" for n in range(12))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    (tmp_path / "gold.csv").write_text(GOLD, encoding="utf-8")
    return tmp_path


def test_every_known_item_is_found(folder: Path) -> None:
    plain, traced = evaluate_score(folder, scoring.fit)

    assert (plain.accuracy, plain.known, plain.sources, plain.claims) == (1.0, 12, 3, 36)
    assert plain.rank_correlation == pytest.approx(1.0, abs=0.2)
    assert (plain.provenance, traced.provenance) == (False, True)


def test_a_wrong_gold_lowers_accuracy(folder: Path) -> None:
    changed = GOLD.replace("well 3,103", "well 3,104")
    (folder / "gold.csv").write_text(changed, encoding="utf-8")

    assert evaluate_score(folder, scoring.fit)[0].accuracy == pytest.approx(11 / 12)

    (folder / "measure.toml").write_text("tolerance = 1.0", encoding="utf-8")
    assert evaluate_score(folder, scoring.fit)[0].accuracy == 1.0


def test_any_level_of_a_path_is_right(folder: Path) -> None:
    paths = GOLD.replace("\n", ",Syria\n").replace("value,Syria", "value")
    quoted = "".join(
        f'{line.split(",")[0]},"{line.split(",", 1)[1]}"\n' for line in paths.splitlines()
    )
    (folder / "gold.csv").write_text(quoted, encoding="utf-8")
    assert evaluate_score(folder, scoring.fit)[0].accuracy == 0.0

    (folder / "measure.toml").write_text("levels = true", encoding="utf-8")
    assert evaluate_score(folder, scoring.fit)[0].accuracy == 1.0


def test_numbers_have_errors_instead_of_accuracy(folder: Path) -> None:
    (folder / "measure.toml").write_text('kind = "numeric"', encoding="utf-8")

    found = evaluate_score(folder, scoring.fit)[0]

    assert found.accuracy is None
    assert found.mean_error is not None
    assert found.mean_error < 1.0


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param("gold.csv", "thing,value\n", "no column object", id="missing-column"),
        pytest.param("claims.csv", "object,source,value\na,b\n", "line 2", id="short-line"),
        pytest.param("measure.toml", "colour = 1", "Known keys", id="unknown-key"),
    ],
)
def test_a_broken_folder_is_explained(folder: Path, name: str, text: str, message: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match=message):
        evaluate_score(folder, scoring.fit)


def test_an_empty_folder_is_explained(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"claims\.csv"):
        evaluate_score(tmp_path, scoring.fit)
