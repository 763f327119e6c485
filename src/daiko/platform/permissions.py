"""What may be done at all: one enum, ``scope:resource:action``.

Whose work it is (provider, insurer, agency, system, the own account), on what, and what is
done. Every page, API operation, command and job declares one (``platform/acts.py``); which
roles and programs hold them stands in ``people/permissions.py``. Pure.
Source: standards/security-controls.md A1, TEC-05; journeys.md 3 to 6.
"""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """Everything that can be allowed."""

    PROVIDER_SUBMISSION_CREATE = "provider:submission:create"
    PROVIDER_SUBMISSION_READ = "provider:submission:read"
    PROVIDER_PAPER_READ = "provider:paper:read"
    PROVIDER_CONTRACT_READ = "provider:contract:read"
    INSURER_PACKAGE_READ = "insurer:package:read"
    INSURER_INVOICE_READ = "insurer:invoice:read"
    INSURER_CONTRACT_READ = "insurer:contract:read"
    INSURER_CARD_LOAD = "insurer:card:load"
    AGENCY_SUBMISSION_READ = "agency:submission:read"
    AGENCY_SUBMISSION_CREATE = "agency:submission:create"
    AGENCY_SUBMISSION_CHECK = "agency:submission:check"
    AGENCY_PAPER_MAKE = "agency:paper:make"
    AGENCY_MONTH_READ = "agency:month:read"
    AGENCY_MONTH_CLOSE = "agency:month:close"
    AGENCY_INVOICE_ISSUE = "agency:invoice:issue"
    AGENCY_COLLECTION_RECORD = "agency:collection:record"
    AGENCY_PAYMENT_PREPARE = "agency:payment:prepare"
    AGENCY_REVERSAL_RECORD = "agency:reversal:record"
    AGENCY_PAYMENT_APPROVE = "agency:payment:approve"
    AGENCY_PACKAGE_READ = "agency:package:read"
    AGENCY_PACKAGE_BUILD = "agency:package:build"
    AGENCY_REGISTRY_READ = "agency:registry:read"
    AGENCY_REGISTRY_PROPOSE = "agency:registry:propose"
    AGENCY_REGISTRY_APPROVE = "agency:registry:approve"
    AGENCY_AUDIT_READ = "agency:audit:read"
    AGENCY_ACCOUNT_READ = "agency:account:read"
    AGENCY_ACCOUNT_MANAGE = "agency:account:manage"
    AGENCY_CREDENTIAL_READ = "agency:credential:read"
    AGENCY_CREDENTIAL_MANAGE = "agency:credential:manage"
    AGENCY_OPENING_READ = "agency:opening:read"
    AGENCY_OPENING_ASK = "agency:opening:ask"
    AGENCY_OPENING_APPROVE = "agency:opening:approve"
    ORGANISATION_ACCOUNT_MANAGE = "organisation:account:manage"
    SYSTEM_MACHINE_READ = "system:machine:read"
    SYSTEM_MACHINE_MANAGE = "system:machine:manage"
    SYSTEM_CERTIFICATE_MANAGE = "system:certificate:manage"
    SYSTEM_STANDARD_INSTALL = "system:standard:install"
    SYSTEM_AUDIT_SEAL = "system:audit:seal"
    SYSTEM_DEMO_PLAY = "system:demo:play"
    OWN_ACCOUNT_MANAGE = "own:account:manage"
    OWN_CREDENTIAL_READ = "own:credential:read"
