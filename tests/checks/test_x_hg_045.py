from __future__ import annotations

from typing import Any

import pytest

from daiko.standard import oids
from guidance_building import a_guidance_pair
from guidance_judging import first, last, of_final, of_first, with_act
from guidance_sections import an_act, item, with_acts
from judging import findings


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"performed_on": None}, ["X-HG-045"]),
        ({"performed_on": "20260231"}, ["X-HG-045"]),
        ({"code": None}, ["X-HG-045"]),
        ({"code_system": oids.SUPPORT_FORM_PHASE_3}, ["X-HG-045"]),  # a form of phase 3
        ({"performers": ()}, ["X-HG-045"]),
    ],
)
def test_x_hg_045(fields: dict[str, Any], expected: list[str]) -> None:
    """Every contact has day, form and performer."""
    assert expected == of_first("X-HG-045", with_act(first(), "90030", **fields))
    assert expected == of_final("X-HG-045", with_act(last(), "90040", 1, **fields))


def test_x_hg_045_early_flag_alone() -> None:
    """A final report may repeat the early flag without the interview."""
    act = an_act("", "", [item("90030", "1022000016", "0")], code=None, performed_on=None)
    assert of_final("X-HG-045", with_acts(last(), "90030", act)) == []


def test_x_hg_045_form_of_no_table() -> None:
    """A support or evaluation has a form of the table; interviews are X-HG-017's."""
    assert of_final("X-HG-045", with_act(last(), "90040", code="7")) == ["X-HG-045"]
    assert of_final("X-HG-045", with_act(last(), "90060", code="8")) == ["X-HG-045"]
    assert of_first("X-HG-045", with_act(first(), "90030", code="7")) == []


@pytest.mark.parametrize(
    ("fields", "place", "found", "expected"),
    [
        ({"performed_on": "20260931"}, "/effectiveTime/@value", "20260931", "YYYYMMDD"),
        ({"performed_on": None}, "/act/effectiveTime", "", "実施日 / day"),
        ({"performed_on": None, "code": None}, "/act", "", "実施日、形態 / day, form"),
        (
            {"code_system": oids.SUPPORT_FORM_PHASE_3},
            "/code/@codeSystem",
            oids.SUPPORT_FORM_PHASE_3,
            oids.SUPPORT_FORM,
        ),
    ],
)
def test_x_hg_045_names_the_place(
    fields: dict[str, Any], place: str, found: str, expected: str
) -> None:
    """What is written wrong stands as found, at its own place."""
    pair = a_guidance_pair(result=with_act(first(), "90030", **fields))
    (told,) = findings("X-HG-045", pair)
    assert told.at.endswith(place)
    assert (told.found, told.expected) == (found, expected)
