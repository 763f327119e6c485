"""Names of archives and members: what parses is written back the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.archive.names import ArchiveName, MemberName, pair_of

DIGITS = "0123456789"


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text(DIGITS, min_size=length, max_size=length)


@given(
    sender=digits(8) | digits(10),
    receiver=digits(8) | digits(10),
    day=digits(8),
    sequence=st.integers(0, 9),
    event=st.sampled_from("123456789"),
)
def test_archive_name_is_read_as_written(
    sender: str, receiver: str, day: str, sequence: int, event: str
) -> None:
    """Root and ZIP name of any well-formed name give the same parts again."""
    name = ArchiveName(sender, receiver, day, sequence, event)
    assert ArchiveName.parse(name.root) == name
    assert ArchiveName.parse(name.zip_name) == name


def test_archive_name_of_the_standard() -> None:
    """The example of archive-and-xml.md 1.2."""
    name = ArchiveName.parse("1319900013_94899010_202606050_1.zip")
    assert name == ArchiveName("1319900013", "94899010", "20260605", 0, "1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1319900013_94899010_20260605_0_1",  # underscore between date and N
        "131990001_94899010_202606050_1",  # nine digits
        "1319900013_9489901_202606050_1",
        "1319900013_94899010_202606050_0",  # no service event type 0
        "1319900013_94899010_202606050_1.ZIP",
        "1319900013_94899010_202606050_1\n",
        "１３１９９０００１３_94899010_202606050_1",
        "1319900013-94899010-202606050-1",
    ],
)
def test_other_forms_of_archive_name_are_refused(text: str) -> None:
    """What departs from the form in any character is no archive name."""
    assert ArchiveName.parse(text) is None


@given(
    prefix=st.sampled_from("hcgp"),
    provider=digits(10),
    day=digits(8),
    sequence=st.integers(0, 9),
    event=st.sampled_from("123456789"),
    serial=st.integers(0, 999_999),
)
def test_member_name_is_read_as_written(
    prefix: str, provider: str, day: str, sequence: int, event: str, serial: int
) -> None:
    """31 characters, read back the same; the pair name is the rest without prefix and .xml."""
    name = MemberName(prefix, provider, day, sequence, event, serial)
    assert len(name.file_name) == 31
    assert MemberName.parse(name.file_name) == name
    assert pair_of(name.file_name) == name.pair


def test_result_and_claim_share_their_pair_name() -> None:
    """Names that differ only in the prefix are one pair, also when they are wrong in form."""
    assert pair_of("h12345678992024061201000005.xml") == pair_of("c12345678992024061201000005.xml")
    assert pair_of("hX_01.xml") == pair_of("cX_01.xml")


@pytest.mark.parametrize(
    "text", ["x12345678992024061201000005.xml", "h1.xml", "h12345678992024061201000005.XML", ""]
)
def test_other_forms_of_member_name_are_refused(text: str) -> None:
    """Wrong prefix, length or ending is no member name."""
    assert MemberName.parse(text) is None
