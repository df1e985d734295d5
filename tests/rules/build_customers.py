"""Customers that a file may hold, at random."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from gateway.address import parse_address
from gateway.desk.customer import Customer, NoticeCalendar, NoticeSubject

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
# Everything a name may hold, and more often what means something to a spreadsheet, to YAML or to CSV.
SIGNS = st.one_of(
    st.sampled_from("=+-@'\";,|:#&*!%`{}[]<>?\\~ \u00a0\uff1d\uff0b\uff20"),
    st.characters(blacklist_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")),
)
LINES = (
    st.text(SIGNS, min_size=1, max_size=20)
    .map(str.strip)
    .filter(lambda text: text != "" and not any("\ufff9" <= char <= "\uffff" for char in text))
)
WORDS = st.one_of(
    st.text(LETTERS, min_size=1, max_size=12), st.sampled_from(["no", "null", "true", "010", "1e5", "2026-01-01", "~"])
).filter(lambda text: text != "~")
ITEMS = LINES.filter(lambda text: ";" not in text and '"' not in text)
LABELS = st.text(LETTERS, min_size=1, max_size=8)
DOMAINS = st.builds(lambda below, one, two: f"{below}{one}.{two}", st.sampled_from(["", "*."]), LABELS, LABELS)
LOCALS = st.one_of(
    st.text(LETTERS + "=+-_'{}|~!#$%&*/?^`", min_size=1, max_size=12).filter(lambda text: "=?" not in text),
    st.sampled_from(['"a;b"', '"a, b"', '"=x"', '"a\\"b"', '"; =x"', "ünï"]),
)
ADDRESSES = st.builds(lambda local, one: str(parse_address(f"{local}@{one}.example")), LOCALS, LABELS)
DATES = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def _unique(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=4, unique_by=str.casefold).map(tuple)


@st.composite
def customers(draw: st.DrawFn) -> Customer:
    begins, ends = sorted((draw(DATES), draw(DATES)))
    return Customer(
        id=draw(st.builds(lambda a, b: f"{a}{b}", LABELS, st.sampled_from(["", "-x", ".y", "_0"]))),
        name=draw(LINES),
        plan=draw(st.one_of(st.just(""), WORDS)),
        policy=draw(st.one_of(st.just(""), WORDS)),
        language=draw(st.sampled_from(["", "en", "fr", "no", "pt-BR"])),
        timezone=draw(st.sampled_from(["", "America/Toronto", "Etc/GMT+5", "UTC"])),
        country=draw(st.sampled_from(["", "CA-ON", "NO"])),
        regions=draw(_unique(ITEMS)),
        domains=draw(_unique(DOMAINS)),
        contacts=draw(_unique(ADDRESSES)),
        notice_address=draw(st.one_of(st.just(""), ADDRESSES)),
        notice_calendar=draw(st.sampled_from(NoticeCalendar)),
        notice_subject=draw(st.sampled_from(NoticeSubject)),
        account_manager=draw(st.one_of(st.just(""), ADDRESSES)),
        products=draw(_unique(ITEMS)),
        contract_from=draw(st.sampled_from([None, begins])),
        contract_until=draw(st.sampled_from([None, ends])),
        dedicated_hosting=draw(st.booleans()),
    )


DIRECTORIES = st.lists(customers(), max_size=4, unique_by=lambda one: one.id)
