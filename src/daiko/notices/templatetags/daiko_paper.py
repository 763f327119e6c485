"""How papers write days, amounts and codes; the words are those of ``words.py``."""

from __future__ import annotations

from datetime import date, datetime

from django import template

from daiko.notices import words

register = template.Library()


@register.filter
def era(value: date | datetime | str | None) -> str:
    """A day or a moment in its era; a text of eight digits too; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return words.stated_date(value)
    return words.era_moment(value) if isinstance(value, datetime) else words.era_date(value)


@register.filter
def era_weekday(value: date) -> str:
    return words.era_day_of_week(value)


@register.filter
def era_month(value: str) -> str:
    return words.era_month(value)


@register.filter
def yen(amount_yen: int | None) -> str:
    return "" if amount_yen is None else words.yen(amount_yen)


@register.filter
def count(number: int) -> str:
    return f"{number:,}件"


@register.filter
def count_persons(number: int) -> str:
    return f"{number:,}人"


@register.filter
def reason(code: str) -> str:
    return words.reason_name(code)


@register.filter
def sex(code: str) -> str:
    return words.named(words.SEXES, code)


@register.filter
def severity(code: str) -> str:
    return words.named(words.SEVERITIES, code)


@register.filter
def state(code: str) -> str:
    return words.named(words.STATES, code)
