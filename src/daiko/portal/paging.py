"""Pages of long lists: counted and cut by the database, never in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from django.http import HttpRequest

ROWS_PER_PAGE: Final = 50


class Cut(Protocol):
    """Some rows of a list and how many it has in all."""

    @property
    def rows(self) -> Sequence[Any]: ...
    @property
    def total(self) -> int: ...


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list as templates show it."""

    rows: Sequence[Any]
    total: int
    number: int
    pages: int
    query: str  # the other filters of the address, "&" at the end

    @property
    def first(self) -> int:
        """Place of the first row, from 1; 0 for an empty list."""
        return (self.number - 1) * ROWS_PER_PAGE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * ROWS_PER_PAGE + len(self.rows)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def read_page(request: HttpRequest, read: Callable[[int, int], Cut]) -> ListPage:
    """The asked page; one beyond the end is the last. ``read`` takes offset and limit."""
    number = _asked(request)
    cut = read((number - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)
    pages = max(1, -(-cut.total // ROWS_PER_PAGE))
    if number > pages:
        number = pages
        cut = read((number - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)
    kept = [(name, value) for name, value in request.GET.items() if name != "page" and value]
    query = f"{urlencode(kept)}&" if kept else ""
    return ListPage(cut.rows, cut.total, number, pages, query)


def _asked(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
