"""A share's page, and claiming it, on a real socket."""

from concurrent.futures import ThreadPoolExecutor
import contextlib
import gzip
from http.client import HTTPConnection
import re
import socket
import time
from typing import Any

import pytest

from custom_components.ring_watch.sharing.keys import grouped

from .client import Server, clip_path

pytestmark = [pytest.mark.sharing, pytest.mark.e2e]

UNKNOWN = "0" * 32
WRONG = "A" * 43
BOTS = [
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "WhatsApp/2.23.20.0",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "facebookexternalhit/1.1",
    "TelegramBot (like TwitterBot)",
]
DEMANDED = {
    "cache-control": "private, no-store",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow, noarchive",
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
}


@pytest.fixture(autouse=True)
def _forgiven(server: Server) -> None:
    """No wrong secret of an earlier test counts."""
    server.play("jump", seconds=700)


def page(share: dict[str, str] | str) -> str:
    share_id = share if isinstance(share, str) else share["share_id"]
    return f"/ring_watch/s/{share_id}"


def test_the_right_secret_opens_the_page_and_all_its_files(server: Server) -> None:
    share = server.play("share", size=5000)
    answer = server.claim(share)
    assert answer.status == 303
    assert answer.headers["location"] == page(share)
    cookie = answer.headers["set-cookie"]
    assert f"; Path={page(share)};" in cookie
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert "Domain" not in cookie
    cookie = cookie.partition(";")[0]
    assert share["sha256"] in server.get(page(share), Cookie=cookie).text
    for kind in ("clip", "download", "manifest"):
        assert server.get(clip_path(share, kind), Cookie=cookie).status == 200


@pytest.mark.parametrize("origin", ["https", "http"])
def test_the_cookie_is_for_https_only_where_the_browser_sees_https(
    server: Server, origin: str
) -> None:
    share = server.play("share")
    answer = server.form(
        page(share),
        {"code": share["secret"]},
        Origin=f"{origin}://127.0.0.1:{server.port}",
    )
    assert ("Secure" in answer.headers["set-cookie"]) == (origin == "https")


def test_every_answer_has_the_headers(server: Server) -> None:
    share = server.play("share")
    cookie = server.cookie(share)
    answers = [
        server.get(page(share)),
        server.get(page(share), Cookie=cookie),
        server.head(page(share)),
        server.claim(share),
        server.form(page(share), {"code": WRONG}),
        server.form(page(share), {"code": "x" * 20_000}),
        server.get(clip_path(share)),
        server.get(clip_path(share), Cookie=cookie),
        server.head(clip_path(share), Cookie=cookie),
        server.get(clip_path(share), Cookie=cookie, Range="bytes=5-9"),
        server.get(clip_path(share), Cookie=cookie, Range="bytes=99999-"),
        server.get(clip_path(share, "manifest"), Cookie=cookie),
        server.get("/ring_watch/ask"),
        server.get("/ring_watch/door"),
        server.get("/ring_watch/status"),
        server.get("/ring_watch/static/page.css"),
        server.get("/ring_watch/static/nothing"),
    ]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in DEMANDED} == DEMANDED
        assert not answer.headers["server"]


def dead(server: Server) -> dict[str, dict[str, Any]]:
    """Shares that cannot be claimed, each for another reason."""
    revoked = server.play("share")
    server.play("revoke", share_id=revoked["share_id"])
    used_up = server.play("share", claims=1)
    assert server.claim(used_up).status == 303
    expired = server.play("share", seconds=3600)
    living = server.play("share")
    server.play("jump", seconds=3700)
    return {
        "revoked": revoked,
        "used up": used_up,
        "expired": expired,
        "wrong": living | {"secret": WRONG},
        "empty": living | {"secret": ""},
        "unknown": {"share_id": UNKNOWN, "secret": WRONG},
        "odd id": {"share_id": "%00%27%22%3Cb%3E", "secret": WRONG},
        "odd secret": living | {"secret": "é\0<script>"},
    }


def test_what_cannot_be_claimed_is_answered_alike(server: Server) -> None:
    shares = dead(server)
    answers = {why: server.claim(share).alike for why, share in shares.items()}
    expected = answers["unknown"]
    assert expected[0] == 404
    assert "set-cookie" not in expected[1]
    for why, answer in answers.items():
        assert answer == expected, why


def test_the_page_is_the_same_for_every_share_and_for_none(server: Server) -> None:
    living = server.play("share")
    expected = server.get(page(living)).alike
    for why, share in dead(server).items():
        assert server.get(page(share)).alike == expected, why
        forged = server.get(page(share), Cookie=f"ring_watch_grant={WRONG}")
        assert forged.alike == expected, why


def test_files_without_a_grant_are_answered_alike(server: Server) -> None:
    shares = dead(server)
    living = server.play("share")
    expected = server.get(clip_path({"share_id": UNKNOWN})).alike
    assert expected[0] == 404
    for share in [living, *shares.values()]:
        for kind in ("clip", "download", "manifest", "bundle", "other"):
            for number in (1, 2):
                path = clip_path(share, kind, number)
                assert server.get(path).alike == expected
                forged = server.get(path, Cookie=f"ring_watch_grant={WRONG}")
                assert forged.alike == expected


def test_case_36_unknown_and_wrong_take_the_same_path(server: Server) -> None:
    """Statistics over 2,000 samples are a test of sharing; here, that no view adds."""
    share = server.play("share")
    times: dict[str, list[float]] = {"unknown": [], "wrong": []}
    for _ in range(25):
        for name, share_id in (("unknown", UNKNOWN), ("wrong", share["share_id"])):
            begin = time.perf_counter()
            server.form(page(share_id), {"code": WRONG}, Connection="close")
            times[name].append(time.perf_counter() - begin)
    fastest = {name: min(found) for name, found in times.items()}
    print(f"\nfastest answers: {fastest}")  # noqa: T201
    assert abs(fastest["unknown"] - fastest["wrong"]) < 0.005


@pytest.mark.parametrize("agent", BOTS)
def test_case_37_previews_use_nothing_up(server: Server, agent: str) -> None:
    share = server.play("share", claims=1)
    for _ in range(20):
        for method in ("GET", "HEAD"):
            answer = server.request(method, page(share), {"User-Agent": agent})
            assert answer.status == 200
            assert "og:" not in answer.text
            assert "<img" not in answer.text and "<video" not in answer.text
    assert server.play("claims", share_id=share["share_id"]) == 0
    assert server.claim(share).status == 303


def test_case_29_nothing_is_claimed_by_get(server: Server) -> None:
    share = server.play("share")
    for query in (f"?code={share['secret']}", f"?secret={share['secret']}"):
        answer = server.get(page(share) + query)
        assert "set-cookie" not in answer.headers
    assert server.play("claims", share_id=share["share_id"]) == 0


def test_case_42_of_two_claims_at_once_one_wins(server: Server) -> None:
    for _ in range(10):
        share = server.play("share", claims=1)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _, s=share: server.claim(s), range(8)))
        assert sorted(answer.status for answer in answers) == [303] + [404] * 7


def test_case_44_a_cookie_opens_its_own_share_only(server: Server) -> None:
    first, second = server.play("share"), server.play("share")
    cookie = server.cookie(first)
    assert server.get(clip_path(first), Cookie=cookie).status == 200
    assert server.get(clip_path(second), Cookie=cookie).status == 404
    assert second["sha256"] not in server.get(page(second), Cookie=cookie).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://[::1"},
        {"Origin": "http://[x]/"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_case_45_a_form_of_another_site_is_refused(
    server: Server, headers: dict[str, str]
) -> None:
    share = server.play("share")
    fields = {"code": share["secret"]}
    answer = server.form(page(share), fields, **headers)
    assert answer.status == 403
    assert "set-cookie" not in answer.headers
    assert server.play("claims", share_id=share["share_id"]) == 0


@pytest.mark.parametrize("origin", ["https://evil.example", "https://trusted.example"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_case_45_no_origin_gets_cors(server: Server, origin: str, method: str) -> None:
    """Not even one that Home Assistant is set to trust."""
    share = server.play("share")
    preflight = server.request(
        "OPTIONS",
        page(share),
        {"Origin": origin, "Access-Control-Request-Method": method},
    )
    assert preflight.status in (403, 405)
    plain = server.get(page(share), Origin=origin)
    for answer in (preflight, plain):
        assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "<script>"])
def test_case_46_the_host_header_reaches_no_page(server: Server, host: str) -> None:
    share = server.play("share")
    headers = {"Host": host, "X-Forwarded-Host": host}
    answer = server.request("GET", page(share), headers)
    assert "evil" not in answer.text and "<script>" not in answer.text
    form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    claim = server.request("POST", page(share), form, f"code={share['secret']}")
    assert claim.headers["location"] == page(share)


@pytest.mark.parametrize(
    "share_id",
    [
        "..%2f..%2fconfiguration.yaml",
        "..%3A",
        "%00",
        "..",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "a%2fb",
    ],
)
def test_case_22_an_odd_id_is_no_path(server: Server, share_id: str) -> None:
    for path in (page(share_id), clip_path({"share_id": share_id})):
        answer = server.get(path)
        assert answer.status in (200, 400, 404)
        assert "root:" not in answer.text and "homeassistant:" not in answer.text


def test_case_22_an_odd_number_is_no_clip(server: Server) -> None:
    share = server.play("share")
    cookie = server.cookie(share)
    for number in ("..%2f1", "0", "-1", "1.0", "01", "%31%00", "9" * 99, "%D9%A1"):
        path = f"{page(share)}/api/clip/{number}"
        assert server.get(path, Cookie=cookie).status in (400, 404)


def test_case_22_a_link_in_the_store_is_not_followed(server: Server) -> None:
    share = server.play("share", size=1000)
    cookie = server.cookie(share)
    server.play("replace_by_link", path=share["path"])
    assert server.get(clip_path(share), Cookie=cookie).status == 404
    assert server.get(clip_path(share, "bundle"), Cookie=cookie).status == 404


def test_case_22_a_pipe_in_the_store_is_not_waited_for(server: Server) -> None:
    share = server.play("share", size=1000)
    cookie = server.cookie(share)
    server.play("replace_by_pipe", path=share["path"])
    for kind in ("clip", "bundle"):
        assert server.get(clip_path(share, kind), Cookie=cookie).status == 404


def test_case_23_nothing_that_comes_in_gets_into_a_header(server: Server) -> None:
    share = server.play("share")
    answer = server.get(page("x%0d%0aSet-Cookie:%20a=b"))
    assert "set-cookie" not in answer.headers
    claim = server.form(
        page("x%0d%0aX-Evil:%201"), {"code": "\r\nX-Evil: 1"}, Accept_Language="de\t"
    )
    assert "x-evil" not in claim.headers
    cookie = server.cookie(share)
    file = server.get(clip_path(share, "download"), Cookie=cookie)
    assert file.headers["content-disposition"] == 'attachment; filename="clip-1.mp4"'


def huge(server: Server, path: str, size: int) -> int:
    """Send a body of so many bytes until the server has enough; return its answer."""
    with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
        connection.sendall(
            f"POST {path} HTTP/1.1\r\nHost: home\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {size}\r\n\r\n".encode()
        )
        with contextlib.suppress(ConnectionError):
            for _ in range(size // 1000):
                connection.sendall(b"x" * 1000)
        with contextlib.suppress(ConnectionError):
            return int(connection.recv(100).split()[1])
    # The end of the connection came before its answer was read.
    return 413


def test_case_11_a_body_that_is_too_large_is_refused(server: Server) -> None:
    share = server.play("share")
    before = server.play("figures")["rss"]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    # Names given more than once; more fields than any form has; more bytes.
    twice = f"code={WRONG}&code={share['secret']}".encode()
    assert server.request("POST", page(share), form, twice).status == 404
    assert server.request("POST", page(share), form, b"a&" * 8_000).status == 400
    assert server.request("POST", page(share), form, b"a" * 16_385).status == 413
    for path in (page(share), "/ring_watch/ask", "/ring_watch/status"):
        assert huge(server, path, 10_000_000) in (404, 413)
    for kind, status in (("application/json", 415), ("multipart/form-data", 415)):
        answer = server.request("POST", page(share), {"Content-Type": kind}, b"{}")
        assert answer.status == status
    bomb = gzip.compress(b"code=" + bytes(100_000_000))
    zipped = server.request(
        "POST",
        page(share),
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Encoding": "gzip",
        },
        bomb,
    )
    assert zipped.status == 415
    assert server.play("figures")["rss"] - before < 30_000_000


def test_case_11_a_body_of_unknown_length_is_refused_as_it_grows(
    server: Server,
) -> None:
    share = server.play("share")
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    fields = (b"code=", *(b"x" * 1000 for _ in range(20)))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", page(share), iter(fields), kind, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_a_passphrase_is_asked_for_only_with_the_right_secret(server: Server) -> None:
    share = server.play("share", passphrase="correct horse battery")
    asked = server.claim(share)
    assert asked.status == 403
    assert 'type="password"' in asked.text
    assert share["secret"] in asked.text
    wrong = server.claim(share, passphrase="incorrect horse")
    assert wrong.status == 403
    assert "not right" in wrong.text
    unknown = server.form(page(share), {"code": WRONG, "passphrase": "x" * 12})
    assert unknown.status == 404
    assert server.play("claims", share_id=share["share_id"]) == 0
    assert server.claim(share, passphrase="correct horse battery").status == 303


def test_the_secret_is_in_no_page_of_a_grant(server: Server) -> None:
    share = server.play("share")
    cookie = server.cookie(share)
    text = server.get(page(share), Cookie=cookie).text
    assert share["secret"] not in text
    assert cookie.partition("=")[2] not in text


def test_the_page_says_what_the_clip_is(server: Server) -> None:
    share = server.play("share", clips=2, gaps=1)
    cookie = server.cookie(share)
    text = server.get(page(share), Cookie=cookie, Accept_Language="de").text
    assert 'lang="de"' in text
    assert "Clip 2 von 2" in text
    assert len(re.findall(r"<dt>Was fehlt</dt>\n<dd><ul><li>.*? bis ", text)) == 2
    for word in ("zugeschnitten", "abgedeckt", "Ton wurde entfernt", "neu codiert"):
        assert word in text
    assert share["sha256"] in text
    assert "UTC+01:00" in text


def test_the_page_names_the_key_that_signed_its_manifests(server: Server) -> None:
    """Also where the home signs with another one by now."""
    before = server.play("share")
    old, new = server.play("rotate")
    after = server.play("share")
    for share, signer, other in ((before, old, new), (after, new, old)):
        text = server.get(page(share), Cookie=server.cookie(share)).text
        assert grouped(signer) in text and grouped(other) not in text
