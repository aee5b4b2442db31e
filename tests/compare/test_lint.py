"""One article alone: remarks with line and column."""

from __future__ import annotations

import pytest

from crosscheck.compare.lint import Note, Problem, lint
from crosscheck.records import Article, Attribution, Claim, Count
from crosscheck.span import Span
from crosscheck.vocabulary import CountKind, EventType, Qualifier, SourceType

TITLE = "مقتل ثلاثة في قصف"
LINES = (
    "قصف على أطراف البلدة",
    "مصادر محلية: عشرون بين قتيل وجريح",
    "ويرجح أن القصف أودى بحياة خمسة",
)
ARTICLE = Article("a", "nahr-media", "\n".join(LINES), title=TITLE, lang="ar")


def at(words: str) -> Span:
    start = ARTICLE.raw.index(words)
    return Span(start, start + len(words))


def claim(sentence: int, **fields: object) -> Claim:
    text = (TITLE, *LINES)[sentence]
    return Claim(
        f"c-{sentence}", "a", "nahr-media", "ar", text, at(text), sentence,
        event_type=EventType.SHELLING, main=sentence == 0, **fields,  # type: ignore[arg-type]  # fields of Claim
    )  # fmt: skip


def killed(number: int, words: str, kind: CountKind = CountKind.KILLED) -> Count:
    return Count(kind, number, number, Qualifier.EXACT, at(words))


NAMED = (Attribution(SourceType.OFFICIAL, "قسد", at("قصف"), "sdf"),)
LOCAL = (Attribution(SourceType.UNNAMED, "مصادر محلية", at("مصادر محلية")),)


def place(note: Note) -> tuple[Problem, int, int, str]:
    return note.problem, note.line, note.column, note.message


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param(
            [claim(1)], (Problem.UNATTRIBUTED, 2, 1, "nobody is credited with this"), id="nobody"
        ),
        pytest.param(
            [claim(2, attribution=LOCAL)],
            (Problem.RUMOUR, 3, 1, "credited only to a source without a name: مصادر محلية"),
            id="unnamed",
        ),
        pytest.param(
            [claim(3, attribution=NAMED, hedged=True, hedge_spans=(at("يرجح أن"),))],
            (Problem.HEDGED, 4, 2, "marked as uncertain: “يرجح أن”"),
            id="hedged",
        ),
        pytest.param(
            [
                claim(
                    2,
                    attribution=NAMED,
                    counts=(killed(20, "عشرون بين قتيل وجريح", CountKind.CASUALTIES),),
                )
            ],
            (
                Problem.MERGED_COUNTS,
                3,
                14,
                "killed and injured are given as one figure: “عشرون بين قتيل وجريح”",
            ),
            id="merged-counts",
        ),
        pytest.param(
            [
                claim(0, attribution=NAMED, counts=(killed(3, "ثلاثة"),)),
                claim(3, attribution=NAMED, counts=(killed(5, "خمسة"),)),
            ],
            (Problem.SELF_CONTRADICTION, 4, 27, "killed: 5 here, 3 elsewhere in the article"),
            id="self-contradiction",
        ),
    ],
)
def test_note(claims: list[Claim], expected: tuple[Problem, int, int, str]) -> None:
    assert [place(note) for note in lint(ARTICLE, claims)] == [expected]


def test_a_firm_and_credited_claim_has_no_remark() -> None:
    assert lint(ARTICLE, [claim(1, attribution=NAMED)]) == []


def test_a_lower_figure_may_be_a_part_and_another_source_may_differ() -> None:
    main = claim(0, attribution=NAMED, counts=(killed(3, "ثلاثة"),))
    part = claim(1, attribution=NAMED, counts=(killed(1, "قصف"),))
    other = claim(3, attribution=LOCAL, counts=(killed(5, "خمسة"),))

    problems = {note.problem for note in lint(ARTICLE, [main, part, other])}

    assert Problem.SELF_CONTRADICTION not in problems


def test_remarks_are_in_the_order_of_the_text() -> None:
    notes = lint(ARTICLE, [claim(3), claim(1), claim(2)])

    assert [note.line for note in notes] == [2, 3, 4]


def test_remarks_can_be_written_in_arabic() -> None:
    assert lint(ARTICLE, [claim(1)], lang="ar")[0].message == "لا يُنسب هذا إلى أحد"
