"""The check before sending for programs: the same verbs as the pages.

Source: standards/journeys (1), rulings.md 46. A short check is answered at once, a long
one with 202 and an address to ask again. The key of a check comes with its beginning
and goes into the header ``Check-Key``; without it nothing of the check can be read.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Annotated, Any, Final, NoReturn

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from ninja import Router, Status
from ninja.errors import HttpError
from ninja.params.functions import Header, Query  # typed, unlike their aliases

from daiko.api.access import public
from daiko.api.schemas import BegunOut, CheckOut, PairsOut, Problem
from daiko.checks.masking import View
from daiko.checks.report import cause_json
from daiko.platform.clock import now
from daiko.precheck import queries, services
from daiko.precheck.errors import CheckNotThere, NoArchive
from daiko.precheck.quarantine import Phase
from daiko.precheck.results import Case
from daiko.precheck.services import Begun
from daiko.precheck.sweeping import keep_sweeping
from daiko.precheck.uploads import (
    QuarantineUploadHandler,
    receive_body,
    require_size,
    require_whole,
)

_WHY: Final = "the check before sending keeps nothing (ruling 46)"
router = Router(tags=["check"])

PAIRS_AT_MOST: Final = 500
_ANSWERED_WITHIN_SECONDS: Final = 5.0
_LOOK_SECONDS: Final = 0.05
_NAME_CHARACTERS_MAX: Final = 255
_BODY_KINDS: Final = frozenset({"application/zip", "application/octet-stream"})
_MULTIPART: Final = "multipart/form-data"

# 401: a client certificate came along that the proxy could not verify
ASKING: Final[Any] = dict.fromkeys((400, 401, 404, 405, 422, 500), Problem)
SENDING: Final[Any] = dict.fromkeys((400, 401, 405, 413, 415, 422, 429, 500, 503), Problem)
_FILE: Final = {"type": "string", "format": "binary"}
_REQUEST_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            _MULTIPART: {
                "schema": {
                    "type": "object",
                    "properties": {"archive": _FILE},
                    "required": ["archive"],
                }
            },
            "application/zip": {"schema": _FILE},
        },
    }
}
ZipName = Annotated[
    str | None,
    Query(max_length=_NAME_CHARACTERS_MAX, description="name of the ZIP, with a bare body"),
]
Prefer = Annotated[str | None, Header(description="respond-async: answer with 202 at once")]
Key = Annotated[str, Header(alias="Check-Key", description="the key the check began with")]


@router.post(
    "",
    response={200: BegunOut, 202: BegunOut, **SENDING},
    openapi_extra=_REQUEST_BODY,
    operation_id="begin_check",
    summary="点検を始める / Check an archive",
)
@public(_WHY)
def begin(
    request: HttpRequest,
    response: HttpResponse,
    name: ZipName = None,
    prefer: Prefer = None,
) -> Status[dict[str, Any]]:
    """Send the archive as field ``archive`` of a form, or as the body with ``?name=``."""
    keep_sweeping()
    begun = _taken_in(request, name)
    if prefer != "respond-async":
        _wait(begun)
    value = _value(queries.opened(begun.id, begun.key, at=now())) | {"key": begun.key.hex()}
    response.headers["Location"] = reverse("api-1:check_status", args=[begun.id])
    if value["phase"] in (Phase.DONE, Phase.FAILED, Phase.LOST):
        return Status(200, value)
    response.headers["Retry-After"] = "1"
    return Status(202, value)


@router.get(
    "/{check_id}",
    response={200: CheckOut, **ASKING},
    operation_id="check_status",
    url_name="check_status",
    summary="経過と結果 / How far it is, and the result",
)
@public(_WHY)
def status(request: HttpRequest, check_id: str, key: Key) -> dict[str, Any]:
    """Ask again until ``phase`` is done (or failed, lost)."""
    del request
    return _value(_opened(check_id, key))


@router.get(
    "/{check_id}/pairs",
    response={200: PairsOut, 409: Problem, **ASKING},
    operation_id="check_pairs",
    summary="組ごとの指摘 / Findings pair by pair",
)
@public(_WHY)
def pairs(
    request: HttpRequest,
    check_id: str,
    key: Key,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=PAIRS_AT_MOST)] = 100,
) -> dict[str, Any]:
    """All pairs in the order of their names."""
    del request
    page = queries.pairs(_opened(check_id, key), offset=offset, limit=limit)
    return {"total": page.total, "offset": offset, "pairs": [_pair(case) for case in page.rows]}


@router.get(
    "/{check_id}/mended",
    response={200: bytes, 409: Problem, **ASKING},
    openapi_extra={"responses": {200: {"content": {"application/zip": {"schema": _FILE}}}}},
    operation_id="mended_archive",
    summary="直したアーカイブ / The archive without the bad pairs",
)
@public(_WHY)
def mended(request: HttpRequest, check_id: str, key: Key) -> Any:
    """The ZIP; its new name stands in Content-Disposition."""
    del request
    name, content = queries.mended(_opened(check_id, key))
    return _file(content, name, "application/zip")


@router.get(
    "/{check_id}/worklist",
    response={200: bytes, 409: Problem, **ASKING},
    openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": _FILE}}}}},
    operation_id="worklist",
    summary="作業一覧 (CSV) / The clerk's worklist",
)
@public(_WHY)
def worklist(
    request: HttpRequest,
    check_id: str,
    key: Key,
    language: Annotated[str, Query(pattern="^(ja|en)$")] = "ja",
) -> Any:
    """One line for each finding."""
    del request
    content = queries.worklist(_opened(check_id, key), language=language)
    return _file(content, "worklist.csv", "text/csv; charset=utf-8")


@router.delete(
    "/{check_id}",
    response={204: None, **ASKING},
    operation_id="end_check",
    summary="消去する / Erase the check now",
)
@public(_WHY)
def end(request: HttpRequest, check_id: str, key: Key) -> Status[None]:
    """Everything of the check is erased, also while it is running."""
    del request
    opened = _opened(check_id, key)
    services.end(opened.id, opened.key, at=now())
    return Status(204, None)


def _taken_in(request: HttpRequest, name: str | None) -> Begun:
    """The archive of a form or of a bare body, in the quarantine, its check begun."""
    services.require_open()
    kind = (request.content_type or "").lower()
    if kind != _MULTIPART and kind not in _BODY_KINDS:
        _refuse_kind()
    require_size(request)
    if kind in _BODY_KINDS:
        if not name:
            raise HttpError(422, "name")
        upload = receive_body(request, at=now())
        return upload.begin(name, at=now())
    handler = QuarantineUploadHandler(request, at=now())
    request.upload_handlers = [handler]
    try:
        request.FILES  # noqa: B018 - reads the upload
        require_whole(request)
        if handler.upload is None:
            raise NoArchive
        return handler.upload.begin(handler.name, at=now())
    finally:
        handler.abandon()


def _refuse_kind() -> NoReturn:
    raise HttpError(415, "content type")


def _wait(begun: Begun) -> None:
    """Give a short check the time to end."""
    until = time.monotonic() + _ANSWERED_WITHIN_SECONDS
    while time.monotonic() < until:
        if queries.opened(begun.id, begun.key, at=now()).state.phase.is_final:
            return
        time.sleep(_LOOK_SECONDS)


def _opened(check_id: str, key: str) -> queries.Check:
    try:
        return queries.opened(check_id, bytes.fromhex(key), at=now())
    except ValueError:
        raise CheckNotThere from None


def _value(check: queries.Check) -> dict[str, Any]:
    state = check.state
    return {
        "id": check.id,
        "phase": str(state.phase),
        "done": state.done,
        "total": state.total,
        "expires_at": state.expires_at,
        "result": queries.head(check) if state.phase is Phase.DONE else None,
    }


def _pair(case: Case) -> dict[str, Any]:
    return {
        "pair": case.pair,
        "result": case.result.rpartition("/")[2] or None,
        "claim": case.claim.rpartition("/")[2] or None,
        "verdict": "returned" if case.is_bad else "accepted",
        "findings": [
            f
            for group, cause in case.causes
            for f in cause_json(group, cause, view=View.KEPT_MASKED)
        ],
    }


def _file(content: Iterator[bytes], name: str, kind: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
