"""The nationwide list of checkup and guidance providers, as the fund publishes it.

Source: standards/administrative-checks.md 10 (file ``Pref_00.csv``, CP932, header row, eight
columns, about 54,700 rows). It says which provider exists and for what, without contract and
without a date. Column names as they stand in the header row. Pure.
"""

from __future__ import annotations

from typing import Final

NUMBER: Final = "機関コード"
KIND: Final = "機関種別"
NAME: Final = "機関名"
POSTAL_CODE: Final = "郵便番号"
TELEPHONE: Final = "電話番号"
ADDRESS: Final = "機関所在地"
HOME_PAGE: Final = "ホームページ"
OWNER: Final = "経営主体"

COLUMNS: Final = (NUMBER, KIND, NAME, POSTAL_CODE, TELEPHONE, ADDRESS, HOME_PAGE, OWNER)
ENCODING: Final = "cp932"

KINDS: Final[dict[str, tuple[str, ...]]] = {
    "特定健診": ("checkup",),
    "特定健診・指導": ("checkup", "guidance"),
    "特定保健指導": ("guidance",),
}
"""Kind of a provider → the services it may claim (X-REF-003)."""

LOOKALIKES: Final = str.maketrans("\u301c\u2212\u2016\u2014\u00a2\u00a3\u00ac", "～－∥―￠￡￢")
"""Characters that CP932 and other tables decode differently, as CP932 has them here: a list
saved as UTF-8 by another program is the same list."""
