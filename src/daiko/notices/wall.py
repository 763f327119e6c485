"""Who sees papers: the provider they are about, and the sender of the submission.

Source: standards/security-controls.md A3, TEC-05.
"""

from __future__ import annotations

from typing import Final

from daiko.platform.wall import Rows, Wall, of_branch

_OF_PROVIDER: Final = "{tenant} = 'provider:' || provider_number OR " + of_branch(
    provider="provider_number"
)

_SENT: Final = "EXISTS (SELECT FROM reception_submission s WHERE s.id = submission_id)"
"""By its own wall; asked of the index, row by row of a page (reception/wall.py)."""

WALL: Final[Wall] = {
    "notices_paper": Rows(seen_by=f"{_SENT} OR {_OF_PROVIDER}"),
    "notices_paper_file": Rows(
        seen_by="EXISTS (SELECT FROM notices_paper p WHERE p.id = paper_id)"
    ),
}
