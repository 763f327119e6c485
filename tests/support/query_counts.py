"""How many statements a page costs, and of which kind.

``statements_of`` opens a page with a browser of the tests and counts what goes to the
database: the tenant that is said or asked for, savepoints (in a test every transaction of
the page is one), and the statements about each table. BEGIN and COMMIT are not among them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client

_TABLE = re.compile(r'\b(?:FROM|INTO|UPDATE)\s+"?([a-z_]+)"?', re.IGNORECASE)
_SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")


def kind_of(sql: str) -> str:
    """``savepoint``, ``tenant``, the first table it names, else its first word."""
    text = sql.strip()
    if text.startswith(_SAVEPOINTS):
        return "savepoint"
    if "set_config(" in text or "current_setting(" in text[:40]:
        return "tenant"
    table = _TABLE.search(text)
    return table.group(1) if table else text.split(maxsplit=1)[0]


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Statements by kind that go to the database inside."""
    found: Counter[str] = Counter()

    def count(execute: Any, sql: Any, *rest: Any) -> Any:
        found[
            kind_of(sql.as_string(connection.connection) if hasattr(sql, "as_string") else sql)
        ] += 1
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        yield found


def statements_of(site: Client, path: str) -> Counter[str]:
    """Statements by kind that one opening of a page costs; the page must be there."""
    with counted() as found:
        answer = site.get(path)
        if answer.streaming:
            b"".join(answer)  # a stream reads when it is read
    assert answer.status_code == 200, (path, answer.status_code)
    return found


def told(found: Counter[str]) -> str:
    """The whole number, and by kind.

    >>> told(Counter({"tenant": 2, "people_session": 1}))
    '3: tenant 2, people_session 1'
    """
    kinds = ", ".join(f"{kind} {number}" for kind, number in found.most_common())
    return f"{found.total()}: {kinds}"
