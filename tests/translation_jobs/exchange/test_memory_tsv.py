import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.exchange.memory_tsv import escape, read_tsv, unescape, write_tsv
from translation_jobs.exchange.memory_units import MemoryFileError, MemoryUnit

ZH, EN = "zh-hant", "en"
HEAD = "id\tunit\tcount\tzh\ten\n"
# No text that was ever kept holds U+0000.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
units = st.builds(
    MemoryUnit,
    source=texts,
    target=texts,
    source_language=st.just(ZH),
    target_language=st.just(EN),
    unit_id=texts,
    use_count=st.integers(0, 10**9 - 1),
)


def read(text: str) -> list[MemoryUnit]:
    return list(read_tsv(io.StringIO(text, newline="\n")))


@given(st.text())
def test_an_escaped_text_stands_on_one_line_in_one_cell_and_comes_back(text: str) -> None:
    assert not set(escape(text)) & set("\t\n\r")
    assert unescape(escape(text)) == text


@given(st.lists(units, max_size=4))
def test_what_is_written_is_read_back_as_it_was(some: list[MemoryUnit]) -> None:
    stream = io.StringIO(newline="")
    assert write_tsv(stream, some) == len(some)
    assert read(stream.getvalue()) == some


def test_a_line_is_read_with_its_escapes() -> None:
    (unit,) = read(HEAD + "A1:2\tsentence\t3\t第一行\\n第二行\tone\\ttwo \\\\ three\r\n")
    assert (unit.unit_id, unit.use_count) == ("A1:2", 3)
    assert (unit.source, unit.target) == ("第一行\n第二行", "one\ttwo \\ three")


def test_columns_may_stand_in_any_order_and_most_may_be_missing() -> None:
    (unit,) = read("\ufeffen\tnote\tzh\nNotice\tx\t公告\n")
    assert (unit.source, unit.target, unit.unit_id) == ("公告", "Notice", "")


def test_english_may_be_the_source() -> None:
    (unit,) = read_tsv(io.StringIO("zh\ten\n公告\tNotice\n"), EN)
    assert (unit.source, unit.source_language, unit.target_language) == ("Notice", EN, ZH)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("id\tzh\n1\t公告\n", 1),
        (HEAD + "1\tsentence\t1\t公告\n", 2),
        (HEAD + "1\tsentence\t1\t公告\tNotice\tmore\n", 2),
        (HEAD + "1\tsentence\t1\t公\\告\tNotice\n", 2),
        (HEAD + "1\tsentence\t1\t公告\tNotice\\\n", 2),
        (HEAD + "\n1\tsentence\tmany\t公告\tNotice\n", 3),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, line: int) -> None:
    with pytest.raises(MemoryFileError) as error:
        read(text)
    assert error.value.line == line
