"""Where in a tree a schema error stands, and the path shown for an element. Pure."""

from __future__ import annotations

import re
from typing import Any, Final

from daiko.standard.schemas import SchemaError

_PREFIXED_STEP: Final = re.compile(r"(?<=/)(@?)([^/@\[\]:]+:[^/\[\]]+)")


def element_at(root: Any, error: SchemaError) -> Any:
    """The element a schema error speaks of; ``None`` if its path leads nowhere."""
    if not error.path:
        return root
    found = root.getroottree().xpath(_without_prefixes(error.path))
    first = found[0] if found else None
    return first if first is None or hasattr(first, "tag") else first.getparent()


def _without_prefixes(path: str) -> str:
    """The same place in words that need no namespace map.

    A document may bind prefixes of its own, and one that was mapped to the current
    namespace gets invented ones.

    >>> _without_prefixes("/hl7:a/b/hl7:c[2]/@xsi:type")
    "/*[name()='hl7:a']/b/*[name()='hl7:c'][2]/@*[name()='xsi:type']"
    """
    return _PREFIXED_STEP.sub(r"\1*[name()='\2']", path)


def path_of(element: Any) -> str:
    """Path of local names from the root, with a number where siblings share a name."""
    steps: list[str] = []
    while element is not None:
        parent = element.getparent()
        name = str(element.tag).rpartition("}")[2]
        same = [] if parent is None else [node for node in parent if node.tag == element.tag]
        steps.append(f"{name}[{same.index(element) + 1}]" if len(same) > 1 else name)
        element = parent
    return "/" + "/".join(reversed(steps))
