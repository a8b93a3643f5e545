"""Links and addresses: the translation leads where the source leads, or to the same page in its own language."""

from collections import Counter
from collections.abc import Iterator, Sequence

from translation_jobs.checks.base import Example, Finding, Fix, Severity, Side, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading, without_tags
from translation_jobs.text.addresses import TextAddress, leads_to_chinese, page_key, read_addresses
from translation_jobs.text.html_tags import Address, read_attribute_addresses

_Link = Address | TextAddress


@rule(
    "markup.links",
    Severity.BLOCKS,
    _("A link leads elsewhere than in the source: %(links)s"),
    Example(
        '見<a href="https://www.nstc.gov.tw/zh/news/12">公告</a>。',
        'See the <a href="https://www.nstc.gov.tw/zh/news/21">notice</a>.',
        'See the <a href="https://www.nstc.gov.tw/en/news/12">notice</a>.',
    ),
)
def links(reading: Reading) -> Iterator[Finding]:
    """The address behind a link or an image is not one of the source; its language part (/zh/ → /en/) may differ.

    Source: shared design "Quality checks", tags.equal (no lost link) and link.target.
    """
    unit = reading.unit
    if "=" in unit.source or "=" in unit.target:
        yield from _changed(read_attribute_addresses(unit.source), read_attribute_addresses(unit.target))


@rule(
    "markup.addresses",
    Severity.WARNS,
    _("A web or mail address differs from the source: %(links)s"),
    Example(
        "來信請寄help@nstc.gov.tw。",
        "Write to helq@nstc.gov.tw.",
        "Write to help@nstc.gov.tw.",
    ),
)
def addresses(reading: Reading) -> Iterator[Finding]:
    """A web or mail address that readers see is lost, added or changed; its language part may differ.

    Source: conventions "Numbers, money, dates, units": what is copied must be equal.
    """
    in_source, in_target = (read_addresses(without_tags(text)) for text in (reading.unit.source, reading.unit.target))
    yield from _changed(in_source, in_target)


def _changed(in_source: Sequence[_Link], in_target: Sequence[_Link]) -> Iterator[Finding]:
    lost = _without(in_source, in_target)
    added = _without(in_target, in_source)
    if not lost and not added:
        return
    fixes: tuple[Fix, ...] = ()
    if len(lost) == len(added) == 1:
        fixes = (Fix(Side.TARGET, added[0].start, added[0].end, lost[0].url),)
    yield Finding(
        {"links": ", ".join(dict.fromkeys(link.url for link in added or lost))},
        tuple(Span(link.start, link.end) for link in lost),
        tuple(Span(link.start, link.end) for link in added),
        fixes,
    )


def _without(these: Sequence[_Link], those: Sequence[_Link]) -> list[_Link]:
    """The links of `these` that have no counterpart in `those`, each counterpart used once."""
    left = Counter(page_key(link.url) for link in those)
    missing: list[_Link] = []
    for link in these:
        key = page_key(link.url)
        if left[key]:
            left[key] -= 1
        else:
            missing.append(link)
    return missing


@rule(
    "markup.link_language",
    Severity.HINT,
    _("This link leads to the Chinese version of the page: %(links)s"),
    Example(
        "見https://www.nstc.gov.tw/zh/news。",
        "See https://www.nstc.gov.tw/zh/news.",
        "See https://www.nstc.gov.tw/en/news.",
    ),
)
def link_language(reading: Reading) -> Iterator[Finding]:
    """An address in the English names a Chinese version (/zh/, ?l=ch). A hint: not every page has an English one.

    Source: shared design "Quality checks", link.target.
    """
    if not reading.is_to_english or ("/" not in reading.en):
        return
    en = reading.en
    shown: list[_Link] = [*read_attribute_addresses(en), *read_addresses(without_tags(en))]
    found = [link for link in shown if leads_to_chinese(link.url)]
    if found:
        yield reading.found(
            {"links": ", ".join(dict.fromkeys(link.url for link in found))},
            en=tuple(Span(link.start, link.end) for link in found),
        )
