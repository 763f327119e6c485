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
