"""The windows of a series: which points of every spectrum enter its fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.errors import XpsFitError
from xpsfit.fit.drawn import drawn
from xpsfit.fit.region import window
from xpsfit.fit.series.sheets import sheets_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds import StaticBackground
    from xpsfit.fit.series.layout import SeriesLayout
    from xpsfit.fit.series.sheets import Sheet
    from xpsfit.spectrum import Region, Spectrum


@dataclass(frozen=True, slots=True, eq=False)
class Cuts:
    """The points inside the windows.

    Attributes
    ----------
    regions : tuple of (dict of int to Region)
        By region of the layout, then by level.
    drawn : tuple of (dict of int to StaticBackground)
        Backgrounds drawn first, of the same points; empty for active ones.
    failures : dict of (int, int) to str
        By region and level, why a spectrum cannot be fitted.
    """

    regions: tuple[dict[int, Region], ...]
    drawn: tuple[dict[int, StaticBackground], ...]
    failures: dict[tuple[int, int], str]

    def sheets(self) -> list[Sheet]:
        """Return the data of all regions."""
        return [
            sheet
            for k, (cuts, static) in enumerate(
                zip(self.regions, self.drawn, strict=True)
            )
            for sheet in sheets_of(k, cuts, {i: b.values for i, b in static.items()})
        ]


def cut(
    layout: SeriesLayout,
    spectra: Mapping[str, Mapping[int, Spectrum]],
    shift_ev: FloatArray,
) -> Cuts:
    """Return the windows at the shifts of the levels.

    Parameters
    ----------
    layout : SeriesLayout
    spectra : mapping of str to (mapping of int to Spectrum)
        By core level and level.
    shift_ev : FloatArray, shape (L,)
        Scale of the model minus measured scale.
    """
    regions: list[dict[int, Region]] = []
    backgrounds: list[dict[int, StaticBackground]] = []
    failures: dict[tuple[int, int], str] = {}
    for k, region in enumerate(layout.regions):
        own: dict[int, Region] = {}
        static: dict[int, StaticBackground] = {}
        for level, spectrum in spectra.get(region.name, {}).items():
            try:
                part = window(spectrum, region.model, float(shift_ev[level]))
                if reason := _too_few(part, region.own.size + 1):
                    failures[k, level] = reason
                    continue
                if not region.model.background.is_active:
                    static[level] = drawn(part, region.model.background)
            except XpsFitError as error:
                failures[k, level] = str(error)
                continue
            own[level] = part
        regions.append(own)
        backgrounds.append(static)
    return Cuts(tuple(regions), tuple(backgrounds), failures)


def _too_few(part: Region, unknowns: int) -> str:
    points = part.binding_energy_ev.size
    if points > unknowns:
        return ""
    return (
        f"{part.name}: {points} points cannot determine {unknowns} parameters; widen "
        "the window or simplify the model"
    )
