"""Our schemas give the verdict of the official ones, on right documents and on mutants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from lxml import etree

from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import (
    FILES,
    SchemaSet,
    UnusableSchemasError,
    bundled_digests,
    bundled_files,
    normal_digest,
    official_schemas,
    own_schemas,
)
from mutants import mutants

DOCUMENTS: Final = Path(__file__).parent / "documents"
FILE_OF: Final = {
    DocumentKind.IX: "index.xml",
    DocumentKind.SU: "summary.xml",
    DocumentKind.CC: "claim.xml",
    DocumentKind.HC: "result.xml",
    DocumentKind.GC: "guidance_claim.xml",
    DocumentKind.HG: "guidance_result.xml",
}
SEED: Final = 1
MUTANTS_OF_A_KIND: Final = 1_700

Explanation = Callable[[str, bool, bool], bool]


def _part_as_document(root_name: str, official: bool, own: bool) -> bool:
    """The official schemas declare every element globally, so a lone part passes them."""
    return official and not own and root_name not in ROOTS


ROOTS: Final = frozenset(
    {"index", "summary", "checkupClaim", "healthGuidanceClaim", "ClinicalDocument"}
)
EXPLAINED: Final[dict[str, Explanation]] = {"part-as-document": _part_as_document}
"""Every kind of disagreement that stays (docs/reference/schemas.md)."""

DISAGREEMENTS: Final = {
    DocumentKind.IX: {"part-as-document": 15},
    DocumentKind.SU: {"part-as-document": 20},
    DocumentKind.CC: {"part-as-document": 20},
    DocumentKind.HC: {},
    DocumentKind.GC: {"part-as-document": 18},
    DocumentKind.HG: {},
}
"""How many of the mutants disagree, by kind and explanation; the rest agree."""


@pytest.fixture(scope="module")
def official(shared: Path) -> SchemaSet:
    return official_schemas(shared / "standards" / "xsd")


def _accepts(schemas: SchemaSet, kind: DocumentKind, content: bytes) -> bool:
    return schemas.validate(kind, etree.fromstring(content)) == []


def _explanation(content: bytes, official: bool, own: bool) -> str:
    name = etree.QName(etree.fromstring(content)).localname
    for explanation, applies in EXPLAINED.items():
        if applies(name, official, own):
            return explanation
    return "not explained"


@pytest.mark.parametrize("kind", DocumentKind)
def test_both_accept_a_document_that_holds_everything(
    official: SchemaSet, kind: DocumentKind
) -> None:
    """The documents the mutants are made of are valid, so that a change can break them."""
    content = (DOCUMENTS / FILE_OF[kind]).read_bytes()
    assert _accepts(official, kind, content)
    assert _accepts(own_schemas(), kind, content)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (DocumentKind.HC, "kensin_kihon_tokutei.xml"),
        (DocumentKind.CC, "checkup_claim_limits.xml"),
    ],
)
def test_both_accept_the_published_samples(
    shared: Path, official: SchemaSet, kind: DocumentKind, name: str
) -> None:
    """The fund's own result and a published claim pass."""
    content = (shared / "samples" / name).read_bytes()
    assert _accepts(official, kind, content)
    assert _accepts(own_schemas(), kind, content)


@pytest.mark.parametrize("kind", DocumentKind)
def test_verdicts_on_mutants(official: SchemaSet, kind: DocumentKind) -> None:
    """10,200 mutants get the same verdict, but for what is explained and counted."""
    content = (DOCUMENTS / FILE_OF[kind]).read_bytes()
    agreed: Counter[bool] = Counter()
    disagreed: Counter[str] = Counter()
    for mutant in mutants(content, count=MUTANTS_OF_A_KIND, seed=SEED):
        theirs = _accepts(official, kind, mutant.content)
        ours = _accepts(own_schemas(), kind, mutant.content)
        if theirs == ours:
            agreed[theirs] += 1
        else:
            disagreed[_explanation(mutant.content, theirs, ours)] += 1
    assert disagreed == DISAGREEMENTS[kind]
    assert agreed[True] >= 300  # mutants that may pass, or agreement would be cheap
    assert agreed[False] >= 1_000


def test_mutants_are_the_same_every_time() -> None:
    """The n-th mutant depends on nothing but document, seed and n."""
    content = (DOCUMENTS / "claim.xml").read_bytes()
    first = [mutant.content for mutant in mutants(content, count=30, seed=SEED)]
    again = [mutant.content for mutant in mutants(content, count=20, seed=SEED)]
    assert first[:20] == again
    assert len(set(first)) > 20
    assert first != [mutant.content for mutant in mutants(content, count=30, seed=SEED + 1)]


def test_an_error_says_where() -> None:
    """A finding of the schema carries line and path, so that a clerk can look it up."""
    content = (DOCUMENTS / "index.xml").read_bytes().replace(b"totalRecordCount", b"total")
    errors = own_schemas().validate(DocumentKind.IX, etree.fromstring(content))
    lines = content.decode().splitlines()
    assert errors
    assert "total" in lines[errors[0].line - 1]
    assert errors[0].path.endswith("[6]")


def test_an_incomplete_set_is_refused(tmp_path: Path) -> None:
    """An operator's folder that lacks a file is not put in use."""
    for path, content in bundled_files():
        target = tmp_path / path.removeprefix("XSD/")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
    assert official_schemas(tmp_path).name == "official"
    (tmp_path / "gc08_V08.xsd").unlink()
    with pytest.raises(UnusableSchemasError, match="gc08_V08"):
        official_schemas(tmp_path)


def test_a_broken_schema_is_refused(tmp_path: Path) -> None:
    """A schema that does not load is found before a document needs it."""
    for path, content in bundled_files():
        target = tmp_path / path.removeprefix("XSD/")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
    (tmp_path / "su08_V08.xsd").write_text("<schema/>")
    with pytest.raises(UnusableSchemasError, match="su08_V08"):
        official_schemas(tmp_path)


def test_digests_do_not_depend_on_line_ends() -> None:
    """CRLF and blanks at line ends change no digest; a changed letter does (X-ARC-014)."""
    assert normal_digest(b"<a>\r\n</a> \n") == normal_digest(b"<a>\n</a>")
    assert normal_digest(b"<a>\n</a>") != normal_digest(b"<b>\n</b>")
    assert set(bundled_digests()) == {f"XSD/{name}" for name in FILES}
