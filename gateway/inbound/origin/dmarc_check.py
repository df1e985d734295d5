"""Find out what the author's domain demands, and whether a mail meets it (DMARC, RFC 7489).

The home of the public suffix list: which domains belong to one organization is what registries say, and no rule of
thumb knows that ``co.uk`` and ``github.io`` are nobody's own. What follows from a failure is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from gateway.inbound.origin.arc import read_tags
from gateway.inbound.origin.dkim_check import Signature
from gateway.inbound.origin.dns_lookup import Lookup
from gateway.inbound.origin.spf_check import SpfResult

_DEMANDS = ("none", "quarantine", "reject")  # from mild to hard


@dataclass(frozen=True, slots=True)
class Policy:
    """How closely the names must agree."""

    strict_dkim: bool = False
    strict_spf: bool = False
    demands: str = "none"
    """What is to become of mail that fails: ``none``, ``quarantine`` or ``reject``."""


def find_policy(domain: str, lookup: Lookup) -> Policy | None:
    """Return what the domain, or else its organization, publishes (RFC 7489 section 6.6.3); None when neither does.

    Raises ``DnsTrouble``.
    """
    found = _policies(domain, lookup, demand="p")
    parent = organization(domain)
    if not found and parent != domain:
        found = _policies(parent, lookup, demand="sp")
    return found[0] if len(found) == 1 else None  # two are as good as none


def _policies(domain: str, lookup: Lookup, *, demand: str) -> list[Policy]:
    found = []
    for record in dict.fromkeys(lookup.ask(f"_dmarc.{domain}", "TXT")):  # the same one twice is one
        name, _, version = record.partition(";")[0].rstrip("\\ \t").partition("=")
        if name.strip(" \t").lower() == "v" and version.strip(" \t") == "DMARC1":
            tags = {name.lower(): value.lower() for name, value in read_tags(record.replace("\\;", ";")).items()}
            strict_dkim, strict_spf = tags.get("adkim") == "s", tags.get("aspf") == "s"
            found.append(Policy(strict_dkim, strict_spf, _demands(tags, demand)))
    return found


def _demands(tags: Mapping[str, str], name: str) -> str:
    """Read the demand (``p=``, or ``sp=`` for subdomains): what is none of the three is ``none`` (section 6.6.3).

    ``pct=0``, and ``t=y`` after it, mark a policy on trial: the next milder one holds. Other shares are taken as whole.
    """
    demanded = tags.get(name, tags.get("p", "none"))
    place = _DEMANDS.index(demanded) if demanded in _DEMANDS else 0
    on_trial = tags.get("pct") == "0" or tags.get("t") == "y"
    return _DEMANDS[max(0, place - on_trial)]


def judge(policy: Policy, domain: str, *, signatures: Iterable[Signature], spf: SpfResult | None) -> tuple[str, str]:
    """Return the result for the author's domain, and why, in a phrase of ours; ``spf`` only when it is aligned.

    What failed for want of an answer is ``temperror``; what is good and proves nothing, or may be good and cannot be
    checked, is ``permerror``: neither is a reason to call a mail forged. Only the author's very domain may fail to
    answer: whoever forges may name any domain below it, and one whose servers are dead is soon found.
    """
    aligned = [one for one in signatures if is_aligned(one.domain, domain, strict=policy.strict_dkim)]
    heard = (*aligned, *((spf,) if spf else ()))
    if any(one.result == "pass" for one in heard):
        return "pass", ""
    if any(one.result == "temperror" and one.domain == domain for one in heard):
        return "temperror", "the DNS did not answer"
    held = next((one.because for one in aligned if one.result == "policy" or one.unknown), "")
    return ("permerror", held) if held else ("fail", "")


def is_aligned(domain: str, author_domain: str, *, strict: bool) -> bool:
    """Tell whether a domain may speak for the author's (RFC 7489 section 3.1)."""
    if not domain or strict or domain == author_domain:
        return domain == author_domain
    return organization(domain) == organization(author_domain)


def organization(domain: str) -> str:
    """Return the domain somebody registered, of which this is one; a public suffix is its own (section 3.2)."""
    return _suffixes().privatesuffix(domain) or domain


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
