"""Commands that declare nothing: ``daiko`` does not start while there is one.

Walks the tree of commands; the reference and the matrix test walk the same. The operator of
this machine acts in all of them: the declaration tells what the act is and whose rows it
sees, stands below the help of the command and in the audit rows it writes.
Source: standards/security-controls.md A1, A4, TEC-05.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import typer
from typer.models import CommandInfo

from daiko.platform.acts import Access, Requires, Whose, declared

_WHOSE: Final = {
    Whose.AGENCY: "代行機関（全組織） agency",
    Whose.NONE: "組織のデータなし none",
    Whose.CALLER: "本人の組織 caller",
}


class UndeclaredCommandError(RuntimeError):
    """A command says neither what it is allowed by nor whose rows it sees."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its words, e.g. ``daiko rules list``, and what it declares."""

    words: str
    info: CommandInfo

    @property
    def access(self) -> Access | None:
        return declared(self.info.callback)


def commands(app: typer.Typer, words: str = "daiko") -> Iterator[Command]:
    """Every command of the tree."""
    for info in app.registered_commands:
        name = info.name or getattr(info.callback, "__name__", "").replace("_", "-")
        yield Command(f"{words} {name}", info)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from commands(group.typer_instance, f"{words} {group.name}")


def require_declared(app: typer.Typer) -> None:
    """Raises ``UndeclaredCommandError``, which names them; else help says what they declare."""
    undeclared = []
    for command in commands(app):
        if command.access is None:
            undeclared.append(command.words)
        else:
            command.info.epilog = words_of(command.access)
    if undeclared:
        raise UndeclaredCommandError(
            f"{', '.join(undeclared)}: no permission is declared; put @requires(Permission...) "
            "or @public(why) of daiko.platform.acts below the command"
        )


def words_of(access: Access) -> str:
    """What is declared, in one line for people."""
    if isinstance(access, Requires):
        return f"許可 permission: {' '.join(sorted(access.any_of))}　{_WHOSE[access.whose]}"
    return f"だれでも public: {access.why}"
