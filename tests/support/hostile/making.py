"""Tools of the makers: a right archive taken apart, to be put together wrongly."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from building import ZIP_NAME, BuiltArchive, Pair, a_claim, a_result, an_archive, another
from daiko.archive.reader import open_archive
from daiko.checks.registers import History, Registers
from raw_zip import Entry, build

ROOT: Final = ZIP_NAME.removesuffix(".zip")
ACCEPTED: Final = "accepted"
RETURNED: Final = "returned"  # the hostile pair alone; the other one is accepted
ALL_RETURNED: Final = "all returned"
REFUSED: Final = "refused"
SEED: Final = 20_260_605


@dataclass(frozen=True)
class Specimen:
    """One hostile archive and the verdict it must get.

    ``rules``: exactly the rules that find something. ``found``: words that must stand in
    the findings. ``data`` makes the bytes when they are needed.
    """

    about: str
    data: Callable[[], bytes]
    outcome: str
    rules: frozenset[str]
    found: tuple[str, ...] = ()
    name: str = ZIP_NAME
    registers: Registers | None = None
    history: History | None = None
    kind: str = field(default="", compare=False)


Maker = Callable[[random.Random], Iterator[Specimen]]
MAKERS: Final[dict[str, Maker]] = {}


def specimens_of(kind: str) -> Callable[[Maker], Maker]:
    """Mark the function that makes the specimens of a kind."""

    def mark(maker: Maker) -> Maker:
        assert kind not in MAKERS, kind
        MAKERS[kind] = maker
        return maker

    return mark


def specimens(kind: str, seed: int = SEED) -> list[Specimen]:
    """The specimens of a kind; the same seed gives the same bytes."""
    return list(MAKERS[kind](random.Random(f"{seed}:{kind}")))


def specimen(
    about: str,
    data: bytes | BuiltArchive | Callable[[], bytes],
    outcome: str,
    rules: str = "",
    **more: Any,
) -> Specimen:
    """Shorthand: ``rules`` are ids without "X-", divided by blanks."""
    if isinstance(data, BuiltArchive):
        data = data.data
    made = data if callable(data) else (lambda: data)
    found = more.pop("found", ())
    return Specimen(
        about,
        made,
        outcome,
        frozenset(f"X-{rule}" for rule in rules.split()),
        (found,) if isinstance(found, str) else tuple(found),
        **more,
    )


def pairs(*hostile: Pair) -> list[Pair]:
    """The hostile pairs (or none) and then a right one."""
    return [*hostile, another(7)]


def with_result(data: bytes) -> bytes:
    """An archive whose first result is these bytes."""
    return an_archive(pairs((data, a_claim()))).data


def with_claim(data: bytes) -> bytes:
    """An archive whose first claim is these bytes; index and summary fit ``a_claim``."""
    from building import a_summary

    archive = an_archive(
        pairs((a_result(), data)),
        summary=a_summary([a_claim(), another(7)[1]]),  # type: ignore[list-item]
    )
    return archive.data


def entries(archive: BuiltArchive | bytes | None = None) -> list[Entry]:
    """The members of an archive (a right one by default), ready to be lied about."""
    if archive is None:
        archive = an_archive(pairs((a_result(), a_claim())))
    data = archive if isinstance(archive, bytes) else archive.data
    opened = open_archive(io.BytesIO(data))
    assert not opened.problems
    return [
        Entry(
            member.raw_name,
            opened.read(member),
            method=member.method,
            attributes=(0o040755 << 16 | 0x10) if member.is_folder else 0o100644 << 16,
        )
        for member in opened.members
    ]


def part(found: Sequence[Entry], ending: str) -> Entry:
    """The entry whose name ends so."""
    (entry,) = [e for e in found if e.name.decode().endswith(ending)]
    return entry


RESULT: Final = "01000000.xml"
SCHEMA: Final = "XSD/co08_V08.xsd"


def result_entry(found: Sequence[Entry]) -> Entry:
    (entry,) = [e for e in found if b"/DATA/h" in e.name and e.name.endswith(RESULT.encode())]
    return entry


def claim_entry(found: Sequence[Entry]) -> Entry:
    (entry,) = [e for e in found if b"/CLAIMS/c" in e.name and e.name.endswith(RESULT.encode())]
    return entry


def one_of(rng: random.Random) -> Callable[[list[Entry]], Entry]:
    """How to choose a member of one of three places."""
    return rng.choice([result_entry, claim_entry, lambda found: part(found, SCHEMA)])


def lied(change: Callable[[Entry], None], *, at: str = SCHEMA, **end: Any) -> bytes:
    """A right archive in which one member was changed."""
    found = entries()
    change(part(found, at))
    return build(found, **end)


def plus(*extra: Entry, first: bool = False, **end: Any) -> bytes:
    """A right archive with more members."""
    found = entries()
    return build([*extra, *found] if first else [*found, *extra], **end)


def named(name: str | bytes, content: bytes = b"<x/>", **more: Any) -> Entry:
    """A member of this name."""
    return Entry(name.encode() if isinstance(name, str) else name, content, **more)
