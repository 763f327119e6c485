"""``daiko reception``: take archives in, list them, show what the check found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from daiko.cli.arguments import month_of, require_state, submission_of
from daiko.cli.findings import tell_causes, tell_not_checked
from daiko.cli.output import (
    DONE,
    REFUSED,
    AtOption,
    ByOption,
    JsonOption,
    moment,
    operator,
    print_json,
    ready,
    say,
    show,
    stop,
)
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission

if TYPE_CHECKING:
    from daiko.checks.causes import Cause, CauseGroup
    from daiko.checks.findings import Finding
    from daiko.platform.actors import Actor
    from daiko.reception.findings import CauseRow, FindingRow
    from daiko.reception.queries import DocumentRow, SubmissionRow

reception = typer.Typer(
    no_args_is_help=True,
    help="受付：ZIP の受領、一覧、点検結果。 Take archives in, see the verdicts.",
)
STATES: Final = ("received", "checking", "accepted", "partly_accepted", "refused")
_DOCUMENTS_A_READ: Final = 500


def add_to(root: typer.Typer) -> None:
    root.add_typer(reception, name="reception")


@reception.command("receive")
@requires(Permission.AGENCY_SUBMISSION_CREATE)
def receive_command(
    places: Annotated[
        list[Path],
        typer.Argument(
            metavar="ARCHIVE|DIR...", help="ZIP、または ZIP のあるフォルダ。 ZIP files or folders."
        ),
    ],
    check: Annotated[
        bool,
        typer.Option(
            "--check/--no-wait", help="点検まで行う／受付だけ。 Check now, or only store."
        ),
    ] = True,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """ZIP を受け付けて受付番号を出し、続けて点検します。

    Store archives, give receipts, work off the checks. A file that cannot be taken is told
    and the others go on; exit 1 then. Returned documents are a normal outcome: exit 0.
    """
    from daiko.platform.boot import boot

    boot()
    actor, arrived_at = operator(by), moment(at)
    answers = [_take(path, by=actor, at=arrived_at) for path in _archives(places)]
    if not as_json:
        for answer in answers:
            _tell_receipt(answer)
    if check and any("receipt_number" in answer for answer in answers):
        _work_off(answers, aloud=not as_json)
    if as_json:
        print_json(answers)
    failed = any("problem" in a or (check and not a["checked"]) for a in answers)
    stop(REFUSED if failed or not answers else DONE)


def _archives(places: Iterable[Path]) -> Iterator[Path]:
    """The files in the order given; of a folder all ZIP files in the order of names."""
    for place in places:
        if place.is_dir():
            found = sorted(p for p in place.iterdir() if p.suffix.lower() == ".zip")
            if not found:
                typer.echo(f"ZIP がありません。 No ZIP in this folder: {place}", err=True)
            yield from found
        else:
            yield place


def _take(path: Path, *, by: Actor, at: datetime) -> dict[str, Any]:
    from daiko.platform.errors import Refused
    from daiko.reception.services import receive

    try:
        with path.open("rb") as source:
            receipt = receive(source, archive_name=path.name, by=by, at=at)
    except Refused as refusal:
        return {"archive": path.name, "problem": refusal.problem()}
    except OSError as error:
        ja = f"ファイルを読めません: {error.strerror}"
        en = f"The file cannot be read: {error.strerror}"
        problem = {"code": "file-not-readable", "message": {"ja": ja, "en": en}}
        return {"archive": path.name, "problem": problem}
    return {
        "archive": path.name,
        "receipt_number": receipt.receipt_number,
        "received_at": _tokyo(receipt.received_at),
        "processing_month": receipt.processing_month,
        "sha256": receipt.sha256,
        "repeated": receipt.repeated,
        "state": receipt.state,
        "checked": False,
    }


def _tell_receipt(answer: dict[str, Any]) -> None:
    if "problem" in answer:
        message = answer["problem"]["message"]
        typer.echo(f"受付できません {answer['archive']}　{message['ja']}", err=True)
        typer.echo(f"  not taken: {message['en']}", err=True)
        return
    say(
        f"受付 {answer['receipt_number']}　{answer['archive']}"
        f"　受付日時 {answer['received_at']}　処理月 {answer['processing_month']}"
    )
    if answer["repeated"]:
        say("  同じ内容を受付済みです。最初の受付番号です。 Received before; the first receipt.")


def _work_off(answers: list[dict[str, Any]], *, aloud: bool) -> None:
    """Run the jobs that wait, then say what became of each archive."""
    from daiko.platform.jobs import run_worker
    from daiko.reception import queries

    run_worker(until_empty=True)
    for answer in answers:
        row = queries.by_receipt(answer.get("receipt_number", ""))
        if row is None:
            continue
        answer |= {"state": row.state, "checked": row.is_checked, **_counts(row)}
        if aloud:
            say(f"点検 {row.receipt_number}　{_verdict(row)}")


def _counts(row: SubmissionRow) -> dict[str, int | None]:
    return {
        "pairs": row.pairs,
        "accepted": row.accepted,
        "returned": row.returned,
        "claim_yen": row.claim_yen,
    }


def _verdict(row: SubmissionRow) -> str:
    if not row.is_checked:
        return f"{row.state_ja} ({row.state})"
    return (
        f"{row.state_ja} ({row.state})　組 {row.pairs:,}　受理 {row.accepted:,}"
        f"　返戻 {row.returned:,}　請求金額 {row.claim_yen:,} 円"
    )


@reception.command("list")
@requires(Permission.AGENCY_SUBMISSION_READ)
def list_command(
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="処理月。 Month.")] = None,
    state: Annotated[str | None, typer.Option(help="状態。 One of: " + ", ".join(STATES))] = None,
    offset: Annotated[int, typer.Option(min=0, help="飛ばす件数。 Rows to skip.")] = 0,
    limit: Annotated[int, typer.Option(min=1, help="表示する件数。 Rows to show.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """受付の一覧（新しい順）。 Submissions, the latest first."""
    require_state(state, STATES)
    chosen = None if month is None else month_of(month)
    from daiko.platform.boot import boot

    boot()
    from daiko.reception import queries

    page = queries.submissions(month=chosen, state=state, offset=offset, limit=limit)
    value = {"total": page.total, "submissions": [_submission(row) for row in page.rows]}

    def tell(_: Any) -> None:
        for row in page.rows:
            say(
                f"{row.receipt_number}　{row.processing_month}　{row.archive_name}　{_verdict(row)}"
            )
        say(f"全 {page.total:,} 件のうち {len(page.rows):,} 件。 {len(page.rows)} of {page.total}.")

    show(value, as_json=as_json, human=tell)


@reception.command("show")
@requires(Permission.AGENCY_SUBMISSION_READ)
def show_command(
    receipt: Annotated[str, typer.Argument(metavar="RECEIPT", help="受付番号。 Receipt number.")],
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """一つの受付：判定、件数、指摘と対処。 One submission: verdict, counts, findings."""
    with ready(as_json=as_json):
        from daiko.reception import paper_queries, services

        row = submission_of(receipt)
    shown = paper_queries.documents_with_findings(row.submission_id)
    if as_json:
        shown = [document.document_id for document in _documents(row.submission_id)]
    services.record_viewing(row.receipt_number, shown, by=operator(by), at=moment(at))
    if as_json:
        print_json(_whole(row))
        return
    say(f"■ {row.receipt_number}　{row.archive_name}")
    say(f"  受付日時: {_tokyo(row.received_at)}　処理月: {row.processing_month}")
    say(f"  判定: {_verdict(row)}")
    if row.is_checked:
        tell_causes(_causes(row.submission_id))
        tell_not_checked(row.not_checked)


def _whole(row: SubmissionRow) -> dict[str, Any]:
    from daiko.checks.report import group_json
    from daiko.reception import queries
    from daiko.reception.cause_counts import cause_counts
    from daiko.reception.findings import under_causes

    found = queries.archive_findings(row.submission_id)
    return {
        **_submission(row),
        "not_checked": list(row.not_checked),
        "causes": [group_json(group) for group in cause_counts(row.submission_id)],
        "findings": _findings(under_causes(found)),
        "documents": [_document(document) for document in _documents(row.submission_id)],
    }


def _documents(submission_id: int) -> Iterator[DocumentRow]:
    from daiko.reception import queries

    offset = 0
    while rows := queries.documents(submission_id, offset=offset, limit=_DOCUMENTS_A_READ).rows:
        yield from rows
        offset += len(rows)


def _findings(causes: Iterable[CauseRow]) -> list[dict[str, Any]]:
    """Findings with the name of their cause and the rule they follow, the main one first."""
    from daiko.checks.report import cause_json

    return [
        value for cause in causes for value in cause_json(cause.main.cause_group, _cause(cause))
    ]


def _causes(submission_id: int) -> list[tuple[CauseGroup, list[Cause]]]:
    """Every cause with its places, the gravest first; ungrouped ones by rule and severity."""
    from daiko.reception import queries
    from daiko.reception.cause_counts import cause_counts
    from daiko.reception.findings import under_causes

    places: dict[tuple[str, str, str], list[Cause]] = {}
    for row in under_causes(queries.all_findings(submission_id)):
        main = row.main
        key = (main.cause_group, main.rule, "" if main.cause_group else main.severity)
        places.setdefault(key, []).append(_cause(row))
    return [
        (group, places[group.id, group.rule, "" if group.id else str(group.severity)])
        for group in cause_counts(submission_id)
    ]


def _cause(row: CauseRow) -> Cause:
    from daiko.checks.causes import Cause

    return Cause(_finding(row.main), tuple(_finding(follower) for follower in row.followers))


def _document(row: DocumentRow) -> dict[str, Any]:
    return {
        "pair": row.pair_name,
        "result": row.result_path or None,
        "claim": row.claim_path or None,
        "state": row.state,
        "return_reason": row.return_reason or None,
        "insurer_number": row.insurer_number,
        "provider_number": row.provider_number,
        "claim_yen": row.claim_yen,
        "findings": _findings(row.causes),
    }


def _submission(row: SubmissionRow) -> dict[str, Any]:
    return {
        "receipt_number": row.receipt_number,
        "archive": row.archive_name,
        "sha256": row.sha256,
        "size_bytes": row.size_bytes,
        "sender": row.sender or None,
        "brought_by": row.brought_by or None,
        "received_at": _tokyo(row.received_at),
        "processing_month": row.processing_month,
        "state": row.state,
        "checked": row.is_checked,
        **_counts(row),
    }


def _finding(row: FindingRow) -> Finding:
    """The finding as the words of its rule are told of."""
    from daiko.checks.findings import Finding, Severity

    return Finding(
        row.rule,
        at=row.path,
        found=row.found,
        expected=row.expected,
        severity=Severity(row.severity),
        document=row.member,
        line=row.line,
        becomes_error_on=row.becomes_error_on,
    )


def _tokyo(moment_: datetime) -> str:
    from daiko.platform.clock import TOKYO

    return moment_.astimezone(TOKYO).isoformat(timespec="seconds")
