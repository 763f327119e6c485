"""The fund's nationwide provider list beside the registered providers.

Source: standards/administrative-checks.md 10 (columns, kinds), actors-and-contracts.md 2 and 6.
The list knows number, services, name, postal code, telephone and address. Everything else of
a registered provider (kana, roles, payee, delivery, days) stays as it is. Rows are streamed
into the temporary table of providers; a provider the list no longer names is ended only when
asked. Transactions and audit are ``services.py``'s.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from psycopg.sql import SQL

from daiko.registry import values as v
from daiko.registry.csv_files import RegistryFiles, encoding_of, read_rows
from daiko.registry.problems import BadRow, Note, Problems
from daiko.registry.shapes import Column, Row, Table
from daiko.registry.staging import Progress, run, stage_rows, statement_names, stream
from daiko.registry.values import BadValueError, Read, Words
from daiko.standard import provider_list as published

TABLE: Final = "providers"
_MOST: Final = 200  # characters, as in providers.csv


def _text(most: int, *, narrow: bool = False) -> Read:
    """Text in the characters of CP932; ``narrow``: digits and hyphens in half width."""
    whole = v.text(most)

    def read(value: str) -> str:
        text = str(whole(value)).translate(published.LOOKALIKES)
        return unicodedata.normalize("NFKC", text) if narrow else text

    return read


def _services(value: str) -> tuple[str, ...]:
    """The services of a kind; a middle dot in half width is one too."""
    kind = unicodedata.normalize("NFKC", value)
    if kind not in published.KINDS:
        listed = " / ".join(published.KINDS)
        raise BadValueError(Words(f"次のいずれか: {listed}", f"one of: {listed}"))
    return published.KINDS[kind]


_LIST: Final = Table(
    {
        published.NUMBER: Column(v.digits(10), required=True),
        published.KIND: Column(_services, required=True),
        published.NAME: Column(_text(_MOST), required=True),
        published.POSTAL_CODE: Column(_text(_MOST, narrow=True), default=""),
        published.TELEPHONE: Column(_text(_MOST, narrow=True), default=""),
        published.ADDRESS: Column(_text(_MOST), default=""),
        published.HOME_PAGE: Column(_text(1_000), default=""),
        published.OWNER: Column(_text(_MOST), default=""),
    },
    (published.NUMBER,),
    check_digit=published.NUMBER,
)

_KEEP_WHAT_IS_REGISTERED: Final = """
UPDATE pg_temp.stage_providers s
SET category = t.category, kana = t.kana, claimant = t.claimant, return_to = t.return_to,
    reclaimant = t.reclaimant, payee_number = t.payee_number, delivery = t.delivery,
    registered_on = t.registered_on, abolished_on = t.abolished_on,
    postal_code = coalesce(nullif(s.postal_code, ''), t.postal_code),
    telephone = coalesce(nullif(s.telephone, ''), t.telephone),
    address = coalesce(nullif(s.address, ''), t.address)
FROM registry_provider t WHERE t.provider_number = s.provider_number
"""
_ABOLISHED: Final = """
SELECT row_number, provider_number, abolished_on FROM pg_temp.stage_providers
WHERE abolished_on < {on} ORDER BY row_number
"""
_STAGE_THE_MISSING: Final = """
INSERT INTO {stage} (row_number, {columns})
SELECT 0, {of_target} FROM {target} t
WHERE (t.abolished_on IS NULL OR t.abolished_on > {last}) AND t.registered_on <= {last}
  AND left(t.provider_number, 2) IN (SELECT left(provider_number, 2) FROM {stage})
  AND NOT EXISTS (SELECT FROM {stage} s WHERE {same})
"""
_END_THE_MISSING: Final = "UPDATE {stage} SET abolished_on = {last} WHERE row_number = 0"


def open_list(path: Path, problems: Problems) -> RegistryFiles | None:
    """The list as a file of providers, in its encoding; ``None`` when it cannot be read."""
    encoding = encoding_of(path, problems)
    if encoding is None:
        return None
    return RegistryFiles(path.parent, {TABLE: path}, {TABLE: encoding})


def stage_list(files: RegistryFiles, on: date, problems: Problems, progress: Progress) -> int:
    """Bring the list into the temporary table; says how many providers it names.

    ``on``: the day of the list, from which a provider that was unknown is registered. A
    provider that ended before and stands in the list is told as a note and stays ended.
    """
    count = stage_rows(TABLE, _providers(files, on, problems), progress)
    if count == 0 and not problems.bad_count:
        rows = Words("機関が1つ以上", "at least one provider")
        problems.refuse(BadRow(files.paths[TABLE].name, 1, "", "", rows))
    run(SQL(_KEEP_WHAT_IS_REGISTERED))
    for number, provider, last in stream(SQL(_ABOLISHED).format(on=on)):
        message = Words(
            f"登録では {last} に廃止。一覧にあるので確かめてください(廃止のまま)",
            f"registered as abolished on {last}, but listed; it stays abolished",
        )
        note = Note(files.paths[TABLE].name, number, published.NUMBER, provider, message)
        problems.mention(note)
    return count


def _providers(files: RegistryFiles, on: date, problems: Problems) -> Iterator[tuple[int, Row]]:
    """Rows of the list as rows of the register, numbered as in the file."""
    path = files.paths[TABLE]
    for number, row in read_rows(path, _LIST, files.encodings[TABLE], problems):
        provider = row[published.NUMBER]
        yield (
            number,
            {
                "provider_number": provider,
                "category": provider[2] if provider[2] in "12" else "other",
                "services": row[published.KIND],
                "name": row[published.NAME],
                "kana": "",
                "postal_code": row[published.POSTAL_CODE],
                "address": row[published.ADDRESS],
                "telephone": row[published.TELEPHONE],
                "claimant": None,
                "return_to": None,
                "reclaimant": None,
                "payee_number": None,
                "delivery": "online",
                "registered_on": on,
                "abolished_on": None,
            },
        )


def end_missing(on: date) -> int:
    """Stage an end on the day before ``on`` for providers the list does not name.

    Only those of prefectures that the list has: the list of one prefecture ends nobody
    elsewhere. Says how many.
    """
    last = on - timedelta(days=1)
    names = statement_names(TABLE)
    run(SQL(_STAGE_THE_MISSING).format(last=last, **names))
    run(SQL(_END_THE_MISSING).format(last=last, **names))
    ((count,),) = run(SQL("SELECT count(*) FROM {stage} WHERE row_number = 0").format(**names))
    return int(count)
