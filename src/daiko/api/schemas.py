"""Values of the API as OpenAPI describes them. Fields are only ever added."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class Said(Schema):
    """A text in both languages."""

    ja: str
    en: str


class Masked(Schema):
    """The values as they may leave the organisation."""

    found: str
    expected: str


class FindingOut(Schema):
    """One finding. Values that identify a person are masked everywhere in this API."""

    model_config = ConfigDict(extra="allow")

    rule: str = Field(examples=["X-EL-003"])
    official_code: str | None
    severity: str = Field(description="reject-archive, reject-document, warning or note")
    becomes_error_on: date | None = None
    document: str = Field(description="member of the archive, empty for the archive itself")
    path: str = Field(description="path in the document, as far as it exists")
    line: int | None
    found: str
    expected: str
    message: Said
    cause: Said
    remedy: Said
    return_reason: str | None = Field(description="code of table 9, 01 to 09")
    basis: str = Field(description="confirmed, or assumed (推定)")
    masked: Masked
    group: str = Field(description="cause this finding belongs to")
    follows: str | None = Field(description="rule of the finding that leads the cause")


class CauseOut(Schema):
    """One cause over the whole archive: one thing to mend."""

    model_config = ConfigDict(extra="allow")

    group: str
    rule: str
    severity: str
    becomes_error_on: date | None = Field(
        default=None, description="first day on which a warning of it will be an error"
    )
    variant: str = Field(description="item, element or kind that tells causes of a rule apart")
    persons: int = Field(description="pairs concerned; 0 where it is the archive itself")
    findings: int
    followers: dict[str, int]
    message: Said
    cause: Said
    remedy: Said
    return_reason: str | None
    official_code: str | None
    basis: str


class ArchiveOut(Schema):
    """What the archive says of itself."""

    name: str
    sha256: str
    sender: str | None
    receiver: str | None
    created_on: str | None
    sequence: int | None
    service_event_type: str | None


class TotalsOut(Schema):
    """Pairs by verdict, and the yen of those that would be accepted."""

    pairs: int
    accepted: int
    returned: int
    claim_yen: int


class ReceivingOut(Schema):
    """Whose strictness was applied: what reception applies on this day."""

    on: date
    is_known: bool = Field(
        description="false: the agency's profile could not be read, the fund's plain one was used"
    )


class ResultOut(Schema):
    """Outcome of a check. Findings of the pairs: ``/check/{id}/pairs``."""

    archive: ArchiveOut
    verdict: str = Field(description="accepted, partly_accepted or refused")
    findings: list[FindingOut] = Field(description="about the archive itself, at most 100")
    findings_total: int
    causes: list[CauseOut]
    receiving: ReceivingOut
    not_checked: list[str] = Field(description="rules that need registers or history")
    totals: TotalsOut
    passing: int = Field(description="pairs without an error of their own")
    to_mend: int
    mended: dict[str, Any] = Field(
        description="name, pairs, left_out, claim_yen; or obstacle and reason; empty: not needed"
    )


class CheckOut(Schema):
    """A check: how far it is, and its result when it is done."""

    id: str
    phase: str = Field(description="waiting, checking, mending, done, failed or lost")
    done: int = Field(description="persons of this phase")
    total: int
    expires_at: datetime = Field(description="then everything is erased")
    result: ResultOut | None = None


class BegunOut(CheckOut):
    """A check that began. The key is told once: send it as ``Check-Key``."""

    key: str


class PairOut(Schema):
    """One pair of result and claim."""

    pair: str
    result: str | None
    claim: str | None
    verdict: str = Field(description="accepted or returned, by its own findings")
    findings: list[FindingOut]


class PairsOut(Schema):
    """Some pairs of how many."""

    total: int
    offset: int
    pairs: list[PairOut]


class RuleOut(Schema):
    """One rule of the check."""

    rule: str
    official_code: str | None
    stage: str
    level: str
    severity: str
    basis: str
    return_reason: str | None
    built: bool
    not_built_because: Said | None
    target: str
    condition: str
    source: str
    message: Said
    cause: Said
    remedy: Said


class RulesOut(Schema):
    """Rules that fit."""

    total: int
    close: bool = Field(description="no rule meets all the words; these come near")
    rules: list[RuleOut]


class ProblemError(Schema):
    """One value that is missing or wrong."""

    where: str
    what: str


class Problem(Schema):
    """RFC 9457, with the words in both languages."""

    type: str
    status: int
    title: str
    detail: str
    code: str
    ja: dict[str, str]
    en: dict[str, str]
    errors: list[ProblemError]
