"""A table of layers with their relative sputter rates: ``--layers FILE.toml``.

::

    format = "xpsfit-layers"
    version = 1
    reference = "Ta2O5"         # what the rates are relative to

    [[layer]]                   # from the surface down
    material = "C"
    until = "C 1s C-C"          # ends at the interface of this state or element ...
    rate = "estimate"           # the estimate of the peak library, good to a factor 2

    [[layer]]
    material = "Al-C film"
    until_s = 1225              # ... or at this etch time
    rate = 0.7                  # relative to the reference, thickness per time
    low = 0.5
    high = 1.0
    source = "own crater depths"

    [[layer]]                   # the last one goes on
    material = "LiAl"
    rate = "estimate"
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import peaklib
from peaklib.errors import UnknownRecordError
from xpsfit.depth.scale import check_scale, with_layers
from xpsfit.depth.types import REFERENCE, DepthScale, LayerSpec, LayerTable, ScaleLayer
from xpsfit.errors import FormatError, ModelError, SeriesError
from xpsfit.model.toml_file import toml_table, toml_text
from xpsfit.model.toml_table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.depth.types import Interface

FORMAT, VERSION, KIND = "xpsfit-layers", 1, "a table of layers"
LARGEST_FILE_BYTES, MOST_LAYERS, LONGEST_TEXT = 100_000, 100, 200
ESTIMATE = "estimate"
NEEDED = (
    f'no table of layers: write format = "{FORMAT}" and version = {VERSION}, then one '
    '[[layer]] per layer from the surface down, with material, rate ("estimate", or a '
    "number with low, high and source) and, but for the last one, until or until_s: "
    'material = "C", until = "C 1s C-C", rate = "estimate"'
)
SLOWEST, FASTEST = 0.01, 100.0
"""Materials sputter within these multiples of each other; beyond, a unit is wrong."""


def read_layers(path: Path | str) -> LayerTable:
    """Return the layers in a TOML file.

    Parameters
    ----------
    path : Path or str

    Raises
    ------
    FormatError
        If the file cannot be read or is no such table; says where and what to do.
    """
    file = Path(path)
    try:
        return parse_layers(toml_text(file, LARGEST_FILE_BYTES, KIND))
    except ModelError as error:
        raise FormatError(str(error), file=file) from error


def parse_layers(text: str) -> LayerTable:
    """Return the layers written in `text`.

    Raises
    ------
    ModelError
        If it is not TOML, or no table of layers.
    """
    table = toml_table(text, KIND)
    if not {"format", "version"} <= table.values.keys():
        raise ModelError(NEEDED)
    if table.text("format") != FORMAT or table.number("version") != VERSION:
        raise ModelError(f"not written as format = {FORMAT!r}, version = {VERSION}")
    reference = _short(table, "reference", REFERENCE)
    layers = table.tables("layer")
    if not 0 < len(layers) <= MOST_LAYERS:
        raise ModelError(
            f"{len(layers)} layers; write from 1 to {MOST_LAYERS} tables [[layer]], "
            "from the surface down"
        )
    specs = tuple(
        _layer(Table(values, f"layer {number}"), reference)
        for number, values in enumerate(layers, start=1)
    )
    table.finish()
    _check_ends(specs)
    return LayerTable(reference, specs)


def _short(table: Table, key: str, default: object = ...) -> str:
    text = table.text(key, default)
    if not 0 < len(text) <= LONGEST_TEXT or not text.isprintable():
        raise ModelError(
            f"{table.place(key)} must be a text of 1 to {LONGEST_TEXT} printable "
            "characters"
        )
    return text


def _layer(table: Table, reference: str) -> LayerSpec:
    material = _short(table, "material")
    table.where = f"{table.where} ({material})"
    until = _short(table, "until") if "until" in table.values else ""
    until_s = table.number("until_s") if "until_s" in table.values else None
    if until and until_s is not None:
        raise ModelError(
            f"{table.where} ends at both until and until_s; give one of them"
        )
    rates = (
        _estimate(table, material, reference)
        if table.values.get("rate") == ESTIMATE
        else _stated(table)
    )
    table.finish()
    return replace(rates, material=material, until=until, until_s=until_s)


def _estimate(table: Table, material: str, reference: str) -> LayerSpec:
    table.text("rate")
    try:
        rate = peaklib.sputter_rate(material)
    except UnknownRecordError as error:
        raise ModelError(
            f"{table.where}: no estimate for this material ({error}); state rate, low, "
            "high and source"
        ) from error
    if rate.reference != reference:
        raise ModelError(
            f"{table.where}: the estimates are relative to {rate.reference}, not to "
            f"{reference}; state rate, low, high and source"
        )
    source = f"{peaklib.source(rate.source).citation.split(' made')[0].lower()}"
    return LayerSpec(
        material,
        rate.ratio,
        rate.low,
        rate.high,
        f"{source}, good to a factor of {rate.factor:g}",
    )


def _stated(table: Table) -> LayerSpec:
    if "rate" not in table.values:
        raise ModelError(
            f"{table.where} has no relative rate; state rate, low, high and source, or "
            f"take the estimate of the peak library with rate = {ESTIMATE!r}"
        )
    low, rate, high = (table.number(key) for key in ("low", "rate", "high"))
    if not SLOWEST <= low <= rate <= high <= FASTEST:
        raise ModelError(
            f"{table.where}: rate {rate:g} with low {low:g} and high {high:g} is no "
            f"relative rate with its range; they are multiples of the reference, "
            f"{SLOWEST:g} <= low <= rate <= high <= {FASTEST:g}"
        )
    return LayerSpec("", rate, low, high, _short(table, "source"))


def _check_ends(specs: Sequence[LayerSpec]) -> None:
    for number, spec in enumerate(specs, start=1):
        where = f"layer {number} ({spec.material})"
        ends = spec.until_s is not None or bool(spec.until)
        if number < len(specs) and not ends:
            raise ModelError(
                f"{where} has no end but another layer follows; give until_s in s, or "
                "until with the state or element whose interface ends it"
            )
        if number == len(specs) and ends:
            raise ModelError(
                f"{where} is the last one and has an end; leave its end out, or add "
                "the layer below"
            )
        if spec.until_s is not None and not 0.0 < spec.until_s < math.inf:
            raise ModelError(f"{where} ends at {spec.until_s:g} s; give a time above 0")
    stated = [(s.material, s.until_s) for s in specs if s.until_s is not None]
    for (above, end), (below, later) in pairwise(stated):
        if later <= end:
            raise ModelError(
                f"the layers {above} (until {end:g} s) and {below} (until {later:g} s) "
                "overlap; ends must increase from the surface down"
            )


def check_reference(scale: DepthScale, table: LayerTable) -> None:
    """Refuse layers that are relative to another material than the rate is of.

    Raises
    ------
    SeriesError
    """
    if table.reference != scale.material:
        raise SeriesError(
            f"the layers are relative to {table.reference} and the rate is that of "
            f"{scale.material}; give the rate of {table.reference}, or change the "
            "reference of the layers"
        )


def layered(
    scale: DepthScale, table: LayerTable, interfaces: Sequence[Interface]
) -> DepthScale:
    """Return the scale with the layers of a table, their ends found in a profile.

    Parameters
    ----------
    scale : DepthScale
        Of one rate.
    table : LayerTable
    interfaces : sequence of Interface
        What was found in the series. A step ends a layer at its middle, a buried layer
        where it falls below detection.

    Raises
    ------
    SeriesError
        If the table is relative to another material than the rate, an interface is not
        there, or layers then overlap.
    """
    check_scale(scale)
    check_reference(scale, table)
    starts = [(0.0, 0.0)]
    starts += [_end(spec, interfaces) for spec in table.layers[:-1]]
    for above, ((end, _), (later, _)) in zip(
        table.layers, pairwise(starts), strict=False
    ):
        if later <= end:
            raise SeriesError(
                f"layer {above.material} would end at {later:g} s and begin at "
                f"{end:g} s: the layers overlap; give until_s instead of until"
            )
    layers = tuple(
        ScaleLayer(
            spec.material,
            spec.relative_rate,
            spec.relative_low,
            spec.relative_high,
            spec.source,
            *start,
        )
        for spec, start in zip(table.layers, starts, strict=True)
    )
    return with_layers(scale, layers)


def _end(spec: LayerSpec, interfaces: Sequence[Interface]) -> tuple[float, float]:
    """Return where a layer ends, and the error of that."""
    if spec.until_s is not None:
        return spec.until_s, 0.0
    found = next((i for i in interfaces if i.quantity == spec.until), None)
    if found is None:
        known = ", ".join(i.quantity for i in interfaces) or "none"
        raise SeriesError(
            f"layer {spec.material} ends at {spec.until!r}, which this series has not; "
            f"it has: {known}"
        )
    time, error = found.position_s, found.position_s_stderr
    if found.kind == "layer":
        time, error = found.gone_s, found.gone_s_stderr
    if found.kind == "none" or time is None:
        raise SeriesError(
            f"layer {spec.material} ends at {spec.until!r}, which has no interface in "
            f"this series ({found.note}); give until_s"
        )
    return time, error or 0.0
