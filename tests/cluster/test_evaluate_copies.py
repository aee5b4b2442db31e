import json
from pathlib import Path

import pytest

from crosscheck.errors import InputError
from crosscheck.evaluate.copies import evaluate_copies

FIRE = (
    "اندلع حريق كبير فجر اليوم في مستودع للأخشاب وسط مدينة منبج، وامتدت النيران إلى ثلاثة محال "
    "مجاورة قبل أن تتمكن فرق الإطفاء من السيطرة عليها دون تسجيل إصابات بين الأهالي."
)
OWN_WORDS = "التهمت النيران مخزن خشب في منبج، وقال شهود إن أحدا لم يصب بأذى وإن الخسائر مادية فقط."
HALF = " ".join(FIRE.split()[:17])
ARTICLES = {
    "first": FIRE,
    "same": f"عاجل: {FIRE}",
    "half": f"{HALF} وقال صاحبه إن خسارته تتجاوز عشرة آلاف دولار وإنه يطالب البلدية بالتعويض عنها",
    "other": OWN_WORDS,
}
CASES = [
    pytest.param("same", "copy", (1, 1, 1), 0.0, id="a-copy-that-is-found"),
    pytest.param("other", "copy", (1, 0, 0), 0.0, id="a-copy-that-is-not"),
    pytest.param("half", "partial", (0, 0, 0), 0.0, id="a-part"),
    pytest.param("other", "independent", (0, 0, 0), 0.0, id="own-words"),
    pytest.param("same", "independent", (0, 1, 0), 1.0, id="called-a-copy-wrongly"),
]


def write(folder: Path, pairs: list[dict[str, str]]) -> tuple[Path, Path]:
    articles, labels = folder / "syria.jsonl", folder / "copies.jsonl"
    records = [
        {"id": key, "outlet": key, "text": text, "incident": "fire"}
        for key, text in ARTICLES.items()
    ]
    for path, rows in ((articles, records), (labels, pairs)):
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return articles, labels


@pytest.mark.parametrize(("other", "relation", "tally", "wrong"), CASES)
def test_a_pair_is_counted(
    other: str, relation: str, tally: tuple[int, int, int], wrong: float, tmp_path: Path
) -> None:
    report = evaluate_copies(*write(tmp_path, [{"a": "first", "b": other, "relation": relation}]))

    assert (report.copy.gold, report.copy.found, report.copy.right) == tally
    assert report.independent_called_copy == wrong
    assert len(report.misses) == (report.found[relation][relation] == 0)


BROKEN = [
    pytest.param({"a": "first", "b": "nobody", "relation": "copy"}, "nobody", id="unknown-article"),
    pytest.param({"a": "first", "b": "same", "relation": "alike"}, "alike", id="unknown-relation"),
    pytest.param({"a": "first", "b": "same"}, "relation", id="no-relation"),
]


@pytest.mark.parametrize(("pair", "said"), BROKEN)
def test_broken_labels_are_refused(pair: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        evaluate_copies(*write(tmp_path, [pair]))
