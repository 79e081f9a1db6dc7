"""The ties between samples of a peak model out of their TOML tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import ModelError
from xpsfit.model.link_text import split_link
from xpsfit.model.types import SampleLink

if TYPE_CHECKING:
    from xpsfit.model.toml_table import Table


def read_shared(table: Table) -> SampleLink:
    """Return the tie written in a ``[[shared]]`` table."""
    link = SampleLink(
        components=tuple(_named(table, n) for n in table.texts("components")),
        quantity=table.text("quantity"),
        samples=table.texts("samples", []),
        to_sample=table.text("to_sample", ""),
        link=_optional(table, "link"),
        ratio=table.number("ratio", 1.0),
        offset=table.number("offset", 0.0),
        relative_to=_optional(table, "relative_to"),
    )
    table.finish()
    return link


def _optional(table: Table, key: str) -> tuple[str, str] | None:
    text = table.text(key, "")
    return _named(table, text) if text else None


def _named(table: Table, text: str) -> tuple[str, str]:
    level, component = split_link(text)
    if not level:
        raise ModelError(
            f"{table.where}: {text!r} does not say in which core level it is; write it "
            "as 'C 1s/C-C'"
        )
    return level, component
