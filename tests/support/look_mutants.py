"""Looks of the check with one condition broken, one after another.

A look (``checks/quiet.py``) says that a group of rules is silent. Each of its conditions
must be needed: without it a rule would be left out that has something to say. ``mutants``
breaks them one by one, within the very functions, for whoever asks the look meanwhile.
"""

from __future__ import annotations

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FunctionType
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """A function and its code without one condition."""

    function: FunctionType
    code: Any
    told: str


def mutants(*functions: Any) -> Iterator[Mutant]:
    """Each function without one of its conditions."""
    for function in functions:
        source = textwrap.dedent(inspect.getsource(function))
        tree = ast.parse(source)
        for number in range(len(list(_places(tree)))):
            changed = copy.deepcopy(tree)
            told, edit = list(_places(changed))[number]
            edit()
            ast.fix_missing_locations(changed)
            yield Mutant(function, _code(changed, function), f"{function.__name__}: {told}")


def _code(tree: ast.Module, function: FunctionType) -> Any:
    space: dict[str, Any] = {}
    exec(compile(tree, function.__code__.co_filename, "exec"), function.__globals__, space)
    return space[function.__name__].__code__


@contextmanager
def broken(mutant: Mutant) -> Iterator[None]:
    """The function as the mutant has it, for all who call it."""
    kept = mutant.function.__code__
    mutant.function.__code__ = mutant.code
    try:
        yield
    finally:
        mutant.function.__code__ = kept


def _places(tree: ast.Module) -> Iterator[tuple[str, Callable[[], None]]]:
    """Conditions that can be left out: what it is, and how."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp):
            if _is_default(node.values[-1]):
                continue  # ``value or ""``: no condition
            for number, value in enumerate(node.values):
                yield ast.unparse(value), _without(node, number)
        elif isinstance(node, ast.If):
            if all(_is_refusal(s) for s in node.body):
                yield f"if {ast.unparse(node.test)}", _never(node)
        elif isinstance(node, ast.Compare):
            yield from _in_comparison(node)


def _is_default(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def _is_refusal(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Return)
        and isinstance(statement.value, ast.Constant)
        and statement.value.value is False
    )


def _without(node: ast.BoolOp, number: int) -> Callable[[], None]:
    """One of what is joined by ``and`` holds, one of what is joined by ``or`` does not."""

    def edit() -> None:
        node.values[number] = ast.Constant(isinstance(node.op, ast.And))

    return edit


def _never(node: ast.If) -> Callable[[], None]:
    def edit() -> None:
        node.test = ast.Constant(False)

    return edit


def _in_comparison(node: ast.Compare) -> Iterator[tuple[str, Callable[[], None]]]:
    """Of tuples compared one member, of ``a <= b < c`` one end."""
    left, right = node.left, node.comparators[-1]
    if isinstance(left, ast.Tuple) and isinstance(right, ast.Tuple):
        for number, member in enumerate(left.elts):

            def edit(number: int = number) -> None:
                del left.elts[number], right.elts[number]

            yield ast.unparse(member), edit
    if len(node.ops) > 1:

        def from_left() -> None:
            node.left = node.comparators.pop(0)
            node.ops.pop(0)

        def from_right() -> None:
            node.comparators.pop()
            node.ops.pop()

        yield f"{ast.unparse(node)} without its left end", from_left
        yield f"{ast.unparse(node)} without its right end", from_right
