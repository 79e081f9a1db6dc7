"""The methods text of a result: sentences that a paper can take, nothing invented."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from xpsfit.account.evaluation import evaluation_sentences
from xpsfit.account.measurement import measurement_sentences
from xpsfit.account.missing import missing
from xpsfit.account.scale import depth_sentences, energy_sentences
from xpsfit.account.words import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from xpsfit.results import SampleResult

WIDTH = 88


def methods_paragraphs(
    result: SampleResult,
    versions: Mapping[str, str],
    settings: Mapping[str, Any] | None = None,
) -> list[str]:
    """Return the methods text of one sample.

    Parameters
    ----------
    result : SampleResult
    versions : mapping of str to str
        Of the programs that made it, as `run.json` has them.
    settings : mapping of str to object, optional
        The choices of the analysis, as `run.json` has them; what only they tell is not
        told without.

    Returns
    -------
    list of str
        Measurement, energy scale, evaluation, for a series its depth scale, software.
        What is needed and was not recorded is said to be so.
    """
    parts = (
        measurement_sentences(result),
        energy_sentences(result),
        evaluation_sentences(result, settings or {}),
        depth_sentences(result),
        [_software(versions)],
    )
    return [" ".join(sentences) for sentences in parts if sentences]


def methods_text(
    results: Sequence[SampleResult],
    versions: Mapping[str, str],
    settings: Mapping[str, Any] | None = None,
) -> str:
    """Return the content of ``methods.txt``: text per sample, then what is missing.

    Parameters
    ----------
    results : sequence of SampleResult
    versions, settings : mapping
        As in `methods_paragraphs`.
    """
    blocks = []
    for result in results:
        blocks.append(f"Methods: {name_of(result.sample)}")
        paragraphs = methods_paragraphs(result, versions, settings)
        blocks += [_wrapped(text) for text in paragraphs]
    lacking = missing(results)
    if lacking:
        blocks.append("Not recorded, and asked for by those who read such work:")
        blocks.append("\n".join(f"- {w.name} ({w.asked_by})" for w in lacking))
        blocks.append(
            _wrapped("State what you know in a TOML file and give it with --metadata.")
        )
    return "\n\n".join(blocks) + "\n"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _software(versions: Mapping[str, str]) -> str:
    if "xpsfit" not in versions:
        return "Spectra were evaluated with xpsfit (version not recorded)."
    names = {"python": "Python", "numpy": "numpy", "scipy": "scipy", "lmfit": "lmfit"}
    others = [f"{names[n]} {versions[n]}" for n in names if n in versions]
    return (
        f"Spectra were evaluated with xpsfit {versions['xpsfit']} "
        f"({', '.join(others)})."
    )
