"""Peak models out of TOML files.

A model file is data: numbers, names and links of the form
``value = ratio * other + offset``. Nothing in it is ever evaluated. A quantity is
written as a bare number (fixed), as ``{ value, min, max }`` (free between bounds; add
``vary = false`` to hold it, or ``spread`` for what is known about it beforehand), or as
``{ link, ratio, offset }``, where `link` names a component, with its core level in
front if that is another one: ``"C 1s/Li2CO3"``. Ties between samples stand in
``[[shared]]`` tables.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, get_args

from xpsfit.backgrounds import (
    ACTIVE_BACKGROUNDS,
    CROSS_SECTIONS,
    CrossSection,
    background_names,
)
from xpsfit.errors import ModelError
from xpsfit.model.check import check_model
from xpsfit.model.link_text import split_link
from xpsfit.model.read_shared import read_shared
from xpsfit.model.read_species import read_species
from xpsfit.model.toml_file import toml_table, toml_text
from xpsfit.model.toml_table import Table
from xpsfit.model.types import (
    ACTIVE_SHIRLEY,
    BackgroundModel,
    Component,
    DoubletSplit,
    Link,
    Parameter,
    PeakModel,
    ReferenceLine,
    RegionModel,
    StepRule,
)

FORMAT = "xpsfit-model"
VERSION = 1
LARGEST_FILE_BYTES = 1_000_000
KIND = "a peak model"


def load_model(path: Path | str) -> PeakModel:
    """Return the peak model in a TOML file.

    Parameters
    ----------
    path : Path or str
        The file.

    Returns
    -------
    PeakModel
        Checked by `check_model`.

    Raises
    ------
    ModelError
        If the file cannot be read, is not TOML, or says something unknown.
    """
    file = Path(path)
    try:
        text = toml_text(file, LARGEST_FILE_BYTES, KIND)
    except ModelError as error:
        raise ModelError(f"{file}: {error}") from error
    return parse_model(text, str(file))


def parse_model(text: str, origin: str = "model") -> PeakModel:
    """Return the peak model written in `text`; `origin` names it in messages.

    Raises
    ------
    ModelError
        As `load_model`.
    """
    try:
        return check_model(_model(toml_table(text, KIND)))
    except ModelError as error:
        raise ModelError(f"{origin}: {error}") from error


def _model(table: Table) -> PeakModel:
    if table.text("format") != FORMAT or table.number("version") != VERSION:
        raise ModelError(f"not written as format = {FORMAT!r}, version = {VERSION}")
    reference = table.table("reference", "reference")
    model = PeakModel(
        name=table.text("name"),
        title=table.text("title", ""),
        source=table.text("source", ""),
        reference=None if reference is None else _reference(reference),
        regions=tuple(
            _region(Table(values, f"region {number}"))
            for number, values in enumerate(table.tables("region"), start=1)
        ),
        species=tuple(
            read_species(Table(values, f"species {number}"))
            for number, values in enumerate(table.tables("species"), start=1)
        ),
        shared=tuple(
            read_shared(Table(values, f"shared {number}"))
            for number, values in enumerate(table.tables("shared"), start=1)
        ),
    )
    table.finish()
    return model


def _reference(table: Table) -> ReferenceLine:
    line = ReferenceLine(
        table.text("region"),
        table.text("component"),
        table.number("binding_energy_ev"),
    )
    table.finish()
    return line


def _region(table: Table) -> RegionModel:
    name = table.text("name")
    table.where = name
    background = table.table("background", f"{name} background")
    region = RegionModel(
        region=name,
        low_ev=table.number("low_ev"),
        high_ev=table.number("high_ev"),
        shift_spread_ev=table.number("shift_spread_ev", 0.0),
        width_spread=table.number("width_spread", 0.0),
        background=BackgroundModel() if background is None else _background(background),
        components=tuple(
            _component(Table(values, f"{name} component {number}"), name)
            for number, values in enumerate(table.tables("component"), start=1)
        ),
    )
    table.finish()
    return region


def _background(table: Table) -> BackgroundModel:
    default = BackgroundModel()
    kind = table.choice("kind", background_names(), default.kind)
    known: dict[str, Any] = {"kind": kind}
    if kind in ACTIVE_BACKGROUNDS:
        known["slope"] = table.flag("slope", default.slope)
    else:
        points = table.number("end_points", default.end_points)
        if not points.is_integer():
            raise ModelError(f"{table.place('end_points')} must be a whole number")
        known["end_points"] = int(points)
    if kind == ACTIVE_SHIRLEY:
        known["step_per_ev"] = _quantity(table, "step_per_ev", default.step_per_ev)
        known["step"] = table.choice("step", get_args(StepRule), default.step)
    if kind in CROSS_SECTIONS:
        section = table.table("cross_section", f"{table.where} cross_section")
        if section is not None:
            known["cross_section"] = _cross_section(section, CROSS_SECTIONS[kind])
        if "strength_ev2" in table.values:
            known["strength_ev2"] = _quantity(table, "strength_ev2")
        table.asked.add("strength_ev2")
    table.finish()
    return BackgroundModel(**known)


def _cross_section(table: Table, default: CrossSection) -> CrossSection:
    section = CrossSection(
        c_ev2=table.number("c_ev2", default.c_ev2),
        c_factor=table.number("c_factor", default.c_factor),
        d_ev2=table.number("d_ev2", default.d_ev2),
    )
    table.finish()
    return section


def _component(table: Table, region: str) -> Component:
    name = table.text("name")
    table.where = f"{region} {name}"
    doublet = table.table("doublet", f"{table.where} doublet")
    shape = table.table("shape", f"{table.where} shape")
    component = Component(
        name=name,
        species=table.text("species", name),
        line_shape=table.text("line_shape"),
        center_ev=_quantity(table, "center_ev"),
        fwhm_ev=_quantity(table, "fwhm_ev"),
        area_cps_ev=_quantity(table, "area_cps_ev", Parameter(0.0, 0.0)),
        shape={} if shape is None else _shape(shape),
        doublet=None if doublet is None else _doublet(doublet),
        source=table.text("source", ""),
    )
    table.finish()
    return component


def _doublet(table: Table) -> DoubletSplit:
    doublet = DoubletSplit(table.number("splitting_ev"), table.number("ratio"))
    table.finish()
    return doublet


def _shape(table: Table) -> dict[str, Parameter | Link]:
    return {key: _quantity(table, key) for key in table.values}


def _quantity(
    table: Table, key: str, default: Parameter | Link | None = None
) -> Parameter | Link:
    if key not in table.values and default is not None:
        table.asked.add(key)
        return default
    if not isinstance(table.values.get(key), dict):
        return Parameter(table.number(key), vary=False)
    table.asked.add(key)
    inner = Table(table.values[key], table.place(key))
    quantity: Parameter | Link
    if "link" in inner.values:
        region, component = split_link(inner.text("link"))
        quantity = Link(
            component,
            inner.number("ratio", 1.0),
            inner.number("offset", 0.0),
            region,
            inner.text("quantity", ""),
        )
    else:
        quantity = Parameter(
            inner.number("value"),
            inner.number("min", -math.inf),
            inner.number("max", math.inf),
            inner.flag("vary", True),
            inner.number("spread", math.inf),
        )
    inner.finish()
    return quantity
