"""Read mails with the parser of network operators, as its command line does, but all in one process: it starts slowly.

Runs in the parser's own environment (``make maintnote``); knows nothing of ours.
Arguments: mails. Prints one JSON object: what was read of each, a list of maintenances, or why nothing was.
"""

from __future__ import annotations

import email
import json
import sys
from pathlib import Path


def main(paths: list[str]) -> None:
    from circuit_maintenance_parser import init_provider  # type: ignore[import-not-found]
    from circuit_maintenance_parser.data import NotificationData  # type: ignore[import-not-found]
    from circuit_maintenance_parser.errors import ProviderError  # type: ignore[import-not-found]

    provider = init_provider("genericprovider")
    found: dict[str, object] = {}
    for path in map(Path, paths):
        with path.open(encoding="utf-8") as stream:
            notification = NotificationData.init_from_emailmessage(email.message_from_file(stream))
        try:
            found[path.stem] = [json.loads(one.to_json()) for one in provider.get_maintenances(notification)]
        except ProviderError as refused:
            found[path.stem] = str(refused)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
