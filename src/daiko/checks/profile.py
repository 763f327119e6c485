"""Receiver profiles: which exchange is checked, and how strict its receiver is.

Source: standards/archive-and-xml.md 1.5 (interaction types, roots), rulings.md 9,
27, 28, 33. A profile is data: numbers, roots, stages and dated severities.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from daiko.checks.findings import Severity
from daiko.checks.registers import covers
from daiko.standard.oids import AGENCY, INSURER, PROVIDER

ALL_STAGES: Final = frozenset({"S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7"})
FORM_STAGES: Final = frozenset({"S0", "S1", "S2"})


@dataclass(frozen=True, slots=True)
class SeverityOverride:
    """Another severity of one rule for one receiver, from a day on, with its reason."""

    rule: str
    severity: Severity
    valid_from: date
    valid_to: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of exchange as its receiver wants it.

    ``agency_number``: this agency. Roots are OIDs of ``standard/oids.py``, lengths
    are digits of the organisation's number. ``service_event_types``: the classes
    taken in; 1 checkups (guidance is not taken in by this edition). ``insurance`` is 社保
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
    service_event_types: frozenset[str] = frozenset({"1"})
    insurance: str = "社保"  # 社保 employees' insurance (the fund), 国保 national (federations)
    claims_required: bool = True
    stages: frozenset[str] = ALL_STAGES
    severities: tuple[SeverityOverride, ...] = ()
    skipped_rules: frozenset[str] = frozenset()

    def severity_of(self, rule_id: str, default: Severity, on: date) -> Severity:
        """The severity that holds for a rule on a day; the last override wins."""
        chosen = default
        for override in self.severities:
            if override.rule == rule_id and covers(override.valid_from, override.valid_to, on):
                chosen = override.severity
        return chosen

    @property
    def receiver_is_agency(self) -> bool:
        return self.receiver_root == AGENCY


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
