"""Addresses of streams, with their credentials kept apart."""

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.doorbells.address import Address

pytestmark = pytest.mark.integration

WORDS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x3FF, exclude_characters="\x7f"),
    min_size=1,
)


@given(username=WORDS, password=WORDS)
def test_what_is_put_into_a_url_comes_out_of_it(username: str, password: str) -> None:
    address = Address("rtsp://camera.test:554/live?x=1", username, password)

    assert Address.parse(address.with_credentials()) == address


@pytest.mark.parametrize(
    ("text", "url", "username", "password"),
    [
        ("rtsp://camera/live", "rtsp://camera/live", None, None),
        (" rtsp://camera/live\n", "rtsp://camera/live", None, None),
        ("rtsps://u:p@camera/live", "rtsps://camera/live", "u", "p"),
        ("http://u@camera:81/v?a=b#c", "http://camera:81/v?a=b#c", "u", None),
        ("https://u:p@[fe80::1]:81/", "https://[fe80::1]:81/", "u", "p"),
        ("rtsp://u:p@w@camera/", "rtsp://camera/", "u", "p@w"),
        ("rtsp://:p@camera/", "rtsp://camera/", None, "p"),
    ],
)
def test_credentials_are_taken_out(
    text: str, url: str, username: str | None, password: str | None
) -> None:
    assert Address.parse(text) == Address(url, username, password)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "camera/live",
        "file:///etc/passwd",
        "rtsp://",
        "ftp://camera/",
        "rtsp://c:x/",
    ],
)
def test_what_is_no_streams_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Address.parse(text)


def test_a_password_is_in_no_representation() -> None:
    assert "secret" not in repr(Address("rtsp://camera/", "owner", "secret"))


def test_without_a_user_there_is_nothing_to_put_in() -> None:
    assert Address("rtsp://camera/", None, "x").with_credentials() == "rtsp://camera/"
    assert Address("rtsp://camera/", "u").with_credentials() == "rtsp://u@camera/"
