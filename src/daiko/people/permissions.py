"""Which roles and programs hold which permission (``platform/permissions.py``). Deny by default.

Staff of the agency see money and counts for settlement, results for
checking; administrators and vendors see no personal data (TEC-05).
Source: standards/security-controls.md A1, TEC-05; journeys.md 3 to 6. Pure.
"""

from __future__ import annotations

from typing import Final

from daiko.people.roles import HEAD_OFFICE, Role
from daiko.platform.permissions import Permission

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
        | {_P.PROVIDER_CONTRACT_READ}
    ),
    Role.PROVIDER_ADMIN: frozenset(
        {_P.PROVIDER_SUBMISSION_READ, _P.PROVIDER_PAPER_READ, _P.ORGANISATION_ACCOUNT_MANAGE}
        | {_P.PROVIDER_CONTRACT_READ}
    ),
    Role.INSURER_CLERK: frozenset(
        {_P.INSURER_PACKAGE_READ, _P.INSURER_INVOICE_READ}
        | {_P.INSURER_CONTRACT_READ, _P.INSURER_CARD_LOAD}
    ),
    Role.INSURER_ADMIN: frozenset(
        {_P.INSURER_INVOICE_READ, _P.INSURER_CONTRACT_READ, _P.ORGANISATION_ACCOUNT_MANAGE}
    ),
    Role.AGENCY_INTAKE: frozenset(
        {_P.AGENCY_SUBMISSION_READ, _P.AGENCY_SUBMISSION_CREATE, _P.AGENCY_REGISTRY_READ}
    ),
    Role.AGENCY_CHECKER: _AGENCY_READS | {_P.AGENCY_SUBMISSION_CHECK, _P.AGENCY_PAPER_MAKE},
    Role.AGENCY_SETTLEMENT: frozenset(
        {_P.AGENCY_MONTH_READ, _P.AGENCY_MONTH_CLOSE}
        | {_P.AGENCY_INVOICE_ISSUE, _P.AGENCY_COLLECTION_RECORD, _P.AGENCY_PAYMENT_PREPARE}
        | {_P.AGENCY_REVERSAL_RECORD, _P.AGENCY_PACKAGE_READ, _P.AGENCY_PACKAGE_BUILD}
        | {_P.AGENCY_REGISTRY_READ, _P.AGENCY_REGISTRY_PROPOSE}
    ),
    Role.AGENCY_APPROVER: frozenset(
        {_P.AGENCY_MONTH_READ, _P.AGENCY_PAYMENT_APPROVE}
        | {_P.AGENCY_REGISTRY_READ, _P.AGENCY_REGISTRY_APPROVE}
    ),
    Role.SECURITY_OFFICER: frozenset(
        {_P.AGENCY_AUDIT_READ, _P.AGENCY_ACCOUNT_READ, _P.AGENCY_ACCOUNT_MANAGE}
        | {_P.AGENCY_CREDENTIAL_READ, _P.AGENCY_CREDENTIAL_MANAGE}
        | {_P.AGENCY_OPENING_READ, _P.AGENCY_OPENING_ASK, _P.AGENCY_OPENING_APPROVE}
    ),
    Role.PRIVACY_OFFICER: frozenset(
        {_P.AGENCY_AUDIT_READ, _P.AGENCY_OPENING_READ, _P.AGENCY_OPENING_APPROVE}
    ),
    Role.AUDITOR: frozenset({_P.AGENCY_AUDIT_READ, _P.AGENCY_ACCOUNT_READ, _P.AGENCY_OPENING_READ}),
    Role.SYSADMIN: frozenset(
        {_P.SYSTEM_MACHINE_READ, _P.SYSTEM_MACHINE_MANAGE, _P.SYSTEM_CERTIFICATE_MANAGE}
        | {_P.SYSTEM_STANDARD_INSTALL, _P.SYSTEM_AUDIT_SEAL, _P.AGENCY_ACCOUNT_READ}
        | {_P.AGENCY_OPENING_READ, _P.AGENCY_OPENING_ASK}
    ),
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
