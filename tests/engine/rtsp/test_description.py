"""What cameras say of their streams, in the manner of those that there are."""

from typing import Any, cast

import av
from hypothesis import given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine import nal
from custom_components.ring_watch.engine.rtsp.description import (
    Description,
    Media,
    parse,
    resolve,
)
from custom_components.ring_watch.engine.rtsp.opened import _described

from .descriptions import CAMERAS, H264

pytestmark = pytest.mark.engine


def described(text: str) -> Description:
    return parse(text.replace("\n", "\r\n").encode())


@pytest.mark.parametrize("name", CAMERAS)
def test_libav_understands_what_was_understood(name: str) -> None:
    camera = CAMERAS[name]
    for text in (camera.text, camera.text.replace("\n", "\r\n")):
        found = parse(text.encode())
        video, sound = found.video, found.sound
        assert video is not None
        codec, extradata, control = camera.video
        assert video.control == control
        with _described((video,) if sound is None else (video, sound)) as container:
            first, *others = container.streams
            assert isinstance(first, av.VideoStream)
            context = first.codec_context
            assert (first.time_base.denominator, context.name) == (90_000, codec)
            told = nal.split_annexb(context.extradata or b"")
            assert sorted(told) == sorted(nal.split_annexb(extradata))
            if camera.sound is None:
                assert sound is None
                continue
            assert sound is not None
            codec, rate, channels, extradata, control = camera.sound
            assert sound.control == control
            (second,) = others
            assert isinstance(second, av.AudioStream)
            context = cast("Any", second.codec_context)
            assert context.name == codec
            assert context.sample_rate == second.time_base.denominator == rate
            assert context.layout.nb_channels == channels
            assert (context.extradata or b"").startswith(extradata)


SOUNDS = {
    "PCMU/8000": ("pcm_mulaw", 8000, 1),
    "pcma/16000/2": ("pcm_alaw", 16000, 2),
    # Whose clock is half as fast as its samples (RFC 3551, 4.5.2).
    "G722/8000": ("g722", 16000, 1),
    "G726-16/8000": ("g726le", 8000, 1),
    "G726-32/8000/1": ("g726le", 8000, 1),
    "L16/44100/2": ("pcm_s16be", 44100, 2),
    "OPUS/48000/2": ("opus", 48000, 2),
    "speex/16000": ("speex", 16000, 1),
    "mpeg4-generic/48000/2": ("aac", 48000, 2),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_sounds_that_can_be_recorded(name: str) -> None:
    text = f"{H264}m=audio 0 RTP/AVP 97\na=rtpmap:97 {name}\n"
    video, sound = described(text).media
    assert described(text).sound == sound
    with _described((video, sound)) as container:
        context = container.streams.audio[0].codec_context
        found = context.name, context.sample_rate, context.layout.nb_channels
    assert found == SOUNDS[name]


def test_sound_in_latm_is_told_out_of_it() -> None:
    """Its coding is in its packets otherwise, which is not taken apart."""
    text = "m=audio 0 RTP/AVP 97\na=rtpmap:97 MP4A-LATM/24000/2\n"
    assert described(text).sound is None
    text += "a=fmtp:97 object=2; cpresent=0; config=400026203fc0\n"
    sound = described(text).sound
    assert sound is not None
    with _described((sound,)) as container:
        context = container.streams.audio[0].codec_context
        assert (context.name, context.sample_rate) == ("aac", 24000)
        assert context.extradata == bytes.fromhex("13101fe000")


@pytest.mark.parametrize(
    "name", ["AC3/48000", "EV-DO/8000", "TELEPHONE-EVENT/8000", "L24/48000", "X-PCMU/8"]
)
def test_sounds_that_cannot(name: str) -> None:
    text = f"m=audio 0 RTP/AVP 97\na=rtpmap:97 {name}\n"
    assert described(text).media
    assert described(text).sound is None


STATIC = {
    (0, "audio"): ("PCMU", 8000, 1),
    (8, "audio"): ("PCMA", 8000, 1),
    (9, "audio"): ("G722", 8000, 1),
    (10, "audio"): ("L16", 44100, 2),
    (11, "audio"): ("L16", 44100, 1),
    (14, "audio"): ("MPA", 90000, 1),
    (26, "video"): ("JPEG", 90000, 1),
}


@pytest.mark.parametrize(("number", "kind"), STATIC)
def test_types_that_need_no_map(number: int, kind: str) -> None:
    (media,) = described(f"m={kind} 0 RTP/AVP {number}\n").media
    found = media.encoding, media.rate, media.channels
    assert (media.kind, found) == (kind, STATIC[number, kind])


def test_what_is_told_of_another_format_is_not_of_this_one() -> None:
    (media,) = described(
        "a=control:session\na=rtpmap:96 PCMU/1\n"
        "m=video 0 RTP/AVP 97 96\na=rtpmap:96 JPEG/90000\na=rtpmap:97 H264/90000\n"
        "a=fmtp:96 a=1\na=fmtp:97 b=2\n"
    ).media
    assert (media.payload_type, media.encoding) == (97, "H264")
    assert (media.parameters, media.control) == ({"b": "2"}, "")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("a=1;b=2", {"a": "1", "b": "2"}),
        (" A = 1 ;; b=2 ; ", {"a": "1", "b": "2"}),
        ("sprop-parameter-sets=Z0I=, aMs=", {"sprop-parameter-sets": "Z0I=,aMs="}),
        ("a", {"a": ""}),
        ("a=b=c", {"a": "b=c"}),
        ("a=é; b=\x01; c=1", {"c": "1"}),
        ("é=1; a b=1; =1; " + "x" * 65 + "=1; c=1", {"c": "1"}),
        ("", {}),
    ],
)
def test_parameters(told: str, expected: dict[str, str]) -> None:
    (media,) = described(
        f"m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=fmtp:96 {told}\n"
    ).media
    assert media.parameters == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "m=",
        "m=video",
        "m=video 0 RTP/AVP",
        "m=video 0 RTP/AVP 96",
        "m=video 0 RTP/AVP x",
        "m=video 0 RTP/AVP -1",
        "m=video 0 RTP/AVP 128\na=rtpmap:128 H264/90000",
        "m=video 0 RTP/AVP 1000\na=rtpmap:1000 H264/90000",
        "m=video 0 RTP/AVP 96\na=rtpmap:96",
        "m=video 0 RTP/AVP 96\na=rtpmap:96 H264",
        "m=video 0 RTP/AVP 96\na=rtpmap:96 H264/0",
        "m=video 0 RTP/AVP 96\na=rtpmap:96 H264/x",
        "m=video 0 RTP/AVP 96\na=rtpmap:96 H264/9999999",
        "m=video 0 RTP/AVP 96\na=rtpmap:97 H264/90000",
        "m=text 0 RTP/AVP 96\na=rtpmap:96 H264/90000",
        "a=rtpmap:96 H264/90000\nm=video 0 RTP/AVP 96",
    ],
)
def test_what_is_no_stream(text: str) -> None:
    assert described(text).media == ()
    assert described(text).video is None
    assert described(text).sound is None


def test_the_first_video_is_told_of_when_none_can_be_recorded() -> None:
    """For the owner to know what it is."""
    text = "m=video 0 RTP/AVP 26\nm=video 0 RTP/AVP 34\n"
    video = described(text).video
    assert video is not None
    assert video.encoding == "JPEG"
    video = described(H264.replace("AVP", "SAVPF")).video
    assert video is not None
    assert video.secure


def test_cameras_that_mark_all_sound_as_going_to_them() -> None:
    sound = described(
        "m=audio 0 RTP/AVP 0\na=sendonly\nm=audio 0 RTP/AVP 8\na=sendonly\n"
    ).sound
    assert sound is not None
    assert (sound.encoding, sound.towards_camera) == ("PCMU", True)


def test_no_more_streams_than_can_be() -> None:
    assert len(described("m=audio 0 RTP/AVP 0\n" * 1000).media) == 32


def test_channels_within_reason() -> None:
    for told, expected in ((0, 1), (2, 2), (8, 8), (99, 8)):
        (media,) = described(
            f"m=audio 0 RTP/AVP 97\na=rtpmap:97 L16/8000/{told}\n"
        ).media
        assert media.channels == expected


WORD = st.text(
    st.one_of(st.sampled_from("=;:/ \r\n\t\0,m=a96"), st.characters(codec="utf-8")),
    max_size=20,
)
LINE = st.one_of(
    st.tuples(st.just("m=video 0 RTP/AVP 96"), st.just("\n")),
    st.tuples(st.just("m=audio 0 RTP/AVP 97"), st.just("\n")),
    st.tuples(
        st.sampled_from(
            (
                "a=rtpmap:96 H264/90000",
                "a=rtpmap:97 MPEG4-GENERIC/16000",
                "a=rtpmap:96 ",
                "a=rtpmap:97 ",
                "a=fmtp:96 sprop-parameter-sets=",
                "a=fmtp:96 sprop-vps=",
                "a=fmtp:97 config=",
                "a=fmtp:97 ",
                "a=control:",
                "m=",
                "a=",
                "",
            )
        ),
        WORD.map(lambda word: word + "\n"),
    ),
)


@settings(deadline=None)
@given(st.lists(LINE.map("".join), max_size=20).map("".join))
def test_what_is_understood_holds_nothing_else(text: str) -> None:
    """Given to libav it is two lines or three, whatever the camera said."""
    for media in parse(text.encode()).media:
        again = media.text()
        lines = again.split("\r\n")
        assert lines.pop() == ""
        assert [line[:9] for line in lines] in (
            [f"m={media.kind} 0", "a=rtpmap:"],
            [f"m={media.kind} 0", "a=rtpmap:", f"a=fmtp:{media.payload_type}"],
        )
        assert len(again.splitlines()) == len(lines)
        assert again.isascii()
        (same,) = parse(again.encode()).media
        assert same == Media(
            media.kind,
            media.payload_type,
            media.encoding,
            media.rate,
            media.channels if media.kind == "audio" else 1,
            "",
            media.parameters,
        )
        with _described((media,)) as container:
            assert len(container.streams) == 1


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    for body in (data, b"m=video 0 RTP/AVP 96\na=rtpmap:96 " + data):
        found = parse(body)
        _ = found.video, found.sound


@pytest.mark.parametrize(
    ("base", "control", "expected"),
    [
        ("rtsp://c/live", "", "rtsp://c/live"),
        ("rtsp://c/live", "*", "rtsp://c/live"),
        ("rtsp://c/live", "trackID=1", "rtsp://c/live/trackID=1"),
        ("rtsp://c/live/", "trackID=1", "rtsp://c/live/trackID=1"),
        ("rtsp://c/live/", "/trackID=1", "rtsp://c/live/trackID=1"),
        ("rtsp://c/live", "/trackID=1", "rtsp://c/live/trackID=1"),
        ("rtsp://c/x?a=1&b=2", "trackID=1", "rtsp://c/x?a=1&b=2/trackID=1"),
        ("rtsp://c/x?a=1/", "trackID=1", "rtsp://c/x?a=1/trackID=1"),
        ("rtsp://c/live", "rtsp://d:554/1?x", "rtsp://d:554/1?x"),
        ("rtsp://c/live", "RTSP://c/1", "RTSP://c/1"),
        ("rtsp://c/live/", "a/b?u=rtsp://d", "rtsp://c/live/a/b?u=rtsp://d"),
    ],
)
def test_what_a_stream_is_asked_by(base: str, control: str, expected: str) -> None:
    assert resolve(base, control) == expected


def test_sound_that_is_secret_is_not_taken() -> None:
    text = "m=audio 0 RTP/SAVP 0\nm=audio 0 RTP/AVP 8\n"
    sound = described(text).sound
    assert sound is not None
    assert sound.encoding == "PCMA"
