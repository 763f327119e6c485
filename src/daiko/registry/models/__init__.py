"""Tables of the registry: who exists, what was agreed, for which days.

Source: standards/actors-and-contracts.md 2, 5, 6. Rows end, they are never
deleted; both ends of a validity belong to it. Two rows of one thing may not
hold on the same day, every change of a row is kept (triggers in the migrations).
"""

from __future__ import annotations

from daiko.registry.models.agency import Agency, EntryAgent, EntryAppointment, Office
from daiko.registry.models.cards import Card
from daiko.registry.models.changes import Change
from daiko.registry.models.contracts import (
    CalendarMonth,
    Contract,
    ContractInsurer,
    ContractPrice,
    ContractProvider,
)
from daiko.registry.models.insured import InsuredPerson
from daiko.registry.models.parties import Insurer, Payee, PayeeAccount, Provider
from daiko.registry.models.proposals import Decision, Proposal
from daiko.registry.models.severities import ReceiverSeverity, ReceiverSeverityChange, Rule

__all__ = [
    "Agency",
    "CalendarMonth",
    "Card",
    "Change",
    "Contract",
    "ContractInsurer",
    "ContractPrice",
    "ContractProvider",
    "Decision",
    "EntryAgent",
    "EntryAppointment",
    "InsuredPerson",
    "Insurer",
    "Office",
    "Payee",
    "PayeeAccount",
    "Proposal",
    "Provider",
    "ReceiverSeverity",
    "ReceiverSeverityChange",
    "Rule",
]
