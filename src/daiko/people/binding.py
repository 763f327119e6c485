"""A session belongs to the client certificate it began with, and that to the person's organisation.

A cookie that comes with another certificate is dead from then on, and on record. Behind the
proxy, people of providers and insurers need a certificate of their organisation; people of
the agency may have one. On the desk there is no proxy and no certificate.
Source: standards/security-controls.md A11, TEC-01 (certificate of A, user of B), EXT-1.
"""

from __future__ import annotations

from datetime import datetime

from daiko.people.factors import fingerprint
from daiko.people.lockout import note_refusal
from daiko.people.models import ClientCertificate, Session
from daiko.people.sessions import SignedIn
from daiko.platform.proxy import Peer
from daiko.platform.tenancy import AGENCY, as_tenant


def bind(token: str, peer: Peer) -> None:
    """The session goes on with the certificate of this connection only, or without one."""
    if peer.certificate is not None:
        with as_tenant(AGENCY):
            Session.objects.filter(token_hash=fingerprint(token)).update(
                certificate=peer.certificate.fingerprint
            )


def holds(person: SignedIn, peer: Peer, *, at: datetime) -> bool:
    """Whether the session may go on over this connection; if not, it is over."""
    bound = person.session.certificate
    if peer.certificate is None and not bound and not peer.is_proxied:
        return True
    with as_tenant(AGENCY):
        why = _misfit(bound, person.tenant, peer)
        if why:
            account = person.session.account
            Session.objects.filter(token_hash=person.session.token_hash).update(ended_at=at)
            note_refusal(account, why, peer.address, at=at)
    return not why


def _misfit(bound: str, tenant: str, peer: Peer) -> str:
    """Why person, session and connection do not belong together, "" when they do."""
    shown = peer.certificate
    if shown is None:
        if bound:
            return "certificate-differs"
        return "" if tenant == AGENCY else "certificate-missing"
    if shown.fingerprint != bound:
        return "certificate-differs"
    known = ClientCertificate.objects.filter(fingerprint=shown.fingerprint).first()
    if known is not None and known.revoked_at is not None:
        return "certificate-revoked"
    organisation = known.tenant if known is not None else shown.organisation
    return "" if organisation == tenant else "certificate-of-another"
