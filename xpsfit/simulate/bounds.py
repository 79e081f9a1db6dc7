"""How well a quantity can be known from given counts: Cramer-Rao bounds.

No unbiased estimate scatters less than the inverse of the Fisher information says
(Rao, Bull. Calcutta Math. Soc. 37, 81, 1945; Cramer, Mathematical Methods of
Statistics, 1946). Where a model brings prior knowledge, its information is added, and
the bound is that of van Trees, for truths that are drawn from that knowledge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from xpsfit.simulate.amounts import counted_regions, divisor, element_of
from xpsfit.simulate.forward import bound, forward, information

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.simulate.truth import TrueRegion, Truth

Kind = Literal["parameter", "area", "element", "state"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something that a fit finds.

    Attributes
    ----------
    kind : {"parameter", "area", "element", "state"}
        A free parameter of a region; the summed area of a region; atomic percent of an
        element; atomic percent of a component.
    region : str
        Core level.
    name : str
        Name of the parameter, the element or the component; empty for the summed area.
    """

    kind: Kind
    region: str
    name: str = ""

    @property
    def unit(self) -> str:
        """Return the unit in the words of column names."""
        if self.kind in {"element", "state"}:
            return "at%"
        quantity = self.name.rpartition(".")[2] if self.name else "area_cps_ev"
        for end, unit in (
            ("cps_per_ev", "counts/s/eV"),
            ("per_ev", "1/eV"),
            ("cps_ev", "counts/s eV"),
            ("_cps", "counts/s"),
            ("_ev", "eV"),
        ):
            if quantity.endswith(end):
                return unit
        return ""


class Knowable:
    """What the counts of a truth can say, for any counting time.

    Parameters
    ----------
    truth : Truth
    """

    def __init__(self, truth: Truth) -> None:
        self.truth = truth
        self._regions = [_Information(region) for region in truth.regions]
        self._counted = {
            region.region
            for region in counted_regions(
                [r.model for r in truth.regions],
                truth.photon_energy_ev,
                truth.settings,
            )
        }

    def values(self) -> dict[Quantity, float]:
        """Return the true value of every quantity."""
        found: dict[Quantity, float] = {}
        for one in self._regions:
            name = one.region.name
            for parameter in one.names:
                found[Quantity("parameter", name, parameter)] = one.region.values[
                    parameter
                ]
            found[Quantity("area", name)] = one.total_area
        for element, amount in self.truth.elements.items():
            found[Quantity("element", self._region_of(element), element)] = amount
        for (region, component), amount in self.truth.states.items():
            found[Quantity("state", region, component)] = amount
        return found

    def bounds(self, times: float = 1.0) -> dict[Quantity, float]:
        """Return the smallest standard error of every quantity.

        Parameters
        ----------
        times : float
            How many times as many scans of every region.

        Returns
        -------
        dict of Quantity to float
            NaN where the data leave a quantity open.
        """
        found: dict[Quantity, float] = {}
        areas: list[FloatArray] = []
        for one in self._regions:
            covariance = one.covariance(times)
            name = one.region.name
            for index, parameter in zip(one.free, one.names, strict=True):
                found[Quantity("parameter", name, parameter)] = _root(
                    covariance[index, index]
                )
            own = covariance[np.ix_(one.area, one.area)]
            found[Quantity("area", name)] = _root(own.sum())
            areas.append(own)
        found.update(self._amounts(areas))
        return found

    def scans_factor(
        self, relative: float, wanted: dict[Quantity, float]
    ) -> dict[Quantity, float]:
        """Return how many times as many scans give a relative error.

        Parameters
        ----------
        relative : float
            E.g. 0.05.
        wanted : dict of Quantity to float
            Quantities and their true values.

        Returns
        -------
        dict of Quantity to float
            NaN where no counting time between 1e-6 and 1e6 times this one does.
        """
        logs = np.linspace(-6.0, 6.0, 97)
        table = [self.bounds(10.0**each) for each in logs]
        found: dict[Quantity, float] = {}
        for quantity, value in wanted.items():
            errors = np.array([row[quantity] for row in table])
            found[quantity] = np.nan
            if not (value > 0.0 and np.isfinite(errors).all() and errors.all()):
                continue
            ratio = np.log(errors / (relative * value))
            if ratio[0] > 0.0 > ratio[-1]:
                # Errors fall with counting time, so their order is reversed.
                found[quantity] = float(10.0 ** np.interp(0.0, -ratio, logs))
        return found

    def _region_of(self, element: str) -> str:
        return next(name for name in self._counted if element_of(name) == element)

    def _amounts(self, areas: list[FloatArray]) -> dict[Quantity, float]:
        """Return the errors of atomic percent from the covariances of areas."""
        truth = self.truth
        keys: list[tuple[str, str]] = []
        q: list[float] = []
        blocks: list[FloatArray] = []
        for one, own in zip(self._regions, areas, strict=True):
            if one.region.name not in self._counted:
                continue
            size = divisor(one.region.model, truth.photon_energy_ev, truth.settings)
            components = [c.name for c in one.region.model.components]
            keys += [(one.region.name, name) for name in components]
            q += [one.region.area(name) / size for name in components]
            blocks.append(own / size**2)
        if not sum(q) > 0.0:
            return {}
        share = np.array(q) / sum(q)
        jacobian = 100.0 * (np.eye(len(q)) - share[:, None]) / sum(q)
        covariance = _propagated(jacobian, blocks)
        found = {
            Quantity("state", *key): _root(covariance[i, i])
            for i, key in enumerate(keys)
        }
        for element in truth.elements:
            its = [i for i, (name, _) in enumerate(keys) if element_of(name) == element]
            found[Quantity("element", keys[its[0]][0], element)] = _root(
                covariance[np.ix_(its, its)].sum()
            )
        return found


class _Information:
    """The information of one region, and where its areas are."""

    def __init__(self, region: TrueRegion) -> None:
        here = forward(region.energy_ev, region.model, region.values, region.shift_ev)
        self.region = region
        self.free, self._data, self._prior = information(
            here, region.model, region.time_s, region.shift_ev
        )
        self._matrix = here.slots.matrix(self.free)
        self.names = [here.slots.all[i].name for i in self.free]
        self.area = [
            here.slots.index(c.name, "area_cps_ev") for c in region.model.components
        ]
        self.total_area = float(sum(here.slots.values()[self.area]))

    def covariance(self, times: float) -> FloatArray:
        """Return the bound for all slots, shape (slots, slots)."""
        inner = bound(times * self._data, self._prior)
        known = np.isfinite(np.diag(inner))
        matrix = self._matrix[:, known]
        result = np.asarray(matrix @ inner[np.ix_(known, known)] @ matrix.T)
        # A slot that hangs on a parameter without a bound has none either.
        unknown = np.any(self._matrix[:, ~known] != 0.0, axis=1)
        result[unknown, :] = result[:, unknown] = np.nan
        return result


def area_stderr(region: TrueRegion, component: str, area: float) -> float:
    """Return the bound of one component's area if it were `area`."""
    changed = forward(
        region.energy_ev,
        region.model,
        {**region.values, f"{component}.area_cps_ev": area},
        region.shift_ev,
    )
    free, data, prior = information(
        changed, region.model, region.time_s, region.shift_ev
    )
    index = changed.slots.index(component, "area_cps_ev")
    if index not in free:
        return float("nan")
    at = free.index(index)
    return _root(bound(data, prior)[at, at])


def _root(variance: float) -> float:
    return float(np.sqrt(variance)) if variance >= 0.0 else float("nan")


def _propagated(jacobian: FloatArray, blocks: list[FloatArray]) -> FloatArray:
    """Return J C J^T with C block diagonal."""
    result = np.zeros((jacobian.shape[0], jacobian.shape[0]))
    at = 0
    for block in blocks:
        part = jacobian[:, at : at + len(block)]
        result += part @ block @ part.T
        at += len(block)
    return result
