"""A currency other than JPY was reported twice: by the schema and by X-CC-045."""

from __future__ import annotations

from building import a_claim, a_result, an_archive, rules_of
from daiko.documents.writing import write_checkup_claim


def test_one_finding_for_a_currency() -> None:
    """The schema's complaint about the element is the one a clerk reads."""
    claim = write_checkup_claim(a_claim())
    foreign = claim.replace(b"<unitAmount value=", b'<unitAmount currency="USD" value=')
    assert foreign != claim
    report = an_archive([(a_result(), foreign)]).check()
    found = [rule for rule in rules_of(report) if rule in ("X-CC-045", "X-XML-010")]
    assert found == ["X-XML-010"]
