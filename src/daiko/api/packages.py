"""Archives for an insurer, fetched by its program once their month is released.

Source: standards/routing-and-delivery.md 3, 3.2; security-controls.md A3, A4 (whoever fetches
persons' data is on record), TEC-05.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, BinaryIO, Final

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router
from ninja.params.functions import Query

from daiko.api.access import requires
from daiko.api.machines import ProgramBearer, machine_of
from daiko.api.me import ASKING
from daiko.api.program_schemas import PackagesOut
from daiko.delivery import queries
from daiko.delivery.fetching import fetch
from daiko.platform.clock import now
from daiko.platform.permissions import Permission

router = Router(tags=["packages"], auth=ProgramBearer())
_PIECE: Final = 1 << 18
_ZIP: Final = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}


@router.get(
    "",
    response={200: PackagesOut, **ASKING},
    operation_id="packages",
    summary="自保険者の送付データ / Own archives of a month",
)
@requires(Permission.INSURER_PACKAGE_READ)
def packages(
    request: HttpRequest,
    month: Annotated[str, Query(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="YYYY-MM")],
) -> dict[str, Any]:
    """What can be fetched of a processing month."""
    released = queries.released(month)
    rows = queries.packages(month, receiver=_number(request)) if released else []
    return {
        "processing_month": month,
        "released_at": released.released_at if released else None,
        "packages": [
            {
                "archive": row.archive_name,
                "processing_month": row.month,
                "sha256": row.sha256,
                "size_bytes": row.size_bytes,
                "documents": row.documents,
                "claim_yen": row.claim_yen,
            }
            for row in rows
        ],
    }


@router.get(
    "/{archive_name}",
    response={200: bytes, **ASKING},
    openapi_extra={"responses": {200: {"content": _ZIP}}},
    operation_id="package",
    summary="送付データを受け取る / Fetch an archive",
)
@requires(Permission.INSURER_PACKAGE_READ)
def package(request: HttpRequest, archive_name: str) -> Any:
    """The ZIP; its SHA-256 stands in the header Archive-SHA256."""
    machine = machine_of(request)
    row, content = fetch(archive_name, receiver=_number(request), by=machine.actor, at=now())
    answer = StreamingHttpResponse(_pieces(content), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.archive_name}"'
    answer.headers["Content-Length"] = str(row.size_bytes)
    answer.headers["Archive-SHA256"] = row.sha256
    return answer


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    with content:
        while piece := content.read(_PIECE):
            yield piece


def _number(request: HttpRequest) -> str:
    """The number of the insurer whose program this is."""
    return machine_of(request).tenant.partition(":")[2]
