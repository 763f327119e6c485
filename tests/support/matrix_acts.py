"""Commands and jobs of the matrix: what each is called with, and what it left behind.

A command or job works as the agency. Here each is run as if its process belonged to another:
to nobody, an organisation, a branch. Then the wall must hide and refuse what is not theirs,
whatever the command does. One without a line here turns the matrix red.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app as job_app
from typer.testing import CliRunner

from acting import as_owner
from daiko.cli.main import app
from daiko.platform import boot
from daiko.platform.tenancy import process_tenant
from daiko.platform.wall import Rows, walls
from matrix_world import BRANCH_OF, I1, I2, P1, P2, World

_COUNTED = sorted(
    table
    for table, word in walls().items()
    if isinstance(word, Rows) and not table.startswith(("audit_", "procrastinate_"))
)
Arguments = list[str | int | Path]

MONTH = "2026-06"
NOT_RUN = {
    "daiko serve": "it becomes the portal",
    "daiko worker": "it works for ever",
    "daiko demo": "it plays a month of its own",
    "daiko people desk": "it makes accounts of all organisations, by itself as the agency",
    "daiko simulate": "it writes invented persons to a folder and asks no database",
    "daiko simulate-provider-list": "it writes an invented list and asks no database",
    "daiko.platform.jobs.rescue_stalled_jobs": "its connection is the queue's, without a tenant",
    "daiko db start": "the server of the tests is running",
    "daiko db stop": "the tests need the server",
    "daiko standard install": "it changes the schemas of the other tests",
    "daiko standard own": "it changes the schemas of the other tests",
}


class Things:
    """What belongs to organisations that ``sees`` must not reach."""

    def __init__(self, world: World, sees: str, folder: Path) -> None:
        near = sees in (P1, I1, BRANCH_OF[P1])
        self.provider, self.insurer = (P2, I2) if near else (P1, I1)
        self.world, self.folder = world, folder
        self.receipt = world.receipts[self.provider]
        self.submission = world.submissions[self.provider]
        self.document = world.documents[self.provider]
        self.login = world.logins[self.provider]
        self.credential = world.credentials[self.provider]
        self.serial = world.serials[self.provider]
        self.proposal = world.proposals[self.provider]
        self.invoice = world.invoices[self.insurer]
        self.number = self.provider.partition(":")[2]
        self.empty = folder / "empty"
        self.empty.mkdir(exist_ok=True)
        name, data = world.archives[self.provider]
        self.archive = folder / name
        self.archive.write_bytes(data)

    def said(self, name: str) -> str:
        """What the call itself says, and an answer may repeat."""
        made = COMMANDS.get(name.removeprefix("daiko "), JOBS.get(name))
        return " ".join(str(one) for one in made(self)) if made else ""


COMMANDS: dict[str, Callable[[Things], Arguments]] = {
    "check": lambda t: [t.archive],
    "rules list": lambda t: [],
    "rules search": lambda t: ["カード"],
    "rules show": lambda t: ["X-EL-001"],
    "standard show": lambda t: [],
    "registry provider-list": lambda t: [t.archive],
    "registry proposals": lambda t: [t.proposal],
    "registry approve": lambda t: [t.proposal],
    "registry reject": lambda t: [t.proposal, "--reason", "試験"],
    "registry load": lambda t: [t.empty],
    "registry export": lambda t: [t.empty],
    "registry history": lambda t: ["payees", t.number],
    "registry show": lambda t: [],
    "reception receive": lambda t: [t.archive],
    "reception list": lambda t: [],
    "reception show": lambda t: [t.receipt],
    "settlement close": lambda t: [MONTH],
    "settlement show": lambda t: [MONTH],
    "settlement invoices": lambda t: [MONTH],
    "settlement collect": lambda t: [t.archive],
    "settlement pay plan": lambda t: [MONTH],
    "settlement pay approve": lambda t: [1, "--by", "kei"],
    "settlement pay discard": lambda t: [1],
    "settlement pay file": lambda t: [1, "--out", t.folder / "bank.txt"],
    "settlement pay executed": lambda t: [1],
    "settlement pay show": lambda t: [MONTH],
    "settlement reversal request": lambda t: [t.document, "--reason", "試験"],
    "settlement reversal refuse": lambda t: [1],
    "settlement reversal repaid": lambda t: [1, 1],
    "settlement reversal list": lambda t: [],
    "settlement suspense list": lambda t: [],
    "settlement suspense apply": lambda t: [1, t.invoice],
    "ledger verify": lambda t: [],
    "delivery build": lambda t: [MONTH],
    "delivery list": lambda t: [MONTH],
    "notices receipt": lambda t: [t.receipt, "--pdf", t.folder / "r.pdf"],
    "notices errors": lambda t: [t.receipt, "--csv", t.folder / "e.csv"],
    "notices returns": lambda t: [t.receipt, "--csv", t.folder / "b.csv"],
    "notices key": lambda t: [],
    "notices verify": lambda t: [t.archive, t.archive],
    "audit verify": lambda t: [],
    "audit key": lambda t: [],
    "audit seal": lambda t: [],
    "audit list": lambda t: [],
    "people invite": lambda t: ["x@canary.example", t.provider, "--name", "x", "--role", "auditor"],
    "people list": lambda t: [],
    "people grant": lambda t: [t.login, "provider_admin"],
    "people revoke": lambda t: [t.login, "provider_clerk"],
    "people move": lambda t: [t.login, "13"],
    "people end": lambda t: [t.login],
    "people reset": lambda t: [t.login],
    "people network": lambda t: [t.provider, "10.9.0.0/16"],
    "people check-pairs": lambda t: [],
    "people code": lambda t: [t.login],
    "people certificate register": lambda t: [t.archive, t.provider],
    "people certificate revoke": lambda t: [t.serial],
    "people credential issue": lambda t: [t.serial, "--scope", "provider:submission:read"],
    "people credential rotate": lambda t: [t.credential],
    "people credential revoke": lambda t: [t.credential],
    "people credential list": lambda t: [],
    "ca init": lambda t: ["--folder", t.folder / "new-ca"],
    "ca issue": lambda t: [t.provider, "--out", t.folder / "c", "--folder", t.folder / "no-ca"],
    "ca server": lambda t: ["host", "--out", t.folder / "s", "--folder", t.folder / "no-ca"],
    "ca revoke": lambda t: [t.serial, "--folder", t.folder / "no-ca"],
    "ca crl": lambda t: ["--folder", t.folder / "no-ca"],
    "ca show": lambda t: ["--folder", t.folder / "no-ca"],
    "proxy write": lambda t: [
        *(t.folder / "n", "--socket", "/s"),
        *("--certificate", t.archive, "--key", t.archive),
    ],
    "profiles show": lambda t: [],
    "profiles history": lambda t: ["X-EL-001"],
    "profiles export": lambda t: [t.folder / "profiles.csv"],
    "db status": lambda t: [],
    "db url": lambda t: [],
    "db wall": lambda t: [],
}

JOBS: dict[str, Callable[[Things], list[Any]]] = {
    "daiko.audit.jobs.seal_chains": lambda t: [0],
    "daiko.delivery.jobs.build_return": lambda t: [t.submission],
    "daiko.notices.jobs.list_month": lambda t: [MONTH],
    "daiko.notices.jobs.make_paper": lambda t: [t.world.papers[t.provider]],
    "daiko.people.jobs.close_openings": lambda t: [0],
    "daiko.people.jobs.nightly": lambda t: [0],
    "daiko.precheck.jobs.erase_what_is_over": lambda t: [0],
    "daiko.reception.jobs.check_submission": lambda t: [t.submission],
}


def run_command(
    words: str, things: Things, sees: str, patch: pytest.MonkeyPatch
) -> tuple[str, str]:
    """What a command said and changed in a process that sees these rows; then as before."""
    arguments = [str(one) for one in COMMANDS[words.removeprefix("daiko ")](things)]
    patch.setattr(boot, "_say_whose", lambda: process_tenant(sees))
    with transaction.atomic():
        before = _counts()
        process_tenant(sees)
        done = CliRunner().invoke(app, [*words.split()[1:], *arguments])
        said = f"{done.output}\n{done.exception!r}"
        changed = _changed(before)
        transaction.set_rollback(True)
    process_tenant("")
    return said, changed


def run_job(name: str, things: Things, sees: str) -> tuple[str, str]:
    """The same for a job; what it raised is what it said."""
    job: Any = {task.name: task.func for task in job_app.tasks.values()}[name]
    said = ""
    with transaction.atomic():
        before = _counts()
        process_tenant(sees)
        try:
            with transaction.atomic():
                job(*JOBS[name](things))
        except Exception as error:
            said = repr(error)
        changed = _changed(before)
        transaction.set_rollback(True)
    process_tenant("")
    return said, changed


def _counts() -> dict[str, int]:
    """Rows of every walled table, whoever they belong to."""
    query = " UNION ALL ".join(
        f"SELECT '{table}', count(*), coalesce(sum(hashtext(t::text)), 0) FROM {table} t"
        for table in _COUNTED
    )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL daiko.tenant = 'agency'")
        cursor.execute(query)
        return {table: (rows, digest) for table, rows, digest in cursor.fetchall()}


def _changed(before: dict[str, Any]) -> str:
    after = _counts()
    return ", ".join(table for table in before if before[table] != after[table])
