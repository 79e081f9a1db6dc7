"""Spectra as readers give them, for what is said by files around them."""

from __future__ import annotations

import numpy as np

from xpsfit.spectrum import Spectrum


def a_file(
    name: str,
    region: str = "C 1s",
    *,
    sample: str = "foil",
    folder: str = "series",
    etch_time_s: float | None = None,
    **more: object,
) -> Spectrum:
    """Return the only spectrum of a file."""
    return Spectrum(
        region,
        sample,
        np.arange(10.0),
        np.ones(10),
        "counts",
        etch_time_s=etch_time_s,
        file=f"{folder}/{name}",
        format=name.rpartition(".")[2].lower().replace("vms", "vamas"),
        **more,  # type: ignore[arg-type]
    )
