"""Make everything worthless that an account could sign in or go on with."""

from __future__ import annotations

from datetime import datetime

from daiko.people.models import Account, Authenticator, Session


def void_access(account: Account, *, at: datetime) -> None:
    """Sessions, invitations and second factors of an account are dead."""
    end_sessions(account, at=at)
    account.invitations.filter(used_at__isnull=True).update(used_at=at)
    Authenticator.objects.filter(account=account, removed_at__isnull=True).update(removed_at=at)


def end_sessions(account: Account, *, at: datetime) -> None:
    """Its browsers are signed out."""
    Session.objects.filter(account=account, ended_at__isnull=True).update(ended_at=at)
