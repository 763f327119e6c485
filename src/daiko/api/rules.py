"""The rule book for programs. Source: standards/checks.csv through ``checks/rulebook.py``."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.http import Http404, HttpRequest
from ninja import Router
from ninja.params.functions import Query

from daiko.api.access import public
from daiko.api.checks import ASKING
from daiko.api.schemas import RuleOut, RulesOut
from daiko.checks import rulebook
from daiko.checks.official_codes import official_code
from daiko.checks.rule_search import search_rules

_WHY: Final = "the rule book is published"
router = Router(tags=["rules"])


@router.get(
    "",
    response={200: RulesOut, **ASKING},
    operation_id="rules",
    summary="点検規則の一覧 / All rules",
)
@public(_WHY)
def all_rules(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100, description="id, code or words of the message")] = "",
) -> dict[str, Any]:
    """The catalogue in its order, or what is found, the best first; unbuilt rules included."""
    del request
    if q.strip():
        found = search_rules(q)
        ids, is_close = found.ids, found.is_close
    else:
        ids, is_close = tuple(rule for rule in rulebook.rules() if rule.startswith("X-")), False
    return {"total": len(ids), "close": is_close, "rules": [_value(rule_id) for rule_id in ids]}


@router.get(
    "/{rule_id}",
    response={200: RuleOut, **ASKING},
    operation_id="rule",
    summary="一つの規則 / One rule",
)
@public(_WHY)
def one_rule(request: HttpRequest, rule_id: str) -> dict[str, Any]:
    """What it asks, why it fails, how to mend it, and where it is written."""
    del request
    if rule_id.upper() not in rulebook.rules():
        raise Http404
    return _value(rule_id.upper())


def _value(rule_id: str) -> dict[str, Any]:
    row, text = rulebook.rule_row(rule_id), rulebook.words(rule_id)
    is_built = rule_id in rulebook.implemented()
    reason = None if is_built else rulebook.not_built().get(rule_id)
    return {
        "rule": rule_id,
        "official_code": official_code(rule_id),
        "stage": row.stage,
        "level": row.level,
        "severity": str(row.severity),
        "basis": row.basis,
        "return_reason": row.return_reason or None,
        "built": is_built,
        "not_built_because": reason and {"ja": reason[0], "en": reason[1]},
        "target": row.target,
        "condition": row.condition,
        "source": row.source,
        "message": {"ja": text.message_ja, "en": text.message_en},
        "cause": {"ja": text.cause_ja, "en": text.cause_en},
        "remedy": {"ja": text.remedy_ja, "en": text.remedy_en},
    }
