"""Feed damaged files to a reader, guided by which of its lines they reach.

Whatever is in a file, a reader returns spectra or raises an error of xpsfit that is one
line long; anything else is a finding. The seeds are the files that the tests write.
Inputs that reach new lines are kept in a folder and are where the next run starts. It
ends at the first finding, shows the traceback and leaves the input as ``crash-...``,
``timeout-...`` or ``oom-...`` in the same folder.

Run it as ``python fuzz/readers.py vamas --seconds 60``; it needs the extra ``fuzz``.
What was found so far is in ``docs/fuzzing.md``.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import warnings
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))
with atheris.instrument_imports(include=["xpsfit.readers"]):
    from xpsfit.readers import READERS

from tests.contracts.test_readers import SAMPLES
from xpsfit.errors import XpsFitError

MEGABYTES, SECONDS_EACH, LONGEST_INPUT = 2048, 20, 60_000
LONGEST_MESSAGE = 2000


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("reader", choices=list(READERS))
    parser.add_argument("--seconds", type=int, default=60, help="default: 60")
    parser.add_argument("--keep", type=Path, help="folder; default: .fuzz/READER")
    return parser.parse_args()


def main() -> None:
    """Fuzz one reader; libFuzzer ends the process."""
    wanted = arguments()
    reader = READERS[wanted.reader]
    keep = wanted.keep or Path(".fuzz") / reader.name
    keep.mkdir(parents=True, exist_ok=True)
    for number, (name, content) in enumerate(SAMPLES.values()):
        if name == reader.name:
            (keep / f"seed-{number}").write_bytes(content)
    warnings.simplefilter("error")
    handle, name = tempfile.mkstemp(prefix="fuzz-")
    os.close(handle)
    path = Path(name)

    def one_input(content: bytes) -> None:
        path.write_bytes(content)
        reader.recognises(content[:16384], path)
        try:
            spectra = reader.read(path)
        except XpsFitError as error:
            message = str(error)
            if "\n" in message or len(message) > LONGEST_MESSAGE:
                raise AssertionError(f"not one line: {message!r}") from error
        else:
            if not spectra:
                raise AssertionError("neither spectra nor an error")

    options = [
        f"-max_total_time={wanted.seconds}",
        f"-timeout={SECONDS_EACH}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-max_len={LONGEST_INPUT}",
        f"-artifact_prefix={keep}/",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(keep)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
