"""/internal/components/: every component of the portal in every state, on one page.

For those who build pages, and for tests: what stands here is what pages are made of. Rows
and names are made up on the spot; nothing is read and nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daiko.platform.permissions import Permission
from daiko.portal.access import requires
from daiko.portal.navigation import Item
from daiko.portal.problems import WORDS, problem_words
from daiko.portal.tables import Column, Table, read_table
from daiko.portal.templatetags.daiko_format import STATES
from daiko.portal.templatetags.daiko_words import tr

ROWS: Final = 10_000
LONG_NAME: Final = (
    "社会福祉法人架空記念財団附属総合健康管理センター中央第一健診事業部巡回健診課東日本分室"
)
_COLUMNS: Final = (
    Column("受付番号", "Receipt", "number"),
    Column("機関の名称", "Provider"),
    Column("状態", "State"),
    Column("請求金額", "Claimed", "yen", is_number=True),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A made-up row of the long table."""

    number: str
    name: str
    state: str
    yen: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Some of the made-up rows."""

    rows: tuple[Row, ...]
    total: int


class SampleForm(forms.Form):
    """One field of each kind that pages use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"] = forms.RegexField(
            r"^[0-9]{10}$",
            label=tr("健診機関番号", "Provider number"),
            help_text=tr("数字10桁。例：1319900013", "Ten digits, e.g. 1319900013"),
            error_messages={
                "required": tr("健診機関番号を入れてください。", "Give the provider number."),
                "invalid": tr("数字10桁で入れてください。", "It has ten digits."),
            },
        )
        self.fields["month"] = forms.ChoiceField(
            label=tr("処理月", "Month"),
            choices=[("2026-06", tr("2026年6月", "June 2026"))],
            required=False,
        )
        self.fields["note"] = forms.CharField(
            label=tr("備考", "Note"), widget=forms.Textarea, required=False
        )
        self.fields["read"] = forms.BooleanField(
            label=tr("内容を確かめました", "I have checked it"),
            error_messages={
                "required": tr("確かめてから印を付けてください。", "Tick it when you have.")
            },
        )


@requires(Permission.SYSTEM_MACHINE_READ, Permission.AGENCY_MONTH_READ)
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """The page of all components."""
    context = {
        "long_name": LONG_NAME,
        "table": _long_table(request),
        "fresh_form": SampleForm(auto_id="fresh_%s"),
        "wrong_form": SampleForm({"number": "12"}, auto_id="wrong_%s"),
        "states": list(STATES),
        "sample_tabs": [
            Item("?", tr("概況", "Overview"), is_current=True),
            Item("?page=2", tr("請求", "Invoices")),
        ],
        "problems": [problem_words(status) for status in WORDS],
    }
    return render(request, "portal/components.html", context)


def _long_table(request: HttpRequest) -> Table:
    """Ten thousand rows: pages, order and counts as lists from the database have them."""

    def read(offset: int, limit: int, order: str) -> Rows:
        places = range(ROWS)
        wanted = reversed(places) if order.startswith("-") else places
        return Rows(tuple(map(_row, list(wanted)[offset : offset + limit])), ROWS)

    return read_table(request, _COLUMNS, read, order="number", export=request.path)


def _row(place: int) -> Row:
    name = LONG_NAME if place % 7 == 0 else f"架空クリニック{place:05d}"
    state = ("accepted", "returned", "checking")[place % 3]
    return Row(f"20260605-{place + 1:06d}", name, state, place * 7_680)
