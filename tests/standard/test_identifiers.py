"""Numbers: check digits, forms, cards (the doctests hold the plain cases)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.standard.identifiers import (
    AGENCY_NUMBERS,
    FUND,
    SHARED_SENDERS,
    CardId,
    check_digit,
    has_valid_check_digit,
    is_agency_number,
    is_insurer_number,
    is_provider_number,
    pad_insurer_number,
)

DIGITS = st.text("0123456789", min_size=1, max_size=20)


def literal_rule(body: str) -> str:
    """The rule as the standard's sentence has it: twice every second digit from the right."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product // 10 + product % 10
    return str((10 - total % 10) % 10)


@given(DIGITS)
def test_check_digit_is_the_written_rule(body: str) -> None:
    """The compact form gives what the sentence of the standard gives."""
    assert check_digit(body) == literal_rule(body)


@given(DIGITS, st.integers(0, 10))
def test_zero_padding_changes_nothing(body: str, zeros: int) -> None:
    """Insurer numbers keep their check digit when they are padded."""
    assert check_digit("0" * zeros + body) == check_digit(body)


@given(DIGITS, st.data())
def test_one_wrong_digit_is_always_found(body: str, data: st.DataObject) -> None:
    """Changing any single digit makes the check digit wrong."""
    number = body + check_digit(body)
    at = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[at]]))
    assert not has_valid_check_digit(number[:at] + other + number[at + 1 :])


def test_numbers_of_the_standard_are_right() -> None:
    """48 agencies and the examples of the standard all carry a right check digit."""
    assert len(AGENCY_NUMBERS) == 48
    assert all(is_agency_number(number) for number in AGENCY_NUMBERS)
    assert AGENCY_NUMBERS[FUND] == "社会保険診療報酬支払基金"
    examples = ["01130012", "06132013", "33120015", "06137251", "2214104792", *SHARED_SENDERS]
    assert all(has_valid_check_digit(number) for number in examples)
    assert not has_valid_check_digit("99999999")  # insurer of the official samples (ruling 13)


@pytest.mark.parametrize(
    "text", ["", "1234567", "123456789", "１２３４５６７８", "12 45678", "-1234567"]
)
def test_forms_are_refused(text: str) -> None:
    """Only half-width digits of the right length are insurer numbers; nothing else is padded."""
    assert not is_insurer_number(text)
    assert not has_valid_check_digit("１２３４５６７５")
    assert not is_provider_number(text)


def test_padding() -> None:
    """Six digit numbers become eight; longer ones stay as they are."""
    assert pad_insurer_number("138024") == "00138024"
    assert pad_insurer_number("123456789") == "123456789"


@pytest.mark.parametrize(
    "text", [None, "", "2450000000", "245000000012", "24５00000001", "24-00000001"]
)
def test_card_ids_that_are_none(text: str | None) -> None:
    """Eleven half-width digits or no card id."""
    assert CardId.parse(text) is None


def test_card_id_parts() -> None:
    """Year 2, kind 1, person 8."""
    assert CardId.parse("26112345678") == CardId(2026, "1", "12345678")
