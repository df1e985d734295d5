"""What ``rules explain --json`` prints: keys that never change their meaning."""

from __future__ import annotations

from gateway.cli.session import utc
from gateway.cli.views import Json
from gateway.desk.life.law import Law
from gateway.desk.ruling.condition import Reason
from gateway.desk.ruling.language import guess_language
from gateway.desk.ruling.record import Matched, Ruled
from gateway.trial.explain import Explained
from gateway.trial.outcome import Outcome
from gateway.trial.why import Looked


def explained_json(found: Explained, law: Law) -> Json:
    """Return all of it."""
    arrival = found.tried.arrival
    assert arrival is not None
    mail, threads = arrival.mail, arrival.threads
    return {
        "mail": {
            "from": str(mail.author.address) if mail.author else None,
            "subject": mail.subject,
            "received": utc(arrival.received_at),
            "language": arrival.language or guess_language(f"{mail.subject}\n{mail.body.text}") or None,
            "size": arrival.size,
            "kind": mail.kind.value,
            "kind_because": mail.kind_because,
            "auth": {method: [result for name, result in mail.auth if name == method] for method, _ in mail.auth},
            "standing": mail.identity.standing.value,
            "standing_because": mail.identity.because,
            "points_at": {
                "tags": list(threads.tags),
                "message_ids": list(threads.message_ids),
                "numbers": [number for number, _ in threads.numbers],
            },
        },
        "config_hash": law.config_hash,
        "triggers": [one.value for one in found.triggers],
        "rules": [looked_json(one, found) for one in found.looked],
        "slow": list(found.outcome.slow),
        "outcome": outcome_json(found.outcome),
        "acknowledgement": _ack(found),
        "first_reply": {
            "due": utc(found.first_reply.due),
            "within_seconds": found.first_reply.within.total_seconds(),
            "calendar": found.first_reply.clock.name,
            "policy": found.first_reply.policy,
            "plan": found.first_reply.plan or None,
        }
        if found.first_reply
        else None,
    }


def _ack(found: Explained) -> Json:
    ack = found.ack
    return {
        "sent": ack is not None,
        "because": found.outcome.ack_because,
        "language": ack.language if ack else None,
        "sections": list(ack.sections) if ack else [],
        "links": list(ack.links) if ack else [],
    }


def outcome_json(outcome: Outcome) -> Json:
    """Return what came of a mail."""
    return {
        "fate": outcome.fate,
        "because": outcome.because,
        "priority": outcome.priority or None,
        "queue": outcome.queue or None,
        "status": outcome.status or None,
        "owner": outcome.owner or None,
        "language": outcome.language or None,
        "topics": list(outcome.topics),
        "tags": list(outcome.tags),
        "fields": dict(outcome.fields),
        "cc": list(outcome.cc),
        "links": list(outcome.links),
        "notify": list(outcome.notify),
        "forward": list(outcome.forward),
        "quarantine": outcome.quarantine or None,
        "discard": outcome.discard or None,
        "stopped_by": list(outcome.stopped),
        "refused": list(outcome.refused),
    }


def looked_json(one: Looked, found: Explained) -> Json:
    """Return what became of a rule."""
    return {
        "rule": one.rule.id,
        "file": one.rule.file,
        "line": one.rule.line,
        "alias": one.rule.alias or None,
        "result": one.how.value,
        "trigger": one.trigger.value if one.trigger else None,
        "why": one.why,
        "reasons": [_reason(reason) for reason in one.reasons],
        "captured": dict(one.match.captured) if one.match else {},
        "effects": list(one.match.effects) if one.match else [],
        "refused": list(found.refused_of(one)),
        "slow": list(one.slow),
    }


def _reason(reason: Reason) -> Json:
    return {
        "asked": reason.asked,
        "wanted": reason.wanted,
        "got": reason.got,
        "where": reason.where or None,
        "holds": reason.holds,
        "line": reason.line or None,
    }


def ruled_json(ruled: Ruled) -> Json:
    """Return a decision as it was stored."""
    return {
        "at": utc(ruled.at),
        "trigger": ruled.trigger,
        "config_hash": ruled.config_hash,
        "journal": ruled.journal_id,
        "rules": [_matched(one) for one in ruled.matched],
        "stopped_by": ruled.stopped_by or None,
        "refused": list(ruled.refused),
        "slow": list(ruled.slow),
    }


def _matched(one: Matched) -> Json:
    return {
        "rule": one.rule,
        "place": one.place,
        "alias": one.alias or None,
        "because": list(one.because),
        "captured": dict(one.captured),
        "effects": list(one.effects),
    }
