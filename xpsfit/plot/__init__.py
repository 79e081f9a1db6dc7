"""Figures for print from the results of an analysis; the only user of matplotlib.

Figures are objects: nothing is shown, no window opens, no setting of the process
changes. `save_figures` writes those that suit a set of results.
"""

from xpsfit.plot.map import figure_map
from xpsfit.plot.profile import figure_profile
from xpsfit.plot.regions import figure_regions, figures_regions
from xpsfit.plot.saving import save_figures
from xpsfit.plot.series import figure_series
from xpsfit.plot.style import check_font

__all__ = [
    "check_font",
    "figure_map",
    "figure_profile",
    "figure_regions",
    "figure_series",
    "figures_regions",
    "save_figures",
]
