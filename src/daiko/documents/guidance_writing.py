"""Guidance records to gc08 and hg08 bytes.

Source: standards/archive-and-xml.md 5 and 8; guidance.md 7 (hg08 in the shape of the
payment fund's sample), 9.2. Nothing is checked; ``None`` is left out, so that faulty
records give faulty documents.
"""

from __future__ import annotations

from typing import Final

from daiko.documents.claim_head_writing import (
    opening as claim_opening,
)
from daiko.documents.claim_head_writing import (
    subject_person,
    terms_element,
    with_currencies,
)
from daiko.documents.guidance_records import (
    ActPerformer,
    GuidanceAct,
    GuidanceClaim,
    GuidanceObservation,
    GuidanceResult,
    GuidanceSection,
)
from daiko.documents.result_writing import (
    BODY,
    END,
    coded,
    head,
    opening,
    organization,
    service_event,
    value_element,
)
from daiko.documents.returns import adjudication_block
from daiko.documents.xml_text import attribute, empty, escaped, identifier, text_element

_NOT_USED: Final = '<id nullFlavor="NI"/>\n'


def write_guidance_claim(claim: GuidanceClaim) -> bytes:
    """gc08 as UTF-8 bytes."""
    text = "".join(
        (
            claim_opening("healthGuidanceClaim", "../XSD/gc08_V08.xsd"),
            "<encounter>\n",
            empty("serviceEventType", "code", claim.service_event_type),
            empty("guidanceLevel", "code", claim.guidance_level),
            empty("guidanceTiming", "code", claim.guidance_timing),
            "</encounter>\n",
            subject_person(claim),
            _card(claim),
            _settlement(claim),
            adjudication_block("agencyAdjudicationResult", claim.agency_result),
            adjudication_block("insurerAdjudicationResult", claim.insurer_result),
            "</healthGuidanceClaim>\n",
        )
    )
    return with_currencies(text, claim.currencies).encode()


def _card(claim: GuidanceClaim) -> str:
    high = empty("high", "value", claim.card_valid_until)
    return "".join(
        (
            "<healthGuidanceCard>\n",
            identifier("id", claim.card_id),
            identifier("checkupCardId", claim.checkup_card_id),
            f"<effectiveTime>\n{high}</effectiveTime>\n" if high else "",
            terms_element("copayment", claim.copayment_terms),
            terms_element("maxInsuranceLimit", claim.insurer_limit),
            "</healthGuidanceCard>\n",
        )
    )


def _settlement(claim: GuidanceClaim) -> str:
    rate = ""
    if claim.payment_rate is not None:
        unit = attribute("unit", claim.payment_rate_unit)
        rate = f'<paymentRate value="{escaped(claim.payment_rate)}"{unit}/>\n'
    status = empty("status", "code", claim.payment_status)
    return "".join(
        (
            "<settlement>\n",
            f"<unitPrice>\n{empty('amount', 'value', claim.unit_price)}</unitPrice>\n",
            rate,
            empty("pointCountCompleted", "value", claim.points_completed),
            empty("pointCountIntended", "value", claim.points_intended),
            empty("calculatedAmount", "value", claim.calculated),
            f"<payment>\n{status}{empty('amount', 'value', claim.payment_total)}</payment>\n",
            empty("claimAmount", "value", claim.claim_amount),
            "</settlement>\n",
        )
    )


def write_guidance_result(result: GuidanceResult) -> bytes:
    """hg08 as UTF-8 bytes."""
    parts = [opening("hg08"), *head(result)]
    parts.append(service_event(result) * result.service_event_count)
    parts.append(BODY)
    for section in result.sections:
        _add_section(section, parts)
    parts.append(END)
    return "".join(parts).encode()


def _add_section(section: GuidanceSection, parts: list[str]) -> None:
    parts.append("<component>\n<section>\n")
    parts.append(coded("code", section.code, section.code_system))
    parts.append(text_element("title", section.title))
    if section.narrative:
        lines = "".join(text_element("item", line) for line in section.narrative)
        parts.append(f"<text>\n<list>\n{lines}</list>\n</text>\n")
    elif section.has_text:
        parts.append("<text/>\n")
    for act in section.acts:
        parts.append("<entry>\n")
        _add_act(act, parts)
        parts.append("</entry>\n")
    for observation in section.observations:
        parts.append("<entry>\n")
        _add_observation(observation, parts)
        parts.append("</entry>\n")
    parts.append("</section>\n</component>\n")


def _add_act(act: GuidanceAct, parts: list[str]) -> None:
    moods = attribute("classCode", act.class_code) + attribute("moodCode", act.mood_code)
    parts.append(f"<act{moods}>\n")
    parts.append(_code(act.code, act.code_system, act.code_null_flavor))
    parts.append(empty("effectiveTime", "value", act.performed_on))
    parts.extend(_performer(performer) for performer in act.performers)
    for observation in act.observations:
        _add_part(observation, parts)
    parts.append("</act>\n")


def _performer(performer: ActPerformer) -> str:
    return (
        f"<performer>\n<assignedEntity>\n{_NOT_USED}"
        f"{coded('code', performer.code, performer.code_system)}"
        f"{organization(performer.organization)}</assignedEntity>\n</performer>\n"
    )


def _add_part(observation: GuidanceObservation, parts: list[str]) -> None:
    parts.append(f"<entryRelationship{attribute('typeCode', observation.relation)}>\n")
    _add_observation(observation, parts)
    parts.append("</entryRelationship>\n")


def _add_observation(observation: GuidanceObservation, parts: list[str]) -> None:
    mood = attribute("moodCode", observation.mood_code)
    negation = ' negationInd="true"' if observation.negated else ""
    parts.append(f'<observation classCode="OBS"{mood}{negation}>\n')
    parts.append(
        _code(
            observation.code,
            observation.code_system,
            observation.code_null_flavor,
            observation.display_name,
        )
    )
    if observation.minutes is not None:
        value = attribute("value", observation.minutes.value)
        unit = attribute("unit", observation.minutes.unit)
        parts.append(f"<effectiveTime>\n<width{value}{unit}/>\n</effectiveTime>\n")
    parts.extend(value_element(value) for value in observation.values)
    for part in observation.parts:
        _add_part(part, parts)
    parts.append("</observation>\n")


def _code(
    code: str | None, system: str | None, null_flavor: str | None, display: str | None = None
) -> str:
    text = (
        f"{attribute('nullFlavor', null_flavor)}{attribute('code', code)}"
        f"{attribute('codeSystem', system)}{attribute('displayName', display)}"
    )
    return f"<code{text}/>\n" if text else ""
