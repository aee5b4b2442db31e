import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score  # type: ignore[import-untyped]

from crosscheck.embed.encoder import Encoder
from crosscheck.errors import InputError
from crosscheck.evaluate.cluster import adjusted_rand, bcubed, evaluate, read_set

CASES = [
    pytest.param("aabb", "xxyy", 1, 1, 1, id="equal-but-for-the-names"),
    pytest.param("abcd", "xxyy", 1, 0.5, 0, id="all-alone"),
    pytest.param("aaaa", "xxyy", 0.5, 1, 0, id="all-together"),
    # Amigó et al. 2009 by hand: items 1-2 have precision 2/3, item 3 1/3, item 4 1.
    pytest.param("aaab", "xxyy", 2 / 3, 0.75, 0, id="one-astray"),
]


@pytest.mark.parametrize(("labels", "gold", "precision", "recall", "ari"), CASES)
def test_measures(labels: str, gold: str, precision: float, recall: float, ari: float) -> None:
    scores = bcubed(labels, gold)

    assert (scores.precision, scores.recall) == pytest.approx((precision, recall))
    assert adjusted_rand(labels, gold) == pytest.approx(ari)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40))
def test_adjusted_rand_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    labels, gold = zip(*pairs, strict=True)

    assert adjusted_rand(labels, gold) == pytest.approx(adjusted_rand_score(gold, labels))


RECORDS = [
    {"id": "1", "outlet": "a", "published": "2024-05-01", "lang": "ar", "incident": "x",
     "title": "قتيلان بانفجار في سوق منبج", "text": "قتيلان بانفجار في سوق منبج"},
    {"id": "2", "outlet": "b", "published": "2024-05-01T09:00:00Z", "lang": "ar", "incident": "x",
     "title": "انفجار في سوق مدينة منبج يوقع قتيلين", "text": "خبر عاجل"},
    {"id": "3", "outlet": "c", "published": None, "lang": "en", "incident": None,
     "title": "Harvest festival opens in Damascus", "text": "Harvest festival opens in Damascus"},
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz"])
def test_a_set_is_measured(ending: str, tmp_path: Path, encoder: Encoder) -> None:
    path = tmp_path / f"set.{ending}"
    content = "\n".join(map(json.dumps, RECORDS)).encode()
    path.write_bytes(gzip.compress(content) if ending.endswith("gz") else content)
    report = evaluate(path, encoder)

    assert (report.overall.articles, report.clusters, report.incidents) == (3, 2, 2)
    assert report.overall.f1 == 1
    assert set(report.by_language) == {"ar", "en"}


BROKEN = [
    pytest.param(b"{", id="not-json"),
    pytest.param(b'{"id": "1", "outlet": "a", "text": "b"}', id="no-incident"),
    pytest.param(b"[1]", id="not-a-record"),
    pytest.param(b"\xff\xfe", id="not-text"),
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_file_that_is_no_set_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(content)

    with pytest.raises(InputError, match=r"set\.jsonl"):
        read_set(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="readable"):
        read_set(tmp_path / "none.jsonl")
