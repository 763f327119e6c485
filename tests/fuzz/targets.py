"""What the fuzzer calls: bytes in, nothing out; any exception is a fault of the program.

Each target states what must hold whatever the bytes are. ``test_corpus.py`` replays what
the fuzzer once found, ``run.py`` looks for more.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import Final

from building import RECEIVED_AT
from daiko.archive.limits import Limits
from daiko.archive.reader import ArchiveDamaged, open_archive
from daiko.checks.engine import check_document
from daiko.checks.loading import load_document
from daiko.documents.gate import Parsed, parse_xml
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import own_schemas

LIMITS: Final = Limits(member_bytes=1 << 20, expanded_bytes=8 << 20)
_SHOWN_MAX: Final = 300


def zip_reader(data: bytes) -> None:
    """An archive is taken apart or refused; a member that is read is what it says it is."""
    archive = open_archive(io.BytesIO(data), limits=LIMITS)
    assert archive.problems or archive.members
    for member in archive.members:
        try:
            content = archive.read(member)
        except ArchiveDamaged:
            continue
        assert len(content) == member.size <= LIMITS.member_bytes
        assert archive.raw(member).size == member.size


def xml_gate(data: bytes) -> None:
    """A document is parsed, or one plain problem says why not."""
    outcome = parse_xml(data)
    if isinstance(outcome, Parsed):
        assert outcome.root.getroottree().docinfo.internalDTD is None
        data.decode("utf-8")
    else:
        assert outcome.detail.isprintable()


def head(kind: DocumentKind, data: bytes) -> None:
    """Index and summary are read to a record or to problems."""
    document = load_document(data, kind, "x.xml", schemas=own_schemas(), decided_by=None)
    assert document.problem or document.parsed


def checked(kind: DocumentKind, data: bytes) -> None:
    """A result or claim goes through every rule of its kind; findings can be shown.

    What was remembered of other documents makes no difference to what it says.
    """
    read = partial(load_document, data, kind, "x.xml", schemas=own_schemas(), decided_by=None)
    known, anew = read(), read(remember=False)
    assert known.record == anew.record
    assert (known.problem, list(known.schema_errors)) == (anew.problem, list(anew.schema_errors))
    for finding in check_document(data, kind, received_at=RECEIVED_AT):
        for text in (finding.found, finding.expected, finding.at, finding.document):
            assert len(text) <= _SHOWN_MAX
            assert text.replace("\u3000", "").isprintable(), repr(text)


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "zip_reader": zip_reader,
    "xml_gate": xml_gate,
    "ix08": partial(head, DocumentKind.IX),
    "su08": partial(head, DocumentKind.SU),
    "hc08": partial(checked, DocumentKind.HC),
    "cc08": partial(checked, DocumentKind.CC),
    "hg08": partial(checked, DocumentKind.HG),
    "gc08": partial(checked, DocumentKind.GC),
}
