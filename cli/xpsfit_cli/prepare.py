"""The user's choices in the library's words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from xpsfit.acquisition import with_count_time, with_photon_energy
from xpsfit.depth.layers import check_reference, read_layers
from xpsfit.depth.scale import check_scale
from xpsfit.depth.types import REFERENCE, DepthScale
from xpsfit.errors import InputError
from xpsfit.gather import gather, read_etch_times
from xpsfit.model import find_model
from xpsfit.readers import read_many
from xpsfit.reference import Reference
from xpsfit.selection import Selection, refuse_several_places, select
from xpsfit.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xpsfit.gather import EtchTimes
    from xpsfit.settings import ChargeRule, SystematicRule
    from xpsfit.spectrum import Spectrum
    from xpsfit_cli.depth_options import Series
    from xpsfit_cli.linking import Linking
    from xpsfit_cli.options import Choices, Selected
    from xpsfit_cli.scrutiny import Scrutiny


def settings_of(
    choices: Choices,
    systematic: SystematicRule = "factors",
    share: tuple[str, ...] = (),
) -> Settings:
    """Return the settings of an analysis, the peak model loaded.

    Raises
    ------
    ModelError
        If there is no such model, or it is wrong in itself.
    """
    reference = choices.charge_reference
    settings = Settings(
        model=None if choices.model is None else find_model(choices.model),
        background=choices.background,
        charge=_charge_rule(choices),
        reference_ev=reference if isinstance(reference, float) else None,
        shift_ev=choices.shift or 0.0,
        library=choices.library,
        energy_exponent=choices.energy_exponent,
        transmission=choices.transmission,
        systematic=systematic,
        share=tuple(dict.fromkeys(share)),
    )
    if choices.scrutiny is not None:
        return _scrutinizing(settings, choices.scrutiny)
    return settings


def with_depth_scale(settings: Settings, series: Series) -> Settings:
    """Return the settings with the user's depth scale.

    Raises
    ------
    SeriesError
        If the rate makes no scale, or is not that of the reference of the layers.
    FormatError
        If the table of layers is none.
    """
    layers = None if series.layers is None else read_layers(series.layers)
    reference = REFERENCE if layers is None else layers.reference
    rate = series.rate
    scale = DepthScale(
        settings.depth_rate_nm_per_s if rate is None else rate.nm_per_s,
        None if rate is None else rate.stderr_nm_per_s,
        series.rate_material or reference,
    )
    check_scale(scale)
    if layers is not None:
        check_reference(scale, layers)
    return replace(
        settings,
        rate_nm_per_s=None if rate is None else rate.nm_per_s,
        rate_stderr_nm_per_s=scale.rate_stderr_nm_per_s,
        rate_material=scale.material,
        layers=layers,
    )


def linked(settings: Settings, linking: Linking) -> Settings:
    """Return the settings with what the levels of a series have in common."""
    return replace(
        settings,
        link=linking.link,
        scale=linking.level_shift,
        drift=tuple(dict.fromkeys(linking.drift)),
    )


def reference_of(linking: Linking, choices: Choices) -> Reference | None:
    """Return the reference sample, None where none was given.

    Raises
    ------
    InputError
        If its file cannot be read.
    """
    if linking.reference is None:
        return None
    found, unread = read_many([linking.reference])
    if unread and not found:
        raise InputError(unread[0].reason)
    spectra = chosen_spectra(choices, gather(found, purpose="surface"))
    return Reference(spectra, linking.reference_state)


def _scrutinizing(settings: Settings, scrutiny: Scrutiny) -> Settings:
    """Return the settings with what is asked of every fit."""
    chosen = replace(
        settings,
        keep=scrutiny.keep,
        restarts=scrutiny.restarts,
        errors=scrutiny.errors,
        seed=scrutiny.seed,
    )
    if scrutiny.replicates is None:
        return chosen
    return replace(chosen, replicates=scrutiny.replicates)


def _charge_rule(choices: Choices) -> ChargeRule:
    if choices.shift is not None:
        return "shift"
    return "none" if choices.charge_reference == "none" else "reference"


def etch_times_of(table: Path | None, inputs: Sequence[Path]) -> EtchTimes | None:
    """Return the user's table of etch times, None without one.

    Raises
    ------
    click.UsageError
        If there are several inputs, of which it cannot belong to all.
    FormatError
        If it is not such a table.
    """
    if table is None:
        return None
    if len(inputs) > 1:
        raise click.UsageError(
            "--etch-times goes with one file or folder; run them one by one"
        )
    return read_etch_times(table)


def selection_of(selected: Selected) -> Selection:
    """Return the user's selection in the library's words."""
    return Selection(
        selected.region, selected.sample, selected.position, selected.angle
    )


def chosen_spectra(
    choices: Choices, spectra: Sequence[Spectrum], selected: Selected | None = None
) -> list[Spectrum]:
    """Return the chosen spectra, with what the user states about their acquisition.

    Raises
    ------
    UnknownNameError
        If what is chosen is not among the spectra.
    UnsupportedDataError
        If a sample was measured at several places and none was chosen.
    """
    selection = Selection() if selected is None else selection_of(selected)
    chosen = select(spectra, selection)
    refuse_several_places(chosen, selection)
    if choices.count_time is not None:
        chosen = with_count_time(chosen, choices.count_time)
    if choices.photon_energy is not None:
        chosen = with_photon_energy(chosen, choices.photon_energy)
    return chosen
