"""The seed set from files to the JSON report, compared whole.

After a change that is meant, `make golden` writes the report anew; read its diff before you commit.
"""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest


@pytest.mark.model
def test_the_whole_report_of_the_seed_set() -> None:
    golden = runpy.run_path(str(Path(__file__).parent / "write.py"))
    expected = json.loads(golden["GOLDEN"].read_text(encoding="utf-8"))

    report = golden["seed_report"]()

    assert report.keys() == expected.keys()
    for part, value in expected.items():
        assert report[part] == value, part
