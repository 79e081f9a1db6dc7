"""A result is read back as it was, and nothing else is taken for one."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np
import pytest

from sample_spectra.forward import region_truth
from tests.builders import a_series, a_surface
from tests.measured import a_measurement
from tests.same_records import difference
from xpsfit.analysis import analyze
from xpsfit.arrays import frozen
from xpsfit.backgrounds import CrossSection, StaticBackground
from xpsfit.errors import FormatError, InputError, XpsFitError
from xpsfit.fit.drawn import DrawnBackground
from xpsfit.model import BackgroundModel, builtin_model, builtin_models
from xpsfit.readers.result_h5 import read_results
from xpsfit.records import RECORDS, field_types, plain_of, record_of
from xpsfit.results import Failure, SampleResult
from xpsfit.sealing import SEAL_BYTES, seal
from xpsfit.selection import Selection
from xpsfit.settings import Settings
from xpsfit.writers import make_record
from xpsfit.writers.result_h5 import write_result_h5

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

RESULTS = (
    a_series(3, missing=[(1, "Al 2p")], failed=[(2, "In 3d")]),
    a_surface("bare Li"),
)


def stored(folder: Path, results: Sequence[SampleResult] = RESULTS) -> Path:
    path = folder / "result.h5"
    record = make_record(["xpsfit", "fit"], [], Settings(), results)
    write_result_h5(path, results, record)
    return path


def resealed(path: Path, change: Callable[[Any], None]) -> Path:
    """Change the HDF5 content and seal it again, as a stranger could."""
    path.write_bytes(path.read_bytes()[:-SEAL_BYTES])
    with h5py.File(path, "r+") as file:
        change(file)
    seal(path)
    return path


def with_records(path: Path, change: Callable[[Any], object]) -> Path:
    """Change the first sample among the records and seal the file again."""

    def rewrite(file: Any) -> None:
        entries = json.loads(file["records"][()].tobytes())
        change(entries[0])
        del file["records"]
        text = json.dumps(entries).encode()
        file.create_dataset("records", data=np.frombuffer(text, np.uint8))

    return resealed(path, rewrite)


def the_refusal(path: Path) -> str:
    with pytest.raises(XpsFitError) as caught:
        read_results(path)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_results_are_read_back_to_the_last_bit(tmp_path: Path) -> None:
    assert difference(RESULTS, read_results(stored(tmp_path))) == ""


def test_the_folder_stands_for_its_file(tmp_path: Path) -> None:
    stored(tmp_path)
    assert difference(RESULTS, read_results(tmp_path)) == ""


def test_a_missing_error_is_told_from_one_that_is_not_a_number(tmp_path: Path) -> None:
    level = RESULTS[1].levels[0]
    first, second, *others = level.fits[0].components
    odd = (
        replace(first, center_ev_stderr=None, fwhm_ev_stderr=float("nan")),
        replace(second, center_ev=-0.0, area_cps_ev=5e-324, height_cps=float("inf")),
        *others,
    )
    fit = replace(level.fits[0], components=odd)
    result = replace(RESULTS[1], levels=(replace(level, fits=(fit,)),))
    assert difference((result,), read_results(stored(tmp_path, [result]))) == ""


def with_a_drawn_background(points: int) -> SampleResult:
    level = RESULTS[1].levels[0]
    fit = level.fits[0]
    static = StaticBackground(
        "tougaard_u3",
        frozen(np.linspace(900.0, 1100.0, points)),
        900.0,
        1100.0,
        5,
        strength_ev2=17.5,
        clamped_ev=((283.0, 284.5), (286.0, 286.0)),
        warnings=("narrow",),
    )
    losses = BackgroundModel(
        "tougaard_u3", cross_section=CrossSection(230.0, -1.0, 5.0)
    )
    drawn = DrawnBackground(static, 280.0, 294.0, 0.4, 9000.0, None)
    model = replace(fit.model, background=losses)
    changed = replace(fit, drawn=drawn, model=model)
    return replace(RESULTS[1], levels=(replace(level, fits=(changed,)),))


def test_a_drawn_background_is_read_back_with_its_constants(tmp_path: Path) -> None:
    result = with_a_drawn_background(RESULTS[1].levels[0].fits[0].quality.points)
    assert difference((result,), read_results(stored(tmp_path, [result]))) == ""


def test_a_drawn_background_of_another_length_is_refused(tmp_path: Path) -> None:
    path = stored(tmp_path, [with_a_drawn_background(7)])
    assert "do not fit together" in the_refusal(path)


def test_names_of_strangers_are_read_back_letter_by_letter(tmp_path: Path) -> None:
    result = replace(RESULTS[1], sample="../../a\0b \udcff \u00e4 {0} \U0001f9ea")
    assert read_results(stored(tmp_path, [result]))[0].sample == result.sample


def test_every_field_of_every_record_has_a_type_that_can_be_stored() -> None:
    for kind in RECORDS.values():
        assert field_types(kind).keys() == {f.name for f in fields(kind)}


def test_fields_that_a_file_lacks_have_their_default() -> None:
    failure = {"sample": "a", "region": "C 1s", "etch_time_s": None, "reason": "none"}
    assert record_of(Failure, failure, no_array) == Failure("a", "C 1s", None, "none")


def no_array(place: object) -> Any:
    raise ValueError(f"no array {place}")


def test_a_record_of_another_kind_cannot_be_stored() -> None:
    with pytest.raises(TypeError, match="Selection cannot be stored"):
        plain_of(Selection(), lambda _: 0)


@pytest.mark.parametrize("at", [0, 100, 5000, 0.3, 0.5, 0.7, 0.9, -40, -20, -1])
def test_one_changed_byte_anywhere_is_found(tmp_path: Path, at: float) -> None:
    path = stored(tmp_path)
    content = bytearray(path.read_bytes())
    place = at * len(content) if 0.0 < at < 1.0 else at
    content[int(place)] ^= 0x10
    path.write_bytes(content)
    assert "run the analysis again" in the_refusal(path)


@pytest.mark.parametrize("part", [0.0, 0.0001, 0.5, 0.999])
def test_a_file_that_was_cut_off_is_found(tmp_path: Path, part: float) -> None:
    path = stored(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(part * len(content))])
    assert "does not end with the seal" in the_refusal(path)


def test_another_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "result.h5"
    with h5py.File(path, "w") as file:
        file["records"] = 1.0
    assert "does not end with the seal" in the_refusal(path)
    path.write_bytes(b"no HDF5 at all")
    seal(path)
    assert "not a result" in the_refusal(path)


def test_a_folder_without_a_result_is_refused(tmp_path: Path) -> None:
    assert "holds no result.h5" in the_refusal(tmp_path)
    assert "is not there" in the_refusal(tmp_path / "nothing.xpsfit")


def _drop_curve(sample: Any) -> None:
    sample["levels"][0]["fits"][0]["envelope_cps"] = [0]


def _foreign_array(sample: Any) -> None:
    sample["levels"][0]["fits"][0]["envelope_cps"] = "../../etc"


def _other_length(sample: Any) -> None:
    fit = sample["levels"][0]["fits"][0]
    fit["envelope_cps"] = fit["area_covariance"]


def _unknown_field(sample: Any) -> None:
    sample["levels"][0]["charge"]["__class__"] = "os.system"


def _unknown_kind(sample: Any) -> None:
    component = sample["model"]["regions"][0]["components"][0]
    component["center_ev"] = {"Popen": {"args": "true"}}


HARMS = {
    "a curve that is a number of nothing": _drop_curve,
    "a path for an array": _foreign_array,
    "a curve of another length": _other_length,
    "a field of no record": _unknown_field,
    "a record of another kind": _unknown_kind,
    "text for a number": lambda s: s["levels"][0]["charge"].update(shift_ev="0.4"),
    "a huge number": lambda s: s["levels"][0].update(depth_nm=10**400),
    "truth for a number": lambda s: s["levels"][0].update(depth_nm=True),
    "no levels": lambda s: s.update(levels=[]),
    "levels that are text": lambda s: s.update(levels="abc"),
    "a word that is none of the choices": lambda s: s["levels"][0]["charge"].update(
        method="guessed"
    ),
    "no model": lambda s: s.pop("model"),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_sealed_file_with_wrong_records_is_refused(
    tmp_path: Path, harm: Callable[[Any], object]
) -> None:
    message = the_refusal(with_records(stored(tmp_path), harm))
    assert "not a result as this version of xpsfit writes it" in message


def _external(file: Any) -> None:
    del file["arrays/000000"]
    file["arrays/000000"] = h5py.ExternalLink("/dev/zero", "/")


def _soft(file: Any) -> None:
    del file["arrays"]
    file["arrays"] = h5py.SoftLink("/samples")


def _packed(file: Any) -> None:
    del file["arrays/000000"]
    file.create_dataset(
        "arrays/000000", shape=(10**9,), dtype="f8", chunks=(10**6,), compression="gzip"
    )


def _unwritten(file: Any) -> None:
    del file["arrays/000000"]
    file.create_dataset("arrays/000000", shape=(10**12,), dtype="f8")


def _deep(file: Any) -> None:
    del file["records"]
    file.create_dataset("records", data=np.frombuffer(b"[" * 10**6, np.uint8))


@pytest.mark.parametrize("harm", [_external, _soft, _packed, _unwritten, _deep])
def test_a_sealed_file_cannot_make_the_reader_take_what_it_does_not_hold(
    tmp_path: Path, harm: Callable[[Any], None]
) -> None:
    path = resealed(stored(tmp_path), harm)
    with pytest.raises(FormatError):
        read_results(path)


def test_an_unreadable_file_is_an_error_of_the_input(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_results(tmp_path / "a" / "b")


def test_arrays_that_were_read_cannot_be_changed(tmp_path: Path) -> None:
    fit = read_results(stored(tmp_path))[0].levels[0].fits[0]
    with pytest.raises(ValueError, match="read-only"):
        fit.envelope_cps[0] = 0.0


@pytest.mark.parametrize("model", ["li-tma-species", "shirley", "tougaard_u3"])
def test_results_of_every_kind_of_fit_are_read_back(tmp_path: Path, model: str) -> None:
    regions = ("C 1s", "O 1s", "Al 2p", "Li 1s")
    spectra = [a_measurement(region_truth("tma_20s", region)) for region in regions]
    chosen = (
        builtin_model(model)
        if model in builtin_models()
        else builtin_model("li-tma").with_background(model)
    )
    results = tuple(analyze(spectra, Settings(model=chosen)))
    assert results[0].levels[0].fits
    assert difference(results, read_results(stored(tmp_path, results))) == ""
