"""How a model file names a component, with or without its core level in front."""

from __future__ import annotations

import re

# "Al 2p3/2/Al-C": a core level in front of the name of a component.
_LINK_OUT = re.compile(r"([A-Z][a-z]? [1-7][spdf](?:[1357]/2)?)/(.+)", re.DOTALL)


def split_link(text: str) -> tuple[str, str]:
    """Return core level and component of a link; the level is empty for its own.

    Examples
    --------
    >>> split_link("Al 2p3/2/Al-C"), split_link("R-Li/Al-C")
    (('Al 2p3/2', 'Al-C'), ('', 'R-Li/Al-C'))
    """
    found = _LINK_OUT.fullmatch(text)
    return ("", text) if found is None else (found[1], found[2])
