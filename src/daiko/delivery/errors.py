"""Refused operations of the delivery room."""

from __future__ import annotations

from daiko.platform.errors import Refused


class MonthNotClosed(Refused):
    """Processing month {month} is not closed; close it before packages are built."""

    code = "month-not-closed"
    status = 409
    message_ja = "処理月 {month} は締められていません。先に締めてから送付データを作成してください。"


class PackagesDisagree(Refused):
    """Delivery of {month} is not released: {what} is {found}, expected {expected}."""

    code = "packages-disagree"
    status = 409
    message_ja = "{month} の送付は確定できません。{what}: {found}（正しくは {expected}）。"


class PackageFailsCheck(Refused):
    """Package {archive_name} does not pass our own check: {rules}."""

    code = "package-fails-check"
    status = 500
    message_ja = "送付データ {archive_name} が当機関の点検に合格しません: {rules}。"


class PackageUnknown(Refused):
    """There is no package {archive_name}."""

    code = "package-unknown"
    status = 404
    message_ja = "送付データ {archive_name} はありません。"
