"""What importing costs, and what it shows."""

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import peaklib
from peaklib import load

# Where the package that is tested lies: the checkout, or an installed wheel.
ROOT = Path(peaklib.__file__).parents[1]
NAMES = [
    "ChemicalState",
    "CoreLevel",
    "DataError",
    "Doublet",
    "Element",
    "ModelRecipe",
    "PeakLibError",
    "RegionRecipe",
    "SensitivityLibrary",
    "Source",
    "SpeciesRecipe",
    "SputterRate",
    "UnknownElementError",
    "UnknownLevelError",
    "UnknownLibraryError",
    "UnknownRecordError",
    "chemical_state",
    "chemical_states",
    "core_level",
    "core_levels",
    "doublet",
    "element",
    "elements",
    "levels_near",
    "parent_level",
    "parse_core_level",
    "recipe",
    "recipes",
    "sensitivity",
    "sensitivity_libraries",
    "source",
    "sources",
    "sputter_rate",
    "sputtered_materials",
]


def run(code: str, path: Path) -> str:
    finished = subprocess.run(
        [sys.executable, "-P", "-S", "-c", code],
        env={"PYTHONPATH": str(path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return finished.stdout.strip()


def test_the_public_names_are_these_and_sorted() -> None:
    assert peaklib.__all__ == NAMES
    assert sorted(NAMES) == NAMES


def test_nothing_else_shows_but_the_modules() -> None:
    public = {name for name in dir(peaklib) if not name.startswith("_")}
    modules = {path.stem for path in (ROOT / "peaklib").glob("[!_]*.py")}
    assert public - modules == set(NAMES)


def test_no_module_hides_behind_a_public_name() -> None:
    modules = {path.stem for path in (ROOT / "peaklib").glob("[!_]*.py")}
    assert not modules & set(NAMES)


def test_no_data_file_is_opened_at_import() -> None:
    code = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and "
        "opened.append(str(args[0])))\n"
        "import peaklib\n"
        "is_data = lambda name: name.endswith(('.toml', '.csv'))\n"
        "print(sum(map(is_data, opened)))\n"
        "peaklib.element('C')\n"
        "print(sorted(n.replace('\\\\', '/').rpartition('/')[2] "
        "for n in opened if is_data(n)))\n"
    )
    assert run(code, ROOT).splitlines() == ["0", "['C.toml', 'sources.toml']"]


def test_it_needs_the_standard_library_only() -> None:
    code = (
        "import sys, peaklib; peaklib.elements(); "
        "tops = {name.partition('.')[0] for name in sys.modules}; "
        "print(sorted(tops - set(sys.stdlib_module_names) - {'__main__'}))"
    )
    assert run(code, ROOT) == "['peaklib']"


def test_it_works_from_a_zip_file(tmp_path: Path) -> None:
    archive = tmp_path / "bundle.zip"
    with zipfile.ZipFile(archive, "w") as bundle:
        for file in (ROOT / "peaklib").rglob("*"):
            if file.suffix in {".py", ".toml", ".csv"}:
                bundle.write(file, file.relative_to(ROOT))
    code = (
        "import peaklib; "
        "print(peaklib.sensitivity('scofield').factor('O 1s'), "
        "peaklib.chemical_state('Al 2p', 'Al_C').be_ev, len(peaklib.elements()), "
        "*peaklib.recipes(), peaklib.__file__)"
    )
    said = run(code, archive)
    assert said.startswith("2.93 73.5 90 adventitious-carbon li-tma-species li-tma ")
    assert str(archive) in said


def test_an_element_takes_less_than_ten_milliseconds() -> None:
    load.load_sources()
    took = []
    for symbol in ("Li", "C", "Al", "Au", "U"):
        load.load_element.cache_clear()
        start = time.perf_counter()
        peaklib.element(symbol)
        took.append(time.perf_counter() - start)
    assert sorted(took)[2] < 0.01
