"""Choosing among samples, positions and angles, and refusing to mix them."""

from __future__ import annotations

import pytest

from tests.xpsfit.gather.spectra import a_file
from xpsfit.errors import InputError, UnknownNameError, UnsupportedDataError
from xpsfit.selection import Selection, refuse_several_places, select

POINTS = [
    a_file("a.vgd", region, position=label)
    for label in ("Pt #1", "Pt #2", "7")
    for region in ("C 1s", "O 1s")
]
ANGLES = [a_file("a.vgd", angle_deg=angle) for angle in (20.0, 45.0, 70.0)]


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        (("pt#2",), ["Pt #2"]),
        (("2",), ["Pt #2"]),
        (("7",), ["7"]),
        (("1", "Pt #2"), ["Pt #1", "Pt #2"]),
        (("all",), ["Pt #1", "Pt #2", "7"]),
        ((), ["Pt #1", "Pt #2", "7"]),
    ],
)
def test_a_point_is_chosen_by_name_or_number(
    words: tuple[str, ...], labels: list[str]
) -> None:
    chosen = select(POINTS, Selection(position=words))
    assert [one.position for one in chosen] == [x for x in labels for _ in "CO"]


@pytest.mark.parametrize("word", ["45", "45.0", "45.04"])
def test_an_angle_is_chosen_by_its_degrees(word: str) -> None:
    assert select(ANGLES, Selection(angle=(word,))) == ANGLES[1:2]


def test_a_sample_is_chosen_in_any_spelling() -> None:
    spectra = [a_file("a.vms", sample=name) for name in ("Li foil", "bare")]
    assert select(spectra, Selection(sample=("lifoil",))) == spectra[:1]


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (Selection(position=("4",)), "position .*'4'; known: Pt #1, Pt #2, 7"),
        (Selection(sample=("x",)), "sample .*'x'; known: foil"),
        (Selection(region=("Al 2p",)), "region .*'Al 2p'; known: C 1s, O 1s"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(
    selection: Selection, words: str
) -> None:
    with pytest.raises(UnknownNameError, match=words):
        select(POINTS, selection)


@pytest.mark.parametrize("word", ["44", "nan", "x"])
def test_an_angle_that_is_not_there_lists_the_others(word: str) -> None:
    with pytest.raises(UnknownNameError, match="known: 20, 45, 70"):
        select(ANGLES, Selection(angle=(word,)))


def test_a_choice_where_there_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="no angles to choose from; leave --angle"):
        select(POINTS, Selection(angle=("20",)))


def test_several_points_are_refused_and_the_option_named() -> None:
    with pytest.raises(UnsupportedDataError) as caught:
        refuse_several_places(POINTS)
    assert str(caught.value) == (
        "series/a.vgd: sample 'foil' has spectra at 3 positions (Pt #1, Pt #2, 7), and "
        "no single result describes them; choose, as with --position 'Pt #1', or get a "
        "result for each with --position all"
    )
    refuse_several_places(POINTS, Selection(position=("all",)))
    refuse_several_places(POINTS[:2])


def test_angles_and_levels_are_counted() -> None:
    spectra = [
        a_file("a.vgd", angle_deg=angle, etch_time_s=time)
        for angle in (20.0, 45.0)
        for time in (0.0, 30.0)
    ]
    words = r"at 2 angles \(20, 45 deg\), each with 2 etch levels.*--angle 20"
    with pytest.raises(UnsupportedDataError, match=words):
        refuse_several_places(spectra)


def test_points_of_different_samples_are_no_choice() -> None:
    refuse_several_places(
        [a_file(f"{n}.vgd", sample=str(n), position=str(n)) for n in (1, 2)]
    )
