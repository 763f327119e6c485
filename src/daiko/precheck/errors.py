"""Refusals of the check before sending."""

from __future__ import annotations

from daiko.platform.errors import Refused


class PrecheckOff(Refused):
    """The check before sending is switched off at this agency."""

    code = "precheck-off"
    status = 503
    message_ja = "この代行機関では、送る前の点検を休止しています。"


class PrecheckBusy(Refused):
    """Many archives are being checked right now; try again in a minute."""

    code = "precheck-busy"
    status = 503
    message_ja = "ただいま点検が混み合っています。1分ほどしてから、もう一度お試しください。"


class TooManyChecks(Refused):
    """More than {limit} checks within {minutes} minutes from one address; wait a little."""

    code = "too-many-checks"
    status = 429
    message_ja = (
        "同じ接続元からの点検が {minutes} 分間に {limit} 回を超えました。少し待ってください。"
    )


class ArchiveTooLarge(Refused):
    """The file is larger than {mebibytes} MiB; split the archive."""

    code = "archive-too-large"
    status = 413
    message_ja = "ファイルが {mebibytes} MiB を超えています。アーカイブを分けてください。"


class NoArchive(Refused):
    """No archive was sent, or an empty file: choose a ZIP file."""

    code = "no-archive"
    status = 422
    message_ja = "ファイルが選ばれていないか、空（0バイト）です。提出用の ZIP を選んでください。"


class CheckNotThere(Refused):
    """There is no such check, or it has ended and everything of it was erased."""

    code = "check-not-there"
    status = 404
    message_ja = "この点検はありません。終わった点検の内容は、すべて消去されています。"


class CheckNotFinished(Refused):
    """The check is still running."""

    code = "check-not-finished"
    status = 409
    message_ja = "点検がまだ終わっていません。"


class NothingMended(Refused):
    """There is no mended archive: {reason}."""

    code = "nothing-mended"
    status = 404
    message_ja = "直したアーカイブはありません。{reason_ja}"
