"""Documents made a little wrong (or differently right), for judging one checker by another.

A mutant is a valid document after one or two small operations chosen by a seed:
elements removed, doubled, moved, renamed, nested or replaced, attributes removed,
added or given other forms, texts, types, nullFlavor and namespaces changed. Same
document, count and seed, same bytes. Which mutants are wrong is for the judges.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from lxml import etree

XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
CDA: Final = "urn:hl7-org:v3"
OLD: Final = "http://tokuteikenshin.jp/checkup/2007"

FORMS: Final = (
    "", " ", "x", "0", "1", "2", "3", "4", "5", "9", "10", "20", "21", "01", "09", "00", "-1",
    "+1", "1.5", "1e3", "１", "0x1", "INF", "NaN", "true", "false", "TRUE", "999999", "1000000",
    "000000", "0000000", "99999999", "100000000", "999999999", "1000000000", "0099", "20260601",
    "20261301", "20260240", "20260600", "00000000", "2026-06-01", "202606010930",
    "20260601093000.5+0900", "12345678", "1234567890", "12345678901", "123-4567", "123-45678",
    "1.2.392.200119.6.101", "1.2.392.200119.6.102", "1.2.392.200119.6.103",
    "1.2.392.200119.6.105", "1.2.392.200119.6.1005", "1.2.392.200119.6.209", "1..2", "3.1",
    "2.16.840.1.113883.1.3", "urn:oid:1.2", "ABC-1", "JPY", "USD", "%", "NI", "NA", "UNK", "XX",
    "H", "L", "N", "OBS", "EVN", "INT", "GOL", "DEF", "EVN.CRT", "RQO", "COMP", "RSON", "DRIV",
    "SUBJ", "HLD", "PRF", "SPRF", "AUT", "IDENT", "PAT", "TRC", "PRCP", "ja-JP", "tel:031234",
    "a b", "a  b", "\t1", "text/plain", "TXT", "B64", "Zm9v", "SHA-1", "あ" * 21, "x" * 20,
    "y" * 101, "<&>\"'", "ID1",
)  # fmt: skip
TYPES: Final = (
    "ANY", "PQ", "CD", "CE", "CV", "CO", "CS", "ST", "ED", "SC", "BL", "BN", "INT", "REAL", "TS",
    "II", "TEL", "AD", "ADXP", "EN", "PN", "ON", "TN", "MO", "RTO", "IVL_PQ", "IVL_TS", "IVL_INT",
    "IVL_REAL", "IVL_MO", "IVXB_PQ", "IVXB_TS", "SXCM_PQ", "SXCM_TS", "PIVL_TS", "EIVL_TS", "QTY",
    "PQR", "PPD_PQ", "SXPR_TS", "BXIT_CD", "SLIST_PQ", "GLIST_TS", "HXIT_CE", "UVP_TS", "CR",
    "RTO_PQ_PQ", "BIN", "URL", "en.family", "adxp.city", "thumbnail", "ZZ", "nope:PQ",
)  # fmt: skip
NAMES: Final = (
    "id", "code", "value", "text", "title", "name", "addr", "telecom", "time", "low", "high",
    "width", "center", "translation", "qualifier", "originalText", "reference", "postalCode",
    "city", "given", "family", "delimiter", "useablePeriod", "validTime", "realmCode", "typeId",
    "templateId", "statusCode", "effectiveTime", "interpretationCode", "methodCode",
    "targetSiteCode", "author", "performer", "participant", "observation", "act", "entry",
    "section", "component", "list", "item", "caption", "content", "paragraph", "br", "sub", "sup",
    "table", "tbody", "tr", "td", "footnote", "linkHtml", "amount", "rate", "symbol", "number",
    "branchCode", "receiver", "sender", "copayment", "maxInsuranceLimit", "reason", "unknown",
    "languageCode", "assignedPerson", "assignedAuthoringDevice", "dataEnterer", "desc",
    "numerator", "denominator", "phase", "period", "comp", "origin",
)  # fmt: skip
ATTRIBUTES: Final = (
    "value", "code", "codeSystem", "codeSystemName", "codeSystemVersion", "displayName", "root",
    "extension", "nullFlavor", "unit", "currency", "use", "classCode", "moodCode", "typeCode",
    "determinerCode", "determiner", "negationInd", "inversionInd", "contextControlCode",
    "contextConductionInd", "assigningAuthorityName", "displayable", "representation",
    "mediaType", "language", "compression", "integrityCheck", "integrityCheckAlgorithm",
    "operator", "inclusive", "inverted", "partType", "qualifier", "isNotOrdered", "ID",
    "styleCode", "listType", "revised", "rowspan", "align", "border", "href", "unknown",
    "distributionType", "qty", "alignment", "{http://www.w3.org/XML/1998/namespace}lang",
    "{http://www.w3.org/XML/1998/namespace}space", "{urn:other}code", f"{{{XSI}}}nil",
    f"{{{XSI}}}schemaLocation", f"{{{XSI}}}noNamespaceSchemaLocation", f"{{{XSI}}}other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed document: which operations made it, and its bytes."""

    operations: tuple[str, ...]
    content: bytes


class _Tree:
    """The document being changed, with what operations need to choose from."""

    def __init__(self, root: Any, random: Random) -> None:
        self.root = root
        self.random = random
        self.namespace = etree.QName(root).namespace

    def elements(self) -> list[Any]:
        return [e for e in self.root.iter() if isinstance(e.tag, str)]

    def element(self) -> Any:
        return self.random.choice(self.elements())

    def inner(self) -> Any:
        """Any element but the root."""
        return self.random.choice(self.elements()[1:])

    def name(self) -> str:
        """A name, mostly one that the document or the standard knows."""
        if self.random.random() < 0.5:
            return str(self.element().tag)
        return f"{{{self.namespace}}}{self.random.choice(NAMES)}"

    def form(self) -> str:
        """A value, from the pool or from elsewhere in the document."""
        if self.random.random() < 0.2:
            values = [v for e in self.elements() for v in e.attrib.values()]
            return str(self.random.choice(values or FORMS))
        return self.random.choice(FORMS)

    def attribute(self) -> tuple[Any, str] | None:
        found = [(e, str(a)) for e in self.elements() for a in e.attrib]
        return self.random.choice(found) if found else None


Operation = Callable[[_Tree], None]


def _remove(tree: _Tree) -> None:
    element = tree.inner()
    element.getparent().remove(element)


def _duplicate(tree: _Tree) -> None:
    element = tree.inner()
    element.addnext(copy.deepcopy(element))


def _swap(tree: _Tree) -> None:
    element = tree.inner()
    following = element.getnext()
    if following is not None:
        following.addnext(element)


def _move(tree: _Tree) -> None:
    element = tree.inner()
    parent = element.getparent()
    parent.insert(tree.random.randrange(len(parent) + 1), element)


def _transplant(tree: _Tree) -> None:
    """A copy of one element somewhere else in the document."""
    piece, host = copy.deepcopy(tree.inner()), tree.element()
    host.insert(tree.random.randrange(len(host) + 1), piece)


def _replace(tree: _Tree) -> None:
    target, piece = tree.inner(), copy.deepcopy(tree.inner())
    target.getparent().replace(target, piece)


def _borrow_children(tree: _Tree) -> None:
    """Children of one element in place of those of another."""
    giver, taker = copy.deepcopy(tree.inner()), tree.inner()
    taker[:] = list(giver)


def _nest(tree: _Tree) -> None:
    element = tree.element()
    element.append(copy.deepcopy(element))


def _unwrap(tree: _Tree) -> None:
    element = tree.inner()
    parent, place = element.getparent(), element.getparent().index(element)
    parent[place : place + 1] = list(element)


def _empty(tree: _Tree) -> None:
    element = tree.inner()
    for child in list(element):
        element.remove(child)
    element.text = None


def _rename(tree: _Tree) -> None:
    tree.element().tag = tree.name()


def _insert(tree: _Tree) -> None:
    """A new empty element, mostly of a known name, sometimes with an attribute."""
    host = tree.element()
    default: Any = {None: tree.namespace}
    child = etree.Element(tree.name(), nsmap=default)
    if tree.random.random() < 0.5:
        child.set(tree.random.choice(("value", "code", "nullFlavor", "root")), tree.form())
    host.insert(tree.random.randrange(len(host) + 1), child)


def _insert_foreign(tree: _Tree) -> None:
    host = tree.element()
    name = tree.random.choice(("{urn:other}code", "code", f"{{{OLD}}}amount", "{urn:other}value"))
    host.insert(tree.random.randrange(len(host) + 1), etree.Element(name))


def _drop_attribute(tree: _Tree) -> None:
    found = tree.attribute()
    if found is not None:
        del found[0].attrib[found[1]]


def _change_attribute(tree: _Tree) -> None:
    found = tree.attribute()
    if found is not None:
        found[0].set(found[1], tree.form())


def _edit_attribute(tree: _Tree) -> None:
    """One character dropped, doubled or put in, or blanks around the value."""
    found = tree.attribute()
    if found is None:
        return
    value = found[0].get(found[1]) or " "
    at = tree.random.randrange(len(value))
    found[0].set(
        found[1],
        tree.random.choice(
            (
                value[:at] + value[at + 1 :],
                value[:at] + value[at] + value[at:],
                value[:at] + tree.random.choice("0 aＡ.-\u3000") + value[at:],
                f" {value}",
                f"{value} ",
                f"\n{value}\t",
                value.lower(),
                value.upper(),
            )
        ),
    )


def _add_attribute(tree: _Tree) -> None:
    tree.element().set(tree.random.choice(ATTRIBUTES), tree.form())


def _add_null_flavor(tree: _Tree) -> None:
    tree.element().set("nullFlavor", tree.random.choice(("NI", "NA", "OTH", "UNK", "XX", "", "ni")))


def _change_type(tree: _Tree) -> None:
    """Another xsi:type, on an element that has one if there is any."""
    typed = [e for e in tree.elements() if e.get(f"{{{XSI}}}type") is not None]
    if typed:
        tree.random.choice(typed).set(f"{{{XSI}}}type", tree.random.choice(TYPES))


def _add_type(tree: _Tree) -> None:
    tree.element().set(f"{{{XSI}}}type", tree.random.choice(TYPES))


def _drop_type(tree: _Tree) -> None:
    typed = [e for e in tree.elements() if e.get(f"{{{XSI}}}type") is not None]
    if typed:
        del tree.random.choice(typed).attrib[f"{{{XSI}}}type"]


def _set_text(tree: _Tree) -> None:
    tree.element().text = tree.random.choice(("", " \n ", "文", "x" * 101, "123-4567", "1"))


def _set_tail(tree: _Tree) -> None:
    tree.inner().tail = tree.random.choice(("", " \n ", "文", "x"))


def _add_comment(tree: _Tree) -> None:
    host = tree.element()
    piece = tree.random.choice((etree.Comment("note"), etree.ProcessingInstruction("note", "text")))
    host.insert(tree.random.randrange(len(host) + 1), piece)


def _change_namespace(tree: _Tree) -> None:
    """One element or a whole branch in another namespace or in none."""
    top = tree.element()
    space = tree.random.choice(("", OLD, CDA, "urn:other", f"{tree.namespace}/"))
    branch = [e for e in top.iter() if isinstance(e.tag, str)]
    for element in branch if tree.random.random() < 0.5 else [top]:
        local = etree.QName(element).localname
        element.tag = f"{{{space}}}{local}" if space else local


def _prefixed(tree: _Tree) -> None:
    """The same names with a prefix: still the same document."""
    etree.cleanup_namespaces(tree.root)
    element = tree.inner()
    twin = etree.SubElement(element.getparent(), element.tag, nsmap={"p": tree.namespace})
    twin.attrib.update(element.attrib)
    twin.text, twin.tail = element.text, element.tail
    twin[:] = list(element)
    element.getparent().replace(element, twin)


def _fragment(tree: _Tree) -> None:
    """A part of the document as the document."""
    tree.root = copy.deepcopy(tree.inner())
    tree.root.tail = None


OPERATIONS: Final[dict[str, tuple[int, Operation]]] = {
    "remove": (6, _remove),
    "duplicate": (5, _duplicate),
    "swap": (5, _swap),
    "move": (4, _move),
    "transplant": (4, _transplant),
    "replace": (4, _replace),
    "borrow-children": (3, _borrow_children),
    "nest": (1, _nest),
    "unwrap": (2, _unwrap),
    "empty": (3, _empty),
    "rename": (4, _rename),
    "insert": (6, _insert),
    "insert-foreign": (1, _insert_foreign),
    "drop-attribute": (6, _drop_attribute),
    "change-attribute": (12, _change_attribute),
    "edit-attribute": (9, _edit_attribute),
    "add-attribute": (10, _add_attribute),
    "add-null-flavor": (4, _add_null_flavor),
    "change-type": (5, _change_type),
    "add-type": (4, _add_type),
    "drop-type": (1, _drop_type),
    "set-text": (4, _set_text),
    "set-tail": (2, _set_tail),
    "add-comment": (1, _add_comment),
    "change-namespace": (2, _change_namespace),
    "prefixed": (1, _prefixed),
    "fragment": (1, _fragment),
}
"""Name → how often, relative to the others, and what it does."""

_WEIGHTS: Final = [weight for weight, _ in OPERATIONS.values()]


def mutants(document: bytes, *, count: int, seed: int) -> Iterator[Mutant]:
    """``count`` mutants of one document; the n-th depends on nothing but n and the seed."""
    original = etree.fromstring(document)
    for number in range(count):
        random = Random(f"{seed}:{number}")
        tree = _Tree(copy.deepcopy(original), random)
        names = tuple(random.choices(list(OPERATIONS), _WEIGHTS, k=random.choice((1, 1, 1, 2))))
        for name in names:
            if len(tree.elements()) > 1:
                OPERATIONS[name][1](tree)
        yield Mutant(names, etree.tostring(tree.root, encoding="UTF-8", xml_declaration=True))
