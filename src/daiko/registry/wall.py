"""Who sees the registry: organisations, calendars and rules everybody, the rest its parties.

Source: standards/security-controls.md A3, TEC-05; actors-and-contracts.md 3, 5, 6. Accounts
of payees are seen by those who are paid to them, cards and insured persons by their
insurer, contracts and prices by the organisations that are members of the contract.
"""

from __future__ import annotations

from typing import Final

from daiko.platform.wall import Rows, Wall

_KEPT: Final = ("SELECT", "INSERT", "UPDATE")  # rows end by their dates and stay
_FOR_ALL: Final = Rows(seen_by="{tenant} <> ''", grants=_KEPT)
_PUBLIC: Final = Rows(seen_by="true", grants=_KEPT)
_MEMBER: Final = (  # as far as those tables show rows to the tenant
    "contract_id IN (SELECT contract_id FROM registry_contract_provider)"
    " OR contract_id IN (SELECT contract_id FROM registry_contract_insurer)"
)
_PAID_TO: Final = (
    "payee_number IN (SELECT payee_number FROM registry_provider p"
    " WHERE {tenant} = 'provider:' || p.provider_number)"
)


def _kept(seen_by: str) -> Rows:
    return Rows(seen_by=seen_by, grants=_KEPT)


WALL: Final[Wall] = {
    # numbers, names, days and rules everybody who signed in may know; the agency writes them
    "registry_insurer": _FOR_ALL,
    "registry_provider": _FOR_ALL,
    "registry_calendar": _FOR_ALL,
    "registry_agency": _FOR_ALL,
    "registry_office": _FOR_ALL,
    "registry_entry_agent": _FOR_ALL,
    # how strict each receiver is: part of the public rule book, also for who has no account
    "registry_rule": _PUBLIC,
    "registry_receiver_severity": _PUBLIC,
    "registry_receiver_severity_change": Rows(
        seen_by="{tenant} <> ''", grants=("SELECT", "INSERT")
    ),
    "registry_payee": _kept(_PAID_TO),
    "registry_payee_account": _kept(_PAID_TO),
    "registry_contract": _kept(_MEMBER),
    "registry_contract_price": _kept(_MEMBER),
    "registry_contract_insurer": _kept("{tenant} = 'insurer:' || insurer_number"),
    "registry_contract_provider": _kept("{tenant} = 'provider:' || provider_number"),
    "registry_card": _kept("{tenant} = 'insurer:' || insurer_number"),
    "registry_insured_person": _kept("{tenant} = 'insurer:' || insurer_number"),
    "registry_proposal": Rows(grants=("SELECT", "INSERT")),
    "registry_decision": Rows(grants=("SELECT", "INSERT")),
    "registry_change": Rows(grants=("SELECT",)),  # written by triggers of the owner
}
