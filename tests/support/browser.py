"""Debian's Chromium, driven by Playwright: does a browser show what it should?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, expect, sync_playwright

from . import counter

CHROMIUM: Final = Path("/usr/bin/chromium")
# What a page shows is waited for, however busy the machine is.
expect.set_options(timeout=30_000)
# Without these it looks for hosts of its maker at every start.
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)

# Means of the inner half of each of the code's cells, for every picture presented.
WATCH: Final = """
async ({url, boxes, columns, rows, rate}) => {
  const video = document.createElement("video");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", {willReadFrequently: true});
  const shown = [];
  video.muted = true;
  video.playbackRate = rate;
  document.body.replaceChildren(video);
  const look = (_, {mediaTime}) => {
    const {videoWidth: width, videoHeight: height} = video;
    canvas.width = width;
    canvas.height = height;
    context.drawImage(video, 0, 0);
    const [x, y, w, h] = boxes[0];
    const cells = [];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const left = Math.round((x + (w * (column + 0.25)) / columns) * width);
        const top = Math.round((y + (h * (row + 0.25)) / rows) * height);
        const across = Math.max(1, Math.round((w / columns / 2) * width));
        const down = Math.max(1, Math.round((h / rows / 2) * height));
        const {data} = context.getImageData(left, top, across, down);
        let sum = 0;
        for (let i = 1; i < data.length; i += 4) sum += data[i];
        cells.push(sum / (data.length / 4));
      }
    }
    shown.push([mediaTime, cells]);
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  const ended = new Promise((resolve, reject) => {
    video.onended = resolve;
    video.onerror = () => reject(new Error(video.error.message));
  });
  video.src = url;
  await video.play();
  await ended;
  return {
    shown,
    width: video.videoWidth,
    height: video.videoHeight,
    duration: video.duration,
    sound: (video.webkitAudioDecodedByteCount ?? 0) > 0,
  };
}
"""


@dataclass(frozen=True)
class Played:
    """What a `<video>` showed: pictures as (seconds, counter), size, length, sound."""

    shown: list[tuple[float, int | None]]
    width: int
    height: int
    duration: float
    sound: bool


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium without any connection of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(ARGUMENTS)
        )
        try:
            yield browser
        finally:
            browser.close()


def play(page: Page, url: str, rate: float = 1.0) -> Played:
    """Play a video of the page's own origin to its end; raises what the player says."""
    found: dict[str, Any] = page.evaluate(
        WATCH,
        {
            "url": url,
            "boxes": counter.BOXES,
            "columns": counter.COLUMNS,
            "rows": counter.ROWS,
            "rate": rate,
        },
    )
    shown = [(time, counter.from_levels(cells)) for time, cells in found.pop("shown")]
    return Played(shown=shown, **found)
