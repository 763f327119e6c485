"""Rows that hold a bank account, as the account of a Zengin record.

Source: standards/settlement.md 6: numbers as digits, names in kana.
"""

from __future__ import annotations

from typing import Protocol

from daiko.money.zengin import Account


class BankColumns(Protocol):
    """A payee's account, a planned transfer or the agency's own account."""

    @property
    def bank_number(self) -> str: ...
    @property
    def bank_kana(self) -> str: ...
    @property
    def branch_number(self) -> str: ...
    @property
    def branch_kana(self) -> str: ...
    @property
    def account_type(self) -> str: ...
    @property
    def account_number(self) -> str: ...


def account_of(row: BankColumns) -> Account:
    """The account without its holder."""
    return Account(
        row.bank_number,
        row.bank_kana,
        row.branch_number,
        row.branch_kana,
        row.account_type,
        row.account_number,
    )
