"""The page of all checks, from the registry: docs/checks.md.

Run as ``python -m tests.contracts.checks_page > docs/checks.md``.
"""

from __future__ import annotations

import sys

from xpsfit.checks import CHECKS, THEMES

HEAD = """\
# The referee's checks

`xpsfit fit` and `xpsfit depth-profile` hold every result against these rules, write
what they find to `checks.csv`, and print what fails or warns. `xpsfit check RESULT`
does the same with a stored result. A check passes, warns, fails, or does not apply;
only those of severity *error* can fail, and one of severity *info* gives notes. No
check changes a number.

Areas are compared as atoms, by the sensitivity factors, transmission and KE^n of the
composition. Budgets are overdrawn where they are by more than three standard errors,
in which stand the counting noise, the judged error of the sensitivity factors (5 %
for 1s levels of the first row, 10 % for others), and, for a part of a region, 2 % of
the region, which is what a slightly wrong line shape moves from one component to
another.

P1 to P18 ask whether the chemistry is plausible, R... whether the analysis and its
report are what a referee expects, S... what sputtering and charging do to a series.
This page is made from the registry; `xpsfit check --list` prints it.
"""


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for theme in THEMES:
        title = str(theme.__doc__).splitlines()[0].rstrip(".")
        ids = {check.id for check in theme.CHECKS}
        rows = [
            f"| {c.id} | {c.severity} | {c.asks} | {c.source} |"
            for c in CHECKS.values()
            if c.id in ids
        ]
        parts.append(
            "\n".join(
                [
                    f"\n## {title}\n",
                    "| check | severity | what must hold | source |",
                    "|---|---|---|---|",
                    *rows,
                    "",
                ]
            )
        )
    return "".join(parts)


if __name__ == "__main__":
    sys.stdout.write(page())
