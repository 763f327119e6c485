"""Refused operations of the notices room."""

from __future__ import annotations

from daiko.platform.errors import Refused


class NotCheckedYet(Refused):
    """The check of {receipt} is not finished; its papers can be had as soon as it is."""

    code = "not-checked-yet"
    status = 409
    message_ja = "受付 {receipt} の点検が終わっていません。終わりしだい帳票を出せます。"


class IntakeStillOpen(Refused):
    """The intake of {month} is open; the list of the whole month is made at its close."""

    code = "intake-still-open"
    status = 409
    message_ja = (
        "処理月 {month} はまだ締めていません。月の返戻一覧表は締めのときに作ります。"
        "受付ごとの返戻一覧表は、受付番号を指定すれば今も出せます。"
    )


class NothingReceived(Refused):
    """{provider} sent nothing for {month}."""

    code = "nothing-received"
    status = 404
    message_ja = "処理月 {month} に {provider} からの受付はありません。"


class FontsMissing(Refused):
    """No font for Japanese papers is installed; install Noto Sans CJK (fonts-noto-cjk)."""

    code = "fonts-missing"
    status = 503
    message_ja = (
        "日本語の帳票に使う書体がありません。Noto Sans CJK（fonts-noto-cjk）を入れてください。"
    )


class PaperNotReady(Refused):
    """The paper is being made ({rows} rows); look again in a while."""

    code = "paper-not-ready"
    status = 409
    message_ja = "帳票を作成中です（{rows} 行）。しばらくしてからもう一度開いてください。"


class PaperUnknown(Refused):
    """There is no such paper."""

    code = "paper-unknown"
    status = 404
    message_ja = "その帳票はありません。"


class NotASignature(Refused):
    """{name} is no signature file of Daiko."""

    code = "not-a-signature"
    status = 422
    message_ja = "{name} は Daiko の署名ファイルではありません。"


class KeyUnknown(Refused):
    """The signature was made with the key {found}; the key given here is {known}."""

    code = "key-unknown"
    status = 409
    message_ja = (
        "署名の鍵は {found}、ここで検証に使える鍵は {known} です。"
        "発行元の公開鍵を指定してください。"
    )


class SignatureWrong(Refused):
    """The file is not the one that was signed: {name} was changed, or it is another file."""

    code = "signature-wrong"
    status = 409
    message_ja = "署名したファイルと一致しません。{name} は変更されたか、別のファイルです。"
