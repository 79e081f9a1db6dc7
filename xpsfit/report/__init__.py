"""A result as one HTML page that needs nothing else: `report_html`.

The sections of the page are listed in `xpsfit.report.sections.SECTIONS`; a new one is a
function and a line there. Whatever a file named is text on the page, never markup, and
a strict content security policy allows the page's own script and style only.
"""

from xpsfit.report.page import report_html
from xpsfit.report.writing import REPORT_FILE, write_report

__all__ = ["REPORT_FILE", "report_html", "write_report"]
