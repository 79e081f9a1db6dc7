"""Model files from strangers: damaged, huge, or with code in place of numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.xpsfit.model.texts import SOUND, refusal, spoilt
from xpsfit.errors import ModelError
from xpsfit.model import Parameter, parse_model

if TYPE_CHECKING:
    from pathlib import Path


class TestHostileFiles:
    @pytest.mark.parametrize(
        "code", ["__import__('os').mkdir('ran')", "open('ran', 'w')", "1 + 1"]
    )
    @pytest.mark.parametrize("quotes", ["", '"'])
    def test_code_in_place_of_a_number_is_refused_and_never_run(
        self, code: str, quotes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for place in ("center_ev = 72.8", "fwhm_ev = 0.6", "area_cps_ev = 500.0"):
            key = place.split(" = ", maxsplit=1)[0]
            message = refusal(spoilt(place, f"{key} = {quotes}{code}{quotes}"))
            assert "must be a number" in message or "not valid TOML" in message
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        "text",
        ["x = " + "[" * 5000, "x = " + "{a=" * 3000, f"x = 1{5000 * '0'}"],
        ids=["nested lists", "nested tables", "5000 digits"],
    )
    def test_what_would_break_a_parser_is_refused_in_a_sentence(
        self, text: str
    ) -> None:
        assert "nested too deeply, or a number of thousands of digits" in refusal(text)

    def test_a_region_of_thousands_of_components_is_refused(self) -> None:
        component = SOUND[SOUND.rindex("[[region.component]]") :]
        many = [component.replace("Al metal", f"Al {i}") for i in range(3000)]
        assert "3001 components; 100 at most" in refusal(SOUND + "".join(many))

    def test_a_model_of_hundreds_of_regions_is_refused(self) -> None:
        start = SOUND.index("[[region]]")
        many = SOUND[:start] + 60 * SOUND[start:]
        assert "regions; 50 at most" in refusal(many)

    @given(st.text())
    @settings(max_examples=200, deadline=None)
    def test_random_text_raises_nothing_but_a_model_error(self, text: str) -> None:
        with pytest.raises(ModelError):
            parse_model(text)

    @given(
        st.integers(0, len(SOUND) - 1),
        st.integers(0, 30),
        st.text(alphabet="\"'{}[]=.,-0123456789einfatruels_# \n\\", max_size=12),
    )
    @settings(max_examples=400, deadline=None)
    def test_a_damaged_model_is_read_or_refused_with_a_model_error(
        self, start: int, length: int, instead: str
    ) -> None:
        try:
            model = parse_model(SOUND[:start] + instead + SOUND[start + length :])
        except ModelError:
            return
        assert all(
            math.isfinite(r.low_ev) and r.low_ev < r.high_ev for r in model.regions
        )
        parameters = [
            quantity
            for region in model.regions
            for component in region.components
            for quantity in (component.center_ev, component.fwhm_ev)
            if isinstance(quantity, Parameter)
        ]
        assert all(p.minimum <= p.value <= p.maximum for p in parameters)
