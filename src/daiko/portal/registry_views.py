"""The registry of the agency: registers, import with preview, proposals, organisations.

Source: journeys 3 (5) and 4, security-controls.md A5. Who proposes and who approves are two
permissions and two persons; the database holds it.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.portal.access import acting, requires
from daiko.portal.registry_imports import import_page, of_report
from daiko.portal.tables import Column, read_table
from daiko.registry import organisations, proposals, queries, services
from daiko.registry.exporting import export
from daiko.registry.history import organisation_history
from daiko.registry.tables import TABLES
from daiko.standard.registry_files import PERSONAL

_READ: Final = Permission.AGENCY_REGISTRY_READ
_PROPOSE: Final = Permission.AGENCY_REGISTRY_PROPOSE
_APPROVE: Final = Permission.AGENCY_REGISTRY_APPROVE
_COLUMNS: Final = (
    Column("番号", "Number"),
    Column("名称", "Name"),
    Column("終了日", "Ended"),
)
_HISTORY_ROWS: Final = 100


def _may(request: HttpRequest) -> dict[str, bool]:
    """What the person of this request may do here; pages show only that."""
    person = acting(request)
    return {"may_propose": person.may(_PROPOSE), "may_decide": person.may(_APPROVE)}


@requires(_READ)
@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """Every register with its rows, a search for organisations, what waits."""
    kind = "provider" if request.GET.get("kind") == "provider" else "insurer"
    text = request.GET.get("q", "").strip()[:200]
    table = read_table(
        request,
        _COLUMNS,
        lambda offset, limit, _: organisations.search(kind, text, offset, limit),
        order="number",
    )
    context = _may(request) | {
        "counts": queries.row_counts(),
        "waiting": proposals.proposals(at=now(), pending_only=True),
        "kind": kind,
        "text": text,
        "table": table,
    }
    return render(request, "portal/registry.html", context)


@requires(_READ)
@require_safe
def organisation(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """One insurer or provider: present facts, contracts, prices by date, history."""
    reader = organisations.insurer if kind == "insurer" else organisations.provider
    found = reader(number, request.GET.get("contract", ""))
    if found is None:
        raise Http404
    context = {"found": found, "history": organisation_history(kind, number, _HISTORY_ROWS)}
    return render(request, "portal/registry_organisation.html", context)


@requires(_PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def import_files(request: HttpRequest) -> HttpResponse:
    """CSV files: what they would change; with the second button, loaded."""
    return import_page(request, "portal/registry_import.html", tuple(TABLES))


@requires(_READ)
@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Changes of accounts, prices and calendars: waiting, and decided."""
    context = _may(request) | {"rows": proposals.proposals(at=now())}
    return render(request, "portal/registry_proposals.html", context)


@requires(_APPROVE, _PROPOSE)
@require_safe
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """What a proposal would change now, beside the registry; whoever may decides."""
    row = proposals.proposal(number, at=now())
    is_own = row.proposed_by == acting(request).actor.name
    context: dict[str, Any] = _may(request) | {"row": row, "is_own": is_own}
    if row.state == "pending":
        report = services.preview_proposal(number, by=acting(request).actor, at=now())
        context |= of_report(report) | {"seen": proposals.digest(report.changes)}
    return render(request, "portal/registry_proposal.html", context)


@requires(_APPROVE, fresh=True)
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Take effect as shown."""
    seen = request.POST.get("seen", "")
    services.approve(number, by=acting(request).actor, at=now(), seen=seen or "none")
    return redirect("portal:registry-proposals")


@requires(_APPROVE, _PROPOSE)
@require_POST
def reject(request: HttpRequest, number: int) -> HttpResponse:
    """Reject, or withdraw one's own."""
    reason = request.POST.get("reason", "").strip()[:200]
    services.reject(number, by=acting(request).actor, at=now(), reason=reason)
    return redirect("portal:registry-proposals")


@requires(_PROPOSE, fresh=True)
@require_POST
def export_files(request: HttpRequest) -> FileResponse:
    """The files of a load in one ZIP, without those that name persons by the million."""
    archive = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the answer
    tables = [table for table in TABLES if table not in PERSONAL]
    with tempfile.TemporaryDirectory(prefix="daiko-registry-") as place:
        export(Path(place), by=acting(request).actor, at=now(), tables=tables)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
            for table in tables:
                target.write(Path(place) / f"{table}.csv", f"{table}.csv")
    archive.seek(0)
    return FileResponse(archive, as_attachment=True, filename="registry.zip")
