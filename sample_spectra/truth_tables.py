"""The truth as CSV tables: one header line, comma separated, empty cell for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_spectra import design
from sample_spectra.chemistry import composition, species_fractions
from sample_spectra.forward import profile_truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sample_spectra.forward import RegionTruth

PROFILE_COLUMNS = (
    *("t_s", "depth_nm_Ta2O5_eq", "C_at", "O_at", "Al_at", "Li_at"),
    *("Al2p_frac_AlC", "Al2p_frac_LiAl", "Al2p_frac_Al0"),
    *("C1s_frac_283.3", "C1s_frac_CC", "C1s_frac_CO", "C1s_frac_CO3"),
)


def components_csv(truths: Sequence[RegionTruth]) -> str:
    """Return every component of every spectrum, absent ones with an area of 0."""
    header = (
        "family,sample,etch_time_s,region,component,center_ev_measured,center_ev,"
        "fwhm_ev,area_cps_ev,region_fraction,charge_shift_ev,jitter_ev"
    )
    rows = []
    for truth in truths:
        for component in truth.components:
            fraction = component.region_fraction
            rows.append(
                [
                    truth.family,
                    truth.sample,
                    _seconds(truth.etch_time_s),
                    truth.region,
                    component.name,
                    f"{component.measured_center_ev:.6f}",
                    f"{component.center_ev:.2f}",
                    f"{component.fwhm_ev:.2f}",
                    f"{component.area_cps_ev:.4f}",
                    "" if fraction is None else f"{fraction:.8f}",
                    f"{truth.charge_shift_ev:.6f}",
                    f"{truth.jitter_ev:.4f}",
                ]
            )
    return _table(header, rows)


def composition_csv() -> str:
    """Return the atomic percent of every element, sample, level and family."""
    rows = []
    for family in design.FAMILIES:
        for sample in design.STATIC_SAMPLES:
            percent = composition(species_fractions(sample))
            rows += [[family, sample, "", e, f"{p:.6f}"] for e, p in percent.items()]
        for level, time_s in enumerate(design.ETCH_TIMES_S):
            percent = composition(species_fractions(design.PROFILE, level))
            rows += [
                [family, design.PROFILE, _seconds(time_s), e, f"{p:.6f}"]
                for e, p in percent.items()
            ]
    return _table("family,sample,etch_time_s,element,atomic_percent", rows)


def background_csv() -> str:
    """Return the background constants, which all samples and families share."""
    rows = [
        [
            region.name,
            f"{region.offset_cps:g}",
            f"{region.slope_cps_per_ev:g}",
            f"{design.BACKGROUND_STEP_PER_EV:g}",
            f"{region.middle_ev:g}",
        ]
        for region in design.REGIONS.values()
    ]
    return _table("region,b0_cps,b1_cps_per_ev,k_per_ev,e_mid_ev", rows)


def profile_rows() -> list[tuple[float, ...]]:
    """Return the depth profile, one row per level in the order of PROFILE_COLUMNS."""
    return [_profile_row(level) for level in range(len(design.ETCH_TIMES_S))]


def profile_csv() -> str:
    """Return the depth profile as a wide table."""
    rows = [
        [f"{row[0]:g}", f"{row[1]:.1f}", *(f"{value:.6f}" for value in row[2:])]
        for row in profile_rows()
    ]
    return _table(",".join(PROFILE_COLUMNS), rows)


def _profile_row(level: int) -> tuple[float, ...]:
    """Return time, depth, composition and the shares within Al 2p and C 1s."""
    time_s = design.ETCH_TIMES_S[level]
    percent = composition(species_fractions(design.PROFILE, level))
    shares = {
        (region, component.name): component.region_fraction or 0.0
        for region in ("C 1s", "Al 2p")
        for component in profile_truth(level, region).components
    }
    return (
        time_s,
        design.SPUTTER_RATE_TA2O5_NM_PER_S * time_s,
        *(percent[element] for element in design.ELEMENTS),
        *(shares["Al 2p", name] for name in ("Al-C", "Li-Al", "Al metal")),
        *(shares["C 1s", line.name] for line in design.REGIONS["C 1s"].lines),
    )


def _seconds(time_s: float | None) -> str:
    """Return an etch time as text, empty for a surface measurement."""
    return "" if time_s is None else f"{time_s:g}"


def _table(header: str, rows: Iterable[Sequence[str]]) -> str:
    """Return a header line and rows as CSV text."""
    return "".join(f"{line}\n" for line in [header, *map(",".join, rows)])
