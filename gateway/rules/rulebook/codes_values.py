"""Complaints about the files around the rules, and about values, patterns and templates: E2xx and E3xx."""

from __future__ import annotations

from gateway.rules.rulebook.code import Code, Part

_CAPTURE = "conditions:\n  - subject|re: '(?P<invoice>\\d{{4,10}})'\nactions:\n  - set_field: {{invoice: \"{}\"}}"
_EITHER = (
    "conditions:\n  - any:\n      - subject|re: '(?P<invoice>\\d{{4,10}})'\n      - sender.domain: acme.example\n"
    "actions:\n  - set_field: {{invoice: '{}'}}"
)
VALUES = (
    Code(
        "E200",
        "policies, calendars, team, links, customers",
        "One of the files around the rules is wrong. gateway config check, policy lint and team check say the same; "
        "rules lint says it too, because rules name what is in them.",
        "team:\n  - {name: dana, address: dana}",
        "team:\n  - {name: dana, address: dana@provider.example}",
        Part.TEAM,
        ("gateway config check", "gateway policy lint", "gateway team check"),
    ),
    Code(
        "E205",
        "notice_address is not one address",
        "A customer has one global address for notices, which reaches everybody there. Several would mean that we "
        "keep their list, and learn too late that it is old.",
        "id: acme\nname: ACME\nnotice_address: [a@acme.example, b@acme.example]",
        "id: acme\nname: ACME\nnotice_address: ops-all@acme.example",
        Part.CUSTOMER,
        ("gateway customers check",),
    ),
    Code(
        "E301",
        "value is no template",
        "Values may name things in {{ }} and use the filters lower, upper, trim and default. Nothing in a value "
        "runs: no calls, no sums, no loops, no attributes that begin with an underscore. The reason of stop, "
        "quarantine and discard is said as it is written, and can name nothing.",
        '- note: "{{ 7 * 7 }}"',
        '- note: "From {{ sender.address }}"',
        Part.ACTIONS,
        ("E303",),
    ),
    Code(
        "E302",
        "pattern is wrong",
        "It is no pattern of Python's re, or it can be read in two ways. Put patterns in single quotes.",
        "- subject|re: '(unclosed'",
        "- subject|re: '(closed)'",
        Part.CONDITIONS,
        ("E304", "E306"),
    ),
    Code(
        "E303",
        "unknown name in a value",
        "Values may name what the manual lists, and match.NAME for the named groups of the rule's own patterns.",
        _CAPTURE.format("{{ match.invocie }}"),
        _CAPTURE.format("{{ match.invoice }}"),
        Part.KEYS,
        ("E305",),
    ),
    Code(
        "E304",
        "pattern is too large",
        "It is longer than 1,000 characters, or would grow beyond what memory allows once its counts are written out.",
        "- subject|re: '(?:a{1,999}b){1,999}'",
        "- subject|contains: aab",
        Part.CONDITIONS,
    ),
    Code(
        "E305",
        "capture may be missing",
        "The rule can hold without the pattern that captures the name; then there would be nothing to fill in.",
        _EITHER.format("{{ match.invoice }}"),
        _EITHER.format('{{ match.invoice | default("unknown") }}'),
        Part.KEYS,
    ),
    Code(
        "E306",
        "pattern is too slow",
        "On a text of 600 characters made to be hard it runs into the time limit of 50 ms. Then it finds nothing, and "
        "every such mail holds up the next ones. Prefer |contains; do not repeat what is repeated already.",
        "- subject|re: '(\\w+\\s?)*$'",
        "- subject|re: '\\w\\s?$'",
        Part.CONDITIONS,
        ("W304",),
    ),
    Code(
        "E307",
        "template does not render",
        "A letter, or a section of an acknowledgement, cannot be written in one of its languages, or a letter of a "
        "notice lacks what it has to say.",
        'sections:\n  holidays:\n    text: {en: "We are closed {% for day in days %}."}',
        'sections:\n  holidays:\n    text: {en: "We are closed. Your case is {{ number }}."}',
        Part.SECTIONS,
    ),
)
