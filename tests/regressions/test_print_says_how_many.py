"""A printed list says how many rows it has, of how many; the way to other pages is left out.

A sheet with the first fifty of ninety-two looked like the whole list.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

import daiko.portal

STYLES = Path(daiko.portal.__file__).parent / "static" / "daiko"
PAGE = """<!doctype html><main>
<div class="list-head">
<nav class="pages"><span>92 件のうち 1–50 件</span><a href="?page=2">次</a></nav>
</div><div class="scroll"><table><tr><td>1</td></tr></table></div>
<nav class="pages"><span>92 件のうち 1–50 件</span><a href="?page=2">次</a></nav></main>"""


def test_how_many_of_how_many_stands_above_the_printed_list(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(PAGE)
    for name in ("vendor/digital-agency-design-tokens.css", "daiko.css"):
        page.add_style_tag(path=str(STYLES / name))
    page.emulate_media(media="print")
    shown = [place.is_visible() for place in page.locator(".pages span").all()]
    assert shown == [True, False]  # above the list, not once more below
    assert not any(link.is_visible() for link in page.locator(".pages a").all())
    page.close()
