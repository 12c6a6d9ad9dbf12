"""What the benchmark measures: a process's seconds, memory and CPU."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
import os
from pathlib import Path
import statistics
import subprocess
import threading
import time


@dataclass(frozen=True)
class Cost:
    """Wall and CPU seconds, and the largest resident set in MB, of one command."""

    wall: float
    cpu: float
    memory: float


class CommandError(Exception):
    """A measured command failed; the message has its last words."""


def measure(command: Sequence[str | Path]) -> Cost:
    """Run a command to its end; raises CommandError when it fails."""
    # What the one before it wrote is not to be its burden.
    os.sync()
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    peaks = [0.0]
    ended = threading.Event()
    watch = threading.Thread(target=_watch_peak, args=(process.pid, peaks, ended))
    watch.start()
    assert process.stderr
    words = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    ended.set()
    watch.join()
    if process.returncode:
        raise CommandError(f"{command[0]}: {words.decode(errors='replace')[-500:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peaks[0])


def _watch_peak(process_id: int, peaks: list[float], ended: threading.Event) -> None:
    """Keep the peak of a process's resident set.

    Its resource usage would tell the peak of the process that forked it.
    """
    while not ended.wait(0.02):
        with suppress(OSError, StopIteration):
            text = Path(f"/proc/{process_id}/status").read_text()
            line = next(line for line in text.splitlines() if line.startswith("VmHWM"))
            # The last one: until the command replaces it, the process is still this one.
            peaks[0] = int(line.split()[1]) / 1024


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.memory for cost in costs),
    )


def repeat(times: int, *commands: Callable[[], Sequence[str | Path]]) -> list[Cost]:
    """The medians of several runs of each command, which take turns.

    So whatever else the machine does meets all of them. They are made for each run.
    """
    runs: list[list[Cost]] = [[] for _ in commands]
    for _ in range(times):
        for command, costs in zip(commands, runs, strict=True):
            costs.append(measure(command()))
    return [median(costs) for costs in runs]


def cpu_seconds(process_id: int) -> float:
    """CPU seconds that a running process has used, its threads included.

    proc(5) counts in ticks, of which a recorder takes none in some seconds.
    """
    # What clock_getcpuclockid(3) makes of a process.
    return time.clock_gettime(~process_id << 3 | 2)


def memory(process_id: int) -> float:
    """Proportional set size of a running process in MB."""
    text = Path(f"/proc/{process_id}/smaps_rollup").read_text()
    line = next(line for line in text.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024
