"""Pages as HTML that a notebook styles: plain tables, nothing fetched, no scripts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.display.page import Page


def html_of(pages: Sequence[Page]) -> str:
    """Return HTML of the pages; whatever they hold is text, never markup.

    Examples
    --------
    >>> from xpsfit.display.page import Page
    >>> html_of([Page("<b>foil", facts=["fine"])])
    '<div><strong>&lt;b&gt;foil</strong><p>fine</p></div>'
    """
    return f"<div>{''.join(_page(page) for page in pages)}</div>"


def _page(page: Page) -> str:
    parts = [f"<strong>{escape(page.title)}</strong>"]
    parts += [f"<p>{escape(fact)}</p>" for fact in page.facts]
    if page.rows:
        head = "".join(f'<th scope="col">{escape(c)}</th>' for c in page.columns)
        body = "".join(_row(row) for row in page.rows)
        parts.append(
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )
    if page.warnings:
        items = "".join(f"<li>{escape(text)}</li>" for text in page.warnings)
        parts.append(f"<p>Warnings</p><ul>{items}</ul>")
    return "".join(parts)


def _row(row: tuple[str, ...]) -> str:
    first, *others = row
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in others)
    return f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
