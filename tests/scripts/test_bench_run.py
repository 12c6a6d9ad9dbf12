"""What the benchmark reads of processes."""

import subprocess
import sys

from scripts.bench_run import cpu_seconds


def test_the_least_work_of_a_process_is_counted() -> None:
    """A recorder takes less than the ticks of proc(5) in some seconds."""
    line = "for line in __import__('sys').stdin: print(flush=True)"
    with subprocess.Popen(
        [sys.executable, "-c", line],
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin and process.stdout
        before = 0.0
        for _ in range(5):
            process.stdin.write(b"\n")
            assert process.stdout.readline()
            used = cpu_seconds(process.pid)
            assert 0 < used - before < 10
            before = used
