"""What core levels, samples or etch levels have in common, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.account.words import listed, sentence, short_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from xpsfit.fit.joint_result import FittedSpecies
    from xpsfit.fit.result import FitResult
    from xpsfit.fit.series.result import SeriesFit
    from xpsfit.results import SampleResult

SERIES_TIE = "lines and steps shared by all levels of the series"
LINKS = {
    "carried": "Each level was fitted by itself, from where the one before it ended.",
    "none": "Each level was fitted by itself.",
}


def together_sentences(
    result: SampleResult, fits: Sequence[FitResult], settings: Mapping[str, Any]
) -> list[str]:
    """Return species, ties between core levels and samples, and joint series."""
    if not fits:
        return []
    joints = [level.joint for level in result.levels if level.joint is not None]
    sentences = _species([one for joint in joints for one in joint.species])
    held = dict.fromkeys(
        tie for joint in joints for tie in joint.held if tie != SERIES_TIE
    )
    if held:
        others = any(joint.sample for joint in joints)
        whole = "this sample was fitted together with others" if others else "one fit"
        sentences.append(sentence(f"{whole}, in which is held: {'; '.join(held)}"))
    if result.series is not None:
        sentences += _series(result.series, result)
    elif len(result.levels) > 1 and settings.get("link") in LINKS:
        sentences.append(LINKS[settings["link"]])
    if result.reference is not None:
        sentences.append(
            "Positions and shapes were taken over from the reference sample "
            f"{short_name(result.reference.sample)}."
        )
    return sentences


def _species(found: Sequence[FittedSpecies]) -> list[str]:
    """Return which formulas tie the areas of core levels."""
    if not found:
        return []
    one_each = {one.name: one for one in found}
    words = ", ".join(
        f"{one.name} ({_formula(one.composition)}{_slack(one.slack)})"
        for one in one_each.values()
    )
    missing = [
        f"{name} of {listed(one.missing)}"
        for name, one in one_each.items()
        if one.missing
    ]
    lacking = f"; not measured: {'; '.join(missing)}" if missing else ""
    return [
        (
            "Core levels were fitted together: the area of a component is what the "
            "amounts of its species demand, by formula and sensitivity factor; "
            f"species: {words}{lacking}."
        )
    ]


def _formula(composition: Mapping[str, float]) -> str:
    return "".join(
        f"{element}{'' if number == 1.0 else f'{number:g}'}"
        for element, number in composition.items()
    )


def _slack(slack: float) -> str:
    return f", within {slack:.0%}" if slack else ""


def _series(series: SeriesFit, result: SampleResult) -> list[str]:
    free = sum(p.state == "shared" for p in series.parameters)
    shared = listed(series.shared) or "nothing"
    sentences = [
        (
            f"{listed(series.regions)} of all levels were fitted in one fit; the "
            f"levels share {shared} ({free} free parameters), each has "
            f"{listed(word.replace('+-', '±') for word in series.per_level)}."
        )
    ]
    apart = dict.fromkeys(
        area.region.name for level in result.levels for area in level.integrated
    )
    outside = [name for name in apart if name not in series.regions]
    if outside:
        was = "was" if len(outside) == 1 else "were"
        sentences.append(f"{listed(outside)} {was} integrated at each level by itself.")
    return sentences
