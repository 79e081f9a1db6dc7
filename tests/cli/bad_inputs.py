"""Inputs that must be refused: one sentence each, and nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CIRCULAR = """\
format = "xpsfit-model"
version = 1
name = "circle"

[[region]]
name = "C 1s"
low_ev = 280.0
high_ev = 294.0

[[region.component]]
name = "a"
line_shape = "gaussian"
center_ev = { link = "b", offset = 1.0 }
fwhm_ev = { value = 1.2, min = 0.8, max = 2.0 }

[[region.component]]
name = "b"
line_shape = "gaussian"
center_ev = { link = "a", offset = -1.0 }
fwhm_ev = { value = 1.2, min = 0.8, max = 2.0 }
"""
MISSPELT = CIRCULAR.replace('{ link = "b", offset = 1.0 }', "285.0").replace(
    "line_shape", 'speces = "C"\nline_shape', 1
)


def empty_file(folder: Path) -> Path:
    path = folder / "empty.vms"
    path.touch()
    return path


def binary_noise(folder: Path) -> Path:
    path = folder / "noise.vms"
    path.write_bytes(np.random.default_rng(7).bytes(20_000))
    return path


def truncated_vamas(folder: Path, samples: Path) -> Path:
    whole = (samples / "bare_li.vms").read_bytes()
    path = folder / "truncated.vms"
    path.write_bytes(whole[: len(whole) // 2])
    return path


def folder_with_nothing(folder: Path) -> Path:
    path = folder / "nothing"
    path.mkdir()
    return path


def no_such_file(folder: Path) -> Path:
    return folder / "no_such.vms"


def a_picture(folder: Path) -> Path:
    path = folder / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    return path


BAD: dict[str, Callable[[Path], Path]] = {
    made.__name__: made
    for made in (
        empty_file,
        binary_noise,
        folder_with_nothing,
        no_such_file,
        a_picture,
    )
}
