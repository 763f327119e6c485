"""Archives of a provider, sent by its program: the receipt, and what became of each.

Source: standards/routing-and-delivery.md 2; rulings.md 32; security-controls.md EXT-1 (the
sender's SHA-256 must match; a replay gives the same receipt and no second record).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from tempfile import TemporaryFile
from typing import Annotated, Any, BinaryIO, Final, cast

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.errors import HttpError
from ninja.params.functions import Header, Query

from daiko.api.access import requires
from daiko.api.machines import ProgramBearer, machine_of
from daiko.api.me import ASKING
from daiko.api.program_schemas import ReceiptOut, SubmissionsOut
from daiko.api.schemas import Problem
from daiko.archive.limits import MEBIBYTE, Limits
from daiko.platform.clock import now, tokyo_date
from daiko.platform.errors import Refused
from daiko.platform.home import home
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import as_tenant
from daiko.precheck.uploads import require_whole
from daiko.reception import queries
from daiko.reception.errors import ArchiveTooLarge
from daiko.reception.queries import SubmissionRow
from daiko.reception.senders import bringer_of
from daiko.reception.services import Receipt, receive

router = Router(tags=["submissions"], auth=ProgramBearer())
_PAGE_AT_MOST: Final = 500
_NAME_CHARACTERS_MAX: Final = 255
_KINDS: Final = frozenset({"application/zip", "application/octet-stream"})
_SENDING: Final[Any] = {**ASKING, **dict.fromkeys((409, 413, 415, 503), Problem)}
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class DigestDiffers(Refused):
    """The bytes that arrived are not those you announced (Archive-SHA256); send again."""

    code = "digest-differs"
    status = 422
    message_ja = "届いた内容が Archive-SHA256 と一致しません。もう一度送信してください。"


@router.get(
    "",
    response={200: SubmissionsOut, **ASKING},
    operation_id="submissions",
    summary="自機関の受付一覧 / Own submissions",
)
@requires(Permission.PROVIDER_SUBMISSION_READ)
def submissions(
    request: HttpRequest,
    month: Annotated[str | None, Query(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=_PAGE_AT_MOST)] = 50,
) -> dict[str, Any]:
    """The latest first, of one processing month or of all."""
    sender = _number(request)
    page = queries.submissions(month=month, sender=sender, offset=offset, limit=limit)
    rows = [_submission(row) for row in page.rows]
    return {"total": page.total, "offset": offset, "submissions": rows}


@router.post(
    "",
    response={200: ReceiptOut, 201: ReceiptOut, **_SENDING},
    openapi_extra=_BODY,
    operation_id="send_archive",
    summary="アーカイブを送る / Send an archive",
)
@requires(Permission.PROVIDER_SUBMISSION_CREATE, own_transaction=True)
def send(
    request: HttpRequest,
    response: HttpResponse,
    name: Annotated[
        str, Query(max_length=_NAME_CHARACTERS_MAX, description="file name of the ZIP")
    ],
    sha256: Annotated[
        str,
        Header(
            alias="Archive-SHA256", pattern="^[0-9a-fA-F]{64}$", description="of the body, in hex"
        ),
    ],
) -> Status[dict[str, Any]]:
    """The ZIP is the body. 201 with its receipt; the same bytes again: 200, same receipt."""
    machine, at = machine_of(request), now()
    if (request.content_type or "").lower() not in _KINDS:
        raise HttpError(415, "content type")
    with as_tenant(machine.tenant):
        bringer_of(name, machine.actor, tokyo_date(at))  # before the body is read
    with _arrived(request, name, sha256.lower()) as archive, as_tenant(machine.tenant):
        receipt = receive(archive, archive_name=name, by=machine.actor, at=at)
    response.headers["Cache-Control"] = "no-store"
    return Status(200 if receipt.repeated else 201, _receipt(receipt))


@contextmanager
def _arrived(request: HttpRequest, name: str, sha256: str) -> Iterator[BinaryIO]:
    """The body in a nameless file. Raises ``ArchiveTooLarge`` and ``DigestDiffers``."""
    limit, size, digest = Limits().archive_bytes, 0, hashlib.sha256()
    with TemporaryFile(dir=home()) as file:
        while piece := request.read(MEBIBYTE):
            size += len(piece)
            if size > limit:
                raise ArchiveTooLarge(archive_name=name, size_bytes=size, limit_bytes=limit)
            digest.update(piece)
            file.write(piece)
        require_whole(request)
        if digest.hexdigest() != sha256:
            raise DigestDiffers
        file.seek(0)
        yield cast(BinaryIO, file)


def _number(request: HttpRequest) -> str:
    """The number of the provider whose program this is."""
    return machine_of(request).tenant.partition(":")[2]


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "receipt_number": receipt.receipt_number,
        "archive": receipt.archive_name,
        "sha256": receipt.sha256,
        "received_at": receipt.received_at,
        "processing_month": receipt.processing_month,
        "state": receipt.state,
        "repeated": receipt.repeated,
    }


def _submission(row: SubmissionRow) -> dict[str, Any]:
    return asdict(row) | {"archive": row.archive_name}
