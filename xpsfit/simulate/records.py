"""Truths and tests as plain tables and JSON, every digit kept."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from xpsfit._version import __version__
from xpsfit.writers.csv_files import write_table
from xpsfit.writers.table import Cell, Table, tables_as_json

if TYPE_CHECKING:
    from xpsfit.simulate.selftest import Row, SelfTest
    from xpsfit.simulate.truth import Simulation, TrueRegion

TRUTH_FORMAT = "xpsfit truth"
VERSION = 1

SELFTEST_COLUMNS = (
    "kind",
    "region",
    "name",
    "unit",
    "truth",
    "spectra",
    "without_error",
    "bias",
    "bias_stderr",
    "bias_sigma",
    "bias_sigma_stderr",
    "scatter",
    "stated_stderr",
    "covered_68",
    "covered_68_stderr",
    "covered_95",
    "covered_95_stderr",
    "cramer_rao_bound",
    "scatter_over_bound",
    "detected_share",
    "area_detected_50_cps_ev",
    "area_detected_95_cps_ev",
    "atomic_percent_detected_50",
    "atomic_percent_detected_95",
    "scans_for_5_percent",
)


def truth_record(simulation: Simulation) -> dict[str, Any]:
    """Return everything true about simulated spectra, ready for `json.dumps`.

    Positions and areas stand there by the names that a fit gives its parameters;
    ``center_ev`` of a component is on the calibrated scale, parameters are on the
    measured one.
    """
    truth = simulation.truth
    return {
        "format": TRUTH_FORMAT,
        "version": VERSION,
        "made_by": f"xpsfit {__version__}",
        "sample": truth.sample,
        "model": truth.model.name,
        "seed": simulation.seed,
        "photon_energy_ev": truth.photon_energy_ev,
        "library": truth.settings.library,
        "energy_exponent": truth.settings.energy_exponent,
        "regions": [_region_record(region) for region in truth.regions],
        "elements": [
            {"element": element, "atomic_percent": amount}
            for element, amount in truth.elements.items()
        ],
        "states": [
            {"region": region, "component": component, "atomic_percent": amount}
            for (region, component), amount in truth.states.items()
        ],
    }


def _region_record(region: TrueRegion) -> dict[str, Any]:
    return {
        "region": region.name,
        "charge_shift_ev": region.shift_ev,
        "dwell_s": region.dwell_s,
        "scans": region.scans,
        "low_measured_ev": float(region.energy_ev[0]),
        "high_measured_ev": float(region.energy_ev[-1]),
        "background_middle_measured_ev": region.middle_ev,
        "components": [
            {
                "component": component.name,
                "species": component.species,
                "line_shape": component.line_shape,
                "center_ev": region.values[f"{component.name}.center_ev"]
                + region.shift_ev,
                "fwhm_ev": region.values[f"{component.name}.fwhm_ev"],
                "area_cps_ev": region.area(component.name),
            }
            for component in region.model.components
        ],
        "parameters": region.values,
    }


def selftest_table(test: SelfTest) -> Table:
    """Return one row per quantity; columns in `SELFTEST_COLUMNS`, NaN as empty."""
    return Table("selftest", SELFTEST_COLUMNS, tuple(map(_cells, test.rows)))


def selftest_csv(test: SelfTest) -> str:
    """Return the table of a test as the text of a CSV file."""
    stream = StringIO(newline="")
    write_table(stream, selftest_table(test))
    return stream.getvalue()


def selftest_record(test: SelfTest) -> dict[str, Any]:
    """Return a test and what it rests on, ready for `json.dumps`."""
    return {
        "made_by": f"xpsfit {__version__}",
        "sample": test.truth.sample,
        "model": test.truth.model.name,
        "spectra": test.spectra,
        "seed": test.seed,
        "truth_drawn": test.drawn,
        **tables_as_json([selftest_table(test)]),
        "failures": [
            {"reason": reason, "spectra": count}
            for reason, count in test.failures.items()
        ],
    }


def _cells(row: Row) -> tuple[Cell, ...]:
    tally, limit = row.tally, row.detectable
    limits: tuple[Cell, ...] = (None,) * 4
    if limit is not None:
        limits = (
            limit.area_50_cps_ev,
            limit.area_95_cps_ev,
            limit.percent_50,
            limit.percent_95,
        )
    return (
        tally.quantity.kind,
        tally.quantity.region,
        tally.quantity.name,
        tally.quantity.unit,
        tally.truth,
        tally.spectra,
        tally.without_error,
        tally.bias,
        tally.bias_stderr,
        tally.pull,
        tally.pull_stderr,
        tally.scatter,
        tally.stated_stderr,
        tally.covered_68,
        tally.covered_68_stderr,
        tally.covered_95,
        tally.covered_95_stderr,
        tally.bound,
        tally.scatter_over_bound,
        tally.present,
        *limits,
        row.scans_for_5_percent,
    )
