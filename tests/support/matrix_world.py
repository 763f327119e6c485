"""Two insurers, two providers and the agency through one month, with marks that give leaks away.

Each provider examines people of each insurer, so that what is shared (an archive, a claim)
and what is not lie side by side. A mark is a text that stands nowhere else: whoever reads it
without being among ``seen_by`` has been shown what belongs to others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from building import INSURER, Pair, a_card, a_claim, a_result, an_office
from daiko.delivery import queries as delivery
from daiko.delivery import services as delivering
from daiko.documents.records import CheckupClaim, CheckupResult, Identifier
from daiko.notices import services as notices
from daiko.notices.models import Paper
from daiko.notices.papers import PaperKind
from daiko.people import services as people
from daiko.people.models import Network
from daiko.platform.clock import now
from daiko.reception import queries as reception
from daiko.reception.models import Document
from daiko.registry.models import Proposal
from daiko.registry.models.proposals import APPROVAL_TERM
from daiko.registry.services import load
from daiko.settlement import queries as settled
from daiko.settlement import services as settlement
from daiko.standard import oids
from intake import CLERK, an_arrival, checked
from registry_folder import ROWS, TERMS, a_row, write_registry
from settlement_world import JUNE, executed_run, pay_all, tokyo

PROVIDERS = ("1319900021", "2719900033")  # in Tokyo and Osaka
INSURERS = (INSURER, "06272017")
P1, P2 = (f"provider:{number}" for number in PROVIDERS)
I1, I2 = (f"insurer:{number}" for number in INSURERS)
TENANTS = (P1, P2, I1, I2)
TOKYO, OSAKA = "agency:13", "agency:27"
BRANCH_OF = {P1: TOKYO, I1: TOKYO, P2: OSAKA, I2: OSAKA}
NAMES = {
    P1: "新橋カナリア診療所",
    P2: "浪速カナリア健診センター",
    I1: "架空カナリア東健保",
    I2: "架空カナリア西健保",
}
_COLOURS = [
    "アカ",
    "アオ",
    "キイロ",
    "ミドリ",
    "シロ",
    "クロ",
    "ムラサキ",
    "モモ",
    "コン",
    "ハイイロ",
]


@dataclass(frozen=True, slots=True)
class Mark:
    """A text and who may read it; the head office may read every one."""

    text: str
    seen_by: frozenset[str]
    is_personal: bool = False


@dataclass(slots=True)
class World:
    """Numbers of what the month left, by the organisation that it belongs to."""

    receipts: dict[str, str] = field(default_factory=dict)  # provider → receipt number
    documents: dict[str, int] = field(default_factory=dict)  # provider → a document
    packages: dict[str, str] = field(default_factory=dict)  # organisation → archive to fetch
    invoices: dict[str, str] = field(default_factory=dict)  # insurer → invoice number
    proposals: dict[str, int] = field(default_factory=dict)  # payee's provider → proposal
    networks: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)  # of somebody there
    logins: dict[str, str] = field(default_factory=dict)
    papers: dict[str, int] = field(default_factory=dict)  # provider → a list in volumes
    serials: dict[str, str] = field(default_factory=dict)  # of certificates
    credentials: dict[str, int] = field(default_factory=dict)
    certificates: dict[str, int] = field(default_factory=dict)
    openings: dict[str, int] = field(default_factory=dict)  # waits, open
    opened: int = 0  # account of an opening
    factors: dict[str, int] = field(default_factory=dict)  # of somebody there
    invitation: str = ""  # token of one that was not used
    audit_row: int = 0
    check_id: str = ""  # of a visitor's check before sending
    submissions: dict[str, int] = field(default_factory=dict)
    archives: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # provider → name, bytes
    marks: list[Mark] = field(default_factory=list)

    def mark(self, text: str, *tenants: str, personal: bool = False) -> None:
        """Remember a text that only these and their branches may read."""
        branches = {BRANCH_OF[tenant] for tenant in tenants if tenant in BRANCH_OF}
        self.marks.append(Mark(text, frozenset(tenants) | branches, personal))

    def hidden_from(self, tenant: str) -> list[Mark]:
        """Marks that whoever sees this tenant's rows must never read."""
        return [mark for mark in self.marks if tenant not in mark.seen_by]


def a_month(folder: Path) -> World:
    """Registry, archives with a bad pair, close, invoices, payments, papers and packages."""
    world = World()
    _registry(world, folder)
    for place, number in enumerate(PROVIDERS):
        _arrive(world, place, number)
    settlement.close_month(JUNE, by=CLERK, at=tokyo("2026-06-30"))
    settlement.issue_invoices(JUNE, by=CLERK, at=tokyo("2026-07-10"))
    delivering.build_month(JUNE, by=CLERK, at=tokyo("2026-07-10"))
    pay_all(JUNE, tokyo("2026-07-17", 9))
    executed_run(JUNE, tokyo("2026-07-17", 11))
    _papers(world)
    _numbers(world)
    for tenant in TENANTS:
        _network(world, tenant)
    return world


def _registry(world: World, folder: Path) -> None:
    """Providers with payees, insurers with a card each, contracts between all of them."""
    for tenant, name in NAMES.items():
        own = {tenant, *((I1, I2) if tenant in (P1, P2) else (P1, P2))}
        world.mark(name, *own)
        world.mark(tenant.partition(":")[2], *own)
    by_number = {
        "contract_insurers": [a_row("contract_insurers", insurer_number=n) for n in INSURERS],
        "contract_providers": [a_row("contract_providers", provider_number=n) for n in PROVIDERS],
    }
    rows = _provider_rows(world) | _insurer_rows(world) | by_number
    report = load(write_registry(folder, **rows), by=CLERK, at=tokyo("2026-05-01"))
    assert report.loaded, report.bad_rows
    for place, number in enumerate(PROVIDERS):
        _proposal(world, (P1, P2)[place], number, f"11223{place}4")


def _provider_rows(world: World) -> dict[str, list[dict[str, str]]]:
    providers, payees = [], []
    for place, number in enumerate(PROVIDERS):
        tenant = (P1, P2)[place]
        account, holder = f"76543{place}1", f"カナリアコウザ{_COLOURS[place]}"
        world.mark(account, tenant)
        world.mark(holder, tenant)
        ids = {"provider_number": number, "payee_number": number}
        providers.append(a_row("providers", name=NAMES[tenant], **ids))
        payees.append(
            a_row("payees", payee_number=number, account_number=account, holder_kana=holder)
        )
    return {"providers": providers, "payees": payees}


def _insurer_rows(world: World) -> dict[str, list[dict[str, str]]]:
    insurers, cards = [], []
    for place, number in enumerate(INSURERS):
        tenant = (I1, I2)[place]
        insurers.append(
            a_row(
                "insurers",
                insurer_number=number,
                name=NAMES[tenant],
                card_check_mode="declared_only",
            )
        )
        card = {"number": f"99887760{place}", "name_kana": f"カナリアケン　{_COLOURS[place]}"}
        world.mark(card["number"], tenant, personal=True)
        world.mark(card["name_kana"], tenant, personal=True)
        card_id = f"2610000010{place}"
        cards.append(a_row("cards", insurer_number=number, card_id=card_id, **card, **TERMS))
    return {"insurers": insurers, "cards": cards}


def _proposal(world: World, tenant: str, number: str, account: str) -> None:
    """A new account of a payee that waits for a second person, as the registry keeps it."""
    world.mark(account, tenant)
    row = {**ROWS["payees"], "payee_number": number, "account_number": account}
    at = now()
    row |= {"valid_from": "2026-12-01", "valid_to": None}
    made = Proposal.objects.create(
        rows={"payees": [row]},
        proposed_by="hana",
        proposed_kind="operator",
        proposed_at=at,
        expires_at=at + APPROVAL_TERM,
    )
    world.proposals[tenant] = made.id


def _pair(world: World, place: int, insurer: int, person: int) -> Pair:
    """A person of this insurer at this provider, with a name of its own.

    The second is returned: the insurer never hears of it.
    """
    serial = place * 4 + insurer * 2 + person + 1
    code, provider = INSURERS[insurer], PROVIDERS[place]
    number, card = f"4455667{serial:02d}", f"2614455{serial:04d}"
    name = f"カナリア{_COLOURS[serial]}"
    address = f"東京都港区{'赤青黄緑白黒紫桃紺灰'[serial]}丘カナリア町{serial}"
    of_insurer = (I1, I2)[insurer]
    tenants = ((P1, P2)[place], BRANCH_OF[of_insurer] if person else of_insurer)
    for text in (number, card, name, address):
        world.mark(text, *tenants, personal=True)
    office = an_office(identifier=Identifier(oids.PROVIDER, provider), name=NAMES[tenants[0]])
    claim = a_claim(
        provider=Identifier(oids.PROVIDER, provider),
        insurer=Identifier(oids.INSURER, code),
        number=Identifier(oids.NUMBER, number),
        card_id=Identifier(oids.CHECKUP_CARD, card),
        name=name,
        address=address,
    )
    result = a_result(name=name, address=address, author=office, performer=office)
    return _insured_by(result, code, number, card), claim


def _insured_by(result: CheckupResult, insurer: str, number: str, card: str) -> CheckupResult:
    """The result of a person of this insurer, insurance number and card."""
    swapped = {oids.INSURER: insurer, oids.NUMBER: number}
    shown = a_card(
        card_id=Identifier(oids.checkup_card_root(insurer), card),
        issuing_insurer=Identifier(oids.INSURER, insurer),
    )
    ids = tuple(
        Identifier(one.root, swapped.get(one.root or "", one.extension))
        for one in result.person_ids
    )
    return replace(result, person_ids=ids, cards=(shown,))


def _pairs(world: World, place: int) -> Iterator[Pair]:
    for insurer in range(2):
        yield _pair(world, place, insurer, 0)
        result, claim = _pair(world, place, insurer, 1)
        assert isinstance(claim, CheckupClaim)
        yield result, replace(claim, claim_amount="7681")  # returned


def _arrive(world: World, place: int, number: str) -> None:
    tenant = (P1, P2)[place]
    archive = an_arrival(list(_pairs(world, place)), sender=number)
    receipt = checked(archive)
    world.receipts[tenant] = receipt.receipt_number
    world.submissions[tenant] = receipt.submission_id
    world.archives[tenant] = (archive.name, archive.data)
    world.mark(receipt.receipt_number, tenant)
    row = reception.by_receipt(receipt.receipt_number)
    assert row is not None
    assert (row.accepted, row.returned) == (2, 2), row


def _papers(world: World) -> None:
    """The lists of the month, and the reception errors of each archive in volumes."""
    notices.list_month(str(JUNE), by=CLERK, at=now())
    for tenant, submission in world.submissions.items():
        world.papers[tenant] = notices.order(PaperKind.ERRORS, submission, by=CLERK, at=now())
    for paper in Paper.objects.filter(made_at__isnull=True):
        notices.make(paper.id, at=now())


def _numbers(world: World) -> None:
    """What the month left, as the rooms list it."""
    for package in delivery.packages(str(JUNE)):
        tenant = f"insurer:{package.receiver}"
        world.packages[tenant] = package.archive_name
    for tenant in (P1, P2):
        delivering.build_return(world.submissions[tenant], by=CLERK, at=now())
        documents = Document.objects.filter(submission_id=world.submissions[tenant])
        world.documents[tenant] = documents.order_by("position").last().id
    for package in delivery.packages(str(JUNE), kind="return"):
        world.packages[f"provider:{package.receiver}"] = package.archive_name
    for invoice in settled.invoices(JUNE):
        tenant = f"insurer:{invoice.insurer_number}"
        world.invoices[tenant] = invoice.number
        world.mark(invoice.number, tenant)


def _network(world: World, tenant: str) -> None:
    place = TENANTS.index(tenant)
    for text in (f"10.21{place}.0.0/16", "0.0.0.0/0"):
        people.approve_network(tenant, text, line="ip-vpn", by=CLERK, at=now())
    world.mark(f"10.21{place}.0.0/16", tenant)
    found = Network.objects.get(tenant=tenant, address_range=f"10.21{place}.0.0/16")
    world.networks[tenant] = found.id
