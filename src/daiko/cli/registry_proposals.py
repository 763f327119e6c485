"""``daiko registry proposals``, ``approve``, ``reject``: four eyes on accounts and prices."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from daiko.cli.output import (
    AtOption,
    ByOption,
    JsonOption,
    moment,
    operator,
    ready,
    refusals,
    say,
    show,
)
from daiko.cli.registry_words import TABLE_JA, report_value, tell_proposal
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission

if TYPE_CHECKING:
    from daiko.registry.proposals import ProposalRow

STATE_JA: Final = {
    "pending": "承認待ち",
    "approved": "承認",
    "rejected": "却下",
    "expired": "期限切れ",
}
ProposalArgument = Annotated[int, typer.Argument(metavar="ID", help="提案の番号。 Proposal.")]


@requires(Permission.AGENCY_REGISTRY_READ)
def proposals_command(
    proposal: Annotated[
        int | None,
        typer.Argument(metavar="[ID]", help="この提案の中身。 What this proposal would change."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="決まったもの、期限切れも。 Decided and expired too.")
    ] = False,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """承認を待つ変更：支払先の口座、契約単価、処理月の暦。

    Changes of payees, prices and calendars that wait for a second person.
    """
    from daiko.platform.boot import boot

    boot()
    from daiko.registry import proposals, services

    when = moment(at)
    if proposal is None:
        rows = proposals.proposals(at=when, pending_only=not every)
        show([asdict(row) for row in rows], as_json=as_json, human=lambda _: _tell(rows))
        return
    with refusals(as_json=as_json):
        row = proposals.proposal(proposal, at=when)
        report = services.preview_proposal(proposal, by=operator(by), at=when)
    value = {**asdict(row), "report": report_value(report, preview=True)}

    def human(_: Any) -> None:
        _tell([row])
        tell_proposal(report)

    show(value, as_json=as_json, human=human)


@requires(Permission.AGENCY_REGISTRY_APPROVE)
def approve_command(
    proposal: ProposalArgument,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """提案を承認し、台帳に反映します。提案した人は承認できません。

    Approve: the rows take effect at once. Not by who proposed, not after 24 hours, once only.
    """
    with ready(as_json=as_json):
        from daiko.registry.services import approve

        report = approve(proposal, by=operator(by), at=moment(at))

    def human(_: Any) -> None:
        say(f"提案 {proposal} を承認し、反映しました。 Approved and in effect.")
        tell_proposal(report)

    show(report_value(report), as_json=as_json, human=human)


@requires(Permission.AGENCY_REGISTRY_APPROVE)
def reject_command(
    proposal: ProposalArgument,
    reason: Annotated[str, typer.Option("--reason", help="理由。 Why.")],
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """提案を却下します。提案した人が取り下げるときも使います。 Reject, or withdraw one's own."""
    with ready(as_json=as_json):
        from daiko.registry.services import reject

        reject(proposal, by=operator(by), at=moment(at), reason=reason)
    show(
        {"proposal": proposal, "state": "rejected"},
        as_json=as_json,
        human=lambda _: say(f"提案 {proposal} を却下しました。 Rejected."),
    )


def _tell(rows: list[ProposalRow]) -> None:
    from daiko.platform.clock import TOKYO

    if not rows:
        say("承認を待つ変更はありません。 Nothing waits.")
    for row in rows:
        what = "、".join(f"{TABLE_JA[table]} {number:,} 行" for table, number in row.rows.items())
        until = row.expires_at.astimezone(TOKYO)
        say(
            f"提案 {row.id}　{STATE_JA[row.state]}　{what}　提案者 {row.proposed_by}"
            f"　期限 {until:%Y-%m-%d %H:%M}"
        )
        if row.decided_by:
            say(f"    {STATE_JA[row.state]}: {row.decided_by}　{row.reason}")
