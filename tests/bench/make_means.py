"""Write the mean vectors of Arabic and English that small sets are drawn towards.

    python tests/bench/make_means.py

They come from the articles in ``seeds/``, which were written for this project.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from crosscheck.cluster.units import lead
from crosscheck.embed.centre import PATH, VERSION
from crosscheck.embed.encoder import EMBEDDED_MODELS, load_encoder
from crosscheck.records import Article

SEEDS = Path(__file__).parents[2] / "seeds" / "articles.jsonl"


def main() -> None:
    texts: dict[str, list[str]] = defaultdict(list)
    for line in SEEDS.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        article = Article(record["id"], record["outlet"], record["text"], record.get("title"))
        texts[record["lang"]].append(lead(article))
    means = {}
    for name in EMBEDDED_MODELS:
        encoder = load_encoder(name)
        means[encoder.name] = {
            language: [round(float(value), 4) for value in encoder.encode(own).mean(axis=0)]
            for language, own in sorted(texts.items())
        }
    content = {"version": VERSION, "texts": {key: len(own) for key, own in sorted(texts.items())}}
    PATH.write_text(json.dumps({**content, "means": means}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
