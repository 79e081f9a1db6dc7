from __future__ import annotations

import io

import pytest

from xpsfit_cli.render import Grid, progress, show
from xpsfit_cli.wording import printable

WIDE = Grid(
    "Fits",
    ("component", *(f"quantity {n}\n/ eV" for n in range(12))),
    [("C-C", *("284.8000 ± 0.0033" for _ in range(12)))],
    below=("! a warning " + "of many words " * 30,),
)


class Terminal(io.StringIO):
    """A terminal of 60 columns that keeps what it is sent."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def _shown(grid: Grid, file: io.StringIO | None = None) -> str:
    file = file or io.StringIO()
    show([grid], file=file)
    return file.getvalue()


class TestOutsideATerminal:
    def test_there_are_no_control_codes(self) -> None:
        assert "\x1b" not in _shown(WIDE)

    def test_no_number_is_cut(self) -> None:
        assert _shown(WIDE).count("284.8000 ± 0.0033") == 12
        assert "…" not in _shown(WIDE)

    def test_long_lines_stay_whole(self) -> None:
        assert WIDE.below[0].strip() in _shown(WIDE).splitlines()

    def test_color_can_still_be_forced_off(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        assert "\x1b[3" not in _shown(WIDE, Terminal())


class TestOnANarrowTerminal:
    @pytest.fixture(autouse=True)
    def _narrow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "60")
        monkeypatch.setenv("TERM", "xterm")

    def test_no_number_is_cut_either(self) -> None:
        text = _shown(WIDE, Terminal())
        assert text.count("284.8000 ± 0.0033") == 12
        assert "…" not in text

    def test_sentences_are_wrapped_at_words(self) -> None:
        lines = _shown(WIDE, Terminal()).splitlines()
        assert any(line.endswith(" of") or "many words" in line for line in lines)
        wrapped = [line for line in lines if "words" in line]
        assert len(wrapped) > 3


class TestNamesFromFiles:
    @pytest.mark.parametrize(
        "name", ["[bold]Li[/bold]", "[/]", "[link=http://a]b[/link]", ":smile:"]
    )
    def test_markup_is_text(self, name: str) -> None:
        grid = Grid(name, (name,), [(name,)], above=(name,), below=(name,))
        assert _shown(grid).count(name) == 5

    def test_control_codes_are_spelled_out(self) -> None:
        text = _shown(Grid("a\x1b[2J", ("b\x1b[1m",), [("c\x07",)]))
        assert "\x1b" not in text
        assert "\x07" not in text
        assert r"a\x1b[2J" in text

    def test_a_name_stays_on_its_line(self) -> None:
        assert "Li foil" in _shown(Grid("", ("n",), [("Li\n\nfoil",)]))


def test_half_a_surrogate_is_spelled_out() -> None:
    assert printable("foil\udce9") == r"foil\udce9"


def test_an_encoding_without_plus_minus_gets_letters() -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="ascii", errors="strict")
    show([WIDE], file=file)
    file.flush()
    assert raw.getvalue().count(b"284.8000 +/- 0.0033") == 12


class TestProgress:
    def test_it_is_silent_where_nobody_looks(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with progress("levels", wanted=True) as move:
            move(1, 2)
        captured = capsys.readouterr()
        assert captured.out + captured.err == ""

    def test_it_shows_on_the_stderr_of_a_terminal(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terminal = Terminal()
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr("sys.stderr", terminal)
        with progress("tma_20s", wanted=True) as move:
            move(1, 2)
        assert "tma_20s" in terminal.getvalue()

    def test_it_is_silent_where_it_is_not_wanted(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terminal = Terminal()
        monkeypatch.setattr("sys.stderr", terminal)
        with progress("tma_20s", wanted=False) as move:
            move(1, 2)
        assert terminal.getvalue() == ""
