"""Refused operations of the reception room."""

from __future__ import annotations

from daiko.platform.errors import Refused


class ArchiveTooLarge(Refused):
    """{archive_name} has {size_bytes} bytes; at most {limit_bytes} are taken in one archive."""

    code = "archive-too-large"
    status = 413
    message_ja = (
        "{archive_name} は {size_bytes} バイトあり、一つの ZIP の上限 {limit_bytes} バイトを"
        "超えています。分割して送信してください。"
    )


class ArchiveNameUnusable(Refused):
    """The file name cannot be kept: at most {limit} characters, no folder, no control character."""

    code = "archive-name-unusable"
    status = 422
    message_ja = (
        "ファイル名を受け付けられません。{limit} 文字以内で、フォルダ名と制御文字を含めないで"
        "ください。"
    )


class NotYourArchive(Refused):
    """The archive must be named as sent by you, {number}: {number}_RECEIVER_YYYYMMDDn_c.zip."""

    code = "not-your-archive"
    status = 422
    message_ja = (
        "ファイル名の送付元は自機関の番号 {number} にしてください"
        "（{number}_送付先_YYYYMMDDn_c.zip）。"
    )


class AgentNotAppointed(Refused):
    """Provider {sender} has not appointed you ({number}) as its entry agent for {day}."""

    code = "agent-not-appointed"
    status = 403
    message_ja = (
        "機関 {sender} は、{day} について代行入力機関 {number} を届け出ていません（または届出が"
        "終わっています）。受け付けていません。機関から届出を出してもらってから送信してください。"
    )


class AgentFilesNoClaims(Refused):
    """You ({number}) are registered to enter results, not to send claims for providers."""

    code = "agent-files-no-claims"
    status = 403
    message_ja = (
        "代行入力機関 {number} は請求の代行を届け出ていません。受け付けていません。"
        "届出を確かめるか、機関から送信してもらってください。"
    )


class ReceivedFromAnother(Refused):
    """These bytes were received before, from provider {sender} or another agent of it."""

    code = "received-from-another"
    status = 409
    message_ja = (
        "同じ内容を、機関 {sender} または別の代行入力機関からすでに受け付けています。"
        "もう一度送る必要はありません。"
    )


class DayIsFull(Refused):
    """The receipt numbers of {day} are used up; send again on the next day."""

    code = "day-is-full"
    status = 503
    message_ja = "{day} の受付番号を使い切りました。翌日に送信してください。"


class SubmissionUnknown(Refused):
    """There is no submission {submission}."""

    code = "submission-unknown"
    status = 404
    message_ja = "受付 {submission} はありません。"


class SubmissionsUnchecked(Refused):
    """{unchecked} submissions of {month} are not checked yet; the intake cannot be closed."""

    code = "submissions-unchecked"
    status = 409
    message_ja = "処理月 {month} に点検の済んでいない受付が {unchecked} 件あり、締められません。"


class DocumentsNotAccepted(Refused):
    """Only accepted documents can be reversed; {count} of those named are not."""

    code = "documents-not-accepted"
    status = 409
    message_ja = "過誤調整できるのは受理済の請求だけです。対象外が {count} 件あります。"
