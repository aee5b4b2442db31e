"""The hierarchy of actors."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosscheck.actors import Actors, load_actors
from crosscheck.errors import RegistryError


@pytest.fixture(scope="module")
def actors() -> Actors:
    return load_actors()


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("us-forces", "international-coalition"),
        ("irgc", "iran-forces"),
        ("quds-force", "iran-forces"),
        ("fatemiyoun", "iran-backed-militias"),
        ("fourth-division", "syrian-government-forces"),
        ("deir-ez-zor-military-council", "sdf"),
        ("unknown-aircraft", "unknown"),
        ("sdf", "sdf"),
    ],
)
def test_part_lies_within_its_whole(actors: Actors, inner: str, outer: str) -> None:
    assert actors.within(inner, outer)


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("international-coalition", "us-forces"),
        ("irgc", "iran-backed-militias"),
        ("turkey", "syrian-national-army"),
        ("pkk", "sdf"),
        ("isis", "hts"),
    ],
)
def test_neighbours_and_wholes_do_not_lie_within(actors: Actors, inner: str, outer: str) -> None:
    assert not actors.within(inner, outer)


def test_line_runs_to_the_root(actors: Actors) -> None:
    assert actors.line("quds-force") == ("quds-force", "irgc", "iran-forces", "iran-aligned-forces")
    assert actors.line("somebody-else") == ("somebody-else",)
    assert actors.get("somebody-else") is None


def test_every_parent_is_supported_by_a_reference(actors: Actors) -> None:
    assert [entry.id for entry in actors if entry.parent and not entry.reference] == []


def test_users_file_adds_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'schema = 1\n[actors.river-guard]\nname = "River Guard"\nkind = "armed_group"\n'
        'parent = "sdf"\nreference = "own notes"\n',
        encoding="utf-8",
    )
    actors = load_actors(path)
    assert actors.within("river-guard", "sdf")
    assert actors.get("israel") is not None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("schema = 2", "not an actor file"),
        ("schema = 1\nactors = 3", "not an actor file"),
        ("schema = [", "cannot be read"),
        ('schema = 1\n[actors."Big Name"]\nname = "x"\nkind = "other"', "is no id"),
        ('schema = 1\n[actors]\na = "x"', "not a table of texts"),
        ("schema = 1\n[actors.a]\nname = 3", "not a table of texts"),
        ('schema = 1\n[actors.a]\nname = "A"\nkind = "other"\ncolour = "red"', "has 'colour'"),
        ('schema = 1\n[actors.a]\nname = "A"\nkind = "king"', "needs a name and a kind"),
        ('schema = 1\n[actors.a]\nname = "A"\nkind = "other"\nparent = "b"', "no parent 'b'"),
        (
            'schema = 1\nactors.a = {name = "A", kind = "other", parent = "a"}',
            "above itself",
        ),
    ],
)
def test_broken_file_is_named_with_its_problem(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match=problem):
        load_actors(path)


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="cannot be read"):
        load_actors(tmp_path / "none.toml")
