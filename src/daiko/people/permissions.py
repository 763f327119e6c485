"""What may be done: one enum, and the roles that may do it. Deny by default.

A permission is ``scope:resource:action``: whose data (provider, insurer, agency, system),
which, and what is done. Every page, API operation and command declares one; the matrix
test walks them all. Staff of the agency see money and counts for settlement, results for
checking; administrators and vendors see no personal data (TEC-05).
Source: standards/security-controls.md A1, TEC-05; journeys.md 3 to 6. Pure.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from daiko.people.roles import HEAD_OFFICE, Role


class Permission(StrEnum):
    """Everything that can be allowed."""

    PROVIDER_SUBMISSION_CREATE = "provider:submission:create"
    PROVIDER_SUBMISSION_READ = "provider:submission:read"
    PROVIDER_PAPER_READ = "provider:paper:read"
    INSURER_PACKAGE_READ = "insurer:package:read"
    INSURER_INVOICE_READ = "insurer:invoice:read"
    AGENCY_SUBMISSION_READ = "agency:submission:read"
    AGENCY_MONTH_READ = "agency:month:read"
    AGENCY_MONTH_CLOSE = "agency:month:close"
    AGENCY_PAYMENT_APPROVE = "agency:payment:approve"
    AGENCY_PACKAGE_READ = "agency:package:read"
    AGENCY_REGISTRY_READ = "agency:registry:read"
    AGENCY_REGISTRY_PROPOSE = "agency:registry:propose"
    AGENCY_REGISTRY_APPROVE = "agency:registry:approve"
    AGENCY_AUDIT_READ = "agency:audit:read"
    AGENCY_ACCOUNT_READ = "agency:account:read"
    AGENCY_ACCOUNT_MANAGE = "agency:account:manage"
    ORGANISATION_ACCOUNT_MANAGE = "organisation:account:manage"
    SYSTEM_MACHINE_READ = "system:machine:read"
    OWN_ACCOUNT_MANAGE = "own:account:manage"
    OWN_CREDENTIAL_READ = "own:credential:read"


_P = Permission
_EVERYBODY: Final = frozenset({_P.OWN_ACCOUNT_MANAGE})
_AGENCY_READS: Final = frozenset(
    {
        _P.AGENCY_SUBMISSION_READ,
        _P.AGENCY_MONTH_READ,
        _P.AGENCY_PACKAGE_READ,
        _P.AGENCY_REGISTRY_READ,
    }
)

PERMISSIONS_OF: Final[dict[Role, frozenset[Permission]]] = {
    Role.PROVIDER_CLERK: frozenset(
        {_P.PROVIDER_SUBMISSION_CREATE, _P.PROVIDER_SUBMISSION_READ, _P.PROVIDER_PAPER_READ}
    ),
    Role.PROVIDER_ADMIN: frozenset(
        {_P.PROVIDER_SUBMISSION_READ, _P.PROVIDER_PAPER_READ, _P.ORGANISATION_ACCOUNT_MANAGE}
    ),
    Role.INSURER_CLERK: frozenset({_P.INSURER_PACKAGE_READ, _P.INSURER_INVOICE_READ}),
    Role.INSURER_ADMIN: frozenset({_P.INSURER_INVOICE_READ, _P.ORGANISATION_ACCOUNT_MANAGE}),
    Role.AGENCY_INTAKE: frozenset({_P.AGENCY_SUBMISSION_READ, _P.AGENCY_REGISTRY_READ}),
    Role.AGENCY_CHECKER: _AGENCY_READS,
    Role.AGENCY_SETTLEMENT: frozenset(
        {_P.AGENCY_MONTH_READ, _P.AGENCY_MONTH_CLOSE, _P.AGENCY_PACKAGE_READ}
        | {_P.AGENCY_REGISTRY_READ, _P.AGENCY_REGISTRY_PROPOSE}
    ),
    Role.AGENCY_APPROVER: frozenset(
        {_P.AGENCY_MONTH_READ, _P.AGENCY_PAYMENT_APPROVE}
        | {_P.AGENCY_REGISTRY_READ, _P.AGENCY_REGISTRY_APPROVE}
    ),
    Role.SECURITY_OFFICER: frozenset(
        {_P.AGENCY_AUDIT_READ, _P.AGENCY_ACCOUNT_READ, _P.AGENCY_ACCOUNT_MANAGE}
    ),
    Role.PRIVACY_OFFICER: frozenset({_P.AGENCY_AUDIT_READ}),
    Role.AUDITOR: frozenset({_P.AGENCY_AUDIT_READ, _P.AGENCY_ACCOUNT_READ}),
    Role.SYSADMIN: frozenset({_P.SYSTEM_MACHINE_READ, _P.AGENCY_ACCOUNT_READ}),
    Role.VENDOR_OPERATOR: frozenset({_P.SYSTEM_MACHINE_READ}),
    Role.VENDOR_MANAGER: frozenset({_P.SYSTEM_MACHINE_READ}),
    Role.EMERGENCY: _AGENCY_READS,
}


AT_BRANCHES: Final = _EVERYBODY | {
    _P.AGENCY_SUBMISSION_READ,
    _P.AGENCY_REGISTRY_READ,
    _P.AGENCY_REGISTRY_PROPOSE,
    _P.AGENCY_REGISTRY_APPROVE,
}
"""What can be done for one prefecture. Everything else is of the whole nation (months, their
close and payments, the audit chain, accounts, the machine) and done at the head office."""


def permissions(roles: frozenset[Role], office: str = "") -> frozenset[Permission]:
    """What somebody with these roles may do; nothing without a role.

    ``office``: of the agency's people; at a branch (01 to 47) what is of one prefecture.
    """
    if not roles:
        return frozenset()
    held = _EVERYBODY.union(*(PERMISSIONS_OF[role] for role in roles))
    return held if office in ("", HEAD_OFFICE) else held & AT_BRANCHES


_OF_MACHINES: Final[dict[str, frozenset[Permission]]] = {
    "provider": frozenset(
        {_P.PROVIDER_SUBMISSION_CREATE, _P.PROVIDER_SUBMISSION_READ, _P.PROVIDER_PAPER_READ}
    ),
    "insurer": frozenset({_P.INSURER_PACKAGE_READ, _P.INSURER_INVOICE_READ}),
}


def allowable(tenant: str) -> frozenset[Permission]:
    """What programs of an organisation may be allowed: none of the agency's own work.

    >>> Permission.INSURER_PACKAGE_READ in allowable("provider:1319900013")
    False
    """
    return _OF_MACHINES.get(tenant.partition(":")[0], frozenset())


def machine_permissions(scopes: frozenset[Permission]) -> frozenset[Permission]:
    """What a program with these scopes may do: these, and to ask who it is."""
    return scopes | {_P.OWN_CREDENTIAL_READ}
