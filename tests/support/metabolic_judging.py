"""What the tests of the two computed codes have in common: metabolic class, guidance level.

Both are 1 to 4 (X-HI-029, X-HI-030). A code that differs from the computed one is a
warning that shows how the right one comes about; 4 stands for undetermined.
"""

from __future__ import annotations

from dataclasses import dataclass

from building import a_pair
from daiko.checks.findings import Finding, Severity
from daiko.documents.records import Observation
from judging import findings, items_changed, of_items
from observing import coded, measured

WAIST, UPPER, HDL = "9N016160100000001", "9A751000000000001", "3F070000002327101"
RECOMPUTED = [
    ("84.9", "160", "3", None),  # not obese
    ("85.0", "130", "2", None),  # a man, one risk
    ("85.0", "130", "1", "2"),
    ("85.0", "130", "4", "2"),
    ("85.0", "118", "2", "3"),
]
"""Waist in cm, upper blood pressure, the code stated, and the right one if another."""


@dataclass(frozen=True)
class Computed:
    """A code that a rule computes."""

    rule: str
    item: str
    table: str

    def declared(self, code: str) -> Observation:
        return coded(self.item, "CD", code, self.table)

    def asked_of(self, *codes: str) -> list[str]:
        """Ids found where the result states these codes and no other."""
        return of_items(self.rule, *map(self.declared, codes), without=[self.item])

    def assert_recomputed(self, waist: str, upper: str, code: str, expected: str | None) -> None:
        """With this waist and blood pressure the code is right, or ``expected`` is named."""
        result = items_changed(
            measured(WAIST, waist, "cm"), measured(UPPER, upper, "mm[Hg]"), self.declared(code)
        )
        found = findings(self.rule, a_pair(result=result))
        if expected is None:
            assert found == []
            return
        (finding,) = found
        lines = finding.expected.split("\n")
        assert (finding.severity, finding.found) == (Severity.WARNING, code)
        assert lines[0].startswith(f"{expected} = ")
        assert any(f"{upper}/76" in line for line in lines)
        assert any(f"waist {waist} (≥85)" in line for line in lines)

    def assert_undetermined_without_hdl(self) -> None:
        """4 is right only when something is missing; what is missing is shown."""
        (finding,) = self._without_hdl("3")
        assert finding.expected.startswith("4 = ")
        assert "HDL —" in finding.expected
        assert self._without_hdl("4") == []

    def _without_hdl(self, code: str) -> list[Finding]:
        result = items_changed(measured(WAIST, "92.0", "cm"), self.declared(code), without=[HDL])
        return findings(self.rule, a_pair(result=result))
