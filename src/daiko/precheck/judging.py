"""The check itself, for the runner: verdicts as they come, causes counted, then mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO, Final

from daiko.checks.causes import CauseCounts
from daiko.checks.masking import View
from daiko.checks.mended import Circumstances, Mended, mend
from daiko.checks.mending import MendPlan, NotMendable, Obstacle, is_bad
from daiko.checks.precheck import precheck
from daiko.checks.report import PairVerdict, Report, Verdict, findings_json, group_json, report_json
from daiko.platform.confined import check_archive
from daiko.platform.standard_set import schemas_in_use
from daiko.precheck.quarantine import Phase
from daiko.precheck.receiving import Receiving
from daiko.precheck.results import MENDED, CaseWriter
from daiko.precheck.runner import Work, memory_file

ARCHIVE_FINDINGS_SHOWN: Final = 100  # all of them stand with the cases
OBSTACLES: Final = {
    Obstacle.CONTAINER: (
        "ZIP そのものが壊れているか、受け付けられない形です。ZIP を作り直してください。",
        "The ZIP itself is damaged or of a kind that is not accepted. Make it again.",
    ),
    Obstacle.NOTHING_LEFT: (
        "誤りのない組が一つもありません。一覧のとおりに直して、作り直してください。",
        "No pair is without error. Correct what is listed and make the archive again.",
    ),
    Obstacle.INDEX: (
        "交換用基本情報 (ix08_V08.xml) を読めないため、作り直せません。",
        "The index (ix08_V08.xml) cannot be read, so the archive cannot be remade.",
    ),
    Obstacle.NAME: (
        "ZIP の名前もフォルダの名前も決まりの形ではないため、新しい名前を付けられません。",
        "Neither the ZIP nor its folder has a name of the standard to go on from.",
    ),
    Obstacle.NO_FREE_NAME: (
        "その日の連番 0〜9 を使い切っています。別の日付で作り直してください。",
        "The ten names of that day are used up. Make the archive with another date.",
    ),
    Obstacle.STILL_REFUSED: (
        "組を除いても、アーカイブ全体の誤りが残ります。健診ソフトで作り直してください。",
        "Leaving pairs out is not enough: the archive as a whole is wrong. Make it again.",
    ),
}


def judge(
    work: Work, archive: BinaryIO, *, name: str, received_at: datetime, receiving: Receiving
) -> dict[str, Any]:
    """Check an archive and mend it; what the page and the API show, as one value."""
    counts, plan, cases = CauseCounts(), MendPlan(), CaseWriter(work.folder, work.key)

    def on_pair(verdict: PairVerdict) -> None:
        counts.add_pair(verdict)
        plan.add(verdict)
        cases.add_pair(verdict, is_bad=is_bad(verdict))
        work.step()

    circumstances = Circumstances(
        received_at,
        profile=receiving.profile,
        schemas=schemas_in_use(),
        check=_engine(work, Phase.CHECKING),
    )
    report = precheck(
        archive,
        name=name,
        received_at=received_at,
        profile=receiving.profile,
        schemas=circumstances.schemas,
        on_pair=on_pair,
        check=circumstances.check,
    )
    counts.add_archive(report.findings)
    plan.leave_out_named(report.findings)
    cases.add_archive(report.findings)
    cases.close()
    return _head(report, counts, plan, receiving) | {
        "mended": _mended(work, archive, plan, report, circumstances)
    }


def _head(
    report: Report, counts: CauseCounts, plan: MendPlan, receiving: Receiving
) -> dict[str, Any]:
    shown = replace(report, findings=report.findings[:ARCHIVE_FINDINGS_SHOWN])
    head = report_json(shown, view=View.MASKED)
    head.pop("pairs")
    head["findings_total"] = len(report.findings)
    head["causes"] = [group_json(group, view=View.MASKED) for group in counts.groups()]
    head["passing"], head["to_mend"] = len(plan.kept), len(plan.left_out)
    head["receiving"] = {"on": receiving.on.isoformat(), "is_known": receiving.is_known}
    return head


def _mended(
    work: Work, archive: BinaryIO, plan: MendPlan, report: Report, circumstances: Circumstances
) -> dict[str, Any]:
    """The mended archive's name and counts, or the reason why there is none."""
    if report.verdict is Verdict.ACCEPTED:
        return {}
    left_out = len(plan.left_out)
    with memory_file(MENDED) as out:
        outcome = mend(
            archive,
            plan,
            out,
            zip_name=report.name,
            circumstances=replace(circumstances, check=_engine(work, Phase.MENDING)),
            on_pair=lambda _: work.step(),
        )
        if isinstance(outcome, Mended):
            work.seal(MENDED, out)
            return {
                "name": outcome.name.zip_name,
                "pairs": outcome.pairs,
                "left_out": outcome.left_out,
                "claim_yen": outcome.claim_yen,
            }
    return {"left_out": left_out, **_reason(outcome)}


def _reason(outcome: NotMendable) -> dict[str, Any]:
    japanese, english = OBSTACLES[outcome.obstacle]
    return {
        "obstacle": str(outcome.obstacle),
        "reason": {"ja": japanese, "en": english},
        "remaining": findings_json(outcome.findings, view=View.MASKED),
    }


def _engine(work: Work, phase: Phase) -> Callable[..., Report]:
    """The engine behind its walls, telling first how many persons there are."""

    def check(source: BinaryIO, **arguments: Any) -> Report:
        work.enter(phase, 0)
        return check_archive(
            source, on_start=lambda persons: work.enter(phase, persons), **arguments
        )

    return check
