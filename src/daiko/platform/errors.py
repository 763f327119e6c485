"""Refused operations: one exception per refusal, with a code that programs can trust.

The docstring of the class is the message (``{field}`` is filled from the
context), ``code`` the contract, ``status`` the HTTP status. Bad input is not an
exception: it is a finding.
"""

from __future__ import annotations

import inspect
from typing import Any, ClassVar

from django.db import DataError


def holds_nul(error: Exception) -> bool:
    """Whether text with a NUL character was sent, which PostgreSQL keeps nowhere."""
    return isinstance(error, DataError | ValueError) and "NUL (0x00)" in str(error)


class Refused(Exception):
    """The operation was refused."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    message_ja: ClassVar[str] = ""

    def __init__(self, **fields: Any) -> None:
        self.fields = fields
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The sentence in English, with the fields filled in."""
        return (inspect.getdoc(type(self)) or "").format(**self.fields)

    @property
    def message_in_japanese(self) -> str:
        """The sentence in Japanese, or the English one where none is written."""
        return type(self).message_ja.format(**self.fields) or self.message

    def problem(self) -> dict[str, Any]:
        """The refusal as a problem object for programs."""
        return {
            "code": self.code,
            "status": self.status,
            "message": {"ja": self.message_in_japanese, "en": self.message},
            "fields": {name: str(value) for name, value in self.fields.items()},
        }
