"""Pages of the registry: preview, load, proposals of two persons, organisations, export."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from daiko.people.roles import Role
from daiko.platform.actors import Actor, ActorKind
from daiko.registry import queries
from daiko.registry.proposals import proposals
from daiko.registry.services import load
from registry_folder import INSURER, PROVIDER, a_row, write_registry, write_table
from signed_in import client

pytestmark = pytest.mark.django_db(transaction=True)
HANA = Actor(ActorKind.OPERATOR, "hana")
AT = datetime(2026, 4, 1, tzinfo=UTC)


def settlement() -> Client:
    return client(Role.AGENCY_SETTLEMENT)


def text(site: Client, path: str, status: int = 200) -> str:
    answer = site.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def send(site: Client, do: str, *paths: Path) -> str:
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    answer = site.post("/registry/import/", {"files": files, "do": do})
    assert answer.status_code == 200
    return answer.content.decode()


def prices(folder: Path) -> Path:
    changed = [a_row("contract_prices", unit_price_yen="8000")]
    return write_table(folder, "contract_prices", changed)


def test_a_file_is_previewed_then_loaded(tmp_path: Path) -> None:
    load(write_registry(tmp_path / "a"), by=HANA, at=AT)
    site = settlement()
    file = write_table(tmp_path / "b", "insurers", [a_row("insurers", name="<b>新名称")])
    seen = send(site, "preview", file)
    assert "何も書いていません" in seen
    assert "<del>架空健康保険組合</del> → <ins>&lt;b&gt;新名称</ins>" in seen
    assert queries.insurers()[INSURER].name == "架空健康保険組合"
    assert "読み込みました" in send(site, "load", file)
    assert queries.insurers()[INSURER].name == "<b>新名称"


def test_two_files_of_one_name_are_told_and_neither_is_loaded(tmp_path: Path) -> None:
    load(write_registry(tmp_path / "a"), by=HANA, at=AT)
    first = write_table(tmp_path / "b", "insurers", [a_row("insurers", name="北")])
    second = write_table(tmp_path / "c", "insurers", [a_row("insurers", name="南")])
    for act in ("preview", "load"):
        said = send(settlement(), act, first, second)
        assert "同じ名前のファイルが二つ以上選ばれています" in said
        assert "insurers.csv" in said
    assert queries.insurers()[INSURER].name == "架空健康保険組合"


@pytest.mark.parametrize("table", ["cards", "insured_persons"])
def test_bad_rows_are_told_persons_without_their_fields(tmp_path: Path, table: str) -> None:
    site = settlement()
    bad = [a_row(table, number="漢" * 21, sex="9")]
    page = send(site, "load", write_table(tmp_path, table, bad))
    assert "何も変えていません" in page
    assert "sex" in page
    assert "漢漢" not in page
    assert "ファイルが選ばれていません" in send(site, "preview")


def test_a_price_is_proposed_by_one_and_approved_by_another(tmp_path: Path) -> None:
    load(write_registry(tmp_path / "a"), by=HANA, at=AT)
    page = send(settlement(), "load", prices(tmp_path / "b"))
    (row,) = proposals(at=datetime.now(UTC))
    place = f"/registry/proposals/{row.id}/"
    assert place in page
    approver = client(Role.AGENCY_APPROVER)
    seen = text(approver, place)
    assert "<del>7680</del> → <ins>8000</ins>" in seen
    digest = seen.partition('name="seen" value="')[2].partition('"')[0]
    stale = approver.post(f"{place}approve/", {"seen": "0" * 16})
    assert stale.status_code == 409
    assert approver.post(f"{place}approve/", {"seen": digest}).status_code == 302
    assert "8,000円" in text(approver, f"/registry/providers/{PROVIDER}/")
    assert "承認済" in text(approver, "/registry/proposals/")


def test_who_proposes_cannot_approve_and_may_withdraw(tmp_path: Path) -> None:
    load(write_registry(tmp_path / "a"), by=HANA, at=AT)
    site = settlement()
    send(site, "load", prices(tmp_path / "b"))
    (row,) = proposals(at=datetime.now(UTC))
    place = f"/registry/proposals/{row.id}/"
    assert "この内容で承認する" not in text(site, place)
    assert site.post(f"{place}approve/", {"seen": "x"}).status_code == 404
    assert site.post(f"{place}reject/", {"reason": "誤記"}).status_code == 302
    assert "却下" in text(site, "/registry/proposals/")


def test_others_find_nothing(tmp_path: Path) -> None:
    """Checkers read organisations; they neither load nor decide; providers see no registry."""
    load(write_registry(tmp_path / "a"), by=HANA, at=AT)
    checker, clinic = client(), client(Role.PROVIDER_CLERK, tenant=f"provider:{PROVIDER}")
    assert "架空クリニック" in text(checker, f"/registry/providers/{PROVIDER}/")
    for site, path in (
        (checker, "/registry/import/"),
        (checker, "/registry/proposals/1/"),
        (clinic, "/registry/"),
        (clinic, f"/registry/providers/{PROVIDER}/"),
    ):
        text(site, path, status=404)
    assert checker.post("/registry/export/").status_code == 404


def test_an_organisation_shows_everything_but_the_account(tmp_path: Path) -> None:
    load(write_registry(tmp_path / "a"), by=HANA, at=AT)
    page = text(client(), f"/registry/providers/{PROVIDER}/")
    for shown in ("A-2026", "7,680円", "●●●●●67", "operator:hana", "架空医師会"):
        assert shown in page
    assert "1234567" not in page
    assert "架空健康保険組合" in text(client(), f"/registry/insurers/{INSURER}/")
    text(client(), "/registry/insurers/00000000/", status=404)


def test_lists_search_and_say_what_to_do_when_empty(tmp_path: Path) -> None:
    site = client()
    assert "daiko registry load" in text(site, "/registry/")
    assert "まだ提案はありません" in text(site, "/registry/proposals/")
    load(write_registry(tmp_path / "a"), by=HANA, at=AT)
    assert INSURER in text(site, "/registry/?q=0613")
    assert PROVIDER in text(site, "/registry/?kind=provider&q=クリニック")
    assert "この条件に合う登録はありません" in text(site, "/registry/?q=ゑ")


def test_the_export_holds_every_register_but_those_of_persons(tmp_path: Path) -> None:
    people = [a_row("insured_persons")]
    load(write_registry(tmp_path / "a", insured_persons=people), by=HANA, at=AT)
    answer = settlement().post("/registry/export/")
    content = b"".join(answer)  # type: ignore[arg-type]  # a streamed answer
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert "架空健康保険組合" in archive.read("insurers.csv").decode()
    assert "cards.csv" not in names
    assert "insured_persons.csv" not in names
    assert {"offices.csv", "payees.csv"} < set(names)
