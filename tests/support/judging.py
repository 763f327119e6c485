"""One rule asked about one thing: the smallest question a test of a rule can put.

Each function takes a rule id, builds what is complete and right (``building.py``),
changes what the test names, runs that rule alone and gives back the ids of its
findings. ``findings`` gives the findings themselves, for places and severities.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from building import (
    CARD,
    INSURER,
    PROVIDER,
    ZIP_NAME,
    a_claim,
    a_pair,
    a_result,
    an_archive_subject,
    full_paths,
    with_item,
    without_item,
)
from daiko.archive.problems import ArchiveProblem, ProblemKind
from daiko.checks.findings import Finding, Severity
from daiko.checks.in_memory import MemoryHistory, MemoryRegisters
from daiko.checks.insured_entries import CoverageEntry
from daiko.checks.loading import load_document
from daiko.checks.registers import (
    CardEntry,
    ContractEntry,
    InsurerEntry,
    PriceEntry,
    ProviderEntry,
)
from daiko.checks.rulebook import implemented
from daiko.checks.subjects import MediumLabel, PairSubject
from daiko.documents.guidance_records import GuidanceClaim, GuidanceResult
from daiko.documents.records import (
    CheckupClaim,
    CheckupResult,
    Index,
    Observation,
    ObservationValue,
    Summary,
)
from daiko.documents.writing import (
    write_checkup_claim,
    write_checkup_result,
    write_guidance_claim,
    write_guidance_result,
    write_index,
    write_summary,
)
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from daiko.standard import oids
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import own_schemas
from observing import coded

NOTHING: Final = CopaymentTerms(CopaymentKind.NONE)
ADDED_ITEM: Final = "3C020000002327101"
"""An item of the table that contracts add: serum uric acid is no part of the checkup."""


def findings(rule_id: str, subject: Any) -> list[Finding]:
    """What one rule says about one subject."""
    return list(implemented()[rule_id].check(subject))


def ids(found: Iterable[Finding]) -> list[str]:
    return [finding.rule for finding in found]


def severities(rule_id: str, subject: Any) -> list[Severity | None]:
    """Severity of each finding; ``None`` stands for that of the catalogue."""
    return [finding.severity for finding in findings(rule_id, subject)]


def of_claim(rule_id: str, **changes: Any) -> list[str]:
    """Ids found in a pair whose claim has these fields changed."""
    return ids(findings(rule_id, a_pair(a_claim(**changes))))


def of_result(rule_id: str, **changes: Any) -> list[str]:
    """Ids found in a pair whose result has these fields changed."""
    return ids(findings(rule_id, a_pair(result=a_result(**changes))))


def of_items(rule_id: str, *items: Observation, without: Iterable[str] = ()) -> list[str]:
    """Ids found when section 01010 holds these items, and no longer those of ``without``."""
    return ids(findings(rule_id, a_pair(result=items_changed(*items, without=without))))


def items_changed(*items: Observation, without: Iterable[str] = ()) -> CheckupResult:
    return with_item(without_item(a_result(), *without), *items)


def of_phase_3(*items: Observation, without: Iterable[str] = ()) -> CheckupResult:
    """The same on the last day of phase 3, with the smoking question as it was then."""
    smoking = coded("9N736000000000011", "CD", "2", "1.2.392.200119.6.2003")
    changed = items_changed(smoking, *items, without=without)
    return replace(changed, performed_on="20240331")


def of_pair(
    rule_id: str,
    claim: CheckupClaim | None = None,
    result: CheckupResult | None = None,
    **changes: Any,
) -> list[str]:
    """Ids found in a pair; ``changes`` are fields of the subject, e.g. ``registers``."""
    return ids(findings(rule_id, a_pair(claim, result, **changes)))


def of_archive(rule_id: str, **changes: Any) -> list[str]:
    """Ids found in an archive whose subject has these fields changed."""
    return ids(findings(rule_id, an_archive_subject(**changes)))


def members(*, without: Iterable[str] = (), extra: Iterable[str] = (), pairs: int = 1) -> list[str]:
    """Paths of a complete archive, less those that begin with ``without`` below the root."""
    root = ZIP_NAME.removesuffix(".zip")
    left_out = tuple(f"{root}/{path}" for path in without)
    kept = [path for path in full_paths(pairs=pairs) if not path.startswith(left_out)]
    return [*kept, *(f"{root}/{path}" for path in extra)]


def of_members(rule_id: str, **changes: Any) -> list[str]:
    """Ids found in an archive with these members; see ``members``."""
    return of_archive(rule_id, members=members(**changes))


def of_problem(rule_id: str, kind: ProblemKind) -> list[str]:
    """Ids found when the reader saw this one problem in the container."""
    problem = ArchiveProblem(kind, "DATA/h.xml", "as the test wants it")
    return of_archive(rule_id, problems=(problem,))


def of_document(
    rule_id: str,
    kind: DocumentKind,
    data: bytes,
    *,
    decided_by: date | None = date(2026, 6, 5),
) -> list[str]:
    """Ids of places found in the bytes of one document."""
    document = load_document(
        data, kind, "document.xml", schemas=own_schemas(), decided_by=decided_by
    )
    return ids(findings(rule_id, document))


def xml_of(record: Any) -> bytes:
    """A record as the file a provider sends."""
    writers: dict[type, Any] = {
        Index: write_index,
        Summary: write_summary,
        CheckupClaim: write_checkup_claim,
        CheckupResult: write_checkup_result,
        GuidanceClaim: write_guidance_claim,
        GuidanceResult: write_guidance_result,
    }
    data: bytes = writers[type(record)](record)
    return data


# --- observations ---------------------------------------------------------------------


def not_performed(code: str) -> Observation:
    """未実施: negated, without a value."""
    return Observation(code=code, code_system=oids.ITEM, negated=True)


def not_measurable(code: str, kind: str = "PQ", **changes: Any) -> Observation:
    """測定不可能: a value with nullFlavor NI."""
    value = ObservationValue(kind, null_flavor="NI")
    return Observation(code=code, code_system=oids.ITEM, values=(replace(value, **changes),))


# --- the medium -----------------------------------------------------------------------


def a_label(**changes: Any) -> MediumLabel:
    """Label and dispatch note of a CD-R as agreed, for two persons."""
    label = MediumLabel(
        kind="cd_r",
        encrypted=True,
        provider_number=PROVIDER,
        provider_name="新橋第一診療所",
        service_month="2026-05",
        submitted_on=date(2026, 6, 5),
        number=1,
        of=1,
        records_on_label=2,
        records_on_note=2,
        subjects_in_archives=2,
    )
    return replace(label, **changes)


# --- registers ------------------------------------------------------------------------


def a_contract(**changes: Any) -> ContractEntry:
    """A group contract of the year: basic 7,680 yen and anaemia 231 yen, individual execution."""
    contract = ContractEntry(
        contract_id="K1",
        form="A",
        valid_from=date(2026, 4, 1),
        valid_to=date(2027, 3, 31),
        services=frozenset({"basic", "detail"}),
        prices=(
            PriceEntry("1", "basic", "", 7680),
            PriceEntry("1", "detail", "1", 231),
            PriceEntry("1", "other", ADDED_ITEM, 110),
            PriceEntry("1", "dock", "", 44000),
        ),
    )
    return replace(contract, **changes)


def an_issued_card(**changes: Any) -> CardEntry:
    """The card of ``a_claim`` as its insurer registered it: nobody pays at the window."""
    card = CardEntry(
        insurer_number=INSURER,
        card_id=CARD,
        issued_on=date(2026, 4, 1),
        valid_until=date(2027, 3, 31),
        symbol="１３１",
        number="123123123",
        branch_code="01",
        name_kana="ケンシンタロウ",
        birth_date=date(1970, 5, 16),
        sex="1",
        basic=NOTHING,
        detail=NOTHING,
        other=NOTHING,
        dock=NOTHING,
    )
    return replace(card, **changes)


def a_provider(**changes: Any) -> ProviderEntry:
    entry = ProviderEntry(PROVIDER, "新橋第一診療所", frozenset({"checkup"}), date(2020, 4, 1))
    return replace(entry, **changes)


def an_insurer(**changes: Any) -> InsurerEntry:
    entry = InsurerEntry(
        INSURER, "東京健康保険組合", date(2008, 4, 1), cards_loaded=True, insured_loaded=True
    )
    return replace(entry, **changes)


def a_coverage(**changes: Any) -> CoverageEntry:
    """The person of ``a_claim`` as the insurer registered them: insured since 2020."""
    coverage = CoverageEntry("01", date(1970, 5, 16), "1", date(2020, 4, 1), None)
    return replace(coverage, **changes)


def some_registers(
    *,
    provider: ProviderEntry | None = None,
    insurer: InsurerEntry | None = None,
    contracts: Iterable[ContractEntry] | None = None,
    cards: Iterable[CardEntry] | None = None,
    coverages: Iterable[CoverageEntry] | None = None,
) -> MemoryRegisters:
    """Registers that know provider, insurer, contract, card and person of ``a_claim``."""
    known_provider, known_insurer = provider or a_provider(), insurer or an_insurer()
    registers = MemoryRegisters(
        providers={known_provider.provider_number: known_provider},
        insurers={known_insurer.insurer_number: known_insurer},
        contract_book={
            (INSURER, PROVIDER): [a_contract()] if contracts is None else list(contracts)
        },
    )
    registers.add_cards([an_issued_card()] if cards is None else cards)
    for coverage in [a_coverage()] if coverages is None else coverages:
        registers.add_insured(INSURER, "131", "123123123", coverage)
    return registers


def a_history_of(pair: PairSubject, *, receipt: str = "R1", **changes: Any) -> MemoryHistory:
    """A history in which this pair was accepted before; ``changes`` are fields of its key."""
    history = MemoryHistory()
    history.add_claim(
        receipt,
        replace(pair.key, **changes),
        result_sha256=pair.result_sha256,
        claim_sha256=pair.claim_sha256,
    )
    return history
