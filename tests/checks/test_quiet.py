"""Looks that tell a group of rules is silent: where one is true, none of its rules speaks.

Right pairs of the simulation, with one to three fields of claim, result, card, settlement
or the pair itself changed, equally often on both sides.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

import pytest

from daiko.checks.pair_building import pair_of_documents
from daiko.checks.rulebook import BuiltRule, Look, implemented
from daiko.checks.subjects import ArchiveSubject, DocumentSubject, PairSubject
from daiko.documents.records import DeclaredPrice, Identifier
from daiko.money.calendar import ProcessingMonth
from daiko.simulation.drafts import pair_draft
from daiko.simulation.organisations import provider
from daiko.simulation.plan import SimulationPlan
from daiko.standard import oids
from daiko.standard.kinds import DocumentKind

PLAN: Final = SimulationPlan(5, 4, 8, 80, ProcessingMonth(2026, 6))
TRIES: Final = 2_500
TEXTS: Final = (
    None, "", " ", "0", "1", "2", "9", "01", "１", "12", "123", "12345678", "１２３４５６７８",
    "1234567", "A b", "ＡＢＣ", "ＡＢ1", "カナ", "カ ナ", "かな", "ｶﾅ", "KANA", "　カナ",
    "漢字", "123-4567", "１２３-４５６７", "1234567-", "東京都１－２", "東京都1-2", "あ" * 40,
    "あ" * 41, "あ" * 101, "ー" * 50, "ア" * 51, "20260401", "20260231", "18991231",
    "19000101", "20991231", "26100000001", "26200000001", "26500000001", "2610000000",
    "000000", "000001", "-00001", "999999", "1000000000", "999999999", "JPY", "USD", "HLD",
    "N", oids.INSURER, oids.NUMBER, oids.SYMBOL, oids.CHECKUP_CARD, oids.ITEM, "\u3000",
    "\u00a0", "é", "①", "x" * 20, "x" * 21,
)  # fmt: skip


@cache
def _rules() -> dict[Look, list[BuiltRule]]:
    found: dict[Look, list[BuiltRule]] = {}
    for built in implemented().values():
        if built.quiet_when is not None:
            found.setdefault(built.quiet_when, []).append(built)
    return found


def _pair(serial: int, change: Callable[[Any, Any], tuple[Any, Any]]) -> PairSubject:
    draft = pair_draft(PLAN, provider(PLAN, serial % 8), serial)
    claim, result = change(draft.claim, draft.result)
    archive = ArchiveSubject(name="", received_on=date(2026, 6, 20))
    sides = [
        DocumentSubject(kind, "x", b"", "", record=record)
        for kind, record in ((DocumentKind.HC, result), (DocumentKind.CC, claim))
    ]
    pair = pair_of_documents(archive, "n", ("h", sides[0]), ("c", sides[1]), guidance=False)
    assert isinstance(pair, PairSubject)
    return pair


def _other(value: Any, chance: random.Random, texts: tuple[Any, ...]) -> Any:
    """Something else of the same kind."""
    if value is None or isinstance(value, str):
        return chance.choice(texts)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return chance.choice((0, 1, 2))
    if isinstance(value, tuple):
        return _other_tuple(value, chance, texts)
    if is_dataclass(value) and not isinstance(value, type):
        if chance.random() < 0.1:
            return None
        names = [f.name for f in fields(value) if f.init]
        texts_of = {f.name for f in fields(value) if "str" in str(f.type)}
        name = chance.choice([n for n in names if n in texts_of or getattr(value, n) is not None])
        if name.endswith("prices") and chance.random() < 0.5:
            return replace(value, **{name: _prices(chance)})
        return replace(value, **{name: _other(getattr(value, name), chance, texts)})
    return value


def _prices(chance: random.Random) -> tuple[DeclaredPrice, ...]:
    """None to two prices with or without the code of an item."""
    codes = (None, "1", "4", "5", "9N001000000000001")
    return tuple(
        DeclaredPrice(chance.choice(("001000", "000000", "x")), chance.choice(codes), oids.ITEM)
        for _ in range(chance.randrange(3))
    )


def _other_tuple(value: tuple[Any, ...], chance: random.Random, texts: tuple[Any, ...]) -> Any:
    if not value:
        return value
    place = chance.randrange(len(value))
    changed = _other(value[place], chance, texts)
    return chance.choice(
        (
            value[:place] + value[place + 1 :],
            (*value, value[place]),
            (*value, changed) if changed is not None else value,
            (*value[:place], changed, *value[place + 1 :]) if changed is not None else value,
            value[::-1],
        )
    )


_PERSON: Final = ("name", "sex", "birth_date", "postal_code", "address")
_NUMBERS: Final = {
    "insurer": oids.INSURER,
    "symbol": oids.SYMBOL,
    "number": oids.NUMBER,
    "branch_code": oids.BRANCH_CODE,
}


def _same_on_both(claim: Any, result: Any, chance: random.Random) -> tuple[Any, Any]:
    """One value changed in claim and result alike, so that a comparison holds."""
    text = chance.choice(TEXTS)
    which = chance.choice((*_PERSON, *_NUMBERS, "card", "expiry", "provider"))
    if which in _PERSON:
        return replace(claim, **{which: text}), replace(result, **{which: text})
    if which in _NUMBERS:
        root = _NUMBERS[which]
        ids = tuple(i for i in result.person_ids if i.root != root)
        if chance.random() < 0.2:
            return replace(claim, **{which: None}), replace(result, person_ids=ids)
        stated = Identifier(root, text)
        return replace(claim, **{which: stated}), replace(result, person_ids=(*ids, stated))
    if which == "provider":
        performer = replace(result.performer, identifier=Identifier(oids.PROVIDER, text))
        changed = replace(claim, provider=Identifier(oids.PROVIDER, text))
        return changed, replace(result, performer=performer)
    if not result.cards or claim.card_id is None:
        return claim, result
    card = result.cards[0]
    if which == "expiry":
        cards = (replace(card, valid_until=text),)
        return replace(claim, card_valid_until=text), replace(result, cards=cards)
    cards = (replace(card, card_id=replace(card.card_id, extension=text)),)
    return replace(claim, card_id=replace(claim.card_id, extension=text)), replace(
        result, cards=cards
    )


_YEN: Final = ("unit_total", "payment_total", "other_program", "claim_amount", "basic_payment",
               "detail_payment", "other_payment")  # fmt: skip


def _money_moved(claim: Any, chance: random.Random) -> Any:
    """Amounts moved by the same sum, as an error that adds up would."""
    by = chance.choice((1, 100, -100, 10_000))
    names = chance.sample(_YEN, chance.choice((1, 2, 3)))
    known = {n: getattr(claim, n) for n in names if (getattr(claim, n) or "").isdigit()}
    return replace(
        claim, **{n: f"{max(0, int(v) + by * chance.choice((1, -1))):06}" for n, v in known.items()}
    )


def _changed(chance: random.Random) -> Callable[[Any, Any], tuple[Any, Any]]:
    def change(claim: Any, result: Any) -> tuple[Any, Any]:
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            kind = chance.random()
            if kind < 0.35:
                claim, result = _same_on_both(claim, result, chance)
            elif kind < 0.55:
                claim = _money_moved(claim, chance)
            elif kind < 0.8:
                claim = _other(claim, chance, TEXTS) or claim
            else:
                result = _other(replace(result, sections=()), chance, TEXTS) or result
        return claim, result

    return change


def test_rules_are_silent_where_their_look_is_true() -> None:
    """Thousands of changed pairs; and each look is true and false often enough to say something."""
    chance = random.Random(20261125)
    seen: Counter[tuple[str, bool]] = Counter()
    spoken: set[str] = set()
    for _ in range(TRIES):
        pair = _pair(chance.randrange(80), _changed(chance))
        for look, rules in _rules().items():
            is_quiet = look(pair)
            assert isinstance(is_quiet, bool)
            seen[look.__name__, is_quiet] += 1
            for built in rules:
                found = list(built.check(pair))
                assert not (is_quiet and found), (look.__name__, found, pair.claim, pair.result)
                spoken.update([built.id] if found else [])
    for look in _rules():
        assert min(seen[look.__name__, True], seen[look.__name__, False]) > TRIES // 50
    every = {built.id for rules in _rules().values() for built in rules}
    assert len(spoken) > len(every) * 3 // 4  # the changes do reach the rules


def test_a_right_pair_is_quiet() -> None:
    """Else the looks would be right and of no use."""
    quiet = Counter(
        look.__name__
        for serial in range(80)
        for look in _rules()
        if look(_pair(serial, lambda *records: records))
    )
    assert quiet["usual_person"] > 70
    assert quiet["usual_card"] > 40
    assert quiet["sums_add_up"] > 60
    assert quiet["is_paid_right"] > 70


@pytest.mark.parametrize("built", [b for rules in _rules().values() for b in rules])
def test_looks_are_for_rules_of_checkups(built: BuiltRule) -> None:
    """Guidance pairs run all their rules."""
    assert built.quiet_when is not None
    assert built.scope.value in ("PairSubject", "AnyPair")
