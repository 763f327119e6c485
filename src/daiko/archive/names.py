"""Names of archives and of the files in DATA and CLAIMS, read and written.

Source: standards/archive-and-xml.md 1.2 (root folder) and 1.3 (file names).
Form only: whether a date exists, a check digit is right or a number is
registered is the business of the rules in ``checks/``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ARCHIVE: Final = re.compile(
    r"(?P<sender>[0-9]{8}|[0-9]{10})_(?P<receiver>[0-9]{8}|[0-9]{10})"
    r"_(?P<day>[0-9]{8})(?P<sequence>[0-9])_(?P<event>[1-9])",
    re.ASCII,
)
_MEMBER: Final = re.compile(
    r"(?P<prefix>[hcgp])(?P<provider>[0-9]{10})(?P<day>[0-9]{8})"
    r"(?P<sequence>[0-9])(?P<event>[1-9])(?P<serial>[0-9]{6})\.xml",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class ArchiveName:
    """``<sender>_<receiver>_<YYYYMMDD><N>_<X>``, e.g. 1319900013_94899010_202606050_1.

    ``sequence`` is N, the same-day sequence 0..9; ``service_event_type`` is X.
    """

    sender: str  # 8 or 10 digits
    receiver: str  # 8 or 10 digits
    submitted_on: str  # YYYYMMDD, not necessarily a day of the calendar
    sequence: int
    service_event_type: str

    @classmethod
    def parse(cls, name: str) -> ArchiveName | None:
        """The parts of a root folder name or of the ZIP name; ``None`` if the form is wrong.

        >>> ArchiveName.parse("1319900013_94899010_202606050_1.zip").sequence
        0
        """
        match = _ARCHIVE.fullmatch(name.removesuffix(".zip"))
        if match is None:
            return None
        return cls(
            match["sender"],
            match["receiver"],
            match["day"],
            int(match["sequence"]),
            match["event"],
        )

    @property
    def root(self) -> str:
        """Name of the single top folder."""
        return (
            f"{self.sender}_{self.receiver}_{self.submitted_on}{self.sequence}"
            f"_{self.service_event_type}"
        )

    @property
    def zip_name(self) -> str:
        return f"{self.root}.zip"


@dataclass(frozen=True, slots=True)
class MemberName:
    """``<prefix><provider 10><YYYYMMDD><N><X><serial 6>.xml``, 31 characters.

    Prefix h checkup result, c checkup claim, g guidance result, p guidance claim.
    """

    prefix: str
    provider: str
    made_on: str  # YYYYMMDD
    sequence: int
    service_event_type: str
    serial: int

    @classmethod
    def parse(cls, file_name: str) -> MemberName | None:
        """The parts of a file name without folder; ``None`` if the form is wrong.

        >>> MemberName.parse("h12345678992024061201000005.xml").serial
        5
        """
        match = _MEMBER.fullmatch(file_name)
        if match is None:
            return None
        return cls(
            match["prefix"],
            match["provider"],
            match["day"],
            int(match["sequence"]),
            match["event"],
            int(match["serial"]),
        )

    @property
    def pair(self) -> str:
        """What result and claim of one person and event share: no prefix, no ``.xml``."""
        return (
            f"{self.provider}{self.made_on}{self.sequence}{self.service_event_type}"
            f"{self.serial:06d}"
        )

    @property
    def file_name(self) -> str:
        return f"{self.prefix}{self.pair}.xml"


def pair_of(file_name: str) -> str:
    """Pair name of any file name, right or wrong in form: first letter and ``.xml`` cut off."""
    return file_name[1:].removesuffix(".xml")
