"""Say which mailing list a mail came through that its author's domain disowns, and what to do to have it believed.

Words for an operator, and no more: anybody may write List-Id and send from a host of their own, so whether the list
deserves trust is for people to know. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gateway.address import ascii_lower
from gateway.inbound.origin.arc import Chain
from gateway.inbound.origin.authentication_results import MethodResult, domain_of

MAX_NAMED = 3  # sealers
_LIST_ID = re.compile(r"<[ \t]*([A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,9})[ \t]*>[ \t]*", re.ASCII)


def describe_list(
    list_ids: Sequence[str], results: Sequence[MethodResult], chain: Chain, strangers: Sequence[str]
) -> str:
    """Return a clause for the reason; empty unless the mail came from the host of the list it names.

    ``chain`` is one that holds, ``strangers`` are those in it who are not trusted.
    """
    name = _list_name(list_ids)
    host = next((domain for domain in _sent_for(results) if name and _is_of(name, domain)), "")
    if not host:
        return ""
    came = f"it came through the list {name} (SPF passed for {host})"
    if strangers:
        named = ", ".join(strangers[:MAX_NAMED]) + (" ..." if len(strangers) > MAX_NAMED else "")
        return f"{came}: if you trust that list, add its sealer to trust.arc_sealers ({named})"
    return f"{came}: when it seals what it passes on (ARC), and you trust it, add its sealer to trust.arc_sealers"


def _list_name(list_ids: Sequence[str]) -> str:
    """Return what stands in the brackets of the one List-Id field (RFC 2919 section 3), in small letters."""
    match = _LIST_ID.fullmatch(list_ids[0][max(0, list_ids[0].rfind("<")) :]) if len(list_ids) == 1 else None
    return ascii_lower(match[1]) if match else ""


def _sent_for(results: Sequence[MethodResult]) -> list[str]:
    passed = (result for result in results if (result.method, result.result) == ("spf", "pass"))
    return [domain for result in passed if (domain := domain_of(result.only("smtp.mailfrom")))]


def _is_of(name: str, domain: str) -> bool:
    """Tell whether the envelope's domain is the list's: the same, above it, or beside it below the list's own."""
    owner = name.partition(".")[2]
    return f".{name}".endswith(f".{domain}") or ("." in owner and f".{domain}".endswith(f".{owner}"))
