"""`run.json`: how a result came about, so that it can be checked and repeated."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from typing import TYPE_CHECKING, Any

from xpsfit._version import __version__
from xpsfit.depth.scale import scale_of, scale_sentences
from xpsfit.errors import InputError
from xpsfit.gaps import gaps
from xpsfit.settings_record import model_text, settings_content
from xpsfit.statements import stated_of
from xpsfit.writers.table import finite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xpsfit.fit.result import FitResult
    from xpsfit.fit.series.result import SeriesFit
    from xpsfit.results import Failure, IntegratedArea, LevelResult, SampleResult
    from xpsfit.settings import Settings

FORMAT, VERSION = "xpsfit-run", 2
PACKAGES = ("numpy", "scipy", "lmfit", "h5py", "matplotlib", "olefile", "xlsxwriter")
NOTES = {
    "atomic_percent": "assumes a sample that is homogeneous over the sampling depth; "
    "hydrogen and helium are not counted",
    "charge_shift": "added to every measured binding energy; the stored spectra are "
    "unaltered",
}


@dataclass(frozen=True, slots=True)
class InputFile:
    """One input: the path as given, its size, and its SHA-256 in hexadecimal."""

    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line: enough to ask for it again.

    Attributes
    ----------
    command : str
        ``"fit"`` or ``"depth-profile"``.
    arguments : tuple of str
        The words behind it.
    folder : str
        Where it ran, absolute; paths in `arguments` start here.
    input : str
        File or folder of this result, as given.
    together : tuple of str
        All inputs that went into this result: more than `input` where samples share
        quantities in one fit.
    result : str
        The results folder, as it was named.
    """

    command: str
    arguments: tuple[str, ...]
    folder: str
    input: str
    together: tuple[str, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A warning and the place it belongs to; empty parts concern everything there."""

    message: str
    sample: str = ""
    region: str = ""
    etch_time_s: float | None = None


@dataclass(frozen=True, slots=True)
class RunRecord:
    """Where a result comes from.

    Attributes
    ----------
    command : tuple of str
        The command line.
    date : str
        UTC, ISO 8601.
    versions : dict of str
        Of xpsfit, Python and every package that has a part in reading, fitting,
        writing or drawing.
    inputs : tuple of InputFile
    settings : dict
        Every choice of the analysis, each field of `xpsfit.Settings`.
    samples : tuple of dict
        Per sample: model, sputter rate, charge reference of every level, which
        components entered and why, what the levels of a series share, and what was
        done about the transmission function.
    warnings : tuple of Remark
    failures : tuple of dict
        Regions and files without a result, with the reason.
    checks : dict of str to int
        How many findings of the referee have each outcome.
    gaps : tuple of dict
        Cells of series that are empty: region, etch time and reason.
    seeds : tuple of int
        Of random starts and simulated spectra; empty where nothing was random.
    model : str or None
        The peak model that was asked for, as TOML; None where the material chose it.
    machine : dict of str
        Operating system and processor: last digits may depend on them.
    request : Request or None
        None for a result that was not made on the command line.
    stated : dict of str
        What the user stated about the measurement, by key (`xpsfit.statements`).
    """

    command: tuple[str, ...]
    date: str
    versions: dict[str, str]
    inputs: tuple[InputFile, ...]
    settings: dict[str, Any]
    samples: tuple[dict[str, Any], ...]
    warnings: tuple[Remark, ...] = ()
    failures: tuple[dict[str, Any], ...] = ()
    gaps: tuple[dict[str, Any], ...] = ()
    checks: dict[str, int] = field(default_factory=dict[str, int])
    seeds: tuple[int, ...] = ()
    model: str | None = None
    machine: dict[str, str] = field(default_factory=dict[str, str])
    request: Request | None = None
    stated: dict[str, str] = field(default_factory=dict[str, str])


def make_record(
    command: Sequence[str],
    inputs: Sequence[Path],
    settings: Settings,
    results: Sequence[SampleResult],
    *,
    failed_inputs: Mapping[str, str] | None = None,
    failed_samples: Sequence[Failure] = (),
    request: Request | None = None,
) -> RunRecord:
    """Return the record of a run that has just ended.

    Parameters
    ----------
    command : sequence of str
        The command line, program name first.
    inputs : sequence of Path
        Every file that was read.
    settings : Settings
        What was asked for.
    results : sequence of SampleResult
        What came out.
    failed_inputs : mapping of str to str, optional
        Files that could not be read, with the reason.
    failed_samples : sequence of Failure, optional
        Samples of the inputs that have no result.
    request : Request, optional
        What lets `xpsfit rerun` do it again.

    Returns
    -------
    RunRecord
        Without what the referee found; `write_results` adds that.

    Raises
    ------
    InputError
        If an input cannot be read again.
    """
    failures = [
        {"file": file, "reason": reason}
        for file, reason in (failed_inputs or {}).items()
    ]
    failures += [dataclasses.asdict(failure) for failure in failed_samples]
    failures += [dataclasses.asdict(f) for result in results for f in result.failures]
    return RunRecord(
        command=tuple(command),
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        versions=versions(),
        inputs=tuple(_input_file(path) for path in inputs),
        settings=settings_content(settings),
        samples=tuple(_sample(result) for result in results),
        warnings=_warnings(results),
        failures=tuple(failures),
        gaps=tuple(dataclasses.asdict(g) for r in results for g in gaps(r)),
        seeds=settings.seeds,
        model=model_text(settings),
        machine=machine(),
        request=request,
        stated=stated_of(results),
    )


def run_record_json(record: RunRecord, digests: Mapping[str, str] | None = None) -> str:
    """Return the text of `run.json`: sorted keys, null for what is not a number.

    Parameters
    ----------
    record : RunRecord
    digests : mapping of str to str, optional
        The files that stand beside it with their SHA-256, so that a later run knows
        what it may replace and what has been edited since.
    """
    content = {
        "format": FORMAT,
        "version": VERSION,
        **dataclasses.asdict(record),
        "notes": NOTES,
        "files": sorted(digests or {}),
        "files_sha256": dict(digests or {}),
    }
    return json.dumps(
        _plain(content),
        indent=2,
        sort_keys=True,
        allow_nan=False,
        ensure_ascii=False,
    )


def _plain(value: Any) -> Any:
    """Return `value` with None for every number JSON does not know."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return finite(value)


def versions() -> dict[str, str]:
    """Return the versions of xpsfit, Python and the packages behind a result."""
    others = {name: metadata.version(name) for name in PACKAGES}
    return {"xpsfit": __version__, "python": platform.python_version(), **others}


def machine() -> dict[str, str]:
    """Return the operating system and the processor."""
    return {"system": platform.system(), "processor": platform.machine()}


def _input_file(path: Path) -> InputFile:
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return InputFile(str(path), stream.tell(), digest)
    except OSError as error:
        raise InputError(
            f"cannot be read again for its checksum ({error.strerror}); leave the "
            "inputs in place until the results are written",
            file=path,
        ) from error


def _sample(result: SampleResult) -> dict[str, Any]:
    compositions = [x.composition for x in result.levels if x.composition is not None]
    return {
        "sample": result.sample,
        "model": result.model.name,
        "rate_nm_per_s": result.rate_nm_per_s,
        "depth_scale": scale_sentences(scale) if (scale := scale_of(result)) else None,
        "charge_references": [
            {"etch_time_s": level.etch_time_s, **dataclasses.asdict(level.charge)}
            for level in result.levels
        ],
        "candidates": [
            {
                "etch_time_s": level.etch_time_s,
                "region": fit.region.name,
                **dataclasses.asdict(candidate),
            }
            for level in result.levels
            for fit in level.fits
            for candidate in fit.candidates
        ],
        "linked_levels": None if result.series is None else _linked(result.series),
        "reference_sample": None
        if result.reference is None
        else result.reference.sample,
        "sensitivity_library": sorted({c.library for c in compositions}),
        "energy_exponent": sorted({c.energy_exponent for c in compositions}),
        "transmission": sorted({c.transmission for c in compositions}),
    }


def _linked(series: SeriesFit) -> dict[str, Any]:
    """Return what the levels share, what each has, and which states were dropped."""
    return {
        "shared": list(series.shared),
        "per_level": list(series.per_level),
        "shared_parameters": [
            {
                "name": p.name,
                "value": p.value,
                "stderr": p.stderr,
                "state": p.state,
                "note": p.note,
            }
            for p in series.parameters
        ],
        "chi_square": series.chi_square,
        "points": series.points,
        "free_parameters": series.free_parameters,
        "states": [dataclasses.asdict(state) for state in series.states],
    }


def _warnings(results: Sequence[SampleResult]) -> tuple[Remark, ...]:
    """Return every warning once, readers' warnings included."""
    remarks: dict[Remark, None] = {}
    for result in results:
        remarks |= dict.fromkeys(Remark(w, result.sample) for w in result.warnings)
        for level in result.levels:
            remarks |= dict.fromkeys(_level_warnings(level))
    return tuple(remarks)


def _level_warnings(level: LevelResult) -> list[Remark]:
    sample, time_s = level.sample, level.etch_time_s
    regions: tuple[FitResult | IntegratedArea, ...] = (*level.fits, *level.integrated)
    remarks = [
        Remark(message, sample, evaluated.region.name, time_s)
        for evaluated in regions
        for message in (*evaluated.region.spectrum.warnings, *evaluated.warnings)
    ]
    if level.composition is not None:
        remarks += [
            Remark(message, sample, etch_time_s=time_s)
            for message in level.composition.warnings
        ]
    return remarks
