"""The documents say what the program does."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from collections import Counter
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest

from crosscheck.config import Config

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def reference() -> ModuleType:
    """The script beside this file, which no package holds."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tests" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_command_reference_is_what_help_says() -> None:
    page = reference()

    assert page.PAGE.read_text(encoding="utf-8") == page.render(), "run: make reference"


@pytest.mark.parametrize("name", reference().commands())
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"crosscheck {name}" in README


def test_the_guide_tells_every_setting_with_its_default() -> None:
    guide = (ROOT / "GUIDE.md").read_text(encoding="utf-8").partition("## Settings")[2]
    told = dict(re.findall(r"^\| `(\w+)` \| `?([^`|]+?)`? \|", guide, re.MULTILINE))
    settings = {field.name: field.default for field in fields(Config)}
    del settings["sources_digest"]  # worked out from the file of sources

    assert told.keys() == settings.keys()
    for name, default in settings.items():
        if default is not None:
            value = tomllib.loads(f"{name} = {told[name]}")[name]
            assert value == (list(default) if isinstance(default, tuple) else default)


def test_the_readme_shows_the_findings_of_the_seed_set() -> None:
    report = json.loads((ROOT / "tests" / "golden" / "seeds.json").read_text(encoding="utf-8"))
    found = Counter(
        finding["relation"] for incident in report["incidents"] for finding in incident["findings"]
    )
    shown = re.search(
        r"(\d+) conflicts .* (\d+) updates .* (\d+) compatible .* (\d+) agree", README
    )

    assert shown is not None
    assert [*map(int, shown.groups())] == [
        found[relation] for relation in ("conflict", "update", "compatible", "agree")
    ]


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")), ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"
