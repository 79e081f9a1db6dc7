"""Results folders: which name they get, and what --force may replace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xpsfit.errors import OutputError
from xpsfit.writers import (
    check_result_folder,
    result_folder_for,
    result_folders_for,
)
from xpsfit.writers.folder import replaced_folder


def an_earlier_result(folder: Path, files: object = ("fits.csv",)) -> Path:
    folder.mkdir()
    (folder / "fits.csv").write_text("old")
    run = {"format": "xpsfit-run", "version": 1, "files": files}
    (folder / "run.json").write_text(json.dumps(run))
    return folder


def test_it_is_named_after_the_input_in_the_working_directory() -> None:
    assert result_folder_for(Path("/data/bare_li.vms")) == Path("bare_li.xpsfit")


def test_it_goes_into_the_output_folder() -> None:
    folder = result_folder_for(Path("bare.li.vgd"), Path("out"))

    assert folder == Path("out/bare.li.xpsfit")


def test_an_input_folder_keeps_its_whole_name(tmp_path: Path) -> None:
    (tmp_path / "etch.2024").mkdir()

    assert result_folder_for(tmp_path / "etch.2024") == Path("etch.2024.xpsfit")


def test_the_working_directory_as_input_has_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "series").mkdir()
    monkeypatch.chdir(tmp_path / "series")

    assert result_folder_for(Path()) == Path("series.xpsfit")


def test_inputs_of_one_stem_keep_their_suffix() -> None:
    inputs = [Path("a.vms"), Path("A.csv"), Path("b.vms")]

    assert result_folders_for(inputs, Path("out")) == {
        inputs[0]: Path("out/a.vms.xpsfit"),
        inputs[1]: Path("out/A.csv.xpsfit"),
        inputs[2]: Path("out/b.xpsfit"),
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["x/a.vms", "y/a.vms"], ["x_a", "y_a"]),
        (["x/a.vms", "y/a.vms", "y/b.vms"], ["x_a", "y_a", "b"]),
        (["x/a.vms", "y/a.vms", "y/a.csv"], ["x_a", "y_a", "a.csv"]),
        (["x/1/a.vms", "y/1/a.vms"], ["x_1_a", "y_1_a"]),
        (["x/a.vms", "y/a.vms", "z/x_a.vms"], None),
        (["x/etch", "y/etch"], ["x_etch", "y_etch"]),
        (["x/a.vms", "x/a.csv", "y/a.vms", "y/a.csv"], None),
    ],
)
def test_inputs_of_one_name_are_told_apart_by_their_folders(
    given: list[str], expected: list[str] | None
) -> None:
    folders = result_folders_for([Path(name) for name in given], Path("out"))

    names = [folder.name for folder in folders.values()]
    assert len({name.casefold() for name in names}) == len(given)
    assert all(folder.parent == Path("out") for folder in folders.values())
    if expected is not None:
        assert names == [f"{name}.xpsfit" for name in expected]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("x/a.vms", "are one input; name it once"),
        ("x/../x/a.vms", "are one input; name it once"),
        ("x/A.VMS", "one by one, each with its own -o"),
    ],
)
def test_one_input_given_twice_is_refused(second: str, said: str) -> None:
    with pytest.raises(OutputError, match=said):
        result_folders_for([Path("x/a.vms"), Path(second)])


def test_a_new_or_empty_folder_is_free(tmp_path: Path) -> None:
    check_result_folder(tmp_path / "new.xpsfit")
    check_result_folder(tmp_path)


def test_an_earlier_result_needs_force(tmp_path: Path) -> None:
    target = an_earlier_result(tmp_path / "a.xpsfit")

    check_result_folder(target, force=True)
    with pytest.raises(OutputError, match=r"a\.xpsfit already exists.*--force.*-o"):
        check_result_folder(target)


@pytest.mark.parametrize(
    "run",
    [
        None,
        "",
        "{",
        "[" * 100_000,
        "[]",
        '"xpsfit-run"',
        '{"format": "other", "files": []}',
        '{"format": "xpsfit-run"}',
        "\x00\xff",
    ],
)
def test_force_spares_what_xpsfit_did_not_write(
    tmp_path: Path, run: str | None
) -> None:
    target = tmp_path / "a.xpsfit"
    target.mkdir()
    (target / "thesis.docx").write_text("years of work")
    if run is not None:
        (target / "run.json").write_bytes(run.encode("latin-1"))

    with pytest.raises(OutputError, match="was not written by xpsfit"):
        check_result_folder(target, force=True)


@pytest.mark.parametrize("name", ["notes.txt", "sub/notes.txt"])
def test_force_spares_files_that_were_added_later(tmp_path: Path, name: str) -> None:
    target = an_earlier_result(tmp_path / "a.xpsfit")
    (target / name).parent.mkdir(exist_ok=True)
    (target / name).write_text("my notes")

    with pytest.raises(OutputError, match=rf"did not write \({name}\)"):
        check_result_folder(target, force=True)


def test_a_report_beside_the_result_is_no_obstacle(tmp_path: Path) -> None:
    target = an_earlier_result(tmp_path / "a.xpsfit")
    (target / "report.html").write_text("<html>")

    check_result_folder(target, force=True)


def test_files_and_links_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "file.xpsfit").write_text("data")
    an_earlier_result(tmp_path / "real.xpsfit")
    (tmp_path / "link.xpsfit").symlink_to(tmp_path / "real.xpsfit")

    for name in ("file.xpsfit", "link.xpsfit"):
        with pytest.raises(OutputError, match="is not a folder"):
            check_result_folder(tmp_path / name, force=True)


def test_the_folder_appears_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "a.xpsfit"

    with replaced_folder(target) as new:
        (new / "fits.csv").write_text("new")
        assert not target.exists()

    assert (target / "fits.csv").read_text() == "new"
    assert [p.name for p in target.parent.iterdir()] == ["a.xpsfit"]


def test_it_is_as_readable_as_any_new_folder(tmp_path: Path) -> None:
    (tmp_path / "ordinary").mkdir()

    with replaced_folder(tmp_path / "a.xpsfit") as new:
        (new / "fits.csv").write_text("new")

    assert (tmp_path / "a.xpsfit").stat().st_mode == (
        tmp_path / "ordinary"
    ).stat().st_mode


def test_force_replaces_the_whole_folder(tmp_path: Path) -> None:
    target = an_earlier_result(tmp_path / "a.xpsfit")

    with replaced_folder(target, force=True) as new:
        (new / "components.csv").write_text("new")

    assert [p.name for p in target.iterdir()] == ["components.csv"]
    assert [p.name for p in tmp_path.iterdir()] == ["a.xpsfit"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left")])
def test_the_old_result_comes_back_when_the_last_step_fails(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: type[BaseException] | BaseException,
) -> None:
    target = an_earlier_result(tmp_path / "a.xpsfit")
    rename = Path.rename

    def fail_on_new(self: Path, to: Path) -> Path:
        if self.name == "new":
            raise error
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail_on_new)
    with (
        pytest.raises((KeyboardInterrupt, OutputError)),
        replaced_folder(target, force=True) as new,
    ):
        (new / "fits.csv").write_text("new")

    assert (target / "fits.csv").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.xpsfit"]


def test_a_result_that_appeared_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "a.xpsfit"

    def write_while_another_does() -> None:
        with replaced_folder(target) as new:
            (new / "fits.csv").write_text("new")
            an_earlier_result(target)

    with pytest.raises(OutputError, match="already exists"):
        write_while_another_does()

    assert (target / "fits.csv").read_text() == "old"


def test_a_parent_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    with (
        pytest.raises(OutputError, match=r"cannot be written .*choose another place"),
        replaced_folder(tmp_path / "out" / "a.xpsfit"),
    ):
        pytest.fail("there is no folder to write into")
