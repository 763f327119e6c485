"""Contracts between insurers and providers, and their prices.

Source: standards/actors-and-contracts.md 3 (collective A and B, individual; fiscal
year; prices by class and execution). Every insurer and provider have one contract at
most, so that it is never a question which one counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from daiko.simulation.chance import chance
from daiko.simulation.organisations import Insurer, Provider, ProviderForm
from daiko.simulation.plan import SimulationPlan
from daiko.simulation.words import PREFECTURES

INDIVIDUAL: Final = "1"  # at the provider, 委託料単価区分
GROUP: Final = "2"
ADDED_ITEMS: Final = {
    "3C020000002327101": "血清尿酸",
    "3F050000002327101": "総コレステロール",
    "3A010000002327101": "総蛋白",
    "3B070000002327101": "ALP",
    "3A015000002327101": "アルブミン",
}
"""Items of section 01990 that contracts price; the last one is in no contract."""
UNPRICED_ITEM: Final = "3A015000002327101"
_GUIDANCE_YEN: Final = {"1": (24_000, 32_000), "2": (7_500, 10_000)}
"""Prices by level of table 12; the equivalent (3) costs what motivational support does."""
_DETAIL_YEN: Final = {"1": 240, "2": 1430, "3": 1230, "4": 120}
_INSURERS_OF_ONE_PROVIDER: Final = 2
_JOINT_SHARE: Final = 0.3  # of individual contracts: checkup together with that of an employer

PriceKey = tuple[str, str, str]
"""Execution (1, 2), price class, item code or ""."""


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract of one fiscal year; prices in yen, tax included."""

    contract_id: str
    form: ProviderForm
    fiscal_year: int
    organiser_name: str
    prices: Mapping[PriceKey, int]
    joint_program_yen: int | None = None  # borne by another programme, always the same

    def price_yen(self, commission: str, price_class: str, item: str = "") -> int:
        return self.prices[commission, price_class, item]


def contract_of(plan: SimulationPlan, provider: Provider, fiscal_year: int) -> Contract:
    """The contract a provider works under in a fiscal year."""
    match provider.form:
        case ProviderForm.NATIONWIDE:
            return nationwide(plan, fiscal_year)
        case ProviderForm.PREFECTURE:
            return of_prefecture(plan, provider.prefecture.code, fiscal_year)
        case ProviderForm.INDIVIDUAL:
            return individual(plan, provider.number, fiscal_year)


def insurers_of(plan: SimulationPlan, provider: Provider) -> range:
    """Indices of the insurers whose people a provider examines."""
    if provider.form is not ProviderForm.INDIVIDUAL:
        return range(plan.insurers)
    first = provider.index // 10 % plan.insurers
    return range(first, min(first + _INSURERS_OF_ONE_PROVIDER, plan.insurers))


def services_of(provider: Provider) -> tuple[str, ...]:
    """What a provider does under its contract; docks are not in collective B."""
    services = ["basic", "detail"]
    if provider.does_added_items:
        services.append("other")
    if provider.form is not ProviderForm.PREFECTURE:
        services.append("dock")
    services.append("guidance")
    return tuple(services)


@lru_cache(maxsize=16)
def nationwide(plan: SimulationPlan, fiscal_year: int) -> Contract:
    """Collective contract A: one national table of prices."""
    name = "架空全国健診機関連合会"
    return _contract(plan, f"A-{fiscal_year}", ProviderForm.NATIONWIDE, fiscal_year, name)


@lru_cache(maxsize=256)
def of_prefecture(plan: SimulationPlan, code: str, fiscal_year: int) -> Contract:
    """Collective contract B of a prefecture."""
    place = next(prefecture for prefecture in PREFECTURES if prefecture.code == code)
    contract_id = f"B{code}-{fiscal_year}"
    return _contract(
        plan, contract_id, ProviderForm.PREFECTURE, fiscal_year, f"架空{place.name}医師会"
    )


@lru_cache(maxsize=1024)
def individual(plan: SimulationPlan, provider_number: str, fiscal_year: int) -> Contract:
    """Individual contract of one provider."""
    contract_id = f"I{provider_number}-{fiscal_year}"
    return _contract(plan, contract_id, ProviderForm.INDIVIDUAL, fiscal_year, "")


def _contract(
    plan: SimulationPlan, contract_id: str, form: ProviderForm, fiscal_year: int, organiser: str
) -> Contract:
    rng = chance(plan.seed, "contract", contract_id)
    basic_yen = rng.randrange(7400, 9800, 10) + rng.choice((0, 3, 5))
    dock_yen = rng.randrange(36_000, 52_000, 500)
    prices: dict[PriceKey, int] = {}
    executions = (INDIVIDUAL,) if form is ProviderForm.INDIVIDUAL else (INDIVIDUAL, GROUP)
    for commission in executions:
        rebate = 0 if commission == INDIVIDUAL else 600
        prices[commission, "basic", ""] = basic_yen - rebate
        prices[commission, "dock", ""] = dock_yen - 10 * rebate
        for code, yen in _DETAIL_YEN.items():
            prices[commission, "detail", code] = yen + rng.randrange(0, 90, 5)
        for item in ADDED_ITEMS:
            if item != UNPRICED_ITEM:
                prices[commission, "other", item] = rng.randrange(110, 900, 10)
    prices |= _guidance_prices(plan, contract_id)
    joint_yen = None
    if form is ProviderForm.INDIVIDUAL and rng.random() < _JOINT_SHARE:
        joint_yen = rng.randrange(900, 2600, 10)
    return Contract(contract_id, form, fiscal_year, organiser, prices, joint_yen)


def _guidance_prices(plan: SimulationPlan, contract_id: str) -> dict[PriceKey, int]:
    rng = chance(plan.seed, "guidance-price", contract_id)
    by_level = {level: rng.randrange(*span, 10) for level, span in _GUIDANCE_YEN.items()}
    by_level["3"] = by_level["2"]
    return {(INDIVIDUAL, "guidance", level): yen for level, yen in by_level.items()}


def all_contracts(
    plan: SimulationPlan, providers: Iterator[Provider]
) -> Iterator[tuple[Contract, Provider | None]]:
    """Every contract once, an individual one with its provider."""
    for fiscal_year in plan.fiscal_years:
        yield nationwide(plan, fiscal_year), None
        for prefecture in PREFECTURES:
            yield of_prefecture(plan, prefecture.code, fiscal_year), None
    for provider in providers:
        if provider.form is ProviderForm.INDIVIDUAL:
            for fiscal_year in plan.fiscal_years:
                yield individual(plan, provider.number, fiscal_year), provider


def is_member(insurer: Insurer, plan: SimulationPlan, provider: Provider | None) -> bool:
    """Whether an insurer belongs to a contract (all belong to the collective ones)."""
    return provider is None or insurer.index in insurers_of(plan, provider)
