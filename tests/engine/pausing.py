"""Footage of a camera that fell silent and went on without a new start."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av

from tests.support.footage import Made


def with_pause(made: Made, after: int, seconds: int | Fraction, path: Path) -> Made:
    """The same footage, everything from picture ``after`` on so much later."""
    with av.open(str(made.path)) as source, av.open(str(path), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream, opaque=True)
        assert stream.time_base is not None
        late = int(seconds / stream.time_base)
        limit = (made.start + made.times[after]) / stream.time_base
        packets = [packet for packet in source.demux(stream) if packet.size]
        for number, packet in enumerate(packets):
            assert packet.dts is not None
            # Decoding goes on in order, whatever is displayed when.
            if all((rest.pts or 0) >= limit for rest in packets[number:]):
                packet.dts += late
        for packet in packets:
            assert packet.pts is not None
            if packet.pts >= limit:
                packet.pts += late
            packet.stream = copy
            target.mux(packet)
    times = tuple(time + seconds * (n >= after) for n, time in enumerate(made.times))
    return replace(made, path=path, times=times)
