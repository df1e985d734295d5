"""Complaints about how rules are written: E1xx."""

from __future__ import annotations

from gateway.rules.rulebook.code import Code, Part

FORMAT = (
    Code(
        "E100",
        "not a file of rules",
        "The file is not the strict YAML it must be: UTF-8 without a byte order mark, at most 1 MiB, no tabs, tags, "
        "anchors or aliases, no key twice, not nested too deep. Each of these is a way for two readers to see two "
        "different files. Its name must end in .yml.",
        "rules: &all\n  - id: one",
        "rules: []",
        Part.FILE,
    ),
    Code(
        "E101",
        "unknown field",
        "A condition asks about something that is not known, so it could never be answered.",
        "- subjct|contains: slow",
        "- subject|contains: slow",
        Part.CONDITIONS,
        ("E105",),
    ),
    Code(
        "E102",
        "unknown key",
        "A key is not part of the format; it would be without effect, and nobody would notice.",
        "condition:\n  - subject|contains: slow",
        "conditions:\n  - subject|contains: slow",
        Part.KEYS,
    ),
    Code(
        "E103",
        "wrong comparison",
        "The word behind | is not known, or cannot be used with this field. Texts take contains, startswith, "
        "endswith, matches, re and exists; numbers gt, lt and exists; moments older_than and exists; time takes in; "
        "true and false take none.",
        "- sender.verified|contains: true",
        "- sender.verified: true",
        Part.CONDITIONS,
    ),
    Code(
        "E104",
        "unknown value",
        "A priority, queue, status, person, topic, section, policy or calendar is named that is not in the files.",
        "- set: {priority: lwo}",
        "- set: {priority: low}",
        Part.ACTIONS,
        ("gateway policy list", "gateway team list", "gateway links list"),
    ),
    Code(
        "E105",
        "field is not there then",
        "With one of the rule's triggers the field never has a value, so that the condition could not hold: the clock "
        "brings no mail, and where only a mail came in there is no ticket yet.",
        'triggers: [mail.received]\nconditions:\n  - ticket.queue: leads\nactions:\n  - stop: "theirs"',
        'triggers: [ticket.created]\nconditions:\n  - ticket.queue: leads\nactions:\n  - stop: "theirs"',
        Part.KEYS,
        ("E121",),
    ),
    Code(
        "E106",
        "missing",
        "Something that must be given is not: a rule needs id, triggers and actions; a test needs name and expect.",
        "- alias: No name\n  triggers: [ticket.created]\n  actions:\n    - add_tag: new",
        "- id: no-name\n  alias: No name\n  triggers: [ticket.created]\n  actions:\n    - add_tag: new",
    ),
    Code(
        "E107",
        "wrong kind of value",
        "A text stands where a list must be, a number where a text must be, and the like. YAML 1.2 is read as it is "
        "written: no, on and 22:30 are texts, 010 is the number ten. Put texts in quotes where in doubt.",
        "enabled: no",
        "enabled: true",
        Part.KEYS,
    ),
    Code(
        "E108",
        "given twice",
        "Two rules have one id. Histories, statistics and tests name rules by it and could not tell them apart.",
        "- id: one\n  triggers: [ticket.created]\n  actions:\n    - add_tag: a\n"
        "- id: one\n  triggers: [ticket.created]\n  actions:\n    - add_tag: b",
        "- id: one\n  triggers: [ticket.created]\n  actions:\n    - add_tag: a\n"
        "- id: two\n  triggers: [ticket.created]\n  actions:\n    - add_tag: b",
    ),
    Code(
        "E109",
        "unknown trigger",
        "A trigger is named that is not there: the rule would never be looked at.",
        "triggers: [ticket.create]",
        "triggers: [ticket.created]",
        Part.KEYS,
    ),
    Code(
        "E110",
        "no schedule",
        "It is no cron line of five fields, it names a day that never is, or the place has no clocks that are known.",
        'triggers: [{schedule: "8 o\'clock"}]',
        'triggers: [{schedule: "0 8 * * mon", location: America/Toronto}]',
        Part.KEYS,
    ),
    Code(
        "E111",
        "unknown action",
        "An action is named that is not there.",
        "- sett: {priority: low}",
        "- set: {priority: low}",
        Part.ACTIONS,
    ),
    Code(
        "E112",
        "unknown variable",
        "A condition names a variable that its file does not have, or one that stands for itself.",
        "variables: {words: [slow]}\nrules:\n  - id: slow\n    triggers: [ticket.created]\n    conditions:\n"
        '      - body|contains: "{{ wrods }}"\n    actions:\n      - add_tag: slow',
        "variables: {words: [slow]}\nrules:\n  - id: slow\n    triggers: [ticket.created]\n    conditions:\n"
        '      - body|contains: "{{ words }}"\n    actions:\n      - add_tag: slow',
        Part.FILE,
        ("W410",),
    ),
    Code(
        "E113",
        "unknown version",
        "The file must say version: 1, so that a later format is never read as this one.",
        "version: 2\nrules: []",
        "version: 1\nrules: []",
        Part.FILE,
    ),
    Code(
        "E121",
        "action cannot run on trigger",
        "With one of the rule's triggers there is nothing the action could be done to: no ticket yet, no mail, no "
        "acknowledgement.",
        "triggers: [mail.received]\nactions:\n  - add_tag: new",
        "triggers: [ticket.created]\nactions:\n  - add_tag: new",
        Part.KEYS,
        ("E105",),
    ),
    Code(
        "E122",
        "reason is missing",
        "stop, quarantine and discard need a reason: somebody will ask why, and the answer is in the history.",
        "- stop:",
        '- stop: "billing needs nothing more"',
        Part.ACTIONS,
    ),
    Code(
        "E123",
        "not in the team",
        "Mail is only forwarded to, and people only told, who are in team.yml; who reads along is written out. A mail "
        "must not choose who gets it.",
        "- notify: dnaa",
        "- notify: dana",
        Part.ACTIONS,
        ("gateway team list",),
    ),
    Code(
        "E124",
        "cannot be used so",
        "The value is known and cannot be used here. Rules only ever say less by themselves, never more: auto_reply "
        "can be never, and nothing else.",
        "- auto_reply: always",
        "- auto_reply: never",
        Part.ACTIONS,
    ),
    Code(
        "E131",
        "a test of its own fails",
        "What a tests: entry expects is not what the rules do. Either the rules are wrong, or the test is.",
        "- name: Everything is high\n  mail: {subject: Hello}\n  expect: {priority: high}",
        "- name: Hello is not high\n  mail: {subject: Hello}\n  expect: {priority: medium}",
        Part.TESTS,
        ("gateway rules test",),
    ),
    Code(
        "E132",
        "a test cannot be read",
        "A tests: entry names a rule that is not there, or a mail file that is not beside it.",
        "- name: Hello\n  mail: {subject: Hello}\n  expect: {matched: [no-such-rule]}",
        "- name: Hello\n  mail: {subject: Hello}\n  expect: {matched: []}",
        Part.TESTS,
    ),
)
