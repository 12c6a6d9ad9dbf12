"""Logging in, tokens and sessions of the fake cloud."""

from collections.abc import Callable
from typing import Literal

import aiohttp
import pytest
from ring_doorbell import Auth, AuthenticationError, Requires2FAError, Ring, RingError

from .cloud import Account, Device, Endpoint, RingCloud

pytestmark = pytest.mark.ring

TOKEN = "https://oauth.ring.com/oauth/token"
HEADERS = {
    "Authorization": aiohttp.encode_basic_auth("ring_official_android", ""),
    "hardware_id": "one",
}

type Post = Callable[..., aiohttp.client._RequestContextManager]


@pytest.fixture
async def post(ring_cloud: RingCloud) -> Post:
    session = ring_cloud.session()

    def post(**headers: str) -> aiohttp.client._RequestContextManager:
        form = {"grant_type": "password", "username": "owner@example.com"}
        form["password"] = "correct horse"
        return session.post(TOKEN, data=form, headers=HEADERS | headers)

    return post


@pytest.mark.parametrize("kind", ["sms", "email", "totp"])
async def test_it_says_how_the_code_comes_and_when_the_next_can(
    post: Post, account: Account, kind: Literal["sms", "email", "totp"]
) -> None:
    account.second_factor = kind
    account.next_code_seconds = 45
    async with post() as answer:
        assert answer.status == 412
        assert await answer.json() == {
            "next_time_in_secs": 45,
            "phone": "xxx-xxx-xx42",
            "tsv_state": kind,
        }
    assert account.codes_sent == (kind != "totp")


async def test_without_a_second_factor_the_password_is_enough(
    auth: Auth, account: Account
) -> None:
    account.second_factor = None
    assert await auth.async_fetch_token(account.email, account.password)


async def test_a_wrong_password_is_told_from_a_wrong_code(
    auth: Auth, account: Account
) -> None:
    with pytest.raises(AuthenticationError, match="access_denied"):
        await auth.async_fetch_token(account.email, "wrong")
    with pytest.raises(AuthenticationError, match="Verification Code"):
        await auth.async_fetch_token(account.email, account.password, "1")


async def test_too_many_codes_are_throttled(post: Post, account: Account) -> None:
    wrong = {"2fa-support": "true", "2fa-code": "000000"}
    statuses = []
    for _ in range(11):
        async with post(**wrong) as answer:
            statuses.append(answer.status)
    assert statuses == [400] * 10 + [429]


async def test_a_refresh_token_dies_when_it_is_used(
    ring: Ring, account: Account
) -> None:
    first = account.client().refresh
    await ring.auth.async_refresh_tokens()
    assert account.client().refresh != first
    ring.auth._token["refresh_token"] = first
    with pytest.raises(AuthenticationError, match="invalid_grant"):
        await ring.auth.async_refresh_tokens()


async def test_without_rotation_it_lives_on(ring: Ring, account: Account) -> None:
    account.rotates = False
    first = account.client().refresh
    await ring.auth.async_refresh_tokens()
    await ring.auth.async_refresh_tokens()
    assert account.client().refresh == first


async def test_an_expired_access_token_is_refused_until_it_is_refreshed(
    ring: Ring, ring_cloud: RingCloud, account: Account
) -> None:
    await ring.async_create_session()
    account.expire_access()
    with pytest.raises(RingError, match="401"):
        await ring.async_update_devices()
    await ring.async_update_devices()
    assert ring_cloud.traffic.count(Endpoint.TOKEN) == 2


async def test_a_short_life_of_tokens_is_told(auth: Auth, account: Account) -> None:
    account.token_seconds = 61
    found = await auth.async_fetch_token(account.email, account.password, account.code)
    assert found["expires_in"] == 61


async def test_a_revoked_client_is_refused_everything(
    ring: Ring, account: Account
) -> None:
    await ring.async_create_session()
    account.revoke()
    with pytest.raises(AuthenticationError, match="invalid_grant"):
        await ring.async_update_devices()


async def test_without_a_session_there_is_nothing(ring: Ring, account: Account) -> None:
    with pytest.raises(RingError, match="404"):
        await ring.auth.async_query("https://api.ring.com/clients_api/ring_devices")
    await ring.async_create_session()
    await ring.async_update_devices()
    account.client().has_session = False
    with pytest.raises(RingError, match="404"):
        await ring.async_update_devices()


async def test_each_client_is_known_by_its_hardware_id(
    ring: Ring, ring_cloud: RingCloud, account: Account
) -> None:
    other = Auth("x", hardware_id="two", http_client_session=ring_cloud.session())
    with pytest.raises(Requires2FAError):
        await other.async_fetch_token(account.email, account.password)
    await other.async_fetch_token(account.email, account.password, account.code)
    assert len(account.clients) == 2


async def test_an_account_sees_only_its_own_devices(
    ring: Ring, ring_cloud: RingCloud
) -> None:
    ring_cloud.add_account(Device(77, "Elsewhere"), email="other@example.com")
    await ring.async_update_data()
    assert [d.id for d in ring.video_devices()] == [1001]
    with pytest.raises(RingError, match="404"):
        await ring.async_query("/clients_api/doorbots/77/history")
