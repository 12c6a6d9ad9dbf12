"""The cases of the benchmark. Each compares the engine with what people use instead."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
import io
import json
from pathlib import Path
import shutil
import subprocess
import time
from typing import IO, Any, Final

import av

from scripts.bench_archive import (
    CAMERA,
    DAY,
    ENGINE,
    HOUR,
    BenchError,
    Size,
    engine,
    iso,
    milliseconds,
)
from scripts.bench_run import cpu_seconds, measure, median, memory, repeat
from tests.support.footage import Made
from tests.support.rtsp import missing, rtsp_camera

# Seconds. Many recorders begin a file as often.
SHORT: Final = 10


@dataclass(frozen=True)
class Row:
    """One line of the table: ours, the other's, and ours divided by the other's."""

    what: str
    ours: float
    other: float | None
    unit: str

    @property
    def ratio(self) -> float | None:
        """Ours by the other's."""
        return self.ours / self.other if self.other else None


type Say = Callable[[str], None]


def gathers(size: Size, archive: Path, folder: Path, say: Say) -> Iterator[Row]:
    """Exact windows against cat and ffmpeg's stream copy, which is not exact."""
    for window in size.windows:
        yield from _gather(size, archive, folder, window, say)


def _gather(
    size: Size, archive: Path, folder: Path, window: timedelta, say: Say
) -> Iterator[Row]:
    # One second and a third into a GOP of four seconds.
    start = DAY + 12 * HOUR - window / 2
    start += timedelta(seconds=1 - start.timestamp() % 4, microseconds=333_333)
    end = start + window
    name = f"{window.total_seconds():.0f} s"
    output, other = folder / "ours.mp4", folder / "other.mp4"
    files = _segments(archive, milliseconds(start), milliseconds(end))
    listing = _listing(folder / "list.txt", files)
    skip = (milliseconds(start) - int(files[0].stem)) / 1000
    say(f"cutting {name} into files of {SHORT} s")
    shorter = _listing(folder / "short.txt", _shorter(listing, folder / "short"))

    def ours() -> list[str | Path]:
        output.unlink(missing_ok=True)
        return [
            *ENGINE,
            *("gather", "--archive", archive, "--camera", CAMERA),
            *("--start", iso(start), "--end", iso(end), "--output", output, "--json"),
        ]

    def copy(listed: Path) -> list[str | Path]:
        return [
            *("ffmpeg", "-v", "error", "-y", "-f", "concat", "-safe", "0"),
            *("-ss", f"{skip:.6f}", "-i", listed, "-t", f"{window.total_seconds():f}"),
            *("-map", "0:v", "-c", "copy", other),
        ]

    def shell(*steps: str, of: Sequence[str | Path]) -> list[str | Path]:
        script = " && ".join(("out=$1; shift", *steps))
        return ["sh", "-c", script, "bench", other, *of]

    # A clip is on the disk when it is handed out, and its digest known.
    sync = 'sync "$out"'
    digest = f'{sync} && sha256sum "$out"'
    cat = partial(shell, 'cat "$@" >"$out"')

    say(f"gathering {name}")
    measure(cat(of=files))
    plain, synced, summed, mine, theirs, of_short, all_of_short = repeat(
        size.repeats,
        partial(cat, of=files),
        partial(cat, sync, of=files),
        partial(cat, digest, of=files),
        ours,
        partial(copy, listing),
        partial(copy, shorter),
        partial(shell, '"$@"', digest, of=copy(shorter)),
    )
    # cat copies whole segments, so it is given only its share of the time.
    share = output.stat().st_size / sum(path.stat().st_size for path in files)
    yield Row(
        f"gather {name} / cat of the same bytes", mine.wall, plain.wall * share, "s"
    )
    yield Row(f"gather {name} / cat and sync", mine.wall, synced.wall * share, "s")
    yield Row(
        f"gather {name} / cat, sync and sha256sum",
        mine.wall,
        summed.wall * share,
        "s",
    )
    yield Row(f"gather {name} / ffmpeg concat copy", mine.wall, theirs.wall, "s")
    yield Row(
        f"gather {name} / the same, files of {SHORT} s", mine.wall, of_short.wall, "s"
    )
    yield Row(
        f"gather {name} / these, sync and sha256sum", mine.wall, all_of_short.wall, "s"
    )
    yield Row(f"gather {name}, CPU / ffmpeg concat copy", mine.cpu, theirs.cpu, "s")
    yield Row(f"gather {name}, memory", mine.memory, theirs.memory, "MB")


def _listing(path: Path, files: list[Path]) -> Path:
    """Write a list of files for ffmpeg's concat."""
    path.write_text("".join(f"file '{file}'\n" for file in files))
    return path


def _shorter(listing: Path, folder: Path) -> list[Path]:
    """Cut listed files anew, as recorders do that begin a file every few seconds."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    command: list[str | Path] = [
        *("ffmpeg", "-v", "error", "-f", "concat", "-safe", "0", "-i", listing),
        *("-map", "0:v", "-c", "copy", "-f", "segment", "-segment_time", str(SHORT)),
        *("-segment_format_options", "movflags=frag_keyframe+empty_moov"),
        folder / "%06d.mp4",
    ]
    subprocess.run(command, check=True)
    return sorted(folder.iterdir())


def _segments(archive: Path, start: int, end: int) -> list[Path]:
    """The segments that hold [start, end)."""
    files = sorted((archive / CAMERA).rglob("*.mp4"), key=lambda path: int(path.stem))
    first = max(i for i, path in enumerate(files) if int(path.stem) <= start)
    return [path for path in files[first:] if int(path.stem) < end]


def masks(size: Size, archive: Path, folder: Path, say: Say) -> Iterator[Row]:
    """A masked window against ffmpeg's drawbox with the same encoder."""
    say("masking")
    window = timedelta(seconds=size.mask_seconds)
    start = DAY + 12 * HOUR
    clip, ours, other = (folder / f"{name}.mp4" for name in ("clip", "ours", "other"))
    for path in (clip, ours):
        path.unlink(missing_ok=True)
    place = ("--archive", archive, "--camera", CAMERA)
    window_ = ("--start", iso(start), "--end", iso(start + window))
    frames = engine("gather", *place, *window_, "--output", clip)["frames"]
    mask = ("--mask", "0.5,0.25,0.25,0.5")

    def masked() -> list[str | Path]:
        ours.unlink(missing_ok=True)
        return [*ENGINE, "gather", *place, *window_, *mask, "--output", ours, "--json"]

    box = "drawbox=x=iw/2:y=ih/4:w=iw/4:h=ih/2:color=black:t=fill"
    theirs: list[str | Path] = [
        *("ffmpeg", "-v", "error", "-y", "-i", clip, "-vf", box, "-an"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "21", other),
    ]
    mine, drawn = repeat(size.repeats, masked, lambda: theirs)
    yield Row("mask / ffmpeg drawbox", frames / mine.wall, frames / drawn.wall, "fps")
    yield Row("mask, memory", mine.memory, drawn.memory, "MB")


def thumbnails(size: Size, archive: Path, folder: Path, say: Say) -> Iterator[Row]:
    """A film strip against opening every segment with PyAV."""
    say("making thumbnails")
    files = _segments(
        archive,
        milliseconds(DAY + 12 * HOUR) - 60_000 * 2,
        milliseconds(DAY + 12 * HOUR) + 60_000 * 2,
    )
    pictures = folder / "thumbnails"

    def strip(count: int) -> list[str | Path]:
        return [
            *(*ENGINE, "thumbnails", "--archive", archive, "--camera", CAMERA),
            *("--start", iso(DAY + 12 * HOUR - timedelta(minutes=2))),
            *("--end", iso(DAY + 12 * HOUR + timedelta(minutes=2))),
            *("--output", pictures, "--count", str(count), "--json"),
        ]

    # The difference of two strips leaves out Python's start.
    few, many = 1, size.thumbnails
    short, long = repeat(size.repeats, partial(strip, few), partial(strip, many))
    ours = (long.cpu - short.cpu) / (many - few)
    began = time.process_time()
    for number in range(many):
        _first_picture(files[number % len(files)])
    theirs = (time.process_time() - began) / many
    yield Row("thumbnail, CPU / av.open", ours * 1000, theirs * 1000, "ms")


def _first_picture(path: Path) -> bytes:
    """What a player does for a still: open, decode the first picture, scale, encode."""
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    small = frame.reformat(width=320, height=frame.height * 320 // frame.width)
    data = io.BytesIO()
    with av.open(data, "w", format="mjpeg") as writer:
        stream = writer.add_stream("mjpeg", rate=1)
        stream.width, stream.height, stream.pix_fmt = (
            small.width,
            small.height,
            "yuvj420p",
        )
        writer.mux(stream.encode(small.reformat(format="yuvj420p")))
        writer.mux(stream.encode(None))
    return data.getvalue()


def recorders(size: Size, made: Made, folder: Path, say: Say) -> Iterator[Row]:
    """The worker against one ffmpeg for each camera, on the same RTSP streams."""
    if reason := missing():
        say(f"leaving out the recorders: {reason}")
        return
    for count in size.recorders:
        # Each has cameras of its own: those that one has left may refuse the next.
        with _cameras(made, count) as urls:
            say(f"recording {count} cameras with the worker")
            ours, mine = _worker(urls, folder / "worker", size.record_seconds)
        with _cameras(made, count) as urls:
            say(f"recording {count} cameras with ffmpeg")
            theirs, other = _ffmpeg(urls, folder / "ffmpeg", size.record_seconds)
        label = f"record {count} camera{'s' if count > 1 else ''}"
        yield Row(f"{label}, CPU each / ffmpeg", ours * 100, theirs * 100, "% core")
        yield Row(f"{label}, memory in all / ffmpeg", mine, other, "MB")


@contextmanager
def _cameras(made: Made, count: int) -> Iterator[list[str]]:
    """Addresses of so many cameras."""
    paths = tuple(f"/door{number}" for number in range(count))
    with rtsp_camera(made, paths=paths) as camera:
        yield [f"rtsp://127.0.0.1:{camera.port}{path}" for path in paths]


def _worker(urls: list[str], folder: Path, seconds: int) -> tuple[float, float]:
    """Part of a core for each camera, and memory in MB, of the worker."""
    process = subprocess.Popen(
        [*ENGINE, "worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin and process.stdout
    try:
        retention = {"days": None, "bytes": None}
        commands: list[dict[str, Any]] = [
            {
                "op": "configure",
                "archive": str(folder),
                "retention": retention,
                "pin_cap_bytes": None,
            }
        ]
        for number, url in enumerate(urls):
            source = {"kind": "stream", "url": url, "transport": "tcp"}
            source |= {"username": None, "password": None}  # type: ignore[dict-item]
            commands.append(
                {
                    "op": "watch",
                    "camera": f"door{number}",
                    "source": source,
                    "audio": True,
                    "motion": None,
                }
            )
        for number, command in enumerate(commands):
            line = json.dumps({"id": number, **command})
            process.stdin.write(line.encode() + b"\n")
            process.stdin.flush()
            if command["op"] == "watch":
                # One after the other: the camera is slow when all come at once.
                _wait_for_recording(process.stdout)
        return _load([process.pid], len(urls), seconds)
    finally:
        # That is how it is told to end.
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_recording(answers: IO[bytes]) -> None:
    for answer in answers:
        event = json.loads(answer)
        if "error" in event:
            raise BenchError(event["error"]["message"])
        if event.get("state") == "recording":
            return


def _ffmpeg(urls: list[str], folder: Path, seconds: int) -> tuple[float, float]:
    """Part of a core for each camera, and memory in MB, of as many ffmpegs."""
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        processes = []
        for number, url in enumerate(urls):
            process = subprocess.Popen(
                [
                    *("ffmpeg", "-v", "fatal", "-nostdin", "-y"),
                    *("-rtsp_transport", "tcp", "-i", url, "-c", "copy"),
                    *("-f", "segment", "-segment_time", "60", "-segment_format", "mp4"),
                    "-segment_format_options",
                    "movflags=frag_keyframe+empty_moov+default_base_moof",
                    folder / f"{number}_%d.mp4",
                ]
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            processes.append(process)
        return _load([process.pid for process in processes], len(urls), seconds)


def _load(processes: list[int], count: int, seconds: int) -> tuple[float, float]:
    """CPU seconds a second and camera, and memory in MB, of running processes."""
    time.sleep(min(5, seconds))
    before = sum(map(cpu_seconds, processes))
    began = time.monotonic()
    time.sleep(seconds)
    used = sum(map(cpu_seconds, processes)) - before
    return used / (time.monotonic() - began) / count, sum(map(memory, processes))


__all__ = ["Row", "gathers", "masks", "median", "recorders", "thumbnails"]
