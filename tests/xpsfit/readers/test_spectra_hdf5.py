"""Spectra in HDF5 files of strangers."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from tests.hdf5_writer import spectra, text
from xpsfit.errors import FormatError, InputError, UnknownFormatError
from xpsfit.readers import detect, read

Write = Callable[[Callable[[Any], None] | None], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_changed(change: Callable[[Any], None] | None = None) -> Path:
        path = tmp_path / "a.h5"
        path.write_bytes(spectra(change=change))
        return path

    return write_changed


def replaced(name: str, **options: Any) -> Callable[[Any], None]:
    """Return a change of one dataset of the first spectrum."""

    def change(root: Any) -> None:
        del root["spectrum_00001"][name]
        root["spectrum_00001"].create_dataset(name, **options)

    return change


def attribute(name: str, value: Any) -> Callable[[Any], None]:
    def change(root: Any) -> None:
        root["spectrum_00001"].attrs[name] = value

    return change


def test_it_is_read_as_it_stands(write: Write) -> None:
    [one] = read(write(None))
    assert (one.region, one.sample) == ("C 1s", "bare Li")
    assert one.binding_energy_ev.tolist() == [284.0, 284.5, 285.0]
    assert one.intensity.tolist() == [5.0, 7.0, 6.0]
    assert (one.photon_energy_ev, one.pass_energy_ev) == (1486.68, 50.0)
    assert (one.dwell_s, one.scans, one.etch_time_s) == (0.05, 4, 0.0)
    assert one.transmission_state == "corrected"
    assert one.metadata == {"lens": "Standard"}
    assert one.warnings == ("one",)
    assert (one.position, one.angle_deg, one.etch_level) == (None, None, None)
    assert (one.unetched, one.etch_doubt) == (False, "")


def test_places_and_levels_are_attributes(write: Write) -> None:
    def change(root: Any) -> None:
        values = {"angle_deg": -45.5, "etch_level": 2, "unetched": 1}
        texts = {"position": text("left"), "etch_doubt": text("no unit")}
        root["spectrum_00001"].attrs.update(values | texts)

    [one] = read(write(change))
    assert (one.position, one.angle_deg, one.etch_level) == ("left", -45.5, 2)
    assert (one.unetched, one.etch_doubt) == (True, "no unit")


FLOATS = np.array([5.0, 7.0, 6.0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (replaced("intensity", data=FLOATS, compression="gzip"), "not stored in one"),
        (replaced("intensity", data=FLOATS, chunks=(1,)), "not stored in one piece"),
        (replaced("intensity", shape=(10**12,), dtype="f8"), "not stored in one"),
        (replaced("intensity", shape=(0,), dtype="f8"), "is empty"),
        (replaced("intensity", data=FLOATS.astype("f4")), "8-byte floats"),
        (replaced("intensity", data=FLOATS.reshape(1, 3)), "8-byte floats"),
        (replaced("intensity", data=["a", "b", "c"]), "not stored in one piece"),
        (replaced("intensity", data=FLOATS[:2]), "of one length"),
        (replaced("intensity", data=FLOATS * np.nan), "not a finite number"),
        (replaced("binding_energy_ev", data=FLOATS), "one direction"),
        (replaced("details", data=text("[" * 50_000)), "'details' is not what"),
        (replaced("details", data=text("{}")), "metadata or warnings are missing"),
        (attribute("region", text("")), "region is missing"),
        (attribute("sample", text("a\nb")), "sample is missing or has control"),
        (attribute("dwell_s", -1.0), "not a positive number"),
        (attribute("etch_time_s", np.inf), "is no number"),
        (attribute("pass_energy_ev", 5), "is no number"),
        (attribute("intensity_unit", text("cps")), "damaged or incomplete"),
        (attribute("scans", -3), "must be positive"),
        (attribute("angle_deg", np.nan), "'angle_deg' is no number"),
        (attribute("position", text("")), "position is missing"),
        (attribute("etch_level", -1), "etch level is no number from 0 on"),
        (attribute("etch_doubt", text("\x1b")), "is no plain text"),
        (lambda root: root.attrs.modify("spectra", 10**9), "says that it holds"),
        (lambda root: root.attrs.modify("version", 2), "newer xpsfit"),
        (lambda root: root.__delitem__("spectrum_00001"), "has 0 groups"),
    ],
)
def test_what_is_wrong_is_said(
    write: Write, change: Callable[[Any], None], message: str
) -> None:
    path = write(change)
    with pytest.raises(InputError, match=message) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_data_in_other_files_are_not_read(write: Write, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(FLOATS.tobytes())
    outside = [(str(secret), 0, 24)]
    with pytest.raises(FormatError, match="in this file"):
        read(write(replaced("intensity", shape=(3,), dtype="f8", external=outside)))


def test_links_to_other_files_are_not_followed(write: Write, tmp_path: Path) -> None:
    other = tmp_path / "other.h5"
    other.write_bytes(spectra())

    def link(root: Any) -> None:
        del root["spectrum_00001"]
        root["spectrum_00001"] = h5py.ExternalLink(str(other), "/spectrum_00001")

    with pytest.raises(FormatError, match="damaged or incomplete"):
        read(write(link))


def test_a_link_inside_the_file_is_not_followed_either(write: Write) -> None:
    def link(root: Any) -> None:
        del root["spectrum_00001"]["intensity"]
        root["spectrum_00001"]["intensity"] = h5py.SoftLink("/spectrum_00001")

    with pytest.raises(FormatError, match="damaged or incomplete"):
        read(write(link))


def test_hdf5_of_other_programs_is_left_to_other_readers(tmp_path: Path) -> None:
    path = tmp_path / "result.h5"
    with h5py.File(path, "w") as file:
        file["entry"] = FLOATS
    with pytest.raises(UnknownFormatError, match="HDF5 file"):
        detect(path)


def test_a_file_may_be_damaged_anywhere(tmp_path: Path) -> None:
    chance, whole = random.Random(1), spectra()
    path = tmp_path / "a.h5"
    refusals = []
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 1, 4, 16))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.3:
            del content[chance.randrange(len(content)) :]
        path.write_bytes(content)
        try:
            read(path, format="hdf5")
        except InputError as error:
            refusals.append(str(error))
    assert len(refusals) > 50
    assert all(refusal.startswith(str(path)) for refusal in refusals)
