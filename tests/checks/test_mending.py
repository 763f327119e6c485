"""Mended archives: accepted by the same engine, all else byte for byte, or a plain reason."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from datetime import date, datetime, time
from pathlib import Path

import pytest

from building import (
    RECEIVED_AT,
    ZIP_NAME,
    BuiltArchive,
    Pair,
    a_claim,
    a_result,
    an_archive,
    an_index,
    another,
)
from daiko.archive.reader import open_archive
from daiko.checks.mended import Circumstances, Mended, mend, plan_of
from daiko.checks.mending import NotMendable, Obstacle
from daiko.checks.precheck import precheck
from daiko.checks.report import Report, Verdict
from daiko.documents.records import Summary
from daiko.documents.writing import write_checkup_claim
from daiko.money.calendar import TOKYO, ProcessingMonth
from daiko.simulation.nation import write_month
from guidance_building import a_guidance_archive, a_guidance_claim, a_guidance_result
from guidance_sections import MOTIVATIONAL
from simulated import a_plan

WRONG = {"claim_amount": "1"}


def a_bad(serial: int) -> Pair:
    result, _ = another(serial)
    claim = another(serial)[1]
    claim.claim_amount = "1"  # type: ignore[union-attr]
    return result, claim


def mended(
    built: BuiltArchive, *, received_at: datetime = RECEIVED_AT, on: date | None = None
) -> tuple[Mended | NotMendable, bytes, Report]:
    source, out = io.BytesIO(built.data), io.BytesIO()
    report = precheck(source, name=built.name, received_at=received_at)
    outcome = mend(
        source, plan_of_raw(source, built.name, received_at), out,
        zip_name=built.name, circumstances=Circumstances(received_at), on=on,
    )  # fmt: skip
    return outcome, out.getvalue(), report


def plan_of_raw(source: io.BytesIO, name: str, received_at: datetime):  # type: ignore[no-untyped-def]
    """The plan as reports give it."""
    return plan_of(precheck(source, name=name, received_at=received_at))


def contents(data: bytes) -> dict[str, str]:
    """Path below the root → digest of what it expands to."""
    archive = open_archive(io.BytesIO(data))
    return {
        m.name.partition("/")[2]: hashlib.sha256(archive.read(m)).hexdigest()
        for m in archive.members
        if not m.is_folder
    }


def test_the_bad_pair_is_left_out_and_sums_are_remade() -> None:
    """Two of three stay; index and summary fit; the engine accepts it."""
    outcome, data, _ = mended(an_archive([another(1), a_bad(2), another(3)]))
    assert isinstance(outcome, Mended)
    assert (outcome.pairs, outcome.left_out, outcome.claim_yen) == (2, 1, 15_360)
    assert outcome.name.zip_name == ZIP_NAME.replace("202606050", "202606051")
    again = precheck(io.BytesIO(data), name=outcome.name.zip_name, received_at=RECEIVED_AT)
    assert again.verdict is Verdict.ACCEPTED
    assert again.findings == ()
    assert again.totals.claim_yen == 15_360


def test_what_stays_is_the_same_bytes() -> None:
    """Results, claims and schemas expand to what was sent; only names change."""
    built = an_archive([another(1), a_bad(2), another(3)])
    _, data, _ = mended(built)
    before, after = contents(built.data), contents(data)
    for old, new in (("00000000", "00000000"), ("00000002", "00000002")):
        for folder in ("DATA/h", "CLAIMS/c"):
            was = before[f"{folder}1319900013202606050100{old[-4:]}.xml"]
            assert after[f"{folder}1319900013202606051100{new[-4:]}.xml"] == was
    for path, digest in before.items():
        if path.startswith("XSD/"):
            assert after[path] == digest
    assert len(after) == len(before) - 2


def test_wrong_counts_and_sums_alone_are_mended() -> None:
    """Nothing is left out; the archive was refused only for its index and summary."""
    wrong = Summary("1", "7", "1", "2", None, "3")
    built = an_archive([another(1), another(2)], index=an_index(9), summary=wrong)
    outcome, _, report = mended(built)
    assert report.verdict is Verdict.REFUSED
    assert isinstance(outcome, Mended)
    assert (outcome.pairs, outcome.left_out) == (2, 0)


@pytest.mark.parametrize("without", [["su08"], ["CLAIMS/c1319900013202606050100"]])
def test_a_missing_summary_or_partner(without: list[str]) -> None:
    """The summary is made of the claims; a result without claim is left out."""
    built = an_archive([another(1), another(2)], without=without)
    outcome, _, report = mended(built)
    assert report.verdict is Verdict.REFUSED
    if without == ["su08"]:
        assert isinstance(outcome, Mended)
    else:
        assert outcome == NotMendable(Obstacle.NOTHING_LEFT)


def test_a_renamed_zip_goes_on_from_its_root_folder() -> None:
    """A download added (1): the name inside is the right one."""
    built = an_archive([another(1)])
    outcome, _, _ = mended(BuiltArchive("archive (1).zip", built.data))
    assert isinstance(outcome, Mended)
    assert outcome.name.sequence == 1


def test_another_day_begins_at_0_and_the_tenth_has_no_successor() -> None:
    """Names are of one digit a day (ruling 32)."""
    outcome, _, _ = mended(an_archive([another(1)]), on=date(2026, 6, 4))
    assert isinstance(outcome, NotMendable), "the index was made on the 5th"
    assert [f.rule for f in outcome.findings] == ["X-IX-002"]
    tenth = an_archive([another(1)], name=ZIP_NAME.replace("202606050", "202606059"))
    assert mended(tenth)[0] == NotMendable(Obstacle.NO_FREE_NAME)
    later = datetime(2026, 6, 8, 12, tzinfo=TOKYO)
    outcome, _, _ = mended(tenth, received_at=later)
    assert isinstance(outcome, Mended)
    assert outcome.name.root == "1319900013_94899010_202606080_1"


@pytest.mark.parametrize(
    ("built", "obstacle"),
    [
        (an_archive([a_bad(1)]), Obstacle.NOTHING_LEFT),
        (an_archive([another(1)], without=["ix08"]), Obstacle.INDEX),
        (an_archive([another(1)], without=["XSD"]), Obstacle.STILL_REFUSED),
        (an_archive([another(1)], index=an_index(1, interaction_type="3")), Obstacle.STILL_REFUSED),
        (an_archive([another(1)], name="x.zip"), Obstacle.NAME),
        (BuiltArchive("x.zip", b"no zip at all"), Obstacle.CONTAINER),
        (BuiltArchive(ZIP_NAME, an_archive([another(1)]).data + b"junk"), Obstacle.CONTAINER),
    ],
)  # fmt: skip
def test_what_leaving_out_cannot_mend_is_said(built: BuiltArchive, obstacle: Obstacle) -> None:
    """One word for the reason, and the findings that remain where there are any."""
    outcome, _, _ = mended(built)
    assert isinstance(outcome, NotMendable)
    assert outcome.obstacle is obstacle
    assert bool(outcome.findings) is (obstacle is Obstacle.STILL_REFUSED)


def test_the_double_of_a_card_is_left_out_the_first_stays() -> None:
    """X-DU-001 condemns the second pair only."""
    outcome, _, _ = mended(an_archive([another(1), another(1), another(2)]))
    assert isinstance(outcome, Mended)
    assert (outcome.pairs, outcome.left_out) == (2, 1)


def test_strays_are_not_copied() -> None:
    """Thumbs.db and the like have no place in the standard."""
    built = an_archive([another(1)], extra=[("DATA/Thumbs.db", b"x"), ("memo.txt", b"y")])
    outcome, data, _ = mended(built)
    assert isinstance(outcome, Mended)
    assert not [path for path in contents(data) if "Thumbs" in path or "memo" in path]


def test_memory_is_flat() -> None:
    """Twice the pairs do not take twice the memory: members are copied one by one."""
    result = a_result()
    peaks = []
    for pairs in (200, 800):
        claims: list[Pair] = [(result, another(n)[1]) for n in range(pairs)]
        built = an_archive([(another(n)[0], claim) for n, (_, claim) in enumerate(claims)])
        source, out = io.BytesIO(built.data), _Nowhere()
        plan = plan_of(precheck(source, name=built.name, received_at=RECEIVED_AT))
        from daiko.archive.names import ArchiveName
        from daiko.checks.mending import write_mended

        name = ArchiveName.parse(built.name)
        assert name is not None
        tracemalloc.start()
        assert write_mended(source, plan, out, zip_name=built.name, name=name) is None  # type: ignore[arg-type]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 800 * 3_000  # names, headers and amounts; a pair has some 9 KB


class _Nowhere(io.RawIOBase):
    """Swallows what is written."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return len(data)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [3, 11])
def test_simulated_faulty_months_come_out_clean(seed: int, tmp_path: Path) -> None:
    """Every archive of a month: mended and accepted, or a reason; no good pair is lost."""
    plan = a_plan(seed=seed, pairs=300, providers=12, month=ProcessingMonth(2026, 6), faults=0.4)
    write_month(tmp_path / "month", plan)
    at = datetime.combine(plan.cutoff_on, time(10), TOKYO)
    outcomes = []
    for path in sorted((tmp_path / "month" / "archives").glob("*.zip")):
        source, out = io.BytesIO(path.read_bytes()), io.BytesIO()
        report = precheck(source, name=path.name, received_at=at)
        kept = plan_of(report)
        wanted = set(kept.kept)
        outcome = mend(
            source, kept, out, zip_name=path.name, circumstances=Circumstances(at)
        )  # fmt: skip
        outcomes.append(outcome)
        if isinstance(outcome, Mended):
            again = precheck(out, name=outcome.name.zip_name, received_at=at)
            assert again.verdict is Verdict.ACCEPTED
            assert again.totals.pairs == len(wanted)
            assert again.totals.claim_yen == sum(kept.kept[name].claim_yen for name in wanted)
        else:
            assert report.verdict is not Verdict.ACCEPTED or not wanted, (path.name, outcome)
    assert sum(isinstance(outcome, Mended) for outcome in outcomes) > len(outcomes) / 2


def test_an_old_claim_namespace_is_left_out_like_any_fault() -> None:
    """A claim that is no XML at all neither stops the check nor the mending."""
    good = another(1)
    broken = (another(2)[0], write_checkup_claim(a_claim())[:200])
    outcome, _, _ = mended(an_archive([good, broken], index=an_index(2)))
    assert isinstance(outcome, Mended)
    assert (outcome.pairs, outcome.left_out) == (1, 1)


def test_guidance_is_mended_like_checkups() -> None:
    """Class 2: g and p files, sums of the guidance claims, accepted by the same engine."""
    received_at = datetime(2026, 10, 5, 12, tzinfo=TOKYO)
    good = (a_guidance_result(), a_guidance_claim())
    bad = (a_guidance_result(MOTIVATIONAL), a_guidance_claim(MOTIVATIONAL, claim_amount="1"))
    outcome, data, report = mended(a_guidance_archive([good, bad]), received_at=received_at)
    assert report.verdict is Verdict.PARTLY_ACCEPTED
    assert isinstance(outcome, Mended), outcome
    assert (outcome.pairs, outcome.left_out, outcome.claim_yen) == (1, 1, 10_560)
    assert [p[:8] for p in contents(data) if p.startswith("CLAIMS/")] == ["CLAIMS/p"]
