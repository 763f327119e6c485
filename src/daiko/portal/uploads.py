"""An archive that a browser sends: into a file without a name, never into memory.

The file has no name in any folder, so that whatever happens to the process nothing of it
stays. What is larger than the limit is refused by its announced length, before it is read.
"""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from daiko.archive.limits import Limits
from daiko.platform.home import home
from daiko.reception.errors import ArchiveTooLarge

_ENVELOPE_BYTES: Final = 64 * 1024  # the form around the file
_FIELD: Final = "archive"


class NamelessFileHandler(FileUploadHandler):
    """Django's uploads, one file of the form's field, written to a nameless file."""

    target: BinaryIO | None = None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.field_name != _FIELD:
            return None
        if self.target is None:
            self.target = cast(BinaryIO, TemporaryFile(dir=home()))  # noqa: SIM115 - outlives this call
        self.target.seek(start)
        self.target.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.field_name != _FIELD or self.target is None:
            return None
        self.target.seek(0)
        return UploadedFile(self.target, self.file_name, self.content_type, file_size)

    def upload_interrupted(self) -> None:
        if self.target is not None:
            self.target.close()


def require_size(request: HttpRequest) -> None:
    """Refuse by the announced length. Raises ``ArchiveTooLarge`` before anything is read."""
    text = request.headers.get("Content-Length", "")
    length, most = int(text) if text.isascii() and text.isdigit() else 0, Limits().archive_bytes
    if length > most + _ENVELOPE_BYTES:
        raise ArchiveTooLarge(archive_name="ZIP", size_bytes=length, limit_bytes=most)


def sent_archive(request: HttpRequest) -> Any:
    """The file of the form, ``None`` without one."""
    return request.FILES.get(_FIELD)
