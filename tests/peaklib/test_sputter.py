"""Relative sputter rates: estimates that say so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import peaklib
from peaklib import DataError, UnknownRecordError
from peaklib.read_sputter import read_sputter

if TYPE_CHECKING:
    from collections.abc import Callable

RATES = [peaklib.sputter_rate(name) for name in peaklib.sputtered_materials()]
FILE = Path(peaklib.__file__).parent / "data" / "sputter" / "argon.toml"


def test_there_are_ten_materials_and_none_is_the_reference() -> None:
    assert len(RATES) == 10
    assert {rate.reference for rate in RATES} == {"Ta2O5"}
    assert "Ta2O5" not in peaklib.sputtered_materials()


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: rate.material)
def test_a_range_never_claims_more_than_a_factor_of_two(
    rate: peaklib.SputterRate,
) -> None:
    assert rate.low <= 0.5 * rate.ratio + 1e-12
    assert rate.high >= 2.0 * rate.ratio - 1e-12
    assert rate.low <= rate.spread_low
    assert rate.high >= rate.spread_high
    assert peaklib.source(rate.source).kind == "software"


def test_carbon_is_slow_and_lithium_fast_as_far_as_the_estimate_goes() -> None:
    assert peaklib.sputter_rate("C").ratio == pytest.approx((0.27 * 0.55) ** 0.5)
    assert peaklib.sputter_rate("Li").spread_high == 2.4


def test_an_unknown_material_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownRecordError, match=r"'Unobtainium'; known: SiO2, Al2O3"):
        peaklib.sputter_rate("Unobtainium")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s.replace("low = 0.17", "low = 0.4"), "not within its own spread"),
        (lambda s: s.replace("low = 0.17", "low = 0.7"), "must not be below low"),
        (lambda s: s.replace("factor = 2.0", "factor = 0.5"), "must be 1 or more"),
        (lambda s: s.replace("elemental = 1.01", "elementary = 1.01"), "is missing"),
        (lambda s: s.replace("binary-collision-estimate", "hearsay"), "sources.toml"),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused(
    tmp_path: Path, change: Callable[[str], str], message: str
) -> None:
    file = tmp_path / "argon.toml"
    file.write_text(change(FILE.read_text("utf-8")), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_sputter(file, {source.key for source in peaklib.sources()})
