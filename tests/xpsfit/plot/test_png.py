"""PNG files, as another library reads them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from xpsfit.plot.png import png_bytes


@pytest.mark.parametrize("shape", [(1, 1), (7, 3), (40, 61)])
def test_a_reader_finds_the_same_pixels_without_opacity(shape: tuple[int, int]) -> None:
    rgba = np.random.default_rng(1).integers(0, 256, (*shape, 4), dtype=np.uint8)
    with Image.open(io.BytesIO(png_bytes(rgba, 200.0))) as picture:
        assert (picture.format, picture.mode) == ("PNG", "RGB")
        picture.verify()
    with Image.open(io.BytesIO(png_bytes(rgba, 200.0))) as picture:
        assert np.array_equal(np.asarray(picture), rgba[:, :, :3])


def test_a_reader_finds_the_resolution() -> None:
    page = np.full((4, 4, 4), 255, dtype=np.uint8)
    with Image.open(io.BytesIO(png_bytes(page, 300.0))) as picture:
        assert picture.info["dpi"] == pytest.approx((300.0, 300.0), abs=0.02)
