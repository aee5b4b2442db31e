"""The registry of sources: what its file promises, and names as they are met."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.errors import RegistryError
from crosscheck.sources import Registry, load_registry, name_key, slug

TABLE = tomllib.loads((files("crosscheck") / "data" / "sources.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.mark.parametrize("example", TABLE["example"], ids=lambda example: example["name"])
def test_example(registry: Registry, example: dict[str, str]) -> None:
    source = registry.resolve(example["name"])

    assert (source.id if source else "") == example["id"]


def test_every_name_resolves_to_its_source(registry: Registry) -> None:
    for source in registry.values():
        for name in (source.id, source.name, *source.aliases):
            found = registry.resolve(name)
            assert found is source, name


def test_it_covers_the_region(registry: Registry) -> None:
    assert len(registry) >= 60
    assert {"furat-post", "nahr-media", "nidaa-al-furat", "sana", "sohr"} <= registry.keys()
    assert {source.kind for source in registry.values()} == {
        "outlet", "agency", "official", "armed_group", "organisation", "monitor"
    }  # fmt: skip


def test_affiliation_is_a_statement_with_a_reference(registry: Registry) -> None:
    for source in registry.values():
        if source.affiliation:
            assert source.reference
            assert source.reference.startswith("https://")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("SANA", "sana", id="case"),
        pytest.param("الوكالة العربيّة السوريّة للأنبـاء", "sana", id="diacritics-and-tatweel"),
        pytest.param("عنب بلدى", "enab-baladi", id="alef-maqsura-for-ya"),
        pytest.param("«دير الزور ٢٤»", "deir-ezzor-24", id="quotes-and-arabic-digits"),
        pytest.param("\u202eنهر ميديا\u202c", "nahr-media", id="bidi-controls"),
        pytest.param("https://user@www.aljazeera.net:443/news", "al-jazeera", id="address"),
        pytest.param("news.sn4hr.org", "snhr", id="subdomain"),
        pytest.param("FACEBOOK.com/EuphratesPost/posts/1", "furat-post", id="page-on-a-platform"),
        pytest.param("facebook.com", None, id="platform-alone"),
        pytest.param("sana.sy.example.org", None, id="foreign-domain-with-a-known-head"),
        pytest.param("شبكة", None, id="generic-word-alone"),
        pytest.param("شبكة موقع", None, id="generic-words-only"),
        pytest.param("الأناضول نيوز", None, id="another-word-beside-the-name"),
        pytest.param("وكالة الأناظول للأنباء", None, id="short-core-with-a-spelling-error"),
        pytest.param("Syrian Observatory for Humman Rights", "sohr", id="one-spelling-error"),
        pytest.param("Kurdistan 42", None, id="other-digits"),
        pytest.param("Hama Today", None, id="like-but-another-outlet"),
        pytest.param("", None, id="empty"),
        pytest.param("🙂", None, id="no-letter"),
        pytest.param("http://", None, id="half-an-address"),
        pytest.param("رويترز " * 100_000, None, id="endless"),
    ],
)
def test_resolve(registry: Registry, name: str, expected: str | None) -> None:
    source = registry.resolve(name)

    assert (source.id if source else None) == expected


def test_the_longest_domain_wins(tmp_path: Path) -> None:
    registry = load_registry(
        _file(
            tmp_path,
            'id = "sana-sport"\nname = "SANA Sport"\nkind = "outlet"\ndomains = ["sport.sana.sy"]',
        )
    )

    found = registry.resolve("https://sport.sana.sy/1")
    assert found is not None
    assert found.id == "sana-sport"


def test_a_users_file_adds_names_and_sources(tmp_path: Path) -> None:
    rows = (
        'id = "sana"\naliases = ["وكالة الأنباء الرسمية"]\nscale = "international"',
        'id = "hajin-voices"\nname = "أصوات هجين"\nkind = "outlet"\ndomains = ["Hajin.example"]',
    )
    registry = load_registry(_file(tmp_path, *rows))

    for name, expected in (
        ("وكالة الأنباء الرسمية", "sana"),
        ("سانا", "sana"),
        ("sana.sy", "sana"),
        ("hajin.example", "hajin-voices"),
        ("شبكة أصوات هجين", "hajin-voices"),
    ):
        found = registry.resolve(name)
        assert found is not None, name
        assert found.id == expected
    assert registry["sana"].scale == "international"
    assert registry["sana"].country == "SY"
    assert len(registry) == len(load_registry()) + 1


def test_a_users_file_renames_a_source_without_losing_its_name(tmp_path: Path) -> None:
    registry = load_registry(_file(tmp_path, 'id = "sana"\nname = "سانا"'))

    assert registry["sana"].name == "سانا"
    found = registry.resolve("SANA")
    assert found is not None
    assert found.id == "sana"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param("schema = 1\n[[source", "not valid TOML", id="no-toml"),
        pytest.param("[[source]]\n", "no 'schema = 1'", id="no-schema"),
        pytest.param("schema = 1\nsource = 3", "must be \\[\\[source\\]\\] tables", id="no-tables"),
        pytest.param("schema = 1\nsource = [3]", "is not a table", id="no-table"),
        pytest.param('schema = 1\n[[source]]\nname = "x"', "no valid 'id'", id="no-id"),
        pytest.param('schema = 1\n[[source]]\nid = "A b"', "no valid 'id'", id="odd-id"),
        pytest.param('schema = 1\n[[source]]\nid = "x"', "has no 'name'. Add it", id="no-name"),
        pytest.param(
            'schema = 1\n[[source]]\nid = "x"\nname = "x"\nkind = "blog"',
            "must be one of",
            id="kind",
        ),
        pytest.param('schema = 1\n[[source]]\nid = "x"\nowner = "y"', "unknown field", id="field"),
        pytest.param(
            'schema = 1\n[[source]]\nid = "x"\naliases = "y"', "must be a list of texts", id="type"
        ),
        pytest.param(
            'schema = 1\n[[source]]\nid = "x"\nname = "x"\nkind = "outlet"\naffiliation = "party"',
            "without a 'reference'",
            id="affiliation-without-reference",
        ),
        pytest.param(
            'schema = 1\n[[source]]\nid = "x"\nname = "رويترز"\nkind = "outlet"',
            "already names 'reuters'",
            id="name-of-another",
        ),
        pytest.param(
            'schema = 1\n[[source]]\nid = "x"\nname = "?!"\nkind = "outlet"',
            "holds no letter",
            id="name-without-a-letter",
        ),
        pytest.param(
            'schema = 1\n[[source]]\nid = "sana"\n[[source]]\nid = "sana"',
            "two entries",
            id="twice",
        ),
    ],
)
def test_a_file_that_breaks_the_schema(tmp_path: Path, content: str, problem: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(RegistryError, match=problem) as caught:
        load_registry(path)

    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="Point 'sources' at a readable TOML file"):
        load_registry(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Deir Ezzor  Voices!", "deir-ezzor-voices", id="latin"),
        pytest.param("شبكة أصوات هجين", "شبكه-اصوات-هجين", id="arabic"),
        pytest.param("شبكــة اصوات هجين", "شبكه-اصوات-هجين", id="same-name-same-slug"),
        pytest.param("../../etc/passwd", "etc-passwd", id="path"),
        pytest.param("", "unnamed-e3b0c44298fc", id="empty"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_slugs_of_endless_names_differ() -> None:
    assert slug("ق" * 10_000_000) != slug("ق" * 9_999_999)


@given(st.text(st.characters(codec=None), max_size=300))
def test_a_slug_is_short_and_plain(name: str) -> None:
    found = slug(name)

    assert 1 <= len(found) <= 73
    assert all(char.isalnum() or char == "-" for char in found)
    assert slug(name) == found


@given(st.text(st.characters(codec=None), max_size=60))
def test_a_name_key_is_its_own_key(name: str) -> None:
    key = name_key(name)

    assert name_key(key) == key


def _file(folder: Path, *rows: str) -> Path:
    path = folder / "mine.toml"
    tables = "".join(f"[[source]]\n{row}\n" for row in rows)
    path.write_text(f"schema = 1\n{tables}", encoding="utf-8")
    return path
