"""Insurers, providers and payees of the simulated nation.

Source: standards/actors-and-contracts.md 2 (structure of the numbers, check digits),
6 (records); settlement.md 6 (Zengin characters). Beside those who take part there are
bystanders, register rows that faults are about: a provider that closed, one that does
guidance only, one without contract, one that left its contract, a merged insurer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daiko.money.zengin_characters import abbreviate
from daiko.simulation.chance import chance
from daiko.simulation.plan import SimulationPlan
from daiko.simulation.words import (
    CLINICS,
    INDUSTRIES,
    PREFECTURES,
    Prefecture,
    address,
    telephone,
)
from daiko.standard.identifiers import check_digit

_LAWS: Final = ("06", "01", "06", "31", "63", "06", "34", "02")
_DECLARED_ONLY_EVERY: Final = 3
_SHARED_PAYEE_OF: Final = 4  # providers an association collects for
_IN_ASSOCIATION_EVERY: Final = 3
_MERGED: Final = 999
_BYSTANDERS_FROM: Final = 99_990


class ProviderForm(StrEnum):
    """How a provider contracts with insurers."""

    PREFECTURE = "B"
    NATIONWIDE = "A"
    INDIVIDUAL = "I"


class Standing(StrEnum):
    """What a provider is to the registers."""

    REGISTERED = "registered"
    CLOSED = "closed"  # abolished before the month's checkups
    GUIDANCE_ONLY = "guidance-only"
    WITHOUT_CONTRACT = "without-contract"
    LEFT_CONTRACT = "left-contract"


@dataclass(frozen=True, slots=True)
class Insurer:
    index: int
    number: str
    name: str
    kana: str
    prefecture: Prefecture
    postal_code: str
    address: str
    telephone: str
    has_card_register: bool
    has_insured_register: bool = False
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    index: int
    number: str
    name: str
    kana: str
    prefecture: Prefecture
    postal_code: str
    address: str
    telephone: str
    form: ProviderForm
    category: str
    payee_number: str
    does_added_items: bool
    standing: Standing = Standing.REGISTERED


@dataclass(frozen=True, slots=True)
class Payee:
    """Where a provider's money goes; kana are half width as in a bank file."""

    number: str
    bank_number: str
    bank_kana: str
    branch_number: str
    branch_kana: str
    account_type: str
    account_number: str
    holder_kana: str


def insurer(plan: SimulationPlan, index: int) -> Insurer:
    """Insurer ``index`` of the nation, from 0; every third keeps its card register."""
    rng = chance(plan.seed, "insurer", index)
    prefecture = PREFECTURES[(index * 3 + 3) % len(PREFECTURES)]
    law = _LAWS[index % len(_LAWS)]
    postal, place = address(rng, prefecture)
    industry, kana = INDUSTRIES[index % len(INDUSTRIES)]
    order = index // len(INDUSTRIES)
    suffix = f"第{order + 1}" if order else ""
    kind, kind_kana = {
        "06": ("健康保険組合", "ケンコウホケンクミアイ"),
        "01": ("健康保険協会支部", "ケンコウホケンキヨウカイシブ"),
        "02": ("船員保険会", "センインホケンカイ"),
        "31": ("共済組合", "キヨウサイクミアイ"),
        "34": ("教職員共済組合", "キヨウシヨクインキヨウサイクミアイ"),
        "63": ("特例健康保険組合", "トクレイケンコウホケンクミアイ"),
    }[law]
    return Insurer(
        index=index,
        number=insurer_number(f"{law}{prefecture.code}{(index + 101) % 1000:03d}"),
        name=f"架空{industry}{suffix}{kind}",
        kana=f"カクウ{kana}{kind_kana}",
        prefecture=prefecture,
        postal_code=postal,
        address=place,
        telephone=telephone(rng),
        has_card_register=index % _DECLARED_ONLY_EVERY != _DECLARED_ONLY_EVERY - 1,
        has_insured_register=index == 0,
    )


def merged_insurer(plan: SimulationPlan) -> Insurer:
    """A bystander: an insurer that was merged into the first one before the month."""
    first = insurer(plan, 0)
    return Insurer(
        index=_MERGED,
        number=insurer_number(f"0613{_MERGED:03d}"),
        name="架空旧計器健康保険組合",
        kana="カクウキユウケイキケンコウホケンクミアイ",
        prefecture=first.prefecture,
        postal_code=first.postal_code,
        address=first.address,
        telephone=first.telephone,
        has_card_register=False,
        merged_into=first.number,
    )


def insurer_number(body: str) -> str:
    """Eight digits with their check digit.

    >>> insurer_number("0113001")
    '01130012'
    """
    return body + check_digit(body)


def provider(plan: SimulationPlan, index: int) -> Provider:
    """Provider ``index`` of the nation, from 0."""
    return _provider(plan, index, _form_of(index), Standing.REGISTERED)


def bystander(plan: SimulationPlan, standing: Standing) -> Provider:
    """The one provider of a standing that sends nothing itself."""
    index = _BYSTANDERS_FROM + list(Standing).index(standing)
    return _provider(plan, index, ProviderForm.NATIONWIDE, standing)


def bystanders(plan: SimulationPlan) -> tuple[Provider, ...]:
    others = (standing for standing in Standing if standing is not Standing.REGISTERED)
    return tuple(bystander(plan, standing) for standing in others)


def _form_of(index: int) -> ProviderForm:
    if index % 10 == 9:
        return ProviderForm.INDIVIDUAL
    return ProviderForm.NATIONWIDE if index % 10 in (2, 5, 8) else ProviderForm.PREFECTURE


def _provider(plan: SimulationPlan, index: int, form: ProviderForm, standing: Standing) -> Provider:
    rng = chance(plan.seed, "provider", index)
    prefecture = rng.choice(PREFECTURES)
    category = rng.choice("1112")
    number = provider_number(prefecture, category, index)
    postal, place = address(rng, prefecture)
    name, kana = rng.choice(CLINICS)
    kind, kind_kana = (
        ("クリニック", "クリニツク") if category == "1" else ("健診センター", "ケンシンセンター")
    )
    return Provider(
        index=index,
        number=number,
        name=f"架空{name}{kind}",
        kana=f"カクウ{kana}{kind_kana}",
        prefecture=prefecture,
        postal_code=postal,
        address=place,
        telephone=telephone(rng),
        form=form,
        category=category,
        payee_number=_association_of(index) or number,
        does_added_items=index % 7 != 3 or standing is not Standing.REGISTERED,
        standing=standing,
    )


def provider_number(prefecture: Prefecture, category: str, index: int) -> str:
    """Ten digits: prefecture, category, a body of our own, check digit."""
    body = f"{prefecture.code}{category}9{index:05d}"
    return body + check_digit(body)


def _association_of(index: int) -> str | None:
    """Payee number of the association that collects for a group of providers."""
    group, place = divmod(index, _SHARED_PAYEE_OF * _IN_ASSOCIATION_EVERY)
    if index >= _BYSTANDERS_FROM or place >= _SHARED_PAYEE_OF:
        return None
    body = f"1328{group:05d}"
    return body + check_digit(body)


def payee_of(plan: SimulationPlan, who: Provider) -> Payee:
    """The account of a provider or of the association it belongs to."""
    rng = chance(plan.seed, "payee", who.payee_number)
    if who.payee_number == who.number:
        holder = f"イリヨウホウジン {who.kana}" if who.category == "1" else who.kana
    else:
        holder = f"カクウイシカイ {who.payee_number[4:9].lstrip('0') or '0'}"
    bank = rng.randint(1, 9)
    return Payee(
        number=who.payee_number,
        bank_number=f"{9900 + bank}",
        bank_kana=f"ｶｸｳ{bank}",
        branch_number=f"{rng.randint(1, 899):03d}",
        branch_kana=rng.choice(("ﾎﾝﾃﾝ", "ｴｷﾏｴ", "ﾁﾕｳｵｳ", "ﾐﾅﾄ")),
        account_type=rng.choice("1112"),
        account_number=f"{rng.randint(1, 9_999_999):07d}",
        holder_kana=abbreviate(holder)[:30].strip(),
    )
