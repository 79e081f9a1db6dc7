"""`run.json` says where a result comes from, in JSON that every parser reads."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import metadata
from typing import TYPE_CHECKING, Any

import h5py
import pytest

from tests.builders import a_level, a_model, a_series, a_surface
from xpsfit.errors import InputError
from xpsfit.model import parse_model
from xpsfit.settings import Settings
from xpsfit.writers import make_record
from xpsfit.writers.run_record import run_record_json

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.results import SampleResult


def content(
    results: list[SampleResult], settings: Settings | None = None, **options: Any
) -> dict[str, Any]:
    record = make_record(
        ["xpsfit", "fit", "a.vms"], [], settings or Settings(), results, **options
    )
    read: dict[str, Any] = json.loads(run_record_json(record))
    return read


def test_it_names_its_format_command_and_versions() -> None:
    run = content([a_surface()])

    assert (run["format"], run["version"]) == ("xpsfit-run", 2)
    assert run["command"] == ["xpsfit", "fit", "a.vms"]
    assert run["versions"]["lmfit"] == metadata.version("lmfit")
    assert set(run["versions"]) == {
        *("xpsfit", "python", "numpy", "scipy", "lmfit"),
        *("h5py", "matplotlib", "olefile", "xlsxwriter"),
    }
    assert run["versions"]["h5py"] == h5py.__version__
    assert run["seeds"] == []


def test_the_date_is_now_in_utc() -> None:
    date = datetime.fromisoformat(content([a_surface()])["date"])

    assert date.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - date) < timedelta(minutes=1)


def test_inputs_are_pinned_by_size_and_checksum(tmp_path: Path) -> None:
    path = tmp_path / "bare_li.vms"
    path.write_bytes(b"VAMAS" * 1000)

    record = make_record(["xpsfit"], [path], Settings(), [a_surface()])

    (pinned,) = record.inputs
    assert pinned.file == str(path)
    assert pinned.bytes == 5000
    assert pinned.sha256 == hashlib.sha256(b"VAMAS" * 1000).hexdigest()


def test_an_input_that_is_gone_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.vms: cannot be read again"):
        make_record(["xpsfit"], [tmp_path / "gone.vms"], Settings(), [a_surface()])


def test_it_holds_every_setting() -> None:
    settings = Settings(
        model=a_model(),
        background="linear",
        library="wagner",
        energy_exponent=0.75,
        rate_nm_per_s=0.2,
    )

    run = content([a_surface()], settings)

    assert run["settings"] == {
        "model": "builder",
        "background": "linear",
        "charge": "reference",
        "reference_ev": None,
        "shift_ev": 0.0,
        "library": "wagner",
        "energy_exponent": 0.75,
        "transmission": "auto",
        "rate_nm_per_s": 0.2,
        "share": [],
        "keep": None,
        "restarts": 0,
        "errors": "covariance",
        "replicates": 200,
        "seed": 1,
        "systematic": "factors",
        "charge_method": "carry",
        "rate_stderr_nm_per_s": None,
        "rate_material": "Ta2O5",
        "layers": None,
        "link": "joint",
        "scale": "follow",
        "drift": [],
    }
    assert parse_model(run["model"]) == a_model()


def test_seeds_are_those_of_what_was_random() -> None:
    drawn = content([a_surface()], Settings(restarts=5, seed=7))

    assert drawn["seeds"] == [7]
    assert content([a_surface()], Settings(seed=7))["seeds"] == []


def test_every_level_states_its_charge_reference() -> None:
    (sample,) = content([a_series(2)])["samples"]

    first, second = sample["charge_references"]
    assert first["shift_ev"] == second["shift_ev"] == 0.43
    assert (first["method"], second["method"]) == ("fitted_line", "carried")
    assert (first["line"], first["assigned_ev"]) == ("C 1s C-C", 284.8)
    assert (first["etch_time_s"], second["etch_time_s"]) == (0.0, 30.0)
    assert sample["model"] == "builder"
    assert sample["transmission"] == ["not applied: one pass energy"]
    assert sample["sensitivity_library"] == ["scofield"]


def test_warnings_say_where_and_come_once() -> None:
    level = a_level()
    fit = level.fits[0]
    spectrum = replace(fit.region.spectrum, warnings=("last line is missing",))
    fit = replace(
        fit, region=replace(fit.region, spectrum=spectrum), warnings=("wide", "wide")
    )
    surface = replace(
        a_surface(),
        levels=(replace(level, fits=(fit,)),),
        warnings=("survey: not a core level, left out",),
    )

    warnings = content([surface])["warnings"]

    assert [(w["region"], w["message"]) for w in warnings] == [
        ("", "survey: not a core level, left out"),
        ("C 1s", "last line is missing"),
        ("C 1s", "wide"),
    ]
    assert {w["sample"] for w in warnings} == {"Li + TMA"}


def test_failures_of_regions_and_files_are_listed() -> None:
    run = content([a_surface(failed=["Al 2p"])], failed_inputs={"b.vms": "it is empty"})

    assert run["failures"] == [
        {"file": "b.vms", "reason": "it is empty"},
        {
            "sample": "Li + TMA",
            "region": "Al 2p",
            "etch_time_s": None,
            "reason": "no signal",
        },
    ]


def test_what_is_not_a_number_becomes_null() -> None:
    level = a_level()
    charge = replace(level.charge, stderr_ev=math.nan, measured_ev=math.inf)
    surface = replace(a_surface(), levels=(replace(level, charge=charge),))

    (reference,) = content([surface])["samples"][0]["charge_references"]

    assert (reference["stderr_ev"], reference["measured_ev"]) == (None, None)


def test_the_text_is_the_same_twice_and_sorted() -> None:
    record = make_record(["xpsfit"], [], Settings(), [a_surface()])

    text = run_record_json(record, {"b": "2", "a": "1"})

    assert text == run_record_json(record, {"a": "1", "b": "2"})
    assert list(json.loads(text)) == sorted(json.loads(text))
