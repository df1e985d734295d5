from __future__ import annotations

from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.resources import shipped
from gateway.rules.public_domains import FILE_NAME, load_public_domains, read_public_domains


@pytest.mark.parametrize(
    ("domain", "public"),
    [
        *((domain, True) for domain in ("gmail.com", "yahoo.com", "yahoo.co.uk", "web.de", "qq.com", "orange.fr")),
        *((domain, False) for domain in ("acme.example", "mail.gmail.com", "gmail.com.evil.example", "yahoo.a.b.c")),
        *((domain, False) for domain in ("yahoo", "notgmail.com", "")),
    ],
)
def test_the_file_that_travels_with_the_program_knows_where_anybody_can_get_an_address(
    tmp_path: Path, domain: str, public: bool
) -> None:
    assert load_public_domains(tmp_path).covers(domain) is public


def test_a_file_beside_the_settings_takes_its_place(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("\ufeff# ours\nFree.Example  # a comment\n\nany.*\n", "utf-8")
    domains = load_public_domains(tmp_path)
    assert domains.covers("free.example")
    assert domains.covers("any.example")
    assert not domains.covers("gmail.com")


def test_every_line_that_is_no_domain_is_named_with_its_place() -> None:
    with pytest.raises(ConfigError) as refused:
        read_public_domains("gmail.com\n  *@yahoo.com\nb\u00fccher.example\n*.com\n", "public-domains.txt")
    assert [(problem.line, problem.column) for problem in refused.value.problems] == [(2, 3), (3, 1), (4, 1)]


def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(ConfigError, match=r"public-domains\.txt: cannot be read"):
        load_public_domains(tmp_path)


def test_no_line_of_the_shipped_file_is_there_twice() -> None:
    lines = (shipped("config") / FILE_NAME).read_text("utf-8").splitlines()
    named = [line for line in lines if line and not line.startswith("#")]
    assert sorted(set(named)) == sorted(named)
