"""The public holidays of countries and their regions, by the names of ISO 3166: ``CA``, ``CA-ON``, ``DE-BY``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, partial

from gateway.desk.hours.holidays import Holidays
from gateway.errors import ConfigError, Problem, Refused
from gateway.validation import did_you_mean
from gateway.yamlfile import Place


@cache
def public_holidays(place: str) -> Holidays:
    """Return the holidays of a country or of one of its regions. Raises ``Refused`` for a place nobody knows."""
    import holidays  # 7 MB, for those who name a country

    country, dash, region = place.partition("-")
    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known:
        raise Refused(_unknown(f'"{country}" is no country whose holidays are known', country, list(known)))
    if dash and region not in known[country]:
        raise Refused(_unknown(f'"{place}" is no region whose holidays are known', region, known[country]))
    return Holidays(places=(partial(_year, country, region or None),))


def check_country(place: str, *, named: Place) -> None:
    """Raise ``ConfigError`` where nobody knows the holidays of the ``country`` of the settings; empty is none."""
    try:
        if place:
            public_holidays(place)
    except Refused as refused:
        raise ConfigError(Problem(*named, f'"country" is refused: {refused}')) from None


def _unknown(what: str, word: str, known: list[str]) -> str:
    hint = did_you_mean(word, known) or "write it as CA or CA-ON (ISO 3166)"
    return f"{what}: {hint}"


@cache
def _year(country: str, region: str | None, year: int) -> Mapping[date, str]:
    """Return one year: the first look at a country costs tens of milliseconds."""
    import holidays

    found = holidays.country_holidays(country, subdiv=region, years=year)
    return {day: name for day, name in found.items() if day.year == year}
