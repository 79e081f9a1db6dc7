"""X-ray photoelectron spectroscopy: peak fitting and sputter depth profiles."""

from xpsfit._version import __version__

__all__ = ["__version__"]
