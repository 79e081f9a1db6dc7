"""The report: complete in itself, nothing from a file is markup, numbers as in CSV."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from tests.xpsfit.report.pages import data_of, poor, seen, series, surface
from xpsfit.checks import judge
from xpsfit.depth import depth_profile
from xpsfit.errors import OutputError
from xpsfit.plot.colors import species_colors
from xpsfit.report import report_html, write_report
from xpsfit.report.sections import SECTIONS
from xpsfit.rounding import below
from xpsfit.writers.csv_files import csv_text
from xpsfit.writers.tables import components_table, composition_table
from xpsfit.writers.tables_profile import profile_table

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.writers.table import Table

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">\'&</title>'


def test_a_hostile_sample_name_is_text_on_the_page() -> None:
    page = report_html([series(HOSTILE)], None)
    found = seen(page)
    tags = [tag for tag, _ in found.elements]
    assert tags.count("script") == 2
    assert "img" not in tags
    assert not any(name.startswith("on") for _, own in found.elements for name in own)
    assert HOSTILE in "".join(found.words)


def test_a_name_cannot_end_the_element_of_the_data() -> None:
    page = report_html([surface(HOSTILE)], None)
    assert sample_in(page)["name"] == HOSTILE


def test_the_page_asks_for_nothing_outside_itself() -> None:
    found = seen(report_html([series()], None))
    linked = [
        own[name]
        for _, own in found.elements
        for name in ("src", "href")
        if name in own
    ]
    assert all(address.startswith(("#", "data:")) for address in linked)
    page = report_html([series()], None)
    assert "@import" not in page
    assert "url(#" in page
    assert not re.search(r"url\((?!#)", page)
    assert "fetch(" not in page


def test_only_its_own_script_and_style_may_run() -> None:
    page = report_html([surface()], None)
    (policy,) = (
        own["content"]
        for _, own in seen(page).elements
        if own.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for opening, name in (("<style>", "style"), ("<script>", "script")):
        text = page.split(opening)[1].split(f"</{name}>")[0]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert not any("style" in own for _, own in seen(page).elements)


@pytest.mark.parametrize("result", [surface(), series()], ids=["surface", "series"])
def test_every_section_that_applies_is_there(result: Any) -> None:
    found = seen(report_html([result], None))
    ids = {own.get("id") for _, own in found.elements}
    series_only = {"profile"} if len(result.levels) == 1 else set()
    for section in SECTIONS:
        assert (f"{section.id}-0" in ids) == (section.id not in series_only)


def tables_of(result: Any) -> list[Table]:
    tables = [components_table([result]), composition_table([result])]
    if len(result.levels) > 1:
        tables.append(profile_table(depth_profile(result)))
    return tables


@pytest.mark.parametrize("result", [surface(), series()], ids=["surface", "series"])
def test_the_tables_hold_the_numbers_of_the_csv_files(result: Any) -> None:
    found = seen(report_html([result], None))
    for table in tables_of(result):
        shown = found.columns[table.name]
        rows = [row for row in found.tables[table.name] if row]
        assert len(rows) == len(table.rows)
        assert len(shown) > 5
        for cells, row in zip(rows, table.rows, strict=True):
            values = dict(zip(table.columns, row, strict=True))
            for column, (value, error) in zip(shown, cells, strict=True):
                assert value == csv_text(values[column])
                assert error == csv_text(values.get(f"{column}_stderr"))


def sample_in(page: str) -> dict[str, Any]:
    return cast("list[dict[str, Any]]", data_of(page)["samples"])[0]


def test_curves_are_those_of_the_fit_to_seven_digits() -> None:
    result = surface()
    sample = sample_in(report_html([result], None))
    fit = result.levels[0].fits[0]
    curves = sample["levels"][0]["curves"][0]
    expected = {
        "e": fit.region.binding_energy_ev + result.levels[0].charge.shift_ev,
        "y": fit.region.counts_per_s,
        "b": fit.background_cps,
        "f": fit.envelope_cps,
    }
    for name, values in expected.items():
        read = np.frombuffer(base64.b64decode(curves[name]), dtype="<f4")
        np.testing.assert_allclose(read, values, rtol=1e-6)
    residual = np.frombuffer(base64.b64decode(curves["r"]), dtype="<f4")
    wanted = fit.residual_cps / fit.region.sigma_cps
    np.testing.assert_allclose(residual, wanted, rtol=1e-6, atol=1e-6)


def test_a_species_has_the_color_it_has_in_figures() -> None:
    result = surface()
    sample = sample_in(report_html([result], None))
    parts = sample["levels"][0]["curves"][0]["parts"]
    palette = species_colors([result])
    for part, component in zip(parts, result.levels[0].fits[0].components, strict=True):
        assert part["color"] == palette[component.species]


def test_tables_and_inputs_have_names_for_those_who_listen() -> None:
    found = seen(report_html([series()], None))
    tags = [tag for tag, _ in found.elements]
    assert tags.count("caption") == tags.count("table")
    headings = [own for tag, own in found.elements if tag == "th"]
    assert all(own.get("scope") == "col" for own in headings)
    labels = {own.get("for") for tag, own in found.elements if tag == "label"}
    named = [own for tag, own in found.elements if tag == "input" and "id" in own]
    assert named
    assert all(own["id"] in labels for own in named)


def test_another_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    there = tmp_path / "there.html"
    there.write_text("mine")
    with pytest.raises(OutputError, match="--force"):
        write_report(tmp_path / "none.xpsfit", there)
    with pytest.raises(OutputError, match="web page"):
        write_report(tmp_path / "none.xpsfit", tmp_path / "there.pdf")
    assert there.read_text() == "mine"


def test_every_finding_of_the_referee_is_on_the_page() -> None:
    result = series()
    words = " ".join("".join(seen(report_html([result], None)).words).split())
    for finding in judge([result]):
        if finding.outcome != "not_applicable":
            assert " ".join(finding.sentence.split()) in words


def shown_cells(page: str, table: str) -> list[str]:
    """Return the texts of the cells of a table that show a limit."""
    text = page.split(f'<table data-table="{table}">')[1].split("</table>", maxsplit=1)[
        0
    ]
    return re.findall(r'<td class="limit"[^>]*>([^<]*)</td>', text)


def test_what_is_below_detection_is_shown_as_a_limit() -> None:
    page = report_html([poor()], None)
    composition = composition_table([poor()])
    columns = [composition.columns.index(n) for n in ("element", "detected")]
    absent = [row for row in composition.rows if row[columns[1]] is False]
    assert [row[columns[0]] for row in absent] == ["N", "N"]
    # Area, amount, systematic error and normalized area of each.
    cells = shown_cells(page, "composition")
    assert len(cells) == 8
    limits = [html.unescape(c) for c in cells if c != "–"]
    assert len(limits) == 4
    assert all(re.fullmatch(r"< [\d.]+", limit) for limit in limits)
    for table in ("components", "profile"):
        found = shown_cells(page, table)
        assert found
        assert all(html.unescape(cell)[0] in "<–" for cell in found)
    limit_at = composition.columns.index("atomic_percent_upper_95")
    assert below(float(str(absent[0][limit_at]))) in limits


def test_a_profile_is_drawn_with_limits_in_place_of_noise() -> None:
    sample = sample_in(report_html([poor()], None))
    for chart, name in zip(
        sample["profile"]["charts"], ("N", "C 1s Li2CO3"), strict=True
    ):
        (line,) = (one for one in chart if one["name"] == name)
        assert [limit is None for limit in line["limits"]] == [True, False, False]
        assert line["words"][0] is None
        assert line["words"][1].startswith("< ")
        (other,) = (one for one in chart if one["name"].startswith("Li"))
        assert other["limits"] == [None, None, None]


def test_energies_stand_beside_shift_line_value_and_method() -> None:
    for result in (surface(), series()):
        page = report_html([result], None)
        columns = seen(page).columns["components"]
        for name in ("shift_ev", "method", "line", "assigned_ev"):
            assert f"charge_{name}" in columns
        tables = page.split(">Tables</h3>")[1].split("<table")[0]
        assert "C 1s C-C was set to 284.80 eV" in tables


def test_formulas_are_set_and_stay_text() -> None:
    page = report_html([poor()], None)
    assert '<td class="words" data-value="Li2CO3">Li<sub>2</sub>CO<sub>3</sub>' in page
    parts = cast("dict[str, Any]", data_of(page)["formulas"])["C 1s Li2CO3"]
    assert "".join(text for text, _ in parts) == "C 1s Li2CO3"
    assert [text for text, low in parts if low] == ["2", "3"]


def test_many_samples_are_reached_from_one_short_list() -> None:
    results = [surface(f"foil {n}") for n in range(25)]
    page = report_html(results, None)
    head = page.split("<nav")[1].split("</nav>")[0]
    assert "25 samples" in head
    assert head.count("<a ") == 26
    ids = {own.get("id") for _, own in seen(page).elements}
    for target in re.findall(r'href="#([^"]+)"', page):
        assert target in ids
    assert "and 20 more</h1>" in page
