import pytest

from peaklib import (
    DataError,
    PeakLibError,
    UnknownElementError,
    UnknownLevelError,
    UnknownLibraryError,
    UnknownRecordError,
    element,
    sensitivity,
)


@pytest.mark.parametrize(
    "kind", [UnknownElementError, UnknownLevelError, UnknownLibraryError]
)
def test_every_unknown_name_is_caught_as_one_kind(
    kind: type[UnknownRecordError],
) -> None:
    assert issubclass(kind, UnknownRecordError)
    assert issubclass(kind, PeakLibError)


def test_data_errors_are_caught_with_the_others() -> None:
    assert issubclass(DataError, PeakLibError)


def test_a_short_list_of_names_is_printed_in_full() -> None:
    with pytest.raises(UnknownLibraryError, match="'wagner'; known: althermo1, scofi"):
        sensitivity("wagner")


def test_of_a_long_list_the_nearest_names_are_printed() -> None:
    with pytest.raises(UnknownElementError, match="'Xx'; nearest: Xe") as info:
        element("Xx")
    assert len(info.value.known) == 90


def test_where_nothing_is_near_the_extent_of_the_list_is_printed() -> None:
    error = UnknownRecordError("color", "grean", [f"shade {n}" for n in range(30)])
    assert str(error) == "unknown color 'grean'; 30 are known, from shade 0 to shade 29"


def test_an_endless_name_does_not_make_an_endless_message() -> None:
    error = UnknownLevelError("core level", "x" * 100_000)
    assert len(str(error)) < 100
    assert error.name == "x" * 100_000


def test_a_data_error_names_file_and_key() -> None:
    error = DataError("is missing", file="Al.toml", key="doublets.2p.source")
    assert str(error) == "Al.toml, doublets.2p.source: is missing"
    assert (error.file, error.key) == ("Al.toml", "doublets.2p.source")
