"""Receiver profiles: which exchange is checked, and how strict its receiver is.

Source: standards/archive-and-xml.md 1.5 (interaction types, roots), rulings.md 9,
27, 28, 33. A profile is data: numbers, roots, stages and dated severities.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from daiko.checks.findings import Severity
from daiko.checks.registers import covers
from daiko.checks.rulebook import firm_rules
from daiko.standard.oids import AGENCY, INSURER, PROVIDER

ALL_STAGES: Final = frozenset({"S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7"})
FORM_STAGES: Final = frozenset({"S0", "S1", "S2"})


@dataclass(frozen=True, slots=True)
class SeverityOverride:
    """Another severity of one rule for one receiver, from a day on, with its reason.

    A rule that is firm (``firm_rules``) stays an error whatever is wanted.

    ``insurer_number``: the insurer that wants it, "" for the receiver of the profile as a
    whole. ``error_on``: the announced day on which a warning becomes an error.
    """

    rule: str
    severity: Severity
    valid_from: date
    valid_to: date | None
    reason: str
    insurer_number: str = ""
    error_on: date | None = None


class Held(NamedTuple):
    """The severity that holds for a finding, and from when a warning will be an error."""

    severity: Severity
    error_on: date | None = None


HeldRules = dict[str, Held]
"""By rule id."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of exchange as its receiver wants it.

    ``agency_number``: this agency. Roots are OIDs of ``standard/oids.py``, lengths
    are digits of the organisation's number. ``service_event_types``: the classes
    taken in; 1 checkups, 2 guidance. ``insurance`` is 社保
    or 国保, whose rules differ (ruling 33).
    ``skipped_rules``: rules this receiver does not run (ruling 33).
    """

    name: str
    agency_number: str = "94899010"
    interaction_type: str = "1"
    sender_root: str = PROVIDER
    sender_length: int = 10
    receiver_root: str = AGENCY
    receiver_length: int = 8
    service_event_types: frozenset[str] = frozenset({"1", "2"})
    insurance: str = "社保"  # 社保 employees' insurance (the fund), 国保 national (federations)
    claims_required: bool = True
    stages: frozenset[str] = ALL_STAGES
    severities: tuple[SeverityOverride, ...] = ()
    skipped_rules: frozenset[str] = frozenset()

    def held_on(self, day: date) -> dict[str, HeldRules]:
        """Severities that hold on a day, by insurer ("" for the receiver as a whole).

        Made once per check. What an insurer says wins over what the receiver says, and
        of two for the same day the last one.
        """
        return _held(self.severities, day)

    @property
    def receiver_is_agency(self) -> bool:
        return self.receiver_root == AGENCY


def _held(overrides: Iterable[SeverityOverride], on: date) -> dict[str, HeldRules]:
    chosen: dict[str, HeldRules] = {}
    for override in overrides:
        if override.rule in firm_rules() and not override.severity.is_error:
            continue
        if covers(override.valid_from, override.valid_to, on):
            held = Held(override.severity, override.error_on)
            chosen.setdefault(override.insurer_number, {})[override.rule] = held
    general = chosen.get("", {})
    return {insurer: {**general, **rules} for insurer, rules in chosen.items()}


FUND_RECEPTION: Final = Profile(
    name="fund-reception",
    skipped_rules=frozenset({"X-CC-040"}),  # a rule of the federations (ruling 33)
)
"""What the payment fund's desk takes in from providers (type 1)."""

FEDERATION_RECEPTION: Final = replace(
    FUND_RECEPTION,
    name="federation-reception",
    insurance="国保",
    skipped_rules=frozenset({"X-CC-037", "X-CC-039", "X-CT-011"}),
)
"""A federation's desk; its agency number is set by ``dataclasses.replace``."""

DELIVERY: Final = Profile(
    name="delivery",
    interaction_type="3",
    sender_root=AGENCY,
    sender_length=8,
    receiver_root=INSURER,
    receiver_length=8,
    stages=FORM_STAGES,
)
"""What we send to insurers (type 3): form, schemas and sums."""

RETURN: Final = Profile(
    name="return",
    interaction_type="2",
    sender_root=AGENCY,
    sender_length=8,
    receiver_root=PROVIDER,
    receiver_length=10,
    stages=FORM_STAGES,
)
"""What we send back to providers (type 2): form, schemas and sums."""
