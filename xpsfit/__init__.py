"""X-ray photoelectron spectroscopy: peak fitting and sputter depth profiles.

>>> import xpsfit
>>> model = xpsfit.builtin_model("li-tma")
>>> [region.region for region in model.regions]
['C 1s', 'O 1s', 'Al 2p', 'Li 1s']

From a file to a composition::

    (result,) = xpsfit.analyze(xpsfit.read("bare_li.vms"))
    result                              # in a notebook: tables with errors
    result.to_pandas("composition")     # the table as a data frame

From the files of a sputter series to one open file, and to a profile::

    found, unread = xpsfit.read_many(["series/"])
    spectra = xpsfit.select(
        xpsfit.gather(found, purpose="series"), xpsfit.Selection(sample=("foil",))
    )
    xpsfit.write_spectra("foil.h5", spectra)
    profile = xpsfit.depth_profile(xpsfit.analyze_series(spectra)[0])

What a command wrote is read back by ``xpsfit.read_results("results/bare_li.xpsfit")``.
Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from xpsfit._version import __version__

if TYPE_CHECKING:
    from xpsfit.analysis import analyze, analyze_series
    from xpsfit.depth import depth_profile
    from xpsfit.depth.types import DepthProfile
    from xpsfit.difference import compare_results
    from xpsfit.errors import XpsFitError
    from xpsfit.fit import FitResult, fit_region
    from xpsfit.gather import EtchTimes, gather, read_etch_times
    from xpsfit.model import PeakModel, builtin_model, dump_model, load_model
    from xpsfit.readers import read, read_many
    from xpsfit.readers.result_h5 import read_results
    from xpsfit.results import SampleResult
    from xpsfit.selection import Selection, select
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Region, Spectrum, cut_region
    from xpsfit.writers import write_results
    from xpsfit.writers.spectra import write_spectra

_HOMES = {
    "DepthProfile": "xpsfit.depth.types",
    "EtchTimes": "xpsfit.gather",
    "FitResult": "xpsfit.fit",
    "PeakModel": "xpsfit.model",
    "Region": "xpsfit.spectrum",
    "SampleResult": "xpsfit.results",
    "Selection": "xpsfit.selection",
    "Settings": "xpsfit.settings",
    "Spectrum": "xpsfit.spectrum",
    "XpsFitError": "xpsfit.errors",
    "analyze": "xpsfit.analysis",
    "analyze_series": "xpsfit.analysis",
    "builtin_model": "xpsfit.model",
    "compare_results": "xpsfit.difference",
    "cut_region": "xpsfit.spectrum",
    "depth_profile": "xpsfit.depth",
    "dump_model": "xpsfit.model",
    "fit_region": "xpsfit.fit",
    "gather": "xpsfit.gather",
    "load_model": "xpsfit.model",
    "read": "xpsfit.readers",
    "read_etch_times": "xpsfit.gather",
    "read_many": "xpsfit.readers",
    "read_results": "xpsfit.readers.result_h5",
    "select": "xpsfit.selection",
    "write_results": "xpsfit.writers",
    "write_spectra": "xpsfit.writers.spectra",
}

__all__ = [
    "DepthProfile",
    "EtchTimes",
    "FitResult",
    "PeakModel",
    "Region",
    "SampleResult",
    "Selection",
    "Settings",
    "Spectrum",
    "XpsFitError",
    "__version__",
    "analyze",
    "analyze_series",
    "builtin_model",
    "compare_results",
    "cut_region",
    "depth_profile",
    "dump_model",
    "fit_region",
    "gather",
    "load_model",
    "read",
    "read_etch_times",
    "read_many",
    "read_results",
    "select",
    "write_results",
    "write_spectra",
]


def __getattr__(name: str) -> object:
    """Return a public name from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'xpsfit' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)
