"""Questions a confined check asks about registers and history, and their answers.

Source: checks/registers.py (the ports), docs/decisions/0010-confined-check.md. Only the
questions of the ports can be asked, with arguments of their types.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, get_type_hints

from daiko.checks.registers import ClaimKey, History, Registers
from daiko.platform.confined_wire import WireError, decoder, encoder

PORTS: Final[dict[str, Any]] = {"registers": Registers, "history": History}
"""Who answers questions of a check, by the name used on the channel."""


def questions(port: str) -> dict[str, tuple[list[Any], Any]]:
    """The questions of a port: name → types of the arguments, type of the answer."""
    found: dict[str, tuple[list[Any], Any]] = {}
    for name, function in vars(PORTS[port]).items():
        if not name.startswith("_") and callable(function) and name != "prepare":
            hints = get_type_hints(function)
            answer = hints.pop("return")
            found[name] = (list(hints.values()), answer)
    return found


_QUESTIONS: Final = {name: questions(name) for name in PORTS}


def answer(ports: dict[str, Any], message: dict[str, Any]) -> Any:
    """Answer one question of the child, as JSON. Raises ``WireError`` for nonsense."""
    name, question, arguments = (message.get(part) for part in ("port", "question", "arguments"))
    if not (isinstance(name, str) and isinstance(question, str) and isinstance(arguments, list)):
        raise WireError("no question")
    port = ports.get(name)
    if port is None:
        raise WireError("no such port")
    if question == "prepare":
        (keys,) = _values([list[ClaimKey]], arguments)
        port.prepare(keys)
        return _prepared(name, port, keys)
    if question not in _QUESTIONS[name]:
        raise WireError("no such question")
    kinds, kind_of_answer = _QUESTIONS[name][question]
    return encoder(kind_of_answer)(getattr(port, question)(*_values(kinds, arguments)))


def _values(kinds: list[Any], arguments: list[Any]) -> list[Any]:
    if len(arguments) != len(kinds):
        raise WireError("another number of arguments")
    return [decoder(kind)(value) for kind, value in zip(kinds, arguments, strict=True)]


def _prepared(name: str, port: Any, keys: Sequence[ClaimKey]) -> dict[str, list[Any]]:
    """The answers that a chunk of claims will surely ask for, all in one message."""
    wanted = {question for key in keys for question in _SURELY_ASKED[name](key)}
    found: dict[str, list[Any]] = {}
    for question, *arguments in sorted(wanted, key=repr):  # a guidance may have no card
        encode = encoder(_QUESTIONS[name][question][1])
        value = encode(getattr(port, question)(*arguments))
        found.setdefault(question, []).append([arguments, value])
    return found


def _asked_of_registers(key: ClaimKey) -> Iterator[tuple[Any, ...]]:
    yield "insurer", key.insurer_number
    yield "has_cards", key.insurer_number
    yield "has_insured", key.insurer_number
    yield "provider", key.provider_number
    yield "contracts", key.insurer_number, key.provider_number
    for number in key.numbers if key.card_id else ():
        yield "card", number, key.card_id
    for number, _ in key.elsewhere:
        yield "has_cards", number
    if key.insured is not None:
        yield "insured", key.insurer_number, *key.insured


def _asked_of_history(key: ClaimKey) -> Iterator[tuple[Any, ...]]:
    for number, person in key.people:
        if key.is_guidance:
            yield "guidance", number, key.card_id, person
            continue
        if key.card_id:
            yield "by_card", number, key.card_id
        if key.fiscal_year is not None:
            yield "by_person", number, person, key.fiscal_year
            yield "returned", number, person, key.fiscal_year


_SURELY_ASKED: Final = {"registers": _asked_of_registers, "history": _asked_of_history}
