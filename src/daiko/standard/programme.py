"""Days on which the programme of specific health checkups began and changed.

Source: standards/archive-and-xml.md 1.1, rulings.md 30. Pure.
"""

from __future__ import annotations

from datetime import date
from typing import Final

FIRST_DAY: Final = date(2008, 4, 1)
"""No checkup, guidance or submission of the programme is older."""
PHASE_4_FROM: Final = date(2024, 4, 1)
"""Phase 4 (fiscal years 2024 to 2029): own namespace, points for outcomes."""
END_OF_TERM_4: Final = date(2030, 3, 31)
