"""Checkup result records to hc08 (CDA R2) bytes.

Source: standards/archive-and-xml.md 7.1 (header) and 7.2 (body), in the shape of the
payment fund's own sample.
Nothing is checked; ``None`` is left out. Parts that the standard demands but does not
use (ids of the author and the custodian) are written with nullFlavor NI.
"""

from __future__ import annotations

from typing import Final

from daiko.documents.records import (
    CardParticipant,
    CheckupResult,
    Identifier,
    Observation,
    ObservationValue,
    Organization,
    ResultHead,
    Section,
)
from daiko.documents.xml_text import (
    DECLARATION,
    address,
    attribute,
    empty,
    escaped,
    identifier,
    text_element,
)
from daiko.standard.oids import CDA_NAMESPACE

BODY: Final = "<component>\n<structuredBody>\n"
END: Final = "</structuredBody>\n</component>\n</ClinicalDocument>\n"
_NOT_USED: Final = '<id nullFlavor="NI"/>\n'


def write_checkup_result(result: CheckupResult) -> bytes:
    """hc08 as UTF-8 bytes."""
    parts = [opening("hc08"), *head(result), service_event(result), BODY]
    for section in result.sections:
        _add_section(section, parts)
    parts.append(END)
    return "".join(parts).encode()


def opening(schema: str) -> str:
    """Declaration and root element that names its schema, hc08 or hg08."""
    return (
        f'{DECLARATION}<ClinicalDocument xmlns="{CDA_NAMESPACE}"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{CDA_NAMESPACE} ../XSD/{schema}_V08.xsd">\n'
    )


def head(result: ResultHead) -> list[str]:
    """Everything before documentationOf, the same in both kinds of results."""
    return [
        identifier("typeId", result.type_id),
        identifier("id", result.document_id),
        coded("code", result.report_code, result.report_code_system),
        empty("effectiveTime", "value", result.created_on),
        coded(
            "confidentialityCode",
            result.confidentiality_code,
            result.confidentiality_code_system,
        ),
        _record_target(result) * result.record_target_count,
        _author(result),
        _custodian(result.custodian),
        *(_card(card) for card in result.cards),
    ]


def coded(tag: str, code: str | None, system: str | None) -> str:
    """An element with code and codeSystem; nothing when both are absent."""
    if code is None and system is None:
        return ""
    return f"<{tag}{attribute('code', code)}{attribute('codeSystem', system)}/>\n"


def _record_target(result: ResultHead) -> str:
    return "".join(
        (
            "<recordTarget>\n<patientRole>\n",
            *(identifier("id", person_id) for person_id in result.person_ids),
            address(result.postal_code, result.address),
            "<patient>\n",
            text_element("name", result.name),
            coded("administrativeGenderCode", result.sex, result.sex_code_system),
            empty("birthTime", "value", result.birth_date),
            "</patient>\n</patientRole>\n</recordTarget>\n",
        )
    )


def _author(result: ResultHead) -> str:
    if result.author_time is None and result.author is None:
        return ""
    return (
        f"<author>\n{empty('time', 'value', result.author_time)}<assignedAuthor>\n{_NOT_USED}"
        f"{organization(result.author)}</assignedAuthor>\n</author>\n"
    )


def organization(office: Organization | None) -> str:
    """representedOrganization; nothing for ``None``."""
    if office is None:
        return ""
    return (
        f"<representedOrganization>\n{identifier('id', office.identifier)}"
        f"{text_element('name', office.name)}"
        f"{empty('telecom', 'value', office.telecom)}"
        f"{address(office.postal_code, office.address)}"
        "</representedOrganization>\n"
    )


def _custodian(custodian: Identifier | None) -> str:
    if custodian is None:
        return ""
    return (
        "<custodian>\n<assignedCustodian>\n<representedCustodianOrganization>\n"
        f"{identifier('id', custodian)}"
        "</representedCustodianOrganization>\n</assignedCustodian>\n</custodian>\n"
    )


def _card(card: CardParticipant) -> str:
    high = empty("high", "value", card.valid_until)
    issuer = identifier("id", card.issuing_insurer)
    return "".join(
        (
            f"<participant{attribute('typeCode', card.type_code)}>\n",
            coded("functionCode", card.function_code, card.function_code_system),
            f"<time>\n{high}</time>\n" if high else "",
            '<associatedEntity classCode="IDENT">\n',
            identifier("id", card.card_id),
            f"<scopingOrganization>\n{issuer}</scopingOrganization>\n" if issuer else "",
            "</associatedEntity>\n</participant>\n",
        )
    )


def service_event(result: ResultHead) -> str:
    """documentationOf with programme, day and institution."""
    stated = (result.program_code, result.program_code_system, result.performed_on)
    if stated == (None, None, None) and result.performer is None:
        return ""
    performer = ""
    if result.performer is not None:
        performer = (
            f'<performer typeCode="PRF">\n<assignedEntity>\n{_NOT_USED}'
            f"{organization(result.performer)}</assignedEntity>\n</performer>\n"
        )
    return (
        "<documentationOf>\n<serviceEvent>\n"
        f"{coded('code', result.program_code, result.program_code_system)}"
        f"{empty('effectiveTime', 'value', result.performed_on)}"
        f"{performer}</serviceEvent>\n</documentationOf>\n"
    )


def _add_section(section: Section, parts: list[str]) -> None:
    parts.append("<component>\n<section>\n")
    parts.append(coded("code", section.code, section.code_system))
    parts.append(text_element("title", section.title))
    if section.narrative:
        lines = "".join(text_element("item", line) for line in section.narrative)
        parts.append(f"<text>\n<list>\n{lines}</list>\n</text>\n")
    else:
        parts.append("<text/>\n")
    for observation in section.observations:
        parts.append("<entry>\n")
        _add_observation(observation, parts)
        parts.append("</entry>\n")
    parts.append("</section>\n</component>\n")


def _add_observation(observation: Observation, parts: list[str]) -> None:
    negation = ' negationInd="true"' if observation.negated else ""
    parts.append(f'<observation classCode="OBS" moodCode="EVN"{negation}>\n')
    parts.append(_item_code(observation))
    parts.extend(value_element(value) for value in observation.values)
    parts.append(coded("interpretationCode", observation.interpretation, None))
    parts.append(coded("methodCode", observation.method_code, observation.method_code_system))
    if observation.author_name is not None:
        parts.append(_item_author(observation.author_name))
    for part in observation.parts:
        parts.append(f"<entryRelationship{attribute('typeCode', part.relation)}>\n")
        _add_observation(part, parts)
        parts.append("</entryRelationship>\n")
    if observation.reference_low is not None or observation.reference_high is not None:
        parts.append(_reference_range(observation))
    parts.append("</observation>\n")


def _item_code(observation: Observation) -> str:
    text = (
        f"{attribute('nullFlavor', observation.code_null_flavor)}"
        f"{attribute('code', observation.code)}"
        f"{attribute('codeSystem', observation.code_system)}"
        f"{attribute('displayName', observation.display_name)}"
    )
    return f"<code{text}/>\n" if text else ""


def value_element(value: ObservationValue) -> str:
    """One value of an observation."""
    text = (
        f"{attribute('xsi:type', value.type)}{attribute('nullFlavor', value.null_flavor)}"
        f"{attribute('code', value.code)}{attribute('codeSystem', value.code_system)}"
        f"{attribute('value', value.value)}{attribute('unit', value.unit)}"
    )
    if value.text is None:
        return f"<value{text}/>\n"
    return f"<value{text}>{escaped(value.text)}</value>\n"


def _item_author(name: str) -> str:
    return (
        '<author>\n<time nullFlavor="NI"/>\n'
        f"<assignedAuthor>\n{_NOT_USED}<assignedPerson>\n{text_element('name', name)}"
        "</assignedPerson>\n</assignedAuthor>\n</author>\n"
    )


def _reference_range(observation: Observation) -> str:
    low, high = observation.reference_low, observation.reference_high
    bounds = "".join(
        f"<{tag}{attribute('value', bound.value)}{attribute('unit', bound.unit)}/>\n"
        for tag, bound in (("low", low), ("high", high))
        if bound is not None
    )
    return (
        '<referenceRange>\n<observationRange classCode="OBS" moodCode="EVN.CRT">\n'
        f'<value xsi:type="IVL_PQ">\n{bounds}</value>\n</observationRange>\n</referenceRange>\n'
    )
