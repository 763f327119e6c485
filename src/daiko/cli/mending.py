"""What ``daiko check`` writes besides its answer: the mended archive and the worklist.

Both are whole or not there: they are written beside their place and then moved. No file
that exists is replaced by a mended archive.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from daiko.cli.output import usage_error

if TYPE_CHECKING:
    from daiko.archive.names import ArchiveName
    from daiko.checks.mended import Mended
    from daiko.checks.mending import NotMendable
    from daiko.checks.offline import OfflineCheck
    from daiko.checks.report import Report
    from daiko.cli.check_report import Language


def mend_archive(run: OfflineCheck, path: Path, report: Report, target: Path) -> dict[str, Any]:
    """Write the mended archive; its name and counts, or the reason why there is none.

    A target that is a folder gets the next free name. One that is named like an archive
    decides day and sequence; any other name is only that of the file.
    """
    from daiko.checks.mended import Circumstances, Mended, mend, plan_of

    if not report.has_errors:
        return {"needed": False}
    wanted = _wanted(path, target)
    circumstances = Circumstances(run.received_at, run.registers, run.profile, run.schemas)
    with path.open("rb") as source, _beside(target) as (unfinished, out):
        outcome: Mended | NotMendable = mend(
            source,
            plan_of(report),
            out,
            zip_name=path.name,
            circumstances=circumstances,
            used=frozenset(range(wanted.sequence)) if wanted else frozenset(),
            on=_day(wanted),
        )
        if not isinstance(outcome, Mended):
            return {"needed": True, "obstacle": str(outcome.obstacle)}
        place = target / outcome.name.zip_name if target.is_dir() else target
        out.flush()
        try:
            os.link(unfinished, place)  # never over another file
        except FileExistsError:
            usage_error(f"同じ名前のファイルがあります。 There is such a file: {place}")
    return {
        "needed": True,
        "file": str(place),
        "name": outcome.name.zip_name,
        "pairs": outcome.pairs,
        "left_out": outcome.left_out,
        "claim_yen": outcome.claim_yen,
    }


def write_worklist(path: Path, reports: list[Report], language: Language) -> None:
    """The worklist of all archives of the call; values stand whole, it stays here."""
    from daiko.checks.masking import View
    from daiko.checks.worklist import cases_of, worklist_csv, worklist_rows

    cases = (case for report in reports for case in cases_of(report))
    rows = worklist_rows(cases, language=str(language), view=View.WHOLE)
    try:
        with path.open("wb") as target:
            target.writelines(worklist_csv(rows, language=str(language)))
    except OSError as error:
        usage_error(f"書き込めません。 Cannot write {path}: {error.strerror}")


def _wanted(path: Path, target: Path) -> ArchiveName | None:
    """Day and sequence the target's name asks for, if it is one of the same sender."""
    from daiko.archive.names import ArchiveName

    wanted, old = ArchiveName.parse(target.name), ArchiveName.parse(path.name)
    if wanted is None or target.is_dir():
        return None
    if old is not None and (wanted.sender, wanted.receiver, wanted.service_event_type) != (
        old.sender,
        old.receiver,
        old.service_event_type,
    ):
        usage_error(f"送付元・送付先・種別が元の ZIP と違います。 Another sender: {target.name}")
    return wanted


def _day(wanted: ArchiveName | None) -> date | None:
    from daiko.checks.values import day

    return None if wanted is None else day(wanted.submitted_on)


@contextmanager
def _beside(target: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file beside the target that is gone afterwards."""
    folder = target if target.is_dir() else target.parent
    unfinished = folder / f".daiko-mending-{os.getpid()}"
    try:
        file = unfinished.open("w+b")
    except OSError as error:
        usage_error(f"書き込めません。 Cannot write in {folder}: {error.strerror}")
    try:
        with file:
            yield unfinished, cast(BinaryIO, file)
    finally:
        unfinished.unlink(missing_ok=True)
