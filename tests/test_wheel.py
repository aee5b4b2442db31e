"""The wheel alone, installed elsewhere, does the main job: `cli.py` is easily left out of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ARTICLE = {
    "outlet": "نهر ميديا",
    "title": "قتلى بقصف على بلدة الباغوز",
    "text": "قتل ثلاثة مدنيين وأصيب خمسة آخرون صباح اليوم بقصف مدفعي على بلدة الباغوز.",
    "published": "2024-03-05T09:00:00+03:00",
}


@pytest.mark.model
def test_the_wheel_runs_alone(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    home = tmp_path / "elsewhere"
    venv.create(home, with_pip=True)
    python = str(home / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    # The dependencies are those of the environment that runs this test; the package is not.
    site = next(home.glob("lib/python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    article = tmp_path / "article.jsonl"
    article.write_text(json.dumps(ARTICLE, ensure_ascii=False), encoding="utf-8")
    command = [str(home / "bin" / "crosscheck"), "run", str(article), "--db", ":memory:", "--json"]

    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
    where = [python, "-c", "import cli; print(cli.__file__)"]
    module = subprocess.run(where, cwd=tmp_path, env=env, capture_output=True, check=True)

    assert done.returncode == 0, done.stderr.decode()
    report = json.loads(done.stdout)
    assert [count["low"] for claim in report["claims"] for count in claim["counts"]][-2:] == [3, 5]
    assert module.stdout.decode().strip() == str(site / "cli.py")
