"""Words for screen readers in a table that scrolls sideways do not widen the page itself.

On a telephone the page of approved networks was twice as wide as the screen: the unseen words
of a button in the last column were placed against the page instead of the table's frame.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

import daiko.portal
from browsing import fits

STYLES = Path(daiko.portal.__file__).parent / "static" / "daiko"
ROW = "<td>0123456789</td>" * 4
PAGE = f"""<!doctype html><meta name="viewport" content="width=device-width">
<main><div class="scroll"><table>
<thead><tr>{"<th>column</th>" * 5}</tr></thead>
<tbody><tr>{ROW}<td><button>End<span class="unseen"> 10.0.0.0/8</span></button></td></tr></tbody>
</table></div></main>"""


def test_the_page_keeps_the_width_of_the_screen(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.set_content(PAGE)
    for name in ("vendor/digital-agency-design-tokens.css", "daiko.css"):
        page.add_style_tag(path=str(STYLES / name))
    assert fits(page)
    page.close()
