from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import click
import pytest
from click.testing import CliRunner

import peaklib
from tests.builders import a_spectrum
from xpsfit.backgrounds import background_names
from xpsfit.errors import OutputError, UnknownNameError
from xpsfit.figure_look import HOUSE_LOOK, FigureLook
from xpsfit.settings import Settings
from xpsfit_cli import depth_options, options
from xpsfit_cli.context import loudness
from xpsfit_cli.depth_options import Rate
from xpsfit_cli.figure_options import figure_look
from xpsfit_cli.options import BACKGROUND_NAMES, Choices, Destination, Selected
from xpsfit_cli.prepare import chosen_spectra, settings_of

if TYPE_CHECKING:
    from tests.cli.running import Run

seen: list[object] = []


@click.command()
@depth_options.rate
@options.analysis
@options.results
@options.verbosity
@click.pass_context
def command(
    ctx: click.Context,
    rate: Rate,
    choices: Choices,
    destination: Destination,
) -> None:
    seen[:] = [rate, choices, destination, loudness(ctx)]


def _given(*words: str) -> tuple[Rate | None, Choices, Destination, int]:
    result = CliRunner().invoke(command, words)
    assert result.exit_code == 0, result.output
    rate, choices, destination, loud = seen
    assert rate is None or isinstance(rate, Rate)
    assert isinstance(choices, Choices)
    assert isinstance(destination, Destination)
    assert isinstance(loud, int)
    return rate, choices, destination, loud


def _refusal(*words: str) -> str:
    result = CliRunner().invoke(command, words)
    assert result.exit_code == 2, result.output
    return " ".join(result.stderr.split())


class TestRate:
    # 11.4 nm/min / 60 s/min = 0.19 nm/s; 1.9 angstrom/s = 0.19 nm/s.
    @pytest.mark.parametrize(
        "text",
        [
            "0.19",
            "0.19nm/s",
            "11.4nm/min",
            "11.4 nm/min",
            "1.9A/s",
            "1.9Å/s",
            "684nm/h",
            "114 A/min",
        ],
    )
    def test_it_understands_its_units(self, text: str) -> None:
        rate = _given("--rate", text)[0]
        assert rate is not None
        assert rate.nm_per_s == pytest.approx(0.19, rel=1e-12)

    @pytest.mark.parametrize("text", ["0", "-0.19", "0nm/min", "1e999"])
    def test_it_must_be_above_zero_and_finite(self, text: str) -> None:
        assert f"{text} is not above zero" in _refusal("--rate", text)

    @pytest.mark.parametrize("text", ["fast", "0.19 um/s", "nan", "inf", "", "1.9.1"])
    def test_anything_else_is_refused_with_an_example(self, text: str) -> None:
        told = _refusal("--rate", text)
        assert "write 0.19 (nm/s), 11.4nm/min or 1.9A/s" in told
        assert "units: nm/s, nm/min, nm/h, A/s or A/min" in told

    @pytest.mark.parametrize(
        "text",
        [
            "0.19+-0.02",
            "0.19+-0.02 nm/s",
            "0.19 ± 0.02nm/s",
            "11.4 +/- 1.2 nm/min",
            "(1.9 ± 0.2) A/s",
        ],
    )
    def test_it_may_have_an_error_in_the_same_unit(self, text: str) -> None:
        rate = _given("--rate", text)[0]
        assert rate is not None
        assert rate.nm_per_s == pytest.approx(0.19, rel=1e-12)
        assert rate.stderr_nm_per_s == pytest.approx(0.02, rel=1e-12)

    @pytest.mark.parametrize("text", ["0.19+-0.19", "0.19+--0.02", "0.19 ± 2 nm/s"])
    def test_an_error_must_be_smaller_than_the_rate(self, text: str) -> None:
        assert "smaller than the rate" in _refusal("--rate", text)

    @pytest.mark.parametrize("text", ["0.19+-", "0.19 nm/s ± 0.02", "0.19 ± nm/s"])
    def test_an_error_without_its_place_is_refused(self, text: str) -> None:
        assert "with its error 0.19+-0.02nm/s" in _refusal("--rate", text)

    def test_without_it_the_library_assumes_one(self) -> None:
        assert _given()[0] is None


class TestChargeReference:
    def test_by_default_the_model_decides(self) -> None:
        assert settings_of(_given()[1]) == Settings()

    def test_auto_says_the_same(self) -> None:
        choices = _given("--charge-reference", "auto")[1]
        assert settings_of(choices) == Settings()

    def test_an_energy_is_assigned_to_the_reference_line(self) -> None:
        settings = settings_of(_given("--charge-reference", "285.0")[1])
        assert (settings.charge, settings.reference_ev) == ("reference", 285.0)

    def test_none_leaves_energies_as_measured(self) -> None:
        settings = settings_of(_given("--charge-reference", "none")[1])
        assert (settings.charge, settings.reference_ev) == ("none", None)

    @pytest.mark.parametrize("shift", ["-0.35", "0"])
    def test_a_shift_is_taken_as_given(self, shift: str) -> None:
        settings = settings_of(_given("--shift", shift)[1])
        assert (settings.charge, settings.shift_ev) == ("shift", float(shift))

    @pytest.mark.parametrize("text", ["0", "-1", "2000", "nan", "inf", "gold"])
    def test_anything_else_is_refused(self, text: str) -> None:
        assert "--charge-reference" in _refusal("--charge-reference", text)

    @pytest.mark.parametrize("reference", ["284.8", "none", "auto"])
    def test_it_excludes_a_shift(self, reference: str) -> None:
        words = ("--shift", "0", "--charge-reference", reference)
        assert "exclude each other" in _refusal(*words)


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--shift", "nan"),
        ("--shift", "big"),
        ("--energy-exponent", "inf"),
        ("--energy-exponent", "3"),
        ("--count-time", "0"),
        ("--count-time", "-1"),
        ("--count-time", "nan"),
        ("--count-time", "inf"),
        ("--photon-energy", "0"),
        ("--photon-energy", "nan"),
        ("--library", "wagner"),
        ("--transmission", "always"),
    ],
)
def test_a_bad_value_is_refused_by_name(option: str, text: str) -> None:
    assert f"Invalid value for '{option}'" in _refusal(option, text)


def test_every_sensitivity_library_can_be_chosen() -> None:
    for name in peaklib.sensitivity_libraries():
        assert settings_of(_given("--library", name)[1]).library == name


def test_the_defaults_shown_are_those_of_the_library() -> None:
    choices = _given()[1]
    default = Settings()
    assert choices.library == default.library
    assert choices.energy_exponent == default.energy_exponent
    assert choices.transmission == default.transmission


@pytest.mark.parametrize("name", ["fit", "depth-profile"])
def test_every_option_that_takes_a_value_shows_its_default(run: Run, name: str) -> None:
    command_ = __import__(
        f"xpsfit_cli.commands.{name.replace('-', '_')}", fromlist=["x"]
    )
    found = getattr(command_, name.replace("-", "_"))
    for parameter in found.params:
        if isinstance(parameter, click.Option) and not (
            parameter.is_flag or parameter.count
        ):
            assert parameter.show_default, parameter.name
    text = run(name, "--help").stdout
    assert "[default: (working directory)]" in text


def test_a_model_is_looked_up_by_name_or_file() -> None:
    with patch("xpsfit_cli.prepare.find_model", autospec=True) as find:
        settings = settings_of(_given("--model", "my.toml")[1])
    find.assert_called_once_with("my.toml")
    assert settings.model is find.return_value


def test_destination_holds_what_is_written() -> None:
    assert _given()[2] == Destination(None, force=False, figures=True)
    words = ("-o", "out", "--force", "--no-figures")
    assert _given(*words)[2] == Destination(Path("out"), force=True, figures=False)


def _destination(*words: str) -> Destination:
    destination = _given(*words)[2]
    assert isinstance(destination, Destination)
    return destination


def test_how_figures_look_is_what_the_file_says_unless_options_say_otherwise(
    tmp_path: Path,
) -> None:
    assert figure_look(_destination()) == HOUSE_LOOK
    assert figure_look(_destination("--no-figures")) is None
    file = tmp_path / "journal.toml"
    file.write_text(
        'format = "xpsfit figure style"\nversion = 1\n'
        '[page]\nwidth = "single"\nformats = ["svg"]\n[text]\nsize_pt = 6.0\n'
    )
    look = figure_look(_destination("--style", str(file)))
    assert look == FigureLook(width="single", formats=("svg",), text_pt=6.0)
    words = ("--figure-width", "double", "--figure-format", "png")
    look = figure_look(_destination("--style", str(file), *words))
    assert look == FigureLook(width="double", formats=("png",), text_pt=6.0)


def test_a_font_of_a_style_is_looked_for_before_any_work(tmp_path: Path) -> None:
    file = tmp_path / "journal.toml"
    file.write_text(
        'format = "xpsfit figure style"\nversion = 1\n[text]\nfont = "Nowhere"\n'
    )
    with pytest.raises(OutputError, match="'Nowhere' of the figure style is not"):
        figure_look(_destination("--style", str(file)))


def test_loudness_is_what_is_left_of_v_and_q() -> None:
    assert [_given(*words)[3] for words in ((), ("-vv",), ("-q",), ("-v", "-q"))] == [
        0,
        2,
        -1,
        0,
    ]


class TestChosenSpectra:
    def test_all_are_chosen_by_default(self) -> None:
        spectra = [a_spectrum("C 1s"), a_spectrum("Al 2p")]
        assert chosen_spectra(_given()[1], spectra) == spectra

    def test_a_region_is_chosen_in_any_spelling(self) -> None:
        spectra = [a_spectrum("C 1s"), a_spectrum("Al 2p")]
        chosen = chosen_spectra(_given()[1], spectra, Selected(region=("al2p",)))
        assert chosen == spectra[1:]

    def test_a_region_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(UnknownNameError, match="'U 4f'; known: C 1s"):
            chosen_spectra(
                _given()[1], [a_spectrum("C 1s")], Selected(region=("U 4f",))
            )

    def test_a_stated_counting_time_is_handed_on(self) -> None:
        spectra = [a_spectrum("C 1s")]
        choices = _given("--count-time", "0.5")[1]
        with patch("xpsfit_cli.prepare.with_count_time", autospec=True) as state:
            chosen = chosen_spectra(choices, spectra)
        state.assert_called_once_with(spectra, 0.5)
        assert chosen is state.return_value

    def test_a_stated_photon_energy_is_handed_on(self) -> None:
        spectra = [a_spectrum("C 1s")]
        choices = _given("--photon-energy", "1486.68")[1]
        with patch("xpsfit_cli.prepare.with_photon_energy", autospec=True) as state:
            chosen = chosen_spectra(choices, spectra)
        state.assert_called_once_with(spectra, 1486.68)
        assert chosen is state.return_value


def test_every_background_of_the_library_is_offered() -> None:
    assert background_names() == BACKGROUND_NAMES
