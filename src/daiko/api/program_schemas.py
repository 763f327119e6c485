"""Values of the operations for programs as OpenAPI describes them. Fields are only added."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field


class MeOut(Schema):
    """The program that asks."""

    organisation: str = Field(examples=["provider:1319900013"])
    credential: int = Field(description="number of the credential")
    label: str
    permissions: list[str]
    credential_valid_to: datetime
    certificate: str = Field(description="serial number, hexadecimal")
    certificate_not_after: datetime


class ReceiptOut(Schema):
    """The receipt: the same answer for the same bytes, always."""

    receipt_number: str = Field(examples=["20260605-000012-4"])
    archive: str
    sha256: str
    received_at: datetime
    processing_month: str = Field(examples=["2026-06"])
    state: str = Field(description="received, checking, accepted, partly_accepted, refused")
    repeated: bool = Field(description="these bytes were received before")


class SubmissionOut(Schema):
    """One archive that was sent. Counts and yen are null until it is checked."""

    receipt_number: str
    archive: str
    sha256: str
    size_bytes: int
    received_at: datetime
    processing_month: str
    state: str
    pairs: int | None
    accepted: int | None
    returned: int | None
    claim_yen: int | None


class SubmissionsOut(Schema):
    """Some submissions of how many, the latest first."""

    total: int
    offset: int
    submissions: list[SubmissionOut]


class PackageOut(Schema):
    """One archive for the insurer."""

    archive: str
    processing_month: str
    sha256: str
    size_bytes: int
    documents: int
    claim_yen: int


class PackagesOut(Schema):
    """The archives of a processing month, none before the month is released."""

    processing_month: str
    released_at: datetime | None
    packages: list[PackageOut]
