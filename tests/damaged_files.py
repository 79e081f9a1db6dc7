"""What must hold for a text file that a fuzzer made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import XpsFitError
from xpsfit.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xpsfit.spectrum import Spectrum


def reads_or_refuses(
    content: bytes, path: Path, own: Callable[[Path], list[Spectrum]]
) -> None:
    """Ask for spectra or one short sentence, by content and from the reader itself."""
    path.write_bytes(content)
    for reader in (read, own):
        message = "spectra"
        try:
            found = reader(path)
        except XpsFitError as error:
            message = str(error)
        else:
            assert found
        assert "\n" not in message
        assert len(message) < 1000
