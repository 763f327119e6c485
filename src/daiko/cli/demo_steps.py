"""The steps of the demo month, in the order of the way of the data.

Each step looks at what is there and does what is missing, so that a demo that was
killed anywhere goes on where it was. Moments are those of the simulated month, not
of this day: archives come on the date of their name, the close is on the calendar's.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Final

from daiko.archive.names import ArchiveName
from daiko.cli.demo_truth import Comparison, Judgement, compare, planted
from daiko.cli.serve import start_worker
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.boot import reset_database
from daiko.platform.clock import TOKYO
from daiko.platform.errors import Refused
from daiko.platform.home import home
from daiko.reception import judgements, month_queries
from daiko.reception import services as reception_services
from daiko.registry import services as registry_services
from daiko.simulation.nation import write_month
from daiko.simulation.plan import SimulationPlan

DEMO: Final = Actor(ActorKind.DEMO, "demo")
PROGRESS_SECONDS: Final = 3
WORKERS: Final = 2
MOST_FAILURES: Final = 20
SHOWN_DIFFERENCES: Final = 20
ACCEPTED_STATES: Final = frozenset({"reversed"})  # accepted in its month, reversed later


class OtherDataThere(Refused):
    """The database holds {submissions} archives of others; the demo would mix with them."""

    code = "other-data-there"
    message_ja = (
        "データベースに、このデモのものでないアーカイブが {submissions} 件あります。"
        "別のデータフォルダ (DAIKO_HOME) か、前のデモなら --fresh を使ってください。"
    )


class WorkerFails(Refused):
    """Workers ended {times} times without finishing; see their messages above."""

    code = "worker-fails"
    status = 500
    message_ja = "点検の処理が {times} 回続けて終わりませんでした。上の表示を確かめてください。"


Tell = Callable[[str], None]


class DemoFolder:
    """Files of one demo plan in the data folder; the same plan has the same folder."""

    def __init__(self, plan: SimulationPlan) -> None:
        share = f"{plan.faults:g}".replace(".", "_")
        key = (
            f"{plan.month}-{plan.seed}-{plan.insurers}-{plan.providers}-{plan.pairs}"
            f"-{plan.guidance}-{share}"
        )
        self.root = home() / "demo" / key
        self.simulated = self.root / "simulated"
        self.truth = self.simulated / "truth.json"
        self.bank = self.root / "bank"
        self.packages = self.root / "packages"

    @property
    def archives(self) -> list[Path]:
        """In the order in which they are sent: by the date of their names, then by name."""
        return sorted(
            self.simulated.glob("archives/*.zip"), key=lambda p: (sent_on(p.name), p.name)
        )


def sent_on(name: str) -> str:
    """YYYYMMDD of an archive's name; one without a right name comes last."""
    parsed = ArchiveName.parse(name)
    return "99999999" if parsed is None else parsed.submitted_on


def empty(folder: DemoFolder, tell: Tell) -> None:
    """Empty the database for a demo, but only where nothing but demos was received."""
    strangers = judgements.received_by() - {str(DEMO)}
    if strangers:
        raise OtherDataThere(submissions=len(judgements.archive_names()))
    reset_database()
    for place in (folder.bank, folder.packages):
        shutil.rmtree(place, ignore_errors=True)
    tell("前のデモのデータを消しました。")


def simulate(plan: SimulationPlan, folder: DemoFolder, tell: Tell) -> None:
    """Make the nation and its archives; a half-made one is made anew."""
    if folder.truth.exists():
        tell(f"模擬データは作成済みです: {folder.simulated}")
        return
    shutil.rmtree(folder.simulated, ignore_errors=True)
    write_month(folder.simulated, plan)
    tell(f"模擬データを作成しました: {folder.simulated}")


def load_registers(plan: SimulationPlan, folder: DemoFolder, tell: Tell) -> None:
    """Load the registers of the simulated nation; again, it changes nothing."""
    first_on = min(plan.sending_days[0], plan.guidance_sending_days[0])
    at = datetime.combine(first_on, clock_time(9), TOKYO)
    report = registry_services.load(folder.simulated / "registry", by=DEMO, at=at)
    if not report.loaded:
        raise AssertionError(f"simulated registers have bad rows: {report.bad_rows[:5]}")
    rows = sum(table.rows for table in report.tables)
    tell(f"台帳を登録しました: {len(report.tables)} 種類、{rows:,} 行")


def receive(plan: SimulationPlan, folder: DemoFolder, tell: Tell) -> None:
    """Take in every archive at 10:00 of the day it is sent; receipts are given once."""
    new = 0
    for path in folder.archives:
        with path.open("rb") as source:
            receipt = reception_services.receive(
                source, archive_name=path.name, by=DEMO, at=_arrives(plan, path.name)
            )
        new += not receipt.repeated
    tell(f"受け付けました: {len(folder.archives):,} アーカイブ（今回 {new:,}）")


def _arrives(plan: SimulationPlan, name: str) -> datetime:
    """10:00 on the date of the name; on the cutoff day where it names none of the month."""
    days = (*plan.guidance_sending_days, *plan.sending_days)
    known = {f"{day:%Y%m%d}": day for day in days}
    return datetime.combine(known.get(sent_on(name), plan.cutoff_on), clock_time(10), TOKYO)


def check(plan: SimulationPlan, tell: Tell) -> None:
    """Work off the checks in processes of their own; one that dies is started again."""
    month = str(plan.month)
    children = [start_worker("--until-empty") for _ in range(WORKERS)]
    failures, told = 0, time.monotonic()
    try:
        while children:
            time.sleep(0.2)
            if time.monotonic() - told > PROGRESS_SECONDS:
                told = time.monotonic()
                if left := month_queries.month_counts(month).unchecked:
                    tell(f"  点検中… 残り {left:,} アーカイブ")
            for child in [child for child in children if child.poll() is not None]:
                children.remove(child)
                if child.returncode:
                    failures += 1
                    _give_up_after(failures)
                    tell(f"  点検の処理が止まりました（{child.returncode}）。起動し直します。")
                    children.append(start_worker("--until-empty"))
    finally:
        for child in children:
            child.terminate()
    counts = month_queries.month_counts(month)
    tell(
        f"点検しました: {counts.pairs:,} 組、受理 {counts.accepted:,}、返戻 {counts.returned:,}、"
        f"受付不可 {counts.refused:,} アーカイブ"
    )


def _give_up_after(failures: int) -> None:
    if failures > MOST_FAILURES:
        raise WorkerFails(times=failures)


def compare_with_truth(folder: DemoFolder, tell: Tell) -> Comparison:
    """Every verdict and rule beside what the simulation planted."""
    truth = planted(json.loads(folder.truth.read_text(encoding="utf-8")))
    outcome = compare(truth, dict(found_judgements()))
    tell(
        f"仕込んだ誤りと照合しました: {len(truth):,} 件の判定、"
        f"見落とし {outcome.missed}、誤検出 {outcome.false}"
    )
    for line in outcome.differences[:SHOWN_DIFFERENCES]:
        tell(f"  {line}")
    return outcome


def found_judgements() -> Iterator[tuple[tuple[str, str], Judgement]]:
    """What reception keeps of every archive and every pair."""
    for judged in judgements.judgements():
        state = "accepted" if judged.state in ACCEPTED_STATES else judged.state
        yield (judged.archive_name, judged.pair_name), Judgement(state, frozenset(judged.rules))


def refuse_other_data(folder: DemoFolder) -> None:
    """A database with anyone else's archives is left alone."""
    names = {path.name for path in folder.archives}
    others = sum(1 for name in judgements.archive_names() if name not in names)
    if others:
        raise OtherDataThere(submissions=others)
