"""What the schema says of a place, in words a clerk reads: Japanese, then English.

The validator speaks English for programmers ("[facet 'pattern'] The value …"). Here each of
its forms becomes what was found and what was expected there. The value stands after the
words, behind ``VALUE_AFTER``, so that it can be masked without losing them. A form that is
not known stays as the validator wrote it. Pure.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from daiko.checks.bilingual import VALUE_AFTER, both, digits

_SHOWN_MAX: Final = 300
_NAMESPACE: Final = re.compile(r"\{(?:urn|https?):[^{}]*\}")
_HEAD: Final = re.compile(r"Element '(?P<element>[^']*)'(?:, attribute '(?P<attribute>[^']*)')?: ")
_SO_MANY_DIGITS: Final = re.compile(r"\[0-9\]\{([0-9]{1,2})\}")
_FACET: Final = r"(?:\[facet '[^']*'\] )?"
_EXPECTED: Final = r"(?: Expected is (?:one of )?\( (?P<expected>[^)]*) \)\.)?"


class _Form(NamedTuple):
    """One form of the validator's sentences, and the words for it."""

    pattern: re.Pattern[str]
    japanese: str
    english: str
    expected: str = "{expected}"


def _form(pattern: str, japanese: str, english: str, expected: str = "{expected}") -> _Form:
    return _Form(re.compile(pattern, re.DOTALL), japanese, english, expected)


_A_VALUE: Final = _FACET + r"The value '(?P<value>.*)' "
_LENGTH: Final = _A_VALUE + r"has a length of '\d+'; this "
_CHARACTERS: Final = "{expected}文字{ja} / {en} {expected} characters"
_NO_SUCH_KIND: Final = _form(
    _FACET + r"'(?P<value>.*)' is not a valid value of the .*type.*",
    "値の形式が違う（数字、日付、コードなど）",
    "not a value of this kind (number, date, code …)",
)
_A_NUMBER: Final = both("半角の数字（カンマ・空白・単位なし）", "digits without comma, space, unit")
_FORMS: Final = (
    _form(
        r"This element is not expected\." + _EXPECTED,
        "ここに置けない要素（順序の違い、前の要素の欠け、余分）",
        "an element that does not belong here",
    ),
    _form(
        r"Missing child element\(s\)\." + _EXPECTED,
        "中の要素が足りない",
        "an element is missing inside",
    ),
    _form(
        _A_VALUE + r"is not accepted by the pattern '(?P<expected>.*)'\.",
        "書き方が違う",
        "another form than required",
    ),
    _form(
        _A_VALUE + r"is not an element of the set \{(?P<expected>.*)\}\.",
        "決められた値ではない",
        "none of the values allowed",
    ),
    _form(
        _LENGTH + r"exceeds the allowed maximum length of '(?P<expected>\d+)'\.",
        "長すぎる",
        "too long",
        _CHARACTERS.replace("{ja}", "以内").replace("{en}", "at most"),
    ),
    _form(
        _LENGTH + r"underruns the allowed minimum length of '(?P<expected>\d+)'\.",
        "短すぎる、または空",
        "too short, or empty",
        _CHARACTERS.replace("{ja}", "以上").replace("{en}", "at least"),
    ),
    _form(
        _LENGTH + r"differs from the allowed length of '(?P<expected>\d+)'\.",
        "長さが違う",
        "of another length",
        _CHARACTERS.replace("{ja}", "").replace("{en}", "exactly"),
    ),
    _form(
        _A_VALUE + r"is greater than the maximum value allowed \('(?P<expected>.*)'\)\.",
        "大きすぎる",
        "too large",
        "≤ {expected}",
    ),
    _form(
        _A_VALUE + r"is less than the minimum value allowed \('(?P<expected>.*)'\)\.",
        "小さすぎる",
        "too small",
        "≥ {expected}",
    ),
    _form(
        _A_VALUE + r"does not match the fixed value constraint '(?P<expected>.*)'\.",
        "決められた値ではない",
        "not the value required",
    ),
    _NO_SUCH_KIND,
    _form(
        r"The type definition is abstract\.",
        "値の型（xsi:type）がない",
        "the type of the value (xsi:type) is missing",
    ),
    _form(
        r"The attribute '(?P<expected>[^']*)' is required but missing\.",
        "属性がない",
        "an attribute is missing",
    ),
    _form(
        r"The attribute '(?P<value>[^']*)' is not allowed\.",
        "ここに置けない属性",
        "an attribute that does not belong here",
    ),
    _form(
        r"Character content .*is not allowed.*",
        "文字を書けない場所の文字",
        "text where none may stand",
    ),
    _form(
        r"Element content is not allowed.*",
        "要素を置けない場所の要素",
        "an element where only text may stand",
    ),
    _form(
        r"No matching global declaration available for the validation root\.",
        "別の種類の文書",
        "another kind of document",
    ),
)


_DATE: Final = "YYYYMMDD"
_PLAIN: Final = {
    r"[1-9][0-9]{3}(0[1-9]|1[0-2])([0-2][0-9]|3[01])": _DATE,
    r"([0-9]{9,14}|[0-9]{14}\.[0-9]+)([+\-][0-9]{1,4})?": _DATE,
    r"[0-9]{1,8}|([0-9]{9,14}|[0-9]{14}\.[0-9]+)([+\-][0-9]{1,4})?": _DATE,
    r"[0-9]{3}-[0-9]{4}": "NNN-NNNN",
}


def _plain(expected: str) -> str:
    """A pattern of so many digits, of a date or of a postal code in words; others as they stand."""
    if expected in _PLAIN:
        return _PLAIN[expected]
    count = _SO_MANY_DIGITS.fullmatch(expected)
    return expected if count is None else digits(int(count[1]))


class SchemaWords(NamedTuple):
    """``attribute``: of the element the message speaks of, "" for the element itself."""

    found: str
    expected: str
    attribute: str


def schema_words(message: str, *, schema: str) -> SchemaWords:
    """Found and expected of one message; ``schema`` stands where nothing better is known.

    >>> schema_words("Element 'id', attribute 'extension': [facet 'pattern'] The value '12' is "
    ...     "not accepted by the pattern '[0-9]{11}'.", schema="cc08_V08.xsd")[:2]
    ('書き方が違う / another form than required: 12', '数字11桁 / 11 digits')
    """
    text = _NAMESPACE.sub("", message)
    head = _HEAD.match(text)
    if head is None:
        return SchemaWords(text[:_SHOWN_MAX], schema, "")
    sentence, attribute = text[head.end() :], head["attribute"] or ""
    for form in _FORMS:
        match = form.pattern.fullmatch(sentence)
        if match is not None:
            parts = match.groupdict()
            words = both(form.japanese, form.english)
            value = parts.get("value", head["element"])
            expected = _plain((parts.get("expected") or "").replace("'", ""))
            if form is _NO_SUCH_KIND and attribute == "value":
                expected = _A_NUMBER  # dates are patterns, codes are sets: what is left are numbers
            return SchemaWords(
                found=f"{words}{VALUE_AFTER}{value}"[:_SHOWN_MAX],
                expected=form.expected.replace("{expected}", expected) if expected else schema,
                attribute=attribute,
            )
    return SchemaWords(text[:_SHOWN_MAX], schema, attribute)
