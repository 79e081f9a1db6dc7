"""What was done with each core level and with all together, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.account.certainty import error_sentences, weight_sentences
from xpsfit.account.choice import choice_sentences
from xpsfit.account.fitted import fitted, integrated
from xpsfit.account.together import together_sentences
from xpsfit.account.words import listed, sentence, span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from xpsfit.account.fitted import Areas, Fits
    from xpsfit.results import Composition, SampleResult


def evaluation_sentences(
    result: SampleResult, settings: Mapping[str, Any]
) -> list[str]:
    """Return sentences on fits, integrated regions, errors and composition.

    Parameters
    ----------
    result : SampleResult
    settings : mapping of str to object
        As `run.json` has them; empty where they are not known.
    """
    fits: dict[str, Fits] = {}
    areas: dict[str, Areas] = {}
    for level in result.levels:
        for fit in level.fits:
            fits.setdefault(fit.region.name, []).append((level, fit))
        for area in level.integrated:
            areas.setdefault(area.region.name, []).append((level, area))
    sentences = [f"{region}: {fitted(own, result)}" for region, own in fits.items()]
    sentences += [f"{region}: {integrated(own)}" for region, own in areas.items()]
    flat = [fit for own in fits.values() for _, fit in own]
    sentences += choice_sentences(result, flat)
    sentences += together_sentences(result, flat, settings)
    sentences += weight_sentences(flat)
    sentences += error_sentences(result, flat, settings)
    compositions = [x.composition for x in result.levels if x.composition is not None]
    if not compositions:
        return sentences
    return sentences + _quantified(compositions, settings, list(areas))


def _quantified(
    compositions: list[Composition], settings: Mapping[str, Any], areas: list[str]
) -> list[str]:
    libraries = listed(c.library.capitalize() for c in compositions)
    exponents = span([c.energy_exponent for c in compositions])
    share = f"area / (sensitivity factor × KE^{exponents} × T)"
    transmission = listed(c.transmission for c in compositions)
    return [
        f"Atomic percent is the share of {share} with {libraries} factors.",
        sentence(f"transmission: {transmission}"),
        "Errors of atomic percent are one standard error from those of all areas.",
        *_systematic(settings, areas),
        "Hydrogen and helium are not counted.",
        "A sample that is homogeneous over the depth of analysis is assumed.",
    ]


def _systematic(settings: Mapping[str, Any], areas: list[str]) -> list[str]:
    """Return what the systematic error holds, and which regions it leaves out."""
    kind = settings.get("systematic", "")
    apart = "the systematic error stands apart in the table of compositions"
    kinds = {
        "factors": "; it is that of the sensitivity factors",
        "what-if": "; it is that of the sensitivity factors and, in quadrature, what "
        "other defensible choices would have given (what-if)",
    }
    found = [sentence(f"{apart}{kinds.get(kind, '')}")]
    if kind == "what-if" and areas:
        found.append(
            f"Background and ends were not varied for {listed(areas)}, which have no "
            "peak model: the errors of areas hold an estimate of what they leave open."
        )
    return found
