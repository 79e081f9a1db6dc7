"""Any spectrum that can be written, for property tests; and all that one says."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from xpsfit.spectrum import Spectrum

REGIONS = ("C 1s", "Al 2p", "In 3d5/2", "Survey", "Wide 2", "=1+1", "None", "end")
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" ")),
    st.sampled_from(
        ["", "bare Li, 5 µm", "'=SUM(A1)", "@foil", '"quoted", twice', " blank ", "锂|"]
    ),
).filter(str.isprintable)
METADATA_NAMES = st.one_of(
    TEXT,
    st.sampled_from(
        [
            "date",
            "block id",
            "technique",
            "instrument",
            "block comments",
            "spot size x [um]",
            "analyser mode",
            "experimental variable: Angle [degree]",
            "experimental variable: Tilt [d]",
            "experimental variable: PositionX [mm]",
            "experimental variable: Position [d]",
            "take-off polar angle [deg]",
            "experimental variable: Etch Time [s]",
        ]
    ),
)
METADATA_VALUES = st.one_of(
    TEXT,
    st.sampled_from(
        ["2024-02-29T23:59:58+01:00", "-1", "1E37", "12.5", "FRR", "end of experiment"]
    ),
)


def positive(limit: float) -> st.SearchStrategy[float | None]:
    return st.none() | st.floats(0.0, limit, exclude_min=True, exclude_max=True)


@st.composite
def even_energies(draw: st.DrawFn, points: int) -> np.ndarray:
    """Return kinetic energies of an instrument as binding energies."""
    start = draw(st.integers(0, 140_000)) / 100.0
    step = draw(st.sampled_from([0.05, 0.1, 1.0, 0.159695, 1 / 3]))
    return np.asarray((1486.68 - (start + step * np.arange(points)))[::-1])


def uneven_energies(points: int) -> st.SearchStrategy[np.ndarray]:
    lists = st.lists(
        st.floats(-9.9e4, 9.9e4), min_size=points, max_size=points, unique=True
    )
    return lists.map(sorted).map(np.array)


@st.composite
def any_spectrum(draw: st.DrawFn, limit: float, *, even: bool = False) -> Spectrum:
    """Return a spectrum whose numbers are smaller than `limit`."""
    points = draw(st.integers(1, 12))
    floats = st.floats(-limit, limit, exclude_min=True, exclude_max=True)
    column = st.lists(floats, min_size=points, max_size=points)
    axes = even_energies(points)
    times = st.none() | st.floats(0.0, limit, exclude_max=True)
    return Spectrum(
        region=draw(st.sampled_from(REGIONS) | TEXT.filter(bool)),
        sample=draw(TEXT),
        binding_energy_ev=draw(axes if even else axes | uneven_energies(points)),
        intensity=np.array(draw(column)),
        intensity_unit=draw(st.sampled_from(["counts", "counts_per_s", "arbitrary"])),
        photon_energy_ev=draw(st.sampled_from([None, 1486.68]) | positive(limit)),
        pass_energy_ev=draw(positive(limit)),
        dwell_s=draw(positive(limit)),
        scans=draw(st.none() | st.integers(1, 1_000_000_000)),
        etch_time_s=draw(st.sampled_from([None, 0.0, 30.0]) | times),
        transmission=draw(st.none() | column.map(np.array)),
        transmission_state=draw(st.sampled_from(["raw", "corrected", "unknown"])),
        metadata=draw(st.dictionaries(METADATA_NAMES, METADATA_VALUES, max_size=6)),
        warnings=tuple(draw(st.lists(TEXT, max_size=3))),
        etch_level=draw(st.sampled_from([None, 0, 1]) | st.integers(0, 1_000_000_000)),
        position=draw(st.sampled_from([None, "1", "2", "X 12.5"]) | TEXT.filter(bool)),
        angle_deg=draw(st.sampled_from([None, 0.0, -0.0, 45.0]) | floats),
        unetched=draw(st.booleans()),
        etch_doubt=draw(st.just("") | TEXT),
    )


def words_of(one: Spectrum) -> dict[str, object]:
    """Return all that a spectrum says but its arrays and warnings."""
    return {
        "region": one.region,
        "sample": one.sample,
        "unit": one.intensity_unit,
        "photon energy": one.photon_energy_ev,
        "pass energy": one.pass_energy_ev,
        "dwell": one.dwell_s,
        "scans": one.scans,
        "etch time": repr(one.etch_time_s),
        "etch level": one.etch_level,
        "position": one.position,
        "angle": repr(one.angle_deg),
        "unetched": one.unetched,
        "etch doubt": one.etch_doubt,
        "state": one.transmission_state,
        "metadata": list(one.metadata.items()),
    }


def bits_of(one: Spectrum) -> tuple[bytes, bytes | None]:
    """Return intensities and transmission, every bit."""
    column = one.transmission
    return one.intensity.tobytes(), None if column is None else column.tobytes()
