"""The auditor's pages: who saw whose data, whether the record is whole, how it is sealed.

Source: standards/security-controls.md A4, TEC-06; journeys 6. Read-only. The record holds
references, never names or results, so an auditor sees no personal data here. What is taken
away as a file is itself on record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daiko.audit import queries as trail
from daiko.audit import sealing
from daiko.audit import services as audit
from daiko.audit.queries import Entry, Wanted
from daiko.platform.clock import TOKYO, now
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import UnknownTenantError, checked
from daiko.portal.access import acting, requires
from daiko.portal.navigation import Item
from daiko.portal.tables import EXPORT_ROWS, Column, csv_file, read_table
from daiko.portal.templatetags.daiko_words import tr
from daiko.reception.queries import Page

COLUMNS: Final = (
    Column("番号", "No", is_number=True),
    Column("日時", "Time"),
    Column("事象", "Event"),
    Column("対象", "Subject"),
    Column("本人の参照", "Persons"),
    Column("操作者", "Who"),
    Column("役割", "Role"),
    Column("組織", "Organisation"),
    Column("接続元", "From"),
    Column("結果", "Result"),
)
SEAL_COLUMNS: Final = (
    Column("番号", "No", is_number=True),
    Column("封印した日時", "Sealed at"),
    Column("鍵", "Key"),
    Column("鎖の数", "Chains", is_number=True),
    Column("記録の数", "Rows", is_number=True),
    Column("値 (SHA-256)", "Digest (SHA-256)"),
)
SHOWN_PERSONS: Final = 3
_LONGEST: Final = 100  # characters of a filter
_FIRST_YEAR: Final = 1900


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for, as text for the form, and what was not understood."""

    person: str
    tenant: str
    actor: str
    event: str
    subject: str
    since: str
    until: str
    wrong: tuple[str, ...]

    @property
    def any(self) -> bool:
        asked = (self.person, self.tenant, self.actor, self.event)
        return any((*asked, self.subject, self.since, self.until))

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            subject=self.subject,
            person=self.person,
            actor_name=self.actor,
            tenant=self.tenant,
            event=self.event,
            since=_midnight(self.since),
            until=_midnight(self.until, days=1),
        )


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A row with the first of its references and how many more there are."""

    entry: Entry
    first: tuple[str, ...]
    more: int
    fields: str


def _tabs(request: HttpRequest) -> dict[str, Any]:
    pages = (
        ("audit:trail", "記録", "Record"),
        ("audit:verification", "検証の結果", "Verification"),
        ("audit:seals", "封印", "Seals"),
    )
    found = [(reverse(name), tr(ja, en)) for name, ja, en in pages]
    items = [Item(url, label, is_current=request.path == url) for url, label in found]
    return {"tabs": items, "tabs_label": tr("監査証跡の画面", "Pages of the audit trail")}


@requires(Permission.AGENCY_AUDIT_READ)
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Rows by person, organisation, account, event, subject and time, the newest first."""
    filters = _filters(request)
    wanted = filters.wanted

    def read(offset: int, limit: int, _order: str) -> Page[Entry]:
        rows = trail.search(wanted, offset=offset, limit=limit)
        return Page(tuple(rows), trail.count(wanted, at_most=trail.COUNTED_MAX))

    table = read_table(request, COLUMNS, read, order="", export=reverse("audit:trail-table"))
    context = {
        "table": table.with_rows([_entry_line(row) for row in table.rows]),
        "filters": filters,
        "is_cut": table.page.total >= trail.COUNTED_MAX,
        **_tabs(request),
    }
    return render(request, "portal/audit/trail.html", context)


@requires(Permission.AGENCY_AUDIT_READ)
@require_safe
def entries_table(request: HttpRequest) -> HttpResponseBase:
    """The rows that fit as CSV: up to the row the export itself adds."""
    filters, person = _filters(request), acting(request)
    wanted = filters.wanted
    rows = trail.count(wanted)
    asked = {k: v for k, v in request.GET.items() if k in _NAMES and v}
    audit.record(
        "audit.trail.exported",
        "audit trail",
        by=person.actor,
        at=now(),
        rows=rows,
        filters=urlencode(asked)[:_LONGEST],
    )
    header = [tr(column.ja, column.en) for column in COLUMNS]
    return csv_file("audit-trail.csv", [*header, tr("内容", "Fields")], _csv_lines(wanted))


def _csv_lines(wanted: Wanted) -> Iterator[list[object]]:
    """Rows by their number, so that a row added meanwhile moves none."""
    before: int | None = None
    while rows := trail.search(wanted, before=before, limit=EXPORT_ROWS):
        for row in rows:
            before = row.id
            yield _csv_line(row)


def _csv_line(row: Entry) -> list[object]:
    return [
        row.id,
        row.at.astimezone(TOKYO).isoformat(timespec="seconds"),
        row.event,
        row.subject,
        " ".join(row.persons),
        row.actor,
        row.role,
        row.tenant,
        row.source_address,
        row.result,
        _fields(row),
    ]


@requires(Permission.AGENCY_AUDIT_READ)
@require_safe
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One row with all its references."""
    found = trail.entry(number)
    if found is None:
        raise Http404
    actor_name = found.actor.partition(":")[2]
    context = {"entry": found, "fields": _fields(found), "actor_name": actor_name}
    return render(request, "portal/audit/entry.html", context)


@requires(Permission.AGENCY_AUDIT_READ)
@require_safe
def verification(request: HttpRequest) -> HttpResponse:
    """What the last verifications found."""
    found = trail.search(Wanted(event=trail.VERIFIED), limit=20)
    context = {"last": found[0] if found else None, "earlier": found[1:], **_tabs(request)}
    return render(request, "portal/audit/verification.html", context)


@requires(Permission.AGENCY_AUDIT_READ)
@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """Seals, the newest first, with the public key to check them by."""

    def read(offset: int, limit: int, _order: str) -> Page[sealing.Seal]:
        rows, total = sealing.latest_seals(offset=offset, limit=limit)
        return Page(tuple(rows), total)

    table = read_table(request, SEAL_COLUMNS, read, order="")
    key = sealing.seal_key()
    context = {"table": table, "key_id": key.id, "public_key": key.public.hex(), **_tabs(request)}
    return render(request, "portal/audit/seals.html", context)


def _entry_line(row: Entry) -> EntryLine:
    first = row.persons[:SHOWN_PERSONS]
    return EntryLine(row, first, len(row.persons) - len(first), _fields(row))


def _fields(row: Entry) -> str:
    return " ".join(f"{name}={value}" for name, value in row.fields.items())


_NAMES: Final = ("person", "tenant", "actor", "event", "subject", "since", "until")


def _filters(request: HttpRequest) -> Filters:
    asked = {name: request.GET.get(name, "").strip()[:_LONGEST] for name in _NAMES}
    wrong: list[str] = []
    for name in ("since", "until"):
        if asked[name] and _day(asked[name]) is None:
            wrong.append(tr("日付は YYYY-MM-DD で入れてください。", "A date is YYYY-MM-DD."))
            asked[name] = ""
    if asked["tenant"] and not _is_tenant(asked["tenant"]):
        wrong.append(
            tr(
                "組織は agency、provider:10桁、insurer:8桁 のいずれかです。",
                "An organisation is agency, provider:10 digits or insurer:8 digits.",
            )
        )
        asked["tenant"] = ""
    return Filters(**asked, wrong=tuple(dict.fromkeys(wrong)))


def _is_tenant(text: str) -> bool:
    try:
        return bool(checked(text))
    except UnknownTenantError:
        return False


def _day(text: str) -> date | None:
    """A day that a record can be of; its midnight is one in every time zone."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year < MAXYEAR else None


def _midnight(text: str, *, days: int = 0) -> datetime | None:
    """The beginning of a day in Japan, ``days`` later."""
    on = _day(text)
    if on is None:
        return None
    return datetime.combine(on, time(), TOKYO).astimezone(UTC) + timedelta(days=days)
