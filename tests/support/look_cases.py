"""Right pairs with one thing changed, for each thing a look of the check asks.

Of each the look must be false, since one of its rules speaks (``test_looks.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

from building import CARD, INSURER, a_claim, a_pair, a_result
from daiko.checks import quiet
from daiko.checks.guidance_subject import AnyPair
from daiko.checks.rulebook import Look, implemented
from daiko.checks.rules.claim_judgement import is_paid_right
from daiko.documents.records import DeclaredPrice, DeclaredTerms, Identifier
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from daiko.standard import oids
from guidance_building import ACTIVE_CARD, a_guidance_claim, a_guidance_pair, a_guidance_result
from guidance_judging import with_card
from judging import an_issued_card, some_registers

LOOKS: Final = (quiet.usual_person, quiet.usual_card, quiet.sums_add_up, is_paid_right)
Change = Callable[[Any, Any], tuple[Any, Any]]
"""Claim and result → the same, changed."""


@dataclass(frozen=True)
class Case:
    look: Look
    told: str
    pair: AnyPair


def rules_of(look: Look) -> list[Any]:
    return [built for built in implemented().values() if built.quiet_when is look]


def speaks(case: Case) -> bool:
    return any(any(built.check(case.pair)) for built in rules_of(case.look))


# --- changes --------------------------------------------------------------------------


def claims(**fields: Any) -> Change:
    return lambda claim, result: (replace(claim, **fields), result)


def results(**fields: Any) -> Change:
    return lambda claim, result: (claim, replace(result, **fields))


def both(**fields: Any) -> Change:
    return lambda claim, result: (replace(claim, **fields), replace(result, **fields))


def in_result(change: Change) -> Change:
    return lambda claim, result: (claim, change(claim, result)[1])


def numbered(root: str, name: str, text: str) -> Change:
    """A number of the insurance card, in claim and result."""

    def change(claim: Any, result: Any) -> tuple[Any, Any]:
        others = tuple(i for i in result.person_ids if i.root != root)
        stated = Identifier(root, text)
        return replace(claim, **{name: stated}), replace(result, person_ids=(*others, stated))

    return change


def left_out(root: str, name: str, instead: Identifier | None = None) -> Change:
    """Without a number of the insurance card in the result, and in the claim."""

    def change(claim: Any, result: Any) -> tuple[Any, Any]:
        ids = tuple(i for i in result.person_ids if i.root != root)
        return replace(claim, **{name: instead}), replace(result, person_ids=ids)

    return change


def absent_and_empty(root: str, name: str) -> Change:
    """Absent in the claim, an empty number in the result."""

    def change(claim: Any, result: Any) -> tuple[Any, Any]:
        changed, _ = left_out(root, name)(claim, result)
        return changed, numbered(root, name, "")(claim, result)[1]

    return change


def doubled(claim: Any, result: Any) -> tuple[Any, Any]:
    """Another symbol before the right one."""
    return claim, replace(result, person_ids=(Identifier(oids.SYMBOL, "９"), *result.person_ids))


def performed(by: Identifier | None, *, claimed: Identifier | None = None) -> Change:
    def change(claim: Any, result: Any) -> tuple[Any, Any]:
        performer = replace(result.performer, identifier=by)
        changed = claim if claimed is None else replace(claim, provider=claimed)
        return changed, replace(result, performer=performer)

    return change


# --- persons --------------------------------------------------------------------------

_FIELDS: Final = {"postal_code": "105-0005", "name": "ケンシンジロウ", "sex": "2"}
_WRONG_FIELDS: Final = {"postal_code": "1050004", "name": "けんしん", "sex": "9"}
_NUMBERS: Final = (
    (oids.INSURER, "insurer", "06139999", "613"),
    (oids.SYMBOL, "symbol", "１３２", "A１"),
    (oids.NUMBER, "number", "123123124", "１2"),
    (oids.BRANCH_CODE, "branch_code", "02", "1"),
)


def changes_of_persons() -> Iterator[tuple[str, Change]]:
    """Of checkups and of guidance."""
    for field, other in _FIELDS.items():
        yield f"{field} differs", claims(**{field: other})
        wrong = _WRONG_FIELDS[field]
        yield f"{field} in a wrong form", both(**{field: wrong})
    for root, name, other, wrong in _NUMBERS:
        yield f"{name} differs", in_result(numbered(root, name, other))
        yield f"{name} in a wrong form", numbered(root, name, wrong)
        yield f"{name} of another kind", left_out(root, name, Identifier(oids.PROVIDER, "1"))
    for root, name in ((oids.SYMBOL, "symbol"), (oids.BRANCH_CODE, "branch_code")):
        yield f"{name} empty", numbered(root, name, "")
        yield f"{name} absent and empty", absent_and_empty(root, name)
    yield "a second symbol", doubled
    yield "birth date differs", claims(birth_date="19700517")
    yield "born long ago", both(birth_date="18991231")
    yield "born later", both(birth_date="20991231")
    yield "no day of birth", both(birth_date="20260231")
    yield "another institution", performed(Identifier(oids.PROVIDER, "1311111119"))
    yield "an institution without number", performed(None)
    yield "no institution", results(performer=None)
    yield "no provider", claims(provider=None)


def changes_of_persons_of_checkups() -> Iterator[tuple[str, Change]]:
    yield "address differs", claims(address="東京都港区２－２")
    yield "address too long", both(address="あ" * 41)
    yield "address in half width", both(address="東京都1")


def changes_of_guided() -> Iterator[tuple[str, Change]]:
    yield "an address in the claim", claims(address="東京都")
    yield "an address in the result", results(address="東京都")
    yield "two persons", results(record_target_count=2)
    number = Identifier(oids.PROVIDER, "131111111")
    yield "a provider of nine digits", performed(number, claimed=number)
    number = Identifier(oids.INSURER, "1311111111")
    yield "a provider of another kind", performed(number, claimed=number)


# --- cards ----------------------------------------------------------------------------


def carded(code: str, **fields: Any) -> Change:
    """Fields of a card of the result."""
    return lambda claim, result: (claim, with_card(result, code, **fields))


def carded_so(code: str, name: str, number: str, *, kind: str = "") -> Change:
    """The same number of a card in both, of another kind in the claim if ``kind``."""
    in_result = {"1": oids.checkup_card_root, "2": oids.guidance_card_root}[code](INSURER)
    in_claim = kind or {"1": oids.CHECKUP_CARD, "2": oids.GUIDANCE_CARD}[code]

    def change(claim: Any, result: Any) -> tuple[Any, Any]:
        changed = replace(claim, **{name: Identifier(in_claim, number)})
        return changed, with_card(result, code, card_id=Identifier(in_result, number))

    return change


def expiring(code: str, text: str | None) -> Change:
    return lambda claim, result: (
        replace(claim, card_valid_until=text),
        with_card(result, code, valid_until=text),
    )


def changes_of_any_card(code: str) -> Iterator[tuple[str, Change]]:
    """Of the card that pays, of checkups and of guidance."""
    issued = {"1": oids.checkup_card_root, "2": oids.guidance_card_root}[code]
    number = {"1": CARD, "2": ACTIVE_CARD}[code]
    yield "no number", carded(code, card_id=None)
    yield "another number", carded(code, card_id=Identifier(issued(INSURER), "26100000029"))
    yield "another insurer's OID", carded(code, card_id=Identifier(issued("99999999"), number))
    yield "ten digits", carded_so(code, "card_id", "2610000001")
    yield "no issuer", carded(code, issuing_insurer=None)
    yield "another issuer", carded(code, issuing_insurer=Identifier(oids.INSURER, "99999999"))
    yield "issuer of another kind", carded(code, issuing_insurer=Identifier(oids.NUMBER, INSURER))
    yield "expiry differs", carded(code, valid_until="20270330")
    yield "no day of expiry", expiring(code, "20270231")
    yield "no card claimed", claims(card_id=None)


def changes_of_checkup_cards() -> Iterator[tuple[str, Change]]:
    yield from changes_of_any_card("1")
    yield "of another type", carded("1", type_code="X")
    yield "of another face", carded("1", function_code="2")
    yield "two cards", lambda c, r: (c, replace(r, cards=r.cards * 2))
    yield "no card", results(cards=())
    yield "another kind of number", carded_so("1", "card_id", "26200000011")
    yield "claimed by another OID", carded_so("1", "card_id", CARD, kind=oids.NUMBER)
    yield "valid too long", expiring("1", "20280331")


def changes_of_guidance_cards() -> Iterator[tuple[str, Change]]:
    yield from changes_of_any_card("2")
    yield "of another type", carded("2", type_code="X")
    yield "three cards", lambda c, r: (c, replace(r, cards=(*r.cards, r.cards[0])))
    yield "of another level", carded_so("2", "card_id", "26200000017")
    yield "of next year", carded_so("2", "card_id", "27300000017")
    yield "claimed by another OID", carded_so("2", "card_id", ACTIVE_CARD, kind=oids.NUMBER)
    yield "nobody's", unowned
    other = Identifier(oids.CHECKUP_CARD, "26100000029")
    yield "another checkup card", claims(checkup_card_id=other)
    yield "a checkup card of another OID", claims(checkup_card_id=Identifier(oids.NUMBER, CARD))
    yield "a wrong checkup card", carded_so("1", "checkup_card_id", "261")
    yield "a wrong checkup card in the claim alone", alone
    unclaimed = carded_so("1", "checkup_card_id", "261")
    yield (
        "a wrong checkup card in the result alone",
        lambda c, r: (replace(c, checkup_card_id=None), unclaimed(c, r)[1]),
    )


def unowned(claim: Any, result: Any) -> tuple[Any, Any]:
    """The person has no insurer, and the cards are issued by none."""
    ids = tuple(i for i in result.person_ids if i.root != oids.INSURER)
    for code, root in (("1", oids.checkup_card_root("")), ("2", oids.guidance_card_root(""))):
        card = next(card for card in result.cards if card.function_code == code)
        number = replace(card.card_id, root=root)
        issuer = Identifier(oids.INSURER, "")
        result = with_card(result, code, card_id=number, issuing_insurer=issuer)
    return claim, replace(result, person_ids=ids)


def alone(claim: Any, result: Any) -> tuple[Any, Any]:
    cards = tuple(card for card in result.cards if card.function_code == "2")
    wrong = Identifier(oids.CHECKUP_CARD, "261")
    return replace(claim, checkup_card_id=wrong), replace(result, cards=cards)


# --- money ----------------------------------------------------------------------------


def priced(kind: str, **fields: Any) -> Change:
    """A claim of a type with prices, whose sums are right unless ``fields`` say otherwise."""

    def change(claim: Any, result: Any) -> tuple[Any, Any]:
        changed = replace(
            claim,
            claim_type=kind,
            **{"basic_prices": (DeclaredPrice("7680"),), "basic_payment": "000000"} | fields,
        )
        prices = (*changed.basic_prices, *changed.detail_prices, *changed.other_prices)
        total = str(sum(int(p.amount) for p in prices if p.amount.isdigit()))
        money = {"unit_total": total, "payment_total": "0", "claim_amount": total}
        return replace(changed, **{name: fields.get(name, money[name]) for name in money}), result

    return change


def detailed(*codes: str, paid: str | None = "000000", kind: str = "2") -> Change:
    prices = tuple(DeclaredPrice("231", code) for code in codes)
    return priced(kind, detail_prices=prices, detail_payment=paid)


def added(*codes: str, paid: str | None = "000000", kind: str = "3", of: str = oids.ITEM) -> Change:
    prices = tuple(DeclaredPrice("550", code, of) for code in codes)
    return priced(kind, other_prices=prices, other_payment=paid)


_ITEM: Final = "9N001000000000001"


def changes_of_sums() -> Iterator[tuple[str, Change]]:
    """Each leaves all other sums as they should be."""
    yield "total", priced("1", unit_total="7681", claim_amount="7680")
    yield "payment", priced("1", payment_total="1")
    yield "rest", priced("1", claim_amount="7679")
    yield "nothing priced", priced("1", basic_prices=(DeclaredPrice("000000"),))
    free = (DeclaredPrice("000000"),)
    one = {"detail_prices": (DeclaredPrice("231", "1"),), "detail_payment": "000000"}
    yield "free basic", priced("2", basic_prices=free, **one)
    yield "no basic price", priced("2", basic_prices=(), **one)
    yield "no basic payment", priced("1", basic_payment=None)
    yield "a dock with a basic price", priced("5")
    yield "no detailed price", detailed()
    yield "no detailed payment", detailed("1", paid=None)
    yield "detailed in type 1", detailed("1", kind="1")
    yield "detailed twice", detailed("1", "1")
    yield "an unknown detail", detailed("5")
    yield "no added price", added()
    yield "no added payment", added(_ITEM, paid=None)
    yield "added in type 1", added(_ITEM, kind="1")
    yield "added without a code", added("9N001")
    yield "added of another table", added(_ITEM, of=oids.NUMBER)
    yield "payment of five digits", priced("1", basic_payment="00000")
    yield "payment of letters", priced("1", basic_payment="abcdef")
    yield "other programme in letters", priced("1", other_program="x")
    yield "other programme", priced("1", other_program="7681")
    yield "dollars", priced("1", currencies=("JPY", "USD"))


# --- all of them ----------------------------------------------------------------------


def of_checkup(look: Look, changes: Iterable[tuple[str, Change]]) -> Iterator[Case]:
    for told, change in changes:
        yield Case(look, f"checkup: {told}", a_pair(*change(a_claim(), a_result())))


def of_guidance(look: Look, changes: Iterable[tuple[str, Change]]) -> Iterator[Case]:
    for told, change in changes:
        claim, result = change(a_guidance_claim(), a_guidance_result())
        yield Case(look, f"guidance: {told}", a_guidance_pair(claim, result))


def by_hand() -> Iterator[Case]:
    """The subject itself changed: days that are not those of its documents."""
    for told, pair in (("checkup", a_pair()), ("guidance", a_guidance_pair())):
        born, look = pair.birth_date, quiet.usual_person
        no_day = (
            replace(pair.claim, birth_date="20260231"),
            replace(pair.result, birth_date="20260231"),
        )
        other = replace(pair.result, birth_date="19700517")
        yield Case(look, f"{told}: stated birth", _with(pair, *no_day, birth_date=born))
        yield Case(look, f"{told}: result's birth", _with(pair, pair.claim, other, birth_date=born))
        later = both(birth_date="20991231")(pair.claim, pair.result)
        on = {"birth_date": date(2099, 12, 31)}
        yield Case(look, f"{told}: no day", _with(pair, *later, performed_on=None, **on))


def _with(pair: Any, claim: Any, result: Any, **fields: Any) -> AnyPair:
    changed: AnyPair = replace(pair, claim=claim, result=result, **fields)
    return changed


def of_payments() -> Iterator[Case]:
    """Wrong as declared, and by the card alone."""
    terms = CopaymentTerms(CopaymentKind.FIXED, fixed_yen=1000, insurer_limit_yen=6000)
    registers = some_registers(cards=[an_issued_card(basic=terms)])
    declared = {"basic_terms": DeclaredTerms("2", amount="001000"), "basic_payment": "001000"}
    yield Case(is_paid_right, "by the card", a_pair(a_claim(**declared), registers=registers))
    wrong = a_claim(**declared | {"basic_payment": "000900"})
    yield Case(is_paid_right, "as declared", a_pair(wrong))
    limited = {"basic_terms": DeclaredTerms("4", amount="006000"), "basic_payment": "002000"}
    yield Case(is_paid_right, "needs the card", a_pair(a_claim(**limited)))


@cache
def cases() -> tuple[Case, ...]:
    person, card = quiet.usual_person, quiet.usual_card
    return (
        *of_checkup(person, (*changes_of_persons(), *changes_of_persons_of_checkups())),
        *of_guidance(person, (*changes_of_persons(), *changes_of_guided())),
        *of_checkup(card, changes_of_checkup_cards()),
        *of_guidance(card, changes_of_guidance_cards()),
        *of_checkup(quiet.sums_add_up, changes_of_sums()),
        *by_hand(),
        *of_payments(),
    )


@cache
def quiet_pairs() -> tuple[tuple[Look, AnyPair], ...]:
    """Right pairs with all that a look lets pass."""
    borne = priced("1", other_program="100", claim_amount="7580")
    changes = (priced("1"), detailed("1", "4"), added(_ITEM), borne)
    several = [a_pair(), *(a_pair(*change(a_claim(), a_result())) for change in changes)]
    bare = a_guidance_claim(checkup_card_id=None)
    result = a_guidance_result()
    cards = tuple(card for card in result.cards if card.function_code == "2")
    guided = (
        a_guidance_pair(),
        a_guidance_pair(bare),
        a_guidance_pair(bare, replace(result, cards=cards)),
        a_guidance_pair(level="2"),
    )
    bare_persons: list[AnyPair] = []
    for without in (left_out(oids.SYMBOL, "symbol"), left_out(oids.BRANCH_CODE, "branch_code")):
        bare_persons.append(a_pair(*without(a_claim(), a_result())))
        changed = without(a_guidance_claim(), a_guidance_result())
        bare_persons.append(a_guidance_pair(*changed))
    return (
        *((look, pair) for look in LOOKS for pair in several),
        *((look, pair) for look in LOOKS[:2] for pair in guided),
        *((quiet.usual_person, pair) for pair in bare_persons),
    )
