"""How strict the receiver is, for the check before sending: read once, then carried along.

Source: issue 3 (identical before and after sending); docs/how-to/receiver-profiles.md.
The process that checks has no database, so the profile is read before it starts and goes
with the sealed request (``receiving_now.py`` reads it). No database here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from daiko.checks.findings import Severity
from daiko.checks.profile import FUND_RECEPTION, Profile, SeverityOverride


@dataclass(frozen=True, slots=True)
class Receiving:
    """The profile a check uses. ``is_known``: it is what the agency holds on ``on``.

    Otherwise the registers could not be read, and it is the payment fund's as published.
    """

    profile: Profile
    on: date
    is_known: bool


def to_json(receiving: Receiving) -> dict[str, Any]:
    """What goes with the request: the agency's number, the day, the severities."""
    return {
        "agency_number": receiving.profile.agency_number,
        "on": receiving.on.isoformat(),
        "is_known": receiving.is_known,
        "severities": [_override_value(row) for row in receiving.profile.severities],
    }


def from_json(value: dict[str, Any]) -> Receiving:
    """The same again, in the process that checks."""
    profile = replace(
        FUND_RECEPTION,
        agency_number=value["agency_number"],
        severities=tuple(_override(row) for row in value["severities"]),
    )
    return Receiving(profile, date.fromisoformat(value["on"]), value["is_known"])


def _override_value(row: SeverityOverride) -> list[Any]:
    return [
        row.rule,
        str(row.severity),
        row.valid_from.isoformat(),
        row.valid_to and row.valid_to.isoformat(),
        row.insurer_number,
        row.error_on and row.error_on.isoformat(),
    ]


def _override(value: list[Any]) -> SeverityOverride:
    rule, severity, valid_from, valid_to, insurer_number, error_on = value
    return SeverityOverride(
        rule,
        Severity(severity),
        date.fromisoformat(valid_from),
        valid_to and date.fromisoformat(valid_to),
        "",  # the reason is not asked for by the check
        insurer_number,
        error_on and date.fromisoformat(error_on),
    )
