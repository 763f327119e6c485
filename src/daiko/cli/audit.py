"""``daiko audit``: prove the record, seal it, look into it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from daiko.cli.output import (
    DONE,
    REFUSED,
    AtOption,
    JsonOption,
    moment,
    operator,
    ready,
    say,
    show,
    stop,
    usage_error,
)
from daiko.platform.acts import public, requires
from daiko.platform.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from daiko.audit.queries import Entry

audit = typer.Typer(no_args_is_help=True, help="監査証跡。 The record of every change and view.")
_DAMAGE_JA: Final = {
    "altered": "書き換え",
    "removed": "削除",
    "inserted": "挿入",
    "reordered": "並べ替え",
}
_COMPLAINT_JA: Final = {
    "rows-cut-off": "封印より後ろの記録がありません",
    "sealed-hash-differs": "封印した値と一致しません",
    "seal-signature": "封印の署名が正しくありません",
    "seal-missing-before": "前の封印がありません",
    "seal-altered": "封印の表の値が、署名された内容と違います",
    "seal-removed": "控えにある封印がデータベースにありません",
    "seal-overdue": "封印が20分以上行われていません",
}
_PUBLIC_KEY_DIGITS: Final = 64


def add_to(root: typer.Typer) -> None:
    root.add_typer(audit, name="audit")


@audit.command("verify")
@requires(Permission.AGENCY_AUDIT_READ)
def verify_command(
    key: Annotated[
        str | None,
        typer.Option(
            "--key", metavar="HEX", help="封印の公開鍵（64桁）。 Public key kept elsewhere."
        ),
    ] = None,
    as_json: JsonOption = False,
    at: AtOption = None,
) -> None:
    """全ての記録と封印を検証し、書き換え・削除・挿入・並べ替えを名指しします。

    Verify every row and seal; names altered, removed, inserted and reordered rows. Exit 1
    when anything is found.
    """
    public = _public_key(key)
    from daiko.platform.boot import boot

    boot()
    from daiko.audit.verification import record_verification, verify

    done_at = moment(at)
    outcome = verify(at=done_at, public_key=public)
    show(outcome.value(), as_json=as_json, human=_tell)
    record_verification(outcome, by=operator(None), at=done_at)
    stop(DONE if outcome.is_sound else REFUSED)


def _public_key(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        public = bytes.fromhex(text)
    except ValueError:
        public = b""
    if len(public) * 2 != _PUBLIC_KEY_DIGITS:
        usage_error("公開鍵は16進64桁です（daiko audit key）。 The key has 64 hexadecimal digits.")
    return public


@audit.command("key")
@public("a public key")
def key_command(as_json: JsonOption = False) -> None:
    """封印の公開鍵。別の場所に控え、verify --key で使います。 The public key of the seals."""
    from daiko.audit.sealing import seal_key

    key = seal_key()
    value = {"key_id": key.id, "public_key": key.public.hex()}
    show(value, as_json=as_json, human=lambda v: say(f"{v['key_id']}  {v['public_key']}"))


@audit.command("seal")
@requires(Permission.SYSTEM_AUDIT_SEAL)
def seal_command(as_json: JsonOption = False, at: AtOption = None) -> None:
    """今すぐ封印します（通常は10分ごと）。 Seal now; otherwise every ten minutes."""
    with ready(as_json=as_json):
        from daiko.audit.sealing import seal

        made = seal(at=moment(at))
    value: dict[str, Any] = {"seal": made.id if made else None}
    show(value, as_json=as_json, human=lambda v: say(_seal_words(v["seal"])))


def _seal_words(number: int | None) -> str:
    if number is None:
        return "前の封印から記録は増えていません。 Nothing new to seal."
    return f"封印しました：{number}。 Sealed."


@audit.command("list")
@requires(Permission.AGENCY_AUDIT_READ)
def list_command(
    subject: Annotated[str, typer.Option(help="対象。 Subject, e.g. a receipt.")] = "",
    person: Annotated[str, typer.Option(help="本人の内部参照。 Reference of a person.")] = "",
    actor: Annotated[str, typer.Option(help="操作者。 Who acted.")] = "",
    tenant: Annotated[str, typer.Option(help="組織。 e.g. provider:1319900013.")] = "",
    event: Annotated[str, typer.Option(help="事象の先頭。 e.g. settlement.")] = "",
    since: Annotated[datetime | None, typer.Option(help="から。 From, Asia/Tokyo.")] = None,
    until: Annotated[datetime | None, typer.Option(help="より前。 Before.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="件数。 Rows.")] = 100,
    as_json: JsonOption = False,
) -> None:
    """誰が何をしたか、新しい順。 Who did what, newest first."""
    from daiko.platform.boot import boot

    boot()
    from daiko.audit.queries import Wanted, count, search
    from daiko.platform.clock import TOKYO

    wanted = Wanted(
        subject=subject,
        person=person,
        actor_name=actor,
        tenant=tenant,
        event=event,
        since=since.replace(tzinfo=TOKYO) if since else None,
        until=until.replace(tzinfo=TOKYO) if until else None,
    )
    rows = search(wanted, limit=limit)
    value = {"total": count(wanted), "entries": [_entry(row) for row in rows]}
    show(value, as_json=as_json, human=lambda v: _list(rows, v["total"]))


def _entry(row: Entry) -> dict[str, Any]:
    return {
        "id": row.id,
        "at": row.at.isoformat(),
        "event": row.event,
        "subject": row.subject,
        "actor": row.actor,
        "role": row.role,
        "tenant": row.tenant,
        "persons": list(row.persons),
        "result": row.result,
        "fields": row.fields,
    }


def _list(rows: Sequence[Entry], total: int) -> None:
    from daiko.platform.clock import TOKYO

    say(f"{total:,} 件のうち {len(rows):,} 件")
    for row in rows:
        at = row.at.astimezone(TOKYO)
        say(f"{at:%Y-%m-%d %H:%M:%S}  {row.event}  {row.subject}  {row.actor}  {row.result}")


def _tell(value: dict[str, Any]) -> None:
    say(
        f"記録 {value['rows']:,} 件（未封印 {value['unsealed_rows']:,}）　"
        f"封印 {value['seals']:,} 個"
    )
    for damage in value["damaged"]:
        row = f"記録 {damage['id']}" if damage["id"] is not None else "記録（なし）"
        place = f"鎖 {damage['chain']} の {damage['seq']} 番"
        say(f"  ！{_DAMAGE_JA[damage['damage']]}  {row}  {place}  {damage['damage']}")
    more = value["damaged_total"] - len(value["damaged"])
    if more > 0:
        say(f"  ほか {more:,} 件")
    for complaint in value["complaints"]:
        say(f"  ！{_COMPLAINT_JA[complaint['code']]}：{complaint['detail']} [{complaint['code']}]")
    say("異常はありません。 Sound." if value["sound"] else "異常があります。 Damage was found.")
