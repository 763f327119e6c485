"""All kinds of faults, in a fixed order: that of these imports and of each module."""

from __future__ import annotations

from daiko.simulation.faults import (
    claim_faults,
    container_faults,
    duplicate_faults,
    first_interview_faults,
    guidance_faults,
    guidance_form_faults,
    guidance_header_faults,
    guidance_phase_3_faults,
    guidance_plan_faults,
    guidance_section_faults,
    head_faults,
    header_faults,
    item_faults,
    layout_faults,
    malformed_faults,
    money_faults,
    pairing_faults,
    phase_3_faults,
    presence_faults,
    price_faults,
    range_faults,
    register_faults,
    result_faults,
    xml_faults,
)
from daiko.simulation.faults.kinds import (
    ARCHIVE_FAULTS,
    GUIDANCE_ARCHIVE_FAULTS,
    GUIDANCE_FAULTS,
    PAIR_FAULTS,
)

MODULES = (
    xml_faults,
    header_faults,
    item_faults,
    pairing_faults,
    claim_faults,
    money_faults,
    price_faults,
    register_faults,
    duplicate_faults,
    container_faults,
    layout_faults,
    head_faults,
    result_faults,
    range_faults,
    first_interview_faults,
    guidance_faults,
    guidance_header_faults,
    guidance_section_faults,
    guidance_plan_faults,
    malformed_faults,
    presence_faults,
    guidance_form_faults,
    guidance_phase_3_faults,
    phase_3_faults,
)

__all__ = [
    "ARCHIVE_FAULTS",
    "GUIDANCE_ARCHIVE_FAULTS",
    "GUIDANCE_FAULTS",
    "MODULES",
    "PAIR_FAULTS",
    "planted_rules",
]


def planted_rules() -> frozenset[str]:
    """Every rule that a fault causes, in the pair or archive itself or in pairs of it."""
    kinds = (PAIR_FAULTS, GUIDANCE_FAULTS, ARCHIVE_FAULTS, GUIDANCE_ARCHIVE_FAULTS)
    faults = [fault for known in kinds for fault in known.values()]
    return frozenset(rule for fault in faults for rule in fault.causes | fault.of_pairs)
