"""Every command declares what it is; ``daiko`` does not start while one does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from daiko.cli.declared import UndeclaredCommandError, commands, require_declared
from daiko.cli.main import app
from daiko.platform.acts import Requires, Whose, public, requires
from daiko.platform.permissions import Permission


def test_every_command_declares_a_permission_or_that_it_is_public() -> None:
    known = {command.words: command.access for command in commands(app)}
    assert [words for words, access in known.items() if access is None] == []
    assert known["daiko settlement pay approve"] == Requires(
        frozenset({Permission.AGENCY_PAYMENT_APPROVE}), whose=Whose.AGENCY
    )
    root = typer.main.get_command(app)
    assert len(known) == _leaves(root)


def _leaves(command: object) -> int:
    below = getattr(command, "commands", None)
    return 1 if below is None else sum(_leaves(one) for one in below.values())


def _parameters(command: Any, words: str) -> Iterator[tuple[str, str]]:
    for one in getattr(command, "commands", {}).values():
        yield from _parameters(one, f"{words} {one.name}")
    for parameter in command.params:
        yield f"{words} {parameter.name}", getattr(parameter, "help", None) or ""


def test_every_argument_and_option_is_told_in_both_languages() -> None:
    """Japanese first, as in the help of the commands themselves."""
    told = dict(_parameters(typer.main.get_command(app), "daiko"))
    told = {words: text for words, text in told.items() if not words.endswith(" help")}
    both = re.compile(r"[\u3041-\u9fff][\s\S]*[A-Za-z]{3}")
    assert {words: text for words, text in told.items() if not both.search(text)} == {}


def test_an_undeclared_command_stops_the_start_by_its_name() -> None:
    root, below = typer.Typer(), typer.Typer()
    root.add_typer(below, name="things")

    @below.command("forget")
    def forgotten() -> None: ...

    @below.command("keep")
    @public("nothing in it")
    def kept() -> None: ...

    with pytest.raises(UndeclaredCommandError, match=r"^daiko things forget: "):
        require_declared(root)


def test_help_says_what_a_command_is() -> None:
    root = typer.Typer()

    @root.command()
    @requires(Permission.AGENCY_MONTH_CLOSE)
    def close() -> None:
        """Close."""

    require_declared(root)
    told = CliRunner().invoke(root, ["--help"]).output
    assert "agency:month:close" in told
    assert "全組織" in told
