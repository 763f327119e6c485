"""``daiko standard``: which XSD set is in use, and putting an official one in use."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from daiko.cli.output import (
    AtOption,
    ByOption,
    JsonOption,
    moment,
    operator,
    refusals,
    say,
    show,
)
from daiko.platform.acts import public, requires
from daiko.platform.permissions import Permission

if TYPE_CHECKING:
    from daiko.platform.actors import Actor
    from daiko.platform.standard_set import InstalledSet

standard = typer.Typer(
    no_args_is_help=True,
    help="標準様式：点検と送付に使う XSD。 The schemas in use: ours, or an official set.",
)


def add_to(root: typer.Typer) -> None:
    root.add_typer(standard, name="standard")


@standard.command("show")
@public("which set is in use is printed in every report")
def show_command(as_json: JsonOption = False) -> None:
    """使用中の XSD の組とハッシュ値。 The set in use and the SHA-256 of every file."""
    from daiko.platform.standard_set import installed, schemas_in_use

    with refusals(as_json=as_json):
        schemas_in_use()  # a set that was altered is told here, not at the next archive
    show(_value(installed()), as_json=as_json, human=_tell)


@standard.command("install")
@requires(Permission.SYSTEM_STANDARD_INSTALL)
def install_command(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="公式 XSD のフォルダ（coreschemas を含む）。 Folder of the official set.",
        ),
    ],
    accept_unknown: Annotated[
        bool,
        typer.Option(
            "--accept-unknown",
            help="既知の公式版と一致しないファイルも使う。 Also files of no known edition.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="試すだけ。 Try the set, change nothing.")
    ] = False,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """公式 XSD を使用中にします。全ファイルを SHA-256 で固定し、変わったら使いません。

    Put an official set in use, pinned by SHA-256. Documents checked from now on are
    validated with it, and archives written from now on enclose it.
    """
    from daiko.platform.standard_set import examine

    actor, when = operator(by), moment(at)
    with refusals(as_json=as_json):
        pin, content = examine(folder, at=when, by=actor.name)
        if not dry_run:
            _put_in_use(pin, content, accept_unknown=accept_unknown, by=actor, at=when)
    show({**_value(pin), "installed": not dry_run}, as_json=as_json, human=_tell)


def _put_in_use(
    pin: InstalledSet, content: dict[str, bytes], *, accept_unknown: bool, by: Actor, at: datetime
) -> None:
    """Install the set and record it, both or neither."""
    from daiko.platform.boot import boot
    from daiko.platform.standard_set import install

    boot()
    from django.db import transaction

    from daiko.audit import services as audit

    with transaction.atomic():
        audit.record("standard.installed", pin.id, by=by, at=at, unknown=len(pin.unknown))
        install(pin, content, accept_unknown=accept_unknown)


@standard.command("own")
@requires(Permission.SYSTEM_STANDARD_INSTALL)
def own_command(as_json: JsonOption = False, by: ByOption = None, at: AtOption = None) -> None:
    """この製品の XSD に戻します。 Go back to the schemas written in this project."""
    from daiko.platform.boot import boot
    from daiko.platform.standard_set import use_own

    boot()
    from django.db import transaction

    from daiko.audit import services as audit

    with transaction.atomic():
        audit.record("standard.own", "daiko", by=operator(by), at=moment(at))
        use_own()
    show(_value(None), as_json=as_json, human=_tell)


def _value(pin: InstalledSet | None) -> dict[str, Any]:
    if pin is None:
        return {"set": "daiko", "files": {}, "unknown": [], "installed_at": None, "by": None}
    return {
        "set": f"official:{pin.id}",
        "files": pin.files,
        "unknown": list(pin.unknown),
        "installed_at": pin.installed_at,
        "by": pin.installed_by,
    }


def _tell(value: dict[str, Any]) -> None:
    if not value["files"]:
        say("使用中：この製品の XSD（公式の組は入っていません）。 In use: our own schemas.")
        return
    done = value.get("installed", True)
    say(f"{'使用中' if done else '試しただけです（使用していません）'}：{value['set']}")
    say(f"  {value['installed_at']}  {value['by']}")
    for name, digest in value["files"].items():
        mark = "  ！既知の公式版にありません unknown" if name in value["unknown"] else ""
        say(f"  {digest}  {name}{mark}")
