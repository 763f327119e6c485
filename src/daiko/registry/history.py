"""Read the history of the registry: who changed what when, row by row.

Source: standards/actors-and-contracts.md 5 and 6. Written by triggers of the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from daiko.registry.changes import FieldChange, shown
from daiko.registry.models import Change
from daiko.registry.staging import TARGETS
from daiko.registry.tables import TABLES
from daiko.registry.texts import field_text

_TABLES: Final = {target: table for table, target in TARGETS.items()}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change of one row: ``action`` added, changed or ended. ``changed_at`` is aware."""

    table: str
    key: tuple[str, ...]
    action: str
    changed_by: str
    changed_at: datetime
    fields: tuple[FieldChange, ...]


def row_history(table: str, key: Sequence[str]) -> list[HistoryRow]:
    """Every change of the rows whose key begins with these values, the oldest first.

    ``table`` as its CSV file is called; ``key`` in the order of the file's key, dates as
    YYYY-MM-DD. Raises KeyError for a table that does not exist.
    """
    rows = Change.objects.filter(table_name=TARGETS[table])
    for place, value in enumerate(key):
        rows = rows.filter(**{f"row_key__{place}": value})
    return [_row(change) for change in rows.order_by("id")]


def organisation_history(kind: str, number: str, limit: int) -> list[HistoryRow]:
    """The latest changes of an ``insurer`` or ``provider`` itself and of its memberships.

    Cards are left out: they are not facts of the organisation.
    """
    first = {"insurer": ("insurers", "contract_insurers"), "provider": ("providers",)}[kind]
    wanted = Q(table_name=TARGETS[first[0]], row_key=[number])
    member = f"contract_{kind}s"
    wanted |= Q(table_name=TARGETS[member], row_key__1=number)
    return [_row(change) for change in Change.objects.filter(wanted).order_by("-id")[:limit]]


def _row(change: Change) -> HistoryRow:
    table = _TABLES.get(change.table_name, change.table_name)
    spec = TABLES.get(table)
    old, new = change.old or {}, change.new or {}
    action = change.action
    if (
        action == "changed"
        and spec
        and spec.ends
        and new.get(spec.ends)
        not in (
            None,
            old.get(spec.ends),
        )
    ):
        action = "ended"
    fields = () if spec is None else tuple(_fields(table, tuple(spec.columns), old, new))
    key = () if spec is None else spec.key
    shown_key = (
        *(shown(table, column, value) for column, value in zip(key, change.row_key, strict=False)),
        *change.row_key[len(key) :],
    )
    return HistoryRow(table, shown_key, action, change.changed_by, change.changed_at, fields)


def _fields(
    table: str, columns: tuple[str, ...], old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[FieldChange]:
    return [
        FieldChange(
            column,
            shown(table, column, field_text(table, column, old.get(column))),
            shown(table, column, field_text(table, column, new.get(column))),
        )
        for column in columns
        if old.get(column) != new.get(column) and (old or new.get(column) not in (None, "", []))
    ]
