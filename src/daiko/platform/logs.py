"""What the framework logs of a request: its page and the kind of a failure, nothing that was sent.

The framework names the whole address of every refused request, and an address may hold an
invitation's token; a failure is logged with its message, and the database puts the refused
row into it. Here the page stands in for the address (``invitation/<str:token>/``), and of a
failure its kind and its places in the code remain.
Source: standards/security-controls.md TEC-02 (secrets in no log), A4.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Final

_NO_PAGE: Final = "an address that is no page"


class RequestsWithoutContent(logging.Filter):
    """Lets every record through, without what the request and the failure held."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple) and record.args:
            match = getattr(request, "resolver_match", None)
            record.args = (*record.args[:-1], f"/{match.route}" if match else _NO_PAGE)
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = _places(record.exc_info[0], record.exc_info[2])
            record.exc_info = None
        return True


def _places(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where it failed, without the message."""
    where = "".join(traceback.format_tb(trace))
    return f"{where}{kind.__module__}.{kind.__qualname__}"
