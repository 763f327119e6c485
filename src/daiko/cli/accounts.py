"""``daiko people desk | code``: accounts of persons, ready on the desk."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from daiko.cli.output import ByOption, JsonOption, moment, operator, ready, refusals, say, show
from daiko.cli.people import people
from daiko.cli.people_accounts import LoginArg, add_commands
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission


def add_to(root: typer.Typer) -> None:
    """The commands of accounts stand under ``daiko people``."""
    del root
    add_commands(people)
    people.command("desk")(desk_command)
    people.command("code")(code_command)


@requires(Permission.AGENCY_ACCOUNT_MANAGE)
def desk_command(
    renew: Annotated[
        bool,
        typer.Option("--renew", help="全て作り直して示す。 New passwords and seeds for all."),
    ] = False,
    as_json: JsonOption = False,
    by: ByOption = None,
) -> None:
    """デスク構成の試用アカウント（全ての役割）を作り、一度だけ示します。

    Make the ready accounts of the desk, one for each role, and tell them once.
    """
    from daiko.platform.boot import boot

    boot()
    with refusals(as_json=as_json):
        made = make_ready(by, renew=renew)
    show([value_of(one) for one in made], as_json=as_json, human=lambda _: tell_ready(made))


_ACCEPTED_SECONDS: Final = 60  # a code is accepted in its half minute and in the one before


@requires(Permission.AGENCY_ACCOUNT_MANAGE)
def code_command(login: LoginArg, as_json: JsonOption = False) -> None:
    """試用アカウントの、いまの確認コードを示します（デスク構成だけ）。

    The present code of a ready account, as its authenticator app would show it. After several
    sign-ins within half a minute it is one that is accepted only in some seconds.
    """
    with ready(as_json=as_json):
        from daiko.people.desk import present_code

        code, seconds = present_code(login, at=moment(None))
    wait = max(0, seconds - _ACCEPTED_SECONDS)
    later = f"、{wait} 秒後から / from {wait} s on" if wait else ""
    show(
        {"code": code, "seconds": seconds, "usable_in": wait},
        as_json=as_json,
        human=lambda _: say(f"{code}  （あと {seconds} 秒{later} / for {seconds} s）"),
    )


def make_ready(by: str | None, *, renew: bool = False) -> list[Any]:
    """Ready accounts of the agency, and of a provider and an insurer that have something to see."""
    from daiko.people.desk import ready_accounts
    from daiko.platform.tenancy import AGENCY, insurer, provider
    from daiko.reception import queries as reception
    from daiko.registry import queries as registry

    provider_number, insurer_number = reception.busiest() or registry.first_numbers()
    tenants = [AGENCY]
    tenants += [provider(provider_number)] if provider_number else []
    tenants += [insurer(insurer_number)] if insurer_number else []
    return ready_accounts(tenants, by=operator(by), at=moment(None), renew=renew)


def value_of(ready: Any) -> dict[str, str]:
    """A ready account as ``--json`` tells it."""
    return {
        "login": ready.login,
        "role": ready.role.value,
        "tenant": ready.tenant,
        "password": ready.password,
        "seed": ready.seed,
        "uri": ready.uri,
    }


def tell_ready(made: list[Any]) -> None:
    """The accounts as a person at the desk reads them."""
    if not made:
        say("試用アカウントは作成済みです。忘れたときは daiko people desk --renew で作り直します。")
        say("The ready accounts exist; daiko people desk --renew makes new passwords.")
        return
    say("試用アカウント（デスク構成だけ。パスワードを示すのは、この一度だけです）")
    say("Ready accounts, told this once; second step: daiko people code LOGIN")
    for one in made:
        say(f"  {one.login:<36} {one.password}  {one.role_ja}  {one.tenant}")
    say("確認コード: daiko people code LOGIN （または認証アプリに次の鍵を登録 / or these keys）")
    for one in made:
        say(f"  {one.login:<36} {one.seed}")
