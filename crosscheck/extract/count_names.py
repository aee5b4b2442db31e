"""Names: people whom a sentence counts by naming them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosscheck.extract.count_events import Event
from crosscheck.extract.count_figure import Figure
from crosscheck.extract.count_lexicon import CountLexicon
from crosscheck.extract.count_marks import Mark
from crosscheck.extract.count_roles import Role, Shape
from crosscheck.lang.words import Word
from crosscheck.vocabulary import CountKind, Qualifier

_NAME_WORDS = 3
_ADVERBS = 2  # words between a pronoun and its verb: "he later died"
# A list of names: how far from its event it may open, how long one name is, how many there are.
_OPENS = 8
_LONGEST = 6
_MOST = 40
_AGE_MARKS = 5  # in the brackets behind a name
_BETWEEN = frozenset((Role.COMMA, Role.AND))
# Asked at every event; a member of an enumeration takes ten times as long to look up as a name.
_AUX, _EACH, _STOP = Role.AUX, Role.EACH, Role.STOP
_NOUN, _STATE, _VERB = Shape.NOUN, Shape.STATE, Shape.VERB


def named_people(
    words: Sequence[Word], marks: Sequence[Mark], event: Event, raw: str, lexicon: CountLexicon
) -> tuple[Figure, ...]:
    """The people whom an event tells of by their names alone.

    One person behind the event ("مقتل سامر") or between "that" and a verb ("أن سامر قتل"), or
    the names of a list that says so ("اعتقال كل من سامر الحمود ووائل العلي").
    """
    index = event.mark
    if index is None:
        return ()
    listed = _named_list(words, marks, index, lexicon)
    if listed:
        return listed
    name = _named_person(words, marks, event, raw, lexicon)
    return () if name is None else (Figure(*name, 1, 1, Qualifier.EXACT),)


def known_person(marks: Sequence[Mark], index: int | None) -> Figure | None:
    """The one person whom a pronoun stands for: "he later died", "killing him"."""
    if index is None:
        return None
    first = index
    while first > 0 and marks[first - 1].sense(_AUX):
        first -= 1
    event = marks[index].entry.event
    told = event is not None and (event.shape is _STATE or first < index)
    if told and first > 0 and marks[first].first - marks[first - 1].last <= _ADVERBS:
        is_known = marks[first - 1].sense(Role.PRONOUN)
    elif not told and index + 1 < len(marks) and marks[index].last == marks[index + 1].first:
        is_known = marks[index + 1].sense(Role.OBJECT)
    else:
        return None
    if not is_known:
        return None
    figure = Figure(marks[index].first, marks[index].last, 1, 1, Qualifier.EXACT)
    figure.is_definite = True
    return figure


def _named_list(
    words: Sequence[Word], marks: Sequence[Mark], index: int, lexicon: CountLexicon
) -> tuple[Figure, ...]:
    """The names behind a word that opens a list of them; none where one is too long for a name."""
    opener = _opener(marks, index)
    if opener is None:
        return ()
    people: list[Figure] = []
    for first, last in _items(words, marks, opener, lexicon):
        if last - first > _LONGEST or len(people) == _MOST:
            return ()
        is_joined = _joins(words[first], lexicon) and first > marks[opener].last
        people.append(Figure(first, last, 1, 1, Qualifier.EXACT, skip=int(is_joined)))
    for figure in people[1:]:
        figure.is_joined = True
    return tuple(people) if len(people) > 1 else ()


def listed_victims(marks: Sequence[Mark], opener: int, lexicon: CountLexicon) -> Event | None:
    """The known victims whose names a list tells: "والمصابون من القرية هم: سالم ووائل"."""
    for at in range(opener - 1, -1, -1):
        victims = marks[at].sense(Role.VICTIM)
        if marks[opener].first - marks[at].last > _OPENS or marks[at].entry.event:
            return None
        if victims and victims.kind and not lexicon.definite.isdisjoint(marks[at].clitics):
            return Event(at, marks[at].first, marks[at].last, victims.kind, Shape.STATE)
    return None


def _opener(marks: Sequence[Mark], index: int) -> int | None:
    """Which mark behind the event opens a list, if no other event and no people come first."""
    end = marks[index].last
    for at in range(index + 1, len(marks)):
        mark = marks[at]
        if mark.first - end > _OPENS or mark.entry.event is not None:
            return None
        senses = mark.entry.senses
        if _STOP in senses:
            return None
        if _EACH in senses:
            return at
    return None


def _items(
    words: Sequence[Word], marks: Sequence[Mark], opener: int, lexicon: CountLexicon
) -> Iterator[tuple[int, int]]:
    """What stands between commas and "and", up to the first word that tells something else.

    The clitic "and" parts two names only behind a name of two words: "وليد" is one itself.
    """
    start, bracket = marks[opener].last, 0
    for at in range(opener + 1, len(marks) + 1):
        if at < bracket:
            continue
        end = marks[at].first if at < len(marks) else len(words)
        if at < len(marks) and start < end and _may_name(marks[at], lexicon):
            continue
        for word in range(start + 2, end):
            if word - start > 1 and _joins(words[word], lexicon):
                yield start, word
                start = word
        if start < end:
            yield start, end
        if at == len(marks):
            return
        if marks[at].sense(Role.OPEN):
            bracket = _behind_age(marks, at)
            start = marks[bracket - 1].last
        elif _BETWEEN.isdisjoint(marks[at].entry.senses):
            return
        else:
            start = marks[at].last


def _behind_age(marks: Sequence[Mark], opening: int) -> int:
    """Which mark follows the brackets behind a name: "سالم (16 عاما)", "سالم (16) عاما"."""
    for at in range(opening + 1, min(opening + 1 + _AGE_MARKS, len(marks))):
        if marks[at].sense(Role.CLOSE):
            has_unit = at + 1 < len(marks) and marks[at + 1].sense(Role.UNIT) is not None
            return at + 1 + has_unit
    return len(marks)


def _may_name(mark: Mark, lexicon: CountLexicon) -> bool:
    """Whether a word of the lexicon may be a family name: "العلي", "العمر"."""
    if mark.starts_figure or mark.entry.starts_number or mark.entry.event:
        return False
    is_definite = not lexicon.definite.isdisjoint(mark.clitics)
    return is_definite or mark.sense(Role.LABEL) is not None


def _joins(word: Word, lexicon: CountLexicon) -> bool:
    joiners = lexicon.numbers.joiners
    return any(joiners.intersection(stem.clitics[:1]) for stem in word.form.stems)


def _named_victim(
    words: Sequence[Word], marks: Sequence[Mark], index: int, raw: str
) -> tuple[int, int] | None:
    """The capitalised words before "died" or "was killed": "Mikel, 27, was pronounced dead"."""
    index -= 1
    while index >= 0 and marks[index].sense(_AUX):
        index -= 1
    end = marks[index + 1].first
    in_commas = index > 1 and marks[index].last == end and marks[index].sense(Role.COMMA)
    if in_commas and marks[index - 1].number and marks[index - 2].sense(Role.COMMA):
        end, index = marks[index - 2].first, index - 3  # his age
    start = end
    floor = marks[index].last if index >= 0 else 0
    while start > floor and raw[words[start - 1].raw_start].isupper():
        start -= 1
    return (start, end) if start < end and not _belongs(marks, index, start) else None


def _belongs(marks: Sequence[Mark], index: int, start: int) -> bool:
    """Whether a name says whose the people before it are: "fighters of the Syrian Forces"."""
    while index >= 0 and marks[index].last == start:
        noun = marks[index].entry.noun
        if marks[index].sense(Role.OF):
            return True
        if not (marks[index].sense(Role.DETERMINER) or (noun and noun.is_weak)):
            return False
        start, index = marks[index].first, index - 1
    return False


def _named_person(
    words: Sequence[Word], marks: Sequence[Mark], event: Event, raw: str, lexicon: CountLexicon
) -> tuple[int, int] | None:
    """The words that may name the only person of an event."""
    index = event.mark
    sense = None if index is None else marks[index].entry.event
    if index is None or sense is None or sense.kind is None:
        return None
    is_passive = index > 0 and marks[index - 1].sense(_AUX) is not None
    if lexicon.capitals and (event.shape is _STATE or is_passive):
        return _named_victim(words, marks, index, raw)
    if sense.shape not in lexicon.named or not lexicon.definite.isdisjoint(marks[index].clitics):
        return None  # "أمام الأسر المنتجة"
    if sense.kind is CountKind.DETAINED and sense.shape is _VERB:
        return None  # who stands behind "arrested" did it
    behind = _named_behind(words, marks, index, raw, lexicon)
    if behind is not None or sense.shape is not _VERB or lexicon.capitals:
        return behind
    return _named_before(words, marks, index, raw)


def _named_behind(
    words: Sequence[Word], marks: Sequence[Mark], index: int, raw: str, lexicon: CountLexicon
) -> tuple[int, int] | None:
    """The name right behind an event: "killing Omar Saleh"."""
    mark, sense = marks[index], marks[index].entry.event
    if sense is None:
        return None
    end = _name_end(words, marks, index)
    last = min(end, mark.last + _NAME_WORDS)
    is_verb = lexicon.capitals and sense.shape is _VERB
    enough = 1 if sense.kind is CountKind.KILLED and not is_verb else 2
    if last - mark.last < enough or not _is_name(words[mark.last], raw):
        return None
    if is_verb and not _is_name(words[mark.last + 1], raw):
        return None  # "killed Hamas commanders"
    clitics = [set(stem.clitics) for stem in words[mark.last].form.stems]
    if any(
        lexicon.prepositions & held or (lexicon.numbers.joiners & held and lexicon.definite & held)
        for held in clitics
    ):
        return None
    return mark.last, last


def _named_before(
    words: Sequence[Word], marks: Sequence[Mark], index: int, raw: str
) -> tuple[int, int] | None:
    """The name between "that" and a verb: "أن سامر قتل"."""
    before, end = index - 1, marks[index].first
    if before >= 0 and marks[before].last == end and marks[before].sense(Role.COMMA):
        before, end = before - 1, marks[before].first
    start = marks[before].last if before >= 0 else 0
    introduced = before < 0 or marks[before].sense(Role.THAT) or marks[before].sense(Role.STOP)
    if introduced and 0 < end - start <= _NAME_WORDS and _is_name(words[start], raw):
        return start, end
    return None


def _name_end(words: Sequence[Word], marks: Sequence[Mark], index: int) -> int:
    """Where the words that no lexicon knows end behind an event; "مقتل علي" begins a name."""
    sense, after = marks[index].entry.event, index + 1
    if sense and sense.shape is _NOUN and after < len(marks):
        is_name = marks[after].sense(Role.NAME) is not None
        after += is_name and marks[after].first == marks[index].last
    return marks[after].first if after < len(marks) else len(words)


def _is_name(word: Word, raw: str) -> bool:
    """Whether a word that the lexicon does not know may be a name: it is not in lower case."""
    return word.text[0].isalpha() and len(word.text) > 1 and not raw[word.raw_start].islower()
