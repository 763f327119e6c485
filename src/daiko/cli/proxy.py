"""``daiko proxy``: the configuration of nginx in front of ``daiko serve --socket``."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from daiko.cli.output import AtOption, JsonOption, any_moment, say, show, usage_error, writing
from daiko.platform.acts import Whose, requires
from daiko.platform.permissions import Permission

if TYPE_CHECKING:
    from daiko.cli import proxy_files

proxy = typer.Typer(no_args_is_help=True, help="前段の nginx。 The proxy in front.")
FolderArgument = Annotated[
    Path, typer.Argument(metavar="DIR", file_okay=False, help="書き出すフォルダ。 Its folder.")
]
SocketOption = Annotated[
    Path, typer.Option(help="daiko serve --socket と同じ場所。 The socket of daiko serve.")
]
FileOption = Annotated[
    Path, typer.Option(exists=True, dir_okay=False, help="証明書か鍵（PEM）。 PEM file.")
]
NameOption = Annotated[str, typer.Option(help="サーバー名。 Name of the server.")]
ListenOption = Annotated[str, typer.Option(help="IP アドレスとポート。 Address and port.")]
ClientCaOption = Annotated[
    Path | None, typer.Option(help="クライアント認証局。 Authorities of client certificates.")
]
CrlOption = Annotated[Path | None, typer.Option(help="失効リスト。 Revocation list.")]
UserOption = Annotated[
    str, typer.Option(help="root で起動するときの実行者。 Of the workers, when root.")
]
ExceptionOption = Annotated[
    datetime | None,
    typer.Option(
        "--tls12-until", formats=["%Y-%m-%d"], help="TLS 1.2 の例外期限。 Exception's last day."
    ),
]


def add_to(root: typer.Typer) -> None:
    root.add_typer(proxy, name="proxy")


@proxy.command("write")
@requires(Permission.SYSTEM_MACHINE_MANAGE, whose=Whose.NONE)
def write_command(
    folder: FolderArgument,
    socket: SocketOption,
    certificate: FileOption,
    key: FileOption,
    name: NameOption = "localhost",
    listen: ListenOption = "127.0.0.1:8443",
    client_ca: ClientCaOption = None,
    crl: CrlOption = None,
    user: UserOption = "www-data",
    tls12_until: ExceptionOption = None,
    as_json: JsonOption = False,
    at: AtOption = None,
) -> None:
    """nginx の設定と、前段が自ら断るときの文面を書き出します。

    Write nginx.conf and the refusals the proxy makes itself. Start it with nginx -c.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daiko.platform.settings")
    from daiko.cli import proxy_files
    from daiko.platform.certificates import revocation_list_path

    authority = _authority(client_ca)
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
        has_tls12=_is_excepted(tls12_until, any_moment(at)),
    )
    path = _written(wanted)
    show({"configuration": str(path)}, as_json=as_json, human=lambda v: say(v["configuration"]))


def _written(wanted: proxy_files.Proxy) -> Path:
    from daiko.cli import proxy_files

    try:
        with writing(wanted.folder):
            return proxy_files.write(wanted)
    except ValueError as error:
        usage_error(f"設定に書けない値です。 Not a value for nginx: {error}")


def _authority(named: Path | None) -> Path:
    """The authority of client certificates: as named, else that of the settings."""
    from daiko.platform.certificates import authority_path

    found = named or authority_path()
    if found is None:
        usage_error("--client-ca か DAIKO_CLIENT_CA が必要です。 Name the authority of clients.")
    return found


def _is_excepted(tls12_until: datetime | None, at: datetime) -> bool:
    """Whether TLS 1.2 is allowed; an exception that has ended is a usage error."""
    from daiko.platform.clock import tokyo_date

    if tls12_until is not None and tls12_until.date() < tokyo_date(at):
        usage_error("TLS 1.2 の例外期限が過ぎています。 The exception for TLS 1.2 has ended.")
    return tls12_until is not None
