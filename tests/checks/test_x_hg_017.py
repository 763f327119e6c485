from __future__ import annotations

import pytest

from daiko.standard import oids
from guidance_building import an_earlier
from guidance_judging import first, of_first, split, with_act


@pytest.mark.parametrize(
    ("form", "expected"), [("1", []), ("4", []), ("5", ["X-HG-017"]), ("6", ["X-HG-017"])]
)
def test_x_hg_017(form: str, expected: list[str]) -> None:
    """A whole interview and a first half are in person or remote, never by telephone."""
    assert expected == of_first("X-HG-017", with_act(first(), "90030", code=form))
    assert expected == of_first("X-HG-017", split(first(), form=form))


def test_x_hg_017_second_half() -> None:
    """The second half may be by telephone, also when the first was reported before."""
    by_phone = with_act(first(), "90030", code="5")
    assert of_first("X-HG-017", split(by_phone)) == []
    assert of_first("X-HG-017", by_phone, earlier=(an_earlier(timing="5"),)) == []


def test_x_hg_017_phase_3() -> None:
    """In table 18140 the numbers mean other forms: 5 is remote, 3 the telephone."""
    remote = with_act(first(), "90030", code="5", code_system=oids.INTERVIEW_FORM_PHASE_3)
    phone = with_act(first(), "90030", code="3", code_system=oids.INTERVIEW_FORM_PHASE_3)
    assert of_first("X-HG-017", remote) == []
    assert of_first("X-HG-017", phone) == ["X-HG-017"]
