"""Receiver profiles in the database: what holds, what was, loading with its refusals.

Source: rulings.md 9, 27, 28; issue 3 (new strictness starts as a warning with the date it
becomes an error). Part of the registry's queries, beside the loading of the other files.
The rule itself stands in the database (migration 0004); here its refusal becomes words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, connection

from daiko.checks.profile import FUND_RECEPTION, Profile, SeverityOverride
from daiko.checks.rulebook import error_severity, firm_rules, rules
from daiko.registry.csv_files import RegistryFiles
from daiko.registry.memory import severity_override
from daiko.registry.models import ReceiverSeverity, ReceiverSeverityChange
from daiko.registry.problems import BadRow
from daiko.registry.values import Words

WARNING_DAYS: Final = 30
"""As ``registry_warning_days()`` in the database, for the words."""

_CONSTRAINT: Final = "registry_no_sudden_errors"
_COLUMNS: Final = (
    "receiver",
    "rule",
    "severity",
    "valid_from",
    "valid_to",
    "error_on",
    "reason",
    "direction",
    "recorded_on",
)
_RULES: Final = """
INSERT INTO registry_rule AS r (rule, severity, error_severity, is_firm)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::boolean[])
ON CONFLICT (rule) DO UPDATE
SET severity = EXCLUDED.severity, error_severity = EXCLUDED.error_severity,
    is_firm = EXCLUDED.is_firm
WHERE (r.severity, r.error_severity, r.is_firm)
    IS DISTINCT FROM (EXCLUDED.severity, EXCLUDED.error_severity, EXCLUDED.is_firm)
"""
_ROW_AT: Final = """
SELECT row_number FROM pg_temp.stage_receiver_severities
WHERE rule = %(rule)s AND receiver IN (%(receiver)s, 'agency')
  AND %(day)s::date IN (valid_from, valid_to + 1)
ORDER BY receiver = %(receiver)s DESC, valid_from DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class SeverityRow:
    """One row of a profile. ``receiver``: agency or an insurer number.

    ``direction``: softer, same or stricter than the rule's own severity. ``changed_at`` is
    set in a history only.
    """

    receiver: str
    rule: str
    severity: str
    valid_from: date
    valid_to: date | None
    error_on: date | None
    reason: str
    direction: str
    recorded_on: date
    changed_at: datetime | None = None


def severity_overrides(on: date) -> tuple[SeverityOverride, ...]:
    """What the agency and the insurers hold on a day, as the check takes it."""
    found = severity_rows(on=on)
    return tuple(
        severity_override({column: getattr(row, column) for column in _COLUMNS}) for row in found
    )


def reception_profile(on: date) -> Profile:
    """The exchange this installation takes in: type 1, towards its own agency number.

    With the severities that the agency and the insurers hold on this day. Reception and
    the check before sending both use it, so that they judge alike.
    """
    return replace(
        FUND_RECEPTION,
        agency_number=settings.AGENCY_NUMBER,
        severities=severity_overrides(on),
    )


def severity_rows(
    *, receiver: str | None = None, rule: str | None = None, on: date | None = None
) -> list[SeverityRow]:
    """Rows of receivers and rules, of a day or of all times, in their order."""
    rows = ReceiverSeverity.objects.order_by("receiver", "rule", "valid_from")
    wanted = {"receiver": receiver, "rule": rule}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    found = [SeverityRow(*values) for values in rows.values_list(*_COLUMNS)]
    return [row for row in found if on is None or _covers(row, on)]


def _covers(row: SeverityRow, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)


def severity_history(rule: str, receiver: str | None = None) -> list[SeverityRow]:
    """Every state the rows of a rule ever had, in the order of the changes."""
    rows = ReceiverSeverityChange.objects.filter(rule=rule).order_by("id")
    if receiver is not None:
        rows = rows.filter(receiver=receiver)
    return [SeverityRow(*values) for values in rows.values_list(*_COLUMNS, "changed_at")]


def prepare_severities(on: date) -> None:
    """Bring the rule book of this edition and the day of the load into the transaction."""
    known = [row for rule_id, row in rules().items() if rule_id.startswith("X-")]
    with connection.cursor() as cursor:
        cursor.execute(
            _RULES,
            [
                [row.id for row in known],
                [str(row.severity) for row in known],
                [str(error_severity(row.id)) for row in known],
                [row.id in firm_rules() for row in known],
            ],
        )
        cursor.execute("SELECT set_config('daiko.load_on', %s, true)", [on.isoformat()])


def sudden_errors(files: RegistryFiles, refused: IntegrityError) -> Iterator[BadRow]:
    """The rows that would refuse at once, out of the database's refusal; else nothing."""
    diagnosis: Any = getattr(refused.__cause__, "diag", None)
    if diagnosis is None or diagnosis.constraint_name != _CONSTRAINT:
        return
    for sudden in json.loads(diagnosis.message_detail):
        with connection.cursor() as cursor:
            cursor.execute(_ROW_AT, sudden)
            row = cursor.fetchone()
        yield BadRow(
            files.paths["receiver_severities"].name,
            row[0] if row else 0,
            "severity",
            f"{sudden['receiver']} {sudden['rule']} {sudden['day']}",
            Words(
                f"誤りになる日の{WARNING_DAYS}日以上前から、その日を error_on に書いた警告",
                f"at least {WARNING_DAYS} days of warning with this day as error_on",
            ),
            Words(
                "先に severity=warning、error_on=誤りになる日、valid_to=その前日の行を"
                "登録してください。登録した日から数えます。",
                "First load a row with severity warning, error_on that day and valid_to the day"
                " before; the days count from the day it is loaded.",
            ),
        )
