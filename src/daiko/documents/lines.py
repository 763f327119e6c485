"""From the path a rule names to the line in the file, only for findings.

Paths are those of the rules, a small part of XPath: steps with "/", "//", attribute
steps at the end, predicates ``[n]``, ``[@name=value]``, ``[child/@name=value]``; quotes
optional, a value that starts with "..." matches by its end, and the root element may
stand first or not. Namespaces do not matter. Source: standards/checks.csv (targets).
Never raises: an unknown step ends the walk at the nearest element that exists.
"""

from __future__ import annotations

import re
from typing import Any, Final

_STEP: Final = re.compile(r"(//|/)?([^/\[\]]+)((?:\[[^\[\]]*\])*)")
_PREDICATE: Final = re.compile(r"\[([^\[\]]*)\]")


def line_of(root: Any, at: str) -> int | None:
    """Line (from 1) of the first element the path names, or of its nearest ancestor.

    ``None`` only when the tree has no line numbers.
    """
    line: int | None = element_of(root, at).sourceline
    return line


def element_of(root: Any, at: str) -> Any:
    """The first element the path names, or its nearest ancestor that exists."""
    nodes = [root]
    for number, (axis, step, predicates) in enumerate(_STEP.findall(at)):
        name = step.strip()
        if name.startswith("@") or name in ("", "."):
            break
        if number == 0 and axis != "//" and name == _local_name(root):
            found = [root]
        elif axis == "//":
            # libxml2's own walk for names; text of the file that looks like a step finds none
            wanted = ["{*}" + name] if name.isidentifier() else []
            found = [n for node in nodes for n in node.iter(*wanted) if _named(n, name)]
        else:
            found = [n for node in nodes for n in node if _named(n, name)]
        for predicate in _PREDICATE.findall(predicates):
            found = _kept(found, predicate)
        if not found:
            break
        nodes = found
    return nodes[0]


def _local_name(node: Any) -> str:
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _named(node: Any, name: str) -> bool:
    local_name = _local_name(node)
    return local_name != "" and (name == "*" or local_name == name.rpartition(":")[2])


def _kept(nodes: list[Any], predicate: str) -> list[Any]:
    """The nodes a predicate lets through; all of them if it is not understood."""
    predicate = predicate.strip()
    if predicate.isascii() and predicate.isdigit():
        return nodes[int(predicate) - 1 : int(predicate)] if int(predicate) else []
    left, equals, right = predicate.partition("=")
    if not equals:
        return nodes
    wanted = right.strip().strip("'\"")
    steps = left.strip().split("/")
    return [node for node in nodes if any(_fits(v, wanted) for v in _values(node, steps))]


def _fits(value: str, wanted: str) -> bool:
    return value.endswith(wanted[3:]) if wanted.startswith("...") else value == wanted


def _values(node: Any, steps: list[str]) -> list[str]:
    """Values of ``child/…/@name`` (any namespace of the attribute) or of an element's text."""
    nodes = [node]
    for step in steps:
        if step.startswith("@"):
            name = step[1:].rpartition(":")[2]
            return [
                value for n in nodes for key, value in n.items() if key.rpartition("}")[2] == name
            ]
        nodes = [child for n in nodes for child in n if _named(child, step)]
    return [n.text or "" for n in nodes]
