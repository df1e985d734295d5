"""Check by ourselves where a mail comes from: SPF, DKIM, DMARC and ARC, as one Authentication-Results value (RFC 8601).

What the author's domain answers is asked first, and what only a stranger's name servers know last: nobody can use the
time up before the question that would expose him. Needs the extra ``auth``; refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.address import Mailbox, ascii_lower
from gateway.clock import Clock
from gateway.inbound.mime.header_block import split_header
from gateway.inbound.mime.headers import Headers
from gateway.inbound.mime.people import read_author
from gateway.inbound.mime.prescan import MAX_HEADER, bounded_header, find_body, prescan
from gateway.inbound.origin.arc_check import ArcCheck, ChainResult
from gateway.inbound.origin.dkim_check import MAX_SIGNATURES, DkimCheck, Signature
from gateway.inbound.origin.dmarc_check import Policy, find_policy, is_aligned, judge
from gateway.inbound.origin.dns_lookup import Deadline, DnsTrouble, Lookup, Resolver, TooLate, is_dns_name
from gateway.inbound.origin.signature import SignatureCheck
from gateway.inbound.origin.signed_mail import split_mail
from gateway.inbound.origin.spf_check import SpfResult, check_spf, spf_domain
from gateway.mail import Envelope

_LATE = "it took too long"
_UNCERTAIN = "a header that cannot be read for certain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A mail and who brought it."""

    raw: bytes
    sender: str
    """Of the envelope; may be ``NULL_SENDER``."""
    helo: str
    host: str
    """The peer's IP address."""
    now: datetime


def check_origin(delivery: Delivery, lookup: Lookup, *, hostname: str) -> str:
    """Return what is found: ``HOSTNAME; dmarc=... header.from=...; dkim=...; spf=...; arc=...``.

    Raises ``TemporaryFailure`` when it is too crowded here to say, and no ``DnsTrouble``.
    """
    found = _Findings()
    try:
        _Check(delivery, lookup, found).run()
    except TooLate:
        found.late = True
    return found.value(hostname)


class DnsOriginCheck:
    """The check of a door: an ``inbound.smtp.origin.OriginCheck``. May be used by several threads at once."""

    def __init__(self, resolver: Resolver, clock: Clock, *, hostname: str) -> None:
        """``hostname`` is the authserv-id of what is written."""
        self._resolver = resolver
        self._clock = clock
        self._hostname = hostname

    def __call__(self, raw: bytes, envelope: Envelope, *, helo: str, host: str, seconds: float) -> str:
        """Return what is found within ``seconds``. Raises ``TemporaryFailure``."""
        delivery = Delivery(raw=raw, sender=envelope.sender, helo=helo, host=host, now=self._clock.now())
        lookup = Lookup(self._resolver, Deadline(self._clock, seconds=seconds))
        return check_origin(delivery, lookup, hostname=self._hostname)

    def failed(self, because: str) -> str:
        """Return the value for a mail that could not be checked; ``because`` is a phrase of ours."""
        return f"{self._hostname}; dmarc=temperror ({because})"


class _Findings:
    """What is known so far."""

    def __init__(self) -> None:
        self.author = ""
        self.dmarc: tuple[str, str] | None = None
        self.signatures: dict[int, Signature] = {}
        self.spf: SpfResult | None = None
        self.arc: ChainResult | None = None
        self.demands = ""
        """What the author's domain wants done with mail that fails."""
        self.late = False

    def value(self, hostname: str) -> str:
        """Write it down. Every name in it has been checked to be a plain one."""
        return "; ".join((hostname, *(self._parts() or ("none",))))

    def _parts(self) -> list[str]:
        parts = [*self._dmarc_part()]
        for place in sorted(self.signatures):
            one = self.signatures[place]
            names = f" header.d={one.domain} header.s={one.selector}" if one.domain else ""
            parts.append(f"dkim={one.result}{_comment(one.because)}{names}")
        if self.spf:
            name = "smtp.helo" if self.spf.helo else "smtp.mailfrom"
            parts.append(f"spf={self.spf.result}" + (f" {name}={self.spf.domain}" if self.spf.domain else ""))
        parts.extend(_arc_part(self.arc) if self.arc else ())
        return parts

    def _dmarc_part(self) -> Iterator[str]:
        if not self.author:
            return
        dmarc = self.dmarc or (("temperror", _LATE) if self.late else None)
        if dmarc:
            demands = f" policy.dmarc={self.demands}" if dmarc[0] == "fail" and self.demands else ""
            yield f"dmarc={dmarc[0]}{_comment(dmarc[1])} header.from={self.author}{demands}"


def _arc_part(arc: ChainResult) -> Iterator[str]:
    """Yield the result with what the verdict needs of the chain, so that no field of the mail is read for it again."""
    sealers = f' arc.chain="{":".join(dict.fromkeys(arc.chain.sealers))}"' if arc.chain.sealers else ""
    author = f" policy.author={arc.chain.author}" if arc.chain.author else ""
    disowned = f" policy.disowned={arc.chain.disowned}" if arc.chain.disowned else ""
    gap = " policy.gap=yes" if arc.chain.gap else ""
    yield f"arc={arc.result}{_comment(arc.because)}{sealers}{author}{disowned}{gap}"


def _comment(words: str) -> str:
    return f" ({words})" if words else ""


class _Check:
    """The checks of one mail, in the order of what they may prove."""

    def __init__(self, delivery: Delivery, lookup: Lookup, found: _Findings) -> None:
        self._delivery = delivery
        self._lookup = lookup
        self._found = found
        self._mail = split_mail(delivery.raw)
        self._dkim: DkimCheck | None = None
        self._arc: ArcCheck | None = None
        if self._mail:
            signatures = SignatureCheck(self._mail, lookup, now=delivery.now)
            self._dkim = DkimCheck(self._mail, signatures)
            self._arc = ArcCheck(self._mail, signatures, lookup)
        self._domains = self._dkim.domains() if self._dkim else ()

    def run(self) -> None:
        """Find out what can be found out. Raises ``TooLate``."""
        found = self._found
        found.author = _author_domain(self._delivery.raw)
        if self._dkim is None:
            found.signatures[0] = Signature("permerror", _UNCERTAIN)
        places = range(len(self._domains))
        ours = [place for place in places if _related(self._domains[place], found.author)]
        ours.sort(key=lambda place: self._domains[place] != found.author)
        ours = ours[:MAX_SIGNATURES]
        others = [place for place in places if place not in ours][: MAX_SIGNATURES - len(ours)]
        if found.author:
            self._judge(ours)
        self._check_signatures(others)
        spf = self._check_spf()
        if self._arc:
            found.arc = self._checked_chain(self._arc, spf)

    def _checked_chain(self, arc: ArcCheck, spf: SpfResult) -> ChainResult:
        """Check who passed it on; what cannot be asked in time breaks a chain (RFC 8617 section 5.2).

        What the last seal leaves open is the sealer's own, when the sealer's host brought the mail.
        """
        try:
            found = arc.check()
        except TooLate:
            return ChainResult("fail", _LATE)
        sealers = found.chain.sealers
        if found.chain.gap and spf.result == "pass" and is_aligned(spf.domain, sealers[-1], strict=False):
            return replace(found, chain=replace(found.chain, gap=False))
        return found

    def _judge(self, places: Sequence[int]) -> None:
        """Come to a result for the author's domain.

        Its own signatures and its own SPF come first. When the time is over after that, what is known then stands:
        only the very domain may be late, for whoever forges may name a dead one below it.
        """
        found = self._found
        policy = self._policy()
        found.demands = policy.demands if policy else ""
        exact = [place for place in places if self._domains[place] == found.author]
        self._check_signatures(exact)
        if policy is None:
            found.dmarc = found.dmarc or ("none", "")
        else:
            self._judge_spf(policy)
        self._check_signatures([place for place in places if place not in exact])
        spf = self._aligned_spf(policy or Policy())
        if policy is not None:
            found.dmarc = self._weighed(policy, spf)
        if spf and spf.result == "pass":
            self._close_gaps(places)

    def _close_gaps(self, places: Sequence[int]) -> None:
        """Take what a signature leaves open for the domain's too: the host that brought the mail may speak for it."""
        for place in places:
            if self._found.signatures[place].gap:
                self._found.signatures[place] = replace(self._found.signatures[place], result="pass", because="")

    def _policy(self) -> Policy | None:
        try:
            return find_policy(self._found.author, self._lookup)
        except TooLate:
            raise
        except DnsTrouble:
            self._found.dmarc = ("temperror", "the DNS did not answer")
            return None

    def _judge_spf(self, policy: Policy) -> None:
        """Judge with what is known before SPF is asked, unless the author's own answer may still change it."""
        without = self._weighed(policy, None)
        domain, _ = spf_domain(self._delivery.sender, self._delivery.helo)
        if without[0] == "pass" or domain != self._found.author:
            self._found.dmarc = without
        self._found.dmarc = self._weighed(policy, self._aligned_spf(policy))

    def _weighed(self, policy: Policy, spf: SpfResult | None) -> tuple[str, str]:
        result = judge(policy, self._found.author, signatures=self._found.signatures.values(), spf=spf)
        return ("permerror", _UNCERTAIN) if self._dkim is None and result[0] == "pass" else result

    def _aligned_spf(self, policy: Policy) -> SpfResult | None:
        domain, _ = spf_domain(self._delivery.sender, self._delivery.helo)
        if not is_aligned(domain, self._found.author, strict=policy.strict_spf):
            return None
        return self._check_spf()

    def _check_spf(self) -> SpfResult:
        delivery = self._delivery
        if self._found.spf is None:
            self._found.spf = check_spf(delivery.host, sender=delivery.sender, helo=delivery.helo, lookup=self._lookup)
        return self._found.spf

    def _check_signatures(self, places: Sequence[int]) -> None:
        for place in places:
            if self._dkim:
                self._found.signatures[place] = self._dkim.check(place)


def _related(domain: str, author: str) -> bool:
    return bool(domain and author) and is_aligned(domain, author, strict=False)


def _author_domain(raw: bytes) -> str:
    """Return the author's domain as the desk will read it; empty when nobody clear wrote the mail."""
    author = _author_as_the_desk_reads(raw)
    domain = ascii_lower(author.address.domain) if author else ""
    return domain if is_dns_name(domain) and "." in domain else ""


def _author_as_the_desk_reads(raw: bytes) -> Mailbox | None:
    """Read the author of any bytes, be the header as broken as it may: the desk does so too, and by the same code."""
    if b"\n" not in raw[:MAX_HEADER]:
        raw = raw[:MAX_HEADER].replace(b"\r", b"\n")  # an old Mac's lines
    header = raw[: min(find_body(raw), MAX_HEADER + 1)]
    outline = prescan(header)
    if not outline.over and (author := read_author(Headers(split_header(header)[0])).mailbox):
        return author
    return read_author(Headers(split_header(bounded_header(header))[0])).mailbox
