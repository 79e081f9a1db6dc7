"""Jobs in turn, in processes, and on a cluster that is not there."""

from __future__ import annotations

import multiprocessing
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.xpsfit.batch import works
from xpsfit.batch import Lost, in_processes, in_turn, on_cluster
from xpsfit.errors import ClusterError

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.batch import Runner

RUNNERS: dict[str, Runner] = {
    "in turn": in_turn,
    "in processes": partial(in_processes, workers=2),
}


@pytest.mark.parametrize("name", RUNNERS)
def test_every_job_has_its_outcome(name: str) -> None:
    found = dict(RUNNERS[name](works.doubled, [5, 6, 7]))
    assert found == {0: 10, 1: 12, 2: 14}


@pytest.mark.parametrize("name", RUNNERS)
def test_an_error_of_the_program_ends_the_run(name: str) -> None:
    with pytest.raises(ZeroDivisionError, match="job 3"):
        list(RUNNERS[name](works.wrong, [3]))


def test_jobs_are_shared_among_processes() -> None:
    found = dict(in_processes(works.unlike, [0, 1, 2, 3], workers=2))
    assert [found[number][0] for number in range(4)] == [0, 1, 2, 3]
    assert len({process for _, process in found.values()}) == 2


def test_a_job_whose_process_died_is_done_once_more(tmp_path: Path) -> None:
    jobs = [(number, str(tmp_path)) for number in range(5)]
    found = list(in_processes(works.fatal_once, jobs, workers=2))
    assert sorted(found) == [(number, number) for number in range(5)]
    assert (tmp_path / "2").read_text().count("begun") == 2


def test_a_job_that_kills_two_processes_is_given_up_and_the_others_done() -> None:
    found = dict(in_processes(works.fatal, [0, 1, 2, 3], workers=2))
    lost = found.pop(1)
    assert isinstance(lost, Lost)
    assert "killed twice" in lost.reason
    assert found == {0: 0, 2: 2, 3: 3}


def test_closing_ends_the_processes_and_lets_them_put_away_what_they_had(
    tmp_path: Path,
) -> None:
    jobs = [(number, str(tmp_path)) for number in range(4)]
    outcomes = in_processes(works.slow, jobs, workers=2)
    assert next(outcomes) == (0, 0)
    outcomes.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []
    assert list(tmp_path.iterdir()) == []


def test_a_cluster_needs_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match="needs the package distributed"):
        next(on_cluster(works.doubled, [1], "tcp://127.0.0.1:1"))
