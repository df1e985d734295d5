"""How customers say that something matters much. A table only.

Regular expressions, one a line, and before them their hints: see ``Expressions``.
"""

from __future__ import annotations

HIGH = {
    "en": r"""
        hints: prio|importance|sev
        (?:(?:very|extremely) )?(?:high(?:est)?|top|utmost|first) ?(?:-|/)? ?(?:priority|prio|importance|\
          severity)\b(?!,? (?:queues?|list|lists|calls|tickets|cases|customers?|callers?|members?|lanes?|flag|\
          mails|column|routing|agents|seats?|support package)\b)
        (?:priority|prio|severity|importance|sev) ?(?:[:=-]|is|level)? ?(?:high(?:est)?|p2|2|two)\b(?! ?(?:/|,|-|\
          or|to) ?(?:\d|med|low|norm))
        hints: p2
        \b(?<!port )(?<!slot )(?<!room )(?<!gate )(?<!model )(?<!unit )(?<!panel )(?<!plan )(?<!printer )(?<!for )\
          (?<!-)(?<!/)p2\b(?! ?(?:-|to|/|and|,) ?p?[1-5]\b)(?! (?:port|line|target|level)\b)
        hints: asap|asa.|as.a|a.s|as soon as|earliest|immediat|prompt_|urge|_delay
        \ba\.?s\.?a\.?p\b|as soon as (?:humanly )?possible|at (?:your|the) earliest(?: convenience)?|(?:immediate|\
          prompt|urgent) (?:help|attention|assistance|action|response|support)(?: (?:is|needed|required))?|\
          without (?:any )?(?:further )?delay|\bimmediately\b(?= (?:fix|look|help|check|please|solve|repair|call))|\
          (?:please|fix|help|needed|required|look|call)(?: \w+){0,3} immediately
        """,
    "fr": r"""
        hints: priori|importance|plus vite|des que possible|rapidement|brefs delais|immediat|sans delai
        (?:haute|tres haute|plus haute) priorite|priorite ?(?:[:=-]|est)? ?(?:haute|elevee|maximale|2\b)|\
          prioritaire\b|importance ?(?:[:=-])? ?(?:haute|elevee)|(?:au|le) plus vite|des que possible|(?:le|\
          au) plus rapidement possible|dans les plus brefs delais|immediatement|sans delai
        """,
    "de": r"""
        hints: prio|dringlichkeit|wichtigkeit|moglich|umgehend|unverzuglich|schleunigst|sofort
        (?:hohe[rn]?|hochste[rn]?|oberste[rn]?|sehr hohe[rn]?|erste) ?(?:-)?(?:prioritat|prio|dringlichkeit|\
          wichtigkeit)\b|(?:prioritat|prio|wichtigkeit|dringlichkeit) ?(?:[:=-]|ist)? ?(?:hoch|sehr hoch|hochste|\
          2\b)|so (?:schnell|bald|rasch) (?:wie|als) (?:nur )?moglich|schnellstmoglich\w*|baldmoglichst|\
          umgehend\w*|\bunverzuglich\b|\bschleunigst\b|\bsofortige? hilfe|bitte sofort
        """,
    "es": r"""
        hints: priori|antes posible|pronto posible|rapido posible|cuanto antes|brevedad|inmediat
        (?:alta|maxima|muy alta) prioridad|prioridad ?(?:[:=-]|es)? ?(?:alta|maxima|muy alta|2\b)|prioritario\b|\
          lo antes posible|lo mas pronto posible|(?:lo )?(?:mas )?cuanto antes|a la (?:mayor )?brevedad|\
          lo mas rapido posible|de inmediato|inmediatamente
        """,
    "pt": r"""
        hints: priori|possivel|quanto antes|brevidade|imediat
        (?:alta|maxima|muito alta) prioridade|prioridade ?(?:[:=-]|e)? ?(?:alta|maxima|muito alta|2\b)|\
          prioritario\b|o mais (?:rapido|breve|rapidamente|depressa|cedo) possivel|assim que possivel|\
          (?:o )?quanto antes|com a maior brevidade|imediatamente|de imediato
        """,
    "it": r"""
        hints: priori|possibile|piu presto|quanto prima|immediat
        (?:alta|massima|altissima) priorita|priorita ?(?:[:=-]|e)? ?(?:alta|massima|elevata|2\b)|prioritario\b|\
          il prima possibile|al piu presto|quanto prima|il piu presto possibile|prima possibile|immediatamente|\
          nel piu breve tempo possibile
        """,
    "nl": r"""
        hints: priori|mogelijk|zsm|zs.m|z.s|onmiddellijk|per direct|per omgaande
        (?:hoge|hoogste|zeer hoge) prioriteit|prioriteit ?(?:[:=-]|is)? ?(?:hoog|hoogste|zeer hoog|2\b)|zo (?:snel|\
          spoedig|gauw) mogelijk|\bz\.?s\.?m\b|\bonmiddellijk\b|\bper direct\b|per omgaande
        """,
    "sv": r"""
        hints: priori|som mojligt|snarast|omgaende|omedelbart
        hog(?:sta)? prioritet|prioritet ?[:=-]? ?hog|sa (?:fort|snart|snabbt) som mojligt|snarast(?: mojligt)?|\
          omgaende|omedelbart
        """,
    "da": r"""
        hints: priori|muligt|snarest|omgaende|straks
        hoj(?:este)? prioritet|prioritet ?[:=-]? ?hoj|hoy prioritet|sa (?:hurtigt|snart|fort|raskt) som muligt|\
          hurtigst muligt|snarest(?: mulig\w*)?|omgaende|straks
        """,
    "pl": r"""
        hints: priorytet|najszybciej|niezwlocznie|natychmiast
        wysoki priorytet|priorytet ?[:=-]? ?wysoki|jak najszybciej|niezwlocznie|natychmiast
        """,
    "wide": r"""
        hints: как можно|высокий приоритет|высокая важность|якнайшвидше|високий пріоритет|en kisa surede|\
          yuksek oncelik|尽快|盡快|优先级|優先|なるべく早く|できるだけ早く|최대한 빨리|가능한 한|\
          높은 우선순위|أقرب وقت|גבוהה|בהקדם
        как можно (?:скорее|быстрее)|высокий приоритет|высокая важность|якнайшвидше|високий пріоритет|\
          en kisa surede|yuksek oncelik|尽快|盡快|高优先级|高優先|なるべく早く|できるだけ早く|優先度 ?[:=-]? ?高|\
          최대한 빨리|가능한 한 빨리|높은 우선순위|\
          في أقرب وقت|אולוית גבוהה|בהקדם
        """,
}
"""Language -> expressions of high priority."""
