"""``daiko db``: the embedded PostgreSQL server of this installation."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Annotated, Any

import typer

from daiko.cli.output import REFUSED, JsonOption, print_json, say, stop, usage_error
from daiko.platform.acts import Whose, requires
from daiko.platform.permissions import Permission

db = typer.Typer(
    help="埋め込みデータベースの起動と停止。 Embedded PostgreSQL server.", no_args_is_help=True
)


def add_to(root: typer.Typer) -> None:
    root.add_typer(db, name="db")


def _server() -> Any:
    if os.environ.get("DATABASE_URL"):
        usage_error(
            "DATABASE_URL が指定されているため、埋め込みサーバーは使いません。\n"
            "DATABASE_URL is set, so the embedded server is not used; unset it to manage that one."
        )
    from daiko.platform.home import home
    from daiko.platform.postgres import embedded_server

    return embedded_server(home())


def _tell(server: Any, *, as_json: bool, **more: object) -> None:
    status = server.status()
    value: dict[str, object] = {name: str(item) for name, item in asdict(status).items()}
    value |= {"running": status.running, "url": server.url(), **more}
    if as_json:
        print_json(value)
        return
    say("稼働中 running" if status.running else "停止中 stopped")
    for name in ("version", "account", "data", "socket", "log", "binaries", "url"):
        say(f"  {name:<9} {value[name]}")


@db.command()
@requires(Permission.SYSTEM_MACHINE_MANAGE, whose=Whose.NONE)
def start(
    tcp: Annotated[
        int | None,
        typer.Option(
            "--tcp", help="127.0.0.1 のこの番号でも待ち受ける。 Listen on this port as well."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """埋め込みサーバーを起動します。初回はデータフォルダを作ります。

    Start the server unless it runs; makes its data folder at the first start.
    """
    server = _server()
    started = server.start(tcp_port=tcp)
    _tell(server, as_json=as_json, started=started)


@db.command("stop")
@requires(Permission.SYSTEM_MACHINE_MANAGE, whose=Whose.NONE)
def stop_command(as_json: JsonOption = False) -> None:
    """サーバーを止めます。データは残ります。 Stop the server; nothing is lost."""
    server = _server()
    stopped = server.stop()
    _tell(server, as_json=as_json, stopped=stopped)


@db.command()
@requires(Permission.SYSTEM_MACHINE_READ, whose=Whose.NONE)
def status(as_json: JsonOption = False) -> None:
    """稼働しているか、データはどこか。停止中は終了コード 1。

    Say whether the server runs, and where its data is. Exit 1 when it is stopped.
    """
    server = _server()
    _tell(server, as_json=as_json)
    if not server.status().running:
        stop(REFUSED)


@db.command()
@requires(Permission.SYSTEM_MACHINE_READ, whose=Whose.NONE)
def url(as_json: JsonOption = False) -> None:
    """使用中のデータベースの URL。 The address of the database this installation uses."""
    from daiko.platform.settings import database_url

    address = database_url()
    if as_json:
        print_json({"url": address})
    else:
        say(address)


@db.command()
@requires(Permission.SYSTEM_MACHINE_READ, whose=Whose.NONE)
def wall(as_json: JsonOption = False) -> None:
    """組織の間の壁（行レベルセキュリティ）の状態。

    The tenant wall: roles, walled and open tables. Exit 1 when the product owns its tables
    or a policy is missing.
    """
    from daiko.platform.boot import boot

    boot()
    from daiko.platform.wall import wall_state

    state = wall_state()
    value = {**asdict(state), "stands": state.stands}
    if as_json:
        print_json(value)
    else:
        say(f"接続する役割 role: {state.role}　表の所有者 owner: {state.owner}")
        say(f"壁のある表 walled: {len(state.walled)}　開いた表 open: {len(state.open)}")
        for table in state.unforced:
            say(f"  ！{table} に強制された方針がありません。 No forced policy.")
        if state.role == state.owner:
            say("  ！製品が表の所有者として接続しています。DAIKO_OWNER_URL を分けてください。")
            say("    The product signs in as the owner; give DAIKO_OWNER_URL a role of its own.")
        say(
            "壁は立っています。 The wall stands."
            if state.stands
            else "壁に穴があります。 It does not."
        )
    if not state.stands:
        stop(REFUSED)
