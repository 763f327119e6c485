"""Faults of the ZIP itself and of the paths in it (stage S0: X-ARC-001, 002, 008, 022)."""

from __future__ import annotations

from random import Random

from daiko.simulation.archives import ArchiveDraft, Members
from daiko.simulation.faults import zip_editing
from daiko.simulation.faults.kinds import archive_fault

_A_SCHEMA = "XSD/co08_V08.xsd"
_ENCRYPTED = 1
_BZIP2 = 12
_LINK = 0o120777 << 16
_TOO_LARGE = 11 * 1024 * 1024


@archive_fault("X-ARC-001")
def transfer_broken_off(draft: ArchiveDraft, rng: Random) -> None:
    """The end of the ZIP is missing, and with it the list of what it holds."""
    share = rng.uniform(0.4, 0.8)
    draft.zip_edits.append(lambda data: data[: int(len(data) * share)])
    draft.shows_pairs = False


@archive_fault("X-ARC-001")
def not_a_zip(draft: ArchiveDraft, _rng: Random) -> None:
    """A text was sent under the name of an archive."""
    draft.zip_edits.append(lambda _data: "健診データを送付します。\r\n".encode("cp932"))
    draft.shows_pairs = False


@archive_fault("X-ARC-001")
def bytes_after_the_zip(draft: ArchiveDraft, _rng: Random) -> None:
    """Something was appended to the ZIP."""
    draft.zip_edits.append(lambda data: data + b"\x00" * 64)


@archive_fault("X-ARC-001")
def bytes_before_the_zip(draft: ArchiveDraft, _rng: Random) -> None:
    """A self-extracting program stands before the ZIP."""
    draft.zip_edits.append(lambda data: b"MZ" + b"\x00" * 62 + data)


@archive_fault("X-ARC-001")
def schema_with_wrong_crc(draft: ArchiveDraft, _rng: Random) -> None:
    """The checksum of an enclosed schema is wrong."""
    path = f"{draft.root}/{_A_SCHEMA}"
    draft.zip_edits.append(lambda data: zip_editing.with_crc(data, path, 0x12345678))


@archive_fault("X-ARC-001")
def two_names_for_one_member(draft: ArchiveDraft, _rng: Random) -> None:
    """Local header and directory call a member differently."""
    path = f"{draft.root}/{_A_SCHEMA}"
    other = path.replace("co08", "cq08")
    draft.zip_edits.append(lambda data: zip_editing.with_local_name(data, path, other))


@archive_fault("X-ARC-002")
def schema_encrypted(draft: ArchiveDraft, _rng: Random) -> None:
    """A member carries a password."""
    path = f"{draft.root}/{_A_SCHEMA}"
    draft.zip_edits.append(lambda data: zip_editing.with_flag(data, path, _ENCRYPTED))


@archive_fault("X-ARC-002")
def unusual_compression(draft: ArchiveDraft, _rng: Random) -> None:
    """A member is compressed with bzip2."""
    path = f"{draft.root}/{_A_SCHEMA}"
    draft.zip_edits.append(lambda data: zip_editing.with_method(data, path, _BZIP2))


@archive_fault("X-ARC-008")
def symbolic_link(draft: ArchiveDraft, _rng: Random) -> None:
    """A schema is a symbolic link."""
    path = f"{draft.root}/{_A_SCHEMA}"
    draft.zip_edits.append(lambda data: zip_editing.with_attributes(data, path, _LINK))


@archive_fault("X-ARC-008")
def name_twice_but_for_case(draft: ArchiveDraft, _rng: Random) -> None:
    """Two schemas have the same name where capitals do not count."""
    draft.member_edits.append(lambda members: _add(members, "XSD/CO08_V08.XSD"))


@archive_fault("X-ARC-008")
def path_out_of_the_folder(draft: ArchiveDraft, _rng: Random) -> None:
    """A member would be unpacked outside its folder."""
    draft.member_edits.append(lambda members: _add(members, "XSD/../XSD/extra.xsd"))


def _add(members: Members, path: str) -> None:
    members[path] = b"<schema/>"


@archive_fault("X-ARC-022")
def member_too_large(draft: ArchiveDraft, _rng: Random) -> None:
    """A member expands to more than 10 MiB."""

    def grow(members: Members) -> None:
        members["XSD/coreschemas/manual.xsd"] = b"<!-- " + b" " * _TOO_LARGE + b" -->"

    draft.member_edits.append(grow)
