from __future__ import annotations

import json

import pytest

import peaklib
from tests.cli.running import Run, the_error


def _rows(text: str, first: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(first)]


class TestALevel:
    @pytest.mark.parametrize("words", [("Al 2p",), ("Al", "2p"), ("al2p",)])
    def test_it_shows_states_with_confidence_and_source(
        self, run: Run, words: tuple[str, ...]
    ) -> None:
        text = run("peaks", *words).stdout
        assert len(_rows(text, "Al2O3")) == 1
        for state in peaklib.chemical_states("Al 2p"):
            [row] = _rows(text, f"{state.name}  ")
            assert f" {state.confidence}" in row
            assert f" {state.be_ev:.2f} " in row
            for key in state.sources:
                assert peaklib.source(key).citation in text

    def test_it_shows_the_doublet_and_the_factors(self, run: Run) -> None:
        text = run("peaks", "Al 2p").stdout
        # NIST SRD 20 and Scofield 1976 as tabulated in peaklib.
        assert "doublet 2p3/2 and 2p1/2: splitting 0.435 eV" in text
        assert "area ratio 0.500" in text
        [row] = _rows(text, "Al 2p  ")
        assert row.split()[-1] == "0.537"

    def test_a_line_of_a_doublet_has_the_states_of_the_pair(self, run: Run) -> None:
        found = json.loads(run("peaks", "Al 2p3/2", "--json").stdout)
        assert [level["name"] for level in found["levels"]] == ["Al 2p3/2"]
        assert len(found["states"]) == len(peaklib.chemical_states("Al 2p"))

    def test_what_rests_on_memory_says_so(self, run: Run) -> None:
        [row] = _rows(run("peaks", "Al 2p").stdout, "LiAlO2")
        assert "low, from memory" in row

    def test_verbose_explains_the_states(self, run: Run) -> None:
        sentence = "AlF3: "
        assert sentence not in run("peaks", "Al 2p").stdout
        assert sentence in run("peaks", "-v", "Al 2p").stdout

    def test_a_level_without_states_says_so(self, run: Run) -> None:
        assert "No chemical states in the library" in run("peaks", "U 4f").stdout


class TestAnEnergy:
    def test_it_shows_what_may_lie_there_nearest_first(self, run: Run) -> None:
        found = json.loads(run("peaks", "284.8", "--json").stdout)
        assert found["kind"] == "energy"
        assert found["levels"][0]["name"] == "C 1s"
        distances = [abs(s["be_ev"] - 284.8) for s in found["states"]]
        assert distances == sorted(distances)
        assert found["states"][0]["name"] == "C-C"
        assert max(distances) <= 1.0

    def test_the_tolerance_is_the_users(self, run: Run) -> None:
        words = ("peaks", "284.8", "--tolerance", "0.05", "--json")
        found = json.loads(run(*words).stdout)
        assert all(abs(s["be_ev"] - 284.8) <= 0.05 for s in found["states"])

    @pytest.mark.parametrize("text", ["74.5eV", "74.5 eV"])
    def test_the_unit_may_stand_there(self, run: Run, text: str) -> None:
        assert json.loads(run("peaks", text, "--json").stdout)["energy_ev"] == 74.5

    def test_nothing_there_is_an_answer(self, run: Run) -> None:
        result = run("peaks", "1480")
        assert result.exit_code == 0
        assert "0 core levels, 0 chemical states" in result.stdout

    @pytest.mark.parametrize("text", ["-5", "nan", "inf"])
    def test_what_is_no_energy_is_refused(self, run: Run, text: str) -> None:
        result = run("peaks", "--", text)
        assert result.exit_code == 1
        the_error(result)


def test_an_element_shows_its_levels(run: Run) -> None:
    text = run("peaks", "li").stdout
    assert "Li, lithium, Z = 3" in text
    assert len(_rows(text, "Li 1s")) == 1
    assert "Chemical states are known for Li 1s" in text


def test_nothing_asked_shows_what_there_is(run: Run) -> None:
    text = run("peaks").stdout
    for level in ("C 1s", "O 1s", "Al 2p", "Li 1s"):
        [row] = _rows(text, f"{level} ")
        assert row.split()[-1] == str(len(peaklib.chemical_states(level)))
    assert "li-tma" in text
    for name in peaklib.sensitivity_libraries():
        assert _rows(text, f"{name} ")


@pytest.mark.parametrize("words", [(), ("C 1s",), ("Al",), ("532",)])
def test_json_holds_every_source_it_refers_to(run: Run, words: tuple[str, ...]) -> None:
    found = json.loads(run("peaks", *words, "--json").stdout)
    for state in found.get("states", []):
        assert {*state["sources"]} <= {*found["sources"]} or found["kind"] == "element"
    for level in found.get("levels", []):
        assert level["source"] in found["sources"]
    for source in found["sources"].values():
        assert source["citation"]


@pytest.mark.parametrize(
    ("word", "near"),
    [("C1", "C 1s"), ("Al9s", "Al 3s"), ("Xx", "Xe"), ("C 5d", "2p3/2")],
)
def test_what_is_unknown_is_refused_with_near_names(
    run: Run, word: str, near: str
) -> None:
    result = run("peaks", word)
    assert result.exit_code == 1
    assert near in the_error(result)
    assert result.stdout == ""
