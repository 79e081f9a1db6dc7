"""PNG files of drawn pages."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.plot.style import MM_PER_INCH

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGB, BITS = 2, 8
# Lines of pixels are stored as they are. The predictors of the format, which libraries
# try on every line, suit photographs: they double the time, and most figures become
# larger. Level 3 of compression makes them 9 % smaller for a quarter more time.
UNFILTERED, LEVEL = 0, 1


def png_bytes(rgba: NDArray[np.uint8], dpi: float) -> bytes:
    """Return an opaque picture as a PNG file in RGB, the same bytes every time.

    Parameters
    ----------
    rgba : ndarray of uint8, shape (height, width, 4)
        The fourth channel is not looked at.
    dpi : float
        Pixels per inch, told in the file.

    Returns
    -------
    bytes
        As ISO/IEC 15948 (https://www.w3.org/TR/png-3/) asks.
    """
    height, width = rgba.shape[:2]
    lines = np.full((height, 1 + 3 * width), UNFILTERED, dtype=np.uint8)
    for channel in range(3):
        lines[:, 1 + channel :: 3] = rgba[:, :, channel]
    per_meter = round(dpi * 1000.0 / MM_PER_INCH)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, BITS, RGB, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", per_meter, per_meter, 1)),
        (b"IDAT", zlib.compress(lines.data, LEVEL)),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    """Return a part of a PNG file: length, name, data, and their checksum."""
    checksum = zlib.crc32(data, zlib.crc32(name))
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)
