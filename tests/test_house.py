"""What holds for the house as a whole: public names, imports, versions, tidiness."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import xpsfit

ROOT = Path(__file__).parents[1]
PUBLIC = [
    "DepthProfile",
    "EtchTimes",
    "FitResult",
    "PeakModel",
    "Region",
    "SampleResult",
    "Selection",
    "Settings",
    "Spectrum",
    "XpsFitError",
    "__version__",
    "analyze",
    "analyze_series",
    "builtin_model",
    "compare_results",
    "cut_region",
    "depth_profile",
    "dump_model",
    "fit_region",
    "gather",
    "load_model",
    "read",
    "read_etch_times",
    "read_many",
    "read_results",
    "select",
    "write_results",
    "write_spectra",
]
HEAVY = ("lmfit", "scipy", "h5py", "matplotlib", "rich", "pandas")
ONLY_IMPORTERS = {
    "lmfit": "xpsfit/fit/",
    "h5py": (
        "xpsfit/writers/hdf5.py",
        "xpsfit/readers/hdf5_input.py",
        "xpsfit/readers/hdf5_plain.py",
    ),
    "matplotlib": "xpsfit/plot/",
    "olefile": "xpsfit/readers/ole.py",
    "simdjson": "xpsfit/readers/number_lists.py",
    "pandas": "xpsfit/display/",
    "rich": "cli/xpsfit_cli/render.py",
    "click": "cli/xpsfit_cli/",
}
PACKAGES = ("xpsfit", "peaklib", "cli/xpsfit_cli")
MODULE_LINES = 350
TEST_LINES = 600
COMMITTED_BYTES = 200_000
# Home directories, drive letters and scratch folders belong to one machine.
MACHINE_PATH = re.compile(
    r"/(?:home|Users|root|work|tmp|opt|mnt)/\w|\b[A-Z]:\\\\?\w|https?://localhost"
)


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files that git holds; skip where this is not a checkout."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: git cannot say which files are the project's")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    files = (ROOT / name for name in listed.split("\0") if name)
    return tuple(file for file in files if file.is_file())


def sources() -> list[Path]:
    return [file for file in tracked() if file.suffix == ".py"]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imported_by(file: Path) -> set[str]:
    """Return the top-level packages that a module imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    names = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names}


def loaded_after(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter holds after `code`."""
    finished = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    return {name.partition(".")[0] for name in finished.stdout.split()}


def test_the_public_names_of_xpsfit_are_these() -> None:
    assert xpsfit.__all__ == PUBLIC
    assert dir(xpsfit) == PUBLIC


@pytest.mark.parametrize("name", [n for n in PUBLIC if n != "__version__"])
def test_a_public_name_is_there_and_explained(name: str) -> None:
    assert getattr(xpsfit, name).__doc__


def test_importing_xpsfit_costs_nothing_heavy() -> None:
    assert not loaded_after("import xpsfit") & set(HEAVY)


def test_the_short_way_from_a_file_to_spectra_needs_no_fit() -> None:
    assert "lmfit" not in loaded_after("import xpsfit; xpsfit.read")


@pytest.mark.parametrize(("package", "home"), ONLY_IMPORTERS.items())
def test_one_place_imports_it(package: str, home: str | tuple[str, ...]) -> None:
    importers = [
        name_of(file)
        for file in sources()
        if name_of(file).startswith(PACKAGES) and package in imported_by(file)
    ]
    assert importers
    assert [name for name in importers if not name.startswith(home)] == []


def test_imports_run_one_way() -> None:
    below = {"xpsfit": {"xpsfit_cli"}, "peaklib": {"xpsfit_cli", "xpsfit"}}
    wrong = [
        name_of(file)
        for file in sources()
        if (above := below.get(name_of(file).partition("/")[0]))
        and imported_by(file) & above
    ]
    assert wrong == []


def test_the_truth_of_the_sample_spectra_is_made_without_the_library() -> None:
    own = [f for f in sources() if name_of(f).startswith("sample_spectra/")]
    assert own
    assert [
        name_of(f) for f in own if imported_by(f) & {"xpsfit", "peaklib", "xpsfit_cli"}
    ] == []


def test_no_module_is_too_long_to_read() -> None:
    lengths = {name_of(f): len(f.read_text("utf-8").splitlines()) for f in sources()}
    limits = {
        name: TEST_LINES if "tests/" in name else MODULE_LINES for name in lengths
    }
    assert {n: length for n, length in lengths.items() if length > limits[n]} == {}


def test_no_file_names_a_path_of_one_machine() -> None:
    found = {}
    for file in tracked():
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if match := MACHINE_PATH.search(text):
            found[name_of(file)] = match.group()
    found.pop(name_of(Path(__file__)), None)
    assert found == {}


def test_pictures_are_small() -> None:
    pictures = [f for f in tracked() if f.suffix in {".png", ".jpg", ".pdf", ".svg"}]
    assert pictures
    assert [name_of(f) for f in pictures if f.stat().st_size > COMMITTED_BYTES] == []


def test_the_changelog_begins_with_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## \[([^\]]+)\]", changelog, re.MULTILINE)
    assert versions[0] == xpsfit.__version__


def test_the_installed_distribution_has_this_version() -> None:
    assert importlib.metadata.version("xpsfit-toolkit") == xpsfit.__version__


def test_the_changelog_explains_when_results_change() -> None:
    assert "**Results change.**" in (ROOT / "CHANGELOG.md").read_text("utf-8")
