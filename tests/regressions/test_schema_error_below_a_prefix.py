"""A schema error in a document with prefixes broke the check: the path of the error names
prefixes that nobody had declared to XPath. Met by simulated results in a wrong namespace,
whose types were besides not moved along."""

from __future__ import annotations

from building import a_claim, a_result, an_archive, rules_of
from daiko.documents.writing import write_checkup_result


def result_with(old: str, new: str) -> bytes:
    data = write_checkup_result(a_result())
    assert old.encode() in data
    return data.replace(old.encode(), new.encode())


def prefixed(data: bytes) -> bytes:
    """The same document with the prefix ``h`` in place of the default namespace."""
    text = data.decode().replace("</", "</h:").replace("<", "<h:").replace("<h:/h:", "</h:")
    return text.replace("<h:?xml", "<?xml").replace("xmlns=", "xmlns:h=").encode()


def test_broken_result_with_prefixes_is_told_not_raised() -> None:
    """A value that is no number gives X-XML-012 whatever prefix the document uses."""
    broken = prefixed(result_with('value="162.3"', 'value="tall"'))
    broken = broken.replace(b'xsi:type="', b'xsi:type="h:')
    assert rules_of(an_archive([(broken, a_claim())]).check()) == ["X-XML-012"]


def test_result_in_a_wrong_namespace_is_read_on() -> None:
    """Only the namespace is reported; its content is right (rulings 8 and 30)."""
    moved = result_with('xmlns="urn:hl7-org:v3"', 'xmlns="urn:hl7-org:v2"')
    assert rules_of(an_archive([(moved, a_claim())]).check()) == ["X-XML-006"]
