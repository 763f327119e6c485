"""The catalogue: generated data are what the sources say, and look-ups answer by phase."""

from __future__ import annotations

import csv
import importlib.util
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from daiko.standard import oids
from daiko.standard.catalogue import (
    Requirement,
    all_code_systems,
    all_items,
    code_system,
    edition,
    item,
    items,
    phase_of,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """The generator as a module."""
    spec = importlib.util.spec_from_file_location(
        "generate_catalogue", ROOT / "tools" / "generate_catalogue.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_package_data_are_generated(generator: ModuleType, shared: Path) -> None:
    """The files in the package are, byte for byte, what the generator makes of the sources."""
    made = generator.generate(shared / "standards" / "catalogue")
    for name, content in made.items():
        assert (generator.DATA / name).read_bytes() == content, name
    assert [source for source, _, _ in edition()] == [
        "items.csv",
        "code_systems.csv",
        "guidance_items.csv",
        "guidance_points.csv",
    ]


def test_every_national_item_is_there(shared: Path) -> None:
    """All rows of the national tables and none of the vendor's extension."""
    path = shared / "standards" / "catalogue" / "items.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert set(all_items()) == {r["item_code"] for r in rows if r["domain"] != "checkup_ext"}
    assert item(next(r["item_code"] for r in rows if r["domain"] == "checkup_ext")) is None


def test_one_item_read_by_hand() -> None:
    """身長: PQ in cm, one decimal, range 100 to 250, mandatory, section 01010."""
    height = item("9N001000000000001")
    assert height is not None
    assert (height.value_type, height.unit, height.decimals) == ("PQ", "cm", 1)
    assert (height.valid_min, height.valid_max) == (Decimal(100), Decimal(250))
    assert (height.requirement, height.section) == (Requirement.MANDATORY, "01010")
    assert height.phases == {3, 4}
    assert item("9N001000000000002") is None


@pytest.mark.parametrize(
    ("fiscal_year", "phase"), [(2007, 0), (2008, 1), (2013, 2), (2018, 3), (2023, 3), (2024, 4)]
)
def test_phase_of_a_year(fiscal_year: int, phase: int) -> None:
    """Phases begin in 2008, 2013, 2018 and 2024."""
    assert phase_of(fiscal_year) == phase


def test_items_change_with_the_phase() -> None:
    """Casual triglycerides came with phase 4; the wish for guidance (9N806) went with phase 3."""
    new, old = {i.code for i in items(2024)}, {i.code for i in items(2023)}
    assert "3F015129902327101" in new - old
    assert "9N806000000000011" in old - new
    assert len(new) == 322  # the national table of phase 4


def test_smoking_answers_by_phase() -> None:
    """喫煙: table 2003 in phase 3, table 24060 in phase 4, where 3 is a legal answer."""
    smoking = item("9N736000000000011")
    assert smoking is not None
    assert smoking.answers(3) == f"{oids.ROOT}.2003"
    assert smoking.answers(4) == f"{oids.ROOT}.24060"
    table = code_system(smoking.answers(4))
    assert table is not None
    assert table.holds("3", phase=4)
    assert not table.holds("4")


def test_every_answer_table_exists() -> None:
    """No item points to a code table that is not there."""
    tables = {i.answers(p) for i in all_items().values() for p in (3, 4)} - {""}
    assert tables <= set(all_code_systems())


def test_references_between_items_hold() -> None:
    """Parents and authors named by an item are items themselves."""
    named = {i.depends_on for i in all_items().values()}
    named |= {i.author_item for i in all_items().values()}
    assert named - {""} <= set(all_items())


def test_roots_have_no_members() -> None:
    """An identifier root is a code system without codes; the one without OID has its name."""
    insurers = code_system(oids.INSURER)
    assert insurers is not None
    assert (insurers.kind, dict(insurers.members)) == ("identifier_root", {})
    commission = code_system("none:別表15")
    assert commission is not None
    assert set(commission.members) == {"1", "2"}
