from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.bad_inputs import BAD, CIRCULAR, MISSPELT
from tests.cli.running import Run, the_error, written
from xpsfit.model import builtin_model, builtin_models, dump_model, load_model

if TYPE_CHECKING:
    from pathlib import Path


class TestInit:
    @pytest.mark.parametrize("name", builtin_models())
    def test_the_file_is_the_model(self, run: Run, tmp_path: Path, name: str) -> None:
        assert run("model", "init", "--from", name, "mine.toml").exit_code == 0
        assert load_model(tmp_path / "mine.toml") == builtin_model(name)
        assert written(tmp_path) == ["mine.toml"]

    def test_the_default_is_that_of_the_house(self, run: Run, tmp_path: Path) -> None:
        run("model", "init", "mine.toml")
        assert load_model(tmp_path / "mine.toml").name == "li-tma"

    def test_a_file_can_be_the_origin(self, run: Run, tmp_path: Path) -> None:
        run("model", "init", "--from", "adventitious-carbon", "one.toml")
        run("model", "init", "--from", "one.toml", "two.toml")
        assert load_model(tmp_path / "two.toml").name == "adventitious-carbon"

    def test_a_file_that_is_there_is_replaced_by_force_only(
        self, run: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "mine.toml").write_text("years of work")
        refused = run("model", "init", "mine.toml")
        assert refused.exit_code == 1
        assert "already exists; replace it with --force" in the_error(refused)
        assert (tmp_path / "mine.toml").read_text() == "years of work"
        assert run("model", "init", "--force", "mine.toml").exit_code == 0
        assert load_model(tmp_path / "mine.toml") == builtin_model("li-tma")

    def test_a_folder_is_never_replaced(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "mine.toml").mkdir()
        result = run("model", "init", "--force", "mine.toml")
        assert result.exit_code == 1
        assert "is not an ordinary file" in the_error(result)

    def test_a_place_that_is_not_there_is_one_sentence(self, run: Run) -> None:
        result = run("model", "init", "no/such/place.toml")
        assert result.exit_code == 1
        assert "no/such/place.toml cannot be written" in the_error(result)

    def test_an_unknown_origin_names_the_known(self, run: Run, tmp_path: Path) -> None:
        result = run("model", "init", "--from", "li-tmaa", "mine.toml")
        assert result.exit_code == 1
        assert "li-tma" in the_error(result)
        assert written(tmp_path) == []


class TestShow:
    def test_every_component_has_a_row(self, run: Run) -> None:
        text = run("model", "show", "li-tma").stdout
        model = builtin_model("li-tma")
        rows = [line.split("  ")[0] for line in text.splitlines()]
        for region in model.regions:
            assert region.region in rows
            for component in region.components:
                assert component.name in rows
        assert "reference line: C 1s C-C at 284.80 eV" in text
        assert "doublet: second line 0.435 eV higher, area ratio 0.5" in text

    def test_links_are_written_out(self, run: Run, tmp_path: Path) -> None:
        text = CIRCULAR.replace('{ link = "b", offset = 1.0 }', "285.0").replace(
            "offset = -1.0", "ratio = 0.99, offset = 1.5"
        )
        (tmp_path / "mine.toml").write_text(text)
        shown = run("model", "show", "mine.toml").stdout
        assert "0.99 x a +1.5 eV" in shown
        assert "285 fixed" in shown
        assert "1.2 (0.8 to 2)" in shown

    def test_an_unknown_name_is_refused(self, run: Run) -> None:
        result = run("model", "show", "gold")
        assert result.exit_code == 1
        assert "adventitious-carbon" in the_error(result)


class TestCheck:
    def test_a_sound_model_has_no_errors(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "mine.toml").write_text(dump_model(builtin_model("li-tma")))
        result = run("model", "check", "mine.toml")
        assert result.exit_code == 0
        assert "mine.toml: no errors in 4 regions with 14 components" in result.stdout

    def test_what_is_questionable_is_listed(self, run: Run, tmp_path: Path) -> None:
        text = CIRCULAR.replace('{ link = "b", offset = 1.0 }', "285.0")
        (tmp_path / "mine.toml").write_text(text)
        result = run("model", "check", "mine.toml")
        assert result.exit_code == 0
        assert "Warning: no reference line" in result.stdout

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            (MISSPELT, "mine.toml: C 1s a: 'speces' is not a key here"),
            (CIRCULAR, "circular link a -> b -> a"),
            ("regions = [", "not valid TOML"),
            ("", "mine.toml: 'format' is missing"),
        ],
    )
    def test_an_error_is_one_sentence(
        self, run: Run, tmp_path: Path, text: str, complaint: str
    ) -> None:
        (tmp_path / "mine.toml").write_text(text)
        result = run("model", "check", "mine.toml")
        assert result.exit_code == 1
        assert complaint in the_error(result)
        assert result.stdout == ""

    @pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
    def test_anything_else_is_one_sentence(
        self, run: Run, tmp_path: Path, bad: object
    ) -> None:
        assert callable(bad)
        path = bad(tmp_path)
        result = run("model", "check", path)
        assert result.exit_code == 1
        assert path.name in the_error(result)
