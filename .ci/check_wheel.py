"""Compare a wheel with what git holds of the three packages: nothing less or more."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("xpsfit", "peaklib", "cli/xpsfit_cli")
ENTRY_POINT = "xpsfit = xpsfit_cli.main:cli"


def main(wheel: Path) -> int:
    """Return 0 if the wheel is as it should be, 1 after saying what is wrong."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
        info = next(n.split("/")[0] for n in names if ".dist-info/" in n)
        metadata = Parser().parsestr(archive.read(f"{info}/METADATA").decode())
        entry_points = archive.read(f"{info}/entry_points.txt").decode()
    inside = {name for name in names if not name.startswith(f"{info}/")}
    wrong = [f"missing: {name}" for name in sorted(tracked() - inside)]
    wrong += [f"does not belong: {name}" for name in sorted(inside - tracked())]
    wrong += [
        f"no {package}/py.typed"
        for package in ("xpsfit", "peaklib", "xpsfit_cli")
        if f"{package}/py.typed" not in inside
    ]
    if ENTRY_POINT not in entry_points.splitlines():
        wrong.append(f"no entry point {ENTRY_POINT!r}")
    if f"{info}/licenses/LICENSE" not in names:
        wrong.append("no licence")
    if metadata["Name"] != "xpsfit-toolkit" or metadata["Requires-Python"] != ">=3.11":
        wrong.append(f"metadata: {metadata['Name']}, {metadata['Requires-Python']}")
    for line in wrong:
        print(f"{wheel.name}: {line}", file=sys.stderr)
    if not wrong:
        print(f"{wheel.name}: {len(inside)} files, as in git; entry point and licence")
    return 1 if wrong else 0


def tracked() -> set[str]:
    """Return the files of the packages that git holds, as a wheel names them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *PACKAGES],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return {name.removeprefix("cli/") for name in listed.split("\0") if name}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
