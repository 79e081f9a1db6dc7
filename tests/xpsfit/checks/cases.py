"""For every check a result that holds to it and one that does not.

`SOUND` is lithium exposed to trimethylaluminum as it should be: whole numbers of atoms,
positions of the literature. Each broken result changes one thing in it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.built_results import (
    Line,
    charge_of,
    composition_of,
    fit_of,
    level_of,
    sample_of,
)
from tests.built_spectra import gaussian
from xpsfit.arrays import frozen
from xpsfit.depth.types import DepthScale, Interface
from xpsfit.fit.result import Uniqueness
from xpsfit.model.types import DoubletSplit
from xpsfit.spectrum import Spectrum
from xpsfit.statements import TEXTS
from xpsfit.stating import with_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xpsfit.fit.result import FitResult
    from xpsfit.results import Composition, LevelResult, SampleResult

Lines = dict[str, list[Line]]
CARBON = [
    Line("R-Li/Al-C", 283.3, 9.0),
    Line("C-C", 284.8, 40.0),
    Line("C-O", 286.3, 4.0),
    Line("Li2CO3", 289.9, 10.0),
]
OXYGEN = [
    Line("Li2O", 528.3, 4.0),
    Line("Li2CO3", 531.6, 30.0),
    Line("C-O", 533.0, 4.0),
]
ALUMINUM = [
    Line("Li-Al", 70.5, 5.0, 1.0),
    Line("Al metal", 72.85, 2.0, 0.8),
    Line("Al-C", 73.6, 4.0, 1.1),
]
LITHIUM = [
    Line("Li2O", 53.8, 8.0),
    Line("Li-Al", 54.3, 5.0),
    Line("R-Li", 54.6, 6.0),
    Line("Li2CO3", 55.2, 20.0),
]


def lines(**changed: Sequence[Line]) -> Lines:
    """Return the lines of the sound sample, some regions changed or left out "
    "(empty)."""
    every = {"C 1s": CARBON, "O 1s": OXYGEN, "Al 2p": ALUMINUM, "Li 1s": LITHIUM}
    every |= {name.replace("_", " "): list(own) for name, own in changed.items()}
    return {name: list(own) for name, own in every.items() if own}


def moved(own: Sequence[Line], name: str, **changes: Any) -> list[Line]:
    return [replace(line, **changes) if line.name == name else line for line in own]


def surface(own: Lines | None = None, **options: Any) -> SampleResult:
    return sample_of(level_of(lines() if own is None else own, **options))


def only(region: str, *own: Line, **options: Any) -> SampleResult:
    return surface({region: list(own)}, **options)


def series(
    *levels: Lines,
    shifts: Sequence[float] = (),
    times: Sequence[float] = (),
    **more: Any,
) -> SampleResult:
    """Return a series, 60 s a level, its shift carried."""
    built = []
    for number, own in enumerate(levels):
        shift = shifts[number] if shifts else 0.0
        charge = charge_of(shift, method="carried" if number else "fitted_line")
        time = times[number] if times else 60.0 * number
        built.append(level_of(own, etch_time_s=time, charge=charge))
    return sample_of(*built, **more)


def with_fit(
    change: Callable[[FitResult], FitResult], own: Lines | None = None
) -> SampleResult:
    return surface(own or {"C 1s": CARBON}, change=change)


def with_quality(**changes: Any) -> SampleResult:
    return with_fit(lambda fit: replace(fit, quality=replace(fit.quality, **changes)))


def with_composition(change: Callable[[Composition], Composition]) -> SampleResult:
    level = level_of(lines())
    assert level.composition is not None
    return sample_of(replace(level, composition=change(level.composition)))


def with_doublet(region: str, pair: DoubletSplit | None) -> SampleResult:
    def change(fit: FitResult) -> FitResult:
        own = tuple(replace(c, doublet=pair) for c in fit.model.components)
        return replace(fit, model=replace(fit.model, components=own))

    return only(
        region, Line("metal", 458.0 if "Ti" in region else 73.0, 9.0), change=change
    )


def of_spectra(**changes: Any) -> SampleResult:
    """Return the sound sample with something else about the spectrum of O 1s."""

    def change(fit: FitResult) -> FitResult:
        if fit.region.name != "O 1s":
            return fit
        spectrum = replace(fit.region.spectrum, **changes)
        return replace(fit, region=replace(fit.region, spectrum=spectrum))

    return surface(change=change)


def held(fit: FitResult) -> FitResult:
    rows = tuple(
        replace(p, state="fixed", stderr=None) if p.name == "C-O.center_ev" else p
        for p in fit.parameters
    )
    return replace(fit, parameters=rows)


def restarted(fit: FitResult, minima: int) -> FitResult:
    return replace(fit, uniqueness=Uniqueness(20, 1, 20, minima, 0.4, "C-O", 0.0))


def on_a_slope() -> SampleResult:
    def change(fit: FitResult) -> FitResult:
        energy = fit.region.binding_energy_ev
        rise = 1e4 * np.exp(-(((energy - energy[-1]) / 0.8) ** 2))
        rate = frozen(fit.region.counts_per_s + rise)
        return replace(fit, region=replace(fit.region, counts_per_s=rate))

    return with_fit(change)


def raised_background(kind: str) -> SampleResult:
    def change(fit: FitResult) -> FitResult:
        high = frozen(fit.background_cps + 900.0)
        return replace(fit, background_cps=high)

    return surface({"C 1s": CARBON}, change=change, background=kind)


def stepped() -> SampleResult:
    def change(fit: FitResult) -> FitResult:
        energy = fit.region.binding_energy_ev
        step = 6000.0 / (1.0 + np.exp(-(energy - 285.0) / 0.5))
        rate = frozen(fit.region.counts_per_s + step)
        return replace(fit, region=replace(fit.region, counts_per_s=rate))

    return surface({"C 1s": CARBON}, change=change, background="linear")


def tailed(toward_high: bool) -> SampleResult:
    def curve(energy: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        low, high = (0.6, 1.8) if toward_high else (1.8, 0.6)
        width = np.where(energy < 284.4, low, high)
        return np.asarray(3e4 * np.exp2(-(((energy - 284.4) / width) ** 2)))

    sp2 = Line("C=C sp2", 284.4, 40.0, shape="la", curve=curve)
    shake_up = Line("pi-pi*", 291.0, 2.0, 2.5, species="C=C sp2")
    return only("C 1s", sp2, shake_up)


def survey(*peaks: tuple[float, float]) -> tuple[Spectrum]:
    energy = np.arange(0.0, 1200.0, 1.0)
    rate = 2000.0 + 2.0 * energy
    for center, height in peaks:
        rate = rate + gaussian(energy, height * 2.5 * 1.0645, center, 2.5)
    counts = np.random.default_rng(3).poisson(rate).astype(float)
    return (
        Spectrum("Survey", "built", energy, counts, "counts", dwell_s=1.0, scans=1),
    )


def carbonate_at(c: float, o: float, li: float, *, c_c: float = 284.8) -> SampleResult:
    """Return a carbonate at stated positions beside C-C."""
    return surface(
        {
            "C 1s": [Line("C-C", c_c, 40.0), Line("Li2CO3", c, 10.0)],
            "O 1s": [Line("Li2CO3", o, 30.0)],
            "Li 1s": [Line("Li2CO3", li, 20.0)],
        }
    )


def sputtered(charge_method: str, c_c: float) -> SampleResult:
    own = lines(C_1s=moved(CARBON, "C-C", atoms=c_c))
    charge = charge_of(method=charge_method)
    return sample_of(level_of(own, etch_time_s=60.0, charge=charge))


def in_one_mode(*directions: str) -> SampleResult:
    levels = []
    for number, direction in enumerate(directions):
        level = level_of({"C 1s": CARBON}, etch_time_s=60.0 * number)
        fit = level.fits[0]
        spectrum = replace(fit.region.spectrum, metadata={"scan direction": direction})
        fit = replace(fit, region=replace(fit.region, spectrum=spectrum))
        levels.append(replace(level, fits=(fit,)))
    return sample_of(*levels)


def rows_changed(**changes: Any) -> Callable[[Composition], Composition]:
    """Return a change of the row of oxygen."""
    return lambda c: replace(
        c,
        elements=tuple(
            replace(row, **changes) if row.element == "O" else row for row in c.elements
        ),
    )


def without_composition(level: LevelResult) -> LevelResult:
    return replace(level, composition=None)


SOUND = surface()
STEADY = series(lines(), lines(), lines())
METAL_FREE = lines(
    Al_2p=(), Li_1s=[Line("Li2CO3", 55.2, 20.0), Line("Li2O", 53.8, 8.0)]
)
LESS_CARBONATE = lines(
    C_1s=moved(CARBON, "Li2CO3", atoms=1.0),
    O_1s=moved(moved(OXYGEN, "Li2CO3", atoms=3.0), "Li2O", atoms=12.0),
)
MORE_METAL = lines(Al_2p=moved(ALUMINUM, "Al metal", atoms=9.0))
TRACE_OF_OXIDE = lines(O_1s=[Line("Li2O", 528.3, 1.0)])
LESS_OXYGEN = lines(O_1s=[replace(line, atoms=0.4 * line.atoms) for line in OXYGEN])
GRAPHITIC = lines(C_1s=moved(CARBON, "C-C", center_ev=284.4))
OXYGEN_APART = lines(
    O_1s=[replace(line, center_ev=line.center_ev + 0.5) for line in OXYGEN]
)
BROADER = {
    region: [replace(line, fwhm_ev=1.4 * line.fwhm_ev) for line in own]
    for region, own in lines().items()
}
SP2 = Line("C=C sp2", 284.44, 40.0, 0.8, shape="la")
SHAKE_UP = Line("pi-pi*", 291.0, 2.0, 2.5, species="C=C sp2")


def with_interface(**changed: Any) -> SampleResult:
    step = Interface("C", "step", position_s=40.0, width_s=30.0, points=4)
    return replace(STEADY, interfaces=(replace(step, **changed),))


def above_losses(fit: FitResult) -> FitResult:
    if fit.region.name != "O 1s":
        return fit
    background = replace(fit.model.background, kind="active_tougaard")
    return replace(fit, model=replace(fit.model, background=background))


EVERY_STATEMENT = dict.fromkeys(TEXTS, "known") | {
    "pass_energy_ev": "50",
    "spot_x_um": "400",
    "take_off_angle_deg": "0",
    "ion_energy_ev": "2000",
    "ion_current_ua": "2.1",
    "ion_raster_x_mm": "2",
    "energy_check_au_4f7_ev": "83.95",
}


def documented(result: SampleResult, **changed: str) -> SampleResult:
    """Return a result with all that a report wants to be stated."""

    def own(spectrum: Spectrum) -> Spectrum:
        flat = frozen(np.ones_like(spectrum.intensity))
        (stated,) = with_statements([spectrum], EVERY_STATEMENT | changed)
        return replace(stated, transmission=flat, dwell_s=0.1, scans=5)

    def level_of_it(level: LevelResult) -> LevelResult:
        regions = [
            replace(f.region, spectrum=own(f.region.spectrum)) for f in level.fits
        ]
        fits = [replace(f, region=r) for f, r in zip(level.fits, regions, strict=True)]
        return replace(level, fits=tuple(fits))

    return replace(result, levels=tuple(map(level_of_it, result.levels)))


HOLDS: Mapping[str, SampleResult] = {
    "P9": only("C 1s", *CARBON),
    "P11": only("C 1s", SP2, SHAKE_UP),
    "P17": surface(lines(N_1s=[Line("N", 399.0, 1e-3, stderr=9.0)])),
    "R15": only("C 1s", *CARBON, background="linear"),
    "R17": with_doublet("Ti 2p", DoubletSplit(6.1, 0.5)),
    "R20": tailed(toward_high=True),
    "R22": only("C 1s", SP2, SHAKE_UP),
    "R28": with_fit(partial(restarted, minima=1)),
    "R35": sputtered("carried", 40.0),
    "R36": surface(METAL_FREE),
    "R44": sample_of(level_of(lines()), surveys=survey((285.0, 9e3), (531.0, 9e3))),
    "R47": replace(STEADY, depth_scale=DepthScale(0.19, 0.02)),
    "R52": in_one_mode("scanned", "scanned"),
    "R53": with_interface(),
    **dict.fromkeys(("R56", "R57", "R58"), documented(STEADY)),
    **dict.fromkeys(("P15", "P18", "R49", "R50", "R51", "R54", "R55"), STEADY),
    **dict.fromkeys(("S1", "S2", "S3", "S4", "S5"), STEADY),
}
"""Results that hold to a check; `SOUND` for those that are not named."""

BROKEN: Mapping[str, tuple[str, SampleResult]] = {
    "P1": ("fail", surface(lines(C_1s=moved(CARBON, "Li2CO3", atoms=30.0)))),
    "P2": ("warn", surface(lines(Li_1s=moved(LITHIUM, "Li2O", atoms=30.0)))),
    "P3": ("warn", carbonate_at(288.5, 531.0, 55.0)),
    "P4": (
        "warn",
        surface(
            lines(
                C_1s=moved(CARBON, "R-Li/Al-C", atoms=1.0),
                Al_2p=moved(ALUMINUM, "Al-C", atoms=12.0),
            )
        ),
    ),
    "P5": ("fail", surface(lines(Li_1s=[Line("Li2O", 53.8, 8.0)]))),
    "P6": ("warn", surface(lines(Al_2p=moved(ALUMINUM, "Li-Al", atoms=90.0)))),
    "P7": ("fail", with_doublet("Al 2p", DoubletSplit(0.6, 0.5))),
    "P8": ("warn", only("C 1s", Line("C-C", 284.8, 40.0, 2.6))),
    "P9": ("warn", only("Li 1s", *LITHIUM)),
    "P10": ("fail", surface(lines(O_1s=moved(OXYGEN, "Li2O", center_ev=532.2)))),
    "P11": ("warn", only("C 1s", Line("C-C", 284.8, 40.0), SHAKE_UP)),
    "P12": ("warn", surface(lines(O_1s=[Line("Li2O", 528.3, 4.0)]))),
    "P13": ("fail", with_composition(rows_changed(atomic_percent=80.0))),
    "P14": ("warn", with_quality(reduced_chi_square=9.0, abbe=0.3)),
    "P15": ("warn", series(lines(), lines(), shifts=(0.0, 0.5))),
    "P16": ("warn", surface(lines(O_1s=moved(OXYGEN, "Li2CO3", atoms=60.0)))),
    "P17": ("warn", surface(lines(N_1s=[Line("N", 399.0, 5.0)]))),
    "P18": ("warn", series(lines(), LESS_CARBONATE)),
    "R2": ("warn", of_spectra(photon_energy_ev=None)),
    "R6": (
        "warn",
        with_fit(
            lambda fit: replace(fit, region=replace(fit.region, noise="residual"))
        ),
    ),
    "R8": ("warn", on_a_slope()),
    "R11": ("fail", raised_background("shirley")),
    "R15": ("warn", stepped()),
    "R16": ("warn", with_fit(above_losses, lines())),
    "R17": ("fail", with_doublet("Ti 2p", DoubletSplit(4.0, 0.5))),
    "R18": ("warn", with_doublet("Al 2p", None)),
    "R19": ("warn", only("O 1s", Line("Li2O", 528.3, 4.0, 0.9), *OXYGEN[1:])),
    "R20": ("fail", tailed(toward_high=False)),
    "R21": ("warn", only("C 1s", replace(SP2, shape="doniach_sunjic"))),
    "R22": ("warn", only("C 1s", replace(SP2, shape="gl_product"), SHAKE_UP)),
    "R24": ("warn", with_fit(held)),
    "R27": ("warn", with_quality(reduced_chi_square=2.0)),
    "R28": ("warn", with_fit(partial(restarted, minima=3))),
    "R29": ("warn", only("C 1s", *CARBON[1:], replace(CARBON[0], stderr=0.5))),
    "R33": ("fail", surface(charge=charge_of(0.4, line="", assigned_ev=None))),
    "R34": ("warn", surface(lines(Al_2p=moved(ALUMINUM, "Al metal", center_ev=71.9)))),
    "R35": ("fail", sputtered("fitted_line", 2.0)),
    "R36": ("warn", SOUND),
    "R37": ("warn", carbonate_at(290.3, 532.0, 55.6)),
    "R39": ("fail", of_spectra(pass_energy_ev=20.0)),
    "R40": (
        "fail",
        sample_of(
            replace(
                of_spectra(transmission_state="corrected").levels[0],
                composition=rows_changed(transmission=0.9)(
                    composition_of([fit_of(r, own) for r, own in lines().items()])
                ),
            )
        ),
    ),
    "R42": ("fail", with_composition(rows_changed(sensitivity_level="N 1s"))),
    "R43": (
        "fail",
        with_composition(rows_changed(detected=False, atomic_percent_upper_95=0.0)),
    ),
    "R44": (
        "warn",
        sample_of(level_of(lines()), surveys=survey((285.0, 9e3), (689.0, 9e3))),
    ),
    "R45": ("warn", surface(lines(C_1s=[*CARBON, Line("O-C=O", 288.8, 60.0)]))),
    "R46": (
        "warn",
        series(lines(), MORE_METAL, LESS_CARBONATE, times=(0.0, 20.0, 40.0)),
    ),
    "R47": ("warn", STEADY),
    "R49": ("warn", series(lines(), lines(), lines(C_1s=[Line("C-C", 284.8, 2.0)]))),
    "R50": ("warn", series(lines(), lines(Al_2p=()))),
    "R51": ("warn", series(lines(), lines(Al_2p=ALUMINUM[:2]))),
    "R52": ("fail", in_one_mode("scanned", "snapshot")),
    "R53": ("warn", with_interface(points=1, width_s=None)),
    "R54": ("warn", series(lines(), MORE_METAL)),
    "R55": ("warn", series(lines(), lines(), lines(), shifts=(0.0, 0.4, 0.8))),
    "R56": ("warn", SOUND),
    "R57": ("warn", documented(SOUND, energy_check_au_4f7_ev="84.20")),
    "R58": ("warn", STEADY),
    "S1": ("warn", series(lines(), *[TRACE_OF_OXIDE] * 4)),
    "S2": ("warn", series(lines(), GRAPHITIC)),
    "S3": ("warn", series(lines(), LESS_OXYGEN)),
    "S4": ("warn", series(lines(), lines(), OXYGEN_APART)),
    "S5": ("warn", series(lines(), lines(), BROADER)),
}
"""By check the outcome expected, and a result that is not as it should be."""
