"""Species of a sample: amounts that rest on several core levels at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.rounding import below, rounded
from xpsfit.writers.tables_species import atoms_text
from xpsfit_cli.render import Grid

if TYPE_CHECKING:
    from xpsfit.fit.joint_result import JointFit
    from xpsfit.model import PeakModel
    from xpsfit.results import Composition, SpeciesAmount

COLUMNS = ("species", "atoms", "core levels", "amount\n/ at%")
MODEL_COLUMNS = ("species", "atoms", "components", "slack")


def joint_grid(joint: JointFit, composition: Composition | None) -> Grid:
    """Return what regions that were fitted together say as a whole."""
    species = () if composition is None else composition.species
    known = {s.name: s.composition for s in joint.species}
    return Grid(
        "Regions fitted together",
        COLUMNS if species else (),
        [_row(amount, known[amount.species]) for amount in species],
        above=(_minimum(joint),),
        below=tuple(joint.held),
        words=3,
    )


def _row(amount: SpeciesAmount, atoms: dict[str, float]) -> tuple[str, ...]:
    present = amount.presence == "present"
    return (
        amount.species,
        atoms_text(atoms),
        ", ".join(amount.regions),
        rounded(amount.atomic_percent, amount.atomic_percent_stderr)
        if present
        else below(amount.atomic_percent_upper_95),
    )


def _minimum(joint: JointFit) -> str:
    listed = ", ".join(joint.regions)
    if joint.chi_square is None or joint.apart_chi_square is None:
        return f"{listed}: {joint.points} points, {joint.free_parameters} parameters"
    return (
        f"{listed}: chi-square {joint.chi_square:.1f} of {joint.points} points with "
        f"{joint.free_parameters} free parameters, against "
        f"{joint.apart_chi_square:.1f} with {joint.apart_free_parameters} before"
    )


def model_species(model: PeakModel) -> list[Grid]:
    """Return the species of a model, nothing where it has none."""
    if not model.species:
        return []
    sources: dict[str, list[str]] = {}
    for species in model.species:
        if species.source:
            sources.setdefault(species.source, []).append(species.name)
    rows = [
        (
            s.name,
            atoms_text(s.composition),
            ", ".join(f"{level} {name}" for level, name in s.components.items()),
            f"{s.slack:g}" if s.slack else "strict",
        )
        for s in model.species
    ]
    below_ = tuple(f"{', '.join(names)}: {text}" for text, names in sources.items())
    return [Grid("Species", MODEL_COLUMNS, rows, below=below_, words=3)]
