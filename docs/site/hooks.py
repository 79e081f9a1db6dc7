"""What the documentation site makes of the pages when it is built.

The command reference is written from the program, so it cannot go stale. Formulas
become MathML, which browsers draw by themselves: nothing is fetched when a page is
read. Links out of `docs/` lead to nothing on the site, so they become their text.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from mkdocs.structure.files import File

from docs.site.command_pages import commands_page

COMMANDS_PAGE = "reference/commands.md"
FORMULA = re.compile(
    r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', re.DOTALL
)
BARRED = re.compile(r"`[^`\n]*\\\|[^`\n]*`")
OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./(?!docs/)[^)]*\)")


def on_files(files: Any, config: Any) -> Any:
    """Add the page that is made from the program."""
    files.append(File.generated(config, COMMANDS_PAGE, content=commands_page()))
    return files


def on_page_content(content: str, page: Any, config: Any, files: Any) -> str:
    """Return the page with its formulas as MathML."""
    del page, config, files
    return FORMULA.sub(_formula, content)


def _formula(match: re.Match[str]) -> str:
    display = "block" if match[1] == "div" else "inline"
    return str(convert(html.unescape(match[2]).strip(), display=display))


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Return a page as this site understands it.

    Pages at the top of `docs/` lose links that leave it. GitHub wants a bar in the code
    of a table escaped, and this site wants it as it is.
    """
    del config, files
    if len(Path(page.file.src_uri).parts) == 1:
        markdown = OUTSIDE.sub(r"\1", markdown)
    return BARRED.sub(lambda code: code[0].replace(r"\|", "|"), markdown)
