"""Peak models into TOML that a person can read, mail and print."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from xpsfit.backgrounds import CROSS_SECTIONS
from xpsfit.model.read_toml import FORMAT, VERSION
from xpsfit.model.types import (
    ACTIVE_SHIRLEY,
    BackgroundModel,
    Component,
    Link,
    Parameter,
    PeakModel,
    RegionModel,
    SampleLink,
    Species,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def dump_model(model: PeakModel) -> str:
    """Return `model` as TOML text, complete and at full precision.

    Parameters
    ----------
    model : PeakModel
        The model.

    Returns
    -------
    str
        ``parse_model(dump_model(model)) == model``.
    """
    lines = [
        f"format = {_text(FORMAT)}",
        f"version = {VERSION}",
        f"name = {_text(model.name)}",
        f"title = {_text(model.title)}",
        f"source = {_text(model.source)}",
    ]
    if model.reference is not None:
        lines += [
            "",
            "[reference]",
            f"region = {_text(model.reference.region)}",
            f"component = {_text(model.reference.component)}",
            f"binding_energy_ev = {_number(model.reference.binding_energy_ev)}",
        ]
    for region in model.regions:
        lines += _region(region)
    for species in model.species:
        lines += _species(species)
    for shared in model.shared:
        lines += _shared(shared)
    return "\n".join(lines) + "\n"


def _region(region: RegionModel) -> list[str]:
    lines = [
        "",
        "[[region]]",
        f"name = {_text(region.region)}",
        f"low_ev = {_number(region.low_ev)}",
        f"high_ev = {_number(region.high_ev)}",
        f"shift_spread_ev = {_number(region.shift_spread_ev)}",
        f"width_spread = {_number(region.width_spread)}",
        *_background(region.background),
    ]
    for component in region.components:
        lines += _component(component)
    return lines


def _background(background: BackgroundModel) -> list[str]:
    lines = ["", "[region.background]", f"kind = {_text(background.kind)}"]
    if background.is_active:
        lines.append(f"slope = {'true' if background.slope else 'false'}")
    else:
        lines.append(f"end_points = {background.end_points}")
    if background.kind == ACTIVE_SHIRLEY:
        lines += [
            f"step_per_ev = {_quantity(background.step_per_ev)}",
            f"step = {_text(background.step)}",
        ]
    if background.kind in CROSS_SECTIONS:
        section = background.cross_section
        if section is not None:
            lines.append(
                f"cross_section = {{ c_ev2 = {_number(section.c_ev2)}, "
                f"c_factor = {_number(section.c_factor)}, "
                f"d_ev2 = {_number(section.d_ev2)} }}"
            )
        if background.strength_ev2 is not None:
            lines.append(f"strength_ev2 = {_quantity(background.strength_ev2)}")
    return lines


def _component(component: Component) -> list[str]:
    lines = [
        "",
        "[[region.component]]",
        f"name = {_text(component.name)}",
        f"species = {_text(component.species)}",
        f"line_shape = {_text(component.line_shape)}",
        f"center_ev = {_quantity(component.center_ev)}",
        f"fwhm_ev = {_quantity(component.fwhm_ev)}",
        f"area_cps_ev = {_quantity(component.area_cps_ev)}",
    ]
    if component.shape:
        inner = ", ".join(f"{k} = {_quantity(v)}" for k, v in component.shape.items())
        lines.append(f"shape = {{ {inner} }}")
    if component.doublet is not None:
        lines.append(
            f"doublet = {{ splitting_ev = {_number(component.doublet.splitting_ev)}, "
            f"ratio = {_number(component.doublet.ratio)} }}"
        )
    lines.append(f"source = {_text(component.source)}")
    return lines


def _species(species: Species) -> list[str]:
    atoms = [f"{_key(e)} = {_number(n)}" for e, n in species.composition.items()]
    shown = [f"{_key(r)} = {_text(c)}" for r, c in species.components.items()]
    return [
        "",
        "[[species]]",
        f"name = {_text(species.name)}",
        f"composition = {{ {', '.join(atoms)} }}",
        f"components = {{ {', '.join(shown)} }}",
        f"slack = {_number(species.slack)}",
        f"source = {_text(species.source)}",
    ]


def _shared(link: SampleLink) -> list[str]:
    def listed(texts: Iterable[str]) -> str:
        return f"[{', '.join(_text(text) for text in texts)}]"

    lines = [
        "",
        "[[shared]]",
        f"components = {listed(map('/'.join, link.components))}",
        f"quantity = {_text(link.quantity)}",
    ]
    if link.samples:
        lines.append(f"samples = {listed(link.samples)}")
    if link.to_sample:
        lines += [
            f"to_sample = {_text(link.to_sample)}",
            f"ratio = {_number(link.ratio)}",
            f"offset = {_number(link.offset)}",
        ]
    if link.link is not None:
        lines.append(f"link = {_text('/'.join(link.link))}")
    if link.relative_to is not None:
        lines.append(f"relative_to = {_text('/'.join(link.relative_to))}")
    return lines


def _key(key: str) -> str:
    return key if key.isalnum() and key.isascii() else _text(key)


def _quantity(quantity: Parameter | Link) -> str:
    if isinstance(quantity, Link):
        place = f"{quantity.region}/" if quantity.region else ""
        other = f", quantity = {_text(quantity.quantity)}" if quantity.quantity else ""
        return (
            f"{{ link = {_text(place + quantity.component)}, "
            f"ratio = {_number(quantity.ratio)}, "
            f"offset = {_number(quantity.offset)}{other} }}"
        )
    bounded = math.isfinite(quantity.minimum) or math.isfinite(quantity.maximum)
    if not quantity.vary and not bounded and math.isinf(quantity.spread):
        return _number(quantity.value)
    parts = [f"value = {_number(quantity.value)}"]
    if math.isfinite(quantity.minimum):
        parts.append(f"min = {_number(quantity.minimum)}")
    if math.isfinite(quantity.maximum):
        parts.append(f"max = {_number(quantity.maximum)}")
    if not quantity.vary:
        parts.append("vary = false")
    if math.isfinite(quantity.spread):
        parts.append(f"spread = {_number(quantity.spread)}")
    return f"{{ {', '.join(parts)} }}"


def _number(value: float) -> str:
    return repr(float(value))


def _text(value: str) -> str:
    # A JSON string is a TOML basic string, but for the delete character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
