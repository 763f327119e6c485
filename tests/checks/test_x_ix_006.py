from __future__ import annotations

import pytest

from building import an_index
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_archive


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        (oids.AGENCY, []),
        (oids.INSURER, ["X-IX-006"]),
        (oids.LOCAL_GOVERNMENT, ["X-IX-006"]),
    ],
)
def test_x_ix_006(root: str, expected: list[str]) -> None:
    """The receiver is an agency: OID .103."""
    assert expected == of_archive("X-IX-006", index=an_index(receiver=Identifier(root, "94899010")))
