import pytest

from crosscheck.cluster.history import Change, remap
from crosscheck.records import Cluster


def clusters(**members: str) -> tuple[Cluster, ...]:
    return tuple(Cluster(name, tuple(claims)) for name, claims in members.items())


CASES = [
    pytest.param(
        clusters(a="123"), clusters(a="1234"), {"a": "a"}, {"a": ()}, (), id="growth-keeps-the-id"
    ),
    pytest.param(
        clusters(a="12"), clusters(b="012"), {"a": "b"}, {"b": ("a",)}, (),
        id="an-earlier-report-leaves-the-old-id-as-alias",
    ),
    pytest.param(
        clusters(a="12", b="34"), clusters(a="1234"), {"a": "a", "b": "a"}, {"a": ("b",)},
        (Change("merge", ("a", "b"), ("a",)),), id="merge",
    ),
    pytest.param(
        clusters(a="1234"), clusters(a="1", b="234"), {"a": "b"}, {"a": (), "b": ()},
        (Change("split", ("a",), ("a", "b")),), id="split-a-living-id-is-nobodys-alias",
    ),
    pytest.param(clusters(a="12"), clusters(b="34"), {}, {"b": ()}, (), id="gone"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "leads_to", "aliases", "changes"), CASES)
def test_remapped(
    old: tuple[Cluster, ...],
    new: tuple[Cluster, ...],
    leads_to: dict[str, str],
    aliases: dict[str, tuple[str, ...]],
    changes: tuple[Change, ...],
) -> None:
    found = remap(old, new)

    assert found.leads_to == leads_to
    assert {one.id: one.aliases for one in found.clusters} == aliases
    assert found.changes == changes


def test_former_aliases_lead_on() -> None:
    old = (Cluster("b", ("1", "2"), aliases=("a",)),)

    found = remap(old, clusters(c="012"))

    assert found.leads_to == {"a": "c", "b": "c"}
    assert found.clusters[0].aliases == ("a", "b")
