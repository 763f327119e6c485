"""A session belongs to the client certificate it began with, and that to the person's organisation.
It goes on only from where the organisation may come, like the sign-in.

A cookie that comes with another certificate is dead from then on, and on record. Behind the
proxy, people of providers and insurers need a certificate of their organisation; people of
the agency may have one. On the desk there is no proxy and no certificate.
Source: standards/security-controls.md A11, TEC-01 (certificate of A, user of B), EXT-1.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from daiko.people.errors import CertificateNotOfOrganisation, NetworkNotApproved
from daiko.people.factors import fingerprint
from daiko.people.lockout import note_refusal
from daiko.people.models import ClientCertificate, Session
from daiko.people.networks import network_fits
from daiko.people.sessions import SignedIn
from daiko.platform.proxy import Peer
from daiko.platform.tenancy import AGENCY, as_tenant, seen_as

NETWORK: Final = "network"
"""Why a session ends that goes on from a range that is not approved (EXT-1)."""


def bind(token: str, peer: Peer) -> None:
    """The session goes on with the certificate of this connection only, or without one."""
    if peer.certificate is not None:
        with as_tenant(AGENCY):
            Session.objects.filter(token_hash=fingerprint(token)).update(
                certificate=peer.certificate.fingerprint
            )


def bind_first(token: str, peer: Peer, *, at: datetime) -> None:
    """Bind a session that just began; over a connection that does not fit it is over at once.

    So who gave the right password with the wrong certificate is told why. Raises
    ``CertificateNotOfOrganisation`` and ``NetworkNotApproved``.
    """
    bind(token, peer)
    with as_tenant(AGENCY):
        session = Session.objects.select_related("account").get(token_hash=fingerprint(token))
        why = _ended_for(session, session.account.tenant, peer, at=at)
    if why == NETWORK:
        raise NetworkNotApproved
    if why:
        raise CertificateNotOfOrganisation(why)


def misfit(person: SignedIn, peer: Peer, *, at: datetime) -> str:
    """Why the session cannot go on over this connection, "" when it can; if not, it is over."""
    with seen_as(AGENCY):
        return _ended_for(person.session, person.tenant, peer, at=at)


def _ended_for(session: Session, tenant: str, peer: Peer, *, at: datetime) -> str:
    why = _misfit(session.certificate, tenant, peer)
    if not network_fits(tenant, peer.address, at=at):
        why = NETWORK
    if why:
        Session.objects.filter(token_hash=session.token_hash).update(ended_at=at)
        note_refusal(session.account, why, peer.address, at=at)
    return why


def _misfit(bound: str, tenant: str, peer: Peer) -> str:
    """Why person, session and connection do not belong together, "" when they do."""
    shown = peer.certificate
    if shown is None and not bound and not peer.is_proxied:
        return ""
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
