"""Written-out HTML tags are told from other text in angle brackets, and their nesting and links are read."""

from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.html_tags import badly_nested, read_attribute_addresses, read_tags

NESTED = st.recursive(
    st.sampled_from(["文字", "text ", "<br>", "a < b", ""]),
    lambda inner: st.tuples(st.sampled_from(["b", "em", "a", "span"]), st.lists(inner, max_size=3)).map(
        lambda element: f"<{element[0]}>{''.join(element[1])}</{element[0]}>"
    ),
    max_leaves=12,
)


def test_only_elements_of_html_are_tags() -> None:
    tags = read_tags('<p>見<A href="/a">公告</A><br/>與<臺灣>及<Taiwan>，5 < 6，<g1>甲</g1></p>')
    assert [str(tag) for tag in tags] == ["<p>", "<a>", "</a>", "<br>", "</p>"]
    assert [tag.role for tag in tags] == ["open", "open", "close", "void", "close"]


def test_addresses_of_attributes_are_read_with_their_places() -> None:
    text = "<a href='/one' class=x><img src=\"/two.png\" alt='href=no'></a>"
    found = read_attribute_addresses(text)
    assert [address.url for address in found] == ["/one", "/two.png"]
    assert all(text[address.start : address.end] == address.url for address in found)


def test_crossed_unclosed_and_unopened_tags_are_named() -> None:
    assert [str(tag) for tag in badly_nested(read_tags("<a><b>x</a></b>"))] == ["</a>"]
    assert [str(tag) for tag in badly_nested(read_tags("<a>x"))] == ["<a>"]
    assert [str(tag) for tag in badly_nested(read_tags("x</a>"))] == ["</a>"]


@given(NESTED)
def test_what_is_nested_is_not_badly_nested(text: str) -> None:
    assert badly_nested(read_tags(text)) == []


@given(st.text(alphabet="<>/ab ='\"甲", max_size=40))
def test_tags_stand_where_they_say(text: str) -> None:
    assert all(text[tag.start] == "<" and text[tag.end - 1] == ">" for tag in read_tags(text))
