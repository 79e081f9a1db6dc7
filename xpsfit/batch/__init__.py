"""Many independent pieces of work: one after the other, in processes, on a cluster.

A runner takes a function and jobs, and yields what came of each as it is finished. It
knows nothing of spectra. Work that raises is an error of the program and ends the run;
a process that dies is not: its job is done again elsewhere, and given up when it takes
a second process with it.
"""

from xpsfit.batch.cluster import on_cluster
from xpsfit.batch.in_turn import in_turn
from xpsfit.batch.outcome import Lost, Runner
from xpsfit.batch.processes import in_processes
from xpsfit.batch.single_thread import single_thread

__all__ = [
    "Lost",
    "Runner",
    "in_processes",
    "in_turn",
    "on_cluster",
    "single_thread",
]
