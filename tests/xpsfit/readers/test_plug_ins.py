"""Readers of other distributions, and what their mistakes may not do."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.vamas_writer import File
from xpsfit.errors import InputError, UnknownFormatError, UnknownNameError
from xpsfit.readers import detect, read, read_many
from xpsfit.readers.plug_ins import plug_ins

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLUG_IN = """
from xpsfit.errors import FormatError
from xpsfit.readers import Reader
from xpsfit.spectrum import Spectrum


def recognises(head, path):
    return head.startswith(b"IGOR")


def read(path):
    counts = [float(word) for word in path.read_text().split()[1:]]
    if len(counts) < 3:
        raise FormatError("expected three counts or more", file=path, line=1)
    energies = [284.0 + index for index in range(len(counts))]
    return [Spectrum("C 1s", "bare Li", energies, counts, "counts", file=str(path))]


READER = Reader("igor", "Igor waves", (".ibw",), recognises, read)
"""
OTHER_NAME = PLUG_IN.replace('"igor"', '"vamas"')
FILE = "IGOR 10 20 10"


class Install(Protocol):
    def __call__(
        self, source: str, name: str = "igor", project: str = "xpsfit-igor"
    ) -> str: ...


def distribution(folder: Path, source: str, module: str, name: str, of: str) -> None:
    """Lay out what an installer leaves behind for a distribution of one module."""
    info = folder / f"{of.replace('-', '_')}-1.2.dist-info"
    info.mkdir(parents=True)
    (folder / f"{module}.py").write_text(source)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {of}\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(
        f"[xpsfit.readers]\n{name} = {module}:READER\n"
    )


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    modules: list[str] = []

    def installed(source: str, name: str = "igor", project: str = "xpsfit-igor") -> str:
        modules.append(f"plugged_{tmp_path.name}_{len(modules)}".replace("-", "_"))
        distribution(folder, source, modules[-1], name, project)
        plug_ins.cache_clear()
        return modules[-1]

    yield installed
    plug_ins.cache_clear()
    for module in modules:
        sys.modules.pop(module, None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "wave.ibw"
    path.write_text(FILE)
    return path


def test_an_installed_plug_in_reads_its_files(install: Install, file: Path) -> None:
    install(PLUG_IN)
    assert detect(file).title == "Igor waves"
    for spectra in (read(file), read(file, format="igor"), read_many([file])[0]):
        assert [one.intensity.tolist() for one in spectra] == [[10.0, 20.0, 10.0]]
        assert spectra[0].format == "igor"


def test_what_a_plug_in_refuses_is_told_as_it_says(
    install: Install, file: Path
) -> None:
    install(PLUG_IN)
    file.write_text("IGOR 1")
    with pytest.raises(InputError, match="line 1: expected three counts or more"):
        read(file)


def test_plug_ins_are_named_among_the_formats(install: Install, tmp_path: Path) -> None:
    install(PLUG_IN)
    other = tmp_path / "a.bin"
    other.write_bytes(b"\1\2\3")
    with pytest.raises(UnknownFormatError, match=r"Igor waves \(\.ibw\)$"):
        detect(other)
    with pytest.raises(UnknownNameError, match=r"'ibw'; known: vamas, .*, igor$"):
        read(other, format="ibw")


def test_code_is_loaded_only_where_no_built_in_reader_serves(
    install: Install, tmp_path: Path, file: Path
) -> None:
    module = install(PLUG_IN)
    path = tmp_path / "a.vms"
    path.write_text(File().text())
    assert read(path)[0].format == read(path, format="vamas")[0].format == "vamas"
    assert module not in sys.modules
    read(file)
    assert module in sys.modules


BROKEN = {
    "no module": ("import not_there_at_all", "cannot be loaded .ModuleNotFoundError"),
    "no object": ("", "cannot be loaded .AttributeError"),
    "no Python": ("def", "cannot be loaded .SyntaxError"),
    "fails at once": ("1 / 0", "cannot be loaded .ZeroDivisionError"),
    "no reader": ("READER = 3", "of type int and not xpsfit.readers.Reader"),
    "another name": (OTHER_NAME, "its reader is called 'vamas'"),
    "no title": (PLUG_IN.replace('"Igor waves"', "None"), "its title is not one line"),
    "bad suffix": (PLUG_IN.replace('".ibw"', '"ibw"'), "begin with a point"),
    "one suffix": (PLUG_IN.replace('(".ibw",)', '".ibw"'), "not a tuple of texts"),
    "no function": (PLUG_IN.replace(", read)", ", 3)"), "are not functions"),
    "cannot look": (
        PLUG_IN.replace("return head", "return head.no"),
        "fails to look at the file .AttributeError",
    ),
}


@pytest.mark.parametrize(("source", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plug_in_is_one_sentence_and_breaks_nothing_else(
    install: Install, tmp_path: Path, file: Path, source: str, words: str
) -> None:
    install(source)
    with pytest.raises(UnknownFormatError, match=words) as caught:
        read(file)
    said = str(caught.value)
    assert "'igor' of xpsfit-igor 1.2" in said
    assert "\n" not in said
    good = tmp_path / "a.vms"
    good.write_text(File().text())
    spectra, unread = read_many([good, file])
    assert len(spectra) == len(unread) == 1


def test_a_broken_plug_in_that_is_asked_for_is_the_error(
    install: Install, file: Path
) -> None:
    install("import not_there_at_all")
    with pytest.raises(InputError, match=r"xpsfit-igor 1\.2 cannot be loaded"):
        read(file, format="igor")


def test_a_built_in_name_cannot_be_taken(install: Install, file: Path) -> None:
    install(OTHER_NAME, name="vamas")
    with pytest.raises(UnknownFormatError, match="xpsfit itself has a reader of that"):
        read(file)
    with pytest.raises(InputError, match="expected the format identifier"):
        read(file, format="vamas")


def test_one_name_is_given_once(install: Install, file: Path, tmp_path: Path) -> None:
    install(PLUG_IN)
    install(PLUG_IN, project="another-igor")
    assert len(read(file)) == 1
    (tmp_path / "a.bin").write_bytes(b"\1\2\3")
    with pytest.raises(UnknownFormatError, match="another distribution has a reader"):
        read(tmp_path / "a.bin")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("return []", "returns no list of spectra"),
        ("return None", "returns no list of spectra"),
        ("return [1]", "returns what is no xpsfit.spectrum.Spectrum"),
        ("raise KeyError('a\\nb')", "fails to read the file .KeyError"),
    ],
)
def test_what_a_plug_in_returns_is_checked(
    install: Install, file: Path, change: str, words: str
) -> None:
    install(PLUG_IN.replace("counts = [float", f"{change}\n    counts = [float"))
    with pytest.raises(InputError, match=words) as caught:
        read(file)
    assert "'igor' of xpsfit-igor 1.2" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_plug_ins_for_one_file_are_both_named(install: Install, file: Path) -> None:
    install(PLUG_IN)
    install(PLUG_IN.replace('"igor"', '"wave"'), name="wave", project="xpsfit-wave")
    with pytest.raises(InputError, match="readers igor and wave both recognise"):
        read(file)
    assert read(file, format="wave")[0].format == "wave"


def test_the_command_line_says_which_reader_read_a_file(
    tmp_path: Path, file: Path
) -> None:
    distribution(tmp_path / "site", PLUG_IN, "igor_waves", "igor", "xpsfit-igor")
    search = os.pathsep.join([str(tmp_path / "site"), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-c", "from xpsfit_cli.main import cli; cli()", "info", file],
        env={**os.environ, "PYTHONPATH": search},
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "wave.ibw: igor, 1 spectrum" in done.stdout
