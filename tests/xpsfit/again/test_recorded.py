"""`run.json` is read back, and nothing else is taken for one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_model, a_surface
from xpsfit.again import read_run
from xpsfit.errors import FormatError, InputError, XpsFitError
from xpsfit.settings import Settings
from xpsfit.writers import make_record
from xpsfit.writers.run_record import Request, run_record_json

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = Request("fit", ("a.vms", "-v"), "/data", "a.vms", ("a.vms",), "a.xpsfit")


def stored(folder: Path, **changes: Any) -> Path:
    settings = Settings(model=a_model(), energy_exponent=0.75)
    data = folder / "a.vms"
    data.write_bytes(b"12345")
    record = make_record(["xpsfit"], [data], settings, [a_surface()], request=REQUEST)
    content = json.loads(run_record_json(record, {"fits.csv": "0" * 64})) | changes
    (folder / "run.json").write_text(json.dumps(content))
    return folder


def test_everything_that_a_rerun_needs_comes_back(tmp_path: Path) -> None:
    run = read_run(stored(tmp_path))

    assert run.request == REQUEST
    assert run.settings.settings == Settings(model=a_model(), energy_exponent=0.75)
    assert (run.inputs[0].file, run.inputs[0].bytes) == (str(tmp_path / "a.vms"), 5)
    assert run.files == {"fits.csv": "0" * 64}
    assert set(run.versions) >= {"xpsfit", "numpy", "lmfit"}
    assert set(run.machine) == {"system", "processor"}


def test_a_file_of_the_folder_stands_for_it(tmp_path: Path) -> None:
    stored(tmp_path)
    assert read_run(tmp_path / "run.json").folder == tmp_path


def test_a_result_made_in_python_has_no_request(tmp_path: Path) -> None:
    assert read_run(stored(tmp_path, request=None)).request is None


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_folder_without_a_record_is_an_input_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"give the folder NAME\.xpsfit"):
        read_run(tmp_path / name)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": "other"}, "not the record of a run"),
        ({"version": 1}, "another version of xpsfit"),
        ({"request": {"command": "fit"}}, "not as xpsfit writes it"),
        ({"request": "fit a.vms"}, "an object is missing"),
        ({"inputs": [{"file": "a", "bytes": "5", "sha256": ""}]}, "a size is no num"),
        ({"inputs": {}}, "a list is missing"),
        ({"versions": {"numpy": 2}}, "a text is missing"),
        ({"settings": {"seed": "one"}}, "Settings.seed"),
        ({"settings": {"smoothing": 1}}, "'smoothing'"),
    ],
)
def test_another_content_is_a_format_error(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        read_run(stored(tmp_path, **changes))
    assert "run.json" in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, "null"])
def test_damage_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(XpsFitError) as caught:
        read_run(tmp_path)
    assert "\n" not in str(caught.value)
