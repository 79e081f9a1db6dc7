"""Fixtures of the reader tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.vamas_writer import File
from xpsfit.readers import vamas

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vamas_reading import Read
    from xpsfit.spectrum import Spectrum


@pytest.fixture
def spectra(tmp_path: Path) -> Read:
    def spectra_of(content: File | str | bytes) -> list[Spectrum]:
        path = tmp_path / "sample.vms"
        if isinstance(content, File):
            content = content.text()
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return vamas.read(path)

    return spectra_of
