"""What users state about a measurement: known keys, plain values, nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.xpsfit.report.pages import surface
from xpsfit.account import missing
from xpsfit.errors import FormatError
from xpsfit.methods import methods_of
from xpsfit.spectrum import Spectrum
from xpsfit.statements import (
    LONGEST_TEXT,
    NUMBERS,
    TEXTS,
    read_statements,
    statements_of,
)
from xpsfit.stating import with_statements

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"


def stated(tmp_path: Path, text: str) -> dict[str, str]:
    file = tmp_path / "metadata.toml"
    file.write_text(text, encoding="utf-8")
    return read_statements(file)


def test_words_numbers_and_dates_are_read(tmp_path: Path) -> None:
    text = (
        'operator = "J.\\n Doe"\nion_current_ua = 2.1\nenergy_check_date = 2024-03-01'
    )
    assert stated(tmp_path, text) == {
        "operator": "J. Doe",
        "ion_current_ua": "2.1",
        "energy_check_date": "2024-03-01",
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("color = 'red'", "unknown key 'color'"),
        ("operator = 3", "must be a text"),
        ("operator = '  '", "must be a text"),
        ("ion_current_ua = '2 uA'", "must be a number"),
        ("ion_current_ua = true", "must be a number"),
        ("ion_current_ua = inf", "no number that can be measured"),
        ("ion_current_ua = nan", "no number that can be measured"),
        (f"operator = '{'x' * (LONGEST_TEXT + 1)}'", "longer than"),
        ("operator = ", "not valid TOML"),
        ("a = " + "[" * 30_000, "nested too deeply"),
        (".".join("a" * 20_000) + " = 1", "a key of more than 16 parts"),
        ("#" * 100_001, "larger than 100 kB"),
    ],
)
def test_anything_else_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        stated(tmp_path, text)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="folder"):
        read_statements(tmp_path)


def test_the_file_counts_before_the_user() -> None:
    words = {"operator": "A"}
    one = np.ones(1)
    spectrum = Spectrum("C 1s", "", one, one, "counts", metadata=words)
    given = {"operator": "B", "instrument": "K-Alpha", "spot_x_um": "400"}
    (changed,) = with_statements([spectrum], given)
    assert statements_of(changed) == given
    found = methods_of(changed)
    assert (found.operator, found.instrument) == ("A", "K-Alpha")
    assert found.spot_x_um == 400.0
    assert spectrum.metadata == words
    (warning,) = changed.warnings
    assert "states operator = B, but the file of C 1s says A" in warning
    assert "the file counts" in warning


def test_a_number_that_denies_the_file_names_both_values_and_which_counts() -> None:
    one = np.ones(1)
    words = {"take-off polar angle [deg]": "0", "instrument": "K-Alpha_KAN_G2"}
    spectrum = Spectrum(
        "C 1s", "", one, one, "counts", metadata=words, pass_energy_ev=46.95
    )
    denied = {"pass_energy_ev": "99", "take_off_angle_deg": "45"}
    (changed,) = with_statements([spectrum], denied)
    assert [w.split(" for the ")[0] for w in changed.warnings] == [
        "--metadata states pass_energy_ev = 99, but the file of C 1s says 46.95",
        "--metadata states take_off_angle_deg = 45, but the file of C 1s says 0",
    ]
    agreed = {"pass_energy_ev": "46.95", "instrument": "K-Alpha"}
    (same,) = with_statements([spectrum], agreed)
    assert same.warnings == ()


def test_every_key_is_in_the_command_reference() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [key for key in (*TEXTS, *NUMBERS) if f"`{key}`" not in text] == []


def test_every_missing_statement_has_a_known_key() -> None:
    keys = {key for wanted in missing([surface()]) for key in wanted.keys}
    assert keys
    assert keys <= {*TEXTS, *NUMBERS}
