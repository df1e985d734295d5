"""What is taken and probably not meant: W3xx to W5xx."""

from __future__ import annotations

from gateway.rules.rulebook.code import Code, Part


def _rule(name: str, *lines: str, triggers: str = "ticket.created") -> str:
    return "\n".join((f"- id: {name}", f"  triggers: [{triggers}]", *(f"  {line}" for line in lines)))


_URGENT = ("actions:", "  - set: {priority: urgent}")
_SLOW = ("conditions:", "  - subject|contains: slow")
_TAG = ("actions:", "  - add_tag: slow")
_PENDING = ("conditions:", "  - ticket.status: open", "actions:", "  - set: {status: pending}")
_OPEN = ("conditions:", "  - ticket.status: pending", "actions:", "  - set: {status: open}")
_CLOSED = ("conditions:", "  - ticket.status: pending", "actions:", "  - set: {status: closed}")
_MOVED = "ticket.status_changed"

WARNINGS = (
    Code(
        "W301",
        "priority is raised on an unverified sender",
        "Anybody can write anybody's address. Whoever likes could have people woken, and put their own mail first.",
        _rule("panic", "conditions:", "  - subject|contains: outage", *_URGENT),
        _rule("panic", "conditions:", "  - subject|contains: outage", "  - sender.verified: true", *_URGENT),
        see=("W302",),
    ),
    Code(
        "W302",
        "people on call are told for an unverified sender",
        "A mail that nothing proves can wake whoever is on call. Say sender.verified: true, or notify a group that "
        "reads it in the morning.",
        _rule("page", "conditions:", "  - subject|contains: outage", "actions:", "  - notify: on-call"),
        _rule("page", "conditions:", "  - sender.verified: true", "actions:", "  - notify: on-call"),
        see=("W301",),
    ),
    Code(
        "W303",
        "hardly anything is let through",
        "A rule without conditions, or with none that narrows it, keeps mail away: nearly all of it. The raw mail is "
        "kept, but nobody answers it.",
        _rule("away", "actions:", '  - discard: "no reason"', triggers="mail.received"),
        _rule(
            "away",
            "conditions:",
            "  - sender.domain: ads.example",
            "actions:",
            '  - discard: "advertisements"',
            triggers="mail.received",
        ),
        see=("gateway rules replay --since 7d",),
    ),
    Code(
        "W304",
        "pattern is slow on long texts",
        "On a text of 10,000 characters made to be hard it runs into the time limit of 50 ms and finds nothing. It is "
        "fine on ordinary mail. To mend it, begin with a word that must be there, or limit counts: {1,40} for +.",
        "- subject|re: '\\w+\\d'",
        "- subject|re: '\\bid\\d{1,9}'",
        Part.CONDITIONS,
        ("E306",),
    ),
    Code(
        "W401",
        "rule has matched nothing",
        "In the time that was looked at nothing matched it, and it was there all the time. It may be of no use any "
        "more, or look for something that never comes.",
        "gateway rules lint --history",
        "",
        see=("gateway rules stats",),
    ),
    Code(
        "W402",
        "rule is never reached",
        "A rule above it holds whenever this one would, and ends the pass with stop, quarantine or discard.",
        "\n".join((_rule("end", "actions:", '  - stop: "enough"'), _rule("slow", *_SLOW, *_TAG))),
        "\n".join((_rule("slow", *_SLOW, *_TAG), _rule("end", "actions:", '  - stop: "enough"'))),
        see=("gateway rules explain MAIL.eml",),
    ),
    Code(
        "W403",
        "rule can never hold",
        "Two of its conditions contradict each other. Conditions below one another must all hold; put words of which "
        "one is enough into a list, or below any:.",
        "- sender.domain: acme.example\n- sender.domain: globex.example",
        "- sender.domain: [acme.example, globex.example]",
        Part.CONDITIONS,
    ),
    Code(
        "W404",
        "rule is switched off",
        "It is not enabled, or its until is over: it does nothing.",
        "enabled: false",
        "enabled: true",
        Part.KEYS,
    ),
    Code(
        "W405",
        "rule asks what another asks",
        "Two rules have the same triggers and conditions. One rule with the actions of both reads better, and cannot "
        "come apart when one of them is changed.",
        "\n".join((_rule("slow", *_SLOW, *_TAG), _rule("lag", *_SLOW, "actions:", "  - add_topic: outage"))),
        _rule("slow", *_SLOW, "actions:", "  - add_tag: slow", "  - add_topic: outage"),
    ),
    Code(
        "W406",
        "rules undo each other",
        "Each of these rules sets a status that the next one waits for, and the last one what the first waits for. "
        "Each acts once on a change, so it ends, but hardly as meant.",
        "\n".join((_rule("rest", *_PENDING, triggers=_MOVED), _rule("wake", *_OPEN, triggers=_MOVED))),
        "\n".join((_rule("rest", *_PENDING, triggers=_MOVED), _rule("hold", *_CLOSED, triggers=_MOVED))),
    ),
    Code(
        "W408",
        "section is asked for by no rule",
        "sections.yml has words that no acknowledgement ever says: no rule names them in reply_section.",
        "sections:\n  holidays:\n    text: {en: We are closed., fr: Nous sommes fermés.}",
        "sections: {}",
        Part.SECTIONS,
    ),
    Code(
        "W409",
        "no policy has a number to call",
        "The section urgent_by_phone says which number to call. No policy has an urgent_channel of kind phone, so it "
        "will say nothing.",
        "- reply_section: urgent_by_phone",
        "- add_tag: urgent",
        Part.ACTIONS,
        ("gateway policy show",),
    ),
    Code(
        "W410",
        "variable is not used",
        "No condition of its file names it.",
        "variables: {words: [slow]}\nrules: []",
        "variables: {}\nrules: []",
        Part.FILE,
        ("E112",),
    ),
    Code(
        "W411",
        "file is not read",
        "It looks like a file that counts, and its name or place keeps it from being read: rules are rules/*.yml, "
        "tests of rules end in _test.yml, the others have the names the manual lists.",
        "tests/intake.yml",
        "tests/intake_test.yml",
        Part.NAME,
        ("E100",),
    ),
    Code(
        "W412",
        "link is dead",
        "An address of links.yml does not answer, or answers that there is nothing. Looked at only when asked for.",
        "gateway rules lint --check-links",
        "",
        see=("gateway links check",),
    ),
    Code(
        "W501",
        "topic has no links in a language",
        "A rule adds the topic, and its links have no title in a language that is asked for: because a customer reads "
        "it, because other links have it, or because it is ours. Who reads that language gets titles in English.",
        'outage:\n  links:\n    - {url: "https://help.example/status", title: {en: Status}}',
        'outage:\n  links:\n    - {url: "https://help.example/status", title: {en: Status, fr: État du service}}',
        Part.LINKS,
        ("gateway links list",),
    ),
    Code(
        "W502",
        "section is not there in a language",
        "The section has no text in a language that is asked for: because a customer reads it, because other sections "
        "have it, or because it is ours. Who reads that language gets it in English.",
        "sections:\n  holidays:\n    text: {en: We are closed.}",
        "sections:\n  holidays:\n    text: {en: We are closed., fr: Nous sommes fermés.}",
        Part.SECTIONS,
    ),
)
