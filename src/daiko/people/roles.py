"""Roles, which organisation's people may hold them, and which no one person may hold together.

Source: standards/security-controls.md A1 (roles), A2 (forbidden pairs). The pairs stand in
the database too (``migrations/0001_tables.py``); a test compares both. Pure.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import product
from typing import Final

HEAD_OFFICE: Final = "00"


class Role(StrEnum):
    """What a person does. The value is the contract of tables and logs."""

    PROVIDER_CLERK = "provider_clerk"
    PROVIDER_ADMIN = "provider_admin"
    INSURER_CLERK = "insurer_clerk"
    INSURER_ADMIN = "insurer_admin"
    AGENCY_INTAKE = "agency_intake"
    AGENCY_CHECKER = "agency_checker"
    AGENCY_SETTLEMENT = "agency_settlement"
    AGENCY_APPROVER = "agency_approver"
    SECURITY_OFFICER = "security_officer"
    PRIVACY_OFFICER = "privacy_officer"
    AUDITOR = "auditor"
    SYSADMIN = "sysadmin"
    VENDOR_OPERATOR = "vendor_operator"
    VENDOR_MANAGER = "vendor_manager"
    EMERGENCY = "emergency"


ROLE_JA: Final[dict[Role, str]] = {
    Role.PROVIDER_CLERK: "健診・保健指導機関の担当者",
    Role.PROVIDER_ADMIN: "健診・保健指導機関の管理者",
    Role.INSURER_CLERK: "保険者の担当者",
    Role.INSURER_ADMIN: "保険者の管理者",
    Role.AGENCY_INTAKE: "受付担当",
    Role.AGENCY_CHECKER: "点検担当",
    Role.AGENCY_SETTLEMENT: "決済担当",
    Role.AGENCY_APPROVER: "承認者",
    Role.SECURITY_OFFICER: "安全管理責任者",
    Role.PRIVACY_OFFICER: "個人情報保護責任者",
    Role.AUDITOR: "監査人",
    Role.SYSADMIN: "システム管理者",
    Role.VENDOR_OPERATOR: "保守要員",
    Role.VENDOR_MANAGER: "保守責任者",
    Role.EMERGENCY: "非常時アカウント",
}

ROLE_EN: Final[dict[Role, str]] = {
    Role.PROVIDER_CLERK: "Provider's clerk",
    Role.PROVIDER_ADMIN: "Provider's administrator",
    Role.INSURER_CLERK: "Insurer's clerk",
    Role.INSURER_ADMIN: "Insurer's administrator",
    Role.AGENCY_INTAKE: "Intake clerk",
    Role.AGENCY_CHECKER: "Checker",
    Role.AGENCY_SETTLEMENT: "Settlement clerk",
    Role.AGENCY_APPROVER: "Approver",
    Role.SECURITY_OFFICER: "Security officer",
    Role.PRIVACY_OFFICER: "Privacy officer",
    Role.AUDITOR: "Auditor",
    Role.SYSADMIN: "System administrator",
    Role.VENDOR_OPERATOR: "Maintenance operator",
    Role.VENDOR_MANAGER: "Maintenance manager",
    Role.EMERGENCY: "Emergency account",
}

_OF_PROVIDERS: Final = frozenset({Role.PROVIDER_CLERK, Role.PROVIDER_ADMIN})
_OF_INSURERS: Final = frozenset({Role.INSURER_CLERK, Role.INSURER_ADMIN})
_OF_VENDORS: Final = frozenset({Role.VENDOR_OPERATOR, Role.VENDOR_MANAGER})
_OF_THE_AGENCY: Final = frozenset(Role) - _OF_PROVIDERS - _OF_INSURERS - _OF_VENDORS

AT_BRANCHES: Final = frozenset(
    {
        Role.AGENCY_INTAKE,
        Role.AGENCY_CHECKER,
        Role.AGENCY_SETTLEMENT,
        Role.AGENCY_APPROVER,
    }
)
"""Roles of people of a branch; officers, auditor, administrator and vendors are booked at the
head office, since what they look after is one for the whole agency."""

_OF_KINDS: Final = {
    "staff": frozenset(Role) - _OF_VENDORS - {Role.EMERGENCY},
    "emergency": frozenset({Role.EMERGENCY}),
    "maintenance": _OF_VENDORS,
    "desk": frozenset(Role),
}


def of_kind(kind: str) -> frozenset[Role]:
    """Roles that accounts of a kind may hold: what opens by two persons is held by no other.

    >>> Role.EMERGENCY in of_kind("staff")
    False
    """
    return _OF_KINDS[kind]


FORBIDDEN_PAIRS: Final = frozenset(
    frozenset(pair)
    for pair in (
        (Role.AGENCY_INTAKE, Role.AGENCY_APPROVER),
        (Role.AGENCY_SETTLEMENT, Role.AGENCY_APPROVER),
        (Role.SYSADMIN, Role.AUDITOR),
        (Role.SYSADMIN, Role.SECURITY_OFFICER),
        *product(_OF_VENDORS, _OF_THE_AGENCY),
    )
)
"""Two roles of which one person may hold at most one."""


def holdable(tenant: str, office: str = "") -> frozenset[Role]:
    """Roles that people of an organisation may hold; vendors are booked under the agency.

    ``office``: of the agency's people, 00 or "" the head office, 01 to 47 a branch.

    >>> Role.INSURER_CLERK in holdable("provider:1319900013")
    False
    >>> Role.AUDITOR in holdable("agency", "00"), Role.AUDITOR in holdable("agency", "13")
    (True, False)
    """
    if office not in ("", HEAD_OFFICE):
        return AT_BRANCHES
    kind = tenant.partition(":")[0]
    return {
        "provider": _OF_PROVIDERS,
        "insurer": _OF_INSURERS,
        "agency": _OF_THE_AGENCY | _OF_VENDORS,
    }.get(kind, frozenset())


def clash(roles: frozenset[Role]) -> frozenset[Role] | None:
    """A forbidden pair among these roles, if there is one."""
    return next((pair for pair in FORBIDDEN_PAIRS if pair <= roles), None)
