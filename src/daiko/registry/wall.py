"""Who sees the registry: organisations, calendars and rules everybody, the rest its parties.

Source: standards/security-controls.md A3, TEC-05; actors-and-contracts.md 3, 5, 6. Accounts
of payees are seen by those who are paid to them, cards and insured persons by their
insurer, contracts and prices by the organisations that are members of the contract.
"""

from __future__ import annotations

from typing import Final

from daiko.platform.wall import Rows, Wall, of_branch

_KEPT: Final = ("SELECT", "INSERT", "UPDATE")  # rows end by their dates and stay
_NOBODY: Final = "false"
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
_BRANCH: Final = "{office} <> ''"
_OF_PROVIDER: Final = of_branch(provider="provider_number")
_OF_PAYEE: Final = of_branch(provider="payee_number")
_OF_INSURER: Final = of_branch(insurer="insurer_number")
_PROPOSED: Final = (  # accounts of payees of the branch and nothing else
    "({office} <> '' AND rows ? 'payees' AND rows - 'payees' = '{{}}' AND NOT EXISTS ("
    "SELECT FROM jsonb_array_elements(rows -> 'payees') e"
    " WHERE left(e ->> 'payee_number', 2) <> {office}))"
)
_INSURER_ITSELF: Final = "{tenant} = 'insurer:' || insurer_number"
_KEPT_ITSELF: Final = (
    "table_name IN ('registry_card', 'registry_insured_person')"
    " AND {tenant} = 'insurer:' || row_key[1]"
)
_CHANGED: Final = (
    "CASE WHEN table_name IN ('registry_insurer', 'registry_card', 'registry_insured_person')"
    f" THEN {of_branch(insurer='row_key[1]')}"
    " WHEN table_name IN ('registry_provider', 'registry_payee', 'registry_payee_account')"
    f" THEN {of_branch(provider='row_key[1]')}"
    " ELSE {office} <> '' END"
)


def _kept(seen_by: str, *, branch: str = _NOBODY) -> Rows:
    """``branch``: what a branch of the agency may write, and see besides ``seen_by``."""
    seen = seen_by if branch == _NOBODY else f"{seen_by} OR {branch}"
    return Rows(seen_by=seen, written_by=branch, grants=_KEPT)


WALL: Final[Wall] = {
    # numbers, names, days and rules everybody who signed in may know; the agency writes them
    "registry_insurer": _kept("{tenant} <> ''", branch=_OF_INSURER),
    "registry_provider": _kept("{tenant} <> ''", branch=_OF_PROVIDER),
    "registry_calendar": _FOR_ALL,
    "registry_agency": _FOR_ALL,
    "registry_office": _FOR_ALL,
    "registry_entry_agent": _FOR_ALL,
    "registry_entry_appointment": _kept(
        "{tenant} IN ('provider:' || provider_number, 'provider:' || agent_number)",
        branch=_OF_PROVIDER,
    ),
    # how strict each receiver is: part of the public rule book, also for who has no account
    "registry_rule": _PUBLIC,
    "registry_receiver_severity": _PUBLIC,
    "registry_receiver_severity_change": Rows(
        seen_by="{tenant} <> ''", grants=("SELECT", "INSERT")
    ),
    # numbers of payees and terms of contracts are known to every branch, accounts and persons
    # to that of the organisation
    "registry_payee": Rows(seen_by=f"{_PAID_TO} OR {_BRANCH}", written_by=_OF_PAYEE, grants=_KEPT),
    "registry_payee_account": _kept(_PAID_TO, branch=_OF_PAYEE),
    "registry_contract": _kept(f"{_MEMBER} OR {_BRANCH}"),
    "registry_contract_price": _kept(f"{_MEMBER} OR {_BRANCH}"),
    "registry_contract_insurer": Rows(
        seen_by="{tenant} = 'insurer:' || insurer_number OR " + _BRANCH,
        written_by=_OF_INSURER,
        grants=_KEPT,
    ),
    "registry_contract_provider": Rows(
        seen_by="{tenant} = 'provider:' || provider_number OR " + _BRANCH,
        written_by=_OF_PROVIDER,
        grants=_KEPT,
    ),
    # an insurer keeps its own
    "registry_card": _kept(_NOBODY, branch=f"{_INSURER_ITSELF} OR {_OF_INSURER}"),
    "registry_insured_person": _kept(_NOBODY, branch=f"{_INSURER_ITSELF} OR {_OF_INSURER}"),
    "registry_proposal": Rows(seen_by=_PROPOSED, written_by=_PROPOSED, grants=("SELECT", "INSERT")),
    "registry_decision": Rows(
        seen_by="proposal_id IN (SELECT id FROM registry_proposal)",
        written_by="proposal_id IN (SELECT id FROM registry_proposal)",
        grants=("SELECT", "INSERT"),
    ),
    # written by triggers of the owner; the application has no grant
    "registry_change": Rows(
        seen_by=_CHANGED, written_by=f"{_BRANCH} OR ({_KEPT_ITSELF})", grants=("SELECT",)
    ),
}
