"""The report as a browser shows it: figures, slider, zoom, tables, print."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.xpsfit.report.pages import crowded, poor, series, surface
from xpsfit.depth import depth_profile
from xpsfit.writers.csv_files import csv_text
from xpsfit.writers.tables_profile import profile_table

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 2'>"
RIGHT, HOME, END = "\ue014", "\ue011", "\ue010"


def css(page: Any, selector: str) -> Any:
    return page.find_element("css selector", selector)


def envelope(page: Any) -> str:
    path: str = css(page, "svg.spectrum .envelope").get_attribute("d")
    return path


def window(page: Any) -> tuple[float, float]:
    chart = css(page, "svg.spectrum")
    low, high = (chart.get_attribute(f"data-{end}") for end in ("low", "high"))
    return float(low), float(high)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("result", [surface(), series()], ids=["surface", "series"])
def test_it_opens_without_errors_and_fits_the_width(
    show: Callable[..., Any], result: Any, width: int
) -> None:
    page = show(result, width)
    assert page.get_log("browser") == []
    assert len(page.find_elements("css selector", "svg.spectrum .envelope")) == 2
    across = page.execute_script("return document.documentElement.scrollWidth")
    assert across <= width


def test_it_asks_the_network_for_nothing(series_page: Any) -> None:
    asked = [
        message["params"]["request"]["url"]
        for entry in series_page.get_log("performance")
        if (message := json.loads(entry["message"])["message"])["method"]
        == "Network.requestWillBeSent"
    ]
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_a_hostile_name_does_nothing(show: Callable[..., Any]) -> None:
    page = show(surface(HOSTILE))
    assert page.execute_script("return window.hurt") is None
    assert css(page, "h1").text == HOSTILE
    assert page.get_log("browser") == []


def test_the_slider_moves_the_spectrum_by_the_keyboard(series_page: Any) -> None:
    slider, before = css(series_page, "input[type=range]"), envelope(series_page)
    slider.send_keys(RIGHT)
    assert envelope(series_page) != before
    assert "Level 2 of 3: 100 s" in css(series_page, "output").text
    assert slider.get_attribute("aria-valuetext").startswith("100 s")
    slider.send_keys(END)
    slider.send_keys(HOME)
    assert envelope(series_page) == before


def test_the_tables_show_the_level_of_the_slider(series_page: Any) -> None:
    def levels() -> set[str]:
        rows = series_page.find_elements("css selector", "tr[data-level]")
        return {row.get_attribute("data-level") for row in rows if row.is_displayed()}

    assert levels() == {"0"}
    css(series_page, "input[type=range]").send_keys(RIGHT)
    assert levels() == {"1"}
    series_page.execute_script("document.querySelector('input.every').click()")
    assert levels() == {"0", "1", "2"}


def test_energies_run_from_right_to_left_and_zoom_changes_the_axis(
    surface_page: Any,
) -> None:
    labels = surface_page.find_elements("css selector", "svg.spectrum .energy")
    placed = sorted((one.location["x"], float(one.text)) for one in labels[:3])
    energies = [energy for _, energy in placed]
    assert energies == sorted(energies, reverse=True)
    low, high = window(surface_page)
    css(surface_page, "button[data-zoom=in]").click()
    near = window(surface_page)
    assert low < near[0] < near[1] < high
    css(surface_page, "button[data-zoom=all]").click()
    assert window(surface_page) == (low, high)
    chart = css(surface_page, "svg.spectrum")
    chart.send_keys("+")
    assert window(surface_page) == near


def test_a_wheel_and_a_drag_zoom(surface_page: Any) -> None:
    whole = window(surface_page)
    surface_page.execute_script(
        """
        const chart = document.querySelector("svg.spectrum");
        const box = chart.getBoundingClientRect();
        chart.focus();
        chart.dispatchEvent(new WheelEvent("wheel", {deltaY: -100, cancelable: true,
          clientX: box.left + box.width / 2, clientY: box.top + 100}));
        """
    )
    wheel = window(surface_page)
    assert wheel[1] - wheel[0] == pytest.approx(0.8 * (whole[1] - whole[0]), abs=1e-3)
    surface_page.execute_script("document.querySelector('[data-zoom=all]').click()")
    webdriver = pytest.importorskip("selenium.webdriver")
    chart = css(surface_page, "svg.spectrum")
    surface_page.execute_script("arguments[0].scrollIntoView({block: 'center'})", chart)
    actions = webdriver.ActionChains(surface_page)
    actions.move_to_element_with_offset(chart, -60, 0).click_and_hold()
    actions.move_by_offset(120, 0).release().perform()
    dragged = window(surface_page)
    assert whole[0] < dragged[0] < dragged[1] < whole[1]


def test_the_keyboard_reads_a_spectrum(surface_page: Any) -> None:
    css(surface_page, "svg.spectrum").send_keys(RIGHT)
    words = css(surface_page, ".readout").text
    for part in (" eV", "counts/s", "fit ", "background ", "C-C ", "residual "):
        assert part in words


def test_the_tables_hold_the_numbers_of_the_csv_file(series_page: Any) -> None:
    table = profile_table(depth_profile(series()))
    column = table.columns.index("C_at_percent")
    place = series_page.execute_script(
        """
        const table = document.querySelector("table[data-table=profile]");
        const names = [...table.querySelectorAll("th")].map((th) => th.dataset.column);
        const at = names.indexOf("C_at_percent");
        return [...table.tBodies[0].rows].map((row) => row.cells[at].dataset.value);
        """
    )
    assert place == [csv_text(row[column]) for row in table.rows]


def test_the_profile_has_error_bars_and_changes_its_axis(series_page: Any) -> None:
    charts = series_page.find_elements("css selector", "svg.profile")
    assert len(charts) == 2
    assert css(series_page, "svg.profile .bars").get_attribute("d").count("M") == 3
    label = css(series_page, "svg.profile .label")
    assert label.text == "Etch time / s"
    series_page.execute_script("document.querySelector('input[value=depth]').click()")
    assert "depth / nm" in css(series_page, "svg.profile .label").text


def test_limits_are_drawn_apart_from_the_lines(show: Callable[..., Any]) -> None:
    page = show(poor())
    elements = css(page, "svg.profile")
    (open_ones,) = elements.find_elements("css selector", ".limits")
    assert open_ones.get_attribute("d").count("M") == 2
    words = css(page, ".profiles .legend").text
    assert "below detection: 95 % upper limit" in words


def test_the_legend_says_what_is_below_detection(
    show: Callable[..., Any],
) -> None:
    page = show(poor())
    css(page, "input[type=range]").send_keys(RIGHT)
    text = page.execute_script(
        "return [...document.querySelectorAll('.spectra .legend li')]"
        ".map((li) => li.textContent)"
    )
    assert "Li2CO3 (below detection)" in text
    assert "Li2CO3" in text


def test_names_stand_above_the_curves_each_at_its_own_line(
    show: Callable[..., Any],
) -> None:
    page = show(crowded())
    places = page.execute_script(
        """
        const chart = document.querySelector("svg.spectrum");
        const frame = chart.querySelector("rect[fill=none]").getBBox();
        const curve = chart.querySelector(".envelope").getAttribute("d");
        const points = curve.slice(1).split("L").map((xy) => xy.split(" ").map(Number));
        return [...chart.querySelectorAll(".name")].map((text) => {
          const box = text.getBBox();
          const under = points.filter(([x]) => x > box.x && x < box.x + box.width);
          return {name: text.textContent, left: box.x, right: box.x + box.width,
            top: box.y, bottom: box.y + box.height, frame: frame.y,
            curve: Math.min(...under.map((xy) => xy[1]))};
        });
        """
    )
    assert {place["name"] for place in places} == {"C-C", "C-O", "Li2CO3"}
    for n, one in enumerate(places):
        assert one["bottom"] <= one["curve"] + 1.0, one
        assert one["top"] >= one["frame"] - 1.0, one
        for other in places[:n]:
            apart = one["left"] >= other["right"] or other["left"] >= one["right"]
            assert (
                apart
                or one["bottom"] <= other["top"] + 4.0
                or other["bottom"] <= one["top"] + 4.0
            )
    assert page.find_elements("css selector", "svg.spectrum .leader")


def test_formulas_are_set_low_in_figures(show: Callable[..., Any]) -> None:
    page = show(crowded())
    low = page.execute_script(
        "return [...document.querySelectorAll('.name tspan[font-size]')]"
        ".map((one) => one.textContent)"
    )
    assert low[:2] == ["2", "3"]


def test_no_column_is_lost_on_paper_and_type_keeps_its_size(
    show: Callable[..., Any],
) -> None:
    page = show(poor())
    columns = page.execute_script(
        """
        window.dispatchEvent(new Event("beforeprint"));
        const names = (table) => [...table.tHead.rows[0].cells]
          .map((th) => th.dataset.column);
        return [...document.querySelectorAll(".table")].map((holder) => {
          const whole = names(holder.querySelector("table"));
          const paper = holder.nextElementSibling;
          const parts = paper && paper.className === "paper"
            ? [...paper.children].map(names) : [whole];
          return [whole, parts];
        });
        """
    )
    assert any(len(parts) > 1 for _, parts in columns)
    for whole, parts in columns:
        assert {name for part in parts for name in part} == set(whole)
        keys = set.intersection(*map(set, parts))
        assert len(parts) == 1 or keys & {"etch_time_s", "component", "element"}
    # 182 mm of paper are 688 pixels of CSS: what is drawn for them is not scaled down.
    widths = page.execute_script(
        "return ['svg.spectrum', 'svg.profile'].map((name) =>"
        " document.querySelector(name).viewBox.baseVal.width)"
    )
    assert widths[0] <= 688 / 2
    assert widths[1] <= 688
    page.execute_script('window.dispatchEvent(new Event("afterprint"))')
    assert page.find_elements("css selector", ".paper, .parted") == []


def test_it_prints(series_page: Any) -> None:
    printed = series_page.execute_cdp_cmd("Page.printToPDF", {})["data"]
    assert base64.b64decode(printed).startswith(b"%PDF-")
