"""Style files of figures: what they may say, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xpsfit.errors import OutputError
from xpsfit.figure_look import (
    HOUSE_LOOK,
    LARGEST_FILE_BYTES,
    load_figure_look,
    parse_figure_look,
)

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'format = "xpsfit figure style"\nversion = 1\n'
EVERYTHING = f"""{HEAD}
[page]
width = "single"
single_mm = 82.5
double_mm = 171.0
formats = ["svg", "pdf", "svg"]
png_dpi = 600
[text]
font = "Arial"
size_pt = 6.5
[lines]
ticks = "in"
minor_ticks = false
[colors.species]
"Li-Al" = "#228833"
[colors.elements]
C = "#111111"
"""


def test_a_file_that_says_nothing_is_the_house_look() -> None:
    assert parse_figure_look(HEAD) == HOUSE_LOOK


def test_every_key_is_taken_over(tmp_path: Path) -> None:
    file = tmp_path / "journal.toml"
    # Some editors begin a text with a byte order mark.
    file.write_text(EVERYTHING, encoding="utf-8-sig")
    look = load_figure_look(file)
    assert look.is_single
    assert look.widest_mm == 82.5
    assert look.double_mm == 171.0
    assert look.formats == ("svg", "pdf")
    assert (look.png_dpi, look.font, look.text_pt) == (600.0, "Arial", 6.5)
    assert (look.ticks, look.minor_ticks) == ("in", False)
    assert look.species_colors == {"Li-Al": "#228833"}
    assert look.element_colors == {"C": "#111111"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "'format' is missing"),
        ('format = "xpsfit model"\nversion = 1', "not written as format"),
        (f'{HEAD}[page]\nwidth = "triple"', "known: single, double"),
        (f"{HEAD}[page]\nsingle_mm = 5.0", "is 5; 60 to 120"),
        (f"{HEAD}[page]\npng_dpi = 1e9", "50 to 1200"),
        (f'{HEAD}[page]\nformats = ["exe"]', "holds 'exe'; known: png, pdf, svg"),
        (f"{HEAD}[page]\nformats = [[1]]", "known: png, pdf, svg"),
        (f"{HEAD}[text]\nsize_pt = nan", "5 to 9"),
        (f"{HEAD}[text]\nfont = 3", "must be text"),
        (f"{HEAD}[lines]\nticks = 1", "must be text"),
        (f'{HEAD}[colors.species]\nX = "red"', "is 'red'; a color is written #rrggbb"),
        (f'{HEAD}[pages]\nwidth = "single"', "'pages' is not a key here"),
        (f'{HEAD}[page]\nwidht = "single"', "'widht' is not a key here"),
        (f"{HEAD}[page", "not valid TOML"),
        (f"{HEAD}x = {'[' * 3000}", "nested too deeply"),
        (f"{HEAD}{'a.' * 40_000}a = 1", "a key of more than 16 parts"),
    ],
)
def test_what_a_style_may_not_say_is_named(text: str, words: str) -> None:
    with pytest.raises(OutputError, match="journal") as caught:
        parse_figure_look(text, "journal.toml")
    assert words in str(caught.value)


def test_files_that_are_no_style_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be read"):
        load_figure_look(tmp_path / "missing.toml")
    with pytest.raises(OutputError, match="folder"):
        load_figure_look(tmp_path)
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OutputError, match="not a text file"):
        load_figure_look(binary)
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (LARGEST_FILE_BYTES + 1))
    with pytest.raises(OutputError, match="larger than 100 kB"):
        load_figure_look(large)
