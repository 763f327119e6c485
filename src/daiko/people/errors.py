"""Refusals of the people room. Messages say nothing about which part of a proof was wrong."""

from __future__ import annotations

from typing import ClassVar

from daiko.platform.errors import Refused


class SignInRefused(Refused):
    """Refused. Check login, password and code; five failures lock for 15 minutes."""

    code = "sign-in-refused"
    status = 401
    message_ja = (
        "ログインできません。ログイン名・パスワード・確認コードを確かめてください。"
        "5回誤ると15分間使えません。"
    )


class NetworkNotApproved(Refused):
    """Sign-in from this network is not approved for your organisation."""

    code = "network-not-approved"
    status = 403
    message_ja = (
        "この回線からのログインは、所属組織で承認されていません。管理者に確認してください。"
    )


class NetworkShutsOut(Refused):
    """Your own connection ({address}) would be in no range. Approve that of your line first."""

    code = "network-shuts-out"
    status = 422
    message_ja = (
        "いまの接続元（{address}）がどの範囲にも入らず、登録するとログインできなくなります。"
        "先に、いまの回線の範囲を登録してください。"
    )


class InvitationUnusable(Refused):
    """This invitation was used, replaced or has expired. Ask for a new one."""

    code = "invitation-unusable"
    status = 410
    message_ja = (
        "この招待は使用済みか、期限（72時間）が過ぎています。新しい招待を依頼してください。"
    )


class PasswordUnfit(Refused):
    """The password does not fit: {problems}"""

    code = "password-unfit"
    status = 422
    message_ja = "パスワードが条件に合いません：{problems_ja}"


class RolesClash(Refused):
    """One person may not hold both: {roles}."""

    code = "roles-clash"
    message_ja = "一人が兼ねられない役割です：{roles_ja}"


class RoleNotOfOrganisation(Refused):
    """People of {tenant} cannot hold the role {role}."""

    code = "role-not-of-organisation"
    message_ja = "{tenant} の職員は役割 {role_ja} を持てません。"


class RoleNotOfOffice(Refused):
    """People of a branch cannot hold the role {role}; it is of the head office."""

    code = "role-not-of-office"
    message_ja = "支部の職員は役割 {role_ja} を持てません（本部の役割です）。"


class RoleNotOfKind(Refused):
    """The role {role} is held by accounts of its own kind only; invite such an account."""

    code = "role-not-of-kind"
    message_ja = "役割 {role_ja} は、その種類のアカウントだけが持てます。別に招待してください。"


class NameMissing(Refused):
    """Say whose account it is: one person each."""

    code = "name-missing"
    status = 422
    message_ja = "氏名を入れてください（アカウントは一人に一つです）。"


class RolesMissing(Refused):
    """Choose at least one role."""

    code = "roles-missing"
    status = 422
    message_ja = "役割を一つ以上選んでください。"


class LastDayUnfit(Refused):
    """The last day is a day from today on (YYYY-MM-DD), or empty."""

    code = "last-day-unfit"
    status = 422
    message_ja = "終了日は、今日以降の日付（YYYY-MM-DD）で入れてください。"


class OfficeUnknown(Refused):
    """An office of the agency is 00 (head office) or 01 to 47."""

    code = "office-unknown"
    status = 422
    message_ja = "事務所は 00（本部）または 01〜47（支部）で指定してください。"


class AccountUnknown(Refused):
    """There is no such account."""

    code = "account-unknown"
    status = 404
    message_ja = "このアカウントはありません。"


class LoginTaken(Refused):
    """The login {login} is taken."""

    code = "login-taken"
    message_ja = "ログイン名 {login} は使われています。"


class ProofTooOld(Refused):
    """Prove who you are again before this."""

    code = "proof-too-old"
    status = 401
    message_ja = "この操作の前に、もう一度本人確認をしてください。"


class LastFactor(Refused):
    """The last second factor cannot be removed; add another one first."""

    code = "last-factor"
    message_ja = "最後の二要素目は外せません。先に別の方法を登録してください。"


class CredentialRefused(Refused):
    """Refused. Check the credential, its certificate and its dates."""

    code = "credential-refused"
    status = 401
    message_ja = "認証できません。API 資格情報・証明書・有効期間を確かめてください。"


class PermissionMissing(Refused):
    """This credential does not allow {permission}."""

    code = "permission-missing"
    status = 403
    message_ja = "この API 資格情報では {permission} を使えません。"


class ScopeNotOfOrganisation(Refused):
    """Programs of {tenant} cannot be allowed {scope}."""

    code = "scope-not-of-organisation"
    message_ja = "{tenant} のプログラムに {scope} は許可できません。"


class CertificateOfAnother(Refused):
    """The certificate names {named}, not {tenant}."""

    code = "certificate-of-another"
    message_ja = "この証明書の組織は {named} です（{tenant} ではありません）。"


class CertificateUnreadable(Refused):
    """This is no certificate in PEM form (-----BEGIN CERTIFICATE-----)."""

    code = "certificate-unreadable"
    status = 422
    message_ja = "証明書（PEM 形式、-----BEGIN CERTIFICATE----- で始まるもの）ではありません。"


class CertificateUnnamed(Refused):
    """This certificate names no organisation. Ask the agency to register it for yours."""

    code = "certificate-unnamed"
    status = 422
    message_ja = (
        "この証明書には組織の名前がありません。登録は代行機関に依頼してください"
        "（他の組織の証明書を取り違えないためです）。"
    )


class ScopesMissing(Refused):
    """Choose at least one thing the program may do, and say what it is for."""

    code = "scopes-missing"
    status = 422
    message_ja = "許可を一つ以上選び、用途の名前を入れてください。"


class CertificateNotOfOrganisation(Refused):
    """This account cannot be used with the certificate of this browser: {why_en}."""

    code = "certificate-not-of-organisation"
    status = 403
    message_ja = "このブラウザーの証明書では、このアカウントを使えません：{why_ja}。"
    words: ClassVar[dict[str, tuple[str, str]]] = {
        "certificate-missing": ("証明書が提示されていません", "none was presented"),
        "certificate-of-another": (
            "所属組織の証明書ではありません。ブラウザーで選ぶ証明書を確かめてください",
            "it is not of your organisation; choose another one in the browser",
        ),
        "certificate-revoked": ("証明書は失効しています", "it is revoked"),
        "certificate-differs": (
            "ログインしたときの証明書と違うため、ログインを終えました",
            "it is not the one you signed in with, so the session is over",
        ),
    }

    def __init__(self, why: str) -> None:
        why_ja, why_en = self.words[why]
        super().__init__(why=why, why_ja=why_ja, why_en=why_en)


class CertificateUnknown(Refused):
    """This certificate is not registered, or revoked."""

    code = "certificate-unknown"
    status = 404
    message_ja = "この証明書は登録されていないか、失効しています。"


class CredentialUnknown(Refused):
    """There is no such credential in force."""

    code = "credential-unknown"
    status = 404
    message_ja = "この API 資格情報はないか、有効ではありません。"


class NotOnThisProfile(Refused):
    """Ready accounts exist on the desk only, not on the profile {profile}."""

    code = "not-on-this-profile"
    message_ja = "試用アカウントはデスク構成だけのものです（現在の構成：{profile}）。"


class DeskAccountsThere(Refused):
    """Ready accounts of the desk are in this database; {profile} starts once they end: {logins}"""

    code = "desk-accounts-there"
    message_ja = "試用アカウントが残っているため {profile} では起動しません（終了が必要）：{logins}"


class AccessNotOpen(Refused):
    """This account works only in an opening that two persons agreed on; none is open now."""

    code = "access-not-open"
    status = 403
    message_ja = "このアカウントは、二人の承認で開いている間だけ使えます。いまは開いていません。"


class OpeningUnknown(Refused):
    """There is no such opening."""

    code = "opening-unknown"
    status = 404
    message_ja = "この申請はありません。"


class OpeningDecided(Refused):
    """This request is decided already, or expired."""

    code = "opening-decided"
    message_ja = "この申請は、すでに決まっているか、期限（24時間）を過ぎています。"


class OpeningByTheSame(Refused):
    """{name} cannot approve this: another person must, whose account is older than a day."""

    code = "opening-by-the-same"
    status = 403
    message_ja = (
        "{name} は承認できません。申請した人・使う人とは別で、"
        "アカウントができて24時間以上の人が承認してください。"
    )


class OpeningTimeUnfit(Refused):
    """It ends after its begin and after now, on one day, within 12 hours (emergency: 4)."""

    code = "opening-time-unfit"
    status = 422
    message_ja = "時間は、今より後に終わり、同じ日の12時間以内（非常時は4時間以内）にしてください。"


class ReasonMissing(Refused):
    """Say why."""

    code = "reason-missing"
    status = 422
    message_ja = "理由を入れてください。"


class VendorsEnd(Refused):
    """An account for maintenance needs its last day."""

    code = "vendors-end"
    status = 422
    message_ja = "保守のアカウントには、終了日が必要です。"


class LoginUnfit(Refused):
    """A login has 3 to 100 of a-z 0-9 . _ @ + - and begins with a letter or digit."""

    code = "login-unfit"
    status = 422
    message_ja = "ログイン名は、半角英小文字・数字・._@+- の3〜100文字で、英数字で始めてください。"


class OrganisationNotRegistered(Refused):
    """The registry has no {tenant}. Register the organisation first, or look at its number."""

    code = "organisation-not-registered"
    status = 422
    message_ja = "{tenant} は台帳にありません。番号を確かめるか、先に台帳へ登録してください。"


class OrganisationUnknown(Refused):
    """An organisation is agency, provider:<10 digits> or insurer:<8 digits>."""

    code = "organisation-unknown"
    status = 422
    message_ja = "組織は agency、provider:10桁、insurer:8桁 で指定してください。"


class NetworkUnfit(Refused):
    """{text} is no range of addresses such as 10.20.0.0/16."""

    code = "network-unfit"
    status = 422
    message_ja = "{text} はアドレスの範囲ではありません（例：10.20.0.0/16）。"


class PasswordsDiffer(Refused):
    """The two passwords differ. Type the same one twice."""

    code = "passwords-differ"
    status = 422
    message_ja = "二つのパスワードが違います。同じものを二度入力してください。"


class OwnAccount(Refused):
    """Nobody changes the roles or the state of the own account."""

    code = "own-account"
    message_ja = "自分のアカウントの役割や状態は、自分では変えられません。"
