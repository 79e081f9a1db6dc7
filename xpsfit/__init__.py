"""X-ray photoelectron spectroscopy: peak fitting and sputter depth profiles.

>>> import xpsfit
>>> model = xpsfit.builtin_model("li-tma")
>>> [region.region for region in model.regions]
['C 1s', 'O 1s', 'Al 2p', 'Li 1s']

From a file to a composition::

    spectra = xpsfit.read("bare_li.vms")
    result = xpsfit.analyze(spectra)[0]
    for row in result.levels[0].composition.elements:
        print(row.element, row.atomic_percent, row.atomic_percent_stderr)

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from xpsfit._version import __version__

if TYPE_CHECKING:
    from xpsfit.analysis import analyze, analyze_series
    from xpsfit.depth import depth_profile
    from xpsfit.errors import XpsFitError
    from xpsfit.fit import FitResult, fit_region
    from xpsfit.model import PeakModel, builtin_model, dump_model, load_model
    from xpsfit.readers import read
    from xpsfit.results import DepthProfile, SampleResult
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Region, Spectrum, cut_region
    from xpsfit.writers import write_results

_HOMES = {
    "DepthProfile": "xpsfit.results",
    "FitResult": "xpsfit.fit",
    "PeakModel": "xpsfit.model",
    "Region": "xpsfit.spectrum",
    "SampleResult": "xpsfit.results",
    "Settings": "xpsfit.settings",
    "Spectrum": "xpsfit.spectrum",
    "XpsFitError": "xpsfit.errors",
    "analyze": "xpsfit.analysis",
    "analyze_series": "xpsfit.analysis",
    "builtin_model": "xpsfit.model",
    "cut_region": "xpsfit.spectrum",
    "depth_profile": "xpsfit.depth",
    "dump_model": "xpsfit.model",
    "fit_region": "xpsfit.fit",
    "load_model": "xpsfit.model",
    "read": "xpsfit.readers",
    "write_results": "xpsfit.writers",
}

__all__ = [
    "DepthProfile",
    "FitResult",
    "PeakModel",
    "Region",
    "SampleResult",
    "Settings",
    "Spectrum",
    "XpsFitError",
    "__version__",
    "analyze",
    "analyze_series",
    "builtin_model",
    "cut_region",
    "depth_profile",
    "dump_model",
    "fit_region",
    "load_model",
    "read",
    "write_results",
]


def __getattr__(name: str) -> object:
    """Return a public name from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'xpsfit' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)
