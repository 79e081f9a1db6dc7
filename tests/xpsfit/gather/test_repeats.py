"""A measurement that lies in a folder twice says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.xpsfit.gather.spectra import a_file
from xpsfit.gather import gather
from xpsfit.grouping import positions_of, samples_of

if TYPE_CHECKING:
    from xpsfit.spectrum import Spectrum

COUNTS = np.array([210, 190, 230, 480, 910, 470, 260, 220, 180, 205], dtype=float)
ENERGY = np.arange(280.0, 290.0)
TWICE = "the same measurement twice; leave one of them out"


def _measured(name: str, seed: int | None = None, **more: Any) -> Spectrum:
    counts = COUNTS
    if seed is not None:
        counts = np.random.default_rng(seed).poisson(COUNTS).astype(float)
    one = a_file(name, **more)
    return replace(one, binding_energy_ev=ENERGY, intensity=counts)


def test_a_copy_says_of_which_file() -> None:
    first, second = gather(
        [_measured("bare.vms"), _measured("bare copy.vms")], purpose="surface"
    )
    assert first.warnings == ()
    [note] = second.warnings
    assert note == (
        "'#2' of foil is series/bare copy.vms; the numbers are those of "
        f"series/bare.vms, {TWICE}"
    )


def test_the_number_is_that_of_the_result() -> None:
    spectra = [_measured(f"{name}.vms", seed) for seed, name in enumerate("abc")]
    found = gather(spectra, purpose="surface")
    [(sample, own)] = samples_of(found).items()
    for name, [one] in positions_of(sample, own)[1:]:
        number = name.removeprefix("foil ")
        assert one.warnings == (
            f"'{number}' of foil is {one.file}, beside series/a.vms",
        )


def test_an_export_in_rates_is_the_same_measurement() -> None:
    export = _measured("bare.xls")
    rates = replace(
        export, intensity=np.round(COUNTS / 0.75, 4), intensity_unit="counts_per_s"
    )
    found = gather([_measured("bare.vgd"), rates], purpose="surface")
    assert TWICE in found[1].warnings[0]


def test_measurements_of_like_height_are_not_the_same() -> None:
    found = gather([_measured("a.vms", 1), _measured("b.vms", 2)], purpose="surface")
    assert TWICE not in found[1].warnings[0]


def test_the_other_energy_step_is_another_measurement() -> None:
    other = replace(_measured("b.vms"), binding_energy_ev=280.0 + 0.5 * np.arange(10.0))
    found = gather([_measured("a.vms"), other], purpose="surface")
    assert TWICE not in found[1].warnings[0]


@pytest.mark.parametrize(
    "other",
    [
        {"region": "O 1s"},
        {"sample": "another"},
        {"position": "2"},
        {"etch_time_s": 60.0},
    ],
)
def test_what_is_another_spectrum_needs_no_word(other: dict[str, Any]) -> None:
    found = gather([_measured("a.vms"), _measured("b.vms", **other)], purpose="surface")
    assert [one.warnings for one in found] == [(), ()]


def test_blocks_of_one_file_need_no_word() -> None:
    found = gather([_measured("a.vms", 1), _measured("a.vms", 2)], purpose="surface")
    assert [one.warnings for one in found] == [(), ()]


def test_a_block_that_a_file_holds_twice_says_which() -> None:
    blocks = [
        replace(_measured("a.vms", seed), block=number)
        for number, seed in enumerate((1, 2, 1), start=1)
    ]
    *others, copy = gather(blocks, purpose="surface")
    assert [one.warnings for one in others] == [(), ()]
    [note] = copy.warnings
    assert note == (
        "'#3' of foil is block 3 of series/a.vms; the numbers are those of block 1 of "
        f"it, {TWICE}"
    )
    *_, last = gather(blocks)
    assert last.warnings == (
        f"block 3 of series/a.vms: the numbers are those of block 1 of it, {TWICE}",
    )


def test_blocks_of_one_file_without_a_count_are_no_copies() -> None:
    empty = [replace(_measured("a.vms"), intensity=np.zeros(10)) for _ in range(2)]
    found = gather(empty, purpose="surface")
    assert [one.warnings for one in found] == [(), ()]


def test_without_results_only_copies_are_named() -> None:
    spectra = [_measured("a.vms", 1), _measured("b.vms", 2), _measured("c.vms", 2)]
    found = gather(spectra)
    assert [one.warnings for one in found] == [
        (),
        (),
        (f"series/c.vms: the numbers are those of series/b.vms, {TWICE}",),
    ]


def test_an_unnamed_sample_is_called_so() -> None:
    spectra = [_measured(f"{seed}.vms", seed, sample="") for seed in (1, 2)]
    found = gather(spectra, purpose="surface")
    assert found[1].warnings[0].startswith("'#2' of unnamed sample is series/2.vms")
