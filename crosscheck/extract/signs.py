"""Signs that stand inside names and hide them: #نهر_ميديا, ميليشيا "قسد", كتائب (القسام)."""

from __future__ import annotations

from dataclasses import replace

from crosscheck.segment import Sentence

HASHTAG = frozenset("#_")
SIGNS = HASHTAG | frozenset("\"'“”«»‘’()[]")


def without(sentence: Sentence, signs: frozenset[str]) -> Sentence:
    """The sentence less the words that are these signs; its span and text stay."""
    words = [word for word in sentence.words if word.text not in signs]
    return sentence if len(words) == len(sentence.words) else replace(sentence, words=tuple(words))
