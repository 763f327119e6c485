"""Fragments of the rule book's examples, planted into complete documents.

A fragment names the file it stands in by a comment (``<!-- CLAIMS/c….xml -->``); elements
are found in the document by their name and what tells them apart (root, item code). Wrong
elements take the place of the right ones; what the document lacks is inserted in the
order of its schema; what the wrong fragment lacks is removed.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, Final

from lxml import etree

from building import BuiltArchive, a_claim, a_result, a_summary, an_archive, an_index
from daiko.archive.writer import write_archive
from daiko.documents.records import CheckupClaim, DeclaredPrice
from guidance_building import a_guidance_archive, a_guidance_claim, a_guidance_result
from judging import xml_of

DOCK: Final = '<claimType code="5"/>'
ENTRIES: Final = ("entry", "entryRelationship")
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
FILES: Final = {"ix08": "index", "su08": "summary", "DATA": "result", "CLAIMS": "claim"}
ORDER: Final = (
    "id",
    "effectiveTime",
    "chargeTypeBasic",
    "chargeTypeDetail",
    "chargeTypeOther",
    "chargeTypeHumanDryDock",
    "claimType",
    "commissionType",
    "unitPriceBasic",
    "unitPriceDetail",
    "unitPriceOther",
    "paymentForBasic",
    "paymentForDetail",
    "paymentForOther",
    "pointCountCompleted",
    "pointCountIntended",
    "calculatedAmount",
    "payment",
    "unitAmount",
    "paymentAmount",
    "paymentByOtherProgram",
    "claimAmount",
    "totalCostAmount",
    "totalPaymentAmount",
    "totalPaymentByOtherProgram",
    "totalClaimAmount",
)


SECTION: Final = "{planting}section"
"""Mark of an element whose fragment names the section it stands in."""


class NoPlaceError(LookupError):
    """The fragment's elements stand nowhere in the complete document."""


def parts_of(fragment: str) -> dict[str, list[Any]]:
    """Document (index, summary, result, claim) → elements of the fragment that stand in it."""
    wrapped = etree.fromstring(f'<fragment xmlns:xsi="{XSI}">{fragment}</fragment>')
    found: dict[str, list[Any]] = {}
    place = section = ""
    for node in wrapped:
        if node.tag is etree.Comment:
            name = re.match(r"\s*(ix08|su08|DATA|CLAIMS)", node.text or "")
            if name:
                place = FILES[name[1]]
                found.setdefault(place, [])
            part = re.match(r"\s*(900\d0)", node.text or "")
            section = part[1] if part else section
        else:
            if section:
                node.set(SECTION, section)
            found[place].append(node)
    return found


def a_dock_claim() -> CheckupClaim:
    """A claim over a human dry dock of 44,000 yen, without terms and payment as yet."""
    return a_claim(
        basic_terms=None,
        claim_type="5",
        basic_prices=(),
        basic_payment=None,
        other_prices=(DeclaredPrice("44000"),),
        other_payment="000000",
        unit_total="44000",
        claim_amount="44000",
    )


def archive_with(fragment: str, instead_of: str) -> BuiltArchive:
    """A complete archive whose documents hold ``fragment`` where ``instead_of`` belongs."""
    documents = {
        "index": xml_of(an_index()),
        "summary": xml_of(a_summary()),
        "result": xml_of(a_result()),
        "claim": xml_of(a_dock_claim() if DOCK in instead_of else a_claim()),
    }
    planted, right = parts_of(fragment), parts_of(instead_of)
    for place in right:
        documents[place] = plant(documents[place], planted.get(place, []), right[place])
    return an_archive(
        [(documents["result"], documents["claim"])],
        index=documents["index"],
        summary=documents["summary"],
    )


def guidance_archive_with(fragment: str, instead_of: str) -> BuiltArchive:
    """A first and a final guidance of one card; the fragment goes where its elements are."""
    pairs = [(a_guidance_result(final=end), a_guidance_claim(final=end)) for end in (False, True)]
    built = a_guidance_archive(pairs)
    with zipfile.ZipFile(io.BytesIO(built.data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    planted, right = parts_of(fragment), parts_of(instead_of)
    for place in right:
        letter = {"result": "DATA/g", "claim": "CLAIMS/p"}[place]
        first, final = sorted(name for name in members if f"/{letter}" in name)
        tree = {name: etree.fromstring(members[name]) for name in (first, final)}
        found = {name: [_find(tree[name], e) is not None for e in right[place]] for name in tree}
        chosen = final if any(found[final]) and not all(found[first]) else first
        members[chosen] = plant(members[chosen], planted.get(place, []), right[place])
    root = built.name.removesuffix(".zip")
    out = io.BytesIO()
    inside = [
        (name.removeprefix(f"{root}/"), data)
        for name, data in members.items()
        if not name.endswith("/")
    ]
    write_archive(out, root, inside)
    return BuiltArchive(built.name, out.getvalue())


def plant(document: bytes, elements: list[Any], instead_of: list[Any]) -> bytes:
    """The document with the elements in place of those that belong there."""
    root = etree.fromstring(document)
    space = etree.QName(root).namespace or ""
    anchors = []
    for right in instead_of:
        target = _find(root, right)
        if target is not None:
            anchors.append((right.tag, _owner(target)))
    for element in elements:
        fresh = _in_namespace(element, space)
        owner = next((a for a in anchors if a[0] == element.tag), None)
        if owner is not None:
            anchors.remove(owner)
            _replace(owner[1], fresh)
        elif element.tag == "observation":
            _append_observation(root, fresh, element.get(SECTION))
        else:
            _insert(root, fresh)
    for _, owner_element in anchors:
        owner_element.getparent().remove(owner_element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _find(root: Any, right: Any) -> Any:
    for candidate in root.iter(f"{{*}}{right.tag}"):
        if _mark(candidate) == _mark(right):
            return candidate
    return None


def _mark(element: Any) -> tuple[str, ...]:
    """What tells elements of one name apart: the root of an id, the code of an item."""
    name = etree.QName(element).localname
    if name == "participant":
        return tuple(code.get("code", "") for code in element.findall("{*}functionCode"))
    if name == "observation":
        return tuple(code.get("code", "") for code in element.findall("{*}code"))
    if name == "addr":
        return tuple(sorted(etree.QName(part).localname for part in element)) + (
            (element[-1].tail or "") if len(element) else "",
        )
    if name == "id":
        return (element.get("root", ""), element.get("nullFlavor", ""))
    if name == "code":
        return (element.get("codeSystem", ""),)
    return ()


def _owner(target: Any) -> Any:
    """An observation stands alone in its entry and goes with it."""
    parent = target.getparent()
    return parent if etree.QName(parent).localname in ENTRIES else target


def _replace(owner: Any, fresh: Any) -> None:
    tail = owner.tail
    if etree.QName(owner).localname in ENTRIES:
        owner[:] = [fresh]
    else:
        owner.getparent().replace(owner, fresh)
        fresh.tail = tail


def _append_observation(root: Any, fresh: Any, section: str | None) -> None:
    space = etree.QName(root).namespace
    for place in root.iter("{*}section"):
        code = place.find("{*}code").get("code")
        if code == section:
            act = place.find(".//{*}act")
            entry = etree.SubElement(act, f"{{{space}}}entryRelationship", typeCode="COMP")
            entry.append(fresh)
            return
        if code == "01010":
            etree.SubElement(place, f"{{{space}}}entry").append(fresh)
            return
    raise NoPlaceError(section)


def _insert(root: Any, fresh: Any) -> None:
    """Before the first element that the schema wants after it, else at the end."""
    name = etree.QName(fresh).localname
    if name.endswith("AdjudicationResult"):
        root.append(fresh)
        return
    if name not in ORDER:
        raise NoPlaceError(name)
    card, total = name.startswith("chargeType"), name.startswith("total")
    parent = root if total else root.find("{*}checkupCard" if card else "{*}settlement")
    after = set(ORDER[ORDER.index(name) + 1 :])
    place = next((n for n, child in enumerate(parent) if etree.QName(child).localname in after), -1)
    if place < 0:
        parent.append(fresh)
    else:
        parent.insert(place, fresh)


def _in_namespace(element: Any, space: str) -> Any:
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    copy.attrib.pop(SECTION, None)
    for part in copy.iter(etree.Element):
        part.tag = f"{{{space}}}{part.tag}"
    return copy
