"""Who acts. Every verb takes an actor; what is known of the session goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """Through which door an actor came."""

    OPERATOR = "operator"  # a person at the command line of this machine
    ACCOUNT = "account"  # a person who signed in
    MACHINE = "machine"  # a program of an organisation, by its API credential
    SYSTEM = "system"  # a job
    DEMO = "demo"  # the demo month


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or program, by a name that is no personal data of a subject.

    ``role`` and ``tenant`` (whose data is worked on: ``agency``, ``provider:<number>``,
    ``insurer:<number>``) are those of the session; ``session``, ``source_address`` and
    ``certificate`` (serial number) say from where, "" where there is none.
    """

    kind: ActorKind
    name: str
    role: str = ""
    tenant: str = ""
    session: str = ""
    source_address: str = ""
    certificate: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


SYSTEM = Actor(ActorKind.SYSTEM, "daiko", tenant="agency")
