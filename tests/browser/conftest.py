"""Headless Chromium, where there is one, and two reports to open in it."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.xpsfit.report.pages import series, surface
from xpsfit.report import report_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from xpsfit.results import SampleResult

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


class _Closing:
    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def close(self) -> None:
        self.driver.quit()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a browser that logs its console and all that it asks for."""
    found = shutil.which("chromium"), shutil.which("chromedriver")
    if None in found:
        pytest.skip("there is no chromium with its driver; .ci/run installs Debian's")
    webdriver = pytest.importorskip(
        "selenium.webdriver", reason="selenium is missing: pip install -e '.[browser]'"
    )
    options = webdriver.ChromeOptions()
    options.binary_location = found[0]
    profile = tmp_path_factory.mktemp("profile")
    for flag in (*FLAGS, f"--user-data-dir={profile}", "--window-size=1280,900"):
        options.add_argument(flag)
    logs = {"browser": "ALL", "performance": "ALL"}
    options.set_capability("goog:loggingPrefs", logs)
    service = webdriver.ChromeService(executable_path=found[1])
    with closing(_Closing(webdriver.Chrome(options=options, service=service))) as one:
        yield one.driver


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Callable[..., Any]:
    """Return a function that opens the report of a result at a width in pixels."""

    def opened(result: SampleResult, width: int = 1280) -> Any:
        file = tmp_path / "report.html"
        file.write_text(report_html([result], None), encoding="utf-8")
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
        )
        browser.get_log("browser")
        browser.get_log("performance")
        browser.get(file.as_uri())
        return browser

    return opened


@pytest.fixture
def surface_page(show: Callable[..., Any]) -> Any:
    """Return the browser with the report of a surface."""
    return show(surface())


@pytest.fixture
def series_page(show: Callable[..., Any]) -> Any:
    """Return the browser with the report of a series of three levels."""
    return show(series())
