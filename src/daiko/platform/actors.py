"""Who acts. Every verb takes an actor; accounts and roles come with the people room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    OPERATOR = "operator"  # a person at the command line of this machine
    SYSTEM = "system"  # a job
    DEMO = "demo"  # the demo month


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or program, by a name that is no personal data of a subject."""

    kind: ActorKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


SYSTEM = Actor(ActorKind.SYSTEM, "daiko")
