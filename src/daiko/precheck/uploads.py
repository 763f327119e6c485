"""Uploads that go straight into the quarantine, piece by piece as they arrive.

Source: security-controls.md A7. Django's own handlers would keep an archive in memory or
in a temporary file in clear.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, UnreadablePostError

from daiko.platform.proxy import peer
from daiko.precheck.errors import ArchiveTooLarge
from daiko.precheck.policy import policy
from daiko.precheck.services import Upload

FIELD: Final = "archive"
_ENVELOPE_BYTES: Final = 64 * 1024  # boundaries and small fields around the file
_PIECE: Final = 256 * 1024
_DRAINED_AT_MOST: Final = 4  # times the limit: a browser shows our page only after sending all


class QuarantineUploadHandler(FileUploadHandler):
    """Takes the first file of the field ``archive``; every other file is refused silently."""

    chunk_size = _PIECE

    def __init__(self, request: HttpRequest, *, at: datetime) -> None:
        super().__init__(request)
        self._address = peer(request).address
        self._at = at
        self.upload: Upload | None = None
        self.name = ""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        if field_name != FIELD or self.upload is not None:
            raise SkipFile
        self.upload = Upload(address=self._address, at=self._at)
        self.name = file_name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self.upload is not None
        del start
        self.upload.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        return UploadedFile(name=self.name, size=file_size)

    def abandon(self) -> None:
        """Erase what came in unless its check began."""
        if self.upload is not None:
            self.upload.abandon()


def require_size(request: HttpRequest) -> None:
    """Refuse by the announced length. Raises ``ArchiveTooLarge`` before anything is read."""
    limits = policy()
    text = request.headers.get("Content-Length", "")
    length = int(text) if text.isascii() and text.isdigit() else 0
    if length > limits.largest_bytes + _ENVELOPE_BYTES:
        _drain(request, _DRAINED_AT_MOST * limits.largest_bytes)
        raise ArchiveTooLarge(mebibytes=limits.largest_mebibytes)


def require_whole(request: HttpRequest) -> None:
    """Refuse a body that ended before its announced length: the connection broke.

    Neither the server nor Django says so: a short read looks like the end. Django counts
    in a stream of its own, of which ``limit`` and position are not public; without them
    nothing is refused, and the check of the cut archive expires like any other.
    """
    stream: Any = getattr(request, "_stream", None)
    limit, position = getattr(stream, "limit", None), getattr(stream, "_pos", None)
    if isinstance(limit, int) and isinstance(position, int) and position < limit:
        raise UnreadablePostError("the connection ended early")


def receive_body(request: HttpRequest, *, at: datetime) -> Upload:
    """An archive that is the whole body of a request. Raises as ``Upload`` does."""
    upload = Upload(address=peer(request).address, at=at)
    try:
        while piece := request.read(_PIECE):
            upload.write(piece)
        require_whole(request)
    except BaseException:
        upload.abandon()
        raise
    return upload


def _drain(request: HttpRequest, most: int) -> None:
    """Read on without keeping anything, so that the refusal is seen."""
    left, body = most, _body(request)
    while left > 0 and (piece := body.read(min(_PIECE, left))):
        left -= len(piece)


def _body(request: HttpRequest) -> BinaryIO:
    stream: BinaryIO = request  # type: ignore[assignment]  # a request reads like a file
    return stream
