"""A document in a real browser: accessible, no wider than a phone, and alone."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.report.document.made import answered, small_document
from twin.report.document import html

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.is_file(), reason="there is no /usr/bin/chromium"),
]


def test_axe_finds_nothing_and_nothing_is_asked_of_anybody(tmp_path):
    file = tmp_path / "report.html"
    file.write_text(html(small_document(answered("people", rows=30), answered("worth"))))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        for scheme, width in (("light", 1200), ("dark", 1200), ("light", 420), ("dark", 420)):
            asked: list[str] = []
            # axe is put into the page, which the page itself allows nobody
            page = browser.new_context(
                color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
            ).new_page()
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(file.as_uri())
            assert asked == [file.as_uri()]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = Axe().run(page).response
            assert found["passes"]
            wrong = [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
            assert wrong == [], (scheme, width)
        browser.close()
