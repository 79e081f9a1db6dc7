"""Samples that a model ties, by their names, files and folders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sample_spectra.forward import region_truth
from tests.measured import a_measurement
from xpsfit.account.evaluation import evaluation_sentences
from xpsfit.analysis import analyze
from xpsfit.errors import ModelError
from xpsfit.model import PeakModel, SampleLink, builtin_model
from xpsfit.samples_together import share_quantities
from xpsfit.settings import Settings

if TYPE_CHECKING:
    from xpsfit.results import SampleResult

SAMPLES = ("tma_5s", "bare_li")
MODEL = builtin_model("li-tma")
CO, CARBONATE = ("C 1s", "C-O"), ("C 1s", "Li2CO3")


def tied(*links: SampleLink) -> Settings:
    return Settings(model=replace(MODEL, shared=links), keep=("all",))


@pytest.fixture(scope="module")
def surfaces() -> list[SampleResult]:
    """Return two surfaces, as if measured in files of their names."""
    found: list[SampleResult] = []
    for name in SAMPLES:
        spectra = [
            replace(
                a_measurement(region_truth(name, region)), file=f"measured/{name}.vms"
            )
            for region in ("C 1s", "O 1s")
        ]
        found += analyze(spectra, tied())
    return found


def share(
    surfaces: list[SampleResult], *links: SampleLink, shared: tuple[str, ...] = ()
) -> list[SampleResult]:
    settings = replace(tied(*links), share=shared)
    assert isinstance(settings.model, PeakModel)
    model = settings.model
    return share_quantities([replace(s, model=model) for s in surfaces], settings)


def position(result: SampleResult, named: tuple[str, str]) -> float:
    (level,) = result.levels
    fit = next(fit for fit in level.fits if fit.region.name == named[0])
    return fit.component(named[1]).center_ev + level.charge.shift_ev


def test_tied_positions_are_equal_on_the_calibrated_scale(
    surfaces: list[SampleResult],
) -> None:
    one, two = share(surfaces, SampleLink((CO, CARBONATE), "center_ev"))
    for named in (CO, CARBONATE, ("C 1s", "C-C")):
        assert position(one, named) == pytest.approx(position(two, named), abs=1e-9)
    assert position(one, ("C 1s", "C-C")) == pytest.approx(284.8, abs=1e-9)
    before = [s.levels[0].charge.shift_ev for s in surfaces]
    after = [s.levels[0].charge.shift_ev for s in (one, two)]
    assert after == pytest.approx(before, abs=0.01)
    assert after != before


def test_the_reference_line_lies_at_its_energy_whatever_is_shared(
    surfaces: list[SampleResult],
) -> None:
    for result in share(surfaces, shared=("widths",)):
        assert position(result, ("C 1s", "C-C")) == pytest.approx(284.8, abs=1e-9)


@pytest.mark.parametrize(
    "names", [("tma_5s", "bare_li"), ("tma_5s.vms", "bare_li"), ("bare_li", "tma_5s")]
)
def test_a_sample_is_called_by_its_name_or_its_file(
    surfaces: list[SampleResult], names: tuple[str, str]
) -> None:
    called = [replace(s, sample=f"foil {i}") for i, s in enumerate(surfaces)]
    link = SampleLink((CO,), "fwhm_ev", (names[0],), names[1], offset=0.1)
    found = {
        s.levels[0].joint.sample: s.levels[0].fits[0].component("C-O").fwhm_ev
        for s in share(called, link)
        if s.levels[0].joint is not None
    }
    keys = [f"foil {SAMPLES.index(name.removesuffix('.vms'))}" for name in names]
    assert found[keys[0]] == pytest.approx(found[keys[1]] + 0.1)


def test_a_folder_is_a_name_for_all_samples_in_it(surfaces: list[SampleResult]) -> None:
    for result in share(
        surfaces, SampleLink((CO,), "fwhm_ev", ("measured", "bare_li"))
    ):
        joint = result.levels[0].joint
        assert joint is not None
        assert joint.held == ("C 1s C-O fwhm_ev shared by tma_5s, bare_li",)


def test_samples_of_one_name_are_told_apart_by_their_number(
    surfaces: list[SampleResult],
) -> None:
    called = [replace(s, sample="foil") for s in surfaces]
    link = SampleLink((CO,), "fwhm_ev", ("foil (2)",), "foil (1)")
    one, _ = share(called, link)
    assert one.levels[0].joint is not None
    assert one.levels[0].joint.held == (
        "C 1s C-O fwhm_ev of foil (2) = that of foil (1)",
    )
    with pytest.raises(ModelError, match="'foil' of the model is the name of 2 s"):
        share(called, SampleLink((CO,), "fwhm_ev", (), "foil"))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (
            SampleLink((CO,), "fwhm_ev", ("tma_5s", "bare_Li")),
            "'bare_Li', which is not among those fitted here (tma_5s, bare_li)",
        ),
        (
            SampleLink((CO,), "fwhm_ev", ("tma_5s.vms",), "tma_5s"),
            "the model ties sample 'tma_5s' to itself",
        ),
    ],
)
def test_a_name_of_no_sample_is_refused_in_a_sentence(
    surfaces: list[SampleResult], link: SampleLink, said: str
) -> None:
    with pytest.raises(ModelError) as caught:
        share(surfaces, link)
    assert said in str(caught.value)


def test_a_methods_text_says_what_samples_have_in_common(
    surfaces: list[SampleResult],
) -> None:
    found = share(surfaces, SampleLink((CO,), "fwhm_ev", ("bare_li",), "tma_5s"))
    said = [
        s for s in evaluation_sentences(found[0], {}) if "together with others" in s
    ]
    assert len(said) == 1
    assert said[0].endswith("C 1s C-O fwhm_ev of bare_li = that of tma_5s.")


def test_a_single_sample_is_left_as_it_is_with_a_warning(
    surfaces: list[SampleResult],
) -> None:
    (alone,) = share(surfaces[:1], SampleLink((CO,), "fwhm_ev"))
    assert alone.levels == surfaces[0].levels
    assert alone.warnings[-1].startswith(
        "the [[shared]] tables of the model tie samples"
    )
