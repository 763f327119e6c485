"""Lists as tables: columns that sort, pages that are cut by the database, a link to all of it.

A view names its columns once; the heads of the table, the order of the query, the header
line of the CSV export and the labels of narrow screens come from them. What a reader may
order by is what a column says, never what an address says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, StreamingHttpResponse

from daiko.portal.paging import Cut, ListPage, read_page
from daiko.portal.templatetags.daiko_words import tr

_BOM: Final = "\ufeff"  # spreadsheets take CSV for UTF-8 by it
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
EXPORT_ROWS: Final = 1_000  # rows read at a time


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``order`` is the name the query knows it by, "" when it does not sort."""

    ja: str
    en: str
    order: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head as the page shows it. ``sorted``: "", ascending or descending."""

    label: str
    is_number: bool
    url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Table:
    """One page of a list with its heads. ``export`` is the address of the whole list as CSV."""

    heads: tuple[Head, ...]
    page: ListPage
    export: str = ""

    @property
    def rows(self) -> Sequence[Any]:
        return self.page.rows

    def with_rows(self, rows: Sequence[Any]) -> Table:
        """The same page with rows that were joined with something."""
        return replace(self, page=replace(self.page, rows=rows))


def read_table(
    request: HttpRequest,
    columns: Sequence[Column],
    read: Callable[[int, int, str], Cut],
    *,
    order: str,
    export: str = "",
) -> Table:
    """The page the address asks for, in the order it asks for.

    ``read`` takes offset, limit and the order: the name of a column, "-" before it for
    descending. ``order`` is the one without a wish.
    """
    chosen = asked_order(request, columns, order)
    page = read_page(request, lambda offset, limit: read(offset, limit, chosen))
    return Table(heads(request, columns, chosen), page, _with_filters(request, export))


def asked_order(request: HttpRequest, columns: Iterable[Column], order: str) -> str:
    """The wished order when a column offers it, else ``order``."""
    wish = request.GET.get("sort", "")
    offered = {column.order for column in columns if column.order}
    return wish if wish.removeprefix("-") in offered else order


def heads(request: HttpRequest, columns: Iterable[Column], order: str = "") -> tuple[Head, ...]:
    """The heads of a table; each that sorts leads to its order, then to the reverse."""
    return tuple(_head(request, column, order) for column in columns)


def _head(request: HttpRequest, column: Column, order: str) -> Head:
    state, url = "", ""
    if column.order:
        if order.removeprefix("-") == column.order:
            state = "descending" if order.startswith("-") else "ascending"
        wish = f"-{column.order}" if state == "ascending" else column.order
        url = f"?{_query(request, sort=wish)}"
    return Head(tr(column.ja, column.en), column.is_number, url, state)


def _query(request: HttpRequest, **changed: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name != "page" and value}
    return urlencode({**kept, **changed})


def _with_filters(request: HttpRequest, export: str) -> str:
    query = _query(request)
    return f"{export}?{query}" if export and query else export


def all_rows(read: Callable[[int, int], Sequence[Any]]) -> Iterator[Any]:
    """Every row of a list, some at a time; ``read`` takes offset and limit."""
    offset = 0
    while rows := read(offset, EXPORT_ROWS):
        yield from rows
        offset += len(rows)
        if len(rows) < EXPORT_ROWS:
            return


def csv_file(
    name: str, header: Sequence[str], lines: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """A list as CSV, row by row: UTF-8 with its mark, and no cell that a spreadsheet runs."""
    return StreamingHttpResponse(
        _csv(header, lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _csv(header: Sequence[str], lines: Iterable[Sequence[object]]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    out.write(_BOM)
    writer.writerow(header)
    for line in lines:
        writer.writerow([_cell(value) for value in line])
        if out.tell() > 1 << 16:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
