"""Text that may hold names from files, made safe for a terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    r"""Return `text` on one line with control characters spelled out.

    Sample names come from files; an escape sequence in one must not reach the terminal.

    Examples
    --------
    >>> printable("Li\x1b[2J\tfoil\n")
    'Li\\x1b[2J foil'
    """
    line = " ".join(text.split())
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in line
    )


def one_sentence(error: Exception) -> str:
    """Return the message of `error` on one line, the file named for system errors.

    Examples
    --------
    >>> one_sentence(PermissionError(13, "Permission denied", "a.vms"))
    'a.vms: permission denied'
    """
    if isinstance(error, OSError) and error.strerror:
        reason = error.strerror[0].lower() + error.strerror[1:]
        named = error.filename is not None
        return printable(f"{error.filename}: {reason}" if named else reason)
    return printable(str(error) or type(error).__name__)
