"""Documents known by their shape are read and judged as parser, schema and reader do.

Documents of all four kinds are changed: in their values, in their markup, by exchanging
blocks between two of them. Where the shapes answer, the answer is compared with the tree.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from daiko.checks import loading
from daiko.checks.engine import check_document
from daiko.checks.loading import load_document
from daiko.checks.subjects import DocumentSubject
from daiko.documents.entry_memory import EntryMemory
from daiko.documents.gate import Parsed, parse_xml
from daiko.documents.places import Place, form_of
from daiko.documents.recipes import UnlearnableError, mark, recipe_of
from daiko.documents.records import Identifier, Section
from daiko.documents.shapes import QUESTIONS_MAX, plain_text, put_together, take_apart
from daiko.documents.writing import write_checkup_claim, write_checkup_result
from daiko.money.calendar import ProcessingMonth
from daiko.simulation.drafts import pair_draft
from daiko.simulation.guidance_drafts import drafts_of, guiding_providers
from daiko.simulation.organisations import provider
from daiko.simulation.plan import SimulationPlan
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import FILES, own_schemas
from document_changes import CHANGES

PLAN: Final = SimulationPlan(3, 4, 8, 60, ProcessingMonth(2026, 6), guidance=60)
RECEIVED_AT: Final = datetime(2026, 6, 20, tzinfo=UTC)
KINDS: Final = (DocumentKind.HC, DocumentKind.CC, DocumentKind.HG, DocumentKind.GC)
VALUES: Final = (
    "", " ", "0", "00", "1", "-1", "1.0", "+5", "1e3", "NaN", "true", "20260231", "20261301",
    "00000000", "9999999999", "１２３", "あ", "a b", " a", "a ", "\u3000", "a\tb", "a\nb", "a\rb",
    "&amp;", "&lt;", "&#49;", "&#x661;", "x" * 5_000, "\U00020bb7", "\ue000", "\ue0000\ue001",
    "\ufffe", "\x01", "\x7f", "\u0085", "\u2028", "]]>", "'", "<x/>", ">", "--", "<!-- -->",
    "01", "001000", "100001", "POCD_HD000040", "urn:hl7-org:v3", "1.2.392.200119.6.101",
)  # fmt: skip


@cache
def documents(kind: DocumentKind) -> list[bytes]:
    """Right documents of the simulation."""
    if kind in (DocumentKind.HC, DocumentKind.CC):
        drafts = [pair_draft(PLAN, provider(PLAN, serial % 8), serial) for serial in range(60)]
        if kind is DocumentKind.HC:
            return [write_checkup_result(draft.result) for draft in drafts]
        return [write_checkup_claim(draft.claim) for draft in drafts]
    guidance = [
        draft
        for _, courses in guiding_providers(PLAN)
        for made in courses
        for draft in drafts_of(PLAN, made)
    ]
    is_result = kind is DocumentKind.HG
    return [draft.result_bytes() if is_result else draft.claim_bytes() for draft in guidance]


def load(kind: DocumentKind, data: bytes) -> DocumentSubject:
    return load_document(data, kind, "x", schemas=own_schemas(), decided_by=None)


def whole(work: Callable[..., Any], *arguments: Any) -> Any:
    """What comes out if nothing is remembered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "_cut", lambda *_: None)
        patch.setattr(loading, "_is_known", lambda *_: False)
        return work(*arguments)


def is_known(kind: DocumentKind, data: bytes) -> bool:
    schemas = own_schemas()
    subject = DocumentSubject(kind, "x", data, "")
    return loading._is_known(subject, loading._cut(data, kind, schemas), schemas)


def facts(subject: DocumentSubject) -> tuple[Any, ...]:
    """All that loading says of a document; of its text only what it states as looked at."""
    parsed = subject.parsed
    of_root = parsed and (
        parsed.namespace, parsed.local_name, parsed.declared_encoding, parsed.has_bom,
        parsed.schema_location, etree.tostring(parsed.root),
    )  # fmt: skip
    return subject.record, subject.problem, list(subject.schema_errors), subject.sha256, of_root


def findings(kind: DocumentKind, data: bytes) -> Any:
    return check_document(data, kind, received_at=RECEIVED_AT)


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """All that the simulation says is known before anything is changed."""
    for kind in KINDS:
        for _ in range(2):
            for data in documents(kind):
                load(kind, data)


def with_other_values(data: bytes, chance: random.Random, count: int) -> bytes:
    """Other attribute values and texts."""
    for _ in range(count):
        places = list(re.finditer(rb'(?<==")[^"]*(?=")|(?<=>)[^<>\n]+(?=<)', data))
        at = chance.choice(places)
        new = chance.choice(VALUES).encode(chance.choice(("utf-8",) * 9 + ("cp932",)), "replace")
        if chance.random() < 0.3:  # that of another place
            new = chance.choice(places)[0]
        data = data[: at.start()] + new + data[at.end() :]
    return data


@given(
    kind=st.sampled_from(KINDS),
    serial=st.integers(0, 59),
    count=st.integers(1, 3),
    names=st.lists(st.sampled_from(sorted(CHANGES)), max_size=1),
    seed=st.integers(0, 2**32),
)
def test_other_values_are_judged_as_by_the_schema(
    kind: DocumentKind, serial: int, count: int, names: list[str], seed: int
) -> None:
    """Any value at any place: loaded, and found at fault, as if nothing were known."""
    chance = random.Random(seed)
    data = with_other_values(documents(kind)[serial % len(documents(kind))], chance, count)
    for name in names:
        data = CHANGES[name](data, chance)
    for _ in range(3):  # the second and third time it may be known itself
        assert facts(load(kind, data)) == facts(whole(load, kind, data))
    assert findings(kind, data) == whole(findings, kind, data)


@given(
    kind=st.sampled_from(KINDS),
    first=st.integers(0, 59),
    second=st.integers(0, 59),
    seed=st.integers(0, 2**32),
)
def test_blocks_of_two_documents(kind: DocumentKind, first: int, second: int, seed: int) -> None:
    """The beginning of one and the end of another, cut before any tag."""
    chance = random.Random(seed)
    one, other = (documents(kind)[n % len(documents(kind))] for n in (first, second))
    tag = chance.choice(sorted(set(re.findall(rb"</?[a-zA-Z]+", one))))
    cuts = [[m.start() for m in re.finditer(re.escape(tag), data)] for data in (one, other)]
    if not all(cuts):
        return
    data = one[: chance.choice(cuts[0])] + other[chance.choice(cuts[1]) :]
    assert facts(load(kind, data)) == facts(whole(load, kind, data))


@pytest.mark.parametrize("kind", KINDS)
def test_right_documents_are_known(kind: DocumentKind) -> None:
    """Else the shapes would be right and of no use: other persons of the same programs."""
    plan = SimulationPlan(4, 4, 8, 60, ProcessingMonth(2026, 6))
    if kind is DocumentKind.HC:
        others = [write_checkup_result(_draft(plan, n).result) for n in range(40)]
    elif kind is DocumentKind.CC:
        others = [write_checkup_claim(_draft(plan, n).claim) for n in range(40)]
    else:
        others = [_other_person(data) for data in documents(kind)]
    known = sum(is_known(kind, data) for data in others)
    assert known >= len(others) * 0.7, f"{known} of {len(others)}"


def _draft(plan: SimulationPlan, serial: int) -> Any:
    return pair_draft(plan, provider(plan, serial % 8), serial)


def _other_person(data: bytes) -> bytes:
    data = re.sub(rb"<name>[^<]*</name>", "<name>ベツジン</name>".encode(), data, count=1)
    return re.sub(rb'(<birthTime value="19)[0-9]{6}', rb"\g<1>710203", data)


def test_an_installed_set_of_schemas_knows_nothing_by_shape(shared: Any) -> None:
    """What our schemas are known to do is not known of others: everything is parsed."""
    from daiko.standard.schemas import official_schemas

    official = official_schemas(shared / "standards" / "xsd")
    data = documents(DocumentKind.CC)[0]
    for _ in range(4):
        load_document(data, DocumentKind.CC, "x", schemas=official, decided_by=None)
    subject = DocumentSubject(DocumentKind.CC, "x", data, "")
    assert not loading._is_known(subject, None, official)


def test_a_copy_in_a_comment_teaches_nothing() -> None:
    """In a comment every value would be valid, and the question would be asked there."""
    memory = EntryMemory(DocumentKind.HC)
    for data in documents(DocumentKind.HC)[:20]:
        entry = data[data.index(b"<entry>") : data.index(b"</entry>")]
        _teach(memory, data.replace(b"<component>", b"<!--" + entry + b"-->\n<component>", 1))
    assert memory.questions.left == QUESTIONS_MAX
    _teach(memory, documents(DocumentKind.HC)[0])
    _teach(memory, documents(DocumentKind.HC)[1])
    assert memory.questions.left < QUESTIONS_MAX


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["\ue000abc\ue001", "\ue0000\ue001", "\ue0003\ue001", "\ue001"])
def test_marks_of_a_document_are_not_ours(kind: DocumentKind, text: str) -> None:
    """A text behind a blank, a hint of the root: no value is exchanged there, and none is found."""
    for data in documents(kind)[:12]:
        named = re.sub(rb"<(title|name)>[^<]*", rf"<\1> {text}".encode(), data)
        hinted = re.sub(rb'(schemaLocation=)"[^"]*"', rf'\1"{text}"'.encode(), data)
        hidden = re.sub(rb'(schemaLocation=)"[^"]*"', rb'\1"&#xe000;x&#xe001;"', data)
        for changed in (named, hinted, hidden, named, hinted, hidden):
            assert facts(load(kind, changed)) == facts(whole(load, kind, changed))


def _teach(memory: EntryMemory, data: bytes) -> None:
    """What loading does with a right document, for a memory of its own."""
    cut, parsed = memory.cut(data), parse_xml(data)
    assert cut is not None
    assert isinstance(parsed, Parsed)
    whole_cut = memory.whole(cut)
    if memory.body(whole_cut, parsed.root) is not None:
        memory.learn(whole_cut, parsed, _valid)


def _valid(data: bytes) -> bool:
    return not own_schemas().validate(DocumentKind.HC, etree.fromstring(data))


def test_strange_documents_do_not_ask_for_ever() -> None:
    """A question costs a parse and a validation: after so many nothing more is learned."""
    memory, chance = EntryMemory(DocumentKind.HC), random.Random(1)
    memory.questions.left = 50
    asked = 0

    def count(_: bytes) -> bool:
        nonlocal asked
        asked += 1
        return True

    for right in documents(DocumentKind.HC)[:30]:
        program = b'xmlns:p%d="urn:p"' % chance.randint(1, 9)  # other starts, other shapes
        data = right.replace(b"<ClinicalDocument ", b"<ClinicalDocument " + program + b" ", 1)
        cut, parsed = memory.cut(data), parse_xml(data)
        assert cut is not None
        assert isinstance(parsed, Parsed)
        whole_cut = memory.whole(cut)
        memory.body(whole_cut, parsed.root)
        memory.learn(whole_cut, parsed, count)
    assert asked == 50


# --- what the argument rests on ---------------------------------------------------------

FACETS: Final = {
    "pattern": {
        r"[0-2](\.(0|[1-9][0-9]*))*", "true|false", r"\S+", r"[^\s]+", r"[A-Za-z][A-Za-z0-9\-]*",
        r"[1-9][0-9]{3}(0[1-9]|1[0-2])([0-2][0-9]|3[01])",
        "[0-9a-zA-Z]{8}(-[0-9a-zA-Z]{4}){3}-[0-9a-zA-Z]{12}", "[0-9]{6}", "[0-9]{3}-[0-9]{4}",
        "[0-9]{2}", "[0-9]{11}", "[0-9]{10}", "[0-9]{1,8}", "[0-9]{0,8}|[0-9]{10}", "[0-9]{0,8}",
        "1.2.392.200119.6.(209|210).1[0-9]{1,8}",
        r"([0-9]{9,14}|[0-9]{14}\.[0-9]+)([+\-][0-9]{1,4})?",
    },
    "minLength": {"1"},
    "maxLength": {"20", "100"},
    "minInclusive": {"0", "0.0"},
    "maxInclusive": {"1.0", "100", "9999", "999999", "99999999", "999999999"},
}  # fmt: skip
"""Every facet of our schemas. Who adds one must show that ``places.py`` asks it rightly.

One character of ASCII, and a long text with blanks, signs and kanji, pass only where any text
does. Of the values of one form (each digit any digit; days) all pass if the least and the
greatest do: bounds of numbers are convex, and what patterns do is tried below.
"""


def test_facets_are_those_the_questions_were_made_for() -> None:
    """A facet of another kind could take the ends of a form and refuse what lies between."""
    found: dict[str, set[str]] = {}
    for name in FILES:
        schema = etree.fromstring(files("daiko.standard").joinpath("schemas", name).read_bytes())
        for facet in schema.iterfind(".//{*}restriction/*"):
            kind = etree.QName(facet).localname
            if kind not in ("enumeration", "attribute", "sequence", "simpleType"):
                found.setdefault(kind, set()).add(facet.get("value", ""))
    assert found == FACETS


def test_no_pattern_takes_both_ends_of_a_form_and_not_what_lies_between() -> None:
    """Asked of the patterns themselves, with many values of every form they take."""
    chance = random.Random(1)
    for pattern in FACETS["pattern"]:
        schema = re.compile(pattern)
        for _ in range(3_000):
            value = "".join(chance.choice("0123456789.-+") for _ in range(chance.randint(1, 12)))
            place = Place()
            place._takes_any = False
            place.learn(value, lambda new, schema=schema: bool(schema.fullmatch(new)))  # type: ignore[misc]  # bound at once
            for _ in range(5):
                other = re.sub("[0-9]", lambda _: chance.choice("0123456789"), value)
                if other != value and form_of(other) == form_of(value) and place.takes(other):
                    assert schema.fullmatch(other), (pattern, value, other)


def test_texts_are_asked_for_with_blanks_signs_and_length() -> None:
    """A place takes any text only if nothing in our schemas could refuse one."""
    takers: dict[str, Callable[[str], bool]] = {
        "any": lambda _: True,
        "no blank": lambda value: not re.search(r"\s", value),
        "short": lambda value: len(value) <= 100,
        "list": lambda value: value in ("~", "N"),
        "digits": lambda value: value.isdigit(),
    }
    for name, takes in takers.items():
        place = Place()
        place.learn("N", takes)
        assert place.takes("長い" * 200 + " x") == (name == "any")
        assert place.takes("短い") == (name in ("any", "no blank", "short"))
        assert place.takes("N")


# --- the parts ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_taken_apart_and_put_together(kind: DocumentKind) -> None:
    """No character is lost or moved."""
    for data in documents(kind):
        text = data.decode()
        taken = take_apart(text)
        assert taken is not None
        assert put_together(taken.literals, taken.values) == text


@given(st.text(alphabet="<>/\"'= abシ\n&", max_size=60))
def test_whatever_is_taken_apart_can_be_put_together(text: str) -> None:
    """Also what is no XML."""
    taken = take_apart(text)
    if taken is not None:
        assert put_together(taken.literals, taken.values) == text
        assert not any(set("<>\n") & set(value) for value in taken.values)


@pytest.mark.parametrize("bad", ["&", "\t", "\r", "\x00", "\x1f", "\ufffe", "\uffff"])
def test_what_means_more_than_its_characters_is_not_plain(bad: str) -> None:
    """Such a document is always parsed."""
    assert plain_text("アオキ\n x".encode()) == "アオキ\n x"
    assert plain_text(f"アオキ{bad}x".encode()) is None


def test_a_recipe_makes_new_records_and_refuses_parts_of_values() -> None:
    """A field that holds more or less than one value cannot be made by copying."""
    section = Section(code=mark(0), title="x", narrative=(mark(1), "y"))
    recipe = recipe_of(section, 2)
    made = recipe.make(["01", "文"])
    assert made == Section(code="01", title="x", narrative=("文", "y"))
    assert made is not recipe.make(["01", "文"])
    for wrong in (Section(code=mark(0) + "x"), Section(code=mark(0)[:-1])):
        with pytest.raises(UnlearnableError):
            recipe_of(wrong, 1)
    fixed = recipe_of(Section(code="x"), 0)
    assert fixed.make([]) is not fixed.make([])
    assert recipe_of((Identifier(mark(0), "1"),), 1).make(["2"]) == (Identifier("2", "1"),)


def test_a_known_document_tells_its_lines() -> None:
    """The tree grows from the same bytes when a finding asks for a line."""
    data = documents(DocumentKind.CC)[0]
    assert is_known(DocumentKind.CC, data)
    known, read = load(DocumentKind.CC, data).parsed, parse_xml(data)
    assert known is not None
    assert isinstance(read, Parsed)
    assert [n.sourceline for n in known.root.iter()] == [n.sourceline for n in read.root.iter()]
