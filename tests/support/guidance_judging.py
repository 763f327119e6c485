"""One guidance rule asked about one thing, as ``judging.py`` does for checkups.

Each function builds what is complete and right (``guidance_building.py``), changes what
the test names, runs that rule alone and gives back the ids of its findings.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from building import INSURER, PROVIDER
from daiko.checks.findings import Severity
from daiko.checks.guidance_subject import GuidanceSubject
from daiko.checks.in_memory import MemoryRegisters
from daiko.checks.insured_entries import CoverageEntry
from daiko.checks.registers import (
    CardEntry,
    ContractEntry,
    InsurerEntry,
    PriceEntry,
    ProviderEntry,
)
from daiko.documents.guidance_records import (
    GuidanceAct,
    GuidanceClaim,
    GuidanceObservation,
    GuidanceResult,
)
from daiko.documents.records import CardParticipant
from daiko.money.copayment import CopaymentTerms
from guidance_building import (
    ACTIVE_CARD,
    PRICES,
    a_guidance_claim,
    a_guidance_pair,
    a_guidance_result,
)
from guidance_sections import ACTIVE, an_act, item, with_acts
from judging import (
    NOTHING,
    a_contract,
    a_coverage,
    a_provider,
    an_insurer,
    an_issued_card,
    findings,
    ids,
)


def asked(
    rule_id: str,
    claim: GuidanceClaim | None = None,
    result: GuidanceResult | None = None,
    *,
    level: str = ACTIVE,
    final: bool = False,
    **changes: Any,
) -> list[str]:
    """Ids found in a pair; ``changes`` are fields of the subject."""
    pair = a_guidance_pair(claim, result, level=level, final=final, **changes)
    return ids(findings(rule_id, pair))


def of_claim(rule_id: str, *, level: str = ACTIVE, final: bool = False, **fields: Any) -> list[str]:
    """Ids found in a pair whose claim has these fields changed."""
    claim = a_guidance_claim(level, final=final, **fields)
    return asked(rule_id, claim, level=level, final=final)


def of_result(
    rule_id: str, *, level: str = ACTIVE, final: bool = False, **fields: Any
) -> list[str]:
    """Ids found in a pair whose result has these fields changed."""
    result = a_guidance_result(level, final=final, **fields)
    return asked(rule_id, result=result, level=level, final=final)


def of_first(rule_id: str, result: GuidanceResult, **changes: Any) -> list[str]:
    """Ids found in a first report."""
    return asked(rule_id, result=result, **changes)


def of_final(rule_id: str, result: GuidanceResult, **changes: Any) -> list[str]:
    """Ids found in a final report; its first claim was accepted unless ``earlier`` says."""
    return asked(rule_id, result=result, final=True, **changes)


def severities_of(rule_id: str, pair: GuidanceSubject) -> list[Severity | None]:
    """Severity of each finding; ``None`` stands for that of the catalogue."""
    return [finding.severity for finding in findings(rule_id, pair)]


# --- documents ------------------------------------------------------------------------


def first(level: str = ACTIVE, **fields: Any) -> GuidanceResult:
    """Report 21."""
    return a_guidance_result(level, **fields)


def last(level: str = ACTIVE, **fields: Any) -> GuidanceResult:
    """Report 22."""
    return a_guidance_result(level, final=True, **fields)


def ended(**fields: Any) -> GuidanceClaim:
    """Active support that ended midway after 100 of 190 points: half of the price, scaled."""
    claim = a_guidance_claim(
        final=True,
        guidance_timing="3",
        payment_rate="50",
        points_completed="100",
        points_intended="190",
        calculated="6947",
        claim_amount="6947",
    )
    return replace(claim, **fields)


def split(
    result: GuidanceResult, on: str = "20260520", form: str = "1", minutes: str = "20"
) -> GuidanceResult:
    """The result with the first half of a split interview."""
    half = an_act(form, on, [item("90020", "1022000013", minutes)])
    return with_acts(result, "90020", half)


def acts_of(result: GuidanceResult, section: str) -> tuple[GuidanceAct, ...]:
    return next(s.acts for s in result.sections if s.code == section)


def with_act(
    result: GuidanceResult, section: str, number: int = 0, **fields: Any
) -> GuidanceResult:
    """The result with fields of one act of a section changed."""
    acts = list(acts_of(result, section))
    acts[number] = replace(acts[number], **fields)
    return with_acts(result, section, *acts)


def without_acts(result: GuidanceResult, section: str, *numbers: int) -> GuidanceResult:
    acts = acts_of(result, section)
    return with_acts(result, section, *(a for n, a in enumerate(acts) if n not in numbers))


def with_observation(
    result: GuidanceResult, section: str, observation: GuidanceObservation, number: int = 0
) -> GuidanceResult:
    """The result with this observation instead of that of its code, or added."""
    act = acts_of(result, section)[number]
    kept = tuple(o for o in act.observations if o.code != observation.code)
    return with_act(result, section, number, observations=(*kept, observation))


def edited(result: GuidanceResult, section: str, code: str, **fields: Any) -> GuidanceResult:
    """The result with fields of one observation changed, in the act where it stands."""
    for number, act in enumerate(acts_of(result, section)):
        for observation in act.observations:
            if observation.code == code:
                changed = replace(observation, **fields)
                return with_observation(result, section, changed, number)
    raise LookupError(code)


def with_section(result: GuidanceResult, section: str, **fields: Any) -> GuidanceResult:
    """The result with fields of one section changed."""
    changed = (replace(s, **fields) if s.code == section else s for s in result.sections)
    return replace(result, sections=tuple(changed))


def with_card(result: GuidanceResult, code: str, **fields: Any) -> GuidanceResult:
    """The result with fields of the card participant of this function changed."""
    cards: tuple[CardParticipant, ...] = tuple(
        replace(card, **fields) if card.function_code == code else card for card in result.cards
    )
    return replace(result, cards=cards)


# --- registers ------------------------------------------------------------------------


def a_guidance_contract(**changes: Any) -> ContractEntry:
    """The year's group contract, with guidance at the prices of ``PRICES``."""
    prices = [PriceEntry("1", "guidance", level, price) for level, price in PRICES.items()]
    contract = a_contract(services=frozenset({"basic", "guidance"}), prices=tuple(prices))
    return replace(contract, **changes)


def an_issued_guidance_card(**changes: Any) -> CardEntry:
    """The guidance card of active support as its insurer registered it."""
    card = an_issued_card(
        card_id=ACTIVE_CARD,
        issued_on=date(2026, 5, 20),
        kind="3",
        guidance=NOTHING,
        guidance_level=ACTIVE,
    )
    return replace(card, **changes)


def guidance_registers(
    *,
    contracts: list[ContractEntry] | None = None,
    cards: list[CardEntry] | None = None,
    provider: ProviderEntry | None = None,
    insurer: InsurerEntry | None = None,
    coverages: list[CoverageEntry] | None = None,
) -> MemoryRegisters:
    """Registers that know provider, insurer, contract, guidance card and person."""
    known = provider or a_provider(services=frozenset({"checkup", "guidance"}))
    insurer = insurer or an_insurer()
    registers = MemoryRegisters(
        providers={known.provider_number: known},
        insurers={insurer.insurer_number: insurer},
        contract_book={
            (INSURER, PROVIDER): [a_guidance_contract()] if contracts is None else contracts
        },
    )
    registers.add_cards([an_issued_guidance_card()] if cards is None else cards)
    for coverage in [a_coverage()] if coverages is None else coverages:
        registers.add_insured(INSURER, "131", "123123123", coverage)
    return registers


def terms(kind: int, **values: int) -> CopaymentTerms:
    """Terms of a card in the register."""
    return replace(NOTHING, kind=type(NOTHING.kind)(kind), **values)
