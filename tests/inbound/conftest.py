"""Where the extra ``auth`` is not installed its tests are left out, and ``test_authentication_extra.py`` says so."""

from __future__ import annotations

from gateway.settings_values import has_auth_extra

NEED_AUTH = (
    "test_authentication_arc.py",
    "test_authentication_check.py",
    "test_authentication_dns.py",
    "test_authentication_door.py",
    "test_authentication_ed25519.py",
    "test_authentication_forger.py",
    "test_authentication_policy.py",
)
collect_ignore = [] if has_auth_extra() else list(NEED_AUTH)
