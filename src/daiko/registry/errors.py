"""Refused operations of the registry room."""

from __future__ import annotations

from daiko.platform.errors import Refused


class ProposalNotThere(Refused):
    """There is no proposal {proposal}."""

    code = "proposal-not-there"
    status = 404
    message_ja = "提案 {proposal} はありません。"


class ProposalDecided(Refused):
    """Proposal {proposal} is decided already; a proposal takes effect once."""

    code = "proposal-decided"
    message_ja = "提案 {proposal} は、すでに承認または却下されています。"


class ProposalExpired(Refused):
    """Proposal {proposal} expired; propose the change again."""

    code = "proposal-expired"
    message_ja = (
        "提案 {proposal} は期限（24時間）を過ぎました。もう一度読み込んで提案してください。"
    )


class ProposalByTheSame(Refused):
    """{name} proposed {proposal}; another person must approve it."""

    code = "proposal-by-the-same"
    status = 403
    message_ja = "提案 {proposal} をした {name} は承認できません。別の人が承認してください。"


class ApproverNotAPerson(Refused):
    """Only a person can decide on proposal {proposal}."""

    code = "approver-not-a-person"
    status = 403
    message_ja = "提案 {proposal} を決められるのは人だけです。"


class ApproverTooNew(Refused):
    """{name} was invited, reset or made an approver within a day and cannot approve {proposal}."""

    code = "approver-too-new"
    status = 403
    message_ja = (
        "{name} は、招待・再設定・承認者の役割の付与から24時間たっていないため、"
        "提案 {proposal} を承認できません。別の人が承認してください。"
    )


class ProposalNoLongerFits(Refused):
    """Proposal {proposal} no longer fits the registry ({rows} rows: {first}); propose it again."""

    code = "proposal-no-longer-fits"
    message_ja = (
        "提案 {proposal} は、その後の台帳と合いません（{rows} 行。{first}）。"
        "もう一度読み込んで提案してください。"
    )


class PreviewChanged(Refused):
    """What proposal {proposal} would do changed since it was shown; look at it again."""

    code = "preview-changed"
    message_ja = (
        "提案 {proposal} の内容が、表示したときから変わりました。もう一度見て決めてください。"
    )


class BadRowsNotWritten(Refused):
    """Bad rows cannot be written to {path} ({cause}); name another file. Nothing was loaded."""

    code = "bad-rows-not-written"
    message_ja = (
        "誤りの一覧を {path} に書けません（{cause}）。別のファイルを指定してください。"
        "何も読み込んでいません。"
    )
