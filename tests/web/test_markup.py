"""HTML from template strings."""

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.web.markup import Markup, attributes, html

pytestmark = pytest.mark.sharing

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg/onload=alert(1)>",
    "&lt;script&gt;",
    "{{ states('sun.sun') }}",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_case_16_what_is_put_in_stays_text(text: str) -> None:
    made = html(t'<p title="{text}">{text}</p>')
    inside = made.removeprefix('<p title="').removesuffix("</p>")
    assert not set("<'\"") & set(inside.replace('">', "", 1))


@given(st.text())
def test_case_16_no_text_makes_a_tag_or_ends_an_attribute(text: str) -> None:
    assert not set("<>'\"") & set(html(t"{text}"))
    assert attributes(value=text).count('"') == 2


def test_markup_is_kept_and_lists_are_joined() -> None:
    items = [html(t"<li>{item}</li>") for item in ("a", "<b>")]
    assert html(t"<ul>{items}</ul>{None}") == "<ul><li>a</li><li>&lt;b&gt;</li></ul>"
    assert isinstance(html(t"{Markup('<br>')}"), Markup)


def test_plain_texts_in_a_list_are_escaped() -> None:
    assert html(t"{['<', '>']}") == "&lt;&gt;"


def test_attributes_may_be_bare_or_left_out() -> None:
    made = attributes(required=True, hidden=False, value=None, aria_label="x")
    assert made == ' required aria-label="x"'


def test_what_has_no_text_is_refused() -> None:
    with pytest.raises(TypeError):
        html(t"{object()}")
