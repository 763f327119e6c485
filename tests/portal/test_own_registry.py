"""What organisations see of themselves in the registry; an insurer loads its own cards."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from daiko.audit.queries import entries
from daiko.people.roles import Role
from daiko.platform.actors import SYSTEM, Actor, ActorKind
from daiko.platform.tenancy import as_tenant
from daiko.registry import queries
from daiko.registry.history import row_history
from daiko.registry.models import Card, Insurer
from daiko.registry.services import load
from registry_folder import INSURER, PROVIDER, a_row, write_registry, write_table
from signed_in import client

OTHER = "01130012"
AT = datetime(2026, 4, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registry(tmp_path: Path) -> None:
    """Two insurers with a card each, one of them and a provider in a contract."""
    folder = write_registry(
        tmp_path / "registry",
        insurers=[a_row("insurers"), a_row("insurers", insurer_number=OTHER, name="架空別組合")],
        cards=[a_row("cards"), a_row("cards", insurer_number=OTHER)],
    )
    assert load(folder, by=SYSTEM, at=AT).loaded


@pytest.fixture
def clerk() -> Client:
    return client(Role.INSURER_CLERK, tenant=f"insurer:{INSURER}")


def text(site: Client, path: str, status: int = 200) -> str:
    answer = site.get(path)
    assert answer.status_code == status, answer.content.decode()[-400:]
    return answer.content.decode()


def send(site: Client, do: str, *paths: Path) -> str:
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    answer = site.post("/insurer/registry/cards/", {"files": files, "do": do})
    assert answer.status_code == 200, answer.content.decode()[-400:]
    return answer.content.decode()


def a_new_card(folder: Path, **changed: str) -> Path:
    return write_table(folder, "cards", [a_row("cards", card_id="26100000025") | changed])


def test_an_insurer_sees_its_registration_and_how_many_cards_it_has(clerk: Client) -> None:
    page = text(clerk, "/insurer/registry/")
    for shown in ("架空健康保険組合", "A-2026", "7,680円", 'href="/insurer/registry/cards/"'):
        assert shown in page
    assert '<td class="num">1</td>' in page
    assert "架空別組合" not in page


def test_a_provider_sees_its_contracts_prices_and_masked_account() -> None:
    site = client(Role.PROVIDER_ADMIN, tenant=f"provider:{PROVIDER}")
    page = text(site, "/provider/registry/")
    for shown in ("架空クリニック", "A-2026", "7,680円", "●●●●●67"):
        assert shown in page
    assert "1234567" not in page
    assert "registry/cards" not in page


def test_prices_are_those_of_one_contract(clerk: Client, tmp_path: Path) -> None:
    """The latest, or the one chosen; another's contract is not chosen."""
    days = {"fiscal_year": "2025", "valid_from": "2025-04-01", "valid_to": "2026-03-31"}
    years = [a_row("contracts", contract_id=number, **days) for number in ("A-2025", "B13-2025")]
    member = a_row("contract_insurers", contract_id="A-2025", valid_from="2025-04-01")
    prices = [
        a_row("contract_prices", contract_id=number, unit_price_yen=yen, valid_from="2025-04-01")
        for number, yen in (("A-2025", "7111"), ("B13-2025", "7222"))
    ]
    folder = write_table(tmp_path / "more", "contracts", years).parent
    write_table(folder, "contract_insurers", [member])
    write_table(folder, "contract_prices", prices)
    hana, taro = (Actor(ActorKind.OPERATOR, name) for name in ("hana", "taro"))
    assert load(folder, by=hana, at=AT, approved_by=taro).loaded
    assert "7,680円" in text(clerk, "/insurer/registry/")
    chosen = text(clerk, "/insurer/registry/?contract=A-2025")
    assert ("7,111円" in chosen, "7,680円" in chosen) == (True, False)
    foreign = text(clerk, "/insurer/registry/?contract=B13-2025")
    assert ("7,222円" in foreign, "7,680円" in foreign) == (False, True)


def test_an_insurer_previews_and_loads_its_cards(clerk: Client, tmp_path: Path) -> None:
    """The change has its audit row and its history; nothing of the person is shown."""
    file = a_new_card(tmp_path / "new")
    seen = send(clerk, "preview", file)
    assert "何も書いていません" in seen
    assert "テスト" not in seen
    assert queries.own_counts(INSURER)["cards"] == 1
    assert "読み込みました" in send(clerk, "load", file)
    assert queries.own_counts(INSURER) == {"cards": 2, "insured_persons": 0}
    (entry,) = entries(limit=1)
    assert (entry.event, entry.subject) == ("registry.table.loaded", "cards")
    assert entry.tenant == f"insurer:{INSURER}"
    assert entry.fields["added"] == 1
    (change,) = row_history("cards", [INSURER, "26100000025"])
    assert change.action == "added"


def test_an_insurer_ends_a_card(clerk: Client, tmp_path: Path) -> None:
    file = write_table(tmp_path / "end", "cards", [a_row("cards", revoked_on="2026-05-01")])
    assert "読み込みました" in send(clerk, "load", file)
    assert [revoked(insurer) for insurer in (INSURER, OTHER)] == [True, False]


def revoked(insurer: str) -> bool:
    card = queries.registers().card(insurer, "26100000001")
    assert card is not None
    return card.revoked_on is not None


@pytest.mark.parametrize(
    ("table", "row", "told"),
    [
        ("cards", {"insurer_number": OTHER, "card_id": "26100000025"}, "自分の保険者番号"),
        ("insurers", {"name": "新名称"}, "代行機関が登録する台帳"),
        ("contract_prices", {"unit_price_yen": "1"}, "代行機関が登録する台帳"),
        ("providers", {"name": "新名称"}, "代行機関が登録する台帳"),
    ],
)
def test_what_is_not_its_own_is_refused_in_words(
    clerk: Client, tmp_path: Path, table: str, row: dict[str, str], told: str
) -> None:
    page = send(clerk, "load", write_table(tmp_path / "x", table, [a_row(table, **row)]))
    assert told in page
    assert "何も変えていません" in page
    assert OTHER not in page
    assert queries.own_counts(OTHER)["cards"] == 1


def test_the_wall_stands_behind_the_words() -> None:
    """As the insurer: no card of another, no other register."""
    actor = Actor(ActorKind.ACCOUNT, "hana", tenant=f"insurer:{INSURER}")
    with as_tenant(actor.tenant):
        card = Card.objects.get()  # its own, and no other
        card.pk, card.insurer_id = None, OTHER
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            card.save()
        assert Insurer.objects.filter(insurer_number=INSURER).update(name="x") == 0


def test_who_may_not_load_finds_nothing() -> None:
    admin = client(Role.INSURER_ADMIN, tenant=f"insurer:{INSURER}")
    assert "registry/cards" not in text(admin, "/insurer/registry/")
    provider = client(Role.PROVIDER_CLERK, tenant=f"provider:{PROVIDER}")
    for site, path in (
        (admin, "/insurer/registry/cards/"),
        (provider, "/insurer/registry/"),
        (client(), "/insurer/registry/cards/"),
        (client(), "/provider/registry/"),
    ):
        text(site, path, status=404)
