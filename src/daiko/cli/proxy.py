"""``daiko proxy``: the configuration of nginx in front of ``daiko serve --socket``."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from daiko.cli.output import AtOption, JsonOption, moment, say, show, usage_error
from daiko.platform.acts import Whose, requires
from daiko.platform.permissions import Permission

proxy = typer.Typer(no_args_is_help=True, help="前段の nginx。 The proxy in front.")
FileOption = Annotated[Path, typer.Option(exists=True, dir_okay=False, help="PEM。 PEM file.")]


def add_to(root: typer.Typer) -> None:
    root.add_typer(proxy, name="proxy")


@proxy.command("write")
@requires(Permission.SYSTEM_MACHINE_MANAGE, whose=Whose.NONE)
def write_command(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", file_okay=False, help="書き出すフォルダ。 Its folder.")
    ],
    socket: Annotated[
        Path, typer.Option(help="daiko serve --socket と同じ場所。 The socket of daiko serve.")
    ],
    certificate: FileOption,
    key: FileOption,
    name: Annotated[str, typer.Option(help="サーバー名。 Name of the server.")] = "localhost",
    listen: Annotated[str, typer.Option(help="番地とポート。 Address and port.")] = (
        "127.0.0.1:8443"
    ),
    client_ca: Annotated[
        Path | None, typer.Option(help="クライアント認証局。 Authorities of client certificates.")
    ] = None,
    crl: Annotated[Path | None, typer.Option(help="失効リスト。 Revocation list.")] = None,
    user: Annotated[
        str, typer.Option(help="root で起動するときの実行者。 Of the workers, when root.")
    ] = "www-data",
    tls12_until: Annotated[
        datetime | None,
        typer.Option(
            "--tls12-until", formats=["%Y-%m-%d"], help="TLS 1.2 の例外期限。 Exception's last day."
        ),
    ] = None,
    as_json: JsonOption = False,
    at: AtOption = None,
) -> None:
    """nginx の設定と、前段が自ら断るときの文面を書き出します。

    Write nginx.conf and the refusals the proxy makes itself. Start it with nginx -c.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daiko.platform.settings")
    from daiko.cli import proxy_files
    from daiko.platform.certificates import authority_path, revocation_list_path
    from daiko.platform.clock import tokyo_date

    if tls12_until is not None and tls12_until.date() < tokyo_date(moment(at)):
        usage_error("TLS 1.2 の例外期限が過ぎています。 The exception for TLS 1.2 has ended.")
    authority = client_ca or authority_path()
    if authority is None:
        usage_error("--client-ca か DAIKO_CLIENT_CA が必要です。 Name the authority of clients.")
    wanted = proxy_files.Proxy(
        folder=folder.absolute(),
        name=name,
        listen=listen,
        socket=socket.absolute(),
        certificate=certificate.absolute(),
        key=key.absolute(),
        client_ca=authority.absolute(),
        crl=crl.absolute() if crl else revocation_list_path(),
        user=user if os.geteuid() == 0 else "",
        has_tls12=tls12_until is not None,
    )
    try:
        path = proxy_files.write(wanted)
    except ValueError as error:
        usage_error(f"設定に書けない値です。 Not a value for nginx: {error}")
    show({"configuration": str(path)}, as_json=as_json, human=lambda v: say(v["configuration"]))
