"""Addresses of people: the way in, the own account, the administration of accounts."""

from __future__ import annotations

from django.urls import path

from daiko.portal import (
    account_views,
    enrol_views,
    entry_views,
    opening_views,
    own_account_views,
    program_views,
)

_OPENING = "accounts/openings/<int:opening_id>/"
_PROGRAM = "accounts/programs/<int:credential_id>/"
_CERTIFICATE = "accounts/programs/certificates/<int:certificate_id>/"

urlpatterns = [
    path("sign-in/", entry_views.sign_in, name="sign-in"),
    path("sign-in/second-step/", entry_views.second_step, name="second-step"),
    path("sign-in/passkey/", entry_views.passkey_options, name="passkey-options"),
    path("sign-out/", entry_views.sign_out, name="sign-out"),
    path("lock/", entry_views.lock, name="lock"),
    path("lock/now/", entry_views.rest, name="rest"),
    path("prove/", entry_views.prove, name="prove"),
    path("invitation/<str:token>/", enrol_views.invitation, name="invitation"),
    path("enrol/", enrol_views.enrol, name="enrol"),
    path("enrol/app/", enrol_views.app, name="enrol-app"),
    path("enrol/app/qr.svg", enrol_views.app_qr, name="enrol-app-qr"),
    path("enrol/passkey/", enrol_views.passkey, name="enrol-passkey"),
    path("enrol/passkey/options/", enrol_views.passkey_options, name="enrol-passkey-options"),
    path("account/", own_account_views.account, name="account"),
    path("account/password/", own_account_views.password, name="password"),
    path("account/factors/", own_account_views.add_factor, name="add-factor"),
    path("account/factors/app/", own_account_views.add_app, name="add-app"),
    path("account/factors/app/qr.svg", own_account_views.app_qr, name="add-app-qr"),
    path("account/factors/passkey/", own_account_views.add_passkey, name="add-passkey"),
    path(
        "account/factors/passkey/options/",
        own_account_views.passkey_options,
        name="add-passkey-options",
    ),
    path(
        "account/factors/<int:factor_id>/remove/",
        own_account_views.remove_factor,
        name="remove-factor",
    ),
    path("account/recovery-codes/", own_account_views.renew_codes, name="recovery-codes"),
    path("account/sessions/end/", own_account_views.end_sessions, name="end-sessions"),
    path("accounts/", account_views.accounts, name="accounts"),
    path("accounts/invite/", account_views.invite, name="invite"),
    path("accounts/networks/", account_views.networks, name="networks"),
    path("accounts/networks/approve/", account_views.approve_network, name="approve-network"),
    path("accounts/networks/<int:network_id>/end/", account_views.end_network, name="end-network"),
    path("accounts/openings/", opening_views.opening_list, name="openings"),
    path("accounts/openings/ask/", opening_views.ask, name="opening-ask"),
    path(_OPENING, opening_views.opening, name="opening"),
    path(f"{_OPENING}approve/", opening_views.approve, name="opening-approve"),
    path(f"{_OPENING}refuse/", opening_views.refuse, name="opening-refuse"),
    path(f"{_OPENING}close/", opening_views.close, name="opening-close"),
    path("accounts/programs/", program_views.credentials, name="programs"),
    path(_PROGRAM, program_views.credential, name="program"),
    path(f"{_PROGRAM}rotate/", program_views.rotate, name="program-rotate"),
    path(f"{_PROGRAM}revoke/", program_views.revoke, name="program-revoke"),
    path("accounts/programs/certificates/", program_views.certificates, name="certificates"),
    path(
        "accounts/programs/certificates/register/",
        program_views.register,
        name="certificate-register",
    ),
    path(f"{_CERTIFICATE}issue/", program_views.issue, name="program-issue"),
    path(f"{_CERTIFICATE}revoke/", program_views.revoke_certificate, name="certificate-revoke"),
    path("accounts/<int:account_id>/", account_views.account, name="account-of"),
    *(
        path(
            f"accounts/<int:account_id>/{verb}/",
            account_views.change,
            {"verb": verb},
            name=f"account-{verb}",
        )
        for verb in ("grant", "revoke", "move", "end", "reset")
    ),
]
