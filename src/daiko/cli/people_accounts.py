"""``daiko people invite | list | grant | revoke | end | reset | network | check-pairs``.

The operator of this machine acts as the agency. Nobody's password is seen or set here: an
invitation's address is the only way in.
Source: standards/security-controls.md A2, TEC-02, TEC-10.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, Final

import typer

from daiko.cli.arguments import require_state
from daiko.cli.output import (
    DONE,
    REFUSED,
    AtOption,
    ByOption,
    JsonOption,
    moment,
    operator,
    ready,
    say,
    show,
    stop,
    usage_error,
)
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission

LoginArg = Annotated[str, typer.Argument(metavar="LOGIN", help="ログイン名。 Login.")]
RoleArg = Annotated[str, typer.Argument(metavar="ROLE", help="役割。 e.g. provider_clerk.")]
OrganisationArg = Annotated[
    str,
    typer.Argument(metavar="ORGANISATION", help="agency、provider:10桁、insurer:8桁。 Whose."),
]
SiteOption = Annotated[str, typer.Option("--site", help="ポータルの URL。 Address of the portal.")]
STATES: Final = ("invited", "active", "suspended", "ended")
LINES: Final = ("ip-vpn", "ipsec-ike", "office")
_SITE: Final = "http://localhost:8000"


def add_commands(people: typer.Typer) -> None:
    """Put the commands under ``daiko people``."""
    for name, command in (
        ("invite", invite),
        ("list", list_accounts),
        ("grant", grant),
        ("revoke", revoke),
        ("move", move),
        ("end", end),
        ("reset", reset),
        ("network", network),
        ("check-pairs", check_pairs),
    ):
        people.command(name)(command)


@requires(Permission.AGENCY_ACCOUNT_MANAGE)
def invite(
    login: LoginArg,
    organisation: OrganisationArg,
    name: Annotated[str, typer.Option("--name", help="氏名。 Name shown on pages.")],
    role: Annotated[list[str], typer.Option("--role", help="役割。 May repeat.")],
    office: Annotated[str, typer.Option(help="事務所 00〜47。 Office of the agency.")] = "",
    ends_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="終了日。 Last day.")
    ] = None,
    site: SiteOption = _SITE,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """利用者を招待します。招待の URL は今だけ表示します。 Invite; the address is shown once."""
    with _verb(as_json=as_json):
        from daiko.people import services
        from daiko.people.services import Newcomer

        newcomer = Newcomer(
            login,
            name,
            organisation,
            frozenset(_role(word) for word in role),
            office=office,
            kind=_kind(role),
            ends_on=ends_on.date() if ends_on else None,
        )
        invited = services.invite(newcomer, by=operator(by), at=moment(at))
    _show_link(invited, site, as_json=as_json)


@requires(Permission.AGENCY_ACCOUNT_READ)
def list_accounts(
    organisation: Annotated[str, typer.Option("--organisation", help="組織。 Whose.")] = "",
    state: Annotated[str, typer.Option(help="状態。 One of: " + ", ".join(STATES))] = "",
    as_json: JsonOption = False,
) -> None:
    """利用者の一覧（終了した人も残ります）。 Accounts, ended ones included."""
    require_state(state, STATES)
    with _verb(as_json=as_json):
        from daiko.people import directory
        from daiko.platform.tenancy import AGENCY

        rows, _ = directory.accounts(AGENCY, of=organisation, state=state)
    value = [
        {
            "login": row.login,
            "organisation": row.tenant,
            "office": row.office,
            "kind": row.kind,
            "state": row.state,
            "roles": [role.value for role in row.roles],
            "last_used_at": row.last_used_at,
        }
        for row in rows
    ]
    show(value, as_json=as_json, human=_tell_rows)


@requires(Permission.AGENCY_ACCOUNT_MANAGE)
def grant(
    login: LoginArg,
    role: RoleArg,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """役割を加えます。兼ねられない役割は断ります。 Give a role; forbidden pairs are refused."""
    with _verb(as_json=as_json):
        from daiko.people import services

        services.grant(_account(login), _role(role), by=operator(by), at=moment(at))
    show({"granted": role}, as_json=as_json, human=lambda _: say(f"加えました: {login} {role}"))


@requires(Permission.AGENCY_ACCOUNT_MANAGE)
def revoke(
    login: LoginArg,
    role: RoleArg,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """役割を取り消します。 Take a role away; it is gone with the next request."""
    with _verb(as_json=as_json):
        from daiko.people import services

        services.revoke(_account(login), _role(role), by=operator(by), at=moment(at))
    show({"revoked": role}, as_json=as_json, human=lambda _: say(f"取消: {login} {role}"))


@requires(Permission.AGENCY_ACCOUNT_MANAGE)
def move(
    login: LoginArg,
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="事務所 00〜47。 00 is head.")],
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """代行機関の職員を別の事務所に移します。権限はすぐに変わります。 Rights follow at once."""
    with _verb(as_json=as_json):
        from daiko.people import services

        services.move(_account(login), office, by=operator(by), at=moment(at))
    show({"office": office}, as_json=as_json, human=lambda _: say(f"移しました: {login} {office}"))


@requires(Permission.AGENCY_ACCOUNT_MANAGE)
def end(
    login: LoginArg, as_json: JsonOption = False, by: ByOption = None, at: AtOption = None
) -> None:
    """アカウントを終了します（元に戻せません）。 Somebody leaves: everything is dead at once."""
    with _verb(as_json=as_json):
        from daiko.people import services

        services.end(_account(login), by=operator(by), at=moment(at))
    show({"ended": login}, as_json=as_json, human=lambda _: say(f"終了: {login}"))


@requires(Permission.AGENCY_ACCOUNT_MANAGE)
def reset(
    login: LoginArg,
    site: SiteOption = _SITE,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """パスワードと確認方法を無効にし、新しい招待を作ります。 Void all, and invite anew."""
    with _verb(as_json=as_json):
        from daiko.people import services

        invited = services.invite_again(_account(login), by=operator(by), at=moment(at))
    _show_link(invited, site, as_json=as_json)


@requires(Permission.AGENCY_ACCOUNT_MANAGE)
def network(
    organisation: OrganisationArg,
    address_range: Annotated[
        str, typer.Argument(metavar="RANGE", help="例 10.20.0.0/16。 Range of addresses.")
    ],
    line: Annotated[str, typer.Option(help="回線。 One of: " + ", ".join(LINES))] = "ip-vpn",
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """ログインを認める回線を登録します。 Sign-in of the organisation from approved ranges only."""
    if line not in LINES:
        usage_error(f"回線は次のいずれかです。 A line is one of: {', '.join(LINES)}")
    with _verb(as_json=as_json):
        from daiko.people import services

        services.approve_network(
            organisation, address_range, line=line, by=operator(by), at=moment(at)
        )
    value = {"organisation": organisation, "range": address_range, "line": line}
    show(value, as_json=as_json, human=lambda v: say(f"登録: {v['organisation']} {v['range']}"))


@requires(Permission.AGENCY_ACCOUNT_READ)
def check_pairs(as_json: JsonOption = False) -> None:
    """兼ねられない役割を持つ人を探します。 Who holds a forbidden pair; exit 1 with any."""
    with _verb(as_json=as_json):
        from daiko.people import directory

        found = directory.clashes()
    value = [{"login": row.login, "roles": sorted(pair)} for row, pair in found]
    show(value, as_json=as_json, human=lambda rows: say(f"兼ねられない役割の重なり: {len(rows)}"))
    stop(REFUSED if found else DONE)


@contextmanager
def _verb(*, as_json: bool) -> Iterator[None]:
    """The database is up; refusals are told in words; an unknown organisation is a wrong call."""
    with ready(as_json=as_json):
        from daiko.platform.tenancy import UnknownTenantError

        try:
            yield
        except UnknownTenantError as unknown:
            usage_error(f"組織は agency、provider:10桁、insurer:8桁です。 Unknown: {unknown}")


def _account(login: str) -> int:
    from daiko.people import directory
    from daiko.people.errors import AccountUnknown

    row = directory.by_login(login)
    if row is None:
        raise AccountUnknown
    return row.account_id


def _role(word: str) -> Any:
    from daiko.people.roles import Role

    try:
        return Role(word)
    except ValueError:
        usage_error(f"役割の名前ではありません。 Roles: {', '.join(Role)}")


def _kind(roles: list[str]) -> str:
    from daiko.people.administration import kind_of

    return kind_of(frozenset(_role(word) for word in roles))


def _show_link(invited: Any, site: str, *, as_json: bool) -> None:
    link = f"{site.rstrip('/')}/invitation/{invited.token}/"
    show({"invitation": link}, as_json=as_json, human=lambda _: _tell_link(link))


def _tell_link(link: str) -> None:
    say(f"招待の URL（今だけ表示、72時間、一度だけ）: {link}")
    say("本人に、電子メールとは別の方法で伝えてください。 Hand it over on another way than e-mail.")


def _tell_rows(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        say(f"{row['login']}　{row['organisation']}　{row['state']}　{' '.join(row['roles'])}")
    say(f"{len(rows)} 人")
