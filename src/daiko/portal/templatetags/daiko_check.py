"""Words of findings in the language of the reader."""

from __future__ import annotations

from datetime import date
from typing import Final

from django import template
from django.utils.translation import get_language

from daiko.checks.item_names import item_name

register = template.Library()

_SEVERITIES: Final = {
    "reject-archive": ("受付不可", "archive refused", "bad"),
    "reject-document": ("返戻", "returned", "bad"),
    "warning": ("警告", "warning", "caution"),
    "note": ("参考", "note", "plain"),
}


@register.filter
def in_words(value: dict[str, str] | None) -> str:
    """A text that stands in both languages: ``{"ja": …, "en": …}``."""
    if not value:
        return ""
    return value.get("en" if get_language() == "en" else "ja") or value.get("ja", "")


@register.filter
def item_called(place: str) -> str:
    """Name of the item a path or code speaks of, in the language of the page; "" for none."""
    name = item_name(place or "")
    if name is None:
        return ""
    return name.english if get_language() == "en" else name.japanese


@register.filter
def iso_day(value: str | None) -> date | None:
    """A day of a JSON value, for the filters that print days."""
    return date.fromisoformat(value) if value else None


@register.filter
def severity_word(value: str) -> str:
    """What a severity means for the sender."""
    japanese, english, _ = _SEVERITIES[value]
    return english if get_language() == "en" else japanese


@register.filter
def severity_tone(value: str) -> str:
    return _SEVERITIES[value][2]


@register.filter
def persons(number: int) -> str:
    """6人; 0 is the archive itself."""
    if get_language() == "en":
        return f"{number:,} {'person' if number == 1 else 'persons'}" if number else "the archive"
    return f"{number:,}人" if number else "ZIP 全体"
