"""Broken data files are refused with the file and the key to blame."""

from pathlib import Path

import pytest

from peaklib import DataError
from peaklib.read_element import read_element
from peaklib.read_recipe import read_recipe
from peaklib.read_sensitivity import read_sensitivity
from peaklib.read_sources import read_sources

SOURCES = {"handbook", "unverified"}

ELEMENT = """
symbol = "Al"
name = "aluminum"
atomic_number = 13

[core_levels]
"2s" = { binding_energy_ev = 118, source = "handbook" }
"2p" = { binding_energy_ev = 73.0, source = "handbook" }

[doublets."2p"]
major = "2p3/2"
minor = "2p1/2"
splitting_ev = 0.4
splitting_min_ev = 0.4
splitting_max_ev = 0.5
scofield_area_ratio = 0.509
source = "handbook"

[[states]]
level = "2p"
key = "metal"
name = "Al metal"
species = "Al"
label = "metal"
formula = "Al"
be_ev = 72.8
be_min_ev = 72.5
be_max_ev = 73.0
fwhm_min_ev = 0.4
fwhm_max_ev = 1.1
line_shape = "gl_product"
mixing = 0.3
asymmetry = "none"
origin = "literature"
confidence = "high"
memory_only = false
sources = ["handbook"]
"""

RECIPE = """
name = "metal"
title = "Metal"
description = "One line."
source = "handbook"

[reference]
level = "Al 2p"
state = "metal"
binding_energy_ev = 72.8

[[regions]]
level = "Al 2p"
low_ev = 64
high_ev = 83
line_shape = "gl_product"
mixing = 0.3
states = ["metal"]
"""

TABLE = """# name: own
# title: Own factors
# source: handbook
# unit: 1
# version: 1
# photon_energy_ev: 1486.6
# provenance: measured here
## a remark: not a key
core_level,factor,source
C 1s,1,handbook
O 1s,2.9,handbook
"""

BROKEN_ELEMENTS = [
    ("name =", "nmae =", "name", "is missing"),
    ("symbol =", 'sybmol = "Al"\nsymbol =', "sybmol", "unknown key"),
    ("splitting_ev = 0.4", "spliting_ev = 0.4", "doublets.2p.splitting_ev", "missing"),
    ('73.0, source = "handbook"', "73.0", "core_levels.2p.source", "is missing"),
    ('118, source = "handbook"', '118, source = "x"', "core_levels.2s.source", "add"),
    ("= 118,", '= "118",', "core_levels.2s.binding_energy_ev", "must be a number"),
    ("= 118,", "= true,", "core_levels.2s.binding_energy_ev", "must be a number"),
    ("= 118,", "= nan,", "core_levels.2s.binding_energy_ev", "must be finite"),
    ("= 118,", "= -1,", "core_levels.2s.binding_energy_ev", "above zero"),
    ('"2s" =', '"2x" =', "core_levels.2x", "not spelled"),
    ('"2s" = {', 'two = 2\n"2s" = {', "core_levels.two", "must be a table"),
    ('"2p3/2"', '"2p1/2"', "doublets.2p.major", "the higher j is the major"),
    ('minor = "2p1/2"', 'minor = "2p3/2"', "doublets.2p.minor", "must be 2p1/2"),
    ('[doublets."2p"]', '[doublets."2s"]', "doublets.2s", "not a pair"),
    ("splitting_ev = 0.4", "splitting_ev = -0.4", "doublets.2p.splitting_ev", "above"),
    ("splitting_ev = 0.4", "splitting_ev = 0.6", "doublets.2p.splitting_max", "below"),
    ("= 0.509", "= 1.5", "doublets.2p.scofield_area_ratio", "from 0 to 1"),
    ("be_ev = 72.8", "be_ev = 70", r"states\[1\].be_ev", "must not be below"),
    ("fwhm_max_ev = 1.1", "fwhm_max_ev = 0.1", r"states\[1\].fwhm_max_ev", "below"),
    ('= "gl_product"', '= "gauss"', r"states\[1\].line_shape", "is not one of"),
    ('= "gl_product"', '= "voigt"', r"states\[1\].mixing", "to that shape alone"),
    ("mixing = 0.3", "mixing = 30", r"states\[1\].mixing", "from 0 to 1"),
    ("memory_only = false", "memory_only = 0", r"states\[1\].memory_only", "true or"),
    ("memory_only = false", "memory_only = true", "memory_only", "unverified"),
    ('sources = ["handbook"]', "sources = []", r"states\[1\].sources", "at least one"),
    ('sources = ["handbook"]', "sources = [1]", r"states\[1\].sources", "texts"),
    ('["handbook"]', '["handbook", "x"]', r"states\[1\].sources", "'x' is not in"),
    ('["handbook"]', '["handbook"]\nnote = 1', r"states\[1\].note", "must be a text"),
    ("atomic_number = 13", "atomic_number = 13.0", "atomic_number", "whole number"),
    ('level = "2p"', 'level = "3p"', "states", "level that is not listed"),
    ('level = "2p"', 'level = "2 p"', "states", "not spelled"),
    ('key = "metal"', 'key = ""', r"states\[1\].key", "must be a text"),
    ("symbol =", "symbol", "file", "is not TOML"),
    ("[[states]]", "[states]", "states", "must be a list of tables"),
]


def write(folder: Path, text: str, name: str = "Al.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_sound_element_is_read(tmp_path: Path) -> None:
    element = read_element(write(tmp_path, ELEMENT), SOURCES)
    assert [level.name for level in element.levels] == ["Al 2s", "Al 2p"]
    assert isinstance(element.levels[0].binding_energy_ev, float)
    assert element.doublets[0].branching_ratio == 0.5
    assert element.states[0].level == "Al 2p"


@pytest.mark.parametrize(("old", "new", "key", "message"), BROKEN_ELEMENTS)
def test_a_broken_element_is_refused_by_file_and_key(
    tmp_path: Path, old: str, new: str, key: str, message: str
) -> None:
    assert old in ELEMENT
    file = write(tmp_path, ELEMENT.replace(old, new, 1))
    with pytest.raises(DataError, match=rf"Al\.toml, .*{key}.*: .*{message}"):
        read_element(file, SOURCES)


def test_two_states_must_not_share_a_key(tmp_path: Path) -> None:
    twice = ELEMENT + ELEMENT[ELEMENT.index("[[states]]") :]
    with pytest.raises(DataError, match="share a key or a name"):
        read_element(write(tmp_path, twice), SOURCES)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "Al.toml"
    file.write_bytes(ELEMENT.replace("metal", "m\xe9tal").encode("latin-1"))
    with pytest.raises(DataError, match="is not UTF-8"):
        read_element(file, SOURCES)


def test_a_sound_recipe_is_read(tmp_path: Path) -> None:
    recipe = read_recipe(write(tmp_path, RECIPE), SOURCES)
    assert recipe.regions[0].states == ("metal",)
    assert recipe.reference_ev == 72.8


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('state = "metal"', 'state = "oxide"', "reference.state: no region"),
        ("high_ev = 83", "high_ev = 60", r"regions\[1\].high_ev: must not be below"),
        ('[[regions]]\nlevel = "Al 2p"', '[[regions]]\nlevel = "Al2p"', "not spelled"),
        ("mixing = 0.3", "mixing = 0.3\nwidth = 1", r"regions\[1\].width: unknown key"),
        ('states = ["metal"]', 'states = ["metal", "metal"]', "each of them once"),
        ('source = "handbook"', 'source = "x"', "source: 'x' is not in sources.toml"),
        ('title = "Metal"', 'title = "Metal"\nauthor = "x"', "author: unknown key"),
    ],
)
def test_a_broken_recipe_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in RECIPE
    file = write(tmp_path, RECIPE.replace(old, new, 1), "metal.toml")
    with pytest.raises(DataError, match=rf"metal\.toml, .*{message}"):
        read_recipe(file, SOURCES)


def test_a_level_must_not_have_two_regions(tmp_path: Path) -> None:
    twice = RECIPE + RECIPE[RECIPE.index("[[regions]]") :]
    with pytest.raises(DataError, match="a core level has two regions"):
        read_recipe(write(tmp_path, twice), SOURCES)


def test_a_sound_table_is_read(tmp_path: Path) -> None:
    library = read_sensitivity(write(tmp_path, TABLE, "own.csv"), SOURCES)
    assert (library.name, library.photon_energy_ev) == ("own", 1486.6)
    assert dict(library.factors) == {"C 1s": 1.0, "O 1s": 2.9}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("O 1s,2.9,handbook", "O 1s,0,handbook", r"line 11\.factor: must be above"),
        ("O 1s,2.9,handbook", "O 1s,2;9,handbook", r"line 11\.factor: must be a num"),
        ("O 1s,2.9,handbook", "O 1s,inf,handbook", r"line 11\.factor: must be finite"),
        ("O 1s,2.9,handbook", "O 1s,2.9", "line 11: must have the cells"),
        ("O 1s,2.9,handbook", "O 1s,2.9,x", r"line 11\.source: 'x' is not in"),
        ("O 1s,2.9,handbook", "O1s,2.9,handbook", r"line 11\.core_level: 'O1s' is not"),
        ("O 1s,2.9,handbook", "C 1s,1,handbook", "C 1s stands here twice"),
        ("core_level,factor", "level,factor", "must start with core_level,factor"),
        ("# unit: 1\n", "", r"header\.unit: is missing"),
        ("# unit: 1\n", "# unit: 1\n# date: 1976\n", r"header\.date: unknown key"),
        ("# photon_energy_ev: 1486.6\n", "", r"header\.photon_energy_ev: is missing"),
        ("1486.6", "Al", r"header\.photon_energy_ev: must be a number"),
        ("# source: handbook", "# source: x", r"header\.source: 'x' is not in"),
    ],
)
def test_a_broken_table_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in TABLE
    file = write(tmp_path, TABLE.replace(old, new, 1), "own.csv")
    with pytest.raises(DataError, match=rf"own\.csv, {message}|own\.csv, .*{message}"):
        read_sensitivity(file, SOURCES)


def test_an_unknown_key_in_the_bibliography_is_refused(tmp_path: Path) -> None:
    text = '[a]\ncitation = "A"\ndoi = ""\nkind = "article"\ntier = "article"\n'
    assert read_sources(write(tmp_path, text))["a"].citation == "A"
    with pytest.raises(DataError, match=r"a\.year: unknown key"):
        read_sources(write(tmp_path, text + "year = 1976\n"))
    with pytest.raises(DataError, match=r"a\.tier: 'rumor' is not one of evaluated"):
        read_sources(write(tmp_path, text.replace('tier = "article"', 'tier="rumor"')))
