"""Guidance documents: what is written is read again, and both sets of schemas accept it."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from daiko.documents.guidance_records import (
    ActPerformer,
    GuidanceAct,
    GuidanceClaim,
    GuidanceObservation,
    GuidanceSection,
)
from daiko.documents.reading import read_guidance_claim, read_guidance_result
from daiko.documents.records import (
    AdjudicationResult,
    CardParticipant,
    DeclaredTerms,
    Identifier,
    ObservationValue,
    Organization,
)
from daiko.documents.writing import write_guidance_claim, write_guidance_result
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import SchemaSet, official_schemas, own_schemas
from guidance_building import a_guidance_claim, a_guidance_result
from guidance_sections import ACTIVE, MOTIVATIONAL, an_act, item, with_acts

_TEXT = st.text("アイ漢０aZ19 &<>\"'-.", max_size=8)
_MAYBE = st.sampled_from([None, "", "2", "1.2.3", "<&'", "漢字 "])
_WORD = st.none() | st.text("アイ漢０aZ19&<-.", min_size=1, max_size=8)  # an address is trimmed
_IDS = st.builds(Identifier, _MAYBE, _MAYBE, _MAYBE)
_MAYBE_ID = st.none() | _IDS
_TERMS = st.none() | st.builds(DeclaredTerms, _MAYBE, _MAYBE, _MAYBE, st.none())
_RETURNS = st.none() | st.builds(AdjudicationResult, _MAYBE, _MAYBE, _MAYBE, _MAYBE)
_OFFICES = st.none() | st.builds(Organization, _MAYBE_ID, _MAYBE, _MAYBE, _MAYBE, _WORD)
_VALUES = (
    st.builds(
        ObservationValue,
        type=st.just("CD"),
        code=_MAYBE,
        code_system=_MAYBE,
        null_flavor=_MAYBE,
    )
    | st.builds(ObservationValue, type=st.just("PQ"), value=_MAYBE, unit=_MAYBE)
    | st.builds(ObservationValue, type=st.just("INT"), value=_MAYBE)
    | st.builds(
        ObservationValue, type=st.just("ST"), text=st.text("あ漢aZ", min_size=1, max_size=5)
    )
)
_FORMS = st.sampled_from(["EVN", "INT", "GOL"]) | _MAYBE


def _observations(depth: int, relation: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    parts = st.just(()) if depth == 0 else _tuples(_observations(depth - 1, _MAYBE), 2)
    return st.builds(
        GuidanceObservation,
        code=_MAYBE,
        code_system=_MAYBE,
        code_null_flavor=_MAYBE,
        display_name=_MAYBE,
        mood_code=_FORMS,
        relation=relation,
        negated=st.booleans(),
        minutes=st.none() | st.builds(ObservationValue, value=_MAYBE, unit=_MAYBE),
        values=_tuples(_VALUES, 2),
        parts=parts,
    )


def _tuples(of: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[Any]:
    return st.lists(of, max_size=most).map(tuple)


_ACTS = st.builds(
    GuidanceAct,
    class_code=_MAYBE,
    mood_code=_FORMS,
    code=_MAYBE,
    code_system=_MAYBE,
    code_null_flavor=_MAYBE,
    performed_on=_MAYBE,
    performers=_tuples(st.builds(ActPerformer, _MAYBE, _MAYBE, _OFFICES), 2),
    observations=_tuples(_observations(1, _MAYBE), 2),
)
_SECTIONS = st.builds(
    GuidanceSection,
    code=_MAYBE,
    code_system=_MAYBE,
    title=_MAYBE,
    has_text=st.just(True),
    narrative=_tuples(_TEXT, 2),
    acts=_tuples(_ACTS, 2),
    observations=_tuples(_observations(0, st.none()), 2),
)
_CARDS = st.builds(
    CardParticipant,
    type_code=_MAYBE,
    function_code=_MAYBE,
    function_code_system=_MAYBE,
    valid_until=_MAYBE,
    card_id=_MAYBE_ID,
    issuing_insurer=_MAYBE_ID,
)
_OF_TYPE = {
    "Identifier | None": _MAYBE_ID,
    "DeclaredTerms | None": _TERMS,
    "AdjudicationResult | None": _RETURNS,
    "str | None": _MAYBE,
}
_CLAIMS = st.builds(
    GuidanceClaim,
    **{
        field.name: _OF_TYPE[str(field.type)]
        for field in fields(GuidanceClaim)
        if str(field.type) in _OF_TYPE
        and field.name not in ("address", "payment_rate_unit", "payment_rate")
    },
    address=_WORD,
    payment_rate=_TEXT,
    payment_rate_unit=_MAYBE,
)


@given(_CLAIMS)
def test_what_is_written_of_a_claim_is_read(claim: GuidanceClaim) -> None:
    """Any claim, also a faulty one, comes back as it was."""
    assert read_guidance_claim(etree.fromstring(write_guidance_claim(claim))) == claim


@given(st.lists(_SECTIONS, max_size=2), st.lists(_CARDS, max_size=2), st.integers(0, 2))
def test_what_is_written_of_a_result_is_read(
    sections: list[GuidanceSection], cards: list[CardParticipant], events: int
) -> None:
    """Any body, any cards, any number of service events."""
    result = a_guidance_result(
        sections=tuple(sections), cards=tuple(cards), service_event_count=events
    )
    if events == 0:
        result = replace(
            result, program_code=None, program_code_system=None, performed_on=None, performer=None
        )
    assert read_guidance_result(etree.fromstring(write_guidance_result(result))) == result


@pytest.fixture(params=["own", "official"])
def schemas(request: pytest.FixtureRequest, shared: Path) -> SchemaSet:
    if request.param == "own":
        return own_schemas()
    return official_schemas(shared / "standards" / "xsd")


@pytest.mark.parametrize("level", [ACTIVE, MOTIVATIONAL])
@pytest.mark.parametrize("final", [False, True])
def test_complete_documents_are_valid(schemas: SchemaSet, level: str, *, final: bool) -> None:
    """Both reports of both levels, and their claims, by our schemas and the official ones."""
    result = etree.fromstring(write_guidance_result(a_guidance_result(level, final=final)))
    assert schemas.validate(DocumentKind.HG, result) == []
    claim = etree.fromstring(write_guidance_claim(a_guidance_claim(level, final=final)))
    assert schemas.validate(DocumentKind.GC, claim) == []


def test_split_interview_and_everything_optional_is_valid(schemas: SchemaSet) -> None:
    """90020, notes, terms, limit, points, results of adjudication."""
    half = an_act("1", "20260520", [item("90020", "1022000013", "20")])
    result = with_acts(a_guidance_result(), "90020", half)
    tree = etree.fromstring(write_guidance_result(result))
    assert schemas.validate(DocumentKind.HG, tree) == []
    claim = a_guidance_claim(
        copayment_terms=DeclaredTerms("3", rate="010000"),
        insurer_limit=DeclaredTerms("4", amount="020000"),
        agency_result=AdjudicationResult("2", "20260610", "02", "記録の不足"),
        insurer_result=AdjudicationResult("5", "20260710", "06"),
        currencies=("JPY",) * 5,
    )
    tree = etree.fromstring(write_guidance_claim(claim))
    assert read_guidance_claim(tree) == claim
    assert schemas.validate(DocumentKind.GC, tree) == []


def test_organizer_is_read_as_its_observations() -> None:
    """The schema allows entry/organizer; nothing that stands there is lost."""
    text = write_guidance_result(a_guidance_result()).decode()
    inner = (
        '<entry><organizer classCode="BATTERY" moodCode="EVN"><statusCode code="completed"/>'
        '<component><observation classCode="OBS" moodCode="EVN"><code code="1020000001"/>'
        "</observation></component></organizer></entry></section>"
    )
    text = text.replace("</section>", inner, 1)
    section = read_guidance_result(etree.fromstring(text.encode())).sections[0]
    assert [o.code for o in section.observations] == ["1020000001"]
