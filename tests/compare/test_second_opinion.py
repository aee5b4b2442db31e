"""The model's opinion: only where slots are silent, marked, and never over a slot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

from crosscheck.actors import load_actors
from crosscheck.compare.second_opinion import MOST_PAIRS, add_second_opinion, silent_pairs
from crosscheck.compare.wording import wordings
from crosscheck.errors import ModelError
from crosscheck.records import Claim, Incident
from crosscheck.span import Span

if TYPE_CHECKING:
    from crosscheck.embed.nli import NliModel

WORDS = ("قصف", "على", "السوق", "مقتل", "ثلاثة", "لم", "يقع", "أي", "[PAD]", "[UNK]")


WRITERS = wordings({}, {}, load_actors(), ())


class Sure:
    """A judge that always gives the same probabilities."""

    name = "sure"

    def __init__(self, entails: float, contradicts: float) -> None:
        self.scores = (entails, contradicts)
        self.asked: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.asked += pairs
        return np.tile(np.array(self.scores, np.float32), (len(pairs), 1))


def row(outlet: str, text: str, **fields: object) -> dict[str, Any]:
    return {"outlet": outlet, "text": text, **fields}


SILENT = [row("Nahr", "قصف على السوق"), row("Furat", "لم يقع أي قصف")]
SPEAKING = [row("Nahr", "مقتل ثلاثة", killed="3"), row("Furat", "مقتل خمسة", killed="5")]


def claims_of(incident: Incident, rows: list[dict[str, Any]]) -> list[Claim]:
    return [
        Claim(
            claim_id, article_id, told["outlet"], "ar", told["text"], Span(0, len(told["text"])), 0
        )
        for claim_id, article_id, told in zip(incident.claims, incident.articles, rows, strict=True)
    ]


@pytest.mark.parametrize(
    ("scores", "relation", "words"),
    [
        pytest.param((0.1, 0.9), "conflict", "contradictory (90 %)", id="contradiction"),
        pytest.param((0.85, 0.1), "agree", "in agreement (85 %)", id="entailment"),
    ],
)
def test_a_sure_opinion_is_a_suggested_finding(
    scores: tuple[float, float], relation: str, words: str, compare: Callable[..., Incident]
) -> None:
    incident = compare(SILENT)
    told = add_second_opinion(incident, claims_of(incident, SILENT), WRITERS, Sure(*scores))
    suggested = told.findings[len(incident.findings) :]

    assert told.findings[: len(incident.findings)] == incident.findings
    assert [(f.relation, f.suggested) for f in suggested] == [(relation, True)]
    assert words in suggested[0].reason
    assert suggested[0].reasons.keys() == {"ar"}
    assert told.grades == incident.grades


def test_an_unsure_opinion_is_not_told(compare: Callable[..., Incident]) -> None:
    incident = compare(SILENT)

    assert (
        add_second_opinion(incident, claims_of(incident, SILENT), WRITERS, Sure(0.5, 0.4))
        == incident
    )


def test_a_pair_that_a_slot_compares_is_not_asked(compare: Callable[..., Incident]) -> None:
    incident = compare(SPEAKING)
    judge = Sure(0.9, 0.0)

    assert add_second_opinion(incident, claims_of(incident, SPEAKING), WRITERS, judge) == incident
    assert judge.asked == []


def test_a_large_incident_asks_no_more_than_its_share(compare: Callable[..., Incident]) -> None:
    rows = [row(f"Outlet {number}", "قصف على السوق") for number in range(40)]
    incident = compare(rows)

    assert len(silent_pairs(incident, claims_of(incident, rows))) == MOST_PAIRS


def tiny_model(folder: Path, labels: Sequence[str]) -> Path:
    """A cross-encoder of a few thousand weights, saved as any other."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    tokenizer = Tokenizer(
        models.WordLevel({word: index for index, word in enumerate(WORDS)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # transformers has no annotation
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", model_max_length=32
    ).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        max_position_embeddings=32,
        id2label=dict(enumerate(labels)),
        label2id={label: index for index, label in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def nli(tmp_path_factory: pytest.TempPathFactory) -> NliModel:
    from crosscheck.embed.nli import load_nli

    folder = tiny_model(tmp_path_factory.mktemp("nli"), ("contradiction", "entailment", "neutral"))
    return load_nli(str(folder))


@pytest.mark.model
def test_a_model_gives_probabilities_that_do_not_depend_on_the_order(nli: NliModel) -> None:
    there = nli.judge([("قصف على السوق", "لم يقع أي قصف"), ("مقتل ثلاثة", "مقتل ثلاثة")])
    back = nli.judge([("لم يقع أي قصف", "قصف على السوق"), ("مقتل ثلاثة", "مقتل ثلاثة")])

    assert there.shape == (2, 2)
    assert there.dtype == np.float32
    assert np.allclose(there, back, atol=1e-6)
    assert ((there > 0) & (there.sum(axis=1, keepdims=True) <= 1)).all()
    assert nli.judge([]).shape == (0, 2)


@pytest.mark.model
def test_a_model_without_the_labels_of_inference_is_refused(tmp_path: Path) -> None:
    from crosscheck.embed.nli import load_nli

    with pytest.raises(ModelError, match="trained for inference"):
        load_nli(str(tiny_model(tmp_path, ("good", "bad", "neither"))))


@pytest.mark.model
def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    from crosscheck.embed.nli import load_nli

    with pytest.raises(ModelError, match="cannot be loaded"):
        load_nli(str(tmp_path))
