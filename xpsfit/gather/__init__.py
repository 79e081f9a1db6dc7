"""Files in a folder, put together: copies told from levels, etch times found."""

from xpsfit.gather.folder import Purpose, gather
from xpsfit.gather.time_table import EtchTimes, read_etch_times

__all__ = ["EtchTimes", "Purpose", "gather", "read_etch_times"]
