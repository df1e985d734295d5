from __future__ import annotations

from pathlib import Path

import pytest

from gateway.settings_values import has_auth_extra
from tests.inbound.conftest import NEED_AUTH


def test_what_checks_mail_is_installed_where_it_is_tested() -> None:
    if not has_auth_extra():
        pytest.skip("the tests of SPF, DKIM and DMARC are left out; they need: pip install 'casegate[auth]'")
    import gateway.inbound.origin.check

    assert gateway.inbound.origin.check.DnsOriginCheck.__doc__


def test_every_test_that_needs_the_extra_is_known() -> None:
    here = Path(__file__).parent
    assert [name for name in NEED_AUTH if not (here / name).exists()] == []
    using = [file.name for file in here.glob("test_*.py") if "tests.inbound.origin_world" in file.read_text("utf-8")]
    assert sorted(using) == sorted({*NEED_AUTH, Path(__file__).name})
