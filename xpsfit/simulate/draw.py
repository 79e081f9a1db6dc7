"""Counts drawn from a truth, as spectra."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit._version import __version__
from xpsfit.errors import ModelError
from xpsfit.fit.prior import prior_of
from xpsfit.fit.slots import slots_of
from xpsfit.simulate.sample import truth_of, with_values
from xpsfit.simulate.truth import Simulation, Truth
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.simulate.truth import TrueRegion

NOT_A_MEASUREMENT = "not a measurement: simulated spectrum of known truth"
# Streams of one seed.
NOISE, VALUES = 0, 1
MOST_SEED = 2**63 - 1
PASS_ENERGY_EV = 50.0
MOST_TRIES = 1000


def simulate(
    truth: Truth, seed: int, *, number: int = 0, noise: bool = True
) -> Simulation:
    """Return spectra of a truth with the noise of counting.

    Parameters
    ----------
    truth : Truth
        As `true_sample` makes it.
    seed : int
        The same seed gives the same counts.
    number : int
        Which of any number of independent repeats.
    noise : bool
        False gives the expectation itself.

    Returns
    -------
    Simulation
        Counts summed over all scans, each Poisson distributed and independent.

    Raises
    ------
    ModelError
        If the seed is not a whole number from 0 on.

    Examples
    --------
    >>> from xpsfit.model import builtin_model
    >>> from xpsfit.simulate import true_sample
    >>> truth = true_sample(builtin_model("adventitious-carbon"))
    >>> one, same = (simulate(truth, seed=7).spectra[0] for _ in range(2))
    >>> one.region, bool((one.intensity == same.intensity).all())
    ('C 1s', True)
    """
    _check_seed(seed)
    spectra = tuple(
        _spectrum(
            truth,
            region,
            _counts(region, _generator(seed, number, index, NOISE), noise=noise),
            seed if noise else None,
        )
        for index, region in enumerate(truth.regions)
    )
    return Simulation(spectra, truth, seed if noise else None)


def drawn_truth(truth: Truth, seed: int, number: int) -> Truth:
    """Return a truth whose positions and widths are drawn from what the model knows.

    Where a model states how well a quantity is known beforehand (`Parameter.spread`,
    `RegionModel.shift_spread_ev`, `RegionModel.width_spread`), its fit is right on
    average over samples that are as different as that; held at the middle of all
    ranges, every error would look too large. Values beyond a bound are drawn again, and
    the reference line stays where it is, as it defines the scale.

    Parameters
    ----------
    truth : Truth
        Areas and background stay.
    seed, number : int
        As in `simulate`.

    Raises
    ------
    ModelError
        If the ranges of a region leave nothing within its bounds.
    """
    _check_seed(seed)
    regions = [
        with_values(
            region, _drawn(truth, region, _generator(seed, number, index, VALUES))
        )
        for index, region in enumerate(truth.regions)
    ]
    return truth_of(
        regions,
        truth.model,
        truth.settings,
        photon_energy_ev=truth.photon_energy_ev,
        sample=truth.sample,
    )


def _check_seed(seed: int) -> None:
    if not 0 <= seed <= MOST_SEED:
        raise ModelError(f"seed {seed} cannot be; give a whole number from 0 on")


def _generator(
    seed: int, number: int, region: int, stream: int
) -> np.random.RandomState:
    """Return a generator whose numbers are the same in all versions of NumPy."""
    sequence = np.random.SeedSequence([seed, number, region, stream])
    return np.random.RandomState(np.random.MT19937(sequence))


def _counts(
    region: TrueRegion, generator: np.random.RandomState, *, noise: bool
) -> FloatArray:
    # Rounded, as the last bits of the expectation differ between processors.
    expected = np.round(region.expected_counts, 6)
    if not noise:
        return np.asarray(region.expected_counts)
    return np.asarray(generator.poisson(expected), dtype=np.float64)


def _spectrum(
    truth: Truth, region: TrueRegion, counts: FloatArray, seed: int | None
) -> Spectrum:
    return Spectrum(
        region=region.name,
        sample=truth.sample,
        binding_energy_ev=region.energy_ev,
        intensity=counts,
        intensity_unit="counts",
        photon_energy_ev=truth.photon_energy_ev,
        pass_energy_ev=PASS_ENERGY_EV,
        dwell_s=region.dwell_s,
        scans=region.scans,
        metadata={
            "origin": NOT_A_MEASUREMENT,
            "simulated by": f"xpsfit {__version__}",
            "simulated model": " ".join(truth.model.name.split()),
            "simulated seed": "none: without noise" if seed is None else str(seed),
        },
    )


def _drawn(
    truth: Truth, region: TrueRegion, generator: np.random.RandomState
) -> dict[str, float]:
    slots = slots_of(region.model, region.shift_ev)
    prior = prior_of(slots, region.model)
    if not prior.slots:
        return {}
    names = [slots.all[i].name for i in prior.slots]
    low = np.array([slots.all[i].minimum for i in prior.slots])
    high = np.array([slots.all[i].maximum for i in prior.slots])
    root = np.linalg.inv(prior.whitening)
    held = _reference_row(truth, region, names)
    for _ in range(MOST_TRIES):
        move = root @ generator.standard_normal(len(names))
        if held is not None:
            covariance = root @ root.T
            move = move - covariance[:, held] * (move[held] / covariance[held, held])
        value = prior.mean + move
        inside = (value >= low) & (value <= high)
        if held is not None:
            inside[held] = True
        if inside.all():
            return dict(zip(names, value.tolist(), strict=True))
    raise ModelError(
        f"{region.name}: what the model knows beforehand lies outside its own bounds "
        "in 1000 of 1000 draws; widen the bounds or hold the truth"
    )


def _reference_row(truth: Truth, region: TrueRegion, names: list[str]) -> int | None:
    line = truth.model.reference
    if line is None or line.region != region.name:
        return None
    name = f"{line.component}.center_ev"
    return names.index(name) if name in names else None
