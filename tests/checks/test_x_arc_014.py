from __future__ import annotations

import pytest

from judging import of_archive


@pytest.mark.parametrize(
    ("path", "digest", "expected"),
    [
        ("XSD/ix08_V08.xsd", "a" * 64, []),
        ("XSD/ix08_V08.xsd", "b" * 64, ["X-ARC-014"]),
        ("XSD/notes.xsd", "b" * 64, []),  # not of the set
    ],
)
def test_x_arc_014(path: str, digest: str, expected: list[str]) -> None:
    """A schema whose digest nobody trusts is found; a trusted or an unknown one is not."""
    assert expected == of_archive(
        "X-ARC-014",
        schema_digests={path: digest},
        trusted_schema_digests={"XSD/ix08_V08.xsd": frozenset({"a" * 64})},
    )
