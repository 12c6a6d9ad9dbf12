"""Logging in, tokens, and what is made of each thing that can go wrong."""

import asyncio
import json
import logging
from typing import Any

import pytest
from ring_doorbell.const import API_URI

from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.auth import RingAuth, new_hardware_id
from custom_components.ring_watch.ring.errors import (
    CodeNeededError,
    LoginRejectedError,
    NotFoundError,
    RefusedError,
    RingAccountError,
    ThrottledError,
    UnavailableError,
    WrongCodeError,
)
from custom_components.ring_watch.ring.pace import Pace

from .clocks import FastClock
from .cloud import (
    BAD_GATEWAY,
    BLOCKED,
    DROPPED,
    NO_JSON,
    NOT_FOUND,
    UNAUTHORIZED,
    Account,
    Endpoint,
    Fault,
    RingCloud,
    slow,
    throttled,
)
from .conftest import HARDWARE_ID

pytestmark = pytest.mark.ring

DEVICES = "/clients_api/ring_devices"


async def test_a_password_asks_for_a_code_and_says_how_it_comes(
    client: RingAuth, account: Account
) -> None:
    with pytest.raises(CodeNeededError) as needed:
        await client.async_fetch_token(account.email, account.password)
    assert (needed.value.how, needed.value.wait) == ("sms", 60)
    assert needed.value.phone == "xxx-xxx-xx42"
    account.second_factor = "totp"
    with pytest.raises(CodeNeededError) as needed:
        await client.async_fetch_token(account.email, account.password)
    assert needed.value.how == "totp"


async def test_the_code_logs_in_and_the_token_is_handed_out_at_once(
    client: RingAuth, account: Account, stored: list[dict[str, Any]]
) -> None:
    with pytest.raises(WrongCodeError):
        await client.async_fetch_token(account.email, account.password, "000000")
    assert stored == []
    await client.async_fetch_token(account.email, account.password, account.code)
    assert [t["refresh_token"] for t in stored] == [account.client().refresh]
    assert list(account.clients) == [HARDWARE_ID]


async def test_a_wrong_password_is_rejected(client: RingAuth, account: Account) -> None:
    with pytest.raises(LoginRejectedError):
        await client.async_fetch_token(account.email, "wrong", account.code)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (BAD_GATEWAY, UnavailableError),
        (DROPPED, UnavailableError),
        (NO_JSON, UnavailableError),
        (throttled(30), ThrottledError),
        (throttled(None), ThrottledError),
        (BLOCKED, ThrottledError),
        (Fault(status=429), ThrottledError),
        (Fault(status=403, body="<html>", content_type="text/html"), UnavailableError),
        (Fault(status=200, body='{"access_token": 7}'), UnavailableError),
    ],
)
async def test_what_says_nothing_about_the_login_does_not_reject_it(
    api: RingApi,
    client: RingAuth,
    account: Account,
    ring_cloud: RingCloud,
    fault: Fault,
    error: type[RingAccountError],
) -> None:
    ring_cloud.traffic.next(Endpoint.TOKEN, fault)
    with pytest.raises(error):
        await client.async_refresh_tokens()
    await client.pace.clock.sleep(86_400)
    await client.async_refresh_tokens()
    assert await api.get(DEVICES)


async def test_a_revoked_client_is_rejected_and_asks_no_more(
    api: RingApi, account: Account, ring_cloud: RingCloud
) -> None:
    account.revoke()
    with pytest.raises(LoginRejectedError):
        await api.get(DEVICES)
    ring_cloud.traffic.forget()
    with pytest.raises(LoginRejectedError):
        await api.get(DEVICES)
    assert ring_cloud.traffic.count(Endpoint.TOKEN) == 0


async def test_a_rejection_that_nobody_waits_for_any_more_is_no_error(
    client: RingAuth, account: Account, ring_cloud: RingCloud
) -> None:
    await client.async_fetch_token(account.email, account.password, account.code)
    account.revoke()
    told: list[dict[str, Any]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: told.append(context))
    ring_cloud.traffic.next(Endpoint.TOKEN, slow(0.1))
    asking = asyncio.create_task(client.async_refresh_tokens())
    await asyncio.sleep(0)

    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await client.async_close()
    await asyncio.sleep(0)

    assert told == []


async def test_a_new_login_ends_a_rejection(
    api: RingApi, client: RingAuth, account: Account
) -> None:
    account.revoke()
    with pytest.raises(LoginRejectedError):
        await api.get(DEVICES)
    await client.async_fetch_token(account.email, account.password, account.code)
    client_of = RingApi(client)
    assert await client_of.get(DEVICES)


async def test_many_at_once_refresh_once(
    api: RingApi, account: Account, ring_cloud: RingCloud, stored: list[dict[str, Any]]
) -> None:
    await api.get(DEVICES)
    account.expire_access()
    ring_cloud.traffic.forget()
    await asyncio.gather(*(api.get(DEVICES) for _ in range(5)))
    assert ring_cloud.traffic.count(Endpoint.TOKEN) == 1
    assert ring_cloud.traffic.most_at_once == 1
    assert stored[-1]["refresh_token"] == account.client().refresh


async def test_a_token_is_renewed_before_it_ends(
    api: RingApi, account: Account, ring_cloud: RingCloud, clock: FastClock
) -> None:
    await api.get(DEVICES)
    await clock.sleep(account.token_seconds - 30)
    ring_cloud.traffic.forget()
    await api.get(DEVICES)
    statuses = [(seen.endpoint, seen.status) for seen in ring_cloud.traffic.requests]
    assert statuses == [(Endpoint.TOKEN, 200), (Endpoint.DEVICES, 200)]


async def test_a_token_of_a_short_life_is_not_renewed_each_time(
    api: RingApi, account: Account, ring_cloud: RingCloud, clock: FastClock
) -> None:
    account.token_seconds = 30
    await api.auth.async_refresh_tokens()
    ring_cloud.traffic.forget()
    await api.get(DEVICES)
    assert ring_cloud.traffic.count(Endpoint.TOKEN) == 0
    await clock.sleep(28)
    await api.get(DEVICES)
    assert ring_cloud.traffic.count(Endpoint.TOKEN) == 1


@pytest.mark.parametrize("told", [None, "", 7, []])
async def test_an_answer_without_a_new_refresh_token_leaves_the_old_one(
    api: RingApi,
    account: Account,
    ring_cloud: RingCloud,
    stored: list[dict[str, Any]],
    told: object,
) -> None:
    answer = {"access_token": account.client().access, "refresh_token": told}
    ring_cloud.traffic.next(Endpoint.TOKEN, Fault(status=200, body=json.dumps(answer)))
    await api.auth.async_refresh_tokens()
    assert stored[-1]["refresh_token"] == account.client().refresh
    await api.auth.async_refresh_tokens()
    assert await api.get(DEVICES)


@pytest.mark.parametrize("told", [-5, 0, "soon", None])
async def test_a_life_that_is_none_is_that_of_other_tokens(
    api: RingApi, account: Account, ring_cloud: RingCloud, told: object
) -> None:
    answer = {"access_token": account.client().access, "expires_in": told}
    ring_cloud.traffic.next(Endpoint.TOKEN, Fault(status=200, body=json.dumps(answer)))
    await api.auth.async_refresh_tokens()
    ring_cloud.traffic.forget()
    await api.get(DEVICES)
    assert ring_cloud.traffic.count(Endpoint.TOKEN) == 0


async def test_an_answer_that_is_too_deep_is_unreadable(
    api: RingApi, ring_cloud: RingCloud
) -> None:
    ring_cloud.traffic.next(Endpoint.DEVICES, Fault(status=200, body="[" * 500_000))
    with pytest.raises(UnavailableError):
        await api.get(DEVICES)


async def test_one_401_is_answered_by_new_tokens_and_the_same_request(
    api: RingApi, ring_cloud: RingCloud
) -> None:
    ring_cloud.traffic.next(Endpoint.DEVICES, UNAUTHORIZED)
    assert await api.get(DEVICES)
    assert ring_cloud.traffic.count(Endpoint.DEVICES) == 2


async def test_a_lasting_401_is_no_rejection_of_the_login(
    api: RingApi, ring_cloud: RingCloud
) -> None:
    ring_cloud.traffic.always(Endpoint.DEVICES, UNAUTHORIZED)
    with pytest.raises(RefusedError):
        await api.get(DEVICES)


async def test_who_is_cancelled_loses_no_token(
    api: RingApi,
    client: RingAuth,
    account: Account,
    ring_cloud: RingCloud,
    stored: list[dict[str, Any]],
) -> None:
    ring_cloud.traffic.next(Endpoint.TOKEN, Fault(delay=0.2))
    asking = asyncio.create_task(client.async_refresh_tokens())
    while not ring_cloud.traffic.count(Endpoint.TOKEN) > 1:
        await asyncio.sleep(0.01)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await client.async_close()
    assert stored[-1]["refresh_token"] == account.client().refresh
    assert await api.get(DEVICES)


async def test_a_stored_login_goes_on(
    api: RingApi, ring_cloud: RingCloud, clock: FastClock, stored: list[dict[str, Any]]
) -> None:
    again = RingAuth(
        ring_cloud.session(), HARDWARE_ID, token=stored[-1], pace=Pace(clock)
    )
    assert await RingApi(again).get(DEVICES)
    assert ring_cloud.traffic.count(Endpoint.TOKEN) == 1


async def test_requests_are_spaced(
    api: RingApi, ring_cloud: RingCloud, clock: FastClock
) -> None:
    await api.get(DEVICES)
    clock.slept.clear()
    await api.get(DEVICES)
    assert clock.slept == [pytest.approx(1, abs=0.5)]


async def test_nothing_is_asked_until_ring_wants_to_be(
    api: RingApi, ring_cloud: RingCloud, clock: FastClock
) -> None:
    ring_cloud.traffic.next(Endpoint.DEVICES, throttled(300))
    with pytest.raises(ThrottledError) as throttling:
        await api.get(DEVICES)
    assert throttling.value.retry_after == 300
    ring_cloud.traffic.forget()
    with pytest.raises(ThrottledError):
        await api.get(DEVICES)
    assert ring_cloud.traffic.requests == []
    await clock.sleep(300)
    assert await api.get(DEVICES)


async def test_that_ring_is_busy_is_an_answer_to_nobody(
    api: RingApi, client: RingAuth, ring_cloud: RingCloud
) -> None:
    """Parts of the library read the status themselves, and would ask on."""
    ring_cloud.traffic.next(Endpoint.DEVICES, throttled(300))
    url = API_URI + DEVICES
    await api.renew_session()
    with pytest.raises(ThrottledError):
        await client.async_query(url, raise_for_status=False)
    assert client.pace.held_for == pytest.approx(300, abs=5)


async def test_a_short_wish_is_waited_for(
    api: RingApi, ring_cloud: RingCloud, clock: FastClock
) -> None:
    ring_cloud.traffic.next(Endpoint.DEVICES, throttled(7))
    with pytest.raises(ThrottledError):
        await api.get(DEVICES)
    assert await api.get(DEVICES)
    assert max(clock.slept) == pytest.approx(7, abs=0.5)


async def test_what_ring_does_not_know_is_said(
    api: RingApi, ring_cloud: RingCloud
) -> None:
    ring_cloud.traffic.next(Endpoint.DEVICES, NOT_FOUND)
    with pytest.raises(NotFoundError):
        await api.get(DEVICES)


async def test_a_client_that_ring_forgot_introduces_itself_again(
    api: RingApi, account: Account, ring_cloud: RingCloud
) -> None:
    await api.get(DEVICES)
    account.client().has_session = False
    assert await api.get(DEVICES)
    assert ring_cloud.traffic.count(Endpoint.SESSION) == 2


async def test_no_secret_is_in_an_error_or_a_log(
    client: RingAuth,
    account: Account,
    ring_cloud: RingCloud,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    errors: list[str] = []
    for fault in (BAD_GATEWAY, DROPPED, NO_JSON, throttled(1), UNAUTHORIZED):
        ring_cloud.traffic.next(Endpoint.TOKEN, fault)
        with pytest.raises(RingAccountError) as error:
            await client.async_fetch_token(
                account.email, account.password, account.code
            )
        errors += [repr(error.value), repr(error.value.__cause__)]
    await client.async_fetch_token(account.email, account.password, account.code)
    api = RingApi(client)
    ring_cloud.traffic.next(Endpoint.DEVICES, BAD_GATEWAY)
    with pytest.raises(UnavailableError) as error:
        await api.get(DEVICES)
    errors.append(repr(error.value))
    await api.get(DEVICES)
    told = "\n".join([*errors, caplog.text])
    secrets = (account.password, account.client().access, account.client().refresh)
    assert not [secret for secret in secrets if secret in told]


async def test_who_is_not_in_use_any_more_is_not_reachable(
    api: RingApi, client: RingAuth
) -> None:
    assert client.http_client_session
    await client.http_client_session.close()
    with pytest.raises(UnavailableError):
        await api.get(DEVICES)


async def test_a_host_that_is_not_there_is_unavailable(ring_cloud: RingCloud) -> None:
    session = ring_cloud.session()
    ring_cloud.addresses.ports["api"] = 1
    auth = RingAuth(session, new_hardware_id(), pace=Pace(FastClock()))
    with pytest.raises(UnavailableError):
        await auth.async_fetch_token("owner@example.com", "password")
