"""The numbered groups of fields in a VAMAS block, as one table.

The number of a group is the prefix number of the standard, which the inclusion or
exclusion list of the header refers to. Groups 8, 11, 32 and 40 hold counted lists and
are read by functions of their own in `xpsfit.readers.vamas_fields`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xpsfit.readers.vamas_header import Header

COMMENTS, VARIABLES, COLUMNS, PARAMETERS = 8, 11, 32, 40
TECHNIQUE_GROUP = 9

TECHNIQUE = "technique"
ANALYSER_MODE = "analyser mode"
SIGNAL_MODE = "signal mode"
PHOTON_ENERGY = "source energy [eV]"
PASS_ENERGY = "pass energy or retard ratio"
SPECIES = "species"
TRANSITION = "transition"
X_COORDINATE, Y_COORDINATE = "x coordinate", "y coordinate"
ABSCISSA_LABEL, ABSCISSA_UNIT = "abscissa label", "abscissa unit"
ABSCISSA_START, ABSCISSA_STEP = "abscissa start", "abscissa increment"
DWELL = "signal collection time [s]"
SCANS = "number of scans"
DATE = ("year", "month", "day", "hour", "minute", "second")

SIMS_LIKE = frozenset(
    {
        "FABMS",
        "FABMS energy spec",
        "ISS",
        "SIMS",
        "SIMS energy spec",
        "SNMS",
        "SNMS energy spec",
    }
)
ELECTRON_OR_X_RAY = frozenset(
    {"AES diff", "AES dir", "EDX", "ELS", "UPS", "XPS", "XRF"}
)
ANALYSER_MODES = ("FAT", "FRR", "constant delta m", "constant m/delta m")
SIGNAL_MODES = ("analogue", "pulse counting")

SPUTTERED = frozenset({"MAPDP", "MAPSVDP", "SDP", "SDPSV"})
SCANNED = frozenset({"MAPSV", "MAPSVDP", "SEM"})
MAPPED = frozenset({"MAP", "MAPDP"})


def _always(header: Header, technique: str) -> bool:
    del header, technique
    return True


def _mapped(header: Header, technique: str) -> bool:
    del technique
    return header.mode in MAPPED


def _sputtered_or_sims(header: Header, technique: str) -> bool:
    return header.mode in SPUTTERED or technique in SIMS_LIKE


def _imaged(header: Header, technique: str) -> bool:
    del technique
    return header.mode in MAPPED | SCANNED


def _scanned(header: Header, technique: str) -> bool:
    del technique
    return header.mode in SCANNED


def _differential(header: Header, technique: str) -> bool:
    del header
    return technique == "AES diff"


def _regular(header: Header, technique: str) -> bool:
    del technique
    return header.scan_mode == "REGULAR"


def _sputtered_profile(header: Header, technique: str) -> bool:
    return header.mode in SPUTTERED and technique in ELECTRON_OR_X_RAY


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a block; `known` where the standard has a closed vocabulary.

    `what` is the name in a sentence. The keys of `known` are in lower case.
    """

    name: str
    what: str
    is_number: bool
    known: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that come and go together, and when they are there at all."""

    number: int
    fields: tuple[Field, ...] = ()
    applies: Callable[[Header, str], bool] = _always


def _number(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, f"the {name}", is_number=True) for name in names)


def _text(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, f"the {name}", is_number=False) for name in names)


def _token(name: str, choices: tuple[str, ...]) -> tuple[Field, ...]:
    known = {choice.casefold(): choice for choice in choices}
    return (Field(name, f"the {name}", is_number=False, known=known),)


GROUPS: tuple[Group, ...] = (
    *(Group(number, _number(name)) for number, name in enumerate(DATE, start=1)),
    Group(7, _number("hours ahead of GMT")),
    Group(COMMENTS),
    Group(
        TECHNIQUE_GROUP, _token(TECHNIQUE, tuple(sorted(SIMS_LIKE | ELECTRON_OR_X_RAY)))
    ),
    Group(10, _number(X_COORDINATE, Y_COORDINATE), _mapped),
    Group(VARIABLES),
    Group(12, _text("source label")),
    Group(
        13,
        _number(
            "sputtering ion atomic number",
            "sputtering ion atoms per particle",
            "sputtering ion charge",
        ),
        _sputtered_or_sims,
    ),
    Group(14, _number(PHOTON_ENERGY)),
    Group(15, _number("source strength [W for X-rays]")),
    Group(16, _number("spot size x [um]", "spot size y [um]")),
    Group(17, _number("field of view x [um]", "field of view y [um]"), _imaged),
    Group(
        18,
        _number(
            "first linescan start x",
            "first linescan start y",
            "first linescan finish x",
            "first linescan finish y",
            "last linescan finish x",
            "last linescan finish y",
        ),
        _scanned,
    ),
    Group(19, _number("source polar angle [deg]")),
    Group(20, _number("source azimuth [deg]")),
    Group(21, _token(ANALYSER_MODE, ANALYSER_MODES)),
    Group(22, _number(PASS_ENERGY)),
    Group(23, _number("differential width [eV]"), _differential),
    Group(24, _number("transfer lens magnification")),
    Group(25, _number("analyser work function field [eV], not used")),
    Group(26, _number("target bias [V]")),
    Group(27, _number("analysis width x [um]", "analysis width y [um]")),
    Group(28, _number("take-off polar angle [deg]", "take-off azimuth [deg]")),
    Group(29, _text(SPECIES)),
    Group(30, (*_text(TRANSITION), *_number("charge of detected particle"))),
    Group(
        31,
        (
            *_text(ABSCISSA_LABEL, ABSCISSA_UNIT),
            *_number(ABSCISSA_START, ABSCISSA_STEP),
        ),
        _regular,
    ),
    Group(COLUMNS),
    Group(33, _token(SIGNAL_MODE, SIGNAL_MODES)),
    Group(34, _number(DWELL)),
    Group(35, _number(SCANS)),
    Group(36, _number("signal time correction [s]")),
    Group(
        37,
        (
            *_number(
                "sputtering energy [eV]",
                "sputtering beam current [nA]",
                "sputtering width x [um]",
                "sputtering width y [um]",
                "sputtering polar angle [deg]",
                "sputtering azimuth [deg]",
            ),
            *_text("sputtering mode"),
        ),
        _sputtered_profile,
    ),
    Group(38, _number("sample tilt polar angle [deg]", "sample tilt azimuth [deg]")),
    Group(39, _number("sample rotation angle [deg]")),
    Group(PARAMETERS),
)
BY_NUMBER = {group.number: group for group in GROUPS}
