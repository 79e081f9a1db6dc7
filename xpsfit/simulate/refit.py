"""Analyze one simulated spectrum after another as `xpsfit.analyze` does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.analysis import analyze
from xpsfit.errors import CalibrationError
from xpsfit.fit import fit_region
from xpsfit.spectrum import cut_region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.model.types import PeakModel
    from xpsfit.results import LevelResult
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Spectrum


class Refits:
    """The analysis of spectra that share one rough charge shift.

    Which line is the reference is found once, with the help of all core levels, on the
    first spectra that allow it; that search takes most of the time of an analysis.
    From then on the position of that line is fitted in every spectrum.

    Parameters
    ----------
    model : PeakModel
    settings : Settings
    """

    def __init__(self, model: PeakModel, settings: Settings) -> None:
        self._model = model
        self._settings = replace(settings, model=model)
        if settings.charge == "reference" and model.reference is None:
            # Simulated on the scale of the model; there is no line to find it by.
            self._settings = replace(self._settings, charge="none")
        self._rough_ev: float | None = None

    def level(self, spectra: Sequence[Spectrum]) -> LevelResult:
        """Return the result of the spectra of one simulated sample.

        Raises
        ------
        XpsFitError
            What `xpsfit.analyze` raises.
        """
        settings = self._settings
        if settings.charge == "reference" and self._rough_ev is not None:
            shift_ev = self._fitted_shift(spectra, self._rough_ev)
            settings = replace(settings, charge="shift", shift_ev=shift_ev)
        [result] = analyze(list(spectra), settings)
        [level] = result.levels
        line, assigned = self._model.reference, level.charge.assigned_ev
        if self._rough_ev is None and line is not None and assigned is not None:
            self._rough_ev = level.charge.shift_ev - (assigned - line.binding_energy_ev)
        return level

    def _fitted_shift(self, spectra: Sequence[Spectrum], rough_ev: float) -> float:
        """Return the shift that brings the reference line to its energy in the model.

        Raises
        ------
        CalibrationError
            If the line met a bound.
        """
        line = self._model.reference
        region = None if line is None else self._model.region(line.region)
        if line is None or region is None:
            return rough_ev
        [spectrum] = [s for s in spectra if s.region == line.region]
        fit = fit_region(cut_region(spectrum), region, shift_ev=rough_ev)
        component = fit.component(line.component)
        if component.presence != "present" or component.center_ev_stderr is None:
            raise CalibrationError(
                f"the reference line {line.region} {line.component} is not detected or "
                "ended on a bound"
            )
        return line.binding_energy_ev - component.center_ev
