"""Differences between writers that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.vamas_reading import contents
from tests.vamas_writer import File, of_one

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vamas_reading import Read


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: "\r\n\r\n" + text,
        lambda text: text.replace("\r\n", "\n"),
        lambda text: text.replace("\r\n", "\r"),
        lambda text: text.replace("\r\n", "  \r\n"),
        lambda text: text.replace("1s\r\n", "1s\0\r\n"),
        lambda text: text.replace("\r\n140\r\n", "\r\n 1.40D+02\r\n"),
        lambda text: text.replace("\r\n140\r\n", "\r\n1.4d2\r\n"),
        lambda text: text.replace("\r\n10\r\n", "\r\n10.000\r\n"),
        lambda text: text.replace("\r\n3\r\n0\r\n1\r\n", "\r\n3.0\r\n\r\nn/a\r\n"),
        lambda text: text + "\x1a",
        lambda text: text + "\r\n\r\n",
        lambda text: text.removesuffix("\r\n"),
        lambda text: text.replace("XPS", "xps").replace("NORM", "norm "),
        lambda text: text.replace("end of experiment", "End of Experiment"),
    ],
)
def test_a_harmless_difference_changes_nothing(
    spectra: Read, change: Callable[[str], str]
) -> None:
    text = of_one().text()
    changed = change(text)
    assert changed != text
    (one,) = spectra(changed)
    (plain,) = spectra(text)
    assert contents(one) == contents(plain)
    assert one.warnings == ()


def test_latin_1_text_is_read(spectra: Read) -> None:
    (one,) = spectra(of_one(sample="Probe Ä").text().encode("latin-1"))
    assert one.sample == "Probe Ä"


def test_a_missing_terminator_is_a_warning(spectra: Read) -> None:
    (one,) = spectra(File(terminator=None))
    assert one.intensity.tolist() == [90, 140, 100]
    assert one.warnings == (
        "the file ends without 'end of experiment'; it may be incomplete",
    )
