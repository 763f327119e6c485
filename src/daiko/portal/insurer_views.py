"""The portal of insurers: packages to fetch, invoices with every line down to its document.

Source: journeys 3; standards/routing-and-delivery.md 3.2, settlement.md 3.4. Every page reads
under the wall of the person's organisation; the filters here stand on top of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daiko.audit import services as audit
from daiko.delivery import fetching
from daiko.delivery.queries import PackageRow
from daiko.people.sessions import SignedIn
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.portal.access import acting, requires
from daiko.portal.provider_views import number_of
from daiko.portal.tables import Column, all_rows, csv_file, read_table
from daiko.portal.templatetags.daiko_format import state_word
from daiko.portal.templatetags.daiko_words import tr
from daiko.reception.queries import Page
from daiko.registry import queries as registry
from daiko.settlement import party_queries as settlement
from daiko.settlement.party_queries import ClaimSums
from daiko.settlement.rows import ClaimRow, InvoiceRow

PACKAGE_COLUMNS: Final = (
    Column("アーカイブ", "Archive", "archive_name"),
    Column("処理月", "Month", "month"),
    Column("件数", "Documents", "documents", is_number=True),
    Column("請求金額", "Claimed", "claim_yen", is_number=True),
    Column("作成", "Made", "created_at"),
    Column("受取", "Fetched"),
)
INVOICE_COLUMNS: Final = (
    Column("請求書番号", "Invoice", "number"),
    Column("状態", "State", "state"),
    Column("件数", "Claims", "claims", is_number=True),
    Column("請求金額", "Claimed", "claims_yen", is_number=True),
    Column("手数料", "Fee", "fee_yen", is_number=True),
    Column("請求額", "Total", "total_yen", is_number=True),
    Column("未入金", "Missing", is_number=True),
    Column("払込期日", "Due", "due_on"),
)
CLAIM_COLUMNS: Final = (
    Column("受付順", "Order", "reception_order", is_number=True),
    Column("健診・保健指導機関", "Provider", "provider_number"),
    Column("種類", "Kind"),
    Column("内部参照", "Reference"),
    Column("単価合計", "Unit prices", "unit_total_yen", is_number=True),
    Column("窓口負担", "At the window", "payment_yen", is_number=True),
    Column("他の健診", "Other programme", is_number=True),
    Column("請求金額", "Claimed", "claim_yen", is_number=True),
    Column("状態", "State", "state"),
)


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A package and when it was last fetched."""

    package: PackageRow
    fetched_at: datetime | None


@dataclass(frozen=True, slots=True)
class SumsLine:
    """Claims of a provider with its name."""

    sums: ClaimSums
    name: str


def _lines(packages: list[PackageRow]) -> list[PackageLine]:
    fetched = fetching.fetched_at([row.archive_name for row in packages])
    return [PackageLine(row, fetched.get(row.archive_name)) for row in packages]


def _named(sums: list[ClaimSums]) -> list[SumsLine]:
    names = registry.providers({row.key for row in sums})
    return [SumsLine(row, names[row.key].name if row.key in names else "") for row in sums]


@requires(Permission.INSURER_INVOICE_READ, Permission.INSURER_PACKAGE_READ)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """New packages and invoices that are due."""
    own, person = number_of(request), acting(request)
    packages = fetching.packages_for(own, limit=6)[0] if _may_fetch(person) else []
    invoices, _ = settlement.issued_invoices(own, limit=6)
    lines = _lines(packages)
    context = {
        "packages": lines,
        "new": sum(line.fetched_at is None for line in lines),
        "due": [row for row in invoices if row.missing_yen > 0],
        "may_fetch": _may_fetch(person),
        "any_invoice": bool(invoices),
    }
    return render(request, "portal/insurer/home.html", context)


def _may_fetch(person: SignedIn) -> bool:
    return person.may(Permission.INSURER_PACKAGE_READ)


@requires(Permission.INSURER_PACKAGE_READ)
@require_safe
def packages(request: HttpRequest) -> HttpResponse:
    """Released packages, the newest first, with when they were fetched."""

    def read(offset: int, limit: int, order: str) -> Page[PackageRow]:
        rows, total = fetching.packages_for(
            number_of(request), offset=offset, limit=limit, order=order
        )
        return Page(tuple(rows), total)

    table = read_table(request, PACKAGE_COLUMNS, read, order="-created_at")
    context = {"table": table.with_rows(_lines(list(table.rows)))}
    return render(request, "portal/insurer/packages.html", context)


@requires(Permission.INSURER_PACKAGE_READ)
@require_safe
def package(request: HttpRequest, archive_name: str) -> HttpResponse:
    """What is inside a package, by provider and kind, before it is fetched."""
    found = fetching.package_for(number_of(request), archive_name)
    if found is None:
        raise Http404
    (line,) = _lines([found])
    inside = settlement.documents_by_provider(fetching.documents_in(archive_name))
    context = {"line": line, "package": found, "inside": _named(inside)}
    return render(request, "portal/insurer/package.html", context)


@requires(Permission.INSURER_PACKAGE_READ, Permission.PROVIDER_SUBMISSION_READ)
@require_safe
def fetch(request: HttpRequest, archive_name: str) -> HttpResponseBase:
    """The bytes of a package or a return, on record."""
    row, content = fetching.fetch(
        archive_name, receiver=number_of(request), by=acting(request).actor, at=now()
    )
    return _file(content, row.archive_name)


def _file(content: BinaryIO, name: str) -> HttpResponseBase:
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")


@requires(Permission.INSURER_INVOICE_READ)
@require_safe
def invoices(request: HttpRequest) -> HttpResponse:
    """Invoices that were issued, the newest first."""

    def read(offset: int, limit: int, order: str) -> Page[InvoiceRow]:
        rows, total = settlement.issued_invoices(
            number_of(request), offset=offset, limit=limit, order=order
        )
        return Page(tuple(rows), total)

    table = read_table(request, INVOICE_COLUMNS, read, order="-number")
    return render(request, "portal/insurer/invoices.html", {"table": table})


def _invoice(request: HttpRequest, number: str) -> InvoiceRow:
    found = settlement.issued_invoice(number_of(request), number)
    if found is None:
        raise Http404
    return found


@requires(Permission.INSURER_INVOICE_READ)
@require_safe
def invoice(request: HttpRequest, number: str) -> HttpResponse:
    """One invoice: how its sum is made, and its lines by provider."""
    found = _invoice(request, number)
    sums = settlement.invoice_by_provider(found.insurer_number, found.month)
    context = {
        "invoice": found,
        "lines": _named(sums),
        "sum_yen": sum(row.claims_yen for row in sums),
        "claims": sum(row.claims for row in sums),
        "passed_on": settlement.credit_transfers(found.month, to=found.insurer_number),
    }
    return render(request, "portal/insurer/invoice.html", context)


@requires(Permission.INSURER_INVOICE_READ)
@require_safe
def claims(request: HttpRequest, number: str) -> HttpResponse:
    """The documents of an invoice, of one provider where asked, each with its formula."""
    found, provider = _invoice(request, number), _provider(request)

    def read(offset: int, limit: int, order: str) -> Page[ClaimRow]:
        rows, total = settlement.invoice_claims(
            found.insurer_number,
            found.month,
            provider=provider,
            offset=offset,
            limit=limit,
            order=order,
        )
        return Page(tuple(rows), total)

    export = reverse("insurer:claims-table", args=[number])
    table = read_table(request, CLAIM_COLUMNS, read, order="reception_order", export=export)
    _record(request, number, table.rows)
    names = registry.providers([provider]) if provider else {}
    context = {
        "invoice": found,
        "table": table,
        "provider": provider,
        "provider_name": names[provider].name if provider and provider in names else "",
    }
    return render(request, "portal/insurer/claims.html", context)


@requires(Permission.INSURER_INVOICE_READ)
@require_safe
def claims_table(request: HttpRequest, number: str) -> HttpResponseBase:
    """The documents of an invoice as CSV."""
    found, provider = _invoice(request, number), _provider(request)

    def read(offset: int, limit: int) -> list[ClaimRow]:
        rows, _ = settlement.invoice_claims(
            found.insurer_number, found.month, provider=provider, offset=offset, limit=limit
        )
        _record(request, number, rows)
        return rows

    header = [tr(column.ja, column.en) for column in CLAIM_COLUMNS]
    return csv_file(f"invoice-{number}.csv", header, _csv_lines(all_rows(read)))


def _csv_lines(rows: Iterator[ClaimRow]) -> Iterator[list[object]]:
    for row in rows:
        yield [
            row.reception_order,
            row.provider_number,
            state_word(row.kind),
            _reference(row),
            row.unit_total_yen,
            row.payment_yen,
            row.other_program_yen,
            row.claim_yen,
            state_word(row.state),
        ]


def _reference(row: ClaimRow) -> str:
    return f"document-{row.document_id}" if row.document_id is not None else row.reference or ""


def _record(request: HttpRequest, number: str, rows: Sequence[ClaimRow]) -> None:
    """Record whose claims are shown, before they are."""
    persons = [f"document-{row.document_id}" for row in rows if row.document_id is not None]
    if rows:
        audit.record(
            "settlement.claims.viewed", number, by=acting(request).actor, at=now(), persons=persons
        )


def _provider(request: HttpRequest) -> str | None:
    wish = request.GET.get("provider", "")
    return wish if wish.isascii() and wish.isdigit() else None
