"""Run one peer on a table of claims; started by bench_scoring in the peers' own environments.

Usage: python peers_scoring.py CLAIMS.json METHOD. Prints JSON: the truth of each object, a score of
each source, and the seconds of the processor. ``truthdiscovery`` draws graphs with libraries that
are not needed here: an empty module stands in for that part.
"""

from __future__ import annotations

import json
import sys
import time
import types
from pathlib import Path
from typing import Any


def with_crowd_kit(
    claims: dict[str, list[Any]], method: str
) -> tuple[dict[str, Any], dict[str, float]]:
    """A crowd-kit aggregation; where it has no skills, the share of votes for its own result."""
    import crowdkit.aggregation
    import pandas as pd

    frame = pd.DataFrame(
        {"task": claims["object"], "worker": claims["source"], "label": claims["value"]}
    ).drop_duplicates(["task", "worker"])
    truth = getattr(crowdkit.aggregation, method)().fit_predict(frame)
    hit = frame["label"] == frame["task"].map(truth)
    return truth.to_dict(), hit.groupby(frame["worker"]).mean().to_dict()


def with_truthdiscovery(
    claims: dict[str, list[Any]], method: str
) -> tuple[dict[str, Any], dict[str, float]]:
    """A truthdiscovery algorithm on its default settings."""
    sys.modules["truthdiscovery.graphs"] = types.ModuleType("truthdiscovery.graphs")
    import truthdiscovery.algorithm
    import truthdiscovery.input

    rows = {
        (source, item): value
        for source, item, value in zip(
            claims["source"], claims["object"], claims["value"], strict=True
        )
    }
    dataset = truthdiscovery.input.Dataset(
        (source, item, value) for (source, item), value in rows.items()
    )
    result = getattr(truthdiscovery.algorithm, method)().run(dataset)
    truth = {
        item: min(result.get_most_believed_values(item), key=str) for item in set(claims["object"])
    }
    return truth, dict(result.trust)


def main() -> None:
    claims = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    package, method = sys.argv[2].split(":")
    run = with_crowd_kit if package == "crowd-kit" else with_truthdiscovery
    started = time.process_time()
    truth, trust = run(claims, method)
    seconds = time.process_time() - started
    json.dump({"truth": truth, "trust": trust, "seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    main()
