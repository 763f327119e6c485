"""What a row of each registry file must be: fields, key, references, order of days.

Source: standards/actors-and-contracts.md 4, 5, 6; rulings.md 13, 16, 29, 33, 34.
Column names are those of ``standard/registry_files.py``. Pure: judges one row at
a time; duplicates and references across rows are found by who holds the rows
(``csv_files.py`` in memory, ``services.py`` in the database).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

from daiko.checks.rulebook import error_severity, firm_rules
from daiko.registry import values as v
from daiko.registry.calendar_rows import calendar_faults
from daiko.registry.columns import PARTS, READERS, TEXT
from daiko.registry.shapes import Column, Fault, Reference, Row, Table
from daiko.registry.values import Words
from daiko.standard.identifiers import CardId
from daiko.standard.registry_files import COLUMNS

__all__ = ["PARTS", "TABLES", "Column", "Fault", "Reference", "Row", "Table"]


def _in_order(first: str, last: str) -> Callable[[Row], Iterator[Fault]]:
    def faults(row: Row) -> Iterator[Fault]:
        if row[first] and row[last] and row[last] < row[first]:
            yield Fault(
                last,
                Words(f"{first} ({row[first]}) 以後の日", f"not before {first} ({row[first]})"),
            )

    return faults


def _insurer_faults(row: Row) -> Iterator[Fault]:
    yield from _in_order("start_on", "end_on")(row)
    if row["merged_into"] and not row["end_on"]:
        yield Fault("end_on", Words("合併した保険者には終了日が必要", "a merged insurer has ended"))
    if row["merged_into"] == row["insurer_number"]:
        yield Fault("merged_into", Words("自分以外の保険者番号", "the number of another insurer"))


def _payee_faults(row: Row) -> Iterator[Fault]:
    yield from _in_order("valid_from", "valid_to")(row)
    if bool(row["verified_on"]) != bool(row["verified_by"]):
        yield Fault(
            "verified_by",
            Words(
                "確認日と確認者は両方記入、または両方空欄", "verified_on and verified_by together"
            ),
        )


def _price_faults(row: Row) -> Iterator[Fault]:
    yield from _in_order("valid_from", "valid_to")(row)
    code, allowed = row["item_code"], _ITEM_CODES[row["price_class"]]
    if allowed is not None and code not in allowed:
        listed = " / ".join(allowed) if allowed != ("",) else "空欄 (empty)"
        yield Fault("item_code", Words(listed, listed))
    elif allowed is None and len(code) != 17:
        yield Fault("item_code", Words("健診項目コード17桁", "an item code of 17 characters"))


_ITEM_CODES: Final[dict[str, tuple[str, ...] | None]] = {
    "basic": ("",),
    "dock": ("",),
    "detail": ("1", "2", "3", "4"),
    "guidance": ("1", "2", "3", "4"),
    "other": None,
}


def _card_faults(row: Row) -> Iterator[Fault]:
    parsed = CardId.parse(row["card_id"])
    if parsed is None or parsed.kind not in "12345":
        yield Fault(
            "card_id",
            Words("年度2桁+種別1桁(1〜5)+個人番号8桁", "year 2, kind 1 (1 to 5), person 8 digits"),
            v.EXCEL,
        )
    else:
        if parsed.fiscal_year != row["fiscal_year"]:
            yield Fault(
                "fiscal_year", Words("整理番号の先頭2桁の年度", "the year the card id names")
            )
        if parsed.kind != row["card_kind"]:
            yield Fault("card_kind", Words("整理番号の3桁目", "the third digit of the card id"))
    yield from _in_order("issued_on", "valid_until")(row)
    if row["birth_date"] >= row["valid_until"]:
        yield Fault("birth_date", Words("有効期限より前の日", "a day before valid_until"))
    needed = "guidance" if row["card_kind"] in ("2", "3", "4") else "basic"
    if row[f"{needed}_kind"] is None:
        yield Fault(f"{needed}_kind", Words("1 / 2 / 3", "1 / 2 / 3"))
    for part in PARTS:
        yield from _terms_faults(row, part)


def _insured_faults(row: Row) -> Iterator[Fault]:
    yield from _in_order("covered_from", "covered_to")(row)
    yield from _in_order("birth_date", "covered_from")(row)


def _complete_card(row: Row) -> None:
    """A value of zeros beside "no copayment" says the same as an empty one."""
    for part in PARTS:
        if row[f"{part}_kind"] in (None, 1) and row[f"{part}_value"] == 0:
            row[f"{part}_value"] = None


def _complete_contract(row: Row) -> None:
    """Ruling 29: the default for a basic item not performed depends on the form."""
    if not row["unperformed_basic_item"]:
        row["unperformed_basic_item"] = "note" if row["form"] == "I" else "return_02"


def _terms_faults(row: Row, part: str) -> Iterator[Fault]:
    """kind 1 has no value, kinds 2 and 3 need one."""
    kind, value, limit = (row[f"{part}_{name}"] for name in ("kind", "value", "limit_yen"))
    if kind in (None, 1):
        if value is not None:
            yield Fault(f"{part}_value", Words("負担なしなら空欄", "empty without a copayment"))
    elif value is None:
        yield Fault(f"{part}_value", Words("半角数字6桁の金額または率", "six digits, yen or rate"))
    elif kind == 3 and value > 100_000:
        yield Fault(f"{part}_value", Words("100000 (100%) 以下の率", "a rate up to 100000 (100 %)"))
    if kind is None and limit is not None:
        yield Fault(f"{part}_kind", Words("上限額があれば 1 / 2 / 3", "1 / 2 / 3 beside a limit"))


def _severity_faults(row: Row) -> Iterator[Fault]:
    """A severity the rule can have; an announced day only on a warning that ends before it."""
    yield from _in_order("valid_from", "valid_to")(row)
    error = str(error_severity(row["rule"]))
    if row["severity"].startswith("reject-") and row["severity"] != error:
        yield Fault("severity", Words(f"{error} / warning / note", f"{error} / warning / note"))
    elif row["severity"] != error and row["rule"] in firm_rules():
        reason = Words(*firm_rules()[row["rule"]])
        yield Fault("severity", Words(error, error), reason)
    if row["error_on"] is None:
        return
    if row["severity"] != "warning":
        yield Fault("error_on", Words("警告の行だけに書く", "only beside a warning"))
    elif row["valid_to"] != row["error_on"] - timedelta(days=1):
        yield Fault("valid_to", Words("誤りになる日 (error_on) の前日", "the day before error_on"))


def _table(name: str, key: tuple[str, ...], **more: Any) -> Table:
    readers = READERS[name]
    return Table({column: readers.get(column, TEXT) for column in COLUMNS[name]}, key, **more)


_VALID: Final = _in_order("valid_from", "valid_to")
_OF_INSURER: Final = Reference("insurer_number", "insurers", "insurer_number")
_OF_PROVIDER: Final = Reference("provider_number", "providers", "provider_number")
_OF_CONTRACT: Final = Reference("contract_id", "contracts", "contract_id")

TABLES: Final[dict[str, Table]] = {
    "insurers": _table(
        "insurers",
        ("insurer_number",),
        ends="end_on",
        references=(Reference("merged_into", "insurers", "insurer_number"),),
        faults=_insurer_faults,
        check_digit="insurer_number",
    ),
    "payees": _table(
        "payees", ("payee_number", "valid_from"), ends="valid_to", faults=_payee_faults
    ),
    "providers": _table(
        "providers",
        ("provider_number",),
        ends="abolished_on",
        references=(Reference("payee_number", "payees", "payee_number"),),
        faults=_in_order("registered_on", "abolished_on"),
        check_digit="provider_number",
    ),
    "contracts": _table("contracts", ("contract_id",), complete=_complete_contract, faults=_VALID),
    "contract_insurers": _table(
        "contract_insurers",
        ("contract_id", "insurer_number", "valid_from"),
        ends="valid_to",
        references=(_OF_CONTRACT, _OF_INSURER),
        faults=_VALID,
    ),
    "contract_providers": _table(
        "contract_providers",
        ("contract_id", "provider_number", "valid_from"),
        ends="valid_to",
        references=(_OF_CONTRACT, _OF_PROVIDER),
        faults=_VALID,
    ),
    "contract_prices": _table(
        "contract_prices",
        ("contract_id", "commission_type", "price_class", "item_code", "valid_from"),
        ends="valid_to",
        references=(_OF_CONTRACT,),
        faults=_price_faults,
    ),
    "cards": _table(
        "cards",
        ("insurer_number", "card_id"),
        ends="revoked_on",
        references=(_OF_INSURER,),
        complete=_complete_card,
        faults=_card_faults,
    ),
    "insured_persons": _table(
        "insured_persons",
        ("insurer_number", "symbol", "number", "branch_code", "birth_date", "sex", "covered_from"),
        ends="covered_to",
        references=(_OF_INSURER,),
        faults=_insured_faults,
    ),
    "calendar": _table("calendar", ("processing_month",), faults=calendar_faults),
    "agency": _table(
        "agency",
        ("agency_number", "valid_from"),
        ends="valid_to",
        faults=_VALID,
        check_digit="agency_number",
    ),
    "offices": _table(
        "offices", ("office_number",), ends="end_on", faults=_in_order("start_on", "end_on")
    ),
    "entry_agents": _table(
        "entry_agents",
        ("agent_number",),
        ends="end_on",
        faults=_in_order("start_on", "end_on"),
        check_digit="agent_number",
    ),
    "entry_agent_providers": _table(
        "entry_agent_providers",
        ("agent_number", "provider_number", "valid_from"),
        ends="valid_to",
        references=(Reference("agent_number", "entry_agents", "agent_number"), _OF_PROVIDER),
        faults=_VALID,
    ),
    "receiver_severities": _table(
        "receiver_severities",
        ("receiver", "rule", "valid_from"),
        ends="valid_to",
        references=(Reference("receiver", "insurers", "insurer_number", unless=v.AGENCY),),
        faults=_severity_faults,
    ),
}
"""In the order of loading: a row refers to earlier tables only (or to its own)."""
