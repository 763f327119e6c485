"""People in words: roles, kinds and states of accounts, offices, organisations, permissions."""

from __future__ import annotations

from typing import Any, Final

from django import template

from daiko.people.directory import name_of
from daiko.people.roles import ROLE_EN, ROLE_JA, Role
from daiko.platform.permissions import Permission
from daiko.portal.offices import office_name
from daiko.portal.templatetags.daiko_words import tr

register = template.Library()
register.filter(office_name)

KINDS: Final = {
    "staff": ("職員", "staff"),
    "emergency": ("非常時", "emergency"),
    "maintenance": ("保守", "maintenance"),
    "desk": ("試用", "desk"),
}
STATES: Final = {
    "invited": ("招待中", "invited"),
    "active": ("利用中", "active"),
    "suspended": ("停止中", "suspended"),
    "ended": ("終了", "ended"),
}
FACTORS: Final = {
    "totp": ("認証アプリ", "authenticator app"),
    "passkey": ("パスキー", "passkey"),
    "recovery": ("回復コード", "recovery code"),
}
_ROLES: Final = frozenset(role.value for role in Role)
PERMISSIONS: Final = {
    Permission.PROVIDER_SUBMISSION_CREATE: ("データを送る", "send archives"),
    Permission.PROVIDER_SUBMISSION_READ: ("送信の状況を読む", "read the state of submissions"),
    Permission.PROVIDER_PAPER_READ: ("帳票を読む", "read papers"),
    Permission.INSURER_PACKAGE_READ: ("データを受け取る", "fetch packages"),
    Permission.INSURER_INVOICE_READ: ("請求書を読む", "read invoices"),
}
"""What programs can be allowed (``permissions.allowable``)."""


@register.filter
def permission_name(permission: Any) -> str:
    """What a program may do, in words; one without words by its code."""
    words = PERMISSIONS.get(Permission(str(permission)))
    return tr(*words) if words else str(permission)


@register.filter
def role_name(role: Any) -> str:
    """A role in the language of the reader.

    >>> role_name("auditor")
    '監査人'
    """
    known = Role(str(role))
    return tr(ROLE_JA[known], ROLE_EN[known])


@register.filter
def role_names(roles: Any) -> str:
    """Several roles in one line."""
    return tr("、", ", ").join(role_name(role) for role in sorted(roles))


@register.filter
def who(actor: str) -> str:
    """Who acted: a person's name with its account, anybody else as recorded."""
    name = name_of(actor)
    return f"{name} ({actor})" if name else actor


@register.filter
def acted_as(recorded: str) -> str:
    """The roles of an audit row, as they were recorded there, in words; others by their code."""
    return tr("、", ", ").join(map(_acted, recorded.split()))


def _acted(word: str) -> str:
    if word in _ROLES:
        return role_name(word)
    kind, _, number = word.partition("-")
    return f"{tr('開いた回', 'opening')} {number}" if kind == "opening" else word


@register.filter
def account_kind(kind: Any) -> str:
    """A kind of account in words."""
    return tr(*KINDS[str(kind)])


@register.filter
def opening_state(state: str) -> str:
    """The state of an opening as ``daiko_format.STATES`` knows it."""
    return f"opening_{state}"


@register.filter
def account_state(state: Any) -> str:
    """A state of an account in words."""
    return tr(*STATES[str(state)])


@register.filter
def factor_kind(kind: Any) -> str:
    """A kind of second factor in words."""
    return tr(*FACTORS[str(kind)])


@register.filter
def organisation(tenant: str) -> str:
    """An organisation by its kind and number: 代行機関, 健診機関 1319900013, 保険者 06132013."""
    kind, _, number = tenant.partition(":")
    words = {
        "agency": tr("代行機関", "Agency"),
        "provider": tr("健診機関", "Provider"),
        "insurer": tr("保険者", "Insurer"),
    }
    return f"{words.get(kind, kind)} {number}".strip()
