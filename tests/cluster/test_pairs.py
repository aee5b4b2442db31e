import numpy as np
import pytest

from crosscheck.cluster.pairs import WINDOW_HOURS, Pairs, candidate_pairs


def rows(*angles: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.array([[np.cos(a), np.sin(a)] for a in angles], np.float32)


def pairs(found: Pairs) -> list[tuple[int, int]]:
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


NAN = float("nan")
CASES = [
    pytest.param([0.0, 0.1], [0, 5], [(0, 1)], id="near-in-time"),
    pytest.param([0.0, 0.1], [0, WINDOW_HOURS + 1], [], id="beyond-the-window"),
    pytest.param([0.0, 0.1], [0, NAN], [(0, 1)], id="undated-meets-dated"),
    pytest.param([0.0, 0.1], [NAN, NAN], [(0, 1)], id="undated-meets-undated"),
    pytest.param([0.0, np.pi / 2], [0, 0], [], id="nothing-in-common"),
    pytest.param([0.0], [0], [], id="alone"),
]


@pytest.mark.parametrize(("angles", "hours", "expected"), CASES)
def test_pairs(angles: list[float], hours: list[float], expected: list[tuple[int, int]]) -> None:
    assert pairs(candidate_pairs(rows(*angles), np.array(hours, float))) == expected


def test_no_units_no_pairs() -> None:
    assert pairs(candidate_pairs(np.empty((0, 2), np.float32), np.empty(0))) == []


def test_blocks_find_what_a_full_comparison_finds() -> None:
    random = np.random.default_rng(5)
    vectors = random.normal(size=(1500, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    hours = random.uniform(0, 2000, 1500)
    hours[::7] = np.nan
    cosine = vectors @ vectors.T
    gap = np.abs(hours[:, None] - hours)
    weight = cosine * np.where(np.isnan(gap), 0.6, np.exp(-gap / 96))
    weight[gap > WINDOW_HOURS] = 0
    expected = {(i, j) for i, j in np.argwhere(np.triu(weight >= 0.05, 1)).tolist()}

    found = candidate_pairs(vectors, hours, neighbours=1500)

    assert set(pairs(found)) == expected
    assert np.allclose(found.cosine, cosine[found.left, found.right], atol=1e-5)


def test_each_unit_keeps_its_nearest() -> None:
    random = np.random.default_rng(6)
    vectors = random.normal(size=(3000, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosine = vectors @ vectors.T
    np.fill_diagonal(cosine, -1)
    nearest = {(min(i, j), max(i, j)) for i, j in enumerate(cosine.argmax(1).tolist())}

    found = set(pairs(candidate_pairs(vectors, np.zeros(3000), neighbours=5)))

    assert nearest <= found
    assert len(found) <= 3000 * 5
