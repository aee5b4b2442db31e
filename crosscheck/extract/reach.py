"""How far an attribution reaches: which later sentences still speak with the same voice."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from crosscheck.extract.attribution import Credit, carries_on
from crosscheck.extract.attribution_lexicon import AttributionLexicon
from crosscheck.records import Attribution, SourceType
from crosscheck.segment import Sentence

_QUOTES = {"“": 1, "«": 1, "”": -1, "»": -1}


@dataclass(slots=True)
class Reach:
    """Walks an article sentence by sentence and knows who is speaking.

    An attribution carries over where the next sentence goes on with a verb of saying and no
    speaker ("he added"), where it points back ("the sources added"), and inside a quotation that
    is still open. It never crosses a sentence that nobody is credited with.
    """

    lexicon: AttributionLexicon
    _last: tuple[Attribution, ...] = ()
    _open_quotes: int = field(default=0)

    def attribute(
        self, sentence: Sentence, credits_: tuple[Credit, ...], publisher: str
    ) -> tuple[tuple[Attribution, ...], bool]:
        """The sentence's attribution, and whether it comes from an earlier sentence."""
        in_quotation = self._open_quotes > 0
        self._count_quotes(sentence)
        inherited = False
        if credits_:
            found = tuple(self._known(credit, publisher) for credit in credits_)
            inherited = bool(self._last) and all(credit.is_definite for credit in credits_)
        elif self._last and (in_quotation or carries_on(sentence, self.lexicon)):
            found, inherited = self._last, True
        else:
            found = ()
        self._last = found
        return found, inherited

    def _known(self, credit: Credit, publisher: str) -> Attribution:
        """What a back-reference points to: the last speaker of its type, or the only speaker."""
        here = credit.attribution
        if credit.kind == "own":
            return replace(here, source_id=publisher)
        if not credit.is_definite or not self._last:
            return here
        same = [one for one in self._last if one.type is here.type]
        if same:
            return replace(here, source_id=same[-1].source_id)
        if here.type is SourceType.UNNAMED and len(self._last) == 1:
            return replace(here, type=self._last[0].type, source_id=self._last[0].source_id)
        return here

    def _count_quotes(self, sentence: Sentence) -> None:
        if sentence.words[0].gap == "\n":
            self._open_quotes = 0
        for word in () if _QUOTES.keys().isdisjoint(sentence.signs) else sentence.words:
            if word.text in _QUOTES:
                self._open_quotes = max(0, self._open_quotes + _QUOTES[word.text])
