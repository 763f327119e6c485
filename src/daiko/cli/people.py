"""``daiko people``: certificates and credentials of organisations' programs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from daiko.cli.output import (
    AtOption,
    ByOption,
    JsonOption,
    moment,
    operator,
    ready,
    refusals,
    say,
    show,
    usage_error,
)
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission

if TYPE_CHECKING:
    from daiko.people.credentials import NewCredential

people = typer.Typer(no_args_is_help=True, help="利用者とプログラム。 People and programs.")
certificate = typer.Typer(
    no_args_is_help=True, help="組織のクライアント証明書。 Client certificates of organisations."
)
credential = typer.Typer(
    no_args_is_help=True, help="API 資格情報。 API credentials, each bound to a certificate."
)
SerialArgument = Annotated[
    str, typer.Argument(metavar="SERIAL", help="証明書の番号（16進）。 Hexadecimal serial number.")
]
NumberArgument = Annotated[
    int, typer.Argument(metavar="NUMBER", help="資格情報の番号。 Number of the credential.")
]
LifeOption = Annotated[
    int, typer.Option("--days", min=1, max=400, help="有効日数。 Days the credential is valid.")
]


def add_to(root: typer.Typer) -> None:
    people.add_typer(certificate, name="certificate")
    people.add_typer(credential, name="credential")
    root.add_typer(people, name="people")


@certificate.command("register")
@requires(Permission.AGENCY_CREDENTIAL_MANAGE)
def register_command(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", exists=True, dir_okay=False, help="証明書（PEM）。 Certificate, PEM."
        ),
    ],
    organisation: Annotated[
        str, typer.Argument(metavar="ORGANISATION", help="provider:10桁 か insurer:8桁。 Whose.")
    ],
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """組織のプログラムが使う証明書を登録します。 Register the certificate of a program."""
    from daiko.platform.boot import boot

    boot()
    from daiko.people import credentials
    from daiko.platform.certificates import read_certificate
    from daiko.platform.tenancy import UnknownTenantError

    try:
        found = read_certificate(file.read_bytes())
    except ValueError:
        usage_error(f"証明書（PEM）ではありません。 Not a certificate: {file}")
    with refusals(as_json=as_json):
        try:
            credentials.register_certificate(
                found, tenant=organisation, by=operator(by), at=moment(at)
            )
        except UnknownTenantError:
            usage_error(f"組織は provider:10桁 か insurer:8桁です。 Unknown: {organisation}")
    value = {"serial": found.serial, "organisation": organisation, "not_after": found.not_after}
    show(value, as_json=as_json, human=lambda v: say(f"登録: {v['serial']}　{v['organisation']}"))


@certificate.command("revoke")
@requires(Permission.AGENCY_CREDENTIAL_MANAGE)
def revoke_certificate_command(
    serial: SerialArgument, as_json: JsonOption = False, by: ByOption = None, at: AtOption = None
) -> None:
    """証明書を直ちに使えなくします（失効リストを待ちません）。

    Refuse a certificate from the next request on, before any revocation list says so.
    """
    with ready(as_json=as_json):
        from daiko.people import credentials

        credentials.revoke_certificate(serial, by=operator(by), at=moment(at))
    show({"revoked": serial.lower()}, as_json=as_json, human=lambda v: say(f"失効: {v['revoked']}"))


@credential.command("issue")
@requires(Permission.AGENCY_CREDENTIAL_MANAGE)
def issue_command(
    serial: SerialArgument,
    scope: Annotated[
        list[str],
        typer.Option("--scope", help="許可。 e.g. provider:submission:create; may repeat."),
    ],
    label: Annotated[str, typer.Option(help="用途の名前。 What it is for.")] = "machine",
    days: LifeOption = 365,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """API 資格情報を発行します。秘密は今だけ表示します。 Issue one; its secret is shown once."""
    with ready(as_json=as_json):
        from daiko.people import credentials

        new = credentials.issue(
            serial,
            label=label,
            scopes=[_permission(word) for word in scope],
            life=timedelta(days=days),
            by=operator(by),
            at=moment(at),
        )
    show(_value(new), as_json=as_json, human=_tell_new)


@credential.command("rotate")
@requires(Permission.AGENCY_CREDENTIAL_MANAGE)
def rotate_command(
    number: NumberArgument,
    serial: Annotated[
        str | None,
        typer.Option("--certificate", help="新しい証明書。 Serial of a renewed one."),
    ] = None,
    overlap_days: Annotated[
        int, typer.Option(min=0, max=30, help="旧秘密が使える日数。 Days the old one works on.")
    ] = 7,
    days: LifeOption = 365,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """資格情報を更新します。旧い秘密は重なりの間だけ使えます。

    A new secret for the same program; the old one works on for the overlap.
    """
    with ready(as_json=as_json):
        from daiko.people import credentials

        new = credentials.rotate(
            number,
            serial=serial,
            overlap=timedelta(days=overlap_days),
            life=timedelta(days=days),
            by=operator(by),
            at=moment(at),
        )
    show(_value(new), as_json=as_json, human=_tell_new)


@credential.command("revoke")
@requires(Permission.AGENCY_CREDENTIAL_MANAGE)
def revoke_command(
    number: NumberArgument, as_json: JsonOption = False, by: ByOption = None, at: AtOption = None
) -> None:
    """資格情報を直ちに使えなくします。 Refuse a credential from the next request on."""
    with ready(as_json=as_json):
        from daiko.people import credentials

        credentials.revoke(number, by=operator(by), at=moment(at))
    show({"revoked": number}, as_json=as_json, human=lambda v: say(f"失効: {v['revoked']}"))


@credential.command("list")
@requires(Permission.AGENCY_CREDENTIAL_READ)
def list_command(
    organisation: Annotated[
        str | None, typer.Option("--organisation", help="組織。 e.g. provider:1319900013.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """資格情報の一覧（失効も残ります）。 All credentials ever issued."""
    from daiko.platform.boot import boot

    boot()
    from daiko.people import credentials
    from daiko.platform.tenancy import UnknownTenantError

    try:
        rows = credentials.credentials(organisation)
    except UnknownTenantError:
        usage_error(f"組織は provider:10桁 か insurer:8桁です。 Unknown: {organisation}")
    value = [
        {
            "number": row.credential_id,
            "organisation": row.tenant,
            "label": row.label,
            "scopes": list(row.scopes),
            "certificate": row.certificate,
            "valid_to": row.valid_to,
            "revoked_at": row.revoked_at,
            "last_used_at": row.last_used_at,
        }
        for row in rows
    ]
    show(value, as_json=as_json, human=_tell_rows)


def _permission(word: str) -> Permission:
    try:
        return Permission(word)
    except ValueError:
        usage_error(f"許可の名前ではありません。 Not a permission: {word}")


def _value(new: NewCredential) -> dict[str, Any]:
    return {"number": new.credential_id, "secret": new.secret, "valid_to": new.valid_to}


def _tell_new(value: dict[str, Any]) -> None:
    say(f"資格情報 {value['number']}　期限 {value['valid_to']}")
    say(f"  秘密（今だけ表示）: {value['secret']}　shown only now")


def _tell_rows(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        state = f"失効 {row['revoked_at']}" if row["revoked_at"] else f"期限 {row['valid_to']}"
        say(f"{row['number']}　{row['organisation']}　{row['label']}　{state}")
        say(f"    {' '.join(row['scopes'])}　証明書 {row['certificate']}")
