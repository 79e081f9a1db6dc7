"""What is shown in a notebook: a heading, sentences, a table, warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Page:
    """One table with what is said about it, as plain text.

    Attributes
    ----------
    title : str
    columns : tuple of str
        The first is a heading of its row.
    rows : sequence of tuple of str
    facts, warnings : sequence of str
        Sentences above and below the table.
    """

    title: str
    columns: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    facts: Sequence[str] = ()
    warnings: Sequence[str] = ()
