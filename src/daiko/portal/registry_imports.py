"""CSV files of registers sent by a browser: what they would change, then loaded.

Of the agency and of insurers alike; who may load which rows is decided by ``registry``.
Source: journeys 3 (5); standards/actors-and-contracts.md 5.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from daiko.platform.clock import now
from daiko.portal.access import acting
from daiko.registry import services
from daiko.registry.loading import LoadReport
from daiko.standard.registry_files import PERSONAL

_BAD_ROWS: Final = 200
_CHUNK: Final = 1 << 16


def import_page(request: HttpRequest, template: str, tables: Sequence[str]) -> HttpResponse:
    """The form; with files sent, the report of their preview or of their load."""
    context: dict[str, Any] = {"tables": tables}
    if request.method == "POST":
        files = request.FILES.getlist("files")
        loading = request.POST.get("do") == "load"
        names = Counter(file.name for file in files)
        twice = [name for name, times in names.items() if times > 1]
        context |= {"none": not files, "twice": twice}
        if files and not twice:
            report = _report(request, files, loading=loading)
            context |= of_report(report) | {"loading": loading}
    return render(request, template, context)


def _report(request: HttpRequest, files: Sequence[UploadedFile], *, loading: bool) -> LoadReport:
    with tempfile.TemporaryDirectory(prefix="daiko-registry-") as place:
        for file in files:
            with (Path(place) / Path(file.name or "").name).open("wb") as target:
                for chunk in file.chunks(_CHUNK):
                    target.write(chunk)
        verb = services.load if loading else services.preview
        return verb(Path(place), by=acting(request).actor, at=now())


def of_report(report: LoadReport) -> dict[str, Any]:
    """A report by table, for the template; of persons without what stands in bad rows."""
    lines = []
    for counts in report.tables:
        shown = [change for change in report.changes if change.table == counts.table]
        lines.append((counts, shown, counts.rows - counts.unchanged - len(shown)))
    return {
        "report": report,
        "lines": lines,
        "bad_rows": report.bad_rows[:_BAD_ROWS],
        "personal_files": {f"{table}.csv" for table in PERSONAL},
        "more_bad": max(0, report.bad_count - _BAD_ROWS),
    }
