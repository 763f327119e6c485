"""A simulated month: the truth is what the check finds, the bytes are always the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from daiko.money.calendar import ProcessingMonth
from daiko.simulation.nation import UnusablePlanError, write_month
from daiko.simulation.plan import SimulationPlan
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import official_schemas
from simulated import a_plan, digests, judged, offline_check, registers_of, truth_of

SMALL = {"insurers": 3, "providers": 20, "pairs": 300}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("clean") / "month"
    write_month(out, a_plan(insurers=3, providers=10, pairs=60, faults=0.0))
    return out


@pytest.mark.parametrize(
    "changes",
    [
        {**SMALL},
        {**SMALL, "seed": 2, "month": ProcessingMonth(2025, 4), "faults": 0.6},
        {"insurers": 1, "providers": 1, "pairs": 250, "seed": 3, "faults": 0.5},
    ],
    ids=["the small month", "two fiscal years", "one provider"],
)
def test_check_finds_what_was_planted_and_nothing_else(
    changes: dict[str, Any], tmp_path: Path
) -> None:
    """Every verdict and every rule of every archive and pair equals truth.json."""
    plan = a_plan(**changes)
    write_month(tmp_path, plan)
    run = offline_check(plan, registers_of(tmp_path / "registry"))
    expected = truth_of(tmp_path)
    found = {}
    for name in expected:
        with (tmp_path / "archives" / name).open("rb") as source:
            found[name] = judged(run.check(source, name=name))
    assert found == expected
    assert sorted(expected) == sorted(p.name for p in (tmp_path / "archives").iterdir())


def test_clean_month_has_no_finding(clean: Path) -> None:
    """Without faults everything is accepted, not even a note is written."""
    plan = a_plan(insurers=3, providers=10, pairs=60, faults=0.0)
    run = offline_check(plan, registers_of(clean / "registry"))
    for name, expected in truth_of(clean).items():
        with (clean / "archives" / name).open("rb") as source:
            found = judged(run.check(source, name=name))
        assert found == expected
        assert found["verdict"] == "accepted"
        assert all(pair["findings"] == [] for pair in found["pairs"].values())


def test_documents_are_valid_by_the_official_schemas(clean: Path, shared: Path) -> None:
    """Index, summary, results and claims pass the schemas of the ministry, not only ours."""
    official = official_schemas(shared / "standards/xsd")
    kinds = {"DATA": DocumentKind.HC, "CLAIMS": DocumentKind.CC}
    heads = {"ix08_V08.xml": DocumentKind.IX, "su08_V08.xml": DocumentKind.SU}
    counted = 0
    for path in sorted((clean / "archives").iterdir()):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                *_, folder, file = name.split("/")
                kind = kinds.get(folder) or heads.get(file)
                if kind is None or not file.endswith(".xml"):
                    continue
                errors = official.validate(kind, etree.fromstring(archive.read(name)))
                assert errors == [], name
                counted += 1
    assert counted == 2 * 60 + 2 * len(list((clean / "archives").iterdir()))


def test_archives_are_whole_for_other_programs(clean: Path) -> None:
    """``unzip -t`` finds nothing wrong."""
    unzip = shutil.which("unzip")
    if unzip is None:
        pytest.skip("unzip is not installed")
    for path in sorted((clean / "archives").iterdir()):
        subprocess.run([unzip, "-tqq", path], check=True)


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    """Two processes with different hash seeds write the same files; another seed does not."""
    program = (
        "import sys; from pathlib import Path\n"
        "from daiko.money.calendar import ProcessingMonth\n"
        "from daiko.simulation.nation import write_month\n"
        "from daiko.simulation.plan import SimulationPlan\n"
        "plan = SimulationPlan(int(sys.argv[2]), 3, 8, 200, ProcessingMonth(2026, 6), 0.4)\n"
        "write_month(Path(sys.argv[1]), plan)\n"
    )
    written = []
    for folder, seed, hash_seed in (("a", "5", "1"), ("b", "5", "2"), ("c", "6", "1")):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        arguments = [sys.executable, "-c", program, str(tmp_path / folder), seed]
        subprocess.run(arguments, check=True, env=environment)
        written.append(digests(tmp_path / folder))
    assert written[0] == written[1]
    assert written[0] != written[2]


def test_another_fault_rate_leaves_the_faultless_alone(tmp_path: Path) -> None:
    """Contracts, prices and the cards of people without a fault do not depend on the rate."""
    plan = a_plan(**SMALL, faults=0.0)
    write_month(tmp_path / "clean", plan)
    write_month(tmp_path / "faulty", a_plan(**SMALL, faults=0.2))
    prices = [
        (tmp_path / which / "registry/contract_prices.csv").read_bytes()
        for which in ("clean", "faulty")
    ]
    cards = [
        set((tmp_path / which / "registry/cards.csv").read_text("utf-8").splitlines())
        for which in ("clean", "faulty")
    ]
    assert prices[0] == prices[1]
    assert len(cards[0] & cards[1]) > 0.7 * len(cards[0])


def test_truth_comes_last_and_archives_in_order_of_reception(tmp_path: Path) -> None:
    """Names in truth.json stand by day of sending, then by name; nothing unfinished is left."""
    write_month(tmp_path, a_plan(**SMALL, faults=0.0))
    names = list(truth_of(tmp_path))
    assert names == sorted(names, key=lambda name: (name.split("_")[2][:8], name))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "archives",
        "registry",
        "truth.json",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"insurers": 0},
        {"providers": 0},
        {"pairs": 3, "providers": 4},
        {"faults": 1.5},
        {"month": ProcessingMonth(2022, 5)},
        {"month": ProcessingMonth(2030, 6)},
    ],
    ids=str,
)
def test_impossible_plans_are_refused(changes: dict[str, Any], tmp_path: Path) -> None:
    """Nothing is written for a plan that cannot be carried out."""
    with pytest.raises(UnusablePlanError):
        write_month(tmp_path / "out", a_plan(**changes))
    assert list(tmp_path.iterdir()) == []


def test_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    """A folder in use is left as it is."""
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(UnusablePlanError):
        write_month(tmp_path, a_plan())
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_plan_is_a_value() -> None:
    """Equal plans are equal, so that what was made for one can be reused."""
    assert a_plan() == a_plan()
    assert isinstance(hash(a_plan()), int)
    assert a_plan().problems() == ()
    assert isinstance(a_plan(), SimulationPlan)
