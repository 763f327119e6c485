"""``daiko ca``: a small certificate authority for tests and desk use; needs no database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from daiko.cli.output import (
    AtOption,
    JsonOption,
    any_moment,
    refusals,
    say,
    show,
    usage_error,
    writing,
)
from daiko.platform.acts import Whose, requires
from daiko.platform.permissions import Permission

if TYPE_CHECKING:
    from daiko.platform.client_ca import ClientCa, Issued

ca = typer.Typer(
    no_args_is_help=True,
    help="試験・手元用の小さな認証局。 A small certificate authority for tests and desk use.",
)
FolderOption = Annotated[
    Path | None,
    typer.Option("--folder", help="認証局のフォルダ。 The folder; DAIKO_HOME/ca by default."),
]
OutOption = Annotated[
    Path,
    typer.Option("--out", file_okay=False, help="書き出すフォルダ。 Folder the files go to."),
]
DaysOption = Annotated[int, typer.Option("--days", min=1, help="有効日数。 Days it is valid.")]


def add_to(root: typer.Typer) -> None:
    root.add_typer(ca, name="ca")


@ca.command("init")
@requires(Permission.SYSTEM_CERTIFICATE_MANAGE, whose=Whose.NONE)
def init_command(
    name: Annotated[str, typer.Option(help="認証局の名前。 Name of the authority.")] = (
        "Daiko client CA"
    ),
    folder: FolderOption = None,
    as_json: JsonOption = False,
    at: AtOption = None,
) -> None:
    """認証局を作ります（鍵は 0600、10 年）。 Make the authority: key, certificate, empty CRL."""
    from daiko.platform.client_ca import ClientCa

    with refusals(as_json=as_json):
        authority = ClientCa.made(_place(folder), name=name, at=any_moment(at))
    value = {"folder": str(authority.folder)}
    show(value, as_json=as_json, human=lambda v: say(f"認証局: {v['folder']}"))


@ca.command("issue")
@requires(Permission.SYSTEM_CERTIFICATE_MANAGE, whose=Whose.NONE)
def issue_command(
    organisation: Annotated[
        str,
        typer.Argument(
            metavar="ORGANISATION", help="provider:10桁、insurer:8桁、agency。 Whose certificate."
        ),
    ],
    out: OutOption,
    label: Annotated[str, typer.Option(help="用途の名前。 What it is for.")] = "machine",
    days: DaysOption = 365,
    p12: Annotated[
        bool, typer.Option("--p12", help="PKCS#12 でも書く。 Also PKCS#12, passphrase shown once.")
    ] = False,
    folder: FolderOption = None,
    as_json: JsonOption = False,
    at: AtOption = None,
) -> None:
    """組織のクライアント証明書を発行します。 Issue a client certificate of an organisation."""
    from daiko.platform.tenancy import UnknownTenantError

    with refusals(as_json=as_json):
        authority = _opened(folder)
        try:
            issued = authority.issue(
                organisation, label=label, at=any_moment(at), life=timedelta(days=days)
            )
        except UnknownTenantError:
            usage_error(f"組織は agency、provider:10桁、insurer:8桁です。 Unknown: {organisation}")
    value = _written(authority, issued, out, p12=p12)
    show(value, as_json=as_json, human=_tell_issued)


@ca.command("server")
@requires(Permission.SYSTEM_CERTIFICATE_MANAGE, whose=Whose.NONE)
def server_command(
    host: Annotated[
        str, typer.Argument(metavar="HOST", help="ホスト名か IP アドレス。 Name or IP address.")
    ],
    out: OutOption,
    days: DaysOption = 365,
    folder: FolderOption = None,
    as_json: JsonOption = False,
    at: AtOption = None,
) -> None:
    """サーバー証明書を発行します。 Issue a server certificate for a host."""
    with refusals(as_json=as_json):
        authority = _opened(folder)
        issued = authority.issue_server(host, at=any_moment(at), life=timedelta(days=days))
    show(_written(authority, issued, out, p12=False), as_json=as_json, human=_tell_issued)


@ca.command("revoke")
@requires(Permission.SYSTEM_CERTIFICATE_MANAGE, whose=Whose.NONE)
def revoke_command(
    serial: Annotated[str, typer.Argument(metavar="SERIAL", help="16進の番号。 Hexadecimal.")],
    reason: Annotated[
        str, typer.Option(help="理由（RFC 5280）。 e.g. keyCompromise, superseded.")
    ] = "unspecified",
    folder: FolderOption = None,
    as_json: JsonOption = False,
    at: AtOption = None,
) -> None:
    """証明書を失効し、失効リストを書き直します。 Revoke a certificate, write the CRL anew."""
    with refusals(as_json=as_json):
        authority = _opened(folder)
        try:
            authority.revoke(serial, reason=reason, at=any_moment(at))
        except ValueError:
            usage_error(f"RFC 5280 の理由ではありません。 Not a reason of RFC 5280: {reason}")
    value = {"serial": serial.lower(), "crl": str(authority.folder / "crl.pem")}
    show(value, as_json=as_json, human=lambda v: say(f"失効: {v['serial']}　{v['crl']}"))


@ca.command("crl")
@requires(Permission.SYSTEM_CERTIFICATE_MANAGE, whose=Whose.NONE)
def crl_command(
    days: DaysOption = 7,
    folder: FolderOption = None,
    as_json: JsonOption = False,
    at: AtOption = None,
) -> None:
    """失効リストを書き直します（期限前に必ず）。 Write the CRL anew, before its next update."""
    with refusals(as_json=as_json):
        path = _opened(folder).write_crl(at=any_moment(at), life=timedelta(days=days))
    show({"crl": str(path)}, as_json=as_json, human=lambda v: say(v["crl"]))


@ca.command("show")
@requires(Permission.SYSTEM_CERTIFICATE_MANAGE, whose=Whose.NONE)
def show_command(folder: FolderOption = None, as_json: JsonOption = False) -> None:
    """発行した証明書の一覧。 Every certificate of this authority."""
    with refusals(as_json=as_json):
        authority = _opened(folder)
    rows = [
        {
            "serial": entry.serial,
            "organisation": entry.organisation or None,
            "label": entry.label,
            "fingerprint": entry.fingerprint,
            "not_after": entry.not_after.isoformat(),
            "revoked_at": entry.revoked_at.isoformat() if entry.revoked_at else None,
            "reason": entry.reason or None,
        }
        for entry in authority.entries()
    ]
    show(rows, as_json=as_json, human=_tell_rows)


def _place(folder: Path | None) -> Path:
    from daiko.platform.certificates import own_authority

    return folder or own_authority()


def _opened(folder: Path | None) -> ClientCa:
    from daiko.platform.client_ca import ClientCa

    return ClientCa(_place(folder))


def _written(authority: ClientCa, issued: Issued, out: Path, *, p12: bool) -> dict[str, Any]:
    """The files of a new certificate; keys are readable by their owner only."""
    from daiko.platform.client_ca import write_private

    with writing(out):
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        certificate, key = out / f"{issued.serial}.pem", out / f"{issued.serial}.key"
        certificate.write_bytes(issued.certificate)
        write_private(key, issued.key)
        value: dict[str, Any] = {
            "serial": issued.serial,
            "fingerprint": issued.fingerprint,
            "certificate": str(certificate),
            "key": str(key),
        }
        if p12:
            content, passphrase = authority.as_pkcs12(issued)
            write_private(out / f"{issued.serial}.p12", content)
            value |= {"p12": str(out / f"{issued.serial}.p12"), "passphrase": passphrase}
    return value


def _tell_issued(value: dict[str, Any]) -> None:
    say(f"番号 {value['serial']}　指紋 {value['fingerprint']}")
    say(f"  {value['certificate']}　{value['key']}")
    if "p12" in value:
        say(f"  {value['p12']}")
        say(f"  パスフレーズ（今だけ表示）: {value['passphrase']}　shown only now")


def _tell_rows(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        state = f"失効 {row['revoked_at']}" if row["revoked_at"] else f"期限 {row['not_after']}"
        say(f"{row['serial']}　{row['organisation'] or 'server'}　{row['label']}　{state}")
