"""Challenges are answered as the RFCs have it, and nothing breaks out of an answer."""

from base64 import b64decode
from collections.abc import Sequence
import hashlib
import re
from unittest.mock import patch

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine.rtsp.challenges import Credentials
from custom_components.ring_watch.engine.rtsp.messages import request

pytestmark = pytest.mark.engine

USER, PASSWORD, URI = "viewer", "secret", "rtsp://camera:554/stream"
BASIC = 'Basic realm="camera"'
DIGEST = 'Digest realm="camera", nonce="1f2e"'
STRONGER = 'Digest realm="camera", nonce="1f2e", algorithm=SHA-256, qop="auth"'
PAIR = re.compile(r'([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^",]+))(?:, |$)')


def asked(
    *challenges: str, username: str | None = USER, password: str | None = PASSWORD
) -> Credentials:
    """Credentials that have seen these challenges."""
    credentials = Credentials(username, password)
    credentials.learn(challenges)
    return credentials


def said(credentials: Credentials, method: str = "DESCRIBE") -> str:
    value = credentials.header(method, URI)
    assert value is not None
    return value


def parameters(header: str | None) -> dict[str, str]:
    """Take an answer apart, all of it, as RFC 7616 says that it is written."""
    assert header is not None
    scheme, _, rest = header.partition(" ")
    assert scheme == "Digest"
    found = {}
    at = 0
    while at < len(rest):
        match = PAIR.match(rest, at)
        assert match, rest[at:]
        name, quoted, bare = match.groups()
        assert name not in found
        found[name] = bare if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        at = match.end()
    return found


def md5(*parts: str) -> str:
    return hashlib.md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()


# What the RFCs give out as examples: RFC 2617 3.5, RFC 2069 with its erratum 749, and
# RFC 7616 3.9.1.
EXAMPLES = {
    "RFC 2617": (
        (
            'Digest realm="testrealm@host.com", qop="auth,auth-int", '
            'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
            'opaque="5ccc069c403ebaf9f0171e9517f40e41"'
        ),
        "Circle Of Life",
        "/dir/index.html",
        "0a4f113b",
        {
            "username": "Mufasa",
            "realm": "testrealm@host.com",
            "nonce": "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            "uri": "/dir/index.html",
            "qop": "auth",
            "nc": "00000001",
            "cnonce": "0a4f113b",
            "response": "6629fae49393a05397450978507c4ef1",
            "opaque": "5ccc069c403ebaf9f0171e9517f40e41",
        },
    ),
    "RFC 2069": (
        (
            'Digest realm="testrealm@host.com", '
            'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
            'opaque="5ccc069c403ebaf9f0171e9517f40e41"'
        ),
        "CircleOfLife",
        "/dir/index.html",
        "",
        {
            "username": "Mufasa",
            "realm": "testrealm@host.com",
            "nonce": "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            "uri": "/dir/index.html",
            "response": "1949323746fe6a43ef61f9606e7febea",
            "opaque": "5ccc069c403ebaf9f0171e9517f40e41",
        },
    ),
    **{
        f"RFC 7616 with {algorithm}": (
            (
                f'Digest realm="http-auth@example.org", qop="auth, auth-int", '
                f"algorithm={algorithm}, "
                'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
                'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
            ),
            "Circle of Life",
            "/dir/index.html",
            "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
            {
                "username": "Mufasa",
                "realm": "http-auth@example.org",
                "uri": "/dir/index.html",
                "algorithm": algorithm,
                "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                "nc": "00000001",
                "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                "qop": "auth",
                "response": response,
                "opaque": "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
            },
        )
        for algorithm, response in (
            ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
            (
                "SHA-256",
                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
            ),
        )
    },
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_published_answers(example: str) -> None:
    challenge, password, uri, own, expected = EXAMPLES[example]
    with patch("secrets.token_hex", return_value=own):
        credentials = asked(challenge, username="Mufasa", password=password)
        found = credentials.header("GET", uri)
    assert parameters(found) == expected


def test_quoted_are_the_values_that_rfc_7616_wants_quoted() -> None:
    """And the others are not (3.4): servers are known to take it literally."""
    header = said(asked(f'{DIGEST}, qop="auth", algorithm=MD5, opaque="x"'))
    names = set(re.findall(r'([\w-]+)="', header))
    assert names == {
        *("username", "realm", "nonce", "uri", "response", "cnonce", "opaque"),
    }
    assert "algorithm=MD5" in header
    assert "qop=auth," in header
    assert "nc=00000001" in header


def test_basic() -> None:
    """The example of RFC 7617, 2, and 2.1 with its pound sign."""
    credentials = asked(BASIC, username="Aladdin", password="open sesame")
    assert said(credentials) == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    credentials = asked(BASIC, username="test", password="123£")
    assert said(credentials) == "Basic dGVzdDoxMjPCow=="


def test_every_request_has_a_number_and_an_answer_of_its_own() -> None:
    credentials = asked(STRONGER)
    answers = [
        parameters(credentials.header(method, URI))
        for method in ("DESCRIBE", "SETUP", "SETUP")
    ]
    assert [one["nc"] for one in answers] == ["00000001", "00000002", "00000003"]
    assert len({one["response"] for one in answers}) == 3
    credentials.learn(['Digest realm="camera", nonce="2", stale=true, qop="auth"'])
    assert parameters(credentials.header("SETUP", URI))["nc"] == "00000001"


@pytest.mark.parametrize("qop", ["", ', qop="auth"'])
def test_a_key_of_the_session(qop: str) -> None:
    """Whether the camera works it out once or with every request (RFC 7616, 3.4.2)."""
    nonce = "1f2e"
    credentials = asked(f"{DIGEST}, algorithm=MD5-sess{qop}")
    key = own = ""
    for _ in range(3):
        found = parameters(credentials.header("SETUP", URI))
        assert found["algorithm"] == "MD5-sess"
        own = found["cnonce"]
        key = key or md5(md5(USER, "camera", "secret"), nonce, own)
        middle = (nonce, found["nc"], own, "auth") if qop else (nonce,)
        assert found["response"] == md5(key, *middle, md5("SETUP", URI))
        assert key == md5(md5(USER, "camera", "secret"), nonce, own)
    again = asked(f"{DIGEST}, algorithm=MD5-sess{qop}")
    assert parameters(again.header("SETUP", URI))["cnonce"] != own


@pytest.mark.parametrize(
    ("challenges", "expected"),
    [
        ([BASIC, DIGEST], "MD5"),
        ([DIGEST, BASIC], "MD5"),
        ([f"{BASIC}, {DIGEST}"], "MD5"),
        ([f"{DIGEST}, {BASIC}"], "MD5"),
        ([f"{DIGEST}, {STRONGER}, {BASIC}"], "SHA-256"),
        ([STRONGER, DIGEST, BASIC], "SHA-256"),
        ([DIGEST, STRONGER], "SHA-256"),
        ([f"{DIGEST}, algorithm=SHA-512-256", DIGEST], "SHA-512-256"),
        ([f"{DIGEST}, algorithm=sha-256-SESS", DIGEST], "sha-256-SESS"),
        # What cannot be answered.
        ([f"{DIGEST}, algorithm=SHA-1", DIGEST], "MD5"),
        ([f'{DIGEST}, qop="auth-int"', BASIC], "Basic"),
        (["Negotiate", "NTLM", BASIC], "Basic"),
        (["Negotiate, " + BASIC], "Basic"),
        ([f"X-Own key=1, {DIGEST}"], "MD5"),
        (["Bearer realm=camera"], None),
        ([f"{DIGEST}, algorithm=SHA-1"], None),
        ([""], None),
        ([], None),
    ],
)
def test_the_strongest_is_taken(challenges: list[str], expected: str | None) -> None:
    credentials = Credentials(USER, "secret")
    assert credentials.learn(challenges) is (expected is not None)
    header = credentials.header("DESCRIBE", URI)
    if expected is None:
        assert header is None
    elif expected == "Basic":
        assert header is not None
        assert header.startswith("Basic ")
    else:
        assert parameters(header).get("algorithm", "MD5") == expected


@pytest.mark.parametrize(
    "challenge",
    [
        "Digest realm=camera, nonce=1f2e",
        'digest  REALM = "camera" ,Nonce="1f2e"',
        'Digest nonce="1f2e",realm="camera",',
        'Digest realm="camera",, nonce="1f2e"',
        'Digest , realm="camera" , nonce="1f2e"',
        'Digest realm="camera" nonce="1f2e"',
        'Digest realm="camera", charset=UTF-8, nonce="1f2e", stale=FALSE, domain="/"',
        'Digest realm="camera", qop="", nonce="1f2e"',
        'Digest realm="\\camera", nonce="1f2e"',
    ],
)
def test_ways_of_writing_the_same(challenge: str) -> None:
    found = parameters(asked(challenge).header("DESCRIBE", URI))
    assert found == parameters(asked(DIGEST).header("DESCRIBE", URI))


def test_nothing_is_said_before_the_camera_asks() -> None:
    assert Credentials(USER, "secret").header("OPTIONS", URI) is None


def test_nothing_is_said_without_an_account() -> None:
    credentials = Credentials(None, None)
    assert not credentials.learn([DIGEST, BASIC])
    assert credentials.header("DESCRIBE", URI) is None


@pytest.mark.parametrize(("username", "password"), [("me", None), (None, "secret")])
def test_half_an_account(username: str | None, password: str | None) -> None:
    header = said(asked(BASIC, username=username, password=password))
    pair = b64decode(header.removeprefix("Basic ")).decode()
    assert pair == f"{username or ''}:{password or ''}"


@pytest.mark.parametrize("challenge", [BASIC, DIGEST, STRONGER])
def test_a_wrong_password_is_said_once(challenge: str) -> None:
    """Cameras lock those out who try too often."""
    credentials = Credentials(USER, "wrong")
    assert credentials.learn([challenge])
    assert not credentials.learn([challenge])
    assert not credentials.learn([challenge.replace("1f2e", "another")])


def test_what_grew_old_is_answered_anew() -> None:
    credentials = asked(DIGEST)
    newer = 'Digest realm="camera", nonce="2", stale="TRUE"'
    assert credentials.learn([newer])
    assert parameters(credentials.header("SETUP", URI))["nonce"] == "2"
    # But not for ever.
    assert not credentials.learn([newer])
    assert not credentials.learn([newer.replace("TRUE", "false").replace("2", "3")])


# Whatever may stand between quotes, and what ends a line somewhere.
HOSTILE = st.text(
    st.one_of(
        st.sampled_from('"\\,\r\n\0 =:;\x0b\x85\u2028é'), st.characters(codec="utf-8")
    ),
    max_size=20,
)


@settings(deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, st.sampled_from(("", ', qop="auth"')))
def test_nothing_breaks_out_of_the_line(
    realm: str, nonce: str, opaque: str, account: str, qop: str
) -> None:
    quoted = [
        f'{name}="' + re.sub(r'(["\\])', r"\\\1", value) + '"'
        for name, value in (("realm", realm), ("nonce", nonce), ("opaque", opaque))
    ]
    for challenge in ("Digest " + ", ".join(quoted) + qop, BASIC):
        header = said(asked(challenge, username=account, password=account), "SETUP")
        sent = request("SETUP", URI, 1, {"Authorization": header, "Session": "1"})
        assert sent.decode().split("\r\n") == [
            f"SETUP {URI} RTSP/1.0",
            "CSeq: 1",
            f"Authorization: {header}",
            "Session: 1",
            "",
            "",
        ]
        assert sent.count(b"\n") == sent.count(b"\r") == 5
        assert b"\0" not in sent
        if header.startswith("Digest"):
            found = parameters(header)
            told = {"realm": realm, "nonce": nonce, "opaque": opaque}
            told["username"] = account
            for name, value in told.items():
                assert found[name] == re.sub("[\0-\x1f\x7f]", "", value)
            assert_answered(found, account, realm, nonce)


def assert_answered(
    found: dict[str, str], account: str, realm: str, nonce: str
) -> None:
    """The camera, which knows what it asked, comes to the same."""
    middle = [nonce]
    if "qop" in found:
        middle += [found["nc"], found["cnonce"], "auth"]
    key = md5(account, realm, account)
    assert found["response"] == md5(key, *middle, md5("SETUP", URI))


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from('Digest realm="\\,=-é\t '), max_size=40)))
def test_no_challenge_makes_it_fail(challenges: Sequence[str]) -> None:
    credentials = Credentials(USER, "secret")
    credentials.learn(challenges)
    credentials.header("DESCRIBE", URI)


@pytest.mark.parametrize(
    "challenge",
    [
        "Digest " + "a " * 30_000,
        "Digest " + "a=" * 30_000,
        "Digest " + "a" * 60_000,
        "Digest " + "a=b," * 15_000,
        'Digest a="' + "\\" * 60_000,
        'Digest a="' + "b" * 60_000,
        "Digest " + " " * 60_000 + "\x01",
        "Digest " + ", " * 30_000 + "\x01",
    ],
    ids=lambda challenge: challenge[:12],
)
@pytest.mark.timeout(10)
def test_the_longest_challenge_takes_no_time(challenge: str) -> None:
    Credentials(USER, "secret").learn([challenge])
