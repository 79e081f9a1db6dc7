"""Inputs are found where they were, beside the result, or where the user says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from xpsfit.again import RecordedRun, find_inputs
from xpsfit.errors import InputError
from xpsfit.settings import Settings
from xpsfit.settings_record import RecordedSettings
from xpsfit.writers.run_record import InputFile, Request

CONTENT = b"spectra"


def a_run(root: Path, *files: str) -> RecordedRun:
    """Return a run in `root` on these files, its result in `root`/out/a.xpsfit."""
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(CONTENT)
    digest = hashlib.sha256(CONTENT).hexdigest()
    (root / "out" / "a.xpsfit").mkdir(parents=True)
    named = files[0] if len(files) == 1 else str(Path(files[0]).parent)
    return RecordedRun(
        folder=root / "out" / "a.xpsfit",
        date="",
        versions={},
        machine={},
        settings=RecordedSettings(Settings()),
        inputs=tuple(InputFile(name, len(CONTENT), digest) for name in files),
        files={},
        request=Request("fit", (named,), str(root), named, (named,), "out/a.xpsfit"),
    )


def found(run: RecordedRun, folder: Path | None = None) -> tuple[Path, tuple[str, ...]]:
    assert run.request is not None
    (name,) = run.request.together
    result = find_inputs(run, run.request, [name], folder)
    return result.places[name], result.changed


def test_an_input_is_where_it_was(tmp_path: Path) -> None:
    run = a_run(tmp_path, "data/a.vms")
    assert found(run) == (tmp_path / "data/a.vms", ())


def test_a_folder_is_where_it_was(tmp_path: Path) -> None:
    run = a_run(tmp_path, "data/c.vms", "data/o.vms")
    assert found(run) == (tmp_path / "data", ())


def test_results_and_data_may_move_together(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    run = a_run(old, "data/a.vms")
    old.rename(new)
    moved = RecordedRun(
        new / "out/a.xpsfit",
        *(getattr(run, n) for n in list(run.__slots__)[1:]),
    )
    assert found(moved) == (new / "data/a.vms", ())


def test_the_user_may_say_where(tmp_path: Path) -> None:
    run = a_run(tmp_path, "data/a.vms")
    (tmp_path / "data").rename(tmp_path / "archive")
    assert found(run, tmp_path / "archive") == (tmp_path / "archive/a.vms", ())


def test_the_users_folder_may_be_the_input_itself(tmp_path: Path) -> None:
    run = a_run(tmp_path, "data/c.vms", "data/o.vms")
    (tmp_path / "data").rename(tmp_path / "archive")
    assert found(run, tmp_path / "archive") == (tmp_path / "archive", ())


def test_where_the_user_says_counts_alone(tmp_path: Path) -> None:
    run = a_run(tmp_path, "data/a.vms")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"data/a\.vms, on which the result rests"):
        found(run, tmp_path / "empty")


def test_an_untouched_copy_beats_a_changed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_run(tmp_path, "data/a.vms")
    here = tmp_path / "here"
    (here / "data").mkdir(parents=True)
    (here / "data/a.vms").write_bytes(CONTENT)
    (tmp_path / "data/a.vms").write_bytes(b"Spectra")
    monkeypatch.chdir(here)
    assert found(run) == (Path("data/a.vms"), ())


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"Spectra", "has other content: SHA-256 "), (b"longer now", "has 10 bytes")],
)
def test_a_changed_file_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    run = a_run(tmp_path, "data/c.vms", "data/o.vms")
    (tmp_path / "data/o.vms").write_bytes(content)
    _, (sentence,) = found(run)
    assert sentence.startswith(f"{tmp_path / 'data/o.vms'} {says}")


def test_a_missing_file_is_an_input_error_that_names_it(tmp_path: Path) -> None:
    run = a_run(tmp_path, "data/c.vms", "data/o.vms")
    (tmp_path / "data/o.vms").unlink()
    with pytest.raises(InputError, match=r"o\.vms.* missing.*--inputs"):
        found(run)
