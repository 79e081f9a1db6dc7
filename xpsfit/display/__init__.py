"""How results show themselves in Python: one line, HTML in notebooks, data frames.

A record gets all three by inheriting from `Displayed` and leaving its `repr` to it::

    @dataclass(frozen=True, slots=True, repr=False)
    class Composition(Displayed): ...

What is shown of each kind stands in `xpsfit.display.views`, which is loaded when
something is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame


class Displayed:
    """A record that can be read at a glance."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return what it is in one line."""
        from xpsfit.display.views import summary  # noqa: PLC0415

        return f"<{type(self).__name__} {summary(self)}>"

    def _repr_html_(self) -> str:
        """Return tables for a notebook; every text from a file is escaped."""
        from xpsfit.display.html import html_of  # noqa: PLC0415
        from xpsfit.display.views import pages  # noqa: PLC0415

        return html_of(pages(self))

    def to_pandas(self, table: str = "") -> DataFrame:
        """Return a table of it as a pandas data frame, at full precision.

        Parameters
        ----------
        table : str
            Which one; the first of those that it has by default. The error for an
            unknown name lists them all.

        Returns
        -------
        pandas.DataFrame
            Units stand in the names of the columns.

        Raises
        ------
        UnknownNameError
            If there is no such table.
        MissingPackageError
            If pandas is not installed.
        """
        from xpsfit.display.frames import frame_of  # noqa: PLC0415
        from xpsfit.display.tables import tables_of  # noqa: PLC0415

        return frame_of(tables_of(self), table)
