"""A pair of the month before it is written: right by default, changed by a fault.

Everything a fault may need stands beside the two records: who, where, the bill the
claim was made from, the card as its register has it. Expectations are kept with the
pair, as the fault that was planted defines them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from daiko.checks.values import fiscal_year
from daiko.documents.records import CheckupClaim, CheckupResult
from daiko.documents.writing import write_checkup_claim, write_checkup_result
from daiko.simulation.body import Measured, measure
from daiko.simulation.chance import chance
from daiko.simulation.claims import Bill, PricedItem, checkup_claim
from daiko.simulation.contracts import (
    ADDED_ITEMS,
    GROUP,
    INDIVIDUAL,
    UNPRICED_ITEM,
    Contract,
    contract_of,
    insurers_of,
    services_of,
)
from daiko.simulation.detailed import due_examinations
from daiko.simulation.namespaces import in_old_namespace, writes_old_namespace
from daiko.simulation.organisations import Insurer, Provider, ProviderForm, insurer
from daiko.simulation.people import Card, Person, age_at_year_end, card, person
from daiko.simulation.plan import SimulationPlan
from daiko.simulation.results import Visit, checkup_result
from daiko.standard.catalogue import phase_of

Edit = Callable[[bytes], bytes]
_OWN_RULES: Final = ("X-CC-", "X-HC-", "X-HI-")

_TYPES: Final = {"1": 44, "2": 24, "3": 12, "4": 8, "5": 12}
_NEEDS: Final = {
    "1": frozenset({"basic"}),
    "2": frozenset({"basic", "detail"}),
    "3": frozenset({"basic", "other"}),
    "4": frozenset({"basic", "detail", "other"}),
    "5": frozenset({"dock"}),
}


@dataclass(slots=True)
class PairDraft:
    """One result with its claim, and what the check has to say of them."""

    plan: SimulationPlan
    serial: int  # of the month, from 0
    insurer: Insurer
    contract: Contract
    visit: Visit
    found: Measured
    bill: Bill
    claim: CheckupClaim
    result: CheckupResult
    name: str = ""  # of the two files, without letter and .xml
    file_institution: str | None = None  # number in the file names, if not the sender's
    claim_edits: list[Edit] = field(default_factory=list)
    result_edits: list[Edit] = field(default_factory=list)
    claim_is_readable: bool = True  # False: its amounts do not count, nobody can sum up
    is_in_old_namespace: bool = False  # its claim; both pass for services before April 2024
    has_own_card: bool = True  # False: the card is another pair's, and in the register already
    insured_row: dict[str, str] = field(default_factory=dict)  # what the register says differently
    has_copy_here: bool = False  # another pair of this archive was made from it
    earlier_here: PairDraft | None = None  # a faultless pair of the same archive, not used yet
    earlier_accepted: PairDraft | None = None  # … of an archive of this provider before
    earlier_returned: PairDraft | None = None  # a pair of such an archive that came back
    fault: str | None = None
    expected: frozenset[str] = frozenset()
    is_returned: bool = False

    @property
    def person(self) -> Person:
        return self.visit.person

    @property
    def card(self) -> Card | None:
        return self.visit.card

    @property
    def is_registered(self) -> bool:
        """Whether the card stands in a register the check can ask."""
        return self.card is not None and self.card.is_registered

    @property
    def is_in_insured_register(self) -> bool:
        """Whether a register of insured persons has this person, and no other pair's."""
        of_insurer = self.person.insurer_number == self.insurer.number
        is_own = self.person.serial == self.serial
        return self.insurer.has_insured_register and of_insurer and is_own

    @property
    def is_wrong_in_itself(self) -> bool:
        """Returned for what its two records say, whatever registers and history hold."""
        own = all(rule.startswith(_OWN_RULES) for rule in self.expected)
        edited = self.claim_edits or self.result_edits or self.insured_row
        plain = self.card is not None and not self.card.row and self.has_own_card
        return self.is_returned and own and plain and not edited

    def set_claim(self, **changes: Any) -> None:
        self.claim = replace(self.claim, **changes)

    def set_result(self, **changes: Any) -> None:
        self.result = replace(self.result, **changes)

    def rebill(self, **changes: Any) -> None:
        """Another bill, and the claim a program makes of it."""
        self.bill = replace(self.bill, **changes)
        card_ = self.card
        until = None if card_ is None else card_.valid_until
        self.claim = checkup_claim(self.person, self.visit.provider, card_, until, self.bill)

    def rewrite(self, **changes: Any) -> None:
        """Another visit (person, provider, card, day): both documents say so."""
        self.visit = replace(self.visit, **changes)
        self.rebill()
        rng = chance(self.plan.seed, "items", self.serial)
        self.result = checkup_result(self.visit, self.found, rng)

    def claim_bytes(self) -> bytes:
        data = _edited(write_checkup_claim(self.claim), self.claim_edits)
        return in_old_namespace(data) if self.is_in_old_namespace else data

    def result_bytes(self) -> bytes:
        return _edited(write_checkup_result(self.result), self.result_edits)


def _edited(data: bytes, edits: list[Edit]) -> bytes:
    for edit in edits:
        data = edit(data)
    return data


def pair_draft(plan: SimulationPlan, provider: Provider, serial: int) -> PairDraft:
    """Pair ``serial`` of the month, as a provider without fault would send it."""
    rng = chance(plan.seed, "visit", serial)
    payer = insurer(plan, rng.choice(insurers_of(plan, provider)))
    performed_on = rng.choice(plan.service_days)
    contract = contract_of(plan, provider, fiscal_year(performed_on))
    who = person(plan, payer, serial, performed_on)
    issued = card(plan, payer, serial, performed_on, contract.organiser_name)
    is_individual = provider.form is ProviderForm.INDIVIDUAL
    holder = None if is_individual and rng.random() < 0.5 else issued  # such a contract needs none
    age = age_at_year_end(who.birth_date, performed_on)
    phase = phase_of(fiscal_year(performed_on))
    found = measure(chance(plan.seed, "body", serial), who.sex, age, phase)
    claim_type = _claim_type(rng, provider)
    visit = Visit(
        person=who,
        provider=provider,
        card=holder,
        performed_on=performed_on,
        created_on=performed_on + timedelta(days=rng.randint(1, 2)),
        detail_codes=_detail_codes(rng, claim_type, found),
        added_items=_added_items(rng, claim_type),
    )
    bill = _bill(rng, contract, claim_type, visit, issued)
    until = None if holder is None else holder.valid_until
    claim = checkup_claim(who, provider, holder, until, bill)
    result = checkup_result(visit, found, chance(plan.seed, "items", serial))
    is_old = writes_old_namespace(chance(plan.seed, "namespace", serial), performed_on)
    return PairDraft(
        plan, serial, payer, contract, visit, found, bill, claim, result, is_in_old_namespace=is_old
    )


def _bill(rng: Random, contract: Contract, claim_type: str, visit: Visit, issued: Card) -> Bill:
    """Prices as agreed, terms as on the card the insurer issued."""
    offers_groups = contract.form is not ProviderForm.INDIVIDUAL
    commission = GROUP if offers_groups and rng.random() < 0.2 else INDIVIDUAL
    return Bill(
        claim_type=claim_type,
        commission=commission,
        prices=prices_of(contract, commission, claim_type, visit),
        terms=issued.terms,
        other_program_yen=_other_program_yen(rng, contract, claim_type),
    )


def _claim_type(rng: Random, provider: Provider) -> str:
    services = set(services_of(provider))
    offered = [kind for kind in _TYPES if _NEEDS[kind] <= services]
    return rng.choices(offered, [_TYPES[kind] for kind in offered])[0]


def _detail_codes(rng: Random, claim_type: str, found: Measured) -> tuple[str, ...]:
    if "detail" not in _NEEDS[claim_type]:
        return ()
    due = due_examinations(found)
    return tuple(sorted(rng.sample(due, rng.randint(1, len(due)))))


def _added_items(rng: Random, claim_type: str) -> tuple[str, ...]:
    if not _NEEDS[claim_type] & {"other", "dock"}:
        return ()
    priced = [item for item in ADDED_ITEMS if item != UNPRICED_ITEM]
    return tuple(sorted(rng.sample(priced, rng.randint(1, 3))))


def _other_program_yen(rng: Random, contract: Contract, claim_type: str) -> int | None:
    """A joint screening of another programme bears a part of the price: as agreed, or now
    and then."""
    if claim_type == "5":
        return None
    if contract.joint_program_yen is not None:
        return contract.joint_program_yen
    if rng.random() >= 0.04:
        return None
    return rng.randrange(900, 2600, 10)


def prices_of(
    contract: Contract, commission: str, claim_type: str, visit: Visit
) -> tuple[PricedItem, ...]:
    """Unit prices of what was done, as agreed."""
    prices = []
    for part in sorted(_NEEDS[claim_type]):
        codes = {"detail": visit.detail_codes, "other": visit.added_items}.get(part, ("",))
        prices += [
            PricedItem(part, code, contract.price_yen(commission, part, code)) for code in codes
        ]
    return tuple(prices)


def day_before(draft: PairDraft) -> date | None:
    """An earlier service day of the same fiscal year; ``None`` when there is none."""
    performed_on = draft.visit.performed_on
    year = fiscal_year(performed_on)
    earlier = [
        day for day in draft.plan.service_days if day < performed_on and fiscal_year(day) == year
    ]
    return earlier[-1] if earlier else None
