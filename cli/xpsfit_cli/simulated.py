"""The options that say what is simulated, in the library's words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xpsfit_cli import values
from xpsfit_cli.by_region import ByRegion, amounts, by_region, windows
from xpsfit_cli.options import bundle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xpsfit.simulate import Acquisition

    Command = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Measuring:
    """What is simulated and how it is measured; see the help of each option."""

    composition: Mapping[str, float] | None
    areas: Mapping[str, float] | None
    peak_rate: float | None
    scans: ByRegion
    dwell: ByRegion
    step: ByRegion
    window: Mapping[str, tuple[float, float]]
    background_rate: ByRegion
    background_slope: ByRegion
    background_step: ByRegion

    def __post_init__(self) -> None:
        """Refuse two ways of giving amounts at once."""
        if self.composition is not None and self.areas is not None:
            raise click.UsageError(
                "--composition and --areas exclude each other; give one of them"
            )

    def given(self) -> list[str]:
        """Return the options that were given."""
        by_region = (
            "scans",
            "dwell",
            "step",
            "background_rate",
            "background_slope",
            "background_step",
        )
        found = [
            name
            for name in by_region
            if getattr(self, name).usual is not None or getattr(self, name).special
        ]
        others = ("composition", "areas", "peak_rate")
        found += [name for name in others if getattr(self, name) is not None]
        found += ["window"] * bool(self.window)
        return ["--" + name.replace("_", "-") for name in found]

    def plans(self, regions: list[str]) -> dict[str, Acquisition]:
        """Return how each core level of a model is measured.

        Raises
        ------
        click.UsageError
            If an option names another core level, or a number of scans is not whole.
        """
        named = {
            *self.window,
            *(
                name
                for one in (
                    self.scans,
                    self.dwell,
                    self.step,
                    self.background_rate,
                    self.background_slope,
                    self.background_step,
                )
                for name in one.special
            ),
        }
        if unknown := sorted(named - set(regions)):
            raise click.UsageError(
                f"{unknown[0]!r} is no core level of the model; known: "
                f"{', '.join(regions)}"
            )
        return {region: self._plan(region) for region in regions}

    def _plan(self, region: str) -> Acquisition:
        from xpsfit.simulate import Acquisition  # noqa: PLC0415

        low, high = self.window.get(region, (None, None))
        given: dict[str, Any] = {
            "dwell_s": self.dwell.at(region),
            "step_ev": self.step.at(region),
            "background_cps": self.background_rate.at(region),
            "slope_cps_per_ev": self.background_slope.at(region),
            "step_per_ev": self.background_step.at(region),
            "low_ev": low,
            "high_ev": high,
        }
        scans = self.scans.at(region)
        if scans is not None:
            if scans != int(scans):
                raise click.UsageError(f"--scans: {scans:g} is not a whole number")
            given["scans"] = int(scans)
        chosen = {name: value for name, value in given.items() if value is not None}
        return replace(Acquisition(), **chosen)


@dataclass(frozen=True, slots=True)
class Specified:
    """What is common to all core levels of a simulated sample."""

    name: str
    shift: float
    photon_energy: float
    library: str
    energy_exponent: float
    seed: int
    noise: bool


@dataclass(frozen=True, slots=True)
class Target:
    """Where spectra and truth go."""

    output: Path
    form: str | None
    truth: Path | None
    force: bool

    @property
    def truth_file(self) -> Path:
        """Return the file for the truth.

        Raises
        ------
        click.UsageError
            If it is the one for the spectra.
        """
        file = self.truth or self.output.with_suffix(".truth.json")
        if file.absolute() == self.output.absolute():
            raise click.UsageError("--truth and --output name one file; give two")
        return file


def _by_region(flag: str, metavar: str, default: str, text: str) -> Any:
    return click.option(
        flag,
        metavar=metavar,
        multiple=True,
        callback=by_region,
        show_default=default,
        help=text,
    )


_MEASURING = (
    click.option(
        "--composition",
        metavar="NAME=AT%,...",
        multiple=True,
        callback=amounts,
        show_default="the model's areas, else the same of every element and species",
        help="Amounts by element, component or species: 'C=40,O=30', 'C 1s/C-O=5' or "
        "'Li2O=2'; scaled to 100 at%. What is not named is absent.",
    ),
    click.option(
        "--areas",
        metavar="NAME=AREA,...",
        multiple=True,
        callback=amounts,
        help="Areas in counts/s x eV by core level or component instead: "
        "'C 1s/C-C=20000'.",
    ),
    click.option(
        "--peak-rate",
        metavar="CPS",
        callback=values.number("counts/s", above=0.0),
        show_default="10000",
        help="Height of the highest peak above its background, in counts/s.",
    ),
    _by_region(
        "--scans", "N|LEVEL=N,...", "10", "Scans, for all core levels or by level."
    ),
    _by_region("--dwell", "S|LEVEL=S,...", "0.1", "Time per point and scan in s."),
    _by_region("--step", "EV|LEVEL=EV,...", "0.1", "Distance of points in eV."),
    click.option(
        "--window",
        metavar="LEVEL=LOW:HIGH,...",
        multiple=True,
        callback=windows,
        show_default="the model's",
        help="Window of a core level in eV, calibrated scale: 'C 1s=279:295'.",
    ),
    _by_region(
        "--background-rate",
        "CPS|LEVEL=CPS,...",
        "a fifth of the peak of the region",
        "Background without peaks in the middle of the window, in counts/s.",
    ),
    _by_region(
        "--background-slope", "CPS|LEVEL=CPS,...", "0", "Its slope in counts/s per eV."
    ),
    _by_region(
        "--background-step",
        "K|LEVEL=K,...",
        "the model's",
        "Strength of the step under the peaks, per eV.",
    ),
)


measuring = bundle("measured", Measuring, *_MEASURING)

seed = click.option(
    "--seed",
    metavar="N",
    type=click.IntRange(min=0, max=2**63 - 1),
    default=1,
    show_default=True,
    help="Of the noise; the same seed gives the same counts.",
)


_TARGET = (
    click.option(
        "-o",
        "--output",
        metavar="OUT",
        required=True,
        type=click.Path(path_type=Path),
        help="The file to write; .csv, .vms or .h5 says the format.",
    ),
    click.option(
        "--to",
        "form",
        type=click.Choice(["csv", "vamas", "hdf5"]),
        show_default="by the end of OUT",
        help="The format to write.",
    ),
    click.option(
        "--truth",
        metavar="FILE.json",
        type=click.Path(path_type=Path),
        show_default="OUT with the end .truth.json",
        help="The file for what is true: every parameter and every amount.",
    ),
    click.option(
        "--force", is_flag=True, help="Replace OUT and the truth if they exist."
    ),
)
target = bundle("target", Target, *_TARGET)

_SPECIFIED = (
    click.option(
        "--shift",
        metavar="EV",
        default="0",
        show_default=True,
        callback=values.number("eV", above=-1500.0, below=1500.0),
        help="Charge shift in eV: calibrated minus measured binding energy.",
    ),
    click.option(
        "--photon-energy",
        metavar="EV",
        default="1486.69",
        show_default=True,
        callback=values.number("eV", above=0.0),
        help="Photon energy in eV.",
    ),
    click.option(
        "--library",
        type=click.Choice(["scofield", "althermo1"]),
        default="scofield",
        show_default=True,
        help="Sensitivity factors.",
    ),
    click.option(
        "--energy-exponent",
        metavar="N",
        default="0.6",
        callback=values.number("no unit", above=-3.0, below=3.0),
        show_default=True,
        help="n of the escape-depth and analyzer factor KE^n (no unit).",
    ),
    click.option(
        "--name",
        metavar="NAME",
        default="simulated",
        show_default=True,
        help="Name of the sample.",
    ),
    seed,
    click.option(
        "--noise/--no-noise",
        default=True,
        show_default=True,
        help="Counting noise, or the expectation itself.",
    ),
)
specified = bundle("specified", Specified, *_SPECIFIED)
