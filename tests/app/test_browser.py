"""The app in a real browser: it runs, answers, cancels, and asks no other host for anything."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect, sync_playwright

from tests.site.small_map import write_small_map

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
TINY = """
name: A tiny site
map: small.geojson
date: 2017-06-14
layout: layouts/one.yaml
people: {total: 200}
"""
LAYOUT = """
name: One camera
cameras:
  - {id: N1, name: North, easting_m: 530135, northing_m: 183544.8, height_m: 4, heading_deg: 160,
     tilt_deg: -10, lens: {width_px: 1920, height_px: 1080, hfov_deg: 60}, frame_rate_hz: 12,
     shutter_s: 0.005, invented: true, reason: made up for a test}
"""
# a busy machine draws slowly; what is checked is what appears, not how soon
expect.set_options(timeout=30_000)

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.is_file(), reason="there is no /usr/bin/chromium"),
]


@dataclass
class Window:
    """A browser page and the addresses on other hosts it asked for."""

    page: Page
    outside: list[str] = field(default_factory=list)

    def watch(self, route: Route) -> None:
        """Let requests to this machine pass; stop and note all others."""
        address = route.request.url
        if address.startswith(("http://localhost:", "ws://localhost:", "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(address)
            route.abort()


def free_port() -> int:
    """Find a port nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(script: Path, folder: Path, **variables: str) -> Iterator[str]:
    """Serve a page in a folder, with Streamlit as the project configures it; gives its address."""
    port = free_port()
    log = folder / "streamlit.log"
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"http://localhost:{port}/_stcore/health", server, log)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"Streamlit did not start: {log.read_text()[-2000:]}")


@contextmanager
def browsing(address: str, *, scheme: str = "light") -> Iterator[Window]:
    """Open an address in Debian's chromium."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=OPTIONS)
        page = browser.new_page(color_scheme=scheme, viewport={"width": 1300, "height": 900})
        page.set_default_timeout(30_000)
        window = Window(page)
        page.route("**/*", window.watch)
        page.goto(address)
        yield window
        browser.close()


def test_a_made_up_run_in_light_and_dark(tmp_path: Path) -> None:
    script = Path(__file__).with_name("made_up_page.py")
    backgrounds = []
    with served(script, tmp_path, TWIN_TEST_CHILD="well") as address:
        for scheme in ("light", "dark"):
            with browsing(address, scheme=scheme) as window:
                page = window.page
                if scheme == "light":
                    page.get_by_role("button", name="Run", exact=True).click()
                expect(page.get_by_text("On Wednesday 14 June 2017").first).to_be_visible()
                expect(page.get_by_text("3,122").first).to_be_visible()
                expect(page.get_by_role("button", name="Report (HTML)")).to_be_visible()
                page.get_by_role("tab", name="Hours").click()
                expect(page.get_by_text("23:00").first).to_be_visible()
                backgrounds.append(
                    page.evaluate(
                        "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
                    )
                )
                assert window.outside == []
    assert backgrounds[0] != backgrounds[1]


def test_a_run_is_cancelled_in_the_browser(tmp_path: Path) -> None:
    script = Path(__file__).with_name("made_up_page.py")
    with (
        served(script, tmp_path, TWIN_TEST_CHILD="slow") as address,
        browsing(address) as window,
    ):
        page = window.page
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.get_by_text("people: 10 %")).to_be_visible()
        page.reload()
        expect(page.get_by_text("people: 10 %")).to_be_visible()
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_text("Cancelled after")).to_be_visible()
        expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()
        assert window.outside == []


def test_a_tiny_site_is_simulated_and_answered(tmp_path: Path) -> None:
    scenarios = tmp_path / "scenarios"
    (scenarios / "layouts").mkdir(parents=True)
    write_small_map(scenarios / "small.geojson")
    (scenarios / "tiny.yaml").write_text(TINY)
    (scenarios / "layouts" / "one.yaml").write_text(LAYOUT)
    with served(ROOT / "app.py", tmp_path) as address, browsing(address) as window:
        page = window.page
        expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()
        page.get_by_role("combobox", name="Scenario").click()
        page.get_by_role("option", name="A tiny site").click()
        expect(page.get_by_text("Wednesday 14 June 2017, one camera")).to_be_visible()
        page.get_by_text("Quick: one peak hour").click()
        expect(page.get_by_role("switch")).to_be_checked()
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.get_by_text("Running for")).to_be_visible()
        answer = page.get_by_text("On Wednesday 14 June 2017, 08:00 to 09:00, of ")
        expect(answer).to_be_visible(timeout=240_000)
        expect(page.get_by_test_id("stImage").first).to_be_visible()
        assert window.outside == []
    answers = json.loads((tmp_path / "runs" / "tiny-quick" / "answers.json").read_text())
    assert answers["people"]["present"] > 0
    assert "Powered by TfL Open Data" in answers["credits"]
