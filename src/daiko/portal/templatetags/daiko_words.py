"""Words of a page in the language of the reader: ``{% tr "日本語" "English" %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def tr(japanese: str, english: str) -> str:
    """The Japanese text, or the English one where the reader chose English."""
    return english if get_language() == "en" else japanese


@register.filter
def said(text: Any) -> str:
    """A value with ``ja`` and ``en`` in the language of the reader, or in the other one."""
    english, japanese = str(text.en), str(text.ja)
    return english or japanese if get_language() == "en" else japanese or english


@register.filter
def other(text: Any) -> str:
    """A value with ``ja`` and ``en`` in the language the reader did not choose."""
    return str(text.ja) if get_language() == "en" else str(text.en)
