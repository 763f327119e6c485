"""Looks that tell a group of rules is silent: where one is true, none of its rules speaks.

Right pairs of the simulation, with one to three fields of claim, result, card, settlement
or the pair itself changed, equally often on both sides.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

import pytest

from daiko.checks.guidance_subject import AnyPair
from daiko.checks.pair_building import pair_of_documents
from daiko.checks.profile import FUND_RECEPTION
from daiko.checks.rulebook import BuiltRule, Look, Scope, Source, implemented
from daiko.checks.settled import Settling, View
from daiko.checks.subjects import ArchiveSubject, DocumentSubject
from daiko.checks.views import CHECKUP_VIEWS
from daiko.documents.records import DeclaredPrice, Identifier
from daiko.money.calendar import ProcessingMonth
from daiko.simulation.drafts import pair_draft
from daiko.simulation.guidance_drafts import drafts_of, guiding_providers
from daiko.simulation.organisations import provider
from daiko.simulation.plan import SimulationPlan
from daiko.standard import oids
from daiko.standard.kinds import DocumentKind

PLAN: Final = SimulationPlan(5, 4, 8, 80, ProcessingMonth(2026, 6), guidance=80)
TRIES: Final = 2_500
KINDS: Final = ("checkup", "guidance")
Draft = tuple[str, Any, Any]
"""Kind, claim, result."""
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


def _of_kind(kind: str) -> list[BuiltRule]:
    scopes = (Scope.ANY_PAIR, Scope.GUIDANCE if kind == "guidance" else Scope.PAIR)
    return [built for built in implemented().values() if built.scope in scopes]


@cache
def _rules(kind: str) -> dict[Look, list[BuiltRule]]:
    found: dict[Look, list[BuiltRule]] = {}
    for built in _of_kind(kind):
        if built.quiet_when is not None:
            found.setdefault(built.quiet_when, []).append(built)
    return found


@cache
def _drafts(kind: str) -> list[Draft]:
    """Right claims and results of the simulation."""
    if kind == "checkup":
        drafts = [pair_draft(PLAN, provider(PLAN, serial % 8), serial) for serial in range(80)]
        return [(kind, draft.claim, draft.result) for draft in drafts]
    return [
        (kind, draft.claim, draft.result)
        for _, courses in guiding_providers(PLAN)
        for made in courses
        for draft in drafts_of(PLAN, made)
    ]


def _pair(draft: Draft) -> AnyPair:
    kind, claim, result = draft
    archive = ArchiveSubject(name="", received_on=date(2026, 6, 20))
    sides = [
        DocumentSubject(document_kind, "x", b"", "", record=record)
        for document_kind, record in ((DocumentKind.HC, result), (DocumentKind.CC, claim))
    ]
    is_guidance = kind == "guidance"
    return pair_of_documents(archive, "n", ("h", sides[0]), ("c", sides[1]), guidance=is_guidance)


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


def _anew(value: Any) -> Any:
    """The same, of which nobody remembers anything."""
    if isinstance(value, tuple):
        return tuple(_anew(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: _anew(getattr(value, f.name)) for f in fields(value) if f.init}
        )
    return value


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
    return _same_card(claim, result, chance, expiry=which == "expiry")


_CARDS: Final = tuple(f"26{kind}0000000{last}" for kind in "123459" for last in ("", "1", "12"))


def _same_card(claim: Any, result: Any, chance: random.Random, *, expiry: bool) -> tuple[Any, Any]:
    """Number or expiry of one card, in the result and mostly in the claim as well."""
    if not result.cards:
        return claim, result
    text, number = chance.choice(TEXTS), chance.randrange(len(result.cards))
    card = result.cards[number]
    if expiry:
        cards = {number: replace(card, valid_until=text)}
        claim = replace(claim, card_valid_until=text)
    else:
        text = chance.choice((*_CARDS, text))
        is_second = card.function_code == "1" and hasattr(claim, "checkup_card_id")
        name = "checkup_card_id" if is_second else "card_id"
        cards = {number: replace(card, card_id=_other_number(card.card_id, text, chance))}
        if chance.random() < 0.7:
            claim = replace(claim, **{name: _other_number(getattr(claim, name), text, chance)})
    changed = tuple(cards.get(n, card) for n, card in enumerate(result.cards))
    return claim, replace(result, cards=changed)


def _other_number(identifier: Any, text: str | None, chance: random.Random) -> Any:
    """Another number, seldom another OID."""
    if identifier is None:
        return None
    if chance.random() < 0.1:
        return replace(identifier, root=chance.choice((oids.NUMBER, oids.CHECKUP_CARD)))
    return replace(identifier, extension=text)


_YEN: Final = ("unit_total", "payment_total", "other_program", "claim_amount", "basic_payment",
               "detail_payment", "other_payment", "unit_price", "calculated")  # fmt: skip


def _money_moved(claim: Any, chance: random.Random) -> Any:
    """Amounts moved by the same sum, as an error that adds up would."""
    by = chance.choice((1, 100, -100, 10_000))
    there = [name for name in _YEN if hasattr(claim, name)]
    names = chance.sample(there, chance.choice((1, 2, 3)))
    known = {n: getattr(claim, n) for n in names if (getattr(claim, n) or "").isdigit()}
    return replace(
        claim, **{n: f"{max(0, int(v) + by * chance.choice((1, -1))):06}" for n, v in known.items()}
    )


def _changed(draft: Draft, chance: random.Random) -> Draft:
    kind, claim, result = draft
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        choice = chance.random()
        if choice < 0.35:
            claim, result = _same_on_both(claim, result, chance)
        elif choice < 0.55:
            claim = _money_moved(claim, chance)
        elif choice < 0.8:
            claim = _other(claim, chance, TEXTS) or claim
        elif choice < 0.85:
            cards = _other(result.cards, chance, TEXTS)
            result = replace(result, cards=cards)
        elif choice < 0.93 and kind == "guidance":
            sections = _other(result.sections, chance, TEXTS)
            result = replace(result, sections=sections)
        else:
            head = _other(replace(result, sections=()), chance, TEXTS)
            result = replace(head, sections=result.sections) if head else result
    return kind, claim, result


def _on_other_days(pair: AnyPair, chance: random.Random) -> AnyPair:
    """The subject itself changed, as who writes a test would."""
    name = chance.choice(("performed_on", "birth_date", "received_on"))
    days = (None, date(1899, 12, 31), date(1970, 1, 1), date(2026, 4, 1), date(2031, 1, 1))
    on = chance.choice(days[1:] if name == "received_on" else days)
    return replace(pair, **{name: on}) if chance.random() < 0.2 else pair


@pytest.mark.parametrize("kind", KINDS)
def test_rules_are_silent_where_their_look_is_true(kind: str) -> None:
    """Thousands of changed pairs; and each look is true and false often enough to say something."""
    chance = random.Random(20261125)
    seen: Counter[tuple[str, bool]] = Counter()
    spoken: set[str] = set()
    for _ in range(TRIES):
        pair = _pair(_changed(chance.choice(_drafts(kind)), chance))
        pair = _on_other_days(pair, chance)
        for look, rules in _rules(kind).items():
            is_quiet = look(pair)
            assert isinstance(is_quiet, bool)
            seen[look.__name__, is_quiet] += 1
            for built in rules:
                found = list(built.check(pair))
                assert not (is_quiet and found), (look.__name__, found, pair.claim, pair.result)
                spoken.update([built.id] if found else [])
    for look in _rules(kind):
        assert min(seen[look.__name__, True], seen[look.__name__, False]) > TRIES // 50
    every = {built.id for rules in _rules(kind).values() for built in rules}
    assert len(spoken) > len(every) * 3 // 4  # the changes do reach the rules


@pytest.mark.parametrize(("kind", "views"), [("checkup", CHECKUP_VIEWS), ("guidance", ())])
def test_nothing_remembered_changes_a_finding(kind: str, views: tuple[View, ...]) -> None:
    """Rules left by views and looks, on records seen before, beside all rules on new ones."""
    chance = random.Random(20261126)
    rules, lacking = _of_kind(kind), frozenset[Source]()
    remembering = Settling(rules, views, FUND_RECEPTION)
    left_out = found_something = 0
    for _ in range(TRIES // 2):
        draft = _changed(chance.choice(_drafts(kind)), chance)
        pair, anew = _pair(draft), _pair((kind, _anew(draft[1]), _anew(draft[2])))
        run = [
            c for checks in remembering.plan(pair, lacking=lacking).checks.values() for c in checks
        ]
        found = {finding for check in run for finding in check(pair)}
        assert found == {finding for built in rules for finding in built.check(anew)}
        left_out += len(rules) - len(run)
        found_something += bool(found)
    assert left_out > TRIES // 2 * len(rules) // 10
    assert found_something > TRIES // 10


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        (
            "checkup",
            {"usual_person": 0.85, "usual_card": 0.5, "sums_add_up": 0.75, "is_paid_right": 0.85},
        ),
        ("guidance", {"usual_person": 0.85, "usual_card": 0.5}),
    ],
)
def test_a_right_pair_is_quiet(kind: str, least: dict[str, float]) -> None:
    """Else the looks would be right and of no use."""
    quiet = Counter(
        look.__name__ for draft in _drafts(kind) for look in _rules(kind) if look(_pair(draft))
    )
    assert quiet.keys() == least.keys()
    for name, share in least.items():
        assert quiet[name] > share * len(_drafts(kind))
