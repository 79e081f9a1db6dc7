"""The study as fixtures: surfaces, a sputter series and its profile."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.xpsfit.plot.study import (
    LEVELS,
    MODEL,
    RATE_NM_PER_S,
    SURFACES,
    TIMES_S,
    atoms_of,
    mix_at,
    study_area,
    study_level,
)
from xpsfit.depth.types import DepthProfile
from xpsfit.results import SampleResult

HOSTILE_NAME = "$\\bad_{name}\x1b[31m\n2024-03-18 lithium foil 日本 dosed for 20 s"


@pytest.fixture(scope="session")
def three_samples() -> list[SampleResult]:
    """Return the surfaces of the study: bare lithium and two doses."""
    mixes = {**SURFACES, "TMA-20s": mix_at(0.0)}
    return [
        SampleResult(name, MODEL, (study_level(name, mix, shift, 100 * index),))
        for index, ((name, mix), shift) in enumerate(
            zip(mixes.items(), (0.62, 0.31, 0.18), strict=True)
        )
    ]


@pytest.fixture(scope="session")
def study_series() -> SampleResult:
    """Return 19 levels of four core levels."""
    levels = tuple(
        study_level("TMA-20s", mix_at(time), 0.18, 10 * index, float(time))
        for index, time in enumerate(TIMES_S)
    )
    return SampleResult("TMA-20s", MODEL, levels, RATE_NM_PER_S)


@pytest.fixture(scope="session")
def study_profile() -> DepthProfile:
    """Return amounts against depth, with counting noise of plausible size."""
    noise = np.random.default_rng(7)
    atoms = [atoms_of(mix_at(float(time))) for time in TIMES_S]
    states = [f"{r} {name}" for r, level in LEVELS.items() for name, *_ in level.lines]
    keys = [(r, name) for r, level in LEVELS.items() for name, *_ in level.lines]
    percent = {
        state: np.array([100 * a.get(key, 0.0) for a in atoms])
        for state, key in zip(states, keys, strict=True)
    }
    error = {state: 0.1 + 0.04 * np.sqrt(100 * v) for state, v in percent.items()}
    percent = {s: v + error[s] * noise.normal(size=v.size) for s, v in percent.items()}
    of_element = {
        region.split()[0]: np.sum(
            [percent[s] for s in states if s.startswith(region)], axis=0
        )
        for region in LEVELS
    }
    totals = {s: of_element[s.split()[0]] for s in states}
    time = np.array(TIMES_S, dtype=np.float64)
    return DepthProfile(
        sample="TMA-20s",
        etch_time_s=time,
        depth_nm=RATE_NM_PER_S * time,
        rate_nm_per_s=RATE_NM_PER_S,
        elements=tuple(of_element),
        atomic_percent=of_element,
        atomic_percent_stderr={e: 0.2 + 0.01 * v for e, v in of_element.items()},
        states=tuple(states),
        state_atomic_percent=percent,
        state_atomic_percent_stderr=error,
        state_fraction={s: percent[s] / totals[s] for s in states},
        state_fraction_stderr={s: error[s] / totals[s] for s in states},
    )


@pytest.fixture(scope="session")
def uneven_samples() -> list[SampleResult]:
    """Return two samples: Al 2p integrated and absent, the second name hostile."""
    whole = study_level("TMA-5s", SURFACES["TMA-5s"], 0.31, 1)
    fits = tuple(fit for fit in whole.fits if fit.region.name != "Al 2p")
    area = study_area(SURFACES["TMA-5s"], 0.31, 3)
    return [
        SampleResult("TMA-5s", MODEL, (replace(whole, fits=fits, integrated=(area,)),)),
        SampleResult(HOSTILE_NAME, MODEL, (replace(whole, fits=fits),)),
    ]
