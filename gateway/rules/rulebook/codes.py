"""Every complaint about rules, by its code: the one list that linter, help and manual go by. Codes are never reused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    """The set is not taken."""
    WARNING = "warning"
    """It is taken, and probably not what was meant."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of complaint."""

    code: str
    title: str
    says: str
    """What is wrong, and why that matters."""
    wrong: str = ""
    """An example of it, as it is written."""
    right: str = ""

    @property
    def severity(self) -> Severity:
        """Errors begin with an E."""
        return Severity.ERROR if self.code.startswith("E") else Severity.WARNING


ALL_CODES = (
    Code(
        "E100",
        "not a file of rules",
        "The file is not the YAML it must be: no tabs, tags, anchors or repeated keys, UTF-8 without a byte "
        "order mark, at most 1 MB.",
    ),
    Code(
        "E101",
        "unknown field",
        "A condition asks about something that is not known. The manual lists all fields.",
        "- subjct|contains: slow",
        "- subject|contains: slow",
    ),
    Code(
        "E102",
        "unknown key",
        "A key is not part of the format; it would be without effect.",
        "condition: []",
        "conditions: []",
    ),
    Code(
        "E103",
        "wrong comparison",
        "The word behind | is not known, or cannot be used with this field.",
        "- sender.verified|contains: yes",
        "- sender.verified: true",
    ),
    Code(
        "E104",
        "unknown value",
        "A priority, queue, status, person, topic, section or calendar is named that is not there.",
        "- set: {priority: hgih}",
        "- set: {priority: high}",
    ),
    Code(
        "E105",
        "field is not there then",
        "With one of the rule's triggers the field never has a value, so the rule could never hold.",
        "triggers: [schedule …] with a condition on body",
        "triggers: [ticket.created]",
    ),
    Code("E106", "missing", "Something that must be given is not.", "- alias: No id", "- id: no-id"),
    Code(
        "E107",
        "wrong kind of value",
        "A text stands where a list must be, a number where a text must be, and the like. no, 010 and 22:30 "
        "are read as they are written; put texts in quotes where in doubt.",
        "enabled: no",
        "enabled: false",
    ),
    Code("E108", "given twice", "Two rules have one id: histories and statistics could not tell them apart."),
    Code(
        "E109",
        "unknown trigger",
        "A trigger is named that is not there.",
        "triggers: [ticket.create]",
        "triggers: [ticket.created]",
    ),
    Code(
        "E110",
        "no schedule",
        "It is no cron line of five fields, or the place has no clocks that are known.",
        'schedule: "8 o\'clock"',
        'schedule: "0 8 * * mon"',
    ),
    Code(
        "E111",
        "unknown action",
        "An action is named that is not there.",
        "- sett: {priority: low}",
        "- set: {priority: low}",
    ),
    Code(
        "E112",
        "unknown variable",
        "A condition or a value names a variable that the file does not have, or that depends on itself.",
        '- body|contains: "{{ wrods }}"',
        '- body|contains: "{{ words }}"',
    ),
    Code(
        "E113",
        "unknown version",
        "The file must say version: 1, so that a later format is never read as this one.",
        "version: 2",
        "version: 1",
    ),
    Code(
        "E121",
        "action cannot run on trigger",
        "With one of the rule's triggers there is nothing the action could be done to.",
        "triggers: [mail.received] with set_field",
        "triggers: [ticket.created]",
    ),
    Code(
        "E122",
        "reason is missing",
        "stop, quarantine and discard need a reason: somebody will ask why.",
        "- discard:",
        '- discard: "newsletters are not read here"',
    ),
    Code(
        "E123",
        "not in the directory of addresses",
        "Mail is only forwarded, and people only told, who are in team.yml: a rule must not send mail to "
        "whoever writes.",
        '- forward: "{{ sender.address }}"',
        "- forward: dana@provider.example",
    ),
    Code("E124", "cannot be used so", "The value is known and cannot be used here."),
    Code(
        "E131",
        "a test of its own fails",
        "What a tests: entry expects is not what the rules do. gateway rules test shows more.",
    ),
    Code(
        "E132",
        "a test cannot be read",
        "A tests: entry names something that is not there, or a mail file that cannot be read.",
    ),
    Code(
        "E200",
        "policies, calendars, team, customers",
        "One of the files around the rules is wrong; gateway config check and gateway policy lint say the same.",
    ),
    Code("E205", "notice_address is not one address", "A customer has one global distribution address for notices."),
    Code(
        "E301",
        "value is no template",
        "Values may name things in {{ }} and use the filters lower, upper, trim and default; nothing else.",
        '- note: "{{ 7 * 7 }}"',
        '- note: "{{ match.count }}"',
    ),
    Code(
        "E302",
        "pattern is wrong",
        "It is no pattern of Python's re.",
        "- subject|re: '(unclosed'",
        "- subject|re: '(closed)'",
    ),
    Code(
        "E303",
        "unknown name in a value",
        "Values may name what the manual lists, and match.NAME for the groups of the rule's own patterns.",
        '- note: "{{ match.invocie }}"',
        '- note: "{{ match.invoice }}"',
    ),
    Code("E304", "pattern is too large", "It is longer than 1,000 characters or would grow beyond what memory allows."),
    Code(
        "E305",
        "capture may be missing",
        "The rule can hold without the pattern that captures the name: then the value could not be filled.",
        "any: of a pattern and something else",
        '{{ match.invoice | default("unknown") }}',
    ),
    Code(
        "E306",
        "pattern is too slow",
        "On texts made to be hard it runs into the time limit of 50 ms; then it finds nothing, and every such"
        " mail pays for it. Prefer |contains; do not repeat what is repeated.",
        "(\\w+\\s?)*$",
        "\\w+$",
    ),
    Code("E307", "template does not render", "A template or a section cannot be written in one of the languages."),
    Code(
        "W301",
        "priority is raised on an unverified sender",
        "Anybody can write anybody's address: whoever likes could wake people.",
        "set: {priority: urgent} without a condition on the sender",
        "- sender.verified: true",
    ),
    Code(
        "W302",
        "people are paged for an unverified sender",
        "notify: on-call rings nobody at night for mail that nothing proves; say sender.verified: true if "
        "that is what you want.",
    ),
    Code(
        "W303", "everything is discarded", "A rule without conditions, or with none that narrows it, throws mail away."
    ),
    Code(
        "W401",
        "rule has matched nothing",
        "In the time that was looked at no mail matched it; it may be of no use any more.",
    ),
    Code("W402", "rule is never reached", "A rule above it always holds and ends the pass."),
    Code("W403", "rule can never hold", "Two of its conditions contradict each other."),
    Code("W404", "rule is switched off", "It is not enabled, or its until is over."),
    Code(
        "W405",
        "rule says what another says",
        "Two rules have the same triggers and conditions; one rule with the actions of both reads better.",
    ),
    Code(
        "W406",
        "rules undo each other",
        "Two rules on ticket.status_changed set a status the other one waits for. Each acts once in a "
        "transaction, so it ends, but hardly as meant.",
    ),
    Code(
        "W407",
        "topic has no links",
        "A rule adds a topic that is not in links.yml: the acknowledgement has nothing to show for it.",
    ),
    Code(
        "W501",
        "topic has no links in a language",
        "Customers of that language get its links with a title in another one.",
    ),
    Code("W502", "section is not there in a language", "Customers of that language get it in another one."),
)
CODES = {one.code: one for one in ALL_CODES}
