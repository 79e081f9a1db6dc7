"""Watch lines of a series, against series whose movements were drawn."""

from __future__ import annotations

import csv
import io
import math

import numpy as np
import pytest

from tests.builders import a_series
from tests.sputter_series import (
    ALUMINUM,
    CARBON,
    OXIDE,
    Peak,
    drawn_series,
    spectrum_of,
)
from xpsfit import Settings
from xpsfit.analysis import analyze_series
from xpsfit.model import builtin_model
from xpsfit.quantify import integrate_region
from xpsfit.spectrum import cut_region
from xpsfit.watch_lines import peak_top, watch_lines
from xpsfit.writers.csv_files import table_text
from xpsfit.writers.tables_drift import drift_table

TIMES = (0.0, 60.0, 120.0)
SHIFTS = {0.0: 0.1, 60.0: 0.25, 120.0: 0.4}


def test_watch_lines_are_measured_and_calibrated_where_they_were_drawn() -> None:
    level = {"C 1s": CARBON, "O 1s": OXIDE, "Al 2p": ALUMINUM}
    spectra = drawn_series(dict.fromkeys(TIMES, level), SHIFTS.__getitem__)
    (result,) = analyze_series(spectra)
    lines = {line.name: line for line in watch_lines(result)}
    assert set(lines) >= {"C 1s C-C", "O 1s Li2O", "Al 2p Al metal"}
    for name, true_ev in (("O 1s Li2O", 528.3), ("Al 2p Al metal", 72.85)):
        measured = [true_ev - SHIFTS[time] for time in TIMES]
        off = lines[name].measured_ev - measured
        assert np.all(np.abs(off) < 4.0 * lines[name].stderr_ev + 0.002), name
        off = lines[name].calibrated_ev - true_ev
        assert np.all(np.abs(off) < 4.0 * lines[name].calibrated_stderr_ev), name


def test_a_level_without_a_line_has_an_empty_cell() -> None:
    level = {"C 1s": CARBON, "O 1s": OXIDE, "Al 2p": ALUMINUM}
    levels = {time: dict(level) for time in (0.0, 60.0, 120.0, 180.0)}
    del levels[60.0]["O 1s"]
    (result,) = analyze_series(drawn_series(levels))
    (oxide,) = (line for line in watch_lines(result) if line.name == "O 1s Li2O")
    assert [math.isfinite(v) for v in oxide.measured_ev] == [True, False, True, True]
    rows = list(csv.DictReader(io.StringIO(table_text(drift_table([result])))))
    assert [bool(row["O 1s Li2O_measured_ev"]) for row in rows] == [
        True,
        False,
        True,
        True,
    ]
    assert [float(row["etch_time_s"]) for row in rows] == [0.0, 60.0, 120.0, 180.0]
    assert {row["charge_method"] for row in rows} == {"fitted_line", "carried"}


@pytest.mark.parametrize("true_ev", [530.0, 530.03, 530.57])
def test_the_top_of_a_peak_without_a_model_is_where_it_was_drawn(
    true_ev: float,
) -> None:
    offs = []
    for seed in range(20):
        spectrum = spectrum_of("O 1s", [Peak(true_ev, 3000.0)], 0.0, 0.0, seed)
        top = peak_top(integrate_region(cut_region(spectrum), shift_ev=0.0))
        assert top is not None
        assert top.line == "O 1s maximum"
        offs.append((top.measured_ev - true_ev) / top.stderr_ev)
    assert abs(np.mean(offs)) < 3.0 / math.sqrt(20)
    assert 0.6 < np.std(offs) < 1.4


def test_no_peak_has_no_top() -> None:
    spectrum = spectrum_of("O 1s", [], 0.0, 0.0, 3)
    assert peak_top(integrate_region(cut_region(spectrum), shift_ev=0.0)) is None


def test_series_with_other_lines_share_a_table_with_empty_cells() -> None:
    carbon = {time: {"C 1s": CARBON, "Al 2p": ALUMINUM} for time in TIMES}
    settings = Settings(model=builtin_model("li-tma"))
    (one,) = analyze_series(drawn_series(carbon), settings)
    table = drift_table([one, a_series(3)])
    assert len(table.rows) == 6
    column = table.columns.index("Al 2p Al metal_measured_ev")
    assert [row[column] is None for row in table.rows[:3]] == [False] * 3
