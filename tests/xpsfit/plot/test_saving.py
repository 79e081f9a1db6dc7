"""Files of figures."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import matplotlib as mpl
import pytest

from xpsfit.errors import OutputError
from xpsfit.figure_look import FigureLook
from xpsfit.plot import save_figures
from xpsfit.results import Composition, ElementAmount, LevelResult, SampleResult

if TYPE_CHECKING:
    from pathlib import Path


AMOUNT = ElementAmount(
    "C",
    "C 1s",
    9e4,
    60.0,
    1.0,
    "C 1s",
    1.0,
    70.0,
    100.0,
    0.1,
    5.0,
    100.2,
    detected=True,
)


def quantified(level: LevelResult) -> LevelResult:
    return replace(
        level, composition=Composition("scofield", 0.6, "none", (AMOUNT,), ())
    )


@pytest.fixture
def short_series(study_series: SampleResult) -> SampleResult:
    levels = tuple(
        quantified(replace(level, fits=level.fits[:1]))
        for level in study_series.levels[:2]
    )
    return replace(study_series, levels=levels)


def test_surfaces_give_one_page_as_png_and_pdf(
    tmp_path: Path, three_samples: list[SampleResult]
) -> None:
    written = save_figures(tmp_path, three_samples)
    assert [path.name for path in written] == ["core_levels.png", "core_levels.pdf"]
    assert sorted(tmp_path.iterdir()) == sorted(written)
    assert written[0].read_bytes().startswith(b"\x89PNG")
    assert written[1].read_bytes().startswith(b"%PDF")


def test_a_series_adds_its_spectra_and_its_profile(
    tmp_path: Path, short_series: SampleResult
) -> None:
    names = {path.name for path in save_figures(tmp_path, [short_series])}
    stems = ("core_levels", "depth_spectra", "depth_map", "depth_profile", "drift")
    assert names == {f"{stem}.{kind}" for stem in stems for kind in ("png", "pdf")}


def test_several_of_a_kind_are_numbered_and_not_named_after_samples(
    tmp_path: Path, short_series: SampleResult
) -> None:
    other = replace(short_series, sample="../../etc/passwd")
    names = {path.name for path in save_figures(tmp_path, [short_series, other])}
    assert "depth_spectra-1.png" in names
    assert "depth_spectra-2.pdf" in names
    assert not any("passwd" in path.name for path in tmp_path.rglob("*"))


def test_the_same_results_give_the_same_bytes_whatever_the_user_prefers(
    tmp_path: Path, short_series: SampleResult
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    save_figures(tmp_path / "one", [short_series])
    with mpl.rc_context({"font.size": 20.0, "savefig.dpi": 50, "axes.grid": True}):
        save_figures(tmp_path / "two", [short_series])
    for path in (tmp_path / "one").iterdir():
        data = path.read_bytes()
        assert data == (tmp_path / "two" / path.name).read_bytes(), path.name
        assert b"CreationDate" not in data
        assert b"Software" not in data


def test_every_pdf_embeds_one_font(tmp_path: Path, short_series: SampleResult) -> None:
    """Also with subscripts, Greek letters, and letters that a font would join."""
    named = replace(short_series, sample="first profile of a fluffy film")
    for path in save_figures(tmp_path, [named], FigureLook(formats=("pdf",))):
        assert path.read_bytes().count(b"/FontFile2") == 1, path.name


def test_formats_resolution_and_width_follow_the_look(
    tmp_path: Path, three_samples: list[SampleResult]
) -> None:
    look = FigureLook(width="single", formats=("svg", "png"), png_dpi=100.0)
    names = [path.name for path in save_figures(tmp_path, three_samples, look)]
    assert names == [f"core_levels-{n}.{kind}" for n in "123" for kind in look.formats]
    picture = (tmp_path / "core_levels-1.png").read_bytes()
    wide = int.from_bytes(picture[16:20], "big")
    assert wide == pytest.approx(look.single_mm / 25.4 * 100.0, abs=1.0)
    drawing = (tmp_path / "core_levels-1.svg").read_text(encoding="utf-8")
    # Letters stay letters.
    assert ">Binding energy (eV)</text>" in drawing
    assert "<dc:date>" not in drawing


def test_colors_of_the_look_reach_every_figure(
    tmp_path: Path, short_series: SampleResult
) -> None:
    green = "#123456"
    look = FigureLook(
        formats=("svg",),
        species_colors={"C-C": green},
        element_colors={"C": "#654321"},
    )
    save_figures(tmp_path, [short_series], look)
    for stem in ("core_levels", "depth_spectra", "depth_map"):
        assert green in (tmp_path / f"{stem}.svg").read_text(encoding="utf-8"), stem
    profile = (tmp_path / "depth_profile.svg").read_text(encoding="utf-8")
    assert "#654321" in profile


def test_a_font_that_is_not_there_is_named(
    tmp_path: Path, three_samples: list[SampleResult]
) -> None:
    with pytest.raises(OutputError, match="'No Such Font' of the figure style"):
        save_figures(tmp_path, three_samples, FigureLook(font="No Such Font"))
    assert list(tmp_path.iterdir()) == []


def test_a_hostile_sample_name_is_drawn_without_complaint(
    tmp_path: Path, uneven_samples: list[SampleResult]
) -> None:
    assert len(save_figures(tmp_path, uneven_samples)) == 2


def test_a_series_without_a_depth_scale_has_no_profile(
    tmp_path: Path, short_series: SampleResult
) -> None:
    timeless = replace(short_series, rate_nm_per_s=None)
    names = {path.name for path in save_figures(tmp_path, [timeless])}
    assert "depth_spectra.png" in names
    assert not any(name.startswith("depth_profile") for name in names)


def test_nothing_evaluated_gives_no_figure(
    tmp_path: Path, three_samples: list[SampleResult]
) -> None:
    level = replace(three_samples[0].levels[0], fits=())
    assert save_figures(tmp_path, [replace(three_samples[0], levels=(level,))]) == []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, three_samples: list[SampleResult]
) -> None:
    with pytest.raises(OutputError, match=r"missing.core_levels\.png"):
        save_figures(tmp_path / "missing", three_samples[:1])


def test_pyplot_is_never_imported() -> None:
    code = (
        "import sys, xpsfit.plot; from matplotlib.figure import Figure; "
        "from xpsfit.plot.style import house_style, new_page\n"
        "with house_style(): new_page(80.0, 60.0).figure.draw_without_rendering()\n"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
