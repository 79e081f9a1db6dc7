"""Standard forms of several line shapes, put together in the order of the lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.lineshapes import StandardForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.arrays import FloatArray
    from xpsfit.lineshapes import LineShape


@dataclass(frozen=True, slots=True)
class Kind:
    """One form among the lines: a line shape, its values, and which lines have it.

    Attributes
    ----------
    shape : LineShape
    ratios : tuple of float
        Shape values, lengths over the full width.
    rows : list of int
        Which lines.
    varies : bool
        Whether derivatives by the shape values are asked for.
    """

    shape: LineShape
    ratios: tuple[float, ...]
    rows: list[int]
    varies: bool


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """What a form of width w adds to ``-w d/dw`` because it depends on lengths over w.

    The sum of ratio times derivative by the ratio, of density and running integral.
    """

    density: FloatArray
    integral: FloatArray | None


def standard_forms(
    t: FloatArray, kinds: list[Kind], *, integral: bool
) -> tuple[StandardForm, Stretch | None]:
    """Return the standard forms of all lines, one call per kind.

    Parameters
    ----------
    t : FloatArray, shape (lines, n)
    kinds : list of Kind
    integral : bool
        Whether running integrals are asked for.

    Returns
    -------
    form : StandardForm
        Rows in the order of `t`.
    stretch : Stretch or None
        None where no form depends on a length.
    """
    if len(kinds) == 1 and not kinds[0].shape.lengths:
        (kind,) = kinds
        return (
            kind.shape.standard(
                t, *kind.ratios, integral=integral, by_shape=kind.varies
            ),
            None,
        )
    forms: list[tuple[list[int], StandardForm]] = []
    stretches: list[tuple[list[int], Stretch]] = []
    for kind in kinds:
        stretched = any(kind.ratios[k] for k in kind.shape.lengths)
        form = kind.shape.standard(
            t if len(kinds) == 1 else t[kind.rows],
            *kind.ratios,
            integral=integral,
            by_shape=kind.varies or stretched,
        )
        forms.append((kind.rows, form))
        if stretched:
            stretches.append((kind.rows, _stretch(kind, form)))
    return _gathered(t, forms), _gathered_stretch(t, stretches) if stretches else None


def _stretch(kind: Kind, form: StandardForm) -> Stretch:
    """Return the stretch of a form that was evaluated with its shape derivatives."""

    def scaled(parts: tuple[FloatArray, ...]) -> FloatArray:
        return np.asarray(sum(kind.ratios[k] * parts[k] for k in kind.shape.lengths))

    below = form.integral_by_shape
    return Stretch(scaled(form.density_by_shape), scaled(below) if below else None)


def _gathered(
    t: FloatArray, forms: list[tuple[list[int], StandardForm]]
) -> StandardForm:
    """Return several standard forms as one, in the order of the lines.

    A form with fewer shape parameters than another has zeros in their place.
    """
    if len(forms) == 1:
        return forms[0][1]

    def rows_of(pick: Callable[[StandardForm], FloatArray | None]) -> FloatArray | None:
        return _scattered(t, [(rows, pick(form)) for rows, form in forms])

    def by_shape(
        pick: Callable[[StandardForm], tuple[FloatArray, ...]],
    ) -> tuple[FloatArray, ...]:
        parts = [(rows, pick(form)) for rows, form in forms]
        most = max(len(part) for _, part in parts)
        found = (
            _scattered(t, [(rows, p[k]) for rows, p in parts if k < len(p)])
            for k in range(most)
        )
        return tuple(part for part in found if part is not None)

    density = rows_of(lambda form: form.density)
    slope = rows_of(lambda form: form.slope)
    if density is None or slope is None:
        raise ValueError("no forms to put together")
    return StandardForm(
        density,
        slope,
        rows_of(lambda form: form.integral),
        by_shape(lambda form: form.density_by_shape),
        by_shape(lambda form: form.integral_by_shape),
    )


def _gathered_stretch(
    t: FloatArray, stretches: list[tuple[list[int], Stretch]]
) -> Stretch | None:
    """Return several stretches as one; lines without have zeros, all without None."""
    density = _scattered(t, [(rows, part.density) for rows, part in stretches])
    if density is None:
        return None
    return Stretch(
        density, _scattered(t, [(rows, part.integral) for rows, part in stretches])
    )


def _scattered(
    t: FloatArray, parts: list[tuple[list[int], FloatArray | None]]
) -> FloatArray | None:
    """Return rows of several parts in one array, None where no part is there."""
    if all(part is None for _, part in parts):
        return None
    result = np.zeros_like(t)
    for rows, part in parts:
        if part is not None:
            result[rows] = part
    return result
