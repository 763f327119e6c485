"""What a branch of the agency, or an insurer, may load: rows of its own organisations.

A branch keeps the registers of its prefecture's organisations, an insurer its own cards and
insured persons. The database refuses the others (``wall.py``); here they become bad rows, in
words. The head office, commands and jobs load everything. Part of ``services.py``.
Source: standards/actors-and-contracts.md 2 (prefecture in the numbers), 5 (what the insurer
registers), 6 (registrations are filed with the branch of the prefecture).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from psycopg.sql import SQL, Composable, Identifier

from daiko.platform.tenancy import present_office, present_tenant
from daiko.registry.csv_files import RegistryFiles
from daiko.registry.problems import BadRow
from daiko.registry.staging import statement_names, stream
from daiko.registry.values import Words

_PROVIDER, _INSURER = 1, 3
KEPT_BY_BRANCHES: Final = {
    "insurers": ("insurer_number", _INSURER),
    "payees": ("payee_number", _PROVIDER),
    "providers": ("provider_number", _PROVIDER),
    "contract_insurers": ("insurer_number", _INSURER),
    "contract_providers": ("provider_number", _PROVIDER),
    "entry_agent_providers": ("provider_number", _PROVIDER),
    "cards": ("insurer_number", _INSURER),
    "insured_persons": ("insurer_number", _INSURER),
}
"""Tables that branches keep: the column of the organisation, the place of its prefecture."""
KEPT_BY_INSURERS: Final = ("cards", "insured_persons")
_ASK: Final = Words(
    "本部、またはその都道府県の支部に登録を依頼してください。",
    "Ask the head office, or the branch of that prefecture.",
)
_ASK_THE_AGENCY: Final = Words(
    "代行機関に登録を依頼してください。", "Ask the agency to register it."
)


def find_foreign(files: RegistryFiles, table: str) -> Iterator[BadRow]:
    """Staged rows that the organisation of this transaction does not keep; none at the head
    office."""
    file, office = files.paths[table].name, present_office()
    kind, _, number = present_tenant().partition(":")
    if office:
        yield from _not_of_branch(file, table, office)
    elif kind == "insurer":
        yield from _not_of_insurer(file, table, number)


def _not_of_branch(file: str, table: str, office: str) -> Iterator[BadRow]:
    if table not in KEPT_BY_BRANCHES:
        head = Words("本部だけが登録できる台帳です", "a register of the head office")
        yield BadRow(file, 0, "", file, head, _ASK)
        return
    column, place = KEPT_BY_BRANCHES[table]
    own = Words(f"都道府県番号 {office} の機関", f"an organisation of prefecture {office}")
    other = SQL("substr({}, {}, 2) <> {}").format(Identifier(column), place, office)
    for number, value in _staged(table, column, other):
        yield BadRow(file, number, column, value, own, _ASK)


def _not_of_insurer(file: str, table: str, insurer_number: str) -> Iterator[BadRow]:
    if table not in KEPT_BY_INSURERS:
        agency = Words("代行機関が登録する台帳です", "a register of the agency")
        yield BadRow(file, 0, "", file, agency, _ASK_THE_AGENCY)
        return
    column = "insurer_number"
    own = Words(f"自分の保険者番号 {insurer_number}", f"your own number, {insurer_number}")
    other = SQL("{} <> {}").format(Identifier(column), insurer_number)
    for number, value in _staged(table, column, other):
        yield BadRow(file, number, column, value, own)


def _staged(table: str, column: str, condition: Composable) -> Iterator[tuple[int, str]]:
    """Number and organisation of staged rows for which something holds."""
    query = SQL("SELECT row_number, {column} FROM {stage} WHERE {condition} ORDER BY row_number")
    parts = {"column": Identifier(column), "condition": condition}
    rows: Any = stream(query.format(**parts, stage=statement_names(table)["stage"]))
    yield from rows
