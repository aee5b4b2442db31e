import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage

from crosscheck.cluster.linkage import Edges, average_linkage


def edges(*pairs: tuple[int, int, float]) -> Edges:
    left, right, score = zip(*pairs, strict=True) if pairs else ((), (), ())
    return Edges(np.array(left, np.int64), np.array(right, np.int64), np.array(score, float))


CASES = [
    pytest.param(3, [], 0.5, [0, 1, 2], id="no-pair-no-merge"),
    pytest.param(3, [(0, 1, 0.9)], 0.5, [0, 0, 2], id="a-pair-merges"),
    pytest.param(3, [(0, 1, 0.9), (1, 2, 0.9)], 0.5, [0, 0, 2], id="a-chain-is-not-one-cluster"),
    pytest.param(
        3, [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.4)], 0.5, [0, 0, 0], id="mean-of-all-pairs-decides"
    ),
    pytest.param(2, [(0, 1, 0.5)], 0.5, [0, 0], id="the-threshold-itself-is-enough"),
    pytest.param(4, [(0, 1, 0.7), (2, 3, 0.7), (0, 2, 0.7)], 0.5, [0, 0, 2, 2], id="ties"),
    pytest.param(2, [(1, 0, 0.9)], 0.5, [0, 0], id="either-direction-of-a-pair"),
]


@pytest.mark.parametrize(("size", "pairs", "threshold", "expected"), CASES)
def test_labels(
    size: int, pairs: list[tuple[int, int, float]], threshold: float, expected: list[int]
) -> None:
    assert average_linkage(size, edges(*pairs), threshold).tolist() == expected


def test_given_clusters_are_never_taken_apart() -> None:
    start = np.array([0, 1, 0, 3])

    labels = average_linkage(4, edges((0, 1, 0.9), (2, 3, 0.2)), 0.4, start)

    assert labels.tolist() == [0, 0, 0, 3]  # 0.9 spread over the pairs (0, 1) and (2, 1)


@pytest.mark.parametrize(
    ("exponent", "expected"),
    [
        pytest.param(1.0, [0, 0, 2, 2], id="the-plain-mean-of-four-pairs-is-too-low"),
        pytest.param(0.9, [0, 0, 0, 0], id="less-is-asked-of-four-pairs"),
    ],
)
def test_less_may_be_asked_of_many_pairs(exponent: float, expected: list[int]) -> None:
    across = [(left, right, 0.24) for left in (0, 1) for right in (2, 3)]
    pairs = edges((0, 1, 0.9), (2, 3, 0.9), *across)

    assert average_linkage(4, pairs, 0.25, exponent=exponent).tolist() == expected


def test_a_threshold_of_zero_is_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="positive"):
        average_linkage(2, edges((0, 1, 0.5)), 0)


@given(st.integers(2, 25), st.integers(0, 2**32 - 1), st.floats(0.05, 0.95))
def test_the_same_clusters_as_scipy(size: int, seed: int, threshold: float) -> None:
    left, right = np.triu_indices(size, 1)
    score = np.random.default_rng(seed).random(len(left))
    theirs = fcluster(linkage(1 - score, "average"), 1 - threshold, "distance")

    ours = average_linkage(size, Edges(left, right, score), threshold)

    assert ((ours[:, None] == ours) == (theirs[:, None] == theirs)).all()


@given(st.integers(2, 20), st.integers(0, 2**32 - 1))
def test_the_order_of_the_pairs_changes_nothing(size: int, seed: int) -> None:
    left, right = np.triu_indices(size, 1)
    score = np.random.default_rng(size).integers(0, 5, len(left)) / 4  # many ties
    turned = np.random.default_rng(seed).permutation(len(left))

    straight = average_linkage(size, Edges(left, right, score), 0.4)
    shuffled = average_linkage(size, Edges(right[turned], left[turned], score[turned]), 0.4)

    assert straight.tolist() == shuffled.tolist()
