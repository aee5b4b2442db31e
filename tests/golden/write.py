"""The golden report of the seed set: `make golden` writes it, test_golden.py compares."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from cli import app

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds" / "articles.jsonl"
GOLDEN = Path(__file__).parent / "seeds.json"
# Scores from vectors differ in their last digits between processors.
_DIGITS = 2


def seed_report() -> dict[str, Any]:
    """The JSON report of the seed set, without what changes with version and settings."""
    result = CliRunner().invoke(app, ["run", str(SEEDS), "--db", ":memory:", "--json"])
    assert result.exit_code == 0, result.stderr
    report: dict[str, Any] = json.loads(result.stdout)
    del report["tool"]
    for pair in report.get("suggestions", []):
        pair["score"] = round(pair["score"], _DIGITS)
    return report


if __name__ == "__main__":
    text = json.dumps(seed_report(), ensure_ascii=False, indent=1, sort_keys=True)
    GOLDEN.write_text(text + "\n", encoding="utf-8")
