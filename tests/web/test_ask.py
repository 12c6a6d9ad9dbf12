"""Asking, and how a request stands, on a real socket."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.ring_watch.web.ask_pages import LIMITS

from .client import Answer, Server, served

pytestmark = [pytest.mark.sharing, pytest.mark.e2e]

ASK = "/ring_watch/ask"
DOOR = "/ring_watch/door"
STATUS = "/ring_watch/status"
ZONE = ZoneInfo("Europe/Amsterdam")
ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "{{ states('sun.sun') }}",
    "=cmd|' /C calc'!A0",
    "a\r\nSet-Cookie: x=y",
]


def local(minutes_ago: float) -> str:
    moment = datetime.now(ZONE) - timedelta(minutes=minutes_ago)
    return f"{moment:%Y-%m-%dT%H:%M:%S}"


def filled(**changes: str) -> dict[str, str]:
    fields = {
        "start": local(20),
        "end": local(10),
        "reason": "My bicycle is gone",
        "contact": "me@example.org",
        "name": "Anna",
    }
    return fields | changes


def token_of(answer: Answer) -> str:
    found = re.search(r'href="/ring_watch/status#([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


@pytest.fixture
def door(server: Server) -> Iterator[None]:
    """The door page is on."""
    server.play("door", on=True)
    yield
    server.play("door", on=False)


@pytest.mark.usefixtures("door")
@pytest.mark.parametrize("name", LIMITS)
def test_case_11_a_text_that_is_too_long_is_so_at_its_field(
    server: Server, name: str
) -> None:
    answer = server.form(DOOR, filled(**{name: "x" * (LIMITS[name] + 1)}))
    assert answer.status == 422
    assert re.findall(r'id="(\w+)-error"', answer.text) == [name]
    # Browsers send two characters for a line break, and count one.
    whole = "x\r\n" * (LIMITS[name] // 2)
    assert server.form(DOOR, filled(**{name: whole})).status == 200


@pytest.mark.usefixtures("door")
@pytest.mark.parametrize("name", ["name", "reason", "contact"])
def test_case_19_what_nobody_can_see_is_missing(server: Server, name: str) -> None:
    answer = server.form(DOOR, filled(**{name: "\u3164 \u200b"}))
    assert answer.status == 422
    assert re.findall(r'id="(\w+)-error"', answer.text) == [name]


@pytest.mark.usefixtures("door")
def test_case_53_nobody_is_told_to_mend_an_ask_that_the_home_cannot_keep(
    server: Server,
) -> None:
    server.play("disk", full=True)
    try:
        answer = server.form(DOOR, filled())
    finally:
        server.play("disk", full=False)
    assert answer.status == 503
    assert "aria-invalid" not in answer.text
    assert server.form(DOOR, filled()).status == 200


def test_somebody_known_asks(server: Server) -> None:
    secret = server.play("requester")
    answer = server.form(ASK, filled(code=secret))
    assert answer.status == 200
    assert "Received" in answer.text
    last = server.play("last")
    assert last["requester_id"].startswith("requester")
    assert last["reason"] == "My bicycle is gone"
    assert last["state"] == "pending"
    start = datetime.fromtimestamp(last["start"] / 1e6, UTC)
    assert abs(start - datetime.now(UTC) + timedelta(minutes=20)).seconds < 30


@pytest.mark.usefixtures("door")
def test_a_stranger_asks_at_the_door(server: Server) -> None:
    answer = server.form(DOOR, filled())
    assert answer.status == 200
    last = server.play("last")
    assert last.get("requester_id") is None
    assert last["name"] == "Anna"
    assert last["origin"] == "door_page"


def test_the_door_page_is_off_until_it_is_turned_on(server: Server) -> None:
    expected = server.get("/ring_watch/static/nothing").alike
    assert expected[0] == 404
    assert server.get(DOOR).alike == expected
    assert server.form(DOOR, filled()).alike == expected


@pytest.mark.parametrize("code", ["A" * 43, "é", "<script>", "x" * 4000])
def test_a_wrong_code_is_answered_like_any_other(server: Server, code: str) -> None:
    answer = server.form(ASK, filled(code=code))
    assert answer.status == 404
    assert "does not open anything" in answer.text
    assert "<script>a" not in answer.text


def test_a_requester_who_was_revoked_is_not_known(server: Server) -> None:
    secret = server.play("requester")
    server.play("revoke_requesters")
    revoked = server.form(ASK, filled(code=secret))
    unknown = server.form(ASK, filled(code="A" * 43))
    assert revoked.status == unknown.status == 404
    assert revoked.text.replace(secret, "") == unknown.text.replace("A" * 43, "")


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"start": ""}, "start", "Enter a date and a time"),
        ({"end": "soon"}, "end", "like this"),
        ({"start": "2026-03-29T02:30"}, "start", "did not exist"),
        ({"reason": ""}, "reason", "what happened"),
        ({"reason": "x" * 1001}, "reason", "at most 1000"),
        ({"contact": "x" * 201}, "contact", "at most 200"),
        ({"start": local(10), "end": local(20)}, "end", "later than the beginning"),
        ({"end": local(-60)}, "end", "not over yet"),
        ({"start": local(60 * 13)}, "end", "longer than you may ask"),
    ],
)
def test_case_5_8_what_is_wrong_is_said_at_its_field(
    server: Server, changes: dict[str, str], field: str, text: str
) -> None:
    secret = server.play("requester")
    answer = server.form(ASK, filled(code=secret, **changes))
    assert answer.status == 422
    error = re.search(rf'<p class="error" id="{field}-error">(.*?)</p>', answer.text)
    assert error and text in error[1]
    summary = answer.text.partition('id="errors"')[2].partition("</div>")[0]
    assert f'href="#{field}"' in summary and text in summary
    box = re.search(rf'<(input|textarea)[^>]* id="{field}"[^>]*>', answer.text)
    assert box and 'aria-invalid="true"' in box[0]
    assert f"{field}-error" in box[0]


def test_case_51_an_hour_that_came_twice_asks_which(server: Server) -> None:
    secret = server.play("requester")
    fields = filled(code=secret, start="2026-10-25T02:30", end="2026-10-25T04:00")
    asked = server.form(ASK, fields)
    assert asked.status == 422
    assert "02:30 twice" in asked.text
    assert "UTC+02:00" in asked.text and "UTC+01:00" in asked.text
    for target in re.findall(r'href="#(\w+)"', asked.text):
        assert f' id="{target}"' in asked.text
    starts = []
    for fold in ("0", "1"):
        assert server.form(ASK, fields | {"start_fold": fold}).status == 200
        starts.append(server.play("last")["start"])
    assert starts[1] - starts[0] == 3600 * 1_000_000
    assert datetime.fromtimestamp(starts[0] / 1e6, UTC).hour == 0


def test_the_home_s_time_zone_is_named(server: Server) -> None:
    assert "Europe/Amsterdam" in server.get(ASK).text


def test_case_15_an_agency_needs_a_case_number_and_a_contact(server: Server) -> None:
    secret = server.play("requester", kind="agency")
    for name in ("case", "contact", "reason"):
        fields = filled(code=secret, case="2026/17") | {name: ""}
        answer = server.form(ASK, fields)
        assert answer.status == 422
        assert f'id="{name}-error"' in answer.text
    assert server.form(ASK, filled(code=secret, case="2026/17")).status == 200
    assert server.play("last")["case_number"] == "2026/17"


def test_a_broken_rule_is_named_to_somebody_known(server: Server) -> None:
    secret = server.play("requester", kind="agency")
    for _ in range(2):
        assert server.form(ASK, filled(code=secret, case="7")).status == 200
    answer = server.form(ASK, filled(code=secret, case="7"))
    assert answer.status == 422
    assert "already have requests waiting" in answer.text


@pytest.mark.usefixtures("door")
def test_a_broken_rule_is_not_named_to_a_stranger() -> None:
    with served() as server:
        server.play("door", on=True)
        server.play("settings", queue=1, asks_per_source=99, asks_in_all=99)
        texts = set()
        for _ in range(3):
            answer = server.form(DOOR, filled())
            assert answer.status == 200
            texts.add(answer.text.replace(token_of(answer), ""))
        assert len(texts) == 1
        assert server.play("last")["state"] == "rejected"


def test_case_1_too_many_asks_are_refused() -> None:
    with served() as server:
        server.play("settings", asks_per_source=3)
        secret = server.play("requester")
        statuses = [server.form(ASK, filled(code=secret)).status for _ in range(5)]
        assert statuses[-1] == 429
        answer = server.form(ASK, filled(code=secret))
        assert int(answer.headers["retry-after"]) > 0
        assert "Please try again later" in answer.text


@pytest.mark.parametrize("text", ATTACKS)
def test_case_16_18_what_is_typed_stays_text(server: Server, text: str) -> None:
    secret = server.play("requester")
    fields = filled(code=secret, reason=text, contact=text, end="")
    fields |= {"case": text, "start": text}
    answer = server.form(ASK, fields)
    assert answer.status == 422
    for evil in ("<script>alert", "<img", "onerror=alert(1)>"):
        assert evil not in answer.text
    assert "set-cookie" not in answer.headers


def status_of(server: Server, token: str) -> Answer:
    return server.form(STATUS, {"code": token})


def without(answer: Answer, token: str) -> tuple[Any, ...]:
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("date", "content-length")
    }
    return answer.status, headers, answer.text.replace(token, "")


def test_case_14_declined_ignored_lapsed_and_unknown_look_the_same() -> None:
    with served() as server:
        secret = server.play("requester")
        tokens = {}
        for what in ("ignored", "declined", "withdrawn", "lapsed"):
            answer = server.form(ASK, filled(code=secret, case=what))
            tokens[what] = token_of(answer)
            if what == "declined":
                server.play("decline_last")
        server.form(STATUS, {"code": tokens["withdrawn"], "withdraw": "1"})
        tokens["unknown"] = "A" * 43
        answers = {
            what: without(status_of(server, token), token)
            for what, token in tokens.items()
        }
        assert len({str(answer) for answer in answers.values()}) == 1
        server.play("jump", seconds=8 * 86400)
        for what, token in tokens.items():
            assert without(status_of(server, token), token) == answers[what]
        assert "Received" in status_of(server, tokens["ignored"]).text


def test_what_is_shared_can_be_opened_from_the_status_page(server: Server) -> None:
    secret = server.play("requester")
    token = token_of(server.form(ASK, filled(code=secret, case="shared")))
    assert "Received" in status_of(server, token).text
    server.play("approve_last")
    ready = status_of(server, token)
    assert "Ready" in ready.text
    link = re.search(r'href="(/ring_watch/s/\w+)#([^"]+)"', ready.text)
    assert link
    assert server.form(link[1], {"code": link[2]}).status == 303


def test_withdrawing_tells_nothing(server: Server) -> None:
    known = token_of(server.form(ASK, filled(code=server.play("requester"))))
    answers = [
        server.form(STATUS, {"code": code, "withdraw": "1"}).alike
        for code in (known, known, "A" * 43, "<x>", "")
    ]
    assert all(answer == answers[0] for answer in answers)
    assert server.play("last")["state"] == "withdrawn"


@pytest.mark.parametrize("path", [ASK, STATUS, "/ring_watch/s/0"])
def test_while_the_home_is_away_nothing_is_there(path: str) -> None:
    with served() as server:
        server.play("unload")
        assert server.get(path).status == 404
        assert server.form(path, {"code": "x"}).status == 404


@pytest.mark.parametrize(
    ("code", "text"),
    [("de", "Um eine Aufnahme bitten"), ("pl", "Prośba o nagranie")],
)
def test_the_page_speaks_the_browser_s_language(
    server: Server, code: str, text: str
) -> None:
    answer = server.get(ASK, Accept_Language=f"{code};q=0.9,en;q=0.1")
    assert f'<html lang="{code}">' in answer.text
    assert answer.headers["content-language"] == code
    assert text in answer.text


def test_no_page_asks_anybody_else_for_anything(server: Server) -> None:
    for path in (ASK, STATUS, "/ring_watch/s/0", "/ring_watch/static/page.css"):
        text = server.get(path).text
        assert "http://" not in text and "https://" not in text
        assert "//" not in re.sub(r"/\*.*?\*/", "", text)
        assert "<style" not in text and "style=" not in text
        assert not re.search(r"\son[a-z]+=", text)
