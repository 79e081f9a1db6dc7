"""How the choices behind two results differ: inputs, versions, settings, model."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from typing import TYPE_CHECKING, Any

from xpsfit.difference.records import Differing
from xpsfit.model import dump_model
from xpsfit.settings_record import settings_content
from xpsfit.statements import stated_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.again import RecordedRun
    from xpsfit.model.types import PeakModel
    from xpsfit.results import SampleResult

SHORT_SHA256 = 12


def inputs_differing(first: RecordedRun, second: RecordedRun) -> tuple[Differing, ...]:
    """Return the input files whose content only one of two runs read."""
    one, other = ({i.sha256: i for i in run.inputs} for run in (first, second))
    only_first = [_file(i.file, i.sha256) for s, i in one.items() if s not in other]
    only_second = [_file(i.file, i.sha256) for s, i in other.items() if s not in one]
    pairs = max(len(only_first), len(only_second))
    padded = (
        [*found, *[""] * (pairs - len(found))] for found in (only_first, only_second)
    )
    return tuple(Differing("input", was, now) for was, now in zip(*padded, strict=True))


def _file(name: str, digest: str) -> str:
    return f"{name} (SHA-256 {digest[:SHORT_SHA256]}...)"


def versions_differing(
    first: RecordedRun, second: RecordedRun
) -> tuple[Differing, ...]:
    """Return the programs and machines that are other ones."""
    return _between(
        {**first.versions, **first.machine}, {**second.versions, **second.machine}
    )


def settings_differing(
    first: RecordedRun, second: RecordedRun
) -> tuple[Differing, ...]:
    """Return the settings that are other ones; the model has a list of its own."""
    one, other = (
        {k: _shown(v) for k, v in settings_content(run.settings.settings).items()}
        for run in (first, second)
    )
    return _between(one, other)


def statements_differing(
    first: Sequence[SampleResult], second: Sequence[SampleResult]
) -> tuple[Differing, ...]:
    """Return what users stated otherwise about the measurement, by key."""
    return _between(stated_of(first), stated_of(second))


def model_differing(
    first: Sequence[SampleResult], second: Sequence[SampleResult]
) -> tuple[Differing, ...]:
    """Return the entries in which the peak models that ran differ.

    Parameters
    ----------
    first, second : sequence of SampleResult
        Paired; each pair is compared, and what repeats is said once.
    """
    found: dict[Differing, None] = {}
    for one, other in zip(first, second, strict=True):
        if one.model != other.model:
            found |= dict.fromkeys(_between(_entries(one.model), _entries(other.model)))
    return tuple(found)


def _entries(model: PeakModel) -> dict[str, str]:
    """Return every entry of a model by its place, e.g. ``C 1s / C-O / fwhm_ev``."""
    return dict(_leaves(tomllib.loads(dump_model(model)), ""))


def _leaves(value: Any, place: str) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        kind = {"value", "link"} & set(value)
        if kind:
            return [(place, _shown(value))]
        return [
            leaf
            for key, entry in value.items()
            for leaf in _leaves(entry, _below(place, key))
        ]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [
            leaf
            for number, entry in enumerate(value, start=1)
            for leaf in _leaves(entry, _named(place, entry, number))
        ]
    return [(place, _shown(value))]


def _named(place: str, entry: Mapping[str, Any], number: int) -> str:
    """Return the place of an entry of a list by its name, as people speak of it."""
    name = entry.get("name", entry.get("region", number))
    above = place.rpartition(" / ")[0]
    return _below(above, str(name))


def _below(place: str, key: str) -> str:
    return f"{place} / {key}" if place else key


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _between(
    first: Mapping[str, str], second: Mapping[str, str]
) -> tuple[Differing, ...]:
    return tuple(
        Differing(name, first.get(name, ""), second.get(name, ""))
        for name in dict.fromkeys([*first, *second])
        if first.get(name) != second.get(name)
    )


def same_data(first: RecordedRun, second: RecordedRun) -> bool:
    """Return whether two runs read the same spectra, whatever was stated of them."""
    one, other = (
        {i.sha256 for i in run.inputs if not i.file.lower().endswith(".toml")}
        for run in (first, second)
    )
    return bool(one) and one == other


def renamed_pairs(
    first: Sequence[SampleResult], second: Sequence[SampleResult]
) -> tuple[list[tuple[SampleResult, SampleResult]], tuple[Differing, ...]]:
    """Return the samples of two results in pairs, and those without a partner.

    Samples belong together by name. Where each result holds one, they do whatever their
    names.
    """
    if len(first) == len(second) == 1:
        one, other = first[0], second[0]
        unlike = one.sample != other.sample
        note = (Differing("sample", one.sample, other.sample),) if unlike else ()
        return [(one, other)], note
    others = {result.sample: result for result in second}
    pairs = [(one, others[one.sample]) for one in first if one.sample in others]
    names = {one.sample for one, _ in pairs}
    lonely = [Differing("sample", r.sample, "") for r in first if r.sample not in names]
    lonely += [
        Differing("sample", "", r.sample) for r in second if r.sample not in names
    ]
    return pairs, tuple(lonely)


def plain(difference: Any) -> dict[str, Any]:
    """Return a `Difference` as plain data for JSON, with the change of every number."""
    content = dataclasses.asdict(difference)
    for entry, move in zip(content["moves"], difference.moves, strict=True):
        entry["change"] = move.change
    return {"same": difference.empty, **content}
