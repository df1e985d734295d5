"""Write ``docs/reference/cli.md`` from the commands themselves: ``python -m tests.cli.write_reference``."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from gateway.cli.command import Command, Group
from gateway.cli.root import gateway

FILE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"

HEAD = """\
# The command line

Written from the commands by `python -m tests.cli.write_reference`; a test keeps it so.

`gateway COMMAND --help` says the same. Results go to standard output, everything else to standard error. On a terminal
tables are fitted to its width; elsewhere they are lines with tabs, whole values and no drawing. What a notice lacks is
asked for on a terminal; else nothing is asked, and a value that is missing is an error that names its option.

What a mail says is shown with control characters, escape sequences and direction marks as visible escapes
(`\\x1b`, `\\u202e`). Only `mail raw`, `ticket raw` and the two `attachment` commands give out bytes as
they came, and not to a terminal.

## Exit codes

| Code | Meaning |
|---|---|
| 0 | done |
| 1 | unexpected error; `status --check`: something is not as it should be |
| 2 | usage: an unknown option, a missing value |
| 3 | refused by policy or validation: wrong settings, no such case, an order that makes no sense |
| 4 | Ctrl-C at letters that were on their way: those not written yet wait for `notice resume`, where there are any |
| 5 | somebody answered "no" at the terminal; nothing was done |
| 6 | another gateway runs on the same store |
| 65 | `mail receive` only: the mail itself is at fault, the MTA bounces it |
| 75 | temporary failure, such as a locked database: nothing was written, it is safe to try again |
| | of notices also: it is written down, and its letters wait for a gateway or the relay; it is not to be sent again |
| 130 | interrupted by Ctrl-C, also at a question: nothing was done |
| 141 | whoever read the output went away, as `head` does |

## JSON

With `--json` a command prints one document on standard output, `mail parse` one line a file. Keys keep their names and
their meaning; new ones may come. Times are ISO 8601 in UTC with a `Z`. An error is a document on standard error,
`{"error": "...", "exit": 3}`, for wrong settings with `problems: [{file, line, column, code, message, hint}]`.

A ticket of a list (`ticket list`) is `number, subject, status, priority, requester, customer, type, channel,
waiting_on, hold_until, assigned_to, level, escalation_level, queue, tags, topics, due_at, created_at, updated_at`;
whole, it is that and `participants, people [{address, name, added_by}], messages [{direction: in|out|note, case, kind,
subkind, from, at, message_id, text, full_text, attachments [{name, size, type, found, danger, part}], protection,
standing, standing_because, warnings, journal}], promises [{kind: response|update|resolution|rca, level, policy, clock,
start, warn, due, met, warned_at, missed_at, ended_at, runs}], linked_to, fields {name: value}, cause, fix, solution,
merged, merged_into, history [{at, what, because}]`. `text` is the new text, `full_text` has quotes and signature too;
`journal` is the id of the mail as it came, or null; `case` is the ticket a message came to, another one where that was
merged into this; `standing` is `proven`, `unproven` or `forged`, and empty for what was not received.
`customer` is the id of a customer, or null.
`people` are the participants with their names; `added_by` is the address of who wrote to them too, `merge` where they
came with a merged ticket, and empty for the requester.
`status` is one of `open, in-progress, pending, on-hold, qa, awaiting-approval, resolved, closed`; `priority` is the
name of a level of the customer's policy; `type` is `incident`, `change`, `not-covered` or another of the policy;
`channel` is one of `mail, phone, chat, form, console, monitor`. `waiting_on` is `customer`, `third-party`, `release` or
null; `hold_until` is when a rest on hold ends, or null; `assigned_to` is the name of a person of the team, or null;
`level` is the support level that works on it, and `escalation_level` the step of the ladder its customer has taken it
to, both from 1; `queue` is the group of the team that works on it, `support` where nobody said another; `tags` are
labels of people's choice and `topics` names of topics of `links.yml`, both in the order they came; `due_at` is when the
clock next does something about it, or null. `fields` are what `ticket set
--field` and mails made known; `cause` and `fix` are what the customer was told; `solution` is one of `workaround,
patch, future-release, solution-library, answer`, or null; `linked_to` holds case numbers and names of notices.
Of a promise, `level`, `policy` and `clock` are the names of the priority, the policy and the calendar it goes by; `due`
and `warn` are null while it stands still, `met` is when it was done, in time or late, `missed_at` when it was broken,
which is when it was due, `ended_at` when it was no longer promised, and `runs` says whether somebody still has to do
something for it.

The queue (`ticket queue`) is, in the order of work, `number, subject, status, priority, requester, customer,
assigned_to, level, queue, tags, topics, promise: response|update|resolution|rca, due, created_at`: `promise` and `due`
are what is due soonest on the ticket, null where nothing is.

`ticket explain` is `number, subject, status, priority, customer, policy, plan, now, zones {ours, customer},
promised_nothing, promises, due [{kind, what, promise, step, at}]`. Its promises are those of a ticket, running ones
first, each with `state` (`runs, paused, kept, missed, ended`) and `way {target, hours, target_seconds, counted_seconds,
left_seconds, late_seconds, segments [{start, end, seconds, total_seconds, to_come}], standstills
[{why, reason, since, until}], holidays [{day, name}], clock_changes [{zone, by_seconds, at}]}`, null where the policy
says so no longer. Each of its instants stands there three times: `due` in UTC, `due_ours` and `due_customer` by those
clocks. `why` is one of `customer, third-party, release, on-hold, ended, approval, data`. Segments add up to the target.

`report promises` is `from, to, zone, customer, total, lines [{policy, level, kind, ...}], promises [{case, customer,
outcome, late_seconds, ...}]`: `total` and each line have `kept, missed, running, ended, share_kept,
late_median_seconds, late_worst_seconds, undone`, each promise what it has on a ticket. `outcome` is one of `kept,
missed, running, ended`; `share_kept` is in percent, null where nothing was kept or missed; `undone` are missed and not
done.

`policy promises` is `folder, played, totals {outcome: number}, promises [{id, document, says, outcome, waits_for,
scenarios [{file, outcome, failed [{step, line, expected, got}]}]}], unknown [{file, promise}], wrong [{file,
problems}]`. `outcome` is one of `holds, fails, wrong, found, waits, no scenario`; `waits_for` says what is not built
yet, or is null.

A received mail (`mail list`) is `id, source, sender, recipients, received_at, size, state, fate, ticket, because,
attempts, error`; `fate` is one of `ticket, follow-up, command, bounce, automatic, duplicate, quarantined, refused`, or
`set-aside` or `waiting` until it has one.

`mail quarantine release` is `released_mails [id], released_parts [{id, part, name, danger, by, at}], by`: a part that
was let go before keeps its `by` and `at`.

A mail file (`mail parse`) is `file, kind, subkind, because, from_addr, from_name, from, from_unclear, subject, text,
full_text, attachments [{name, size, type, found, danger, part}], protection, bounced [{address, status, action,
diagnostic, said_by}], returned_ids, message_id, in_reply_to, references, date, reply_to, to, cc, cuts [{start, end,
reason}], standing, standing_because, warnings, hops, null_sender, unreadable, fingerprint`; or `file, error`.
`from_addr` is empty where the From field does not name one clear author. `kind` is one of `new, reply, auto-reply,
bounce, delay, list, report, loop`; `protection` is empty, `signed`, `encrypted` or `signed and encrypted`. Of an
attachment, `type` is what the mail calls it and `found` what it is; `danger` says why it is held back.

A customer (`customers list`, `export`) is `id, name, plan, policy, language, timezone, country, regions, domains,
contacts, notice_address, notice_calendar, notice_subject, account_manager, products, contract {from, until},
dedicated_hosting`;
`customers show` adds `entitled, note, history [{at, by, what, because}]`. `customers import` is `dry_run, added,
changed, removed, unchanged, changes [{id, change: added|changed|removed, fields [{field, before, after}]}]`,
`customers set` is `id, dry_run, fields`, and `customers check` is `ok, customers, findings [{customer, field, message,
hint, serious}]`.

`rules lint` is `ok, errors, warnings, files, complaints [{code, severity, title, file, line, column, end_column,
message, hint}]`; lines and columns count from 1, 0 is the file as a whole; `severity` is `error` or `warning`.
`help` is `code, severity, title, says, part, wrong, right, see`, or a list of them. `rules fmt` is `written,
would_change, problems`, `rules new` is `id, file, line`.

The team (`team list`) is `people [{name, address, groups, level, language, timezone, phone, pager, pager_command}],
on_call {at, people [name], because}`.

## Options for every command

They stand anywhere on the line.

"""


def reference() -> str:
    """Return the whole document."""
    shown = "\n".join([*_options(gateway), *(line for name, one in commands() for line in _command(name, one))])
    return HEAD + shown.replace("\n\n\n", "\n\n").rstrip("\n") + "\n"


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command and group with its whole name, in the order of the help; hidden ones are left out."""
    yield from _below(gateway, "gateway")


def _below(group: Group, above: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group, info_name=above)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if command.hidden:
            continue
        yield f"{above} {name}", command
        if isinstance(command, Group):
            yield from _below(command, f"{above} {name}")


def _command(name: str, command: click.Command) -> Iterator[str]:
    if isinstance(command, Group):
        yield from (f"\n## {name}\n", *_help(command))
        return
    level = "##" if name.count(" ") == 1 else "###"
    arguments = [_argument(param) for param in command.params if isinstance(param, click.Argument)]
    yield f"\n{level} {name}\n"
    yield f"`{' '.join([name, '[OPTIONS]', *arguments])}`\n"
    yield from _help(command)
    yield from _options(command)
    if isinstance(command, Command) and command.examples:
        yield from ("```console", *(f"$ {example}" for example in command.examples), "```\n")


def _help(command: click.Command) -> Iterator[str]:
    yield inspect.cleandoc(command.help or "") + "\n"


def _options(command: click.Command) -> Iterator[str]:
    rows = [
        f"| {_names(param)} | {_meaning(param)} |"
        for param in command.params
        if isinstance(param, click.Option) and not param.hidden and "--json" not in param.opts
    ]
    if command is gateway:
        rows.insert(1, "| `--json` | Print one JSON document with stable keys. |")
    if rows:
        yield from ("| Option | Meaning |", "|---|---|", *rows, "")


def _names(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.metavar or _type(option)}"
    return ", ".join(f"`{name}{value}`" for name in (*option.opts, *option.secondary_opts))


def _type(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return "\\|".join(option.type.choices)
    return "NUMBER" if isinstance(option.type, click.IntRange) else option.type.name.upper()


def _meaning(option: click.Option) -> str:
    default = f" Default: {option.default}." if option.show_default else ""
    required = " Required." if option.required else ""
    return f"{option.help or ''}{default}{required}".replace("|", "\\|")


def _argument(argument: click.Argument) -> str:
    if isinstance(argument.type, click.Choice):
        return "|".join(argument.type.choices)
    return argument.metavar or (argument.name or "").upper()


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(reference(), encoding="utf-8")
