"""The components of the portal: every one a template of ``portal/components/``.

Tags with a body (``{% notice "good" %}…{% endnotice %}``) are here; those without one are
plain includes. There is no second way to show a table, a form field or a notice: the page
/internal/components/ shows each in every state, and a test asks for it there.
"""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.forms import BoundField
from django.template.loader import get_template

register = template.Library()

TONES: Final = ("plain", "good", "caution", "bad")


def _component(name: str, **context: Any) -> str:
    return get_template(f"portal/components/{name}.html").render(context)


@register.simple_block_tag
def notice(content: str, tone: str = "plain", title: str = "", role: str = "") -> str:
    """A message in a frame. ``role`` "status" has it read out when it appears."""
    if tone not in TONES:
        raise ValueError(f"a notice is one of {TONES}")
    return _component("notice", content=content, tone=tone, title=title, role=role)


@register.simple_block_tag
def nothing(content: str) -> str:
    """What a list says when it has no rows, and what to do next."""
    return _component("nothing", content=content)


@register.simple_block_tag
def data_table(content: str, table: Any, caption: str, stack: str = "") -> str:
    """A page of a list: counts, pages, a region that scrolls by itself, sortable heads.

    ``table`` is a ``tables.Table``, the content its ``<tbody>``; ``stack`` "stack" turns
    rows into blocks on narrow screens (cells then carry ``data-label``).
    """
    context = {"heads": table.heads, "page": table.page, "export": table.export}
    return _component("table", content=content, caption=caption, stack=stack, **context)


@register.simple_block_tag
def small_table(content: str, caption: str, size: str = "") -> str:
    """A table that stands on one page; the content is its ``<thead>`` and ``<tbody>``."""
    return _component("small_table", content=content, caption=caption, size=size)


@register.simple_block_tag
def filters(content: str, action: str = "", label: str = "") -> str:
    """The form above a list that narrows it; the content is its fields."""
    return _component("filters", content=content, action=action, label=label)


@register.simple_block_tag
def pairs(content: str) -> str:
    """A list of names and values: ``<dt>``, ``<dd>``."""
    return _component("pairs", content=content)


@register.simple_block_tag
def figures(content: str) -> str:
    """Numbers that matter most: ``<div><dt>…</dt><dd>…</dd></div>`` each."""
    return _component("figures", content=content)


@register.simple_tag
def field(bound: BoundField) -> str:
    """A field of a form with its label, help and errors, tied together for screen readers."""
    described = [f"{bound.auto_id}-help"] if bound.help_text else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    attributes: dict[str, str | bool] = {}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return _component("field", field=bound, widget=bound.as_widget(attrs=attributes))


@register.simple_tag
def error_summary(form: Any) -> str:
    """What is wrong with a form, on top of it, each line a link to its field."""
    return _component("error_summary", form=form) if form.errors else ""


@register.simple_tag
def crumbs(*parts: str) -> str:
    """Where the page stands: label, address, label, address, …, label of the page itself."""
    steps = [
        {"label": label, "url": parts[place + 1] if place + 1 < len(parts) else ""}
        for place, label in enumerate(parts)
        if place % 2 == 0
    ]
    return _component("crumbs", crumbs=steps)


@register.simple_tag
def state(value: object) -> str:
    """A state as a word in a coloured frame."""
    return _component("state", value=value)


@register.simple_tag
def progress(label: str, done: int, total: int, id: str = "progress") -> str:
    """How far long work is; a total of 0 is one that is not known yet."""
    return _component("progress", label=label, done=done, total=total, id=id)


@register.simple_tag
def tabs(label: str, items: Any) -> str:
    """Pages that belong together; ``items`` are ``navigation.Item``."""
    return _component("tabs", label=label, tabs=items)
