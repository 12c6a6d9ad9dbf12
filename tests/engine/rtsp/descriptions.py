"""Descriptions in the manner of the cameras and servers that there are."""

import base64
from dataclasses import dataclass

HEAD = "v=0\no=- 1 1 IN IP4 192.0.2.7\ns=Live\nt=0 0\n"
# A real encoder's, of 640x360 and of 320x180.
SPS, PPS = "Z0LAHtkAoC/5cBEAAAMAAQAAAwAyDxYuSA==", "aMuDyyA="
SETS = f"{SPS},{PPS}"
VPS_H265 = "QAEMAf//AWAAAAMAkAAAAwAAAwA8lZgJ"
SPS_H265 = "QgEBAWAAAAMAkAAAAwAAAwA8oAoIDAWWVmkkyvAWgIAAAAMAgAAADIQ="
PPS_H265 = "RAHBcrRiQA=="
AAC = "streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;"
AAC += "indexdeltalength=3;config=1408"
ONVIF = "m=application 0 RTP/AVP 107\na=control:meta\na=rtpmap:107 vnd.onvif.metadata/90000\n"
H264 = f"m=video 0 RTP/AVP 96\na=control:video\na=rtpmap:96 H264/90000\na=fmtp:96 packetization-mode=1;profile-level-id=42C01E;sprop-parameter-sets={SETS}\n"


def raw(*sets: str) -> bytes:
    return b"".join(b"\0\0\0\1" + base64.b64decode(one) for one in sets)


@dataclass(frozen=True)
class Camera:
    """A description, and what is to come of it: of the video and of the sound.

    By name, rate, channels, extradata and control, as libav is to understand it.
    """

    text: str
    video: tuple[str, bytes, str]
    sound: tuple[str, int, int, bytes, str] | None = None


IN_H264 = raw(SPS, PPS)
CAMERAS = {
    "Hikvision": Camera(
        "v=0\no=- 1620251477190769 1620251477190769 IN IP4 192.0.2.7\n"
        "s=Media Presentation\ne=NONE\nb=AS:5100\nt=0 0\n"
        "a=control:rtsp://192.0.2.7/Streaming/Channels/101/\n"
        "m=video 0 RTP/AVP 96\nc=IN IP4 0.0.0.0\nb=AS:5000\na=recvonly\n"
        "a=x-dimensions:640,360\n"
        "a=control:rtsp://192.0.2.7/Streaming/Channels/101/trackID=1\n"
        "a=rtpmap:96 H264/90000\n"
        "a=fmtp:96 profile-level-id=420029; packetization-mode=1; "
        f"sprop-parameter-sets={SETS}\n"
        "m=audio 0 RTP/AVP 8\nc=IN IP4 0.0.0.0\nb=AS:50\na=recvonly\n"
        "a=control:rtsp://192.0.2.7/Streaming/Channels/101/trackID=2\n"
        "a=rtpmap:8 PCMA/8000\n"
        "a=Media_header:MEDIAINFO=494D4B48010300000400000111710110401F000000FA0000;\n"
        "a=appversion:1.0\n",
        ("h264", IN_H264, "rtsp://192.0.2.7/Streaming/Channels/101/trackID=1"),
        (
            *("pcm_alaw", 8000, 1, b""),
            "rtsp://192.0.2.7/Streaming/Channels/101/trackID=2",
        ),
    ),
    "Dahua and Amcrest, with metadata and a way to the speaker": Camera(
        f"{HEAD}c=IN IP4 0.0.0.0\na=control:*\na=packetization-supported:DH\n"
        "a=rtppayload-supported:DH\na=range:npt=now-\n"
        "m=video 0 RTP/AVP 98\na=control:trackID=0\na=framerate:15.000000\n"
        "a=rtpmap:98 H265/90000\n"
        f"a=fmtp:98 profile-id=1;sprop-sps={SPS_H265};sprop-pps={PPS_H265};"
        f"sprop-vps={VPS_H265}\na=recvonly\n"
        "m=audio 0 RTP/AVP 97\na=control:trackID=1\n"
        f"a=rtpmap:97 MPEG4-GENERIC/16000\na=fmtp:97 {AAC}\na=recvonly\n"
        f"{ONVIF}a=recvonly\n"
        "m=audio 0 RTP/AVP 116 115 114 97 107 0 8\na=control:trackID=5\n"
        "a=rtpmap:116 MPEG4-GENERIC/64000\na=rtpmap:115 MPEG4-GENERIC/48000\n"
        "a=rtpmap:97 L16/16000\na=rtpmap:107 G726-40/8000\na=sendonly\n",
        ("hevc", raw(VPS_H265, SPS_H265, PPS_H265), "trackID=0"),
        ("aac", 16000, 1, b"\x14\x08", "trackID=1"),
    ),
    "Reolink": Camera(
        'v=0\no=- 1619813458434609 1 IN IP4 192.0.2.7\ns=Session streamed by "preview"\n'
        "i=Preview_01_main\nt=0 0\na=tool:LIVE555 Streaming Media v2013.04.08\n"
        "a=type:broadcast\na=control:*\na=range:npt=0-\n"
        "m=video 0 RTP/AVP 96\nc=IN IP4 0.0.0.0\nb=AS:500\na=rtpmap:96 H264/90000\n"
        "a=range:npt=0-\n"
        "a=fmtp:96 packetization-mode=1;profile-level-id=640033;"
        f"sprop-parameter-sets={SETS}\na=control:track1\n"
        "m=audio 0 RTP/AVP 97\nc=IN IP4 0.0.0.0\nb=AS:256\n"
        f"a=rtpmap:97 MPEG4-GENERIC/16000\na=fmtp:97 {AAC}; profile=1;\n"
        "a=control:track2\n",
        ("h264", IN_H264, "track1"),
        ("aac", 16000, 1, b"\x14\x08", "track2"),
    ),
    "Axis": Camera(
        "v=0\no=- 1188340656180883 1 IN IP4 192.0.2.7\ns=Session streamed with GStreamer\n"
        "i=rtsp-server\nt=0 0\na=tool:GStreamer\na=type:broadcast\na=range:npt=now-\n"
        "a=control:rtsp://192.0.2.7/axis-media/media.amp?videocodec=h264\n"
        "m=video 0 RTP/AVP 96\nc=IN IP4 0.0.0.0\nb=AS:50000\na=rtpmap:96 H264/90000\n"
        "a=fmtp:96 packetization-mode=1;profile-level-id=4d0029;"
        f"sprop-parameter-sets={SETS}\na=ts-refclk:local\na=mediaclk:sender\n"
        "a=recvonly\na=control:rtsp://192.0.2.7/axis-media/media.amp/stream=0?videocodec=h264\n"
        "a=framerate:30.000000\na=transform:1.000000,0.000000,0.000000\n",
        (
            *("h264", IN_H264),
            "rtsp://192.0.2.7/axis-media/media.amp/stream=0?videocodec=h264",
        ),
    ),
    "Tapo": Camera(
        'v=0\no=- 14665860 31787219 1 IN IP4 192.0.2.7\ns=Session streamed by "TP-LINK '
        'RTSP Server"\nt=0 0\na=smart_encoder:virtualIFrame=1\n'
        "m=video 0 RTP/AVP 96\nc=IN IP4 0.0.0.0\nb=AS:4096\na=range:npt=0-\n"
        "a=control:track1\na=rtpmap:96 H264/90000\n"
        "a=fmtp:96 packetization-mode=1; profile-level-id=4D0016; "
        f"sprop-parameter-sets={SETS}\n"
        "m=audio 0 RTP/AVP 8\na=rtpmap:8 PCMA/8000\na=control:track2\n"
        "m=application/TP-LINK 0 RTP/AVP smart/1/90000\na=rtpmap:95 TP-LINK/90000\n"
        "a=control:track3\n",
        ("h264", IN_H264, "track1"),
        ("pcm_alaw", 8000, 1, b"", "track2"),
    ),
    "UniFi, the sound first and twice": Camera(
        "v=0\no=- 221 0 IN IP4 192.0.2.7\ns=68D79AE46148_0\nu=www.evostream.com\n"
        "e=contact@evostream.com\nc=IN IP4 192.0.2.7\nt=0 0\na=recvonly\na=control:*\n"
        "a=range:npt=now-\nm=audio 0 RTP/AVP 96\na=recvonly\n"
        "a=rtpmap:96 mpeg4-generic/16000/1\na=control:trackID=0\n"
        "a=fmtp:96 streamtype=5; profile-level-id=15; mode=AAC-hbr; config=1408; "
        "SizeLength=13; IndexLength=3; IndexDeltaLength=3;\n"
        "m=audio 0 RTP/AVP 96\na=recvonly\na=rtpmap:96 opus/48000/2\n"
        "a=control:trackID=1\na=fmtp:96\nm=video 0 RTP/AVP 97\na=recvonly\n"
        "a=control:trackID=2\na=rtpmap:97 H264/90000\n"
        "a=fmtp:97 profile-level-id=4d402a; packetization-mode=1; "
        f"sprop-parameter-sets={SETS}\n",
        ("h264", IN_H264, "trackID=2"),
        ("aac", 16000, 1, b"\x14\x08", "trackID=0"),
    ),
    "go2rtc": Camera(
        f"{HEAD}c=IN IP4 0.0.0.0\nm=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
        "a=fmtp:96 packetization-mode=1;profile-level-id=640029;"
        f"sprop-parameter-sets={SETS}\na=control:trackID=0\n"
        "m=audio 0 RTP/AVP 97\na=rtpmap:97 OPUS/48000/2\na=control:trackID=1\n",
        ("h264", IN_H264, "trackID=0"),
        ("opus", 48000, 2, b"OpusHead", "trackID=1"),
    ),
    "MediaMTX": Camera(
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=Stream\nc=IN IP4 0.0.0.0\nt=0 0\n"
        "m=video 0 RTP/AVP 96\na=control:trackID=0\na=rtpmap:96 H265/90000\n"
        f"a=fmtp:96 sprop-max-don-diff=2; sprop-pps={PPS_H265}; sprop-sps={SPS_H265}; "
        f"sprop-vps={VPS_H265}\nm=audio 0 RTP/AVP 97\na=control:trackID=1\n"
        f"a=rtpmap:97 mpeg4-generic/16000/1\na=fmtp:97 config=1408; indexdeltalength=3; "
        "indexlength=3; mode=AAC-hbr; profile-level-id=1; sizelength=13; streamtype=5\n",
        ("hevc", raw(VPS_H265, SPS_H265, PPS_H265), "trackID=0"),
        ("aac", 16000, 1, b"\x14\x08", "trackID=1"),
    ),
    "GStreamer": Camera(
        "v=0\no=- 1188340656180883 1 IN IP4 127.0.0.1\ns=Session\nt=0 0\na=range:npt=now-\n"
        "a=control:*\nm=video 0 RTP/AVP 96\nc=IN IP4 0.0.0.0\na=rtpmap:96 H264/90000\n"
        "a=framerate:30\na=fmtp:96 packetization-mode=1;profile-level-id=42c01e;"
        f"sprop-parameter-sets={SETS}\na=control:stream=0\na=ts-refclk:local\n"
        "m=audio 0 RTP/AVP 0\nc=IN IP4 0.0.0.0\na=rtpmap:0 PCMU/8000\n"
        "a=control:stream=1\n",
        ("h264", IN_H264, "stream=0"),
        ("pcm_mulaw", 8000, 1, b"", "stream=1"),
    ),
    "live555, with a static type": Camera(
        "v=0\no=- 1620845785796009 1 IN IP4 192.0.2.7\ns=IP Camera Video\ni=videoMain\n"
        "t=0 0\na=tool:LIVE555 Streaming Media v2014.02.10\na=type:broadcast\n"
        "a=control:*\nm=video 0 RTP/AVP 96\nc=IN IP4 0.0.0.0\nb=AS:96\n"
        "a=rtpmap:96 H264/90000\na=fmtp:96 packetization-mode=1;"
        f"profile-level-id=4D001F;sprop-parameter-sets={SETS}\na=control:track1\n"
        "m=audio 0 RTP/AVP 0\nc=IN IP4 0.0.0.0\nb=AS:64\na=control:track2\n",
        ("h264", IN_H264, "track1"),
        ("pcm_mulaw", 8000, 1, b"", "track2"),
    ),
    "ffmpeg": Camera(
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=No Name\nc=IN IP4 127.0.0.1\nt=0 0\n"
        "a=tool:libavformat 62.3.100\nm=video 0 RTP/AVP 96\nb=AS:800\n"
        "a=rtpmap:96 H264/90000\na=fmtp:96 packetization-mode=1; "
        f"sprop-parameter-sets={SETS}; profile-level-id=42C01E\na=control:streamid=0\n"
        "m=audio 0 RTP/AVP 97\nb=AS:128\na=rtpmap:97 MPEG4-GENERIC/48000/2\n"
        "a=fmtp:97 profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;"
        "indexdeltalength=3; config=119056E500\na=control:streamid=1\n",
        ("h264", IN_H264, "streamid=0"),
        ("aac", 48000, 2, b"\x11\x90\x56\xe5\0", "streamid=1"),
    ),
    "Foscam and others, with nothing but the streams": Camera(
        "m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=control:trackID=0\n",
        ("h264", b"", "trackID=0"),
    ),
    "Avigilon, the way to the speaker before the pictures": Camera(
        f"{HEAD}m=audio 0 RTP/AVP 0 97\nc=SM SM spk0_trackID2\n"
        "a=control:rtsp://192.0.2.7/spk0/trackID=2?mtu=1440\na=sendonly\n"
        "a=rtpmap:0 pcmu/8000\na=rtpmap:97 opus/48000/2\n"
        "m=audio 0 RTP/AVP 8\na=control:rtsp://192.0.2.7/mic/trackID=9?mtu=1440\n"
        f"a=recvonly\n{H264}",
        ("h264", IN_H264, "video"),
        ("pcm_alaw", 8000, 1, b"", "rtsp://192.0.2.7/mic/trackID=9?mtu=1440"),
    ),
    "GeoVision, with metadata whose parameters have none": Camera(
        f"{ONVIF}a=fmtp:107 DecoderTag=h3c-v3 RTCP=0\n"
        "m=video 0 RTP/AVP 105\na=control:rtsp://192.0.2.7/media/video1/video\n"
        "a=rtpmap:105 H264/90000\na=fmtp:105 profile-level-id=4d4032; "
        f"packetization-mode=1; sprop-parameter-sets={SPS}, {PPS}\na=recvonly\n",
        ("h264", IN_H264, "rtsp://192.0.2.7/media/video1/video"),
    ),
    "Anpviz, which gives a static type another meaning": Camera(
        f"{HEAD}m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000 \na=control:trackID=1\n"
        f"a=fmtp:96 profile-level-id=4D401F;packetization-mode=0;sprop-parameter-sets={SETS};"
        "config=00000001674d401f;\n"
        "a=x-dimensions: 704, 576\nm=audio 0 RTP/AVP 0\t \n"
        "a=rtpmap:0 MPEG4-GENERIC/16000/2\na=fmtp:0 config=1408\na=control:trackID=2\n",
        ("h264", IN_H264, "trackID=1"),
        ("aac", 16000, 1, b"\x14\x08", "trackID=2"),
    ),
    "MJPEG first": Camera(
        f"{HEAD}m=video 0 RTP/AVP 26\na=control:jpeg\na=x-dimensions:640,360\n{H264}",
        ("h264", IN_H264, "video"),
    ),
    "SRTP first": Camera(
        f"{HEAD}{H264.replace('AVP', 'SAVP').replace(':video', ':secret')}{H264}",
        ("h264", IN_H264, "video"),
    ),
    "a repair stream after the pictures": Camera(
        f"{HEAD}{H264.replace('AVP 96', 'AVP 96 97')}"
        "a=rtpmap:97 rtx/90000\na=fmtp:97 apt=96;rtx-time=3000\n",
        ("h264", IN_H264, "video"),
    ),
}
