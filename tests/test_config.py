"""Where settings come from, which one wins, and what is no setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crosscheck.config import Config, load_config
from crosscheck.errors import ConfigError
from crosscheck.processes import cores


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "user"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    return folder / "crosscheck"


def _write(folder: Path, content: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "crosscheck.toml").write_text(content, encoding="utf-8")
    return folder


def test_without_any_setting(tmp_path: Path) -> None:
    assert load_config(env={}, folder=tmp_path) == Config()


def test_the_nearer_setting_wins(tmp_path: Path, no_settings_of_this_machine: Path) -> None:
    _write(
        no_settings_of_this_machine,
        'model = "e5"\nlang = "ar"\ntimezone = "UTC"\nabout_tolerance = 0.2',
    )
    deep = tmp_path / "project" / "set" / "day"
    deep.mkdir(parents=True)
    _write(
        tmp_path / "project", 'timezone = "Asia/Damascus"\nmodel = "use"\nmerge_policy = "majority"'
    )
    env = {"CROSSCHECK_MODEL": "other", "CROSSCHECK_HALF_LIFE_DAYS": "90", "CROSSCHECK_DB": ""}

    config = load_config({"model": "mine", "lang": None}, env=env, folder=deep)

    assert config.model == "mine"
    assert config.half_life_days == 90.0
    assert config.timezone == "Asia/Damascus"
    assert config.merge_policy == "majority"
    assert config.lang == "ar"
    assert config.about_tolerance == 0.2
    assert load_config(env=env, folder=deep).model == "other"
    assert load_config(env={}, folder=deep).model == "use"


def test_every_setting_can_come_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("schema = 1", encoding="utf-8")
    env = {
        "CROSSCHECK_DB": "sqlite:///x.db",
        "CROSSCHECK_SOURCES": str(tmp_path / "mine.toml"),
        "CROSSCHECK_MERGE_POLICY": "preferred",
        "CROSSCHECK_PREFERRED_SOURCES": "sohr, nahr-media,",
        "CROSSCHECK_ABOUT_TOLERANCE": "0",
        "CROSSCHECK_NO_COLOR": "true",
        "CROSSCHECK_PROCESSES": "3",
        "CROSSCHECK_SOMEBODY_ELSE": "x",
    }
    config = load_config(env=env, folder=tmp_path)

    assert config.db == "sqlite:///x.db"
    assert config.sources == tmp_path / "mine.toml"
    assert config.preferred_sources == ("sohr", "nahr-media")
    assert config.about_tolerance == 0.0
    assert config.no_color
    assert config.workers == 3


def test_all_cores_share_the_work_unless_told(tmp_path: Path) -> None:
    assert load_config(env={}, folder=tmp_path).workers == cores()


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("anything", True), ("", False)])
def test_no_color_means_any_value(tmp_path: Path, value: str, *, expected: bool) -> None:
    assert load_config(env={"NO_COLOR": value}, folder=tmp_path).no_color is expected


def test_paths_in_a_file_stand_beside_it(tmp_path: Path) -> None:
    project = _write(tmp_path / "project", 'db = "news.db"\nsources = "mine.toml"')
    (project / "mine.toml").write_text("schema = 1", encoding="utf-8")
    (project / "deep").mkdir()

    config = load_config(env={}, folder=project / "deep")

    assert config.sources == project / "mine.toml"
    assert config.db == str(project / "news.db")


@pytest.mark.parametrize("db", [":memory:", "sqlite:///x.db", "postgresql://h/n"])
def test_a_database_url_in_a_file_stays_as_it_is(tmp_path: Path, db: str) -> None:
    assert load_config(env={}, folder=_write(tmp_path, f'db = "{db}"')).db == db


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        pytest.param('modle = "e5"', "modle is no setting. Did you mean model", id="misspelt"),
        pytest.param("half-life-days = 3", "Did you mean half_life_days", id="hyphens"),
        pytest.param("[store]", "store is no setting. Use one of: db, ", id="table"),
        pytest.param("model = 3", "not a text. Write it in quotes", id="number-for-text"),
        pytest.param('model = " "', "not a text", id="blank"),
        pytest.param('timezone = "Mars/Olympus"', "no time zone 'Mars/Olympus'", id="zone"),
        pytest.param('merge_policy = "best"', "not one of: range, ", id="policy"),
        pytest.param('merge_policy = ["range"]', "not one of: range, ", id="policy-in-a-list"),
        pytest.param(
            'merge_policy = "preferred"', "preferred_sources is empty", id="nobody-preferred"
        ),
        pytest.param('preferred_sources = "sohr"', "not a list of texts", id="text-for-list"),
        pytest.param("half_life_days = 0", "not above 0", id="no-half-life"),
        pytest.param("half_life_days = nan", "not a number", id="not-a-number"),
        pytest.param("half_life_days = true", "not a number", id="truth-for-number"),
        pytest.param("processes = 0", "not a number of processes", id="no-process"),
        pytest.param("processes = 1.5", "not a number of processes", id="half-a-process"),
        pytest.param("processes = true", "not a number of processes", id="some-process"),
        pytest.param("about_tolerance = 1", "not a fraction", id="one-is-no-tolerance"),
        pytest.param("about_tolerance = 10", "not a fraction", id="percentage"),
        pytest.param('lang = "fr"', "not one of: ar, en", id="language"),
        pytest.param("no_color = 1", "neither true nor false", id="number-for-truth"),
        pytest.param('sources = "absent.toml"', "cannot be read", id="sources-not-there"),
        pytest.param("model = ", "not valid TOML", id="no-toml"),
    ],
)
def test_what_has_no_meaning(tmp_path: Path, setting: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem) as caught:
        load_config(env={}, folder=_write(tmp_path, setting))

    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "crosscheck.toml").write_bytes(b"model = '\xff'")

    with pytest.raises(ConfigError, match="not valid TOML in UTF-8"):
        load_config(env={}, folder=tmp_path)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HALF_LIFE_DAYS", "long"),
        ("ABOUT_TOLERANCE", "1,5"),
        ("NO_COLOR", "maybe"),
        ("LANG", "EN "),
    ],
)
def test_a_variable_without_meaning_is_named(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"^CROSSCHECK_{variable} is '{value}', which is "):
        load_config(env={f"CROSSCHECK_{variable}": value}, folder=tmp_path)


def test_a_flag_without_meaning_is_named() -> None:
    with pytest.raises(ConfigError, match="--half-life-days is -1"):
        load_config({"half_life_days": -1}, env={})


CHANGES: list[dict[str, Any]] = [
    {"model": "use"},
    {"nli": "some/model"},
    {"timezone": "Asia/Damascus"},
    {"merge_policy": "conservative"},
    {"preferred_sources": ["sohr"]},
    {"half_life_days": 30},
    {"about_tolerance": 0.2},
]


def test_the_hash_follows_what_changes_results(tmp_path: Path) -> None:
    hashes = [load_config(flags, env={}, folder=tmp_path).config_hash for flags in ({}, *CHANGES)]

    assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize(
    "flags", [{"db": ":memory:"}, {"lang": "ar"}, {"no_color": True}, {"processes": 1}]
)
def test_the_hash_ignores_what_does_not(tmp_path: Path, flags: dict[str, Any]) -> None:
    assert load_config(flags, env={}, folder=tmp_path).config_hash == Config().config_hash


def test_the_hash_follows_the_content_of_the_users_sources(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("schema = 1", encoding="utf-8")
    before = load_config({"sources": path}, env={}).config_hash
    path.write_text("schema = 1\n", encoding="utf-8")

    assert load_config({"sources": str(path)}, env={}).config_hash != before
