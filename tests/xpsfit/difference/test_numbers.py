"""Results built by hand, whose differences are known, against each other."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_series, a_surface
from xpsfit.difference import Difference, compare_results
from xpsfit.settings import Settings
from xpsfit.stating import with_statements
from xpsfit.writers import make_record, write_results
from xpsfit.writers.tables import components_table, tables_as_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xpsfit.results import SampleResult


def stored(folder: Path, results: Sequence[SampleResult], data: bytes = b"") -> Path:
    folder.parent.mkdir(exist_ok=True)
    file = folder.with_suffix(".vms")
    file.write_bytes(data)
    record = make_record(["python"], [file], Settings(), results)
    write_results(folder, results, record, figures=None)
    return folder


def between(
    folder: Path, first: SampleResult, second: SampleResult, *, data: bytes = b""
) -> Difference:
    return compare_results(
        stored(folder / "one.xpsfit", [first]),
        stored(folder / "two.xpsfit", [second], data),
    )


def with_amount(result: SampleResult, element: str, added: float) -> SampleResult:
    """Return a result whose last level holds more of an element."""
    *before, last = result.levels
    assert last.composition is not None
    elements = tuple(
        replace(row, atomic_percent=row.atomic_percent + added)
        if row.element == element
        else row
        for row in last.composition.elements
    )
    changed = replace(last.composition, elements=elements)
    return replace(result, levels=(*before, replace(last, composition=changed)))


def error_of(result: SampleResult, element: str) -> float:
    composition = result.levels[-1].composition
    assert composition is not None
    return next(
        row.atomic_percent_stderr
        for row in composition.elements
        if row.element == element
    )


def test_a_result_does_not_differ_from_its_copy(tmp_path: Path) -> None:
    assert between(tmp_path, a_series(3), a_series(3)).empty


@pytest.mark.parametrize(("data", "errors"), [(b"", 1.0), (b"other", math.sqrt(2.0))])
def test_a_change_is_stated_in_standard_errors(
    tmp_path: Path, data: bytes, errors: float
) -> None:
    one = a_surface()
    found = between(tmp_path, one, with_amount(one, "Al", 0.5), data=data)
    (move,) = found.moves
    assert (move.kind, move.quantity) == ("element", "Al")
    assert move.change == pytest.approx(0.5)
    assert move.sigmas == pytest.approx(0.5 / (errors * error_of(one, "Al")))
    assert len(found.inputs) == (data != b"")
    assert found.profile == ()


def test_a_profile_is_summed_up_over_its_levels(tmp_path: Path) -> None:
    one = a_series(4)
    found = between(tmp_path, one, with_amount(one, "C", -2.0))
    (profile,) = found.profile
    assert (profile.element, profile.levels) == ("C", 4)
    assert profile.rms_at_percent == pytest.approx(1.0)
    assert profile.largest_at_percent == pytest.approx(-2.0)
    assert profile.etch_time_s == one.levels[-1].etch_time_s
    assert profile.rms_sigmas == pytest.approx(1.0 / error_of(one, "C"))


def test_what_only_one_has_is_named(tmp_path: Path) -> None:
    one = a_series(3, missing=[(1, "Al 2p")])
    two = a_series(2)
    found = between(tmp_path, one, two)
    assert [(d.name, d.first, d.second) for d in found.missing] == [
        ("region", "", "Al 2p, 30 s"),
        ("level", "60 s", ""),
    ]


def test_samples_of_other_names_are_compared_where_there_is_one_each(
    tmp_path: Path,
) -> None:
    found = between(tmp_path, a_surface("bare"), a_surface("etched"))
    (note,) = found.missing
    assert (note.name, note.first, note.second) == ("sample", "bare", "etched")
    assert found.moves == ()


def test_samples_are_paired_by_name_where_there_are_several(tmp_path: Path) -> None:
    bare, etched = a_surface("bare"), a_surface("etched")
    found = compare_results(
        stored(tmp_path / "one.xpsfit", [bare, etched]),
        stored(tmp_path / "two.xpsfit", [with_amount(etched, "Al", 1.0), bare]),
    )
    assert {move.sample for move in found.moves} == {"etched"}
    assert found.missing == ()


def test_a_model_is_compared_entry_by_entry(tmp_path: Path) -> None:
    one = a_surface()
    region, *others = one.model.regions
    wider = replace(region, low_ev=region.low_ev - 1.0)
    model = replace(one.model, regions=(wider, *others))
    found = between(tmp_path, one, replace(one, model=model))
    (entry,) = found.model
    assert entry.name.startswith(f"{region.region} / ")
    assert entry.first != entry.second


def test_positions_are_the_calibrated_ones_and_a_shift_has_a_row(
    tmp_path: Path,
) -> None:
    one = a_surface()
    (level,) = one.levels
    charge = replace(level.charge, shift_ev=level.charge.shift_ev + 0.25)
    two = replace(one, levels=(replace(level, charge=charge),))
    moves = between(tmp_path, one, two).moves
    (shift,) = (m for m in moves if m.quantity == "charge_shift_ev")
    assert shift.kind == "charge"
    assert shift.change == pytest.approx(0.25)
    for result, ends in ((one, "first"), (two, "second")):
        rows = tables_as_json([components_table([result])])["components"]
        expected = {(r["region"], f"{r['component']}.center_ev"): r for r in rows}
        for move in moves:
            if move.quantity.endswith(".center_ev"):
                row = expected[move.region, move.quantity]
                assert getattr(move, ends) == row["center_ev"]


def test_what_is_below_detection_carries_its_limit(tmp_path: Path) -> None:
    one = a_surface()
    (level,) = one.levels
    assert level.composition is not None
    first, *others = level.composition.elements
    gone = replace(
        first, atomic_percent=0.1, detected=False, atomic_percent_upper_95=0.7
    )
    composition = replace(level.composition, elements=(gone, *others))
    two = replace(one, levels=(replace(level, composition=composition),))
    (move,) = between(tmp_path, one, two).moves
    assert (move.first_upper_95, move.second_upper_95) == (None, 0.7)


def test_statements_are_compared_by_key(tmp_path: Path) -> None:
    one, two = a_surface(), a_surface()
    (level,) = two.levels
    stated = {"operator": "J. Doe", "pass_energy_ev": "20"}
    fits = []
    for fit in level.fits:
        (spectrum,) = with_statements([fit.region.spectrum], stated)
        fits.append(replace(fit, region=replace(fit.region, spectrum=spectrum)))
    two = replace(two, levels=(replace(level, fits=tuple(fits)),))
    found = between(tmp_path, one, two)
    assert [(d.name, d.first, d.second) for d in found.statements] == [
        ("operator", "", "J. Doe"),
        ("pass_energy_ev", "", "20"),
    ]


def test_another_file_of_statements_is_no_other_noise(tmp_path: Path) -> None:
    one = a_surface()
    two = with_amount(one, "Al", 0.5)
    results = []
    for name, words, result in (("one", "a", one), ("two", "b", two)):
        stored(tmp_path / f"{name}.xpsfit", [result])
        stated = tmp_path / f"{name}.toml"
        stated.write_text(f'operator = "{words}"')
        files = [tmp_path / f"{name}.vms", stated]
        record = make_record(["python"], files, Settings(), [result])
        folder = tmp_path / f"{name}.xpsfit"
        write_results(folder, [result], record, figures=None, force=True)
        results.append(folder)
    (move,) = compare_results(*results).moves
    assert move.sigmas == pytest.approx(0.5 / error_of(one, "Al"))
