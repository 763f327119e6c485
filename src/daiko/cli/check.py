"""``daiko check``: the check alone, without any database.

Imports neither Django nor a database: the same engine runs on the provider's own
machine as at the agency. Exit codes: 0 all accepted, 1 something refused or returned,
2 usage.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from daiko.cli.check_report import Language, Progress, tell_report, tell_written
from daiko.cli.mending import mend_archive, write_worklist
from daiko.cli.output import DONE, REFUSED, JsonOption, print_json, refusals, say, stop, usage_error
from daiko.platform.acts import public

if TYPE_CHECKING:
    from daiko.checks.offline import OfflineCheck
    from daiko.checks.profile import Profile
    from daiko.checks.registers import Registers
    from daiko.checks.report import Report
    from daiko.registry.csv_files import RegistryFiles


def add_to(root: typer.Typer) -> None:
    root.command("check")(check)


ArchivesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="ARCHIVE...", exists=True, dir_okay=False, help="提出用 ZIP。 Archives to check."
    ),
]
RegistryOption = Annotated[
    Path | None,
    typer.Option(
        exists=True, file_okay=False, help="台帳 CSV のフォルダ。 Folder of registry CSV files."
    ),
]
ReceivedAtOption = Annotated[
    str | None,
    typer.Option(
        metavar="ISO",
        help="受付日時。 Moment of reception, e.g. 2026-06-05T12:00; now by default.",
    ),
]

WholeHistoryOption = Annotated[
    bool,
    typer.Option(
        "--whole-history",
        help="他に受付済みの ZIP はない（番号の抜けも点検）。 Nothing was received before these.",
    ),
]


MendOption = Annotated[
    Path | None,
    typer.Option(
        metavar="OUT.zip",
        help="誤りのある組を除き、件数と合計を直した ZIP（フォルダなら次の名前で）。"
        " Write the archive without its bad pairs; a folder gets it under the next free name.",
    ),
]
WorklistOption = Annotated[
    Path | None,
    typer.Option(
        metavar="OUT.csv",
        dir_okay=False,
        help="指摘一件を一行にした作業一覧 (Excel)。 The worklist as CSV.",
    ),
]
LanguageOption = Annotated[
    Language | None,
    typer.Option("--lang", help="表示の言語。 Language of the words; both by default."),
]


@public("it reads the caller's own files and no database")
def check(
    archives: ArchivesArgument,
    registry: RegistryOption = None,
    received_at: ReceivedAtOption = None,
    whole_history: WholeHistoryOption = False,
    mend: MendOption = None,
    worklist: WorklistOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """提出前点検：受付と同じ規則で ZIP を点検します。

    Check archives by the rules of reception; nothing is stored or sent.
    """
    from daiko.checks.offline import OfflineCheck
    from daiko.platform.standard_set import schemas_in_use

    if mend is not None and len(archives) != 1:
        usage_error("--mend は ZIP 一つに使います。 --mend takes one archive.")
    files = _registry_files(registry, as_json=as_json)
    with refusals(as_json=as_json):
        schemas = schemas_in_use()
    run = OfflineCheck(
        received_at=_moment(received_at),
        registers=None if files is None else _registers(files),
        profile=_profile(files),
        schemas=schemas,
        history_is_whole=whole_history,
    )
    reports = [_checked(run, path) for path in archives]
    mended = None if mend is None else mend_archive(run, archives[0], reports[0], mend)
    if worklist is not None:
        write_worklist(worklist, reports, language or Language.JA)
    if as_json:
        _print_reports(reports, mended)
    else:
        for report in reports:
            tell_report(report, language)
        tell_written(mended, worklist, language)
    stop(REFUSED if any(report.has_errors for report in reports) else DONE)


def _checked(run: OfflineCheck, path: Path) -> Report:
    try:
        with path.open("rb") as source, Progress(path.name) as progress:
            run.on_pair = progress.step
            return run.check(source, name=path.name)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        usage_error(f"ファイルを読めません。 Cannot read {path}: {reason}")


def _print_reports(reports: list[Report], mended: dict[str, Any] | None) -> None:
    """One object, or a list of them where several archives were checked."""
    from daiko.checks.report import report_json

    objects = [report_json(report) for report in reports]
    if mended is not None:
        objects[0]["mended"] = mended
    print_json(objects[0] if len(objects) == 1 else objects)


def _moment(text: str | None) -> datetime:
    from daiko.platform.clock import TOKYO, now

    if text is None:
        return now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        usage_error(f"日時として読めません（例 2026-06-05T12:00）。 Not an ISO moment: {text}")
    return moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)


def _registry_files(folder: Path | None, *, as_json: bool) -> RegistryFiles | None:
    """Files of a folder; with a bad row nothing is checked, since prices could be missing."""
    if folder is None:
        return None
    from daiko.cli.registry_words import bad_rows_value, tell_bad_rows
    from daiko.registry.csv_files import Problems, read_directory

    files = read_directory(folder)
    if isinstance(files, Problems):
        if as_json:
            print_json({"registry": {"bad_rows": bad_rows_value(files.bad_rows)}})
        else:
            say(f"台帳に誤りが {files.bad_count:,} 件あり、点検を始めません。")
            say("The registry files have bad rows; nothing was checked.")
            tell_bad_rows(files.bad_rows, files.bad_count)
        stop(REFUSED)
    return files


def _registers(files: RegistryFiles) -> Registers:
    from daiko.registry.memory import memory_registers

    return memory_registers(files)


def _profile(files: RegistryFiles | None) -> Profile:
    """The fund's desk, as strict as the folder's receiver profiles say."""
    from daiko.checks.profile import FUND_RECEPTION
    from daiko.registry.memory import memory_severities

    if files is None:
        return FUND_RECEPTION
    return replace(FUND_RECEPTION, severities=memory_severities(files))
