"""Does the time of an answer tell "not yours" from "not there"? The ratio of both, per address.

Plays a small month, signs people and programs of two providers and two insurers in, and asks
each portal and the API for a thing of the other organisation and for one that nobody has, in
turns and in changing order, so that what slows the machine for a while slows both. Printed is
the ratio of the medians; 1.0 says nothing to whoever measures. Both answers do the same work:
the same queries under the same wall, the same audit row, the same page (decision 17).

    benchmarks/not_yours.py [--json] [--rounds 150]

Exits with 1 when a ratio lies outside 0.9 to 1.1.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

LOWEST, HIGHEST = 0.9, 1.1
PROXY: Final = "192.0.2.1"
MONTH: Final = "2026-06"
_PLAN: Final = (
    "--seed", "7", "--insurers", "2", "--providers", "4", "--pairs", "60", "--guidance", "0",
    "--month", MONTH, "--faults", "0.3",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """An address asked by somebody for a thing of another, and for one of nobody."""

    name: str
    ask: Callable[[str], Any]
    foreign: str
    missing: str


def main() -> None:
    """Print the ratios; with ``--json`` as one object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--rounds", type=int, default=150, help="questions of each kind")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="daiko-bench-"))
    folder.chmod(0o755)
    os.environ |= {"DAIKO_HOME": str(folder), "DAIKO_PROXIES": PROXY}
    from daiko.platform.postgres import embedded_server

    try:
        _play()
        ratios = {one.name: _ratio(one, chosen.rounds) for one in _questions(folder)}
    finally:
        embedded_server(folder).stop()
        shutil.rmtree(folder, ignore_errors=True)
    _tell(ratios, as_json=chosen.json)
    sys.exit(not all(LOWEST <= ratio <= HIGHEST for ratio, _ in ratios.values()))


def _tell(ratios: dict[str, tuple[float, float]], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({name: {"ratio": r, "ms": ms} for name, (r, ms) in ratios.items()}))
        return
    print("not yours / not there, ratio of medians (median of not there)")
    for name, (ratio, ms) in ratios.items():
        print(f"  {ratio:5.3f}  ({ms:5.1f} ms)  {name}")


def _play() -> None:
    """A month in the folder, and Django on it as the web process has it."""
    command = [sys.executable, "-m", "daiko", "demo", *_PLAN, "--json"]
    subprocess.run(command, check=True, capture_output=True)
    logging.disable(logging.WARNING)  # every 404 is one
    from daiko.platform.boot import boot

    boot()


def _ratio(question: Question, rounds: int) -> tuple[float, float]:
    """Ratio of the medians, and the median of "not there" in milliseconds."""
    times: dict[str, list[float]] = {question.foreign: [], question.missing: []}
    chance = random.Random(question.name)
    for turn in range(rounds + 10):
        for path in chance.sample(list(times), 2):
            before = time.perf_counter()
            answer = question.ask(path)
            taken = time.perf_counter() - before
            assert answer.status_code == 404, f"{path}: {answer.status_code}"
            if turn >= 10:  # warm by then
                times[path].append(taken)
    foreign, missing = (statistics.median(times[p]) for p in (question.foreign, question.missing))
    return round(foreign / missing, 3), round(missing * 1000, 2)


def _questions(folder: Path) -> list[Question]:
    from daiko.platform.tenancy import insurer, process_tenant, provider

    things = _things()
    clerk = _person(provider(things["own sender"]), "provider_clerk")
    admin = _person(provider(things["own sender"]), "provider_admin")
    payer = _person(insurer(things["own insurer"]), "insurer_clerk")
    somebody = _account(provider(things["sender"]), "provider_clerk")
    program = _program(folder, insurer(things["own insurer"]))
    process_tenant("")  # as in the web process
    receipts = things["receipt"], things["no receipt"]
    packages = things["package"], things["no package"]
    invoices = things["invoice"], things["no invoice"]
    accounts = str(somebody), "999999999"
    return [
        Question(f"{who}: {address}", ask, address.replace("…", theirs), address.replace("…", none))
        for who, ask, address, (theirs, none) in (
            ("provider", clerk, "/provider/submissions/…/", receipts),
            ("provider", clerk, "/submissions/…/papers/receipt.pdf", receipts),
            ("provider", clerk, "/submissions/…/papers/returns.csv", receipts),
            ("provider", admin, "/accounts/…/", accounts),
            ("insurer", payer, "/insurer/packages/…/", packages),
            ("insurer", payer, "/insurer/packages/…/fetch/", packages),
            ("insurer", payer, "/insurer/invoices/…/", invoices),
            ("insurer", payer, "/insurer/invoices/…/documents.csv", invoices),
            ("program", program, "/api/v1/packages/…", packages),
        )
    ]


def _things() -> dict[str, str]:
    """Numbers of the month: own organisations, things of others, and numbers of nothing."""
    from daiko.delivery import queries as delivery
    from daiko.money.calendar import ProcessingMonth
    from daiko.reception import queries as reception
    from daiko.settlement import queries as settlement

    rows = reception.submissions(limit=100).rows
    other = rows[0]
    own = next(row for row in rows if row.sender != other.sender)
    packages = {row.receiver: row.archive_name for row in delivery.packages(MONTH)}
    mine, theirs = sorted(packages)[:2]
    invoices = settlement.invoices(ProcessingMonth.parse(MONTH))
    (invoice,) = (row.number for row in invoices if row.insurer_number == theirs)
    receipt, package = other.receipt_number, packages[theirs]
    return {
        "own sender": own.sender,
        "sender": other.sender,
        "own insurer": mine,
        "receipt": receipt,
        "no receipt": f"{receipt[:9]}999999{receipt[15:]}",
        "package": package,
        "no package": package.replace("0_1.zip", "9_1.zip"),
        "invoice": invoice,
        "no invoice": invoice.replace(theirs, "06990014"),
    }


def _account(tenant: str, role: str) -> int:
    from daiko.people import services
    from daiko.people.roles import Role
    from daiko.people.services import Newcomer
    from daiko.platform.actors import SYSTEM
    from daiko.platform.clock import now

    login = f"{role.replace('_', '-')}@{tenant.replace(':', '-')}.example"
    newcomer = Newcomer(login, "計測", tenant, frozenset({Role(role)}))
    return services.invite(newcomer, by=SYSTEM, at=now()).account_id


def _person(tenant: str, role: str) -> Callable[[str], Any]:
    """Asks with the session of a new person who gave both factors."""
    from django.test import Client

    from daiko.people import entering
    from daiko.people.models import Account, Session
    from daiko.people.web import COOKIE
    from daiko.platform.clock import now

    account = Account.objects.get(id=_account(tenant, role))
    account.state = Account.State.ACTIVE
    account.save()
    opened = entering.open_session(account, Session.Step.FULL, address="127.0.0.1", at=now())

    def ask(path: str) -> Any:
        site = Client(SERVER_NAME="localhost")
        site.cookies[COOKIE] = opened.token
        return site.get(path)

    return ask


def _program(folder: Path, tenant: str) -> Callable[[str], Any]:
    """Asks with a certificate and a credential of the organisation, as the proxy forwards it."""
    from django.test import Client

    from daiko.people import credentials
    from daiko.people.permissions import allowable
    from daiko.platform.actors import SYSTEM
    from daiko.platform.certificates import read_certificate
    from daiko.platform.client_ca import ClientCa
    from daiko.platform.clock import now

    at = now()
    authority = ClientCa.made(folder / "bench-ca", name="bench", at=at)
    os.environ["DAIKO_CLIENT_CA"] = str(authority.folder / "certificate.pem")
    os.environ["DAIKO_CLIENT_CRL"] = str(authority.folder / "crl.pem")
    pem = authority.issue(tenant, label="bench", at=at).certificate
    certificate = read_certificate(pem)
    credentials.register_certificate(certificate, tenant=tenant, by=SYSTEM, at=at)
    serial, scopes = certificate.serial, allowable(tenant)
    new = credentials.issue(serial, label="bench", scopes=scopes, by=SYSTEM, at=at)
    site = Client(
        SERVER_NAME="localhost",
        REMOTE_ADDR=PROXY,
        HTTP_DAIKO_CLIENT_CERTIFICATE=quote(pem.decode()),
        HTTP_DAIKO_CLIENT_VERIFY="SUCCESS",
        HTTP_AUTHORIZATION=f"Bearer {new.secret}",
    )
    return site.get


if __name__ == "__main__":
    main()
