import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.exchange.memory_units import MemoryFileError, MemoryUnit, Occurrence
from translation_jobs.exchange.tmx import LARGEST_UNIT, read_tmx, write_tmx
from translation_jobs.text.memory_keys import keys_of

ZH, EN = "zh-hant", "en"


def written(*units: MemoryUnit) -> str:
    stream = io.StringIO(newline="")
    assert write_tmx(stream, units) == len(units)
    return stream.getvalue()


def read(text: str, encoding: str = "utf-8") -> list[MemoryUnit]:
    return list(read_tmx(io.BytesIO(text.encode(encoding))))


def document(*units: str, head: str = "", srclang: str = "zh-TW") -> str:
    return f'{head}<tmx version="1.4"><header srclang="{srclang}"/><body>{"".join(units)}</body></tmx>'


def unit(zh: str = "公告", en: str = "Notice", zh_code: str = "zh-TW", en_code: str = "en-US", more: str = "") -> str:
    return (
        f'<tu>{more}<tuv xml:lang="{zh_code}"><seg>{zh}</seg></tuv><tuv xml:lang="{en_code}"><seg>{en}</seg></tuv></tu>'
    )


placeholders = st.sampled_from(["<g1>", "</g1>", "<g2>", "</g2>", "<x3/>", "<x9999/>"])
characters = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff")
texts = st.lists(st.one_of(placeholders, st.text(characters | st.sampled_from("\t\n\r"), max_size=8)), max_size=6).map(
    "".join
)
times = st.none() | st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1)).map(
    lambda day: day.replace(microsecond=0, tzinfo=UTC)
)
keys = st.integers(-(2**63), 2**63 - 1)
words = st.text(characters, max_size=20)
units = st.builds(
    MemoryUnit,
    source=texts,
    target=texts,
    source_language=st.just(ZH),
    target_language=st.just(EN),
    unit_id=words,
    status=st.sampled_from(["", "approved", "draft", "imported", "aligned"]),
    creator=words,
    created_at=times,
    changed_at=times,
    use_count=st.integers(0, 10**9 - 1),
    domain=words,
    origin=words,
    uses=st.lists(st.builds(Occurrence, keys, keys, words), max_size=3).map(tuple),
)


@given(st.lists(units, max_size=3))
def test_what_is_written_is_read_back_as_it_was(some: list[MemoryUnit]) -> None:
    assert read(written(*some)) == some


def test_placeholders_are_written_as_the_standard_has_it() -> None:
    text = written(MemoryUnit("見<g1>公告</g1><x2/>。", "See.", ZH, EN))
    assert (
        '<seg>見<bpt i="1" x="1">&lt;g1&gt;</bpt>公告<ept i="1">&lt;/g1&gt;</ept><ph x="2">&lt;x2/&gt;</ph>。</seg>'
        in text
    )
    assert 'xml:lang="zh-TW"' in text


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        ('見<bpt i="0">&lt;a&gt;</bpt>公告<ept i="0">&lt;/a&gt;</ept>', "見<g1>公告</g1>"),
        ('<bpt i="1" x="7">&lt;b&gt;</bpt>好<ept i="1"/>', "<g7>好</g7>"),
        ('<bpt i="1"/><bpt i="2"/>好<ept i="2"/><ept i="1"/>', "<g1><g2>好</g2></g1>"),
        ("一<ph>&lt;br/&gt;</ph>二<ph/>三", "一<x1/>二<x2/>三"),
        ('一<ph x="5"/>二', "一<x5/>二"),
        ('一<it pos="begin">&lt;i&gt;</it>二', "一<x1/>二"),
        ("一<hi>二<hi>三</hi></hi>", "一二三"),
        ('<ph x="1">&lt;img alt="<sub>圖</sub>"/&gt;</ph>一', "<x1/>一"),
        ('<ept i="9"/>一', "<x1/>一"),
    ],
)
def test_inline_elements_of_other_programs_become_placeholders(segment: str, expected: str) -> None:
    (found,) = read(document(unit(zh=segment)))
    assert found.source == expected


@pytest.mark.parametrize("code", ["zh-TW", "ZH-TW", "zh_TW", "zh-Hant", "zh-hant-TW", "zh", "zh-HK"])
def test_traditional_chinese_has_many_names(code: str) -> None:
    (found,) = read(document(unit(zh_code=code)))
    assert (found.source, found.source_language) == ("公告", ZH)


@pytest.mark.parametrize("code", ["zh-CN", "zh-Hans", "zh-Hans-CN", "ja"])
def test_simplified_chinese_is_another_language(code: str) -> None:
    (found,) = read(document(unit(zh_code=code)))
    assert (found.source, found.target) == ("", "Notice")


def test_the_header_or_the_unit_says_which_language_is_the_source() -> None:
    (found,) = read(document(unit(), srclang="en-GB"))
    assert (found.source, found.source_language, found.target_language) == ("Notice", EN, ZH)
    (found,) = read(document(unit(), srclang="*all*"))
    assert found.source_language == ZH
    (found,) = read(document(unit().replace("<tu>", '<tu srclang="en">')))
    assert found.source_language == EN


def test_what_other_programs_say_of_a_unit_is_kept() -> None:
    text = (
        '<tu tuid="7" changeid="wang" usagecount="3" creationdate="20240503T101500Z">'
        '<prop type="x-status">draft</prop><prop type="x-prev">第一句。</prop>'
        '<tuv lang="ZH-TW"><seg>公告</seg></tuv><tuv lang="EN"><seg>Notice</seg></tuv></tu>'
    )
    (found,) = read(document(text))
    assert (found.unit_id, found.creator, found.use_count, found.status) == ("7", "wang", 3, "draft")
    assert found.created_at == datetime(2024, 5, 3, 10, 15, tzinfo=UTC)
    assert found.uses == (Occurrence(keys_of("第一句。", ZH).norm_key, 0, ""),)


def test_a_status_or_date_that_is_none_is_passed_over() -> None:
    text = unit(more='<prop type="x-status">final</prop>').replace("<tu>", '<tu creationdate="2024" usagecount="many">')
    (found,) = read(document(text))
    assert (found.status, found.created_at, found.use_count) == ("", None, 0)


def test_a_doctype_that_names_the_standard_is_passed_over() -> None:
    (found,) = read(document(unit(), head='<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">'))
    assert found.target == "Notice"


def test_files_in_utf_16_are_read() -> None:
    (found,) = read(document(unit(), head='<?xml version="1.0" encoding="UTF-16"?>'), "utf-16")
    assert found.source == "公告"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx>&a;</tmx>', "not harmless"),
        ('<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx>&a;</tmx>', "not harmless"),
        ('<!DOCTYPE tmx [<!ENTITY % a SYSTEM "http://127.0.0.1/a.dtd">%a;]><tmx/>', "not harmless"),
        ("<tmx>" + "<hi>" * 60, "nested deeper"),
        ("<tmx><body><tu><tuv><seg>" + "公" * LARGEST_UNIT, "a unit of more than"),
        ("<tmx><body>" + "<note/>" * LARGEST_UNIT, "a unit of more than"),
        ("<html/>", "no TMX: html"),
        ("<tmx>\n<body>", "line 2: not well-formed"),
        ("", "not well-formed"),
        (document(unit(zh="a &nbsp; b")), "not well-formed"),
    ],
)
def test_a_file_that_is_broken_or_hostile_is_refused(text: str, says: str) -> None:
    with pytest.raises(MemoryFileError, match=says):
        read(text)


def test_units_before_the_broken_place_have_been_read() -> None:
    reader = read_tmx(io.BytesIO(document(*[unit()] * 5_000)[: -len("</body></tmx>")].encode()))
    found = 0
    with pytest.raises(MemoryFileError):
        for _unit in reader:
            found += 1
    assert found == 5_000


class Endless:
    """A file that goes on for ever."""

    def __init__(self) -> None:
        self.parts = self._parts()

    def _parts(self) -> Iterator[bytes]:
        yield b'<tmx version="1.4"><header srclang="zh-TW"/><body>'
        while True:
            yield unit().encode() * 100

    def read(self, size: int = -1, /) -> bytes:
        return next(self.parts)


def test_a_file_is_read_as_it_is_asked_for() -> None:
    reader = read_tmx(Endless())
    assert [next(reader).target for _number in range(1_000)] == ["Notice"] * 1_000
