"""Reports as tests read them: the page of built results, and what its tables hold."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tests.built_results import Line, level_of, sample_of

if TYPE_CHECKING:
    from xpsfit.results import SampleResult

LINES = {
    "C 1s": [Line("C-C", 284.8, 30.0), Line("C-O", 286.3, 8.0)],
    "O 1s": [Line("Li2CO3", 531.9, 20.0)],
}


def surface(name: str = "built") -> SampleResult:
    level = level_of(LINES)
    return replace(sample_of(level), sample=name, levels=(replace(level, sample=name),))


def series(name: str = "built") -> SampleResult:
    levels = [
        replace(
            level_of(
                {
                    "C 1s": [
                        Line("C-C", 284.8, 30.0 - 8.0 * n),
                        Line("C-O", 286.3, 8.0),
                    ],
                    "O 1s": [Line("Li2CO3", 531.9, 20.0 + n)],
                },
                etch_time_s=100.0 * n,
            ),
            sample=name,
        )
        for n in range(3)
    ]
    return replace(sample_of(*levels), sample=name)


def crowded() -> SampleResult:
    """Return a surface whose lines lie under one envelope."""
    lines = [
        Line("C-C", 284.8, 30.0),
        Line("C-O", 285.5, 15.0),
        Line("Li2CO3", 285.9, 20.0),
    ]
    return sample_of(level_of({"C 1s": lines}))


def poor() -> SampleResult:
    """Return a series that loses its carbonate and its nitrogen, and keeps a name."""
    levels = []
    for n in range(3):
        atoms, error = (10.0, 0.01) if n == 0 else (0.02, 1.0)
        lines = {
            "C 1s": [
                Line("C-C", 284.8, 30.0),
                Line("Li2CO3", 290.0, atoms, stderr=error),
            ],
            "Li 1s": [Line("Li2CO3", 55.3, 40.0)],
            "N 1s": [Line("N", 399.0, atoms, stderr=error)],
        }
        levels.append(level_of(lines, etch_time_s=100.0 * n))
    return sample_of(*levels)


@dataclass
class Seen(HTMLParser):
    """Elements of a page, with the cells of its tables."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    tables: dict[str, list[list[tuple[str, str]]]] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    _table: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        self.elements.append((tag, own))
        if tag == "table":
            self._table = own["data-table"]
            self.tables.setdefault(self._table, [])
            self.columns[self._table] = []
        if tag == "th" and "data-column" in own:
            self.columns[self._table].append(own["data-column"])
        if tag == "tr":
            self.tables.setdefault(self._table, []).append([])
        if tag == "td":
            cell = (own["data-value"], own.get("data-stderr", ""))
            self.tables[self._table][-1].append(cell)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def seen(page: str) -> Seen:
    reader = Seen()
    reader.feed(page)
    reader.close()
    return reader


def data_of(page: str) -> dict[str, object]:
    text = page.split('<script type="application/json" id="data">')[1]
    content: dict[str, object] = json.loads(text.split("</script>")[0])
    return content
