"""What a model file means, and every way in which it can be wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.xpsfit.model.texts import MEANING, SOUND, parsed, refusal, spoilt
from xpsfit.errors import ModelError
from xpsfit.model import (
    BackgroundModel,
    Parameter,
    find_model,
    load_model,
    parse_model,
)


class TestMeaning:
    def test_a_file_means_what_its_text_says(self) -> None:
        assert parse_model(SOUND) == MEANING

    def test_a_background_left_out_is_the_active_shirley(self) -> None:
        text = spoilt('[region.background]\nkind = "shirley"\nend_points = 4\n', "")
        assert parse_model(text).regions[1].background == BackgroundModel()

    def test_a_whole_number_is_a_number(self) -> None:
        assert parsed("low_ev = 278.0", "low_ev = 278").regions[0].low_ev == 278.0

    def test_a_quantity_can_be_held_inside_bounds(self) -> None:
        model = parsed("max = 1.8 }", "max = 1.8, vary = false }")
        assert model.regions[0].components[0].fwhm_ev == Parameter(1.3, 0.8, 1.8, False)


class TestKeys:
    @pytest.mark.parametrize(
        ("line", "where"),
        [
            ('name = "foil"\n', "foil.toml: 'name' is missing"),
            ("low_ev = 278.0\n", "C 1s: 'low_ev' is missing"),
            ("center_ev = 72.8\n", "Al 2p Al metal: 'center_ev' is missing"),
            ('line_shape = "gl_sum"\n', "Al 2p Al metal: 'line_shape' is missing"),
            (
                "binding_energy_ev = 284.8\n",
                "reference: 'binding_energy_ev' is missing",
            ),
            ('format = "xpsfit-model"\n', "'format' is missing"),
        ],
    )
    def test_a_missing_key_is_named_with_its_place(self, line: str, where: str) -> None:
        assert where in refusal(spoilt(line, ""))

    @pytest.mark.parametrize(
        ("old", "new", "misspelt", "known"),
        [
            ('title = "A foil"', 'titel = "A foil"', "'titel'", "title"),
            ("end_points = 4", "endpoints = 4", "'endpoints'", "end_points"),
            ("slope = true", "slop = true", "'slop'", "slope"),
            ("area_cps_ev = 500.0", "area = 500.0", "'area'", "area_cps_ev"),
            ("value = 1.3, min =", "value = 1.3, mim =", "'mim'", "min"),
            ("offset = 1.5 }", "offest = 1.5 }", "'offest'", "offset"),
            ("ratio = 0.5 }", "ratio = 0.5, area = 1.0 }", "'area'", "splitting_ev"),
            (
                "binding_energy_ev = 284.8",
                "binding_energy_ev = 284.8\nx = 1",
                "'x'",
                "region",
            ),
            ("high_ev = 80.0", "high_ev = 80.0\nwidth = 1", "'width'", "width_spread"),
        ],
    )
    def test_an_unknown_key_is_named_beside_the_known_ones(
        self, old: str, new: str, misspelt: str, known: str
    ) -> None:
        message = refusal(spoilt(old, new))
        assert f"{misspelt} is not a key here" in message
        assert known in message.split("known: ")[1].split(", ")

    def test_a_misspelt_key_that_is_needed_shows_what_was_found_instead(self) -> None:
        message = refusal(spoilt("center_ev = 72.8", "centre_ev = 72.8"))
        assert "'center_ev' is missing" in message
        assert "centre_ev" in message.split("found: ")[1]

    def test_the_message_begins_with_the_file(self) -> None:
        assert refusal(spoilt("slope", "slop")).startswith("foil.toml: C 1s background")

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('format = "xpsfit-model"', 'format = "other-model"'),
            ("version = 1", "version = 2"),
        ],
    )
    def test_another_format_or_version_is_not_guessed_at(
        self, old: str, new: str
    ) -> None:
        assert "format = 'xpsfit-model', version = 1" in refusal(spoilt(old, new))


class TestTypes:
    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("low_ev = 278.0", 'low_ev = "278"', "C 1s: 'low_ev' must be a number"),
            (
                "low_ev = 278.0",
                "low_ev = true",
                "'low_ev' must be a number; found True",
            ),
            ("= 72.8", "= 2020-01-01", "'center_ev' must be a number"),
            ("= 72.8", "= [72.8]", "'center_ev' must be a number; found [72.8]"),
            ("version = 1", "version = true", "'version' must be a number"),
            ('name = "foil"', "name = 5", "'name' must be text; found 5"),
            ('"gl_sum"', "1", "'line_shape' must be text"),
            ("slope = true", "slope = 1", "'slope' must be true or false; found 1"),
            ('link = "C-C" }', "link = 5 }", "'link' must be text"),
            ("end_points = 4", "end_points = 4.5", "must be a whole number"),
            ("end_points = 4", "end_points = nan", "must be a whole number"),
            ("end_points = 4", "end_points = inf", "must be a whole number"),
            ("end_points = 4", "end_points = 0", "end_points must be 1 or more"),
            ('kind = "shirley"', 'kind = "shirly"', "'shirly'; known: active_shirley"),
            ("{ mixing = 0.3 }", "5", "C 1s C-C shape: a table is needed here"),
            (
                "{ mixing = 0.3 }",
                '{ mixing = { link = "C-O" } }',
                "'mixing' of C 1s C-O, which has no such quantity",
            ),
            ("{ splitting_ev = 0.435, ratio = 0.5 }", "0.435", "a table is needed"),
            (
                "slope = true",
                'step_per_ev = { link = "C-C" }',
                "'step_per_ev' of C 1s C-C, which has no such quantity",
            ),
            ("= 72.8", f"= 1{400 * '0'}", "'center_ev' is too large a number"),
        ],
    )
    def test_a_wrong_type_is_refused_in_its_place(
        self, old: str, new: str, message: str
    ) -> None:
        assert message in refusal(spoilt(old, new))

    @pytest.mark.parametrize("what", ["reference", "region"])
    def test_a_number_in_place_of_a_table_is_refused(self, what: str) -> None:
        text = f'{what} = [5]\nformat = "xpsfit-model"\nversion = 1\nname = "foil"\n'
        assert "a table is needed here" in refusal(text)

    def test_a_long_wrong_value_does_not_flood_the_message(self) -> None:
        assert len(refusal(spoilt("72.8", f'"{"x" * 100_000}"'))) < 200

    def test_tables_nested_a_thousandfold_are_refused_in_a_sentence(self) -> None:
        nested = f"name.{'a.' * 3000}b = 1"
        said = "a key of more than 16 parts"
        assert said in refusal(spoilt('name = "foil"', nested))

    @pytest.mark.parametrize("dot", [".", " . ", "\t."])
    @pytest.mark.parametrize("part", ["a", '"a b"', "'a'", "0-a_"])
    def test_keys_of_any_depth_cost_no_time(self, part: str, dot: str) -> None:
        # Handed to the parser, the first of these would take hours.
        key = dot.join([part] * (900_000 // len(part + dot)))
        assert "a key of more than 16 parts" in refusal(f"{key} = 1\n{SOUND}")
        assert "a key of more than 16 parts" in refusal(f"{SOUND}\n[{key}]")

    def test_a_source_may_be_a_long_citation(self) -> None:
        cited = "A. B. C. Author, J. Vac. Sci. Technol. A 38, 061204 (2020); www.a.b.c"
        assert parsed('source = "tests"', f'source = "{cited}"').source == cited


class TestFiles:
    def test_a_file_is_read(self, tmp_path: Path) -> None:
        file = tmp_path / "foil.toml"
        file.write_text(SOUND, encoding="utf-8")
        assert load_model(file) == MEANING
        assert load_model(str(file)) == MEANING

    def test_a_file_saved_by_a_windows_editor_is_read(self, tmp_path: Path) -> None:
        file = tmp_path / "foil.toml"
        file.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
        assert load_model(file) == MEANING

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(
            ModelError, match=r"nowhere\.toml: cannot be read: there is no such file"
        ):
            load_model(tmp_path / "nowhere.toml")

    def test_a_folder_is_not_a_model(self, tmp_path: Path) -> None:
        for way_in in (load_model, lambda path: find_model(str(path))):
            with pytest.raises(ModelError, match="cannot be read: this is a folder"):
                way_in(tmp_path)

    @pytest.mark.skipif(os.name != "posix", reason="named pipes and devices")
    def test_a_pipe_or_device_is_said_and_not_waited_for(self, tmp_path: Path) -> None:
        pipe, link = tmp_path / "pipe.toml", tmp_path / "link.toml"
        os.mkfifo(pipe)
        link.symlink_to(tmp_path / "gone.toml")
        for path, said in (
            (pipe, "this is a pipe"),
            (Path(os.devnull), "this is a device"),
            (link, "this is a link to a file that does not exist"),
        ):
            with pytest.raises(ModelError, match=said):
                find_model(str(path))

    def test_a_file_that_is_not_text_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "foil.toml"
        file.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
        with pytest.raises(ModelError, match=r"foil\.toml: not a text file"):
            load_model(file)

    def test_a_file_that_is_not_toml_shows_the_line(self, tmp_path: Path) -> None:
        file = tmp_path / "foil.toml"
        file.write_text("format = 'xpsfit-model'\nversion : 1\n")
        with pytest.raises(ModelError, match=r"not valid TOML: .*line 2"):
            load_model(file)

    def test_a_file_larger_than_1_mb_is_not_read(self, tmp_path: Path) -> None:
        file = tmp_path / "foil.toml"
        with file.open("wb") as stream:
            stream.truncate(5_000_000)
        with pytest.raises(ModelError, match="larger than 1 MB"):
            load_model(file)

    def test_a_model_of_just_1_mb_is_read(self, tmp_path: Path) -> None:
        file = tmp_path / "foil.toml"
        file.write_bytes(SOUND.encode() + b"#" * (1_000_000 - len(SOUND)))
        assert load_model(file) == MEANING

    @given(content=st.binary(max_size=300))
    @settings(max_examples=60, deadline=None)
    def test_random_bytes_raise_nothing_but_a_model_error(
        self, content: bytes, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        file = tmp_path_factory.getbasetemp() / "random.toml"
        file.write_bytes(content)
        with pytest.raises(ModelError, match=r"random\.toml"):
            load_model(file)
