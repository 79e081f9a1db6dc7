"""What a sample is called where it is spoken of."""

from __future__ import annotations

UNNAMED = "unnamed sample"


def quoted(sample: str) -> str:
    """Return the name of a sample in quotes, or that it has none.

    Examples
    --------
    >>> quoted("bare Li"), quoted("")
    ("'bare Li'", 'the unnamed sample')
    """
    return f"'{sample}'" if sample.strip() else f"the {UNNAMED}"


def spoken(sample: str) -> str:
    """Return the name of a sample for messages and figures; data keep the name as is.

    A name that the file leaves empty would leave a hole in a sentence. The number of a
    repeated measurement, which follows the name after a blank, stays.

    Examples
    --------
    >>> spoken("bare Li"), spoken(""), spoken(" #2")
    ('bare Li', 'unnamed sample', 'unnamed sample #2')
    """
    if not sample.strip():
        return UNNAMED
    return f"{UNNAMED}{sample}" if sample.startswith(" #") else sample
