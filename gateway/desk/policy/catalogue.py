"""The promises of the five support documents that the policy packs are made from, each with its id. Never renamed.

One sentence each, in our words; the documents have the rest. Scenarios say which of them they prove.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

DOCUMENTS = {"Q": "QEval", "I": "ICE", "D": "Quadrotech", "V": "Interaction Versa", "E": "Ameyo"}
"""By the letter their ids begin with."""
_WRITTEN = """
Q1 A mail to support is answered by the system at any hour
Q2 Every report of customer or staff becomes a ticket, tracked
Q3 It is acknowledged before a priority is assigned
Q4 Urgent: answer 1 h, update each 1 h, solved in 24 h
Q5 High: answer 2 h, update every 4 h, solved in 48 h
Q6 Medium: answer 4 h, update every 24 h, solved in 5 days
Q7 Low: answer 24 h, update every 48 h, solved in 10 days
Q8 Only a person's reply is a response
Q9 A workaround stops the time to resolution
Q10 A problem that comes back is a new ticket, linked
Q11 A new priority sets new times, and the customer is told
Q12 The client escalates level by level
Q13 What the first tier cannot solve goes to leads at once
Q14 QA approves or rejects, then the client approves
Q15 Resolved only with cause and fix, after approval
Q16 An interruption is reported within the hour
Q17 While it lasts there is an update every hour
Q18 The all-clear is told
Q19 Then an update every 24 hours until the analysis is whole
Q20 The account manager is kept informed
Q21 A suspected interruption is matched or raised
Q22 Scheduled maintenance has 24 hours' notice, or a reason
Q23 Emergency maintenance is told early, at a good hour
Q24 Maintenance is told at start, on the way, at its end
Q25 One list for all notices; only newsletters can be left
Q26 Changes of the list are announced, confirmed, applied
Q27 One single notice address per customer
Q28 The uptime of a month can be worked out
I1 Mail at any hour; a ticket each; priorities may change
I2 An interruption is reported within an hour
I3 All-clear, then every 24 hours until the analysis
I4 Updates every hour while it is unavailable
I5 Scheduled maintenance has at least 24 hours' notice
I6 Emergency maintenance is told as early as possible
I7 P1 has no printed time: nothing is promised, people hear
I8 P2: one business day
I9 P3: three to four business days
I10 P4: three to four business days, a range
I11 First tier, leads, QA, client approval, cause and fix
I12 The customer escalates through five named levels
I13 The customer tells changes of the list
D1 A case by mail gets a unique number, told to the customer
D2 Support needs a valid contract
D3 Open until somebody answers
D4 In progress once a person has answered
D5 Pending on the submitter, or on a fix
D6 On hold for an agreed time, then woken
D7 Resolved waits for the customer's word
D8 Closed when both agree, or after attempts in vain
D9 The team assesses the severity
D10 High: answer in 1, solved in 5 business days
D11 Medium: answer in 2, solved in 10 business days
D12 Low: answer in 3, solved in 15 business days
D13 Closing needs a solution type of its severity
D14 After an unreasonable time a higher authority hears
D15 Escalations need case number and reason, or are asked
V1 The acknowledgement is immediate and has helpful links
V2 People set assignee and priority; the assignee is told
V3 New tickets by mail are medium
V4 A mail that says it is high may be set to high
V5 Eight to five; urgent at any hour for VIP and hosting
V6 Urgent pages the operations manager and the whole team
V7 Urgent: word to the customer every hour
V8 Not begun within the hour: paged again
V9 Urgent is phoned in; by mail nothing is guaranteed
V10 High: answered within 4 working hours
V11 Medium: answered in 24, solved in 48 working hours
V12 Low: answered in 24 to 48 working hours
V13 Higher priorities are worked first
V14 Seven days without a reply close a waiting ticket
V15 A customer's reply reopens it, any time later
V16 Failed checks in a row open an urgent ticket
V17 Who waits for a third party is kept informed
E1 Five days a week, where the customer is
E2 First response in 90 minutes
E3 Critical: solved in 6 hours
E4 Major: solved in 48 hours
E5 Minor: with the next release, no clock
E6 Only incidents have times
E7 The share of lost production sets the severity
E8 From level to level by itself
E9 The acknowledgement asks for what is missing
E10 Lead time for remote access is not counted
E11 Root cause of critical cases within 72 hours
E12 The root cause waits for debug data
E13 What is not ours has no times, and a reason
E14 Releases are announced, and updated on schedule
E15 Reminders of regular work
"""
_WAITS_FOR = {"E15": "reminders"}
"""What is not built yet, and for want of what."""
_ID = re.compile(r"[QIDVE][0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise of a document."""

    id: str
    says: str
    waits_for: str = ""
    """What it needs that is not there yet; empty where it should hold."""

    @property
    def document(self) -> str:
        """Where it stands."""
        return DOCUMENTS[self.id[0]]


def looks_like_an_id(text: str) -> bool:
    """Tell whether somebody meant an id of the catalogue, right or wrong; scenarios may name free text too."""
    return _ID.fullmatch(text) is not None


def _read() -> Iterator[tuple[str, Promised]]:
    for line in _WRITTEN.strip().splitlines():
        name, _, says = line.partition(" ")
        yield name, Promised(name, says, _WAITS_FOR.get(name, ""))


CATALOGUE: Mapping[str, Promised] = dict(_read())
"""Every promise by its id, in the order of the documents."""
