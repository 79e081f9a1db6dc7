"""The block of one spectrum in a VAMAS file."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.readers import vamas_groups
from xpsfit.readers.text import parse_number
from xpsfit.readers.vamas_etch import ETCH, TIME
from xpsfit.readers.vamas_groups import GROUPS, Field
from xpsfit.readers.vamas_header import TERMINATOR, Header, Label
from xpsfit.readers.vamas_lines import NOT_SUPPLIED
from xpsfit.readers.vamas_places import TAKE_OFF
from xpsfit.readers.vamas_record import (
    LINE,
    MARK,
    labels_of,
    plain_line,
    record_lines,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.spectrum import Spectrum
    from xpsfit.writers.vamas_axis import RegularAxis

REGULAR = "REGULAR"
NONE = "1E37"
UNKNOWN = "-1"
"""For whole numbers, which 1E37 is not."""

COUNT_UNITS = {"counts": "d", "counts_per_s": "c/s", "arbitrary": "arbitrary"}
VARIABLE = re.compile(r"experimental variable: (.+) \[(.*)\]")
CHARGE = "charge of detected particle"
HOURS = "hours ahead of GMT"
DEFAULTS = {
    vamas_groups.TECHNIQUE: "XPS",
    vamas_groups.ANALYSER_MODE: "FAT",
    vamas_groups.SIGNAL_MODE: "pulse counting",
    CHARGE: UNKNOWN,
    HOURS: "0",
}
"""Fields that other programs want filled; the charge is that of electrons."""

OWN_COMMENT = "What this format has no field for, as JSON in pieces:"


@dataclass(frozen=True, slots=True)
class Variable:
    """An experimental variable; `key` is its name in the metadata."""

    label: Label
    key: str

    def lines(self) -> tuple[str, str]:
        """Return label and unit."""
        return self.label.name, self.label.unit

    def value_in(self, metadata: Mapping[str, str]) -> str:
        """Return the value as it stands in the metadata of a spectrum."""
        return _number(metadata.get(self.key, ""))


def variable_of(key: str) -> Variable | None:
    """Return the variable that a name in the metadata stands for, but no etch time."""
    match = VARIABLE.fullmatch(key)
    if match is None:
        return None
    label = Label(plain_line(match[1]), plain_line(match[2]))
    if ETCH.search(label.name) and TIME.search(label.name):
        return None
    return Variable(label, key)


def number_text(value: float | None) -> str:
    """Return a number with all its digits, or what stands for "not supplied".

    Examples
    --------
    >>> number_text(512.0), number_text(0.1), number_text(None)
    ('512', '0.1', '1E37')
    """
    if value is None:
        return NONE
    text = repr(float(value))
    # As a whole number, zero would lose its sign.
    return text if text == "-0.0" else text.removesuffix(".0")


def comment_lines(comments: str) -> list[str]:
    """Return comments, which the reader has joined, as lines of the standard."""
    return [
        line
        for comment in comments.split(" | ")
        for line in textwrap.wrap(plain_line_of_any_length(comment), LINE)
    ]


def plain_line_of_any_length(text: str) -> str:
    """Return `text` in ASCII, word by word, because `plain_line` cuts."""
    return " ".join(plain_line(word) for word in text.split())


def block_lines(
    spectrum: Spectrum, axis: RegularAxis | None, variables: Mapping[Label, str]
) -> list[str]:
    """Return the lines of a block.

    Parameters
    ----------
    spectrum : Spectrum
    axis : RegularAxis or None
        None for energies that are listed one by one.
    variables : mapping of Label to str
        Values of the experimental variables, in their order.
    """
    columns, rows = _ordinates(spectrum, axis)
    scan_mode = "IRREGULAR" if axis is None else REGULAR
    header = Header({}, "NORM", scan_mode, 0, (), frozenset(), 0, 1, 1)
    fields = _fields(spectrum, axis)
    lists = {
        vamas_groups.COMMENTS: _comments(spectrum, variables, fields),
        vamas_groups.VARIABLES: list(variables.values()),
        vamas_groups.COLUMNS: [
            str(len(columns)),
            *(line for column in columns for line in column),
        ],
        vamas_groups.PARAMETERS: ["0"],
    }
    lines = [_identifier(spectrum), plain_line(spectrum.sample)]
    for group in GROUPS:
        if group.applies(header, fields[vamas_groups.TECHNIQUE]):
            lines += [_line(item, fields) for item in group.fields]
            lines += lists.get(group.number, [])
    lines.append(str(rows.size))
    for column in rows.T:
        lines += [number_text(column.min()), number_text(column.max())]
    return lines + [number_text(value) for value in rows.ravel().tolist()]


def _identifier(spectrum: Spectrum) -> str:
    name = plain_line(spectrum.metadata.get("block id", "") or spectrum.region)
    return f"'{name}'" if name.casefold() == TERMINATOR else name


def _ordinates(
    spectrum: Spectrum, axis: RegularAxis | None
) -> tuple[list[tuple[str, str]], np.ndarray]:
    """Return labels with units, and one row per point."""
    columns = [("Intensity", COUNT_UNITS[spectrum.intensity_unit])]
    values = [spectrum.intensity]
    if spectrum.transmission is not None:
        columns.append(("Transmission", "d"))
        values.append(spectrum.transmission)
    if axis is None:
        columns.insert(0, ("Binding Energy", "eV"))
        values.insert(0, spectrum.binding_energy_ev)
    rows = np.column_stack(values)
    return columns, rows[::-1] if axis is not None and axis.backwards else rows


def _fields(spectrum: Spectrum, axis: RegularAxis | None) -> dict[str, str]:
    """Return the single fields: those of the metadata, then what the spectrum knows."""
    words = {**DEFAULTS, **_known_words(spectrum.metadata), **_date(spectrum.metadata)}
    species, transition = labels_of(spectrum.region)
    words |= {
        vamas_groups.PHOTON_ENERGY: number_text(spectrum.photon_energy_ev),
        vamas_groups.SPECIES: species,
        vamas_groups.TRANSITION: transition,
        vamas_groups.DWELL: number_text(spectrum.dwell_s),
        vamas_groups.SCANS: str(spectrum.scans or UNKNOWN),
    }
    if spectrum.pass_energy_ev is not None:
        words[vamas_groups.ANALYSER_MODE] = "FAT"
        words[vamas_groups.PASS_ENERGY] = number_text(spectrum.pass_energy_ev)
    elif words[vamas_groups.ANALYSER_MODE] == "FAT":
        words[vamas_groups.PASS_ENERGY] = NONE
    if axis is not None:
        words |= {
            vamas_groups.ABSCISSA_LABEL: (
                "Kinetic Energy" if axis.kinetic else "Binding Energy"
            ),
            vamas_groups.ABSCISSA_UNIT: "eV",
            vamas_groups.ABSCISSA_START: number_text(axis.start_ev),
            vamas_groups.ABSCISSA_STEP: number_text(axis.step_ev),
        }
    return words


def _known_words(metadata: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of the format that the metadata have a usable value for."""
    found = {}
    for item in (item for group in GROUPS for item in group.fields):
        text = metadata.get(item.name, "")
        if item.known:
            value = item.known.get(text.casefold(), "")
            if item.name == vamas_groups.TECHNIQUE and value not in {"XPS", "UPS"}:
                value = ""
        else:
            value = _number(text, missing="") if item.is_number else plain_line(text)
        if value and item.name not in vamas_groups.DATE:
            found[item.name] = value
    charge = parse_number(found.get(CHARGE, ""))
    if charge is None or not charge.is_integer():
        found.pop(CHARGE, None)
    return found


def _line(item: Field, fields: Mapping[str, str]) -> str:
    if item.name in vamas_groups.DATE:
        return fields.get(item.name, UNKNOWN)
    return fields.get(item.name, NONE if item.is_number else "")


def _number(text: str, missing: str = NONE) -> str:
    value = _supplied(text)
    return missing if value is None else number_text(value)


def _supplied(text: str) -> float | None:
    value = parse_number(text)
    return None if value is None or abs(value) >= NOT_SUPPLIED else value


def _date(metadata: Mapping[str, str]) -> dict[str, str]:
    """Return year to second, and the hours ahead of GMT where the date has them."""
    text = metadata.get("date", "")
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return {}
    parts = [when.year, when.month, when.day, when.hour, when.minute, when.second]
    if len(text) <= len("2024-02-29"):
        parts[3:] = [-1, -1, -1]
    found = dict(zip(vamas_groups.DATE, map(str, parts), strict=True))
    offset = when.utcoffset()
    if offset is not None:
        found[HOURS] = number_text(offset.total_seconds() / 3600.0)
    return found


def _comments(
    spectrum: Spectrum, variables: Mapping[Label, str], fields: Mapping[str, str]
) -> list[str]:
    others = comment_lines(spectrum.metadata.get("block comments", ""))
    lines = [
        *(line for line in others if not line.startswith((MARK.strip(), OWN_COMMENT))),
        OWN_COMMENT,
        *record_lines(
            spectrum,
            {label: _supplied(text) for label, text in variables.items()},
            _supplied(fields.get(TAKE_OFF, NONE)),
        ),
    ]
    return [str(len(lines)), *lines]
