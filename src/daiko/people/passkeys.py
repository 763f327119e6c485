"""Passkeys (WebAuthn): enrolled and used through py_webauthn, challenges kept on the session.

A passkey proves possession and the person (user verification is required), so that after a
password it is the second factor. The relying party is the host of the portal: ``localhost``
on the desk.
Source: standards/security-controls.md TEC-01, N-1; tested-facts 4.
"""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any, Final

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from daiko.people.enrolling import note_factor
from daiko.people.entering import Opened, prove
from daiko.people.errors import SignInRefused
from daiko.people.lockout import count_failure, is_resting
from daiko.people.models import Account, Authenticator, Session
from daiko.platform.tenancy import AGENCY, as_tenant

_NAME: Final = "Daiko 代行"


def relying_party() -> str:
    """The host passkeys belong to: the first name of ``DAIKO_HOST``."""
    return next(iter(os.environ.get("DAIKO_HOST", "").split()), "localhost")


def begin_passkey(session: Session) -> str:
    """Options for ``navigator.credentials.create``, as JSON."""
    account = session.account
    options = generate_registration_options(
        rp_id=relying_party(),
        rp_name=_NAME,
        user_id=f"account-{account.id}".encode(),
        user_name=account.login,
        user_display_name=account.display_name,
        exclude_credentials=_descriptors(account),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    _keep_challenge(session, options.challenge)
    return options_to_json(options)


def confirm_passkey(
    session: Session, answer: str, *, origin: str, label: str, at: datetime
) -> None:
    """Keep a new passkey. Raises ``SignInRefused`` for an answer that does not verify."""
    challenge = _taken_challenge(session)
    try:
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=relying_party(),
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise SignInRefused from error
    with as_tenant(AGENCY):
        factor = Authenticator.objects.create(
            account=session.account,
            kind=Authenticator.Kind.PASSKEY,
            label=label,
            secret=verified.credential_public_key,
            credential_id=verified.credential_id,
            counter=verified.sign_count,
            made_at=at,
            confirmed_at=at,
        )
        note_factor(session.account, factor, at=at)


def ask_passkey(session: Session) -> str:
    """Options for ``navigator.credentials.get``, as JSON."""
    options = generate_authentication_options(
        rp_id=relying_party(),
        allow_credentials=_descriptors(session.account),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _keep_challenge(session, options.challenge)
    return options_to_json(options)


def second_step_passkey(
    session: Session, answer: str, *, origin: str, address: str, at: datetime
) -> Opened:
    """The second step by passkey. Raises ``SignInRefused``."""
    with as_tenant(AGENCY):
        account = Account.objects.select_for_update().get(id=session.account_id)
        usable = account.state == Account.State.ACTIVE and not is_resting(account, at=at)
        proven = None
        if usable and _verifies(account, session, answer, origin=origin, at=at):
            proven = prove(session, address=address, at=at)
        elif usable:
            count_failure(account, address, at=at)
    if proven is None:
        raise SignInRefused
    return proven


def wake_passkey(session: Session, answer: str, *, origin: str, address: str, at: datetime) -> None:
    """A resting session goes on, or a proof is made fresh, by passkey. Raises ``SignInRefused``."""
    with as_tenant(AGENCY):
        account = Account.objects.select_for_update().get(id=session.account_id)
        usable = account.state == Account.State.ACTIVE and not is_resting(account, at=at)
        done = usable and _verifies(account, session, answer, origin=origin, at=at)
        if done:
            Session.objects.filter(token_hash=session.token_hash, ended_at__isnull=True).update(
                locked_at=None, seen_at=at, proved_at=at
            )
        elif usable:
            count_failure(account, address, at=at)
    if not done:
        raise SignInRefused


def _verifies(
    account: Account, session: Session, answer: str, *, origin: str, at: datetime
) -> bool:
    challenge = _taken_challenge(session)
    try:
        credential: Any = parse_authentication_credential_json(answer)
        factor = _passkeys(account).get(credential_id=credential.raw_id)
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=relying_party(),
            expected_origin=origin,
            credential_public_key=bytes(factor.secret),
            credential_current_sign_count=factor.counter,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, Authenticator.DoesNotExist):
        return False
    factor.counter, factor.used_at = verified.new_sign_count, at
    factor.save()
    return True


def has_passkey(account: Account) -> bool:
    """Whether the account has a passkey to ask for."""
    with as_tenant(AGENCY):
        return bool(_passkeys(account).exists())


def _passkeys(account: Account) -> Any:
    return account.authenticators.filter(
        kind=Authenticator.Kind.PASSKEY, confirmed_at__isnull=False, removed_at__isnull=True
    )


def _descriptors(account: Account) -> list[PublicKeyCredentialDescriptor]:
    with as_tenant(AGENCY):
        return [
            PublicKeyCredentialDescriptor(id=bytes(factor.credential_id))
            for factor in _passkeys(account)
        ]


def _keep_challenge(session: Session, challenge: bytes) -> None:
    with as_tenant(AGENCY):
        Session.objects.filter(token_hash=session.token_hash).update(challenge=challenge)


def _taken_challenge(session: Session) -> bytes:
    """A challenge is good for one answer."""
    with as_tenant(AGENCY):
        kept = Session.objects.select_for_update().get(token_hash=session.token_hash)
        challenge, kept.challenge = bytes(kept.challenge or b""), None
        kept.save()
    return challenge
