"""How customers say that nothing is urgent, and how they speak of it without claiming it. Tables only.

Regular expressions, one a line, and before them their hints: see ``Expressions``.
"""

from __future__ import annotations

_ADVERBS = (
    r"(?: (?:so|that|very|really|at all|all that|super|especially|terribly|particularly|an?|the|of|any|too|exactly"
    r"|overly|in any way|currently|yet|of high|considered|deemed|such|extremely|actually|necessarily|this|right now"
    r"|now|in itself|be|all|longer|time|hugely|something|anything|my most|our most))"
)

DENIED = {
    "en": rf"""
        hints: urge|emergency|critical|pressing|rush|asap|hurry|priority|p1|p2|importance
        (?:\bnot|n't|\bisnt|\bnever|\bnothing|\bhardly|\bno longer|\bbarely|\bwithout|\bneither|\bless|\bfar from|\
          \bnon)(?! (?:just|only|merely)\b){_ADVERBS}{{0,3}}[ -](?:urgent|urgently|urgency|emergency|critical|\
          pressing|rush|asap|in a hurry|high priority|top priority|p1|p2|(?:of )?high importance)\b
        hints: rush|hurry|urge|emergency|prio|critical|pressure|outage|take your time|when you|whenever you|\
          importance|severity|can wait|own time
        \bno (?:real |great |particular |big |special |need to |need for |immediate )?(?:rush|hurry|urgency|\
          urgent \w+|emergency|high priority|critical \w+|pressure|outage)\b|take your time|whenever you (?:can|\
          have (?:the )?time|get to it|like)|when you (?:get a chance|have (?:the )?time|have a (?:minute|moment))|\
          low(?:est|er)? (?:priority|prio|urgency|importance|severity)|(?:priority|prio|urgency|importance|\
          severity) ?(?:[:=-]|is)? ?(?:low|normal|medium)\b|can wait\b|in (?:your )?own time
        """,
    "fr": r"""
        hints: urge|critique|priori|presse|prenez votre|quand vous
        (?:(?<!marche )(?<!fonctionne )(?<!marchent )\bpas|rien|peu|moins|aucunement|jamais|\bni)(?: (?:tres|si|\
          vraiment|du tout|trop|specialement|particulierement|un|une|hyper|super|forcement|d'une|encore|tellement|\
          de)){0,3} ?(?:d'|de l')?(?:urgente?s?|urgence|critique|prioritaire|presse)\b|(?:sans|aucune|\
          nulle) urgence|non[ -]urgente?s?|rien ne presse|ca ne presse pas|prenez votre temps|quand vous (?:pouvez|\
          pourrez|aurez le temps|avez le temps)|(?:basse|faible) priorite|priorite ?[:=]? ?(?:basse|faible|normale)
        """,
    "de": r"""
        hints: dringend|dringlich|eilig|eile|eilt|notfall|kritisch|priori|zeit
        (?:(?<!geht )(?<!funktioniert )(?<!lauft )(?<!klappt )(?<!gehen )(?<!funktionieren )\bnicht|\bnichts|\
          \bkein\w*|\bweniger|\bkaum|\bnie|\bohne|\bniemals)(?! nur\b)(?: (?:so|sehr|besonders|wirklich|ganz|allzu|\
          mehr|gerade|unbedingt|super|extrem|zu|als|ein|akut|zwingend|furchtbar|wahnsinnig|echter|richtiger|grosse|\
          hohe|mega)){0,3} (?:dringend\w*|dringlich\w*|eilig\w*|eile|notfall|kritisch\w*|(?:hohe |\
          hoher )?prioritat)\b|\beilt (?:gar |uberhaupt |aber |auch |wirklich |also )*nicht|hat (?:noch )?zeit\b|\
          lassen sie sich (?:ruhig )?zeit|niedrige prioritat|prioritat ?[:=]? ?(?:niedrig|normal)|nicht-dringend|\
          ohne eile|wenn sie (?:mal )?zeit haben
        """,
    "es": r"""
        hints: urge|emergen|priori|critic|prisa|con calma|cuando
        \b(?:no|nada|nunca|menos|poco|ni|sin)(?: (?:es|muy|tan|era|parece|nada|hay|de|una?|tiene|corre|realmente|\
          demasiado|ninguna|se trata|para)){0,3} (?:urgentes?|urgencia|emergencia|prioritario|critic[oa]|\
          alta prioridad)\b|\bno urge\b|sin (?:urgencia|prisas?)|no (?:hay|corre|tengo|es) (?:ninguna )?(?:prisa|\
          urgencia)|con calma|cuando (?:pueda|puedan|tengan? tiempo)|baja prioridad|prioridad ?[:=]? ?(?:baja|normal)
        """,
    "pt": r"""
        hints: urge|emergen|priori|critic|pressa|com calma|quando
        \b(?:nao|nada|nunca|menos|pouco|nem|sem)(?: (?:e|muito|tao|era|parece|nada|ha|de|uma?|tem|realmente|\
          nenhuma|propriamente|esta)){0,3} (?:urgentes?|urgencia|emergencia|prioritario|critic[oa]|\
          alta prioridade)\b|sem (?:pressas?|urgencia)|nao (?:ha|tem|tenho) (?:nenhuma )?(?:pressa|urgencia)|\
          com calma|quando (?:puder|puderem|tiver tempo)|baixa prioridade|prioridade ?[:=]? ?(?:baixa|normal)
        """,
    "it": r"""
        hints: urge|emergen|priori|critic|fretta|con calma|quando
        \b(?:non|niente|nulla|mai|meno|poco|ne|senza|nessuna?)(?: (?:e|molto|cosi|era|sembra|c'e|di|una?|\
          particolarmente|davvero|troppo|ha|per niente|affatto)){0,3} (?:urgent[ei]|urgenza|emergenza|prioritario|\
          critic[oa]|alta priorita)\b|senza fretta|nessuna fretta|non c'e (?:nessuna )?(?:fretta|urgenza)|\
          con calma|quando (?:potete|puo|avete tempo)|bassa priorita|priorita ?[:=]? ?(?:bassa|normale)
        """,
    "nl": r"""
        hints: dringend|urge|spoed|noodgeval|haast|kritiek|priori|rustig aan|wanneer
        (?:(?<!werkt )(?<!werken )(?<!doet het )\bniet|\bniets|\bgeen|\bnooit|\bminder|\bzonder|\
          \bweinig)(?! alleen\b)(?: (?:zo|erg|heel|echt|bijzonder|zeer|super|een|per se|direct|meer|\
          enorme)){0,3} (?:dringend\w*|urgente?|spoed\w*|noodgeval|haast|kritiek|hoge prioriteit)\b|\
          haast is niet nodig|rustig aan|wanneer (?:het uitkomt|u tijd heeft|je tijd hebt)|lage prioriteit|\
          prioriteit ?[:=]? ?(?:laag|normaal)
        """,
    "sv": r"""
        hints: bradska|akut|hast|brattom|priori|ingen stress
        \b(?:inte|ikke|inget|intet|ingenting|ej)(?: (?:sa|sarskilt|helt|noe|noget|nagot|alls|saerlig|specielt|\
          veldig|meget)){0,2} (?:bradskande|akut\w*|haster|brattom|hastesag|hog prioritet|hoj prioritet)|\
          ingen (?:bradska|stress|hast\w*)|haster (?:ikke|inte)|(?:lag|lav) prioritet
        """,
    "pl": r"""
        hints: piln|krytyczn|spieszy|pospiechu|priorytet
        \b(?:nie|nic|niezbyt|malo)(?: (?:jest|to|bardzo|az tak|tak|szczegolnie)){0,2} (?:pilne\w*|pilna|pilnie|\
          krytyczn\w*)|nie spieszy|bez pospiechu|niepiln\w*|niski priorytet
        """,
    "wide": r"""
        hints: срочн|терміново|acil degil|急|紧急|긴급|급하지|عاجل|דחוף|επειγον
        \bне ?(?:очень |слишком |так |особо )?срочн|несрочн|\bне ?терміново|acil degil|不(?:是很|太|是)?(?:紧急|\
          緊急|急)|不着急|\
          不急|非紧急|緊急では(?:ない|ありません|ございません)|急ぎでは(?:ない|あり)|急ぎません|긴급하지 않|\
          급하지 않|ليس عاجل|غير عاجل|לא דחוף|δεν ειναι επειγον
        """,
}
"""Language -> expressions that deny it, for the whole sentence in which they stand."""

ASIDE = {
    "en": r"""
        hints: urge|emergen|critical|down|offline|_dead|_out|asap|p1|p2|high|not every|not all|not the whole|\
          maintenance|breakdown|as soon as|immediately
        (?:in case of|in the event of|\bfor|during|when there is|only in|if there is|\bin) (?:an? |any |real |\
          true |life-threatening |all )*(?:emergency|emergencies|urgent (?:matters|cases|issues|questions|requests|\
          help|enquiries))\b
        \b(?:if|unless|whether|what if|suppose|imagine|in case)\b[^,.;!\n]{0,40}\b(?:urgent|emergency|critical|\
          down|offline|asap|p1|p2|high priority)\b
        \b(?:mark|flag|set|raise|log|tag|report|classif\w+|label|treat|rate|list|\
          count)\w*(?: \w+){0,4} as (?:an? )?(?:urgent|emergency|critical|high|p1|p2)\b(?=[^.!]{0,80}\?)
        \b(?:what|which|how|where|who)\b[^.?!\n]{0,60}\b(?:urgent|emergency|critical|high priority|p1|\
          p2)\b[^.?!\n]{0,40}\?
        \b(?:was|were) (?:down|offline|dead|out) (?:for|on|from|until|last|yesterday|earlier)|\bnot (?:everything|\
          all|the whole|everyone|everybody)\b(?: \w+){0,4}|\b(?:scheduled|planned) (?:outage|downtime|maintenance|\
          breakdown)
        (?:\bi|\bwe|they|he|she)(?:'ll| will| shall|'d| would| am going to| are going to)(?: \w+){0,8} (?:asap|\
          as soon as possible|immediately)
        (?:urgent|emergency) care\b|non-?urgent\b|\burgent (?:cases|tickets|calls|matters|mails|e-?mails|messages|\
          queue|list|filter|flag|tab|button|view|column|folder|label)\b
        """,
    "fr": r"""
        hints: urge|de secours|des que possible|plus vite
        en cas d'urgence|(?:si|lorsque|quand) (?:c'est |c'etait )?(?:urgente?|une urgence)|sorties? de secours|\
          \b(?:je|on|nous (?:vous|allons|\w+rons)) (?:vous )?(?:\w+ ){0,6}(?:des que possible|au plus vite)
        """,
    "de": r"""
        hints: notf|dringend|eilig|down|ausgefallen|moglich|umgehend
        \b(?:im|fur den|bei einem|bei|fur) notf(?:all|alle[n]?)\b|in (?:dringenden|eiligen) fallen|\b(?:falls|wenn|\
          ob)\b[^,.;!\n]{0,40}\b(?:dringend|eilig|down|ausgefallen|notfall)\b|\b(?:ich|\
          wir) (?:\w+ ){0,8}(?:so schnell wie moglich|schnellstmoglich|umgehend)
        """,
    "es": r"""
        hints: urge|emergen
        \b(?:salidas?|saidas?|uscit[ae]|numer[oi]s?|luc(?:es|i|e)|luz(?:es)?|puertas?|port[ae]s?|servicios?|\
          servicos?|servizi?o?\
          |planos?|plan(?:es)?|piano|piani|contact?[oi]s?|contatt[oi]|bot(?:on|ao|oes)|pulsant[ei]|list[ae]s?|\
          llamadas|chamadas|\
          chiamate|grupos?|salas?|escaleras?|escadas?|scal[ae]) d[ei] emergen(?:cia|za)s?\b
        en (?:caso de|casos de) (?:emergencia|urgencia)|\bsi (?:es|fuera|hay) (?:muy )?(?:urgente|una emergencia|\
          urgencia)
        """,
    "pt": r"""
        hints: urge|emergen
        em (?:caso de|casos de) (?:emergencia|urgencia)|\bse (?:for|e|houver) (?:muito )?(?:urgente|urgencia|\
          emergencia)
        """,
    "it": r"""
        hints: urge|emergen
        in caso di (?:emergenza|urgenza)|\bse (?:e |fosse )?(?:urgente|un'emergenza)
        """,
    "nl": r"""
        hints: nood|spoed|dringend|urge
        in geval van nood|bij (?:nood|spoed)(?:gevallen)?\b|\bals het (?:dringend|urgent|spoed) is
        """,
}
"""Language -> expressions that speak of it without claiming it; only their words do not count."""
