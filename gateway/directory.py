"""Flow: what an operator says about customers becomes the directory, all of it or nothing, with a history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from gateway.address_moves import AddressMoves
from gateway.clock import Clock
from gateway.desk.customer import Customer, shown
from gateway.desk.directory_check import THEIR_OWN, Finding, Surroundings, is_ours, look_at
from gateway.errors import ConfigError, Problem, Refused
from gateway.rules.customer_csv import LISTS, cells_of, items_of, read_cells
from gateway.rules.customer_model import Packs, complaints_about
from gateway.rules.customer_written import Read, Written
from gateway.store.customers import (
    CustomerChange,
    customer_ids,
    customer_named,
    every_customer,
    find_customers,
    lock_directory,
    owners_of_contacts,
    owners_of_domains,
    write_customers,
)
from gateway.store.database import Connection, Database, Side
from gateway.store.notice_moved import keep_apart
from gateway.yamlfile import Place


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do."""

    changes: tuple[CustomerChange, ...]
    """In the order of the files; what is removed at the end."""
    unchanged: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at the whole directory found."""

    customers: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One word of ``customers set``: ``plan=vip``, ``domains+=new.example``, ``contacts-=old@acme.example``."""

    field: str
    sign: str
    """``=``, ``+=`` or ``-=``."""
    value: str


class Directory:
    """Writes the directory of customers. Every command raises ``StoreUnavailable`` when nothing was done."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        packs: Packs | None = None,
        ours: Collection[str] = (),
        moves: AddressMoves | None = None,
    ) -> None:
        """``packs`` are the policies there are, each with its plans; None: any name will do.

        ``ours`` are our own addresses, as ``Address.inbox``: nobody is told of notices there. ``moves`` tells customers
        whose notice address was changed; None: nobody does.
        """
        self._ours = ours
        self._moves = moves
        self._database = database
        self._clock = clock
        self._packs = packs

    def bring_in(self, read: Read, *, by: str, because: str, prune: bool = False, dry_run: bool = False) -> Imported:
        """Make the directory what the files say; with ``prune``, and nothing else.

        Raises ``ConfigError`` with every complaint, and ``Refused`` for a prune that would leave nobody.
        """
        written = read.customers
        if prune and not written and not read.problems:
            raise Refused("the files name no customer at all: --prune would remove everybody")
        with self._turn(dry_run=dry_run) as connection:
            known = find_customers(connection, [one.customer.id for one in written])
            finals = [one.onto(known.get(one.customer.id)) for one in written]
            gone = customer_ids(connection) - known.keys() if prune else set()
            wrong = [*self._merged_wrong(written, finals), *_clashes(connection, written, finals, known, gone)]
            if problems := [*read.problems, *wrong]:
                raise ConfigError(*problems)
            before = (known.get(one.id) for one in finals)
            changes = [CustomerChange(one.id, was, one) for was, one in zip(before, finals, strict=True) if was != one]
            unchanged = len(written) - len(changes)
            removed = find_customers(connection, gone)
            changes += [CustomerChange(name, removed[name], None) for name in sorted(removed)]
            if not dry_run:
                self._write(connection, changes, by, because)
        if not dry_run:
            self._tell()
        return Imported(tuple(changes), unchanged)

    def set(
        self, customer_id: str, edits: Sequence[Edit], *, by: str, because: str, dry_run: bool = False
    ) -> CustomerChange | None:
        """Change fields of one customer, checked as a file is; None where nothing changes.

        Raises ``NotFound``, ``ConfigError`` or ``Refused``.
        """
        with self._turn(dry_run=dry_run) as connection:
            known = customer_named(connection, customer_id)
            cells = _edited(known, edits)
            place = Place(f"customer {customer_id}")
            written = read_cells({"id": customer_id, **cells}, place, packs=self._packs)
            final = written.onto(known)
            problems = [
                *self._merged_wrong([written], [final]),
                *_clashes(connection, [written], [final], {known.id: known}, set()),
            ]
            if problems:
                raise ConfigError(*problems)
            if final == known:
                return None
            change = CustomerChange(customer_id, known, final)
            if not dry_run:
                self._write(connection, [change], by, because)
        if not dry_run:
            self._tell()
        return change

    def look_at_all(self, around: Surroundings) -> Looked:
        """Say what is doubtful about the customers in the directory, in the order of their ids. Changes nothing."""
        with self._database.read() as connection:
            everybody = sorted(every_customer(connection), key=lambda one: one.id)
        findings: list[Finding] = []
        for one in everybody:
            findings += look_at(one, around)
            for wrong in complaints_about(one, self._packs):
                field = "_".join(map(str, wrong.at))
                what = f"{field} {shown(getattr(one, field))} {wrong.message}"
                findings.append(Finding(one.id, field, what, wrong.hint, serious=True))
        return Looked(len(everybody), tuple(findings))

    def _write(self, connection: Connection, changes: Sequence[CustomerChange], by: str, because: str) -> None:
        now = self._clock.now()
        write_customers(connection, changes, at=now, by=by, because=because)
        keep_apart(connection, [one.id for one in changes if one.before is None], at=now, by=by)
        if self._moves:
            self._moves.note(connection, changes, by)

    def _tell(self) -> None:
        """Write the letters about what was changed: after it, for mail need not wait for thousands of them."""
        if self._moves:
            self._moves.tell()

    @contextmanager
    def _turn(self, *, dry_run: bool) -> Iterator[Connection]:
        if dry_run:
            with self._database.read() as connection:
                yield connection
            return
        with self._database.write(Side.DESK) as connection:
            lock_directory(connection)
            yield connection

    def _merged_wrong(self, written: Sequence[Written], finals: Sequence[Customer]) -> Iterator[Problem]:
        """Complain of what does not fit only now that a file's fields stand beside the directory and our settings."""
        for one, final in zip(written, finals, strict=True):
            if final is not one.customer:
                yield from (one.problem(complaint) for complaint in complaints_about(final, self._packs))
            says_so = one.given is None or "notice_address" in one.given
            if says_so and is_ours(final.notice_address, self._ours):
                what = f'"notice_address" {final.notice_address} is an address of our own: they would hear of no outage'
                yield Problem(*one.at("notice_address"), what, THEIR_OWN)


Keys = Callable[[Customer], Sequence[str]]
Owners = Callable[[Connection, Collection[str]], dict[str, str]]
_OWNED: tuple[tuple[str, Keys, Owners], ...] = (
    ("contacts", lambda one: one.contact_keys, owners_of_contacts),
    ("domains", lambda one: one.domains, owners_of_domains),
)


def _clashes(
    connection: Connection,
    written: Sequence[Written],
    finals: Sequence[Customer],
    known: Mapping[str, Customer],
    gone: set[str],
) -> Iterator[Problem]:
    """Complain of addresses and domains that two customers claim: two of the files, or one and one of the directory."""
    ids = {one.id for one in finals} | gone
    for field, keys_of, owners_of in _OWNED:
        firsts: dict[str, tuple[Written, int]] = {}
        for one, final in zip(written, finals, strict=True):
            for at, key in enumerate(keys_of(final)):
                first, where = firsts.setdefault(key, (one, at))
                if first is not one:
                    yield _clash(one, field, at, key, first.customer.id, f"there it is in {first.at(field, where)}")
        theirs = {key for one in known.values() for key in keys_of(one)}
        for key, owner in owners_of(connection, firsts.keys() - theirs).items():
            if owner not in ids:
                one, at = firsts[key]
                yield _clash(one, field, at, key, owner, "")


def _clash(one: Written, field: str, at: int, key: str, other: str, hint: str) -> Problem:
    message = f'"{field}" {key} of customer {one.customer.id} belongs to customer {other} already'
    return Problem(*one.at(field, at), message, hint or f"take it from {other} first, or name it here only")


def _edited(known: Customer, edits: Sequence[Edit]) -> dict[str, str]:
    """Return the cells that edits make of a customer. Raises ``Refused``."""
    cells: dict[str, str] = {}
    every = cells_of(known)
    for edit in edits:
        if edit.sign == "=":
            cells[edit.field] = edit.value
            continue
        if edit.field not in LISTS:
            raise Refused(f"{edit.field} is one value: set it with {edit.field}=...")
        items = items_of(cells.get(edit.field, every[edit.field]))
        named = items_of(edit.value)
        has, meant = ({one.casefold() for one in some} for some in (items, named))
        missing = [one for one in named if one.casefold() not in has]
        if edit.sign == "-=" and missing:
            raise Refused(f"{edit.field} has no {missing[0]}: it is {shown(tuple(items)) or 'empty'}")
        kept = [*items, *missing] if edit.sign == "+=" else [one for one in items if one.casefold() not in meant]
        cells[edit.field] = "; ".join(kept)
    return cells
