"""What a check leaves for its visitor: a head and the cases, sealed, already masked.

Values that identify a person are masked before anything is written
(``checks/masking.py``): a result leaves the organisation of the file, so even the holder
of the key finds no whole value. Cases are lines, written and read one by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from daiko.checks.causes import Cause, causes_of, group_id
from daiko.checks.findings import Finding, Severity
from daiko.checks.masking import masked
from daiko.checks.report import PairVerdict
from daiko.precheck.sealed_files import SealedWriter, unsealed

HEAD: Final = "head"
CASES: Final = "cases"
MENDED: Final = "mended"
ARCHIVE: Final = "archive"
REQUEST: Final = "request"


@dataclass(frozen=True, slots=True)
class Case:
    """One pair with its causes (group id, cause), or the archive itself (``pair`` is "").

    Causes were found on the whole values; masked ones could look alike.
    """

    pair: str
    result: str
    claim: str
    is_bad: bool
    causes: tuple[tuple[str, Cause], ...]

    def of_group(self, group: str) -> tuple[Cause, ...]:
        """The causes of one group, mostly one or none."""
        return tuple(cause for name, cause in self.causes if name == group)


def seal_json(folder: Path, key: bytes, label: str, value: Any) -> None:
    with SealedWriter(folder / label, key, label) as file:
        file.write(json.dumps(value, ensure_ascii=False).encode())


def unseal_json(folder: Path, key: bytes, label: str) -> Any:
    return json.loads(b"".join(unsealed(folder / label, key, label)))


class CaseWriter:
    """Takes verdicts as they come."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._file = SealedWriter(folder / CASES, key, CASES)

    def add_pair(self, verdict: PairVerdict, *, is_bad: bool) -> None:
        self._add(
            [verdict.name, verdict.result, verdict.claim, int(is_bad)],
            causes_of(verdict.findings),
        )

    def add_archive(self, findings: tuple[Finding, ...]) -> None:
        if findings:
            self._add(["", "", "", 0], causes_of(findings))

    def close(self) -> None:
        self._file.close()

    def _add(self, head: list[Any], causes: tuple[Cause, ...]) -> None:
        value = [
            *head,
            [
                [group_id(cause), [_finding_value(masked(f)) for f in cause.findings]]
                for cause in causes
            ],
        ]
        self._file.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")


def read_cases(folder: Path, key: bytes) -> Iterator[Case]:
    """All cases in order: the pairs, then the archive itself."""
    return _cases(unsealed(folder / CASES, key, CASES))


def _cases(pieces: Iterator[bytes]) -> Iterator[Case]:
    for line in _lines(pieces):
        pair, result, claim, is_bad, causes = json.loads(line)
        yield Case(
            pair,
            result,
            claim,
            bool(is_bad),
            tuple((group, _cause(findings)) for group, findings in causes),
        )


def _cause(values: list[list[Any]]) -> Cause:
    main, *followers = (_finding(value) for value in values)
    return Cause(main, tuple(followers))


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _finding_value(finding: Finding) -> list[Any]:
    becomes = finding.becomes_error_on
    return [
        finding.rule,
        finding.at,
        finding.found,
        finding.expected,
        finding.severity and str(finding.severity),
        finding.document,
        finding.line,
        becomes and becomes.isoformat(),
    ]


def _finding(value: list[Any]) -> Finding:
    rule, at, found, expected, severity, document, line, becomes = value
    return Finding(
        rule,
        at,
        found,
        expected,
        severity=Severity(severity) if severity else None,
        document=document,
        line=line,
        becomes_error_on=date.fromisoformat(becomes) if becomes else None,
    )
