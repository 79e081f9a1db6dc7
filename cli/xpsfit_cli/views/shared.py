"""Ties of a peak model between samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit_cli.render import Grid

if TYPE_CHECKING:
    from xpsfit.model import PeakModel, SampleLink

COLUMNS = ("components", "quantity", "samples", "tie")


def model_shared(model: PeakModel) -> list[Grid]:
    """Return what a model ties between samples, nothing where it ties none."""
    if not model.shared:
        return []
    rows = [
        (
            ", ".join(" ".join(named) for named in link.components),
            link.quantity,
            ", ".join(link.samples) or "all",
            _tie(link),
        )
        for link in model.shared
    ]
    return [Grid("Between samples", COLUMNS, rows, words=4)]


def _tie(link: SampleLink) -> str:
    words = "equal"
    if link.to_sample:
        ratio = "" if link.ratio == 1.0 else f"{link.ratio:g} x "
        what = "that" if link.link is None else " ".join(link.link)
        offset = f" {link.offset:+g}" if link.offset else ""
        words = f"{ratio}{what} of {link.to_sample}{offset}"
    if link.relative_to is not None:
        words += f", counted from {' '.join(link.relative_to)}"
    return words
