"""What a branch of the agency may load: rows of its own prefecture's organisations.

The database refuses the others (``wall.py``); here they become bad rows, in words. The
head office, commands and jobs load everything. Part of ``services.py``.
Source: standards/actors-and-contracts.md 2 (prefecture in the numbers), 6 (registrations are
filed with the branch of the prefecture).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from psycopg.sql import SQL, Identifier

from daiko.platform.tenancy import present_office
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
_ASK: Final = Words(
    "本部、またはその都道府県の支部に登録を依頼してください。",
    "Ask the head office, or the branch of that prefecture.",
)


def find_foreign(files: RegistryFiles, table: str) -> Iterator[BadRow]:
    """Staged rows that the branch of this transaction does not keep; none at the head office."""
    office = present_office()
    if not office:
        return
    file = files.paths[table].name
    if table not in KEPT_BY_BRANCHES:
        head = Words("本部だけが登録できる台帳です", "a register of the head office")
        yield BadRow(file, 0, "", file, head, _ASK)
        return
    column, place = KEPT_BY_BRANCHES[table]
    rows = stream(
        SQL(
            "SELECT row_number, {column} FROM {stage} s"
            " WHERE substr({column}, {place}, 2) <> {office} ORDER BY row_number"
        ).format(column=Identifier(column), place=place, office=office, **statement_names(table))
    )
    own = Words(f"都道府県番号 {office} の機関", f"an organisation of prefecture {office}")
    for number, value in rows:
        yield BadRow(file, number, column, value, own, _ASK)
