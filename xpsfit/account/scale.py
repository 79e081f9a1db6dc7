"""How energies were referenced and depths made, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.account.measurement import ion_words
from xpsfit.account.words import listed, sentence, span
from xpsfit.depth.scale import scale_of, scale_sentences
from xpsfit.statements import stated_of

if TYPE_CHECKING:
    from xpsfit.results import ChargeReference, LevelResult, SampleResult

CARBON = (
    "The binding energy of adventitious carbon itself varies by 0.2 to 0.3 eV; this is "
    "not in the errors."
)


def energy_sentences(result: SampleResult) -> list[str]:
    """Return sentences on the charge reference: line, value, shift and method."""
    charge = result.levels[0].charge
    of = " of the first level" if len(result.levels) > 1 else ""
    sentences = [_reference(charge).replace("reference:", f"reference{of}:", 1)]
    if len(result.levels) > 1:
        sentences.append(_series(result.levels))
    if any(level.charge.line.startswith("C 1s") for level in result.levels):
        sentences.append(CARBON)
    refused = sum(bool(level.charge.refusal) for level in result.levels)
    if refused:
        sentences.append(
            f"At {refused} of {len(result.levels)} levels the charge reference that "
            "was asked for was refused; the table of fits says what was done instead."
        )
    return sentences


def _reference(charge: ChargeReference) -> str:
    error = "" if charge.stderr_ev is None else f" ± {charge.stderr_ev:.3f}"
    shift = f"{charge.shift_ev:+.3f}{error} eV"
    if charge.method == "none":
        return "Charge reference: none; binding energies are as measured (shift 0 eV)."
    if charge.line and charge.assigned_ev is not None:
        measured = (
            ""
            if charge.measured_ev is None
            else f" (measured at {charge.measured_ev:.3f} eV)"
        )
        return (
            f"Charge reference: {charge.line} was set to {charge.assigned_ev:.2f} eV"
            f"{measured}, a shift of {shift} for all core levels."
        )
    how = sentence(charge.note) if charge.note else ""
    return f"Charge reference: a shift of {shift} for all core levels. {how}".rstrip()


def _series(levels: tuple[LevelResult, ...]) -> str:
    shifts = span([level.charge.shift_ev for level in levels], "+.3f")
    words = {
        "carried": _carried(levels),
        "fitted_line": "from the reference line of the level itself",
        "given_shift": "as given",
        "separation": "from the separation of lines",
        "metal_line": "from the line of the metal",
        "implanted_argon": "from implanted argon",
        "none": "not applied",
    }
    counts: dict[str, int] = {}
    for level in levels:
        counts[level.charge.method] = counts.get(level.charge.method, 0) + 1
    how = listed(f"{n} {words.get(method, method)}" for method, n in counts.items())
    return f"Shifts of the {len(levels)} levels are {shifts} eV: {how}."


def _carried(levels: tuple[LevelResult, ...]) -> str:
    """Return whether carried shifts moved on the way."""
    own = {v.charge.shift_ev for v in levels if v.charge.method != "carried"}
    carried = {v.charge.shift_ev for v in levels if v.charge.method == "carried"}
    if carried <= own:
        return "carried from another level unchanged"
    return "carried from another level and moved by what the core levels agree on"


def depth_sentences(result: SampleResult) -> list[str]:
    """Return sentences on sputtering and the depth scale; none for a surface."""
    scale = scale_of(result)
    if scale is None:
        return []
    times = [x.etch_time_s for x in result.levels if x.etch_time_s is not None]
    ions = ion_words(result)
    source = stated_of([result]).get("rate_source")
    return [
        (
            f"The depth profile has {len(result.levels)} levels, etched for "
            f"{span(times)} s{f' ({ions})' if ions else ' (ion gun not recorded)'}."
        ),
        *(sentence(text) for text in scale_sentences(scale)),
        *([f"Sputter rate: {sentence(source)}"] if source else []),
    ]
