"""The documentation site builds, fetches nothing, and says what the program is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import click
import pytest

from docs.site.command_pages import commands_page
from tests.program import every_command, section
from tests.sessions import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGE = commands_page()


class TestTheCommandReference:
    @pytest.mark.parametrize(("name", "command"), list(every_command()))
    def test_it_has_the_options_that_the_program_has(
        self, name: str, command: click.Command
    ) -> None:
        context = click.Context(command)
        known = {
            flag
            for option in command.get_params(context)
            if isinstance(option, click.Option)
            for flag in (*option.opts, *option.secondary_opts)
        }
        rows = [
            line for line in section(PAGE, name).splitlines() if line.startswith("| `")
        ]
        written = {
            flag for row in rows for flag in re.findall(r"`(--?[a-z][a-z-]*)`", row)
        }
        assert written >= known
        assert len(rows) == len(
            [o for o in command.get_params(context) if isinstance(o, click.Option)]
        )

    @pytest.mark.parametrize(("name", "command"), list(every_command()))
    def test_it_says_what_the_help_says(
        self, name: str, command: click.Command
    ) -> None:
        words = " ".join(section(PAGE, name).replace("\\", "").split())
        first = " ".join((command.help or "").split()).split(". ")[0]
        assert first.replace("<", "&lt;") in words

    def test_every_row_has_three_cells(self) -> None:
        for line in PAGE.splitlines():
            if line.startswith("|"):
                assert line.replace(r"\|", "").count("|") == 4, line

    def test_defaults_are_shown(self) -> None:
        assert "| `--energy-exponent` `N` | `0.6` |" in section(PAGE, "fit")
        assert "| `--rate` `RATE` | 0.19, assumed |" in section(PAGE, "depth-profile")


class Outside(HTMLParser):
    """Collects what a browser would fetch to show a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.formulas = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.formulas += tag == "math"
        target = given.get("src") or (given.get("href") if tag == "link" else None)
        if target and re.match(r"(https?:)?//", target):
            self.fetched.append(target)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site, built strictly."""
    for package in ("mkdocs", "material", "mkdocstrings", "latex2mathml"):
        pytest.importorskip(package, reason="the site needs pip install -e '.[docs]'")
    folder = tmp_path_factory.mktemp("site")
    finished = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        timeout=300,
    )
    assert finished.returncode == 0, finished.stderr + finished.stdout
    return folder


class TestTheSite:
    def test_no_page_fetches_anything_from_elsewhere(self, site: Path) -> None:
        pages = list(site.rglob("*.html"))
        assert len(pages) > 20
        for page in pages:
            assert Outside(page.read_text("utf-8")).fetched == [], page.name

    def test_formulas_are_drawn_by_the_browser_itself(self, site: Path) -> None:
        for page in (ROOT / "docs" / "physics").glob("*.md"):
            text = (site / "physics" / f"{page.stem}.html").read_text("utf-8")
            written = page.read_text("utf-8")
            in_line = len(re.findall(r"\$\$.+?\$\$|\$[^$\n]+\$", written, re.DOTALL))
            assert Outside(text).formulas == in_line, page.name
            assert "arithmatex" not in text

    def test_the_command_reference_is_the_programs(self, site: Path) -> None:
        text = (site / "reference" / "commands.html").read_text("utf-8")
        for name, _ in every_command():
            assert f"xpsfit {name}" in text

    def test_the_reference_of_python_has_every_public_function(
        self, site: Path
    ) -> None:
        import xpsfit  # noqa: PLC0415

        text = (site / "reference" / "python.html").read_text("utf-8")
        missing = [
            name
            for name in xpsfit.__all__
            if not re.search(rf"\b{name}\b", text) and name != "__version__"
        ]
        assert missing == []

    def test_no_python_of_the_site_is_published(self, site: Path) -> None:
        assert list(site.rglob("*.py")) == []
