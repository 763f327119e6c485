"""Body of hc08: sections and their observations, in one walk; also an entry by itself.

Source: standards/archive-and-xml.md 7.2. As all readers: nothing raises, what is missing
stays ``None``.
"""

from __future__ import annotations

from typing import Any, Final

from daiko.documents.records import Observation, ObservationValue, Section
from daiko.documents.xml_reading import text_of
from daiko.standard.oids import CDA_NAMESPACE

_NS: Final = "{" + CDA_NAMESPACE + "}"
_XSI_TYPE: Final = "{http://www.w3.org/2001/XMLSchema-instance}type"
_CODED: Final = frozenset({"CD", "CO"})
_TRUE: Final = frozenset({"true", "1"})
_AUTHOR: Final = _NS + "author"
_CODE: Final = _NS + "code"
ENTRY: Final = _NS + "entry"
_HIGH: Final = _NS + "high"
_INTERPRETATION: Final = _NS + "interpretationCode"
_ITEM: Final = _NS + "item"
_LOW: Final = _NS + "low"
_METHOD: Final = _NS + "methodCode"
_OBSERVATION: Final = _NS + "observation"
_PERSON_NAME: Final = f"{_NS}assignedAuthor/{_NS}assignedPerson/{_NS}name"
_RANGE: Final = _NS + "referenceRange"
_RELATIONSHIP: Final = _NS + "entryRelationship"
SECTION: Final = _NS + "section"
_TEXT: Final = _NS + "text"
_TITLE: Final = _NS + "title"
_VALUE: Final = _NS + "value"


def read_body(node: Any) -> list[Section]:
    """Walk a body once in the order of the file; the parent says whose child a node is.

    A flat walk costs less than nested loops. ``owners`` holds the elements, so the same
    element is the same object again.
    """
    owners: dict[Any, Observation] = {}
    filled: list[tuple[Section, list[Observation]]] = []
    _fill(node, owners, filled)
    for section, items in filled:
        section.observations = tuple(items)
    return [section for section, _ in filled]


def _fill(
    node: Any,
    owners: dict[Any, Observation],
    filled: list[tuple[Section, list[Observation]]],
) -> None:
    for child in node.iter(*_BODY_TAGS):
        tag = child.tag
        if tag == _OBSERVATION:
            _place_observation(child, owners, filled)
        elif tag == SECTION:
            filled.append((read_section_head(child), []))
        else:
            owner = owners.get(child.getparent())
            if owner is None:
                continue
            if tag == _VALUE:
                value = read_value(child)
                owner.values = (*owner.values, value) if owner.values else (value,)
            else:
                _PARTS[tag](child, owner)


def read_entry(node: Any) -> tuple[Observation, ...]:
    """The observations of one ``entry`` by itself."""
    owners: dict[Any, Observation] = {}
    filled: list[tuple[Section, list[Observation]]] = [(Section(), [])]
    _fill(node, owners, filled)
    return tuple(filled[0][1])


def fill_section(section: Section, observations: list[Observation]) -> None:
    """Give a section what its entries hold."""
    section.observations = tuple(observations)


def read_section_head(node: Any) -> Section:
    """Head of a section, as far as it stands before the entries."""
    section = Section()
    for child in node:
        tag = child.tag
        if tag == ENTRY:
            break
        if tag == _CODE and section.code is None:
            section.code = child.get("code")
            section.code_system = child.get("codeSystem")
        elif tag == _TITLE and section.title is None:
            section.title = text_of(child)
        elif tag == _TEXT and not section.narrative:
            section.narrative = tuple([text_of(item) for item in child.iter(_ITEM)])
    return section


def _place_observation(
    node: Any,
    owners: dict[Any, Observation],
    filled: list[tuple[Section, list[Observation]]],
) -> None:
    """Hang an observation into its section or its wrapper; elsewhere it is not read."""
    observation = Observation()
    parent = node.getparent()
    if parent.tag == ENTRY and filled:
        filled[-1][1].append(observation)
    elif parent.tag == _RELATIONSHIP and (wrapper := owners.get(parent.getparent())) is not None:
        observation.relation = parent.get("typeCode")
        wrapper.parts = (*wrapper.parts, observation)
    else:
        return
    owners[node] = observation
    if node.get("negationInd") in _TRUE:
        observation.negated = True


def read_value(node: Any) -> ObservationValue:
    get = node.get
    kind = get(_XSI_TYPE)
    if kind is not None and ":" in kind:
        kind = kind.rpartition(":")[2]  # a prefix names the namespace, not another type
    # Most values are quantities or codes: ask first for what their type has.
    if kind == "PQ" and (value := get("value")) is not None:
        null_flavor = get("nullFlavor")
        return ObservationValue(kind, value, get("unit"), None, None, null_flavor, node.text)
    if kind in _CODED and (code := get("code")) is not None:
        system, null_flavor = get("codeSystem"), get("nullFlavor")
        return ObservationValue(kind, None, None, code, system, null_flavor, node.text)
    text = text_of(node) if len(node) else node.text
    return ObservationValue(
        kind,
        get("value"),
        get("unit"),
        get("code"),
        get("codeSystem"),
        get("nullFlavor"),
        text,
    )


def _read_item_code(node: Any, observation: Observation) -> None:
    get = node.get
    observation.code = code = get("code")
    observation.code_system = get("codeSystem")
    observation.display_name = get("displayName")
    if code is None:
        observation.code_null_flavor = get("nullFlavor")


def _read_interpretation(node: Any, observation: Observation) -> None:
    observation.interpretation = node.get("code")


def _read_method(node: Any, observation: Observation) -> None:
    observation.method_code = node.get("code")
    observation.method_code_system = node.get("codeSystem")


def _read_item_author(node: Any, observation: Observation) -> None:
    name = node.find(_PERSON_NAME)
    observation.author_name = None if name is None else text_of(name)


def _read_range(node: Any, observation: Observation) -> None:
    for observation_range in node:
        for value in observation_range:
            for bound in value:
                tag = bound.tag
                if tag == _LOW and observation.reference_low is None:
                    observation.reference_low = _bound(bound)
                elif tag == _HIGH and observation.reference_high is None:
                    observation.reference_high = _bound(bound)


def _bound(node: Any) -> ObservationValue:
    return ObservationValue(None, node.get("value"), node.get("unit"), None, None, None, None)


_PARTS: Final = {
    _CODE: _read_item_code,
    _INTERPRETATION: _read_interpretation,
    _METHOD: _read_method,
    _AUTHOR: _read_item_author,
    _RANGE: _read_range,
}
_BODY_TAGS: Final = (
    _OBSERVATION,
    SECTION,
    _VALUE,
    _CODE,
    _METHOD,
    _INTERPRETATION,
    _AUTHOR,
    _RANGE,
)
