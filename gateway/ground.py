"""What sets of files are read on, as the settings say it: for the desk, for the wire and for commands."""

from __future__ import annotations

from gateway.clock import SystemClock
from gateway.config_set.law import Ground
from gateway.config_set.sets import ConfigSets
from gateway.desk.customer import Customer
from gateway.desk.home import home_of
from gateway.desk.hours.calendar import Home
from gateway.identity import place
from gateway.rules.public_holidays import public_holidays
from gateway.settings import Loaded
from gateway.settings_model import Settings
from gateway.store.database import Database
from gateway.trial.footing import Footing


def ground_of(loaded: Loaded) -> Ground:
    """Return what the files beside these settings are read on."""
    ours = loaded.settings

    def home(customer: Customer | None) -> Home:
        return home_of(customer, zone=ours.timezone, country=ours.country, holidays=public_holidays)

    return Ground(
        loaded.folder,
        ours.support.policy,
        loaded.places["support.policy"],
        home,
        ours.store.directory,
        footing_of(ours),
        SystemClock().monotonic,
    )


def footing_of(settings: Settings) -> Footing:
    """Return what tests of rules are played on."""
    support, escalations = settings.support, settings.support.escalations
    return Footing(
        addresses=tuple(map(str, support.addresses)),
        ours=frozenset(address.key for address in support.inboxes),
        tag=settings.tag,
        language=settings.language,
        escalations=str(escalations or ""),
        escalations_key=escalations.key if escalations else "",
        unverified=settings.acknowledge.unverified,
        trust=settings.trust.plain(),
    )


def place_of(settings: Settings, database: Database) -> str:
    """Return which gateway this is among those that share the store; empty where none can."""
    return "" if database.embedded else place(settings.store.directory)


def config_sets(loaded: Loaded, database: Database) -> ConfigSets:
    """Return the sets of the gateway that has these settings."""
    return ConfigSets(ground_of(loaded), database, place_of(loaded.settings, database))
