"""Decide who wrote a mail: proven, unproven or forged, and why.

Pure: takes what trusted hosts say and the author as we read it. In doubt nothing is proven: identity is access.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gateway.address import Address, ascii_lower
from gateway.inbound.mime.headers import Headers
from gateway.inbound.origin.arc import Chain, read_chain
from gateway.inbound.origin.authentication_results import (
    AuthenticationResults,
    MethodResult,
    domain_of,
    read_results,
)
from gateway.inbound.origin.mailing_list import describe_list
from gateway.mail import Identity, Standing
from gateway.trust import Proof

SINGLETONS = (
    *("From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition"),
)
"""Fields of which a mail has one at most (RFC 5322 section 3.6): a second one stands in front of what is signed."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is believed about a mail."""

    by: str
    """The host that says so, for people."""
    results: tuple[MethodResult, ...] = ()
    damaged: bool = False
    chain: Chain = field(default_factory=Chain)
    """Who passed it on; empty unless the one who is believed found the chain whole (``arc=pass``)."""
    sealers: frozenset[str] = frozenset()
    """Whose word about mail they passed on is taken."""

    @property
    def trusted_chain(self) -> bool:
        """Tell whether it was passed on, and by nobody but those who are trusted."""
        return bool(self.chain.sealers) and not self.strangers and not self.damaged

    @property
    def strangers(self) -> tuple[str, ...]:
        """Return who passed it on and is not trusted: with one of them the chain counts for nothing."""
        return tuple(dict.fromkeys(sealer for sealer in self.chain.sealers if sealer not in self.sealers))


METHODS = ("spf", "dkim", "dmarc")
"""Whose results are told of a mail."""


def found_by(said: Said) -> tuple[tuple[str, str], ...]:
    """Return what the one who is believed found, by method."""
    return tuple((one.method, one.result) for one in said.results if one.method in METHODS)


def find_identity(headers: Headers, author: Address | None, proof: Proof, said: Said) -> Identity:
    """Say who wrote a mail, by what is ``said`` of it and ``proof`` admits as evidence."""
    found = verdict(said, author)
    if found.standing is Standing.FORGED:
        if said.trusted_chain:
            return found
        came = describe_list(headers.raw("List-Id"), said.results, said.chain, said.strangers)
        return Identity(Standing.FORGED, f"{found.because}; {came}") if came else found
    if found.standing is not Standing.PROVEN or author is None:
        return found
    doubles = [name for name in SINGLETONS if headers.count(name) > 1]
    if doubles:
        return Identity(because=f"the mail has more than one {doubles[0]} field, and only one of them may be signed")
    if _may_be_extended(headers, proof) and not any(_is_spf_pass(result, author.domain) for result in said.results):
        return Identity(because="its signature leaves room for text that somebody else may have added")
    return found


def hear(headers: Headers, proof: Proof) -> Said:
    """Return what the one who is believed says: our own check, or the topmost field of a trusted host."""
    if proof.own:
        own = read_results(proof.own)
        return Said("our own check", own.results, own.damaged, _own_chain(own), proof.arc_sealers)
    if not proof.authserv_ids and not proof.nameless:
        return Said("")
    fields = tuple(_trusted(headers, proof))
    if not fields:
        return Said("")
    top = fields[0]
    results = (*top.results, *(_of_all(fields) if proof.all_fields else _against(fields)))
    chain = read_chain(headers) if _arc_passed(results) else Chain()
    return Said(top.authserv_id or "the mail server", results, top.damaged, chain, proof.arc_sealers)


def _own_chain(own: AuthenticationResults) -> Chain:
    """Return the chain as our own check found it; its fields are not read again, which others may read otherwise."""
    if own.damaged or not _arc_passed(own.results):
        return Chain()
    arc = own.of("arc")[0]
    sealers = tuple(name for name in arc.only("arc.chain").split(":") if name)
    gap = any(name == "policy.gap" for name, _ in arc.properties)
    return Chain(sealers, arc.only("policy.author"), gap=gap, disowned=arc.only("policy.disowned"))


def _arc_passed(results: Sequence[MethodResult]) -> bool:
    return [result.result for result in results if result.method == "arc"] == ["pass"]


def _trusted(headers: Headers, proof: Proof) -> Iterator[AuthenticationResults]:
    """Yield the fields that bear a trusted name, the topmost first. One without a name counts only on top of all."""
    for place, text in enumerate(headers.raw("Authentication-Results")):
        read = read_results(text)
        if not read.authserv_id and read.results:
            if proof.nameless and place == 0:
                yield read
                return  # whatever stands below may be anybody's
        elif read.authserv_id in proof.authserv_ids:
            yield read


def _of_all(fields: tuple[AuthenticationResults, ...]) -> Iterator[MethodResult]:
    """Yield of the lower fields what the higher ones do not speak of. Damaged ones say nothing."""
    told = {result.method for result in fields[0].results}
    for lower in fields[1:]:
        yield from (result for result in lower.results if result.method not in told and not lower.damaged)
        told |= {result.method for result in lower.results}


def _against(fields: tuple[AuthenticationResults, ...]) -> Iterator[MethodResult]:
    """Yield a lower field's word against the mail, where the topmost is silent: nobody forges that for himself."""
    if not fields[0].of("dmarc"):
        yield from (result for lower in fields[1:] for result in lower.of("dmarc") if result.result == "fail")


def verdict(said: Said, author: Address | None) -> Identity:
    """Weigh what is believed for one author. Only a word about exactly the author's domain counts for him."""
    if author is None:
        return Identity(because="nobody clear wrote it")
    if not said.by:
        return Identity(because="no host that is trusted says who wrote it")
    dmarc = tuple(result for result in said.results if result.method == "dmarc")
    named = {domain_of(result.only("header.from")) for result in dmarc if result.only("header.from")}
    if failed := _failures(dmarc, author.domain):
        return _after_fail(said, author, failed)
    if said.damaged:
        return Identity(because=f"what {said.by} says about it cannot be read")
    if named - {author.domain}:
        return Identity(because=f"{said.by} took somebody else for the author")
    if dmarc and all(result.result == "pass" for result in dmarc) and named == {author.domain}:
        return Identity(Standing.PROVEN, f"{said.by} says: DMARC passed for {author.domain}")
    if any(_is_dkim_pass(result, author.domain) for result in said.results):
        return Identity(Standing.PROVEN, f"{said.by} says: signed by {author.domain} (DKIM)")
    return Identity(because=_why_not(said, dmarc, author.domain))


def _failures(dmarc: tuple[MethodResult, ...], domain: str) -> tuple[MethodResult, ...]:
    """Return what disowns the mail. A failure that names no domain is about the author's too."""
    return tuple(
        result for result in dmarc if result.result == "fail" and domain_of(result.only("header.from")) in ("", domain)
    )


def _after_fail(said: Said, author: Address, failed: tuple[MethodResult, ...]) -> Identity:
    """Judge a mail that failed on its last way.

    It is forged, unless those who passed it on are all trusted and it had not failed before them already, or its domain
    asks for nothing to be done.
    """
    before = ""
    if said.trusted_chain:
        if said.chain.disowned != author.domain:
            return _passed_on(said.chain, author)
        before = f", and had failed before {said.chain.sealers[0]} passed it on"
    if all(ascii_lower(result.only("policy.dmarc")) == "none" for result in failed):
        return Identity(because=f"{author.domain} does not know it and lets it pass (DMARC failed, with p=none)")
    return Identity(Standing.FORGED, f"{said.by} says: {author.domain} disowns it (DMARC failed{before})")


def _passed_on(chain: Chain, author: Address) -> Identity:
    """Judge by what the first of those who passed it on saw; every one of them is trusted."""
    if chain.author != author.domain:
        return Identity(because=f"{chain.sealers[0]} passed it on, and did not see it proven")
    if chain.gap:
        return Identity(because=f"{chain.sealers[-1]} passed it on, and its seal leaves room for other people's text")
    return Identity(Standing.PROVEN, f"DMARC passed for {author.domain} before {chain.sealers[0]} passed it on (ARC)")


def _is_dkim_pass(result: MethodResult, domain: str) -> bool:
    """Tell whether it is a good signature of that very domain; Gmail names the signer by ``header.i`` only."""
    if result.method != "dkim" or result.result != "pass":
        return False
    names = {name for name, _ in result.properties}
    return domain_of(result.only("header.d" if "header.d" in names else "header.i")) == domain


def _is_spf_pass(result: MethodResult, domain: str) -> bool:
    return (result.method, result.result) == ("spf", "pass") and domain_of(result.only("smtp.mailfrom")) == domain


def _why_not(said: Said, dmarc: tuple[MethodResult, ...], domain: str) -> str:
    """Say in a sentence what is missing."""
    for result in dmarc:
        if result.result in ("temperror", "permerror"):
            return f"{said.by} could not find out what {domain} says about it (DMARC {result.result})"
        if result.result == "pass":
            return f"{said.by} does not say for which domain DMARC passed"
    passed = {result.method: result for result in said.results if result.result == "pass"}
    if "dkim" in passed:
        signer = domain_of(passed["dkim"].only("header.d")) or "somebody"
        return f"{signer} signed it, which proves nothing about {domain}"
    if "spf" in passed:
        return f"only the sending host is proven (SPF), and not that {domain} wrote it"
    return f"nothing proves that {domain} wrote it: {said.by} found no good signature"


def _may_be_extended(headers: Headers, proof: Proof) -> bool:
    """Tell whether a signature says how much of the body it covers (``l=``). Our own check has looked at that."""
    return not proof.own and any("l" in _tag_names(field) for field in headers.raw("DKIM-Signature"))


def _tag_names(signature: str) -> set[str]:
    return {part.partition("=")[0].strip(" \t\r\n") for part in signature.split(";")}
