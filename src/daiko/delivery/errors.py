"""Refused operations of the delivery room."""

from __future__ import annotations

from daiko.platform.errors import Refused


class MonthNotClosed(Refused):
    """Processing month {month} is not closed; close it before packages are built."""

    code = "month-not-closed"
    status = 409


class PackagesDisagree(Refused):
    """Delivery of {month} is not released: {what} is {found}, expected {expected}."""

    code = "packages-disagree"
    status = 409


class PackageFailsCheck(Refused):
    """Package {archive_name} does not pass our own check: {rules}."""

    code = "package-fails-check"
    status = 500
