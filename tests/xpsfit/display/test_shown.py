"""Results show themselves: a line, HTML that is safe, tables as data frames."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import xpsfit
from tests.builders import a_fit, a_level, a_series, a_spectrum, a_surface
from xpsfit.display.fit_page import fit_page
from xpsfit.errors import MissingPackageError, UnknownNameError, XpsFitError
from xpsfit.settings import Settings
from xpsfit.writers import make_record, write_results

if TYPE_CHECKING:
    from xpsfit.display import Displayed
    from xpsfit.results import Composition, SampleResult

SAMPLES = Path(__file__).parents[3] / "sample_spectra"
HOSTILE = '<script>alert("x")</script>&'


def composition() -> Composition:
    found = a_level().composition
    assert found is not None
    return found


SHOWN: dict[str, Displayed] = {
    "surface": a_surface(),
    "series": a_series(4, missing=[(1, "Al 2p")]),
    "level": a_level(),
    "composition": composition(),
    "fit": a_fit(),
    "profile": xpsfit.depth_profile(a_series(4, missing=[(1, "Al 2p")])),
    "spectrum": a_spectrum(),
}


class Balanced(HTMLParser):
    """Fails on a tag that is not closed in its place; collects the rest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.words = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= {"scope"}
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data + " "


@pytest.mark.parametrize("name", SHOWN)
def test_it_says_what_it_is_in_one_line(name: str) -> None:
    line = repr(SHOWN[name])
    assert line.startswith(f"<{type(SHOWN[name]).__name__} ")
    assert line.endswith(">")
    assert "\n" not in line
    assert len(line) < 200


def test_a_surface_states_its_amounts_with_errors() -> None:
    assert repr(a_surface("bare Li")).startswith("<SampleResult 'bare Li': C ")
    assert " ± " in repr(a_surface())
    assert repr(a_surface()).endswith(" at%>")


def test_a_series_states_its_levels() -> None:
    assert "4 levels, 0 to " in repr(SHOWN["series"])


@pytest.mark.parametrize("name", SHOWN)
def test_a_notebook_gets_sound_html(name: str) -> None:
    page = Balanced(SHOWN[name]._repr_html_())
    assert page.seen <= {
        *("div", "strong", "p", "table", "thead", "tbody", "tr", "th", "td"),
        *("ul", "li"),
    }
    assert "table" in page.seen
    assert "nan" not in page.words.split()


@pytest.mark.parametrize("name", ["surface", "series", "level"])
def test_shifted_energies_stand_with_shift_line_value_and_method(name: str) -> None:
    charge = a_level().charge
    words = Balanced(SHOWN[name]._repr_html_()).words
    assert "charge shift" in words
    assert f"{charge.line} set to {charge.assigned_ev:.2f} eV" in words
    assert charge.method.replace("_", " ") in words


def test_shares_have_the_scatter_of_drawn_areas_and_backgrounds_a_name() -> None:
    (level,) = a_surface().levels
    fit = max(level.fits, key=lambda one: len(one.components))
    page = fit_page(fit, level.charge)
    assert "background; reduced chi-square" in page.facts[0]
    areas = np.array([component.area_cps_ev for component in fit.components])
    drawn = np.random.default_rng(3).multivariate_normal(
        areas, np.asarray(fit.area_covariance), 100_000
    )
    scatter = (100.0 * drawn / drawn.sum(axis=1)[:, None]).std(axis=0)
    assert len(page.rows) > 1
    for row, sd in zip(page.rows, scatter, strict=True):
        _, error = row[-1].split(" ± ")
        # Two digits are shown.
        assert float(error) == pytest.approx(sd, rel=0.06), row


def test_a_profile_shows_limits_of_what_is_below_detection() -> None:
    series = a_series(3)
    *first, last = series.levels
    assert last.composition is not None
    gone = replace(
        last.composition.elements[0], detected=False, atomic_percent_upper_95=0.7
    )
    elements = (gone, *last.composition.elements[1:])
    last = replace(last, composition=replace(last.composition, elements=elements))
    profile = xpsfit.depth_profile(replace(series, levels=(*first, last)))
    assert Balanced(profile._repr_html_()).words.count("< 0.70") == 1


def hostile(result: SampleResult) -> list[Displayed]:
    """Return a result with the same text wherever a file could have put one."""
    (level,) = result.levels
    fit = level.fits[0]
    component = replace(fit.components[0], name=HOSTILE)
    fit = replace(
        fit,
        components=(component, *fit.components[1:]),
        warnings=(HOSTILE,),
        region=replace(
            fit.region,
            spectrum=replace(
                fit.region.spectrum, region=HOSTILE, sample=HOSTILE, file=HOSTILE
            ),
        ),
    )
    level = replace(level, sample=HOSTILE, fits=(fit, *level.fits[1:]))
    result = replace(result, sample=HOSTILE, levels=(level,), warnings=(HOSTILE,))
    assert level.composition is not None
    return [result, level, level.composition, fit, fit.region.spectrum]


@pytest.mark.parametrize("number", range(5))
def test_names_from_files_are_text_in_html(number: int) -> None:
    record = hostile(a_surface())[number]
    page = Balanced(record._repr_html_())
    assert "script" not in page.seen
    if number != 2:
        assert HOSTILE in page.words


def test_a_line_break_in_a_name_does_not_break_the_line() -> None:
    assert "\n" not in repr(a_surface("one\ntwo"))


def test_it_has_no_attributes_of_its_own() -> None:
    for record in SHOWN.values():
        assert not hasattr(record, "__dict__")


class TestDataFrames:
    @pytest.fixture(autouse=True)
    def _with_pandas(self) -> None:
        pytest.importorskip("pandas")

    @pytest.mark.parametrize("name", SHOWN)
    def test_the_first_table_is_the_one_without_a_name(self, name: str) -> None:
        frame = SHOWN[name].to_pandas()
        assert len(frame) > 0
        assert all(isinstance(column, str) for column in frame.columns)

    def test_tables_of_a_result_are_those_of_its_folder(self, tmp_path: Path) -> None:
        result = a_series(3, missing=[(1, "Al 2p")])
        record = make_record(["python"], [], Settings(), [result])
        write_results(tmp_path / "a.xpsfit", [result], record, figures=None)
        tables = sorted(file.stem for file in (tmp_path / "a.xpsfit").glob("*.csv"))
        assert {"profile", "checks", "drift", "gaps", "interfaces"} < {
            *tables,
            "interfaces",
        }
        for name in tables:
            frame = result.to_pandas(name)
            file = tmp_path / "a.xpsfit" / f"{name}.csv"
            with file.open(encoding="utf-8", newline="") as stream:
                header, *rows = csv.reader(stream)
            assert list(frame.columns) == header
            for place, column in enumerate(header):
                if str(frame[column].dtype) == "float64":
                    held = [float(row[place] or "nan") for row in rows]
                    assert frame[column].tolist() == pytest.approx(
                        held, rel=0, abs=0, nan_ok=True
                    )

    def test_a_level_has_the_tables_of_its_sample(self) -> None:
        surface = a_surface()
        whole = surface.to_pandas("components")
        assert surface.levels[0].to_pandas("components").equals(whole)

    def test_curves_of_a_fit_add_up(self) -> None:
        fit = a_fit()
        frame = fit.to_pandas("curves")
        assert len(frame) == fit.region.binding_energy_ev.size
        left = frame["counts_per_s"] - frame["envelope_cps"] - frame["residual_cps"]
        assert left.abs().max() == pytest.approx(0.0, abs=1e-9)

    def test_an_unknown_table_lists_those_there_are(self) -> None:
        with pytest.raises(UnknownNameError, match="'peaks'; known: components, com"):
            a_surface().to_pandas("peaks")

    def test_what_is_missing_is_not_a_number(self) -> None:
        frame = SHOWN["series"].to_pandas()
        assert frame["Al_at_percent"].isna().tolist() == [False, True, False, False]


def test_without_pandas_one_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPackageError, match="pip install pandas") as caught:
        a_surface().to_pandas()
    assert isinstance(caught.value, XpsFitError)


def test_five_lines_give_what_the_command_gives(tmp_path: Path) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the sample spectra are not beside these tests")
    (result,) = xpsfit.analyze(xpsfit.read(SAMPLES / "tma_5s.vms"))
    record = make_record(["python"], [], Settings(), [result])
    folder = tmp_path / "tma_5s.xpsfit"
    xpsfit.write_results(folder, [result], record, figures=None)
    (again,) = xpsfit.read_results(str(folder))
    assert repr(again) == repr(result)
    assert xpsfit.compare_results(str(folder), folder).empty
