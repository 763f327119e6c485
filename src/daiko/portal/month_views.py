"""A processing month: what came in, the close with its proof, invoices, payments, packages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from operator import attrgetter
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daiko.delivery import queries as delivery
from daiko.money.calendar import CalendarRow, ProcessingMonth, propose
from daiko.platform.clock import TOKYO, now, tokyo_date
from daiko.platform.errors import Refused
from daiko.platform.permissions import Permission
from daiko.portal.access import acting, requires
from daiko.portal.navigation import Item, first_page, opens
from daiko.portal.tables import Column, Table, read_table
from daiko.portal.templatetags.daiko_words import tr
from daiko.reception import month_queries
from daiko.reception import queries as reception
from daiko.reception.judgements import return_reasons
from daiko.reception.month_queries import MonthCounts
from daiko.reception.queries import Page
from daiko.registry import queries as registry
from daiko.settlement import queries as settlement
from daiko.settlement import services as settlement_services
from daiko.settlement.rows import ClosedMonth, MonthRow

_HOME_COLUMNS: Final = (
    Column("処理月", "Month", "month"),
    Column("状態", "State", "state"),
    Column("アーカイブ", "Archives", "counts.submissions", is_number=True),
    Column("点検待ち", "To check", "counts.unchecked", is_number=True),
    Column("件数", "Pairs", "counts.pairs", is_number=True),
    Column("受理", "Accepted", "counts.accepted", is_number=True),
    Column("返戻", "Returned", "counts.returned", is_number=True),
    Column("受理した請求金額", "Accepted claims", "counts.claim_yen", is_number=True),
    Column("請求額（手数料込み）", "Invoiced, with fee", is_number=True),
    Column("支払額", "Paid", is_number=True),
)
_INVOICE_COLUMNS: Final = (
    Column("請求書番号", "Invoice", "number"),
    Column("保険者", "Insurer", "insurer_number"),
    Column("状態", "State", "state"),
    Column("件数", "Claims", "claims", is_number=True),
    Column("請求金額", "Claimed", "claims_yen", is_number=True),
    Column("過誤控除", "Reversals", "credit_applied_yen", is_number=True),
    Column("手数料", "Fee", "fee_yen", is_number=True),
    Column("請求額", "Total", "total_yen", is_number=True),
    Column("未入金", "Missing", "missing_yen", is_number=True),
    Column("払込期日", "Due", "due_on"),
)
_PAYMENT_COLUMNS: Final = (
    Column("健診機関", "Provider", "provider_number"),
    Column("支払先", "Payee", "payee_number"),
    Column("確定", "Confirmed", "confirmed_yen", is_number=True),
    Column("過誤", "Reversed", "reversed_yen", is_number=True),
    Column("保留", "Held", "held_yen", is_number=True),
    Column("口座待ち", "Awaits account", "waiting_yen", is_number=True),
    Column("支払額", "Paid", "paid_yen", is_number=True),
)
_PACKAGE_COLUMNS: Final = (
    Column("アーカイブ", "Archive", "archive_name"),
    Column("宛先", "Receiver", "receiver"),
    Column("件数", "Documents", "documents", is_number=True),
    Column("請求金額", "Claimed", "claim_yen", is_number=True),
    Column("作成", "Made", "created_at"),
    Column("SHA-256", "SHA-256"),
)


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the list: reception's counts beside settlement's state."""

    month: str
    counts: MonthCounts
    settled: MonthRow | None

    @property
    def state(self) -> str:
        return self.settled.state if self.settled else "open"


@requires(Permission.OWN_ACCOUNT_MANAGE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: every month that has anything, or the reader's own first page."""
    if not acting(request).may(Permission.AGENCY_MONTH_READ):
        return redirect(first_page(acting(request)))
    table = _rows_table(request, _HOME_COLUMNS, list(_months()))
    unclaimed = settlement.unclaimed_credits(tokyo_date(now()))
    return render(request, "portal/home.html", {"table": table, "unclaimed": unclaimed})


def _months() -> Iterator[MonthLine]:
    settled = {str(row.month): row for row in settlement.months()}
    received = {row.processing_month for row in reception.months()}
    counts = month_queries.all_month_counts()
    for month in sorted(received | set(settled), reverse=True):
        yield MonthLine(month, counts.get(month, MonthCounts()), settled.get(month))


def _asked(month: str) -> ProcessingMonth:
    try:
        return ProcessingMonth.parse(month)
    except ValueError as wrong:
        raise Http404 from wrong


def _context(request: HttpRequest, month: str) -> dict[str, Any]:
    """What every page of a month shows; a month nobody knows is not there."""
    asked = _asked(month)
    settled = settlement.month(asked)
    counts = month_queries.month_counts(month)
    if settled is None and not counts.submissions:
        raise Http404
    registered = registry.calendar_row(asked)
    return {
        "month": month,
        "settled": settled,
        "counts": counts,
        "state": settled.state if settled else "open",
        "calendar": registered or propose(asked),
        "calendar_confirmed": registered is not None,
        **month_tabs(request, month),
    }


_TABS: Final = (
    ("portal:month", "概況", "Overview"),
    ("portal:close", "締めと証明", "Close and proof"),
    ("portal:invoices", "請求", "Invoices"),
    ("portal:payments", "支払", "Payments"),
    ("portal:packages", "送付", "Packages"),
    ("portal:month-papers", "返戻一覧表", "Returns"),
)


def month_tabs(request: HttpRequest, month: str) -> dict[str, Any]:
    """The pages of a month that the reader may open, side by side."""
    pages = [(reverse(name, args=[month]), tr(ja, en)) for name, ja, en in _TABS]
    items = [Item(url, label, is_current=request.path == url) for url, label in pages]
    items.append(Item(f"{reverse('portal:submissions')}?month={month}", tr("受付一覧", "Archives")))
    shown = [item for item in items if opens(acting(request), item.url)]
    return {"tabs": shown, "tabs_label": tr("処理月の画面", "Pages of the month")}


@requires(Permission.AGENCY_MONTH_READ)
@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """The month at a glance, with what to do next."""
    asked = _asked(month)
    context = _context(request, month) | {
        "reasons": return_reasons(month),
        "runs": settlement.runs(asked),
        "released": delivery.released(month),
    }
    done = context["state"] == "closed" and context["released"]
    context["next_tone"] = "good" if done else "plain"
    return render(request, "portal/month.html", context)


@requires(Permission.AGENCY_MONTH_READ)
@require_safe
def close(request: HttpRequest, month: str) -> HttpResponse:
    """The close with its proof; before it, what a close would do, or why it may not be."""
    asked = _asked(month)
    context = _context(request, month)
    closed = settlement.is_closed(asked)
    context["proof"] = settlement.close_proof(asked) if closed else None
    context["payment_proofs"] = [
        (run, settlement.payment_proof(run.id)) for run in settlement.runs(asked)
    ]
    if not closed:
        context["preview"], context["refusal"] = _preview(asked, context["calendar"])
    return render(request, "portal/close.html", context)


def _preview(
    asked: ProcessingMonth, calendar: CalendarRow
) -> tuple[ClosedMonth | None, Refused | None]:
    """A dry run of the close at its day, or today when that has passed."""
    planned = datetime.combine(calendar.close_on, time(10), TOKYO).astimezone(UTC)
    try:
        return settlement_services.preview_close(asked, at=max(planned, now())), None
    except Refused as refusal:
        return None, refusal


@requires(Permission.AGENCY_MONTH_READ)
@require_safe
def invoices(request: HttpRequest, month: str) -> HttpResponse:
    """Invoices of the month, by insurer."""
    context = _context(request, month)
    rows = settlement.invoices(_asked(month))
    table = _rows_table(request, _INVOICE_COLUMNS, rows)
    names = registry.insurers([row.insurer_number for row in table.rows])
    context["table"] = table.with_rows([(row, names.get(row.insurer_number)) for row in table.rows])
    context["totals"] = {
        "claims": sum(row.claims for row in rows),
        "claims_yen": sum(row.claims_yen for row in rows),
        "credit_yen": sum(row.credit_applied_yen for row in rows),
        "fee_yen": sum(row.fee_yen for row in rows),
        "total_yen": sum(row.total_yen for row in rows),
        "missing_yen": sum(row.missing_yen for row in rows),
    }
    context["passed_on"] = settlement.credit_transfers(_asked(month))
    context["unclaimed"] = settlement.unclaimed_credits(tokyo_date(now()))
    return render(request, "portal/invoices.html", context)


@requires(Permission.AGENCY_MONTH_READ)
@require_safe
def payments(request: HttpRequest, month: str) -> HttpResponse:
    """Payments of the month, by provider."""
    context = _context(request, month)
    rows = settlement.payments(_asked(month))
    table = _rows_table(request, _PAYMENT_COLUMNS, rows)
    names = registry.providers([row.provider_number for row in table.rows])
    context["table"] = table.with_rows(
        [(row, names.get(row.provider_number)) for row in table.rows]
    )
    context["totals"] = {
        "confirmed_yen": sum(row.confirmed_yen for row in rows),
        "reversed_yen": sum(row.reversed_yen for row in rows),
        "held_yen": sum(row.held_yen for row in rows),
        "waiting_yen": sum(row.waiting_yen for row in rows),
        "paid_yen": sum(row.paid_yen for row in rows),
    }
    context["runs"] = settlement.runs(_asked(month))
    return render(request, "portal/payments.html", context)


@requires(Permission.AGENCY_PACKAGE_READ)
@require_safe
def packages(request: HttpRequest, month: str) -> HttpResponse:
    """Archives to insurers and returns to providers."""
    context = _context(request, month)
    kind = "return" if request.GET.get("kind") == "return" else "insurer"
    rows = delivery.packages(month, kind=kind)
    context["table"] = _rows_table(request, _PACKAGE_COLUMNS, rows)
    context["kind"] = kind
    context["kinds_label"] = tr("宛先", "Addressed to")
    context["kinds"] = [
        Item("?", tr("保険者向け送付データ", "To insurers"), is_current=kind == "insurer"),
        Item("?kind=return", tr("健診機関への返戻データ", "Back to providers"), kind == "return"),
    ]
    context["released"] = delivery.released(month)
    return render(request, "portal/packages.html", context)


def _rows_table(request: HttpRequest, columns: Sequence[Column], rows: Sequence[Any]) -> Table:
    """A table of organisations or months: at most a few thousand rows, summed anyway."""

    def read(offset: int, limit: int, order: str) -> Page[Any]:
        wanted = list(rows)
        if order:
            name = attrgetter(order.removeprefix("-"))
            wanted.sort(key=name, reverse=order.startswith("-"))
        return Page(tuple(wanted[offset : offset + limit]), len(rows))

    return read_table(request, columns, read, order="")
