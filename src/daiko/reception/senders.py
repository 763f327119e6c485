"""Who may send: a provider in its own name, and who was registered to send for it.

For a provider sends its claimant or re-claimant (請求者, 再請求者: its registration names them),
or an entry agent that it appointed for the day.
Source: standards/routing-and-delivery.md 2 (sender = owner of the account, or its registered
agent), actors-and-contracts.md 1 (the four roles, 代行入力機関), checks.csv X-ARC-023. An archive
is named by the provider in any case: the other one brings it. Reads only.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from daiko.archive.names import ArchiveName
from daiko.platform.actors import Actor
from daiko.reception.errors import AgentFilesNoClaims, AgentNotAppointed, NotYourArchive
from daiko.registry import queries as registry


def bringer_of(archive_name: str, by: Actor, on: date) -> str:
    """Number of the organisation that brings the sender's archive on a day; "" for itself.

    The agency takes in whatever reached it. Raises ``NotYourArchive``,
    ``AgentNotAppointed`` and ``AgentFilesNoClaims``.
    """
    kind, _, number = by.tenant.partition(":")
    if kind != "provider":
        return ""
    name = ArchiveName.parse(archive_name)
    if name is not None and name.sender == number:
        return ""
    if name is not None and registry.claims_for(name.sender, number):
        return number
    agent = registry.entry_agent(number, on)
    if agent is None or name is None:
        raise NotYourArchive(number=number)
    if not agent.files_claims:
        raise AgentFilesNoClaims(number=number)
    if not registry.has_appointed(name.sender, number, on):
        raise AgentNotAppointed(sender=name.sender, number=number, day=on)
    return number


def of_prefecture(office: str) -> Q:
    """Submissions of senders of a prefecture (01 to 47), which begins their numbers.

    As a range, so that the index on senders finds them: the wall of a branch compares the
    first two digits and would read every submission there is.
    """
    return Q(sender__gte=office, sender__lt=f"{int(office) + 1:02}")


def sent_by(number: str, path: str = "") -> Q:
    """Submissions an organisation sent: in its own name, or brought for another.

    ``path``: from the rows that are asked for to the submission, e.g. ``submission__``.
    """
    return Q(**{f"{path}sender": number}) | Q(**{f"{path}brought_by": number})
