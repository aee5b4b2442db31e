"""How sure a sentence is, what it says did not happen, and what a party rejects."""

from __future__ import annotations

from dataclasses import dataclass

from crosscheck.lang.grammar import Grammar
from crosscheck.lang.language import read_toml
from crosscheck.lang.pattern import Pattern
from crosscheck.lang.units import Tagged, Term
from crosscheck.records import Span
from crosscheck.segment import Sentence


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern whose group ``said`` is the evidence; void behind a unit of ``unless_after``."""

    pattern: Pattern
    unless_after: Pattern | None


@dataclass(frozen=True, slots=True)
class StanceLexicon:
    """How one language hedges, negates and denies."""

    grammar: Grammar
    hedge: tuple[_Rule, ...]
    negation: tuple[_Rule, ...]
    denial: tuple[_Rule, ...]


@dataclass(frozen=True, slots=True)
class Stance:
    """The words that hedge, negate or deny."""

    hedges: tuple[Span, ...]
    negations: tuple[Span, ...]
    denials: tuple[Span, ...]


def load_stance(code: str) -> StanceLexicon:
    """The stance lexicon of a language.

    Raises:
        LexiconError: the language has no such file.
    """
    table = read_toml(code, "stance")
    entries = [
        (phrase, Term(label)) for label, phrases in table["classes"].items() for phrase in phrases
    ]
    grammar = Grammar(entries, clitics=table["clitics"], whole=table["whole"])

    def rules(name: str) -> tuple[_Rule, ...]:
        return tuple(
            _Rule(
                grammar.compile(rule["match"]),
                grammar.compile(f"<{rule['unless_after']}>") if "unless_after" in rule else None,
            )
            for rule in table[name]
        )

    return StanceLexicon(grammar, rules("hedge"), rules("negation"), rules("denial"))


def read_stance(sentence: Sentence, lexicon: StanceLexicon) -> Stance:
    """The hedges, negations and denials of a sentence, each with the words that say so."""
    tagged = lexicon.grammar.tag(sentence.words, sentence.raw)
    return Stance(
        hedges=_spans(lexicon.hedge, tagged, sentence),
        negations=_spans(lexicon.negation, tagged, sentence),
        denials=_spans(lexicon.denial, tagged, sentence),
    )


def _spans(rules: tuple[_Rule, ...], tagged: Tagged, sentence: Sentence) -> tuple[Span, ...]:
    """What the rules find, in the order of the text; of two that overlap the longer."""
    found: list[tuple[int, int]] = []
    for rule in [each for each in rules if not each.pattern.needs & tagged.missing]:
        for match in rule.pattern.finditer(tagged):
            first, last = match.span("said")
            if rule.unless_after is None or not rule.unless_after.search(tagged, first):
                found.append((first, last))
    if not found:
        return ()
    kept: list[tuple[int, int]] = []
    for first, last in sorted(found, key=lambda one: (one[0] - one[1], one)):
        if all(last <= start or end <= first for start, end in kept):
            kept.append((first, last))
    units = tagged.units
    return tuple(
        sentence.span_of(units[first].first, units[last - 1].last, units[first].skip)
        for first, last in sorted(kept)
    )
