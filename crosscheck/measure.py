"""``crosscheck eval``: a stage against labelled data, as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from crosscheck.choices import Measured
from crosscheck.errors import InputError
from crosscheck.records import Place
from crosscheck.span import Span

if TYPE_CHECKING:
    from crosscheck.gazetteer import Gazetteer
    from crosscheck.session import Session

# What each stage can be measured on, in the order of looking; "*" is the name of a half.
SETS: Mapping[Measured, str] = {
    Measured.EXTRACT: "sentences*.jsonl, article_counts*.jsonl beside syria*.jsonl, or "
    "gva_incidents*.jsonl beside gva*.jsonl",
    Measured.CLUSTER: "files of articles with `incident`, *.jsonl or *.jsonl.gz; copies*.jsonl "
    "beside syria*.jsonl",
    Measured.COMPARE: "conflicts*.jsonl beside syria*.jsonl and article_counts*.jsonl",
    Measured.SCORE: "folders with claims.csv.gz and gold.csv",
}


def measure(
    stage: Measured, labelled: str, session: Session, *, errors: bool = False, as_json: bool = False
) -> str:
    """The figures of one stage on a labelled file or folder.

    Args:
        stage: what is measured.
        labelled: the file or folder; which names are looked for stands in ``SETS``.
        session: settings and knowledge files.
        errors: also list what is wrong, where the stage can say so.
        as_json: JSON instead of one figure a line.

    Raises:
        InputError: there is no labelled data of that kind.
    """
    path = Path(labelled)
    found = dict(_MEASURES[stage](path, session))
    if not found:
        raise InputError(f"{path}: nothing to measure {stage} on. It needs {SETS[stage]}")
    table = {name: plain(result) for name, result in found.items()}
    if not errors:
        table = {name: _without_misses(result) for name, result in table.items()}
    if as_json:
        return json.dumps(table, ensure_ascii=False, indent=2)
    return "\n".join(f"{key:<48} {value}" for key, value in flat(table))


def _extract(path: Path, session: Session) -> Iterator[tuple[str, object]]:
    from crosscheck.evaluate.extract import evaluate_sentences, evaluate_tolls

    resources = session.engine.resources
    for one in [path] if path.is_file() else sorted(path.glob("sentences*.jsonl")):
        yield one.name, evaluate_sentences(one, resources)
    for labels in sorted(path.glob("article_counts*.jsonl")):
        articles = labels.with_name(labels.name.replace("article_counts", "syria"))
        yield labels.name, evaluate_tolls(articles, labels, resources)
    for labels in sorted(path.glob("gva_incidents*.jsonl")):
        articles = labels.with_name(labels.name.replace("gva_incidents", "gva"))
        yield labels.name, evaluate_tolls(articles, labels, resources)


def _cluster(path: Path, session: Session) -> Iterator[tuple[str, object]]:
    from crosscheck.embed.encoder import load_encoder
    from crosscheck.evaluate.cluster import evaluate
    from crosscheck.evaluate.copies import evaluate_copies

    encoder = load_encoder(session.config.model)
    for one in sorted(path.glob("*.jsonl*")) if path.is_dir() else [path]:
        if one.match("copies*.jsonl"):
            articles = one.with_name(one.name.replace("copies", "syria"))
            yield one.name, evaluate_copies(articles, one)
        else:
            yield one.name, evaluate(one, encoder)


def _compare(path: Path, session: Session) -> Iterator[tuple[str, object]]:
    from crosscheck.compare.options import CompareOptions
    from crosscheck.evaluate import compare as labelled_pairs
    from crosscheck.extract.claim import extract
    from crosscheck.vocabulary import Slot

    engine, options = session.engine, CompareOptions()
    labelled = labelled_pairs.load_labelled(path)
    by_hand = labelled_pairs.gold_claims(labelled, _locator(engine.resources.gazetteer))
    from_text = {
        article_id: list(extract(labelled.articles[article_id], engine.resources))
        for article_id in labelled.stated
        if article_id in labelled.articles
    }
    for name, claims, slots in (
        ("gold extraction", by_hand, labelled_pairs.READ_BY_HAND),
        ("raw text", from_text, tuple(Slot)),
    ):
        arguments = labelled, claims, engine.actors, options
        yield f"relations from {name}", labelled_pairs.score_relations(*arguments, slots)
        yield f"ranges from {name}", labelled_pairs.score_ranges(*arguments)


def _locator(gazetteer: Gazetteer) -> Callable[[str], Place | None]:
    def locate(name: str) -> Place | None:
        """The place of this name, if there is only one."""
        entries = gazetteer.find(name)
        if len(entries) != 1:
            return None
        one = entries[0]
        return Place(
            text=name,
            span=Span(0, 0),
            name=one.name,
            gazetteer_id=one.id,
            admin=one.admin,
            lat=one.lat,
            lon=one.lon,
            precision_km=one.precision_km,
        )

    return locate


def _score(path: Path, _session: Session) -> Iterator[tuple[str, object]]:
    from crosscheck.evaluate.score import evaluate_score
    from crosscheck.pipeline import truth_discovery

    folders = [path] if (path / "gold.csv").is_file() else sorted(path.glob("*/"))
    for folder in folders:
        if (folder / "gold.csv").is_file():
            yield folder.name, evaluate_score(folder, truth_discovery())


_MEASURES = {
    Measured.EXTRACT: _extract,
    Measured.CLUSTER: _cluster,
    Measured.COMPARE: _compare,
    Measured.SCORE: _score,
}


def plain(value: object) -> object:
    """A result as dictionaries, lists, texts and numbers; a tally shows its rates, too."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [plain(one) for one in value]
    if isinstance(value, float):
        return round(value, 4)
    if not is_dataclass(value):
        return value
    shown = {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    for rate in ("precision", "recall", "f1"):
        if isinstance(getattr(type(value), rate, None), property):
            shown[rate] = plain(getattr(value, rate))
    return shown


def flat(table: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Each figure with the path that leads to it; rates of one tally stand on one line.

    >>> list(flat({"killed": {"right": 9, "f1": 0.9}, "n": 3}))
    [('killed', 'right 9  f1 0.9'), ('n', 3)]
    """
    if isinstance(table, dict) and "f1" in table:
        yield path, "  ".join(f"{key} {value}" for key, value in table.items())
    elif isinstance(table, dict):
        for key, value in table.items():
            yield from flat(value, f"{path}.{key}" if path else str(key))
    elif isinstance(table, list) and any(isinstance(one, dict) for one in table):
        for number, one in enumerate(table, 1):
            yield from flat(one, f"{path}[{number}]")
    else:
        yield path, table


def _without_misses(result: object) -> object:
    if not isinstance(result, dict):
        return result
    return {key: _without_misses(one) for key, one in result.items() if key != "misses"}
