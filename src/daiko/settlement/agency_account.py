"""The agency's own bank account, dated; a sample one on the desk until it is registered.

Source: standards/settlement.md 6 (header of the transfer file), 7 (the sample). Only
the desk profile (``DAIKO_PROFILE``, default desk) may write a file with the sample
account, and the file is marked so; house and nation refuse.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from daiko.audit import services as audit
from daiko.money.zengin import Remitter, TransferFile, file_problems
from daiko.platform.actors import Actor
from daiko.platform.settings import DESK
from daiko.settlement import models
from daiko.settlement.bank_accounts import account_of
from daiko.settlement.errors import AgencyAccountMissing, AgencyAccountUnusable
from daiko.settlement.rows import AgencyAccount

SAMPLE: Final = AgencyAccount(
    remitter_code="1234567890",
    remitter_name="ﾀｲｺｳｷｶﾝ",
    bank_number="0001",
    bank_kana="ﾐｽﾞﾎ",
    branch_number="100",
    branch_kana="ﾎﾝﾃﾝ",
    account_type="2",
    account_number="1234567",
    is_sample=True,
)


def on(day: date) -> AgencyAccount:
    """The account that holds on a day. Raises ``AgencyAccountMissing`` off the desk."""
    row = models.AgencyAccount.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    if row is not None:
        return AgencyAccount(
            remitter_code=row.remitter_code,
            remitter_name=row.remitter_name,
            bank_number=row.bank_number,
            bank_kana=row.bank_kana,
            branch_number=row.branch_number,
            branch_kana=row.branch_kana,
            account_type=row.account_type,
            account_number=row.account_number,
            is_sample=False,
        )
    if settings.PROFILE != DESK:
        raise AgencyAccountMissing(day=day)
    return SAMPLE


def remitter(account: AgencyAccount) -> Remitter:
    """The account as the header of a transfer file names it."""
    return Remitter(account.remitter_code, account.remitter_name, account_of(account))


@transaction.atomic
def set_agency_account(
    account: AgencyAccount, *, valid_from: date, by: Actor, at: datetime
) -> None:
    """Register the account that holds from a day on. Raises ``AgencyAccountUnusable``."""
    problems = file_problems(TransferFile(remitter(account), f"{valid_from:%m%d}", ()))
    if problems:
        raise AgencyAccountUnusable(problems="; ".join(f"{p.field}: {p.detail}" for p in problems))
    values = asdict(account)
    values.pop("is_sample")
    models.AgencyAccount.objects.update_or_create(valid_from=valid_from, defaults=values)
    audit.record(
        "settlement.agency_account.set",
        f"{valid_from:%Y-%m-%d}",
        by=by,
        at=at,
        remitter_code=account.remitter_code,
    )
