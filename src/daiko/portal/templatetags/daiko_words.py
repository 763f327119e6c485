"""Words of a page in the language of the reader: ``{% tr "日本語" "English" %}``."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def tr(japanese: str, english: str) -> str:
    """The Japanese text, or the English one where the reader chose English."""
    return english if get_language() == "en" else japanese
