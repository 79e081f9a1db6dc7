"""Tables as pandas data frames; the only importer of pandas, which is optional."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import MissingPackageError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pandas import DataFrame

    from xpsfit.writers.table import Table


def frame_of(tables: Mapping[str, Callable[[], Table]], name: str) -> DataFrame:
    """Return the table called `name`, the first without a name, as a data frame.

    Raises
    ------
    UnknownNameError
        If there is no such table.
    MissingPackageError
        If pandas is not installed.
    """
    chosen = name or next(iter(tables))
    if chosen not in tables:
        raise UnknownNameError("table", name, tables)
    try:
        import pandas as pd  # noqa: PLC0415
    except ImportError as error:
        raise MissingPackageError(
            "data frames need pandas, which is not installed; install it with 'pip "
            "install pandas', or take the CSV tables that write_results writes"
        ) from error
    table = tables[chosen]()
    return pd.DataFrame(list(table.rows), columns=list(table.columns))
