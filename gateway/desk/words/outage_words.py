"""How customers say that something does not work, without saying that it is urgent. A table only.

Regular expressions, one a line, and before them their hints: see ``Expressions``.
"""

from __future__ import annotations

OUTAGE = {
    "en": r"""
        hints: outage|interruption|disruption
        \boutages?\b|\b(?:service|network|system) (?:interruptions?|disruptions?)\b
        hints: down
        \b(?:is|are|was|were|went|goes?|gone|be|been|being|seems?|still|'s|'re) (?:\w+ ){0,2}down\b(?! ?(?:\d|to\b|\
          by\b))
        hints: work
        (?:\bnot|n't|\bcannot|\bstopped|\bno longer|\bnever) (?:\w+ )?work(?:s|ed|ing)?\b
        \b(?:no|nothing) (?:\w+ )?works?\b
        hints: fail|drop|cut off|time out|timed out|timing out
        \b(?:calls?|logins?|log-?ins?|connections?|requests?|registrations?|everything|they|it)\b(?: \w+){0,3} \
          (?:fails?|failed|failing|drops?|dropped|dropping|cut off|times? out|timed out|timing out)\b
        hints: unreachable|unavailable|offline|inaccessible|out of service
        \b(?:unreachable|unavailable|offline|inaccessible|out of service)\b
        hints: dial|tone|no service|no connection|cannot|can't|can not|unable
        \bno (?:dial ?tone|service|connection|signal)\b|(?:cannot|can't|can not|unable to) (?:make|take|receive|place|\
          log|connect|reach|call|dial|access|open|use|get)\b
        """,
    "fr": r"""
        hints: panne|coupure|interruption|indisponible|inaccessible|injoignable|hors service
        \b(?:en panne|pannes?|coupures?|interruptions?|indisponibles?|inaccessibles?|injoignables?|hors service)\b
        hints: plus|pas
        \bne? ?(?:marche|fonctionne|repond|passe|demarre|va|peut|peuvent|pouvons|arrive|arrivons)(?:nt)? (?:\w+ )?\
          (?:pas|plus)\b|\bn'(?:arrive|arrivons|avons|a|ont) (?:pas|plus)\b
        hints: echou|coupe
        \b(?:appels?|connexions?|communications?)\b(?: \w+){0,3} (?:echou\w+|coupe\w*|coupent)\b
        """,
}
