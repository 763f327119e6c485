"""What commands print: plain words for people, one object for programs.

Exit codes are a contract: 0 done, 1 refused or found, 2 usage.
"""

from __future__ import annotations

import json
import os
import pwd
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer

DONE: Final = 0
REFUSED: Final = 1
USAGE: Final = 2

JsonOption = Annotated[
    bool, typer.Option("--json", help="JSON で出力。 One JSON value, for programs.")
]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by", help="操作者の名前（デスクだけ）。 Who acts, on the desk; the login name otherwise."
    ),
]
AtOption = Annotated[
    datetime | None,
    typer.Option(
        "--at",
        formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"],
        help="日時（日本時間）。 Moment in Asia/Tokyo, for replays; now by default.",
    ),
]


# What steers a terminal or turns the line round; tabs and line ends are ours.
_STEERING: Final = {
    code: f"\\u{code:04x}"
    for code in (
        *(c for c in range(0x20) if chr(c) not in "\t\n"),
        *range(0x7F, 0xA0),
        0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A),
    )
}  # fmt: skip


def say(text: str = "") -> None:
    """A line for people. Names from outside cannot steer the terminal.

    >>> say("a\\x1b[2Jb")
    a\\u001b[2Jb
    """
    typer.echo(text.translate(_STEERING))


def print_json(value: Any) -> None:
    """One JSON value on standard output, the same value with such characters escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write(text.translate(_STEERING) + "\n")


def show(value: Any, *, as_json: bool, human: Callable[[Any], None]) -> None:
    """The value as JSON, or told by ``human``."""
    if as_json:
        print_json(value)
    else:
        human(value)


def stop(code: int) -> NoReturn:
    """End the command with an exit code of the contract."""
    raise typer.Exit(code)


def usage_error(message: str) -> NoReturn:
    """The call itself is wrong: say so and exit with 2."""
    typer.echo(message, err=True)
    raise typer.Exit(USAGE)


@contextmanager
def refusals(*, as_json: bool = False) -> Iterator[None]:
    """Tell a refusal in words (or as a problem object) and exit with 1."""
    from daiko.platform.errors import Refused

    try:
        yield
    except Refused as refusal:
        if as_json:
            print_json({"problem": refusal.problem()})
        else:
            typer.echo(f"{refusal.message_in_japanese} [{refusal.code}]", err=True)
            if refusal.message != refusal.message_in_japanese:
                typer.echo(refusal.message, err=True)
        raise typer.Exit(REFUSED) from refusal


@contextmanager
def ready(*, as_json: bool = False) -> Iterator[None]:
    """The database is up, and a refusal ends the command with 1."""
    from daiko.platform.boot import boot

    boot()
    with refusals(as_json=as_json):
        yield


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Tell that a file or folder cannot be written, and exit with 1."""
    try:
        yield
    except OSError as error:
        typer.echo(f"書き込めません。 Cannot write {place}: {error.strerror}", err=True)
        raise typer.Exit(REFUSED) from error


def operator(by: str | None) -> Any:
    """The person at this command line: who signed in to the machine; on the desk, who they say.

    Elsewhere one person would be two by two names, and approve what they proposed.
    """
    from daiko.platform.actors import Actor, ActorKind

    login = _login()
    if by is not None and by != login:
        _desk_only("--by")
    return Actor(ActorKind.OPERATOR, by or login)


def _login() -> str:
    """Whom the machine knows this process as, whatever its environment says."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account without a name, in a container
        return f"uid-{os.getuid()}"


def moment(at: datetime | None) -> datetime:
    """Now, or on the desk ``--at`` read in Asia/Tokyo: elsewhere the clock is the machine's."""
    if at is not None:
        _desk_only("--at")
    return any_moment(at)


def any_moment(at: datetime | None) -> datetime:
    """``--at`` read in Asia/Tokyo, or now: where nobody's data hangs on it (certificates)."""
    from daiko.platform.clock import TOKYO, now

    return now() if at is None else at.replace(tzinfo=TOKYO)


def _desk_only(option: str) -> None:
    from daiko.platform.settings import DESK, profile

    if profile() != DESK:
        usage_error(f"{option} はデスク構成だけで使えます。 {option} is for the desk alone.")
