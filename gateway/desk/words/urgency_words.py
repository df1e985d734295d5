"""How customers say that something is urgent, that it matters much, or that it is neither. Tables only.

Regular expressions, one a line, over text as ``plain`` spells it: lower case, no accents, single blanks.
"""

from __future__ import annotations

_THINGS = (
    r"\b(?:web ?sites?|sites?|web ?shops?|shop|store|web ?page|portal|servers?|systems?|network|pbx|phones?"
    r"|phone system|phone lines?|telephones?|telephony|lines?|trunks?|platform|service|application|app|production"
    r"|prod|database"
    r"|dialler|dialer|ivr|acd|call ?cent(?:er|re)|contact ?cent(?:er|re)|internet|vpn|e-?mail|mail server|gateway"
    r"|cluster|crm|office)"
)
_DOWN = r"(?:down|offline|dead|out|unreachable|not reachable|inaccessible|unavailable)"
_DO = (
    r"(?:work|log ?in|log ?on|login|sign in|connect|call|(?:make|take|receive) (?:a |any )?calls?|phone|print|access"
    r"|use|reach|get in|open|order|answer|dial|send|do anything|pay|hear)"
)

URGENT = {
    "en": rf"""
        (?:very |most |extremely |super |really |quite |so )?\burgent(?:ly)?\b
        (?:matter|sense|state|level) of (?:the )?(?:utmost |highest |great )?urgency
        (?:with |utmost |highest |extreme |great )urgency
        \bemergency(?![ -](?:exits?|doors?|light\w*|signs?|numbers?|contacts?|list|lists|maintenance|rooms?|\
          services?|stops?|buttons?|power|plans?|procedures?|drills?|departments?|dispatch|ward|funds?|address\w*|\
          hotline|lines?|queue|routes?|routing|broadcasts?|notifications?|mailing|kits?|leave|brakes?|shutdown|\
          responders?|response|vehicles?|generators?|modes?|access|numbers?|calls? (?:list|queue|route|routing|\
          number|setting|report)|phones?|box|distribution|announcements?|landing|services|call ?out|policy|group|\
          team|patch|release)\b)
        \b(?:critical|major|total|complete|full|massive|severe|serious|general|nationwide|company-?wide|\
          system-?wide) (?:service |system |network |power |production )?(?:outage|breakdown|blackout|failure)
        critical (?:issue|problem|situation|incident|error|bug|impact|failure|fault|disruption|case|ticket)\b
        (?:business|mission|production|service) (?:is )?(?:at a )?(?:critical(?! path)|standstill|stopped|halted)
        (?:priority|prio|severity|sev|urgency|impact) ?(?:[:=-]|is|level)? ?(?:urgent|critical|emergency|blocker)\b
        (?:critical|urgent|emergency|blocker) (?:priority|prio|severity)\b
        \b(?<!port )(?<!slot )(?<!room )(?<!gate )(?<!model )(?<!unit )(?<!panel )(?<!plan )(?<!printer )(?<!for )\
          (?<!for a )(?<!phone )p1\b(?! ?(?:-|to|/|and|,) ?p?[2-5]\b)(?! (?:port|line|target|level|definition|\
          cases|tickets)\b)
        (?:priority|prio|severity|sev) ?[:=#-]? ?(?:1|one|i)\b(?! ?(?:-|to|/|or) ?\d)
        (?:everything|all|the whole (?:company|office|site|system)|(?:our|the) (?:entire|whole) (?:company|office|\
          site|system|network|call cent(?:er|re)|{_THINGS})) (?:is|are|went|has gone|seems(?: to be)?|\
          =) (?:completely |totally |all )?(?:{_DOWN}|broken|stopped|not working)\b
        {_THINGS}(?:'s| =| is| are| went|[ ]has gone|[ ]have gone|[ ]has been|[ ]keeps? going|[ ]seems?(?: to be)?|\
          [ ]appears?(?: to be)?|[ ]still|[ ]completely|[ ]currently)(?: (?:completely|totally|all|currently|now|\
          again|still|\
          fully|entirely|also))* {_DOWN}\b(?! ?\d)
        {_THINGS} down\b(?! ?(?:\d|to\b|by\b|from\b|the\b))
        \b(?:is|are) (?:the|our|your|all) {_THINGS} {_DOWN}\b
        (?:we are|we're|company is|business is|office is|totally|completely|all) (?:completely |totally |all |\
          currently |now )?(?:down|offline|dead in the water|out of service)\b
        down for (?:everyone|everybody|all|the whole|all of us|all users|all customers)\b
        (?:nobody|no ?one|no-one|none of (?:us|our|the|them)(?: \w+){{0,2}}|no (?:user|agent|customer|employee|\
          colleague|operator)s?|not a single (?:\w+)|not one (?:\w+)) (?:here |at all |in (?:the|our) (?:\w+ )?|\
          of us )?(?:can|could|is able to|are able to|gets? to|manages to)\b(?: (?:currently|now|even|still|\
          really))? {_DO}\b
        (?:nobody|no ?one|no-one|none of us|nothing)(?: \w+)? (?:is )?(?:works|working|functions|\
          functioning)\b(?! (?:here|at acme|for|from home|on sunday))
        (?:all|every one|everyone|everybody|all of us|all (?:of )?(?:our|the) (?:\w+ )?(?:users|agents|customers|\
          employees|staff|phones|lines|operators|colleagues)|all (?:users|agents|customers|employees|staff|phones|\
          lines|operators)) (?:here )?(?:is|are|cannot|can't|can not)(?: (?:currently|now|all|completely|\
          totally))? (?:{_DOWN}|unable to {_DO}|blocked|stuck|locked out|affected|{_DO})\b
        (?:we|none of us|everyone) (?:cannot|can't|can not|are unable to|are not able to) (?:take|make|receive|\
          answer|place|get) (?:any|a single) (?:\w+ )?calls?
        (?:cannot|can't|can not|unable to|not able to) (?:take|make|receive|answer|place|get)(?: or (?:take|make|\
          receive|answer|place|get))? any (?:\w+ )?calls?
        (?:not working|not available|not reachable|{_DOWN}) for (?:anyone|anybody|everyone|everybody|all of us|\
          any of us|all (?:our )?(?:users|agents))\b
        no (?:inbound |incoming |outbound |outgoing )?calls? (?:at all|(?:are |is )?(?:coming|going|getting|\
          arriving|possible|working)(?: in| out| through)?)\b
        (?:business|operations?|production|work|company|everything|call cent(?:er|re)|office) (?:is|are|has|\
          have)(?: (?:come|ground|completely|totally|all|\
          at))*(?: to)?(?: a)?(?: complete| full| total)? (?:standstill|halt|stopped|stand still)
        (?:service|system|total|complete|production|network|site|server|website) (?:outage|down)(?! (?:report|list|\
          notice|page|history|window|plan|time|notification))
        (?:show|work|business)[- ]?stopper\b|\bsos\b(?! button)|\bmayday\b
        """,
    "fr": r"""
        (?:tres |vraiment |hyper |super |extremement )?\burgente?s?\b(?! care)
        (?<!d')(?<!sans )(?<!aucune )\burgence\b(?! (?:medicale|chirurgicale))
        (?<!numero )(?<!eclairage )(?<!appel )(?<!appels )(?<!sortie )(?<!service )(?<!arret )(?<!numeros )\
          (?<!mode )(?<!liste )(?<!contact )(?<!bouton )d'urgence\b
        panne (?:totale|generale|complete|majeure|critique)|(?:coupure|interruption) (?:totale|generale|complete)
        (?:incident|probleme|situation|erreur) critique
        (?:priorite|severite|gravite) ?(?:[:=-]|est)? ?(?:1\b|critique|urgente?)
        plus rien ne (?:marche|fonctionne|va|passe)|rien ne (?:marche|fonctionne) plus
        tout est (?:en panne|bloque|down|hs|hors service|a l'arret|plante|arrete|tombe|ko|coupe)
        (?:personne|aucun (?:agent|utilisateur|poste|employe|client|collegue)|aucun de nos \w+|\
          plus personne) ne (?:peut|parvient a|arrive a|reussit a)(?: plus)? (?:\w+ )?(?:travailler|se connecter|\
          acceder|appeler|telephoner|utiliser|imprimer|recevoir|passer|repondre|entrer|ouvrir|commander|prendre)
        (?:le|notre|votre|la|l'|nos|les) ?(?:site(?: web| internet)?|serveurs?|boutique|systeme|standard|reseau|\
          telephones?|telephonie|plateforme|service|lignes?|application|production)(?: telephonique)? (?:est|\
          sont) (?:totalement |completement |toujours |encore |de nouveau )?(?:en panne|down|inaccessibles?|\
          hors service|tombee?s?|bloquee?s?|hs|injoignables?|a l'arret|plantee?s?|coupee?s?|mort|indisponibles?)\b
        (?:production|activite|entreprise) (?:est )?(?:a l'arret|arretee|bloquee|paralysee)|nous sommes (?:tous |\
          totalement |completement )?(?:bloques|a l'arret|paralyses)
        aucun appel ne (?:passe|rentre|sort|arrive|fonctionne)
        """,
    "de": r"""
        (?:sehr |super |extrem |hoch|besonders |aeusserst |ausserst )?dringend(?:e[rsnm]?|st|\
          ste)?\b(?! notwendig fur)|dringlich(?:e[rsnm]?)?\b|\b(?:es |sache |das )?eilt\b(?! nicht)|(?:sehr |\
          super |extrem )?eilig(?:e[rsnm]?)?\b
        \bnotfall\b(?!-| ?(?:nummer|plan|kontakt|liste|ordner|knopf|ubung|handbuch))|\bnotstand\b|\bals notfall\b
        totalausfall|komplettausfall|gesamtausfall|grossstorung|(?:kompletter|totaler|vollstandiger|kritischer|\
          grosser|genereller) (?:ausfall|stillstand)|kritische[rs]? (?:ausfall|fehler|storung|problem|situation|\
          vorfall)
        (?:prioritat|prio|dringlichkeit|schweregrad) ?(?:[:=-]|ist)? ?(?:1\b|kritisch|dringend|notfall)
        (?:alles|der ganze betrieb|die ganze (?:firma|anlage)|das ganze (?:system|buro|netz)) (?:ist |liegt |\
          ist komplett )?(?:steht(?: still)?|down|tot|ausgefallen|lahm|brach|offline|platt)
        nichts (?:geht|funktioniert|lauft|tut) mehr|nix geht mehr|es geht (?:gar )?nichts mehr|\
          es funktioniert (?:gar )?nichts mehr|geht (?:gar )?nichts mehr
        (?:niemand|keiner|kein (?:mitarbeiter|agent|benutzer|nutzer|anwender|kunde|kollege)|keiner (?:von uns|\
          unserer \w+))(?: (?:hier|bei uns|mehr|im (?:haus|buro)))* (?:kann|konnen|kommt)(?: (?:mehr|sich|derzeit|\
          aktuell|momentan|gerade|im moment|hier|bei uns|noch|uns|ins|in das|auf das|system|anrufe|etwas|mails|\
          mit dem system))* (?:arbeiten|anmelden|einloggen|telefonieren|anrufen|drucken|zugreifen|rein|erreichen|\
          bestellen|annehmen|entgegennehmen|senden)
        (?:wir|alle(?: \w+)?) (?:konnen|kommen) (?:alle )?(?:gar |uberhaupt |uns )?(?:nicht(?: mehr)?) (?:arbeiten|\
          telefonieren|einloggen|anmelden)
        (?:wir|alle) konnen keine (?:anrufe|gesprache) (?:mehr )?(?:annehmen|entgegennehmen|fuhren|tatigen)|\
          (?:es kommen )?keine anrufe (?:mehr )?(?:durch|rein|an)
        (?:web(?:site|seite|shop)|homepage|seite|server|system|anlage|telefonanlage|telefone?|telefonie|shop|\
          netzwerk|netz|internet|leitung(?:en)?|produktion|plattform|datenbank|vpn) (?:ist|sind|steht|liegt|\
          seit \w+|komplett)(?: (?:komplett|vollig|total|wieder|immer noch|noch immer|aktuell|derzeit|seit \w+ \w+|\
          gerade))* (?:down|offline|ausgefallen|nicht (?:mehr )?erreichbar|tot|still|weg|lahm|platt|\
          zusammengebrochen|unerreichbar)\b
        betrieb steht|stillstand|produktion steht|produktionsstillstand|betriebsstillstand
        """,
    "es": r"""
        (?:muy |super |sumamente |extremadamente )?\burgente(?:mente)?s?\b|urgentisimo|urgentisima|\burge\b|\
          \bcon urgencia\b|(?:maxima|extrema|suma) urgencia|(?<!sin )(?<!hay )(?<!ninguna )\burgencia\b
        \bemergencia\b
        (?:caida|falla|fallo|corte|interrupcion|parada|apagon) (?:total|general|completa?|critic[oa]|masiv[oa])|\
          (?:problema|incidente|error|situacion|incidencia|fallo) critic[oa]
        prioridad ?(?:[:=-]|es)? ?(?:1\b|critica|urgente)
        (?:nadie|ningun (?:agente|usuario|cliente|empleado)|ninguno de (?:nosotros|\
          nuestros \w+))(?: aqui)? (?:puede|logra|consigue)(?: ahora)? (?:trabajar|entrar|acceder|conectarse|\
          iniciar sesion|llamar|usar|imprimir|ingresar|atender|recibir|hacer)
        todo (?:esta |se ha |se )(?:caido|cayo|parado|detenido|bloqueado|muerto|fuera de servicio)|nada funciona|\
          no funciona nada|todo caido
        (?:sitio(?: web)?|pagina(?: web)?|web|servidor(?:es)?|sistemas?|central(?:ita)?|telefonos?|red|plataforma|\
          tienda|lineas?|internet|servicio|aplicacion) (?:esta|estan|se|sigue|siguen)(?: (?:totalmente|\
          completamente|ha|han|todavia|otra vez))* (?:caid[oa]s?|cayo|cayeron|fuera de (?:servicio|linea)|\
          muert[oa]s?|inaccesibles?|bloquead[oa]s?|down|offline)
        (?:operacion|produccion|empresa|negocio)(?: esta)?(?: totalmente| completamente)? (?:parad[oa]|detenid[oa]|\
          paralizad[oa]|bloquead[oa])|estamos (?:todos |totalmente |completamente )?(?:parados|detenidos|\
          paralizados|caidos)
        no (?:entran?|salen?) (?:ninguna )?llamadas?|no podemos (?:recibir|hacer) (?:ninguna )?llamadas?
        """,
    "pt": r"""
        (?:muito |super |extremamente )?\burgente(?:mente)?s?\b|urgentissimo|com urgencia|(?:maxima|\
          extrema) urgencia|(?<!sem )(?<!ha )(?<!nenhuma )\burgencia\b
        \bemergencia\b
        (?:queda|falha|interrupcao|parada|paragem|pane) (?:total|geral|completa|critica)|(?:problema|incidente|\
          erro|situacao) critic[oa]
        (?:ninguem|nenhum (?:agente|usuario|utilizador|cliente|atendente|colaborador)|\
          nenhum dos nossos \w+)(?: aqui)? (?:consegue|pode)(?: mais)? (?:trabalhar|entrar|aceder|acessar|ligar|\
          usar|imprimir|fazer|atender|logar|conectar)
        (?:esta )?tudo (?:esta )?(?:parado|fora do ar|em baixo|caido|bloqueado|travado)|\
          nada (?:esta a )?funciona(?:ndo)?|nao funciona nada
        (?:sites?|pagina|servidor(?:es)?|sistemas?|central|telefones?|rede|plataforma|loja|linhas?|internet|\
          servico|aplicacao|producao) (?:esta|estao|caiu|cairam|continua)(?: (?:totalmente|completamente|todo|\
          ainda))* ?(?:fora do ar|em baixo|caid[oa]s?|parad[oa]s?|indisponive(?:l|is)|inacessive(?:l|is)|\
          bloquead[oa]s?|offline|down)?
        (?:operacao|empresa|producao)(?: esta)?(?: totalmente| completamente)? (?:parada|paralisada|bloqueada)|\
          estamos (?:todos |totalmente |completamente )?(?:parados|paralisados)
        prioridade ?(?:[:=-]|e)? ?(?:1\b|critica|urgente)
        """,
    "it": r"""
        (?:molto |davvero |estremamente )?\burgent[ei](?:mente)?\b|urgentissim[oa]|con urgenza|d'urgenza|(?:massima|\
          estrema) urgenza|(?<!senza )(?<!nessuna )(?<!c'e )\burgenza\b
        \bemergenza\b
        (?:guasto|blocco|disservizio|interruzione|down|fermo) (?:totale|generale|complet[oa]|critic[oa])|\
          (?:problema|incidente|errore|situazione) critic[oa]
        (?:nessuno|nessun (?:agente|operatore|utente|cliente|collega)|nessuno dei nostri \w+)(?: qui)? (?:puo|\
          riesce (?:piu )?a|riesce)(?: piu)? (?:a )?(?:lavorare|entrare|accedere|collegarsi|chiamare|usare|\
          stampare|telefonare|ricevere)
        (?:e )?tutto (?:e )?(?:fermo|bloccato|giu|offline|ko|down)|non funziona (?:piu )?(?:nulla|niente)|\
          non va (?:piu )?(?:nulla|niente)
        (?:sito(?: web)?|server|sistema|centralino|telefoni|rete|piattaforma|negozio|linee|linea|internet|servizio|\
          applicazione|produzione) (?:e|sono|risulta)(?: (?:totalmente|completamente|ancora|di nuovo))* (?:giu|\
          down|offline|irraggiungibil[ei]|bloccat[oaie]|ferm[oaie]|cadut[oaie]|fuori servizio|inaccessibil[ei]|\
          mort[oaie])\b
        siamo (?:tutti |completamente |totalmente )?(?:fermi|bloccati)|produzione ferma
        priorita ?(?:[:=-]|e)? ?(?:1\b|critica|urgente)
        """,
    "nl": r"""
        (?:zeer |heel |erg |super )?\b(?:dringend|urgent)e?\b|\bspoed\b(?!-?(?:arts|nummer|post|\
          eisende hulp))|spoedgeval|met spoed|noodgeval|noodsituatie
        (?:totale|complete|volledige|grote|kritieke|algehele) (?:storing|uitval)|kritie(?:k|ke) (?:probleem|\
          storing|fout|situatie)
        (?:niemand|geen (?:enkele )?(?:medewerker|agent|gebruiker|klant|collega)|niemand van ons)(?: hier)? (?:kan|\
          kunnen)(?: (?:meer|nu|nog|hier|op dit moment|momenteel))* (?:werken|inloggen|bellen|telefoneren|printen|\
          erbij|aanmelden|gebeld worden)
        alles (?:ligt|is)(?: (?:helemaal|volledig|er))* (?:plat|eruit|stil|down|uitgevallen|uit|offline)|\
          (?:er )?werkt (?:helemaal )?niets meer|niets werkt(?: meer)?|niks werkt(?: meer)?|er werkt (?:niks|niets)
        (?:site|website|webshop|server|systeem|telefooncentrale|centrale|telefoons?|telefonie|netwerk|internet|\
          lijnen|platform|productie|vpn|applicatie) (?:ligt|is|liggen|zijn)(?: (?:helemaal|volledig|weer|\
          nog steeds|er))* (?:plat|eruit|eraf|uit|down|offline|onbereikbaar|niet bereikbaar|stil|dood|uitgevallen|\
          er uit)\b
        (?:we|wij) (?:liggen|staan) (?:helemaal |volledig )?(?:plat|stil)|bedrijf ligt (?:plat|stil)|\
          productie (?:ligt|staat) stil
        prioriteit ?(?:[:=-]|is)? ?(?:1\b|kritiek|dringend|urgent)
        """,
    "sv": r"""
        bradskande|\bakut(?:a|t)?\b|(?:det )?brinner i knutarna|totalt? (?:avbrott|driftstopp|stopp)|driftstopp|\
          allt ligger nere|ingen kan (?:jobba|arbeta|logga in|ringa)|(?:sajten|servern|systemet|vaxeln|hemsidan|\
          webben) ligger nere|ingenting fungerar
        """,
    "da": r"""
        \bhaster\b(?! ikke)|hastesag|\bakut(?:te)?\b|\bnodsituation\b|totalt (?:nedbrud|udfald)|alt (?:er|\
          ligger) nede|ingen kan (?:arbejde|logge (?:ind|pa)|ringe|jobbe)|(?:siden|serveren|systemet|telefonerne|\
          sitet) er nede|intet virker|ingenting virker
        """,
    "pl": r"""
        \bpilne\b|\bpilna\b|\bpilnie\b|bardzo pilne|awaria (?:krytyczna|calkowita|totalna)|krytyczna awaria|\
          nic nie dziala|wszystko (?:lezy|padlo|stoi)|nikt nie moze (?:pracowac|sie zalogowac|dzwonic)|(?:strona|\
          serwer|system) (?:lezy|nie dziala|padl|padla)
        """,
    "wide": r"""
        срочно|срочная|авария|ничего не работает|никто не может|всё упало|все упало|терміново|аварія|\
          нічого не працює|\bacil\b|acilen|紧急|緊急|急用|十万火急|至急|大至急|全員が?(?:使え|ログインでき)ない|\
          긴급|긴급히|عاجل|طارئ|דחוף|בהול|επειγον
        """,
}
"""Language -> expressions that look urgent."""

HIGH = {
    "en": r"""
        (?:(?:very|extremely) )?(?:high(?:est)?|top|utmost|first) ?(?:-|/)? ?(?:priority|prio|importance|\
          severity)\b(?!,? (?:queues?|list|lists|calls|tickets|cases|customers?|callers?|members?|lanes?|flag|\
          mails|column|routing|agents|seats?|support package)\b)
        (?:priority|prio|severity|importance|sev) ?(?:[:=-]|is|level)? ?(?:high(?:est)?|p2|2|two)\b(?! ?(?:/|,|-|\
          or|to) ?(?:\d|med|low|norm))
        \b(?<!port )(?<!slot )(?<!room )(?<!gate )(?<!model )(?<!unit )(?<!panel )(?<!plan )(?<!printer )(?<!for )\
          (?<!-)(?<!/)p2\b(?! ?(?:-|to|/|and|,) ?p?[1-5]\b)(?! (?:port|line|target|level)\b)
        \ba\.?s\.?a\.?p\b|as soon as (?:humanly )?possible|at (?:your|the) earliest(?: convenience)?|(?:immediate|\
          prompt|urgent) (?:help|attention|assistance|action|response|support)(?: (?:is|needed|required))?|\
          without (?:any )?(?:further )?delay|\bimmediately\b(?= (?:fix|look|help|check|please|solve|repair|call))|\
          (?:please|fix|help|needed|required|look|call)(?: \w+){0,3} immediately
        """,
    "fr": r"""
        (?:haute|tres haute|plus haute) priorite|priorite ?(?:[:=-]|est)? ?(?:haute|elevee|maximale|2\b)|\
          prioritaire\b|importance ?(?:[:=-])? ?(?:haute|elevee)|(?:au|le) plus vite|des que possible|(?:le|\
          au) plus rapidement possible|dans les plus brefs delais|immediatement|sans delai
        """,
    "de": r"""
        (?:hohe[rn]?|hochste[rn]?|oberste[rn]?|sehr hohe[rn]?|erste) ?(?:-)?(?:prioritat|prio|dringlichkeit|\
          wichtigkeit)\b|(?:prioritat|prio|wichtigkeit|dringlichkeit) ?(?:[:=-]|ist)? ?(?:hoch|sehr hoch|hochste|\
          2\b)|so (?:schnell|bald|rasch) (?:wie|als) (?:nur )?moglich|schnellstmoglich\w*|baldmoglichst|\
          umgehend\w*|\bunverzuglich\b|\bschleunigst\b|\bsofortige? hilfe|bitte sofort
        """,
    "es": r"""
        (?:alta|maxima|muy alta) prioridad|prioridad ?(?:[:=-]|es)? ?(?:alta|maxima|muy alta|2\b)|prioritario\b|\
          lo antes posible|lo mas pronto posible|(?:lo )?(?:mas )?cuanto antes|a la (?:mayor )?brevedad|\
          lo mas rapido posible|de inmediato|inmediatamente
        """,
    "pt": r"""
        (?:alta|maxima|muito alta) prioridade|prioridade ?(?:[:=-]|e)? ?(?:alta|maxima|muito alta|2\b)|\
          prioritario\b|o mais (?:rapido|breve|rapidamente|depressa|cedo) possivel|assim que possivel|\
          (?:o )?quanto antes|com a maior brevidade|imediatamente|de imediato
        """,
    "it": r"""
        (?:alta|massima|altissima) priorita|priorita ?(?:[:=-]|e)? ?(?:alta|massima|elevata|2\b)|prioritario\b|\
          il prima possibile|al piu presto|quanto prima|il piu presto possibile|prima possibile|immediatamente|\
          nel piu breve tempo possibile
        """,
    "nl": r"""
        (?:hoge|hoogste|zeer hoge) prioriteit|prioriteit ?(?:[:=-]|is)? ?(?:hoog|hoogste|zeer hoog|2\b)|zo (?:snel|\
          spoedig|gauw) mogelijk|\bz\.?s\.?m\b|\bonmiddellijk\b|\bper direct\b|per omgaande
        """,
    "sv": r"""
        hog(?:sta)? prioritet|prioritet ?[:=-]? ?hog|sa (?:fort|snart|snabbt) som mojligt|snarast(?: mojligt)?|\
          omgaende|omedelbart
        """,
    "da": r"""
        hoj(?:este)? prioritet|prioritet ?[:=-]? ?hoj|hoy prioritet|sa (?:hurtigt|snart|fort|raskt) som muligt|\
          hurtigst muligt|snarest(?: mulig\w*)?|omgaende|straks
        """,
    "pl": r"""
        wysoki priorytet|priorytet ?[:=-]? ?wysoki|jak najszybciej|niezwlocznie|natychmiast
        """,
    "wide": r"""
        как можно (?:скорее|быстрее)|высокий приоритет|высокая важность|якнайшвидше|високий пріоритет|\
          en kisa surede|yuksek oncelik|尽快|盡快|高优先级|高優先|なるべく早く|できるだけ早く|優先度 ?[:=-]? ?高|\
          최대한 빨리|가능한 한 빨리|높은 우선순위|\
          في أقرب وقت|אולוית גבוהה|בהקדם
        """,
}
"""Language -> expressions of high priority."""

_ADVERBS = (
    r"(?: (?:so|that|very|really|at all|all that|super|especially|terribly|particularly|an?|the|of|any|too|exactly"
    r"|overly|in any way|currently|yet|of high|considered|deemed|such|extremely|actually|necessarily|this|right now"
    r"|now|in itself|be|all|longer|time|hugely|something|anything|my most|our most))"
)

DENIED = {
    "en": rf"""
        (?:\bnot|n't|\bisnt|\bnever|\bnothing|\bhardly|\bno longer|\bbarely|\bwithout|\bneither|\bless|\bfar from|\
          \bnon)(?! (?:just|only|merely)\b){_ADVERBS}{{0,3}}[ -](?:urgent|urgently|urgency|emergency|critical|\
          pressing|rush|asap|in a hurry|high priority|top priority|p1|p2|(?:of )?high importance)\b
        \bno (?:real |great |particular |big |special |need to |need for |immediate )?(?:rush|hurry|urgency|\
          urgent \w+|emergency|high priority|critical \w+|pressure|outage)\b|take your time|whenever you (?:can|\
          have (?:the )?time|get to it|like)|when you (?:get a chance|have (?:the )?time|have a (?:minute|moment))|\
          low(?:est|er)? (?:priority|prio|urgency|importance|severity)|(?:priority|prio|urgency|importance|\
          severity) ?(?:[:=-]|is)? ?(?:low|normal|medium)\b|can wait\b|in (?:your )?own time
        """,
    "fr": r"""
        (?:(?<!marche )(?<!fonctionne )(?<!marchent )\bpas|rien|peu|moins|aucunement|jamais|\bni)(?: (?:tres|si|\
          vraiment|du tout|trop|specialement|particulierement|un|une|hyper|super|forcement|d'une|encore|tellement|\
          de)){0,3} ?(?:d'|de l')?(?:urgente?s?|urgence|critique|prioritaire|presse)\b|(?:sans|aucune|\
          nulle) urgence|non[ -]urgente?s?|rien ne presse|ca ne presse pas|prenez votre temps|quand vous (?:pouvez|\
          pourrez|aurez le temps|avez le temps)|(?:basse|faible) priorite|priorite ?[:=]? ?(?:basse|faible|normale)
        """,
    "de": r"""
        (?:(?<!geht )(?<!funktioniert )(?<!lauft )(?<!klappt )(?<!gehen )(?<!funktionieren )\bnicht|\bnichts|\
          \bkein\w*|\bweniger|\bkaum|\bnie|\bohne|\bniemals)(?! nur\b)(?: (?:so|sehr|besonders|wirklich|ganz|allzu|\
          mehr|gerade|unbedingt|super|extrem|zu|als|ein|akut|zwingend|furchtbar|wahnsinnig|echter|richtiger|grosse|\
          hohe|mega)){0,3} (?:dringend\w*|dringlich\w*|eilig\w*|eile|notfall|kritisch\w*|(?:hohe |\
          hoher )?prioritat)\b|\beilt (?:gar |uberhaupt |aber |auch |wirklich |also )*nicht|hat (?:noch )?zeit\b|\
          lassen sie sich (?:ruhig )?zeit|niedrige prioritat|prioritat ?[:=]? ?(?:niedrig|normal)|nicht-dringend|\
          ohne eile|wenn sie (?:mal )?zeit haben
        """,
    "es": r"""
        \b(?:no|nada|nunca|menos|poco|ni|sin)(?: (?:es|muy|tan|era|parece|nada|hay|de|una?|tiene|corre|realmente|\
          demasiado|ninguna|se trata|para)){0,3} (?:urgentes?|urgencia|emergencia|prioritario|critic[oa]|\
          alta prioridad)\b|\bno urge\b|sin (?:urgencia|prisas?)|no (?:hay|corre|tengo|es) (?:ninguna )?(?:prisa|\
          urgencia)|con calma|cuando (?:pueda|puedan|tengan? tiempo)|baja prioridad|prioridad ?[:=]? ?(?:baja|normal)
        """,
    "pt": r"""
        \b(?:nao|nada|nunca|menos|pouco|nem|sem)(?: (?:e|muito|tao|era|parece|nada|ha|de|uma?|tem|realmente|\
          nenhuma|propriamente|esta)){0,3} (?:urgentes?|urgencia|emergencia|prioritario|critic[oa]|\
          alta prioridade)\b|sem (?:pressas?|urgencia)|nao (?:ha|tem|tenho) (?:nenhuma )?(?:pressa|urgencia)|\
          com calma|quando (?:puder|puderem|tiver tempo)|baixa prioridade|prioridade ?[:=]? ?(?:baixa|normal)
        """,
    "it": r"""
        \b(?:non|niente|nulla|mai|meno|poco|ne|senza|nessuna?)(?: (?:e|molto|cosi|era|sembra|c'e|di|una?|\
          particolarmente|davvero|troppo|ha|per niente|affatto)){0,3} (?:urgent[ei]|urgenza|emergenza|prioritario|\
          critic[oa]|alta priorita)\b|senza fretta|nessuna fretta|non c'e (?:nessuna )?(?:fretta|urgenza)|\
          con calma|quando (?:potete|puo|avete tempo)|bassa priorita|priorita ?[:=]? ?(?:bassa|normale)
        """,
    "nl": r"""
        (?:(?<!werkt )(?<!werken )(?<!doet het )\bniet|\bniets|\bgeen|\bnooit|\bminder|\bzonder|\
          \bweinig)(?! alleen\b)(?: (?:zo|erg|heel|echt|bijzonder|zeer|super|een|per se|direct|meer|\
          enorme)){0,3} (?:dringend\w*|urgente?|spoed\w*|noodgeval|haast|kritiek|hoge prioriteit)\b|\
          haast is niet nodig|rustig aan|wanneer (?:het uitkomt|u tijd heeft|je tijd hebt)|lage prioriteit|\
          prioriteit ?[:=]? ?(?:laag|normaal)
        """,
    "sv": r"""
        \b(?:inte|ikke|inget|intet|ingenting|ej)(?: (?:sa|sarskilt|helt|noe|noget|nagot|alls|saerlig|specielt|\
          veldig|meget)){0,2} (?:bradskande|akut\w*|haster|brattom|hastesag|hog prioritet|hoj prioritet)|\
          ingen (?:bradska|stress|hast\w*)|haster (?:ikke|inte)|(?:lag|lav) prioritet
        """,
    "pl": r"""
        \b(?:nie|nic|niezbyt|malo)(?: (?:jest|to|bardzo|az tak|tak|szczegolnie)){0,2} (?:pilne\w*|pilna|pilnie|\
          krytyczn\w*)|nie spieszy|bez pospiechu|niepiln\w*|niski priorytet
        """,
    "wide": r"""
        \bне ?(?:очень |слишком |так |особо )?срочн|несрочн|\bне ?терміново|acil degil|不(?:是很|太|是)?(?:紧急|\
          緊急|急)|不着急|\
          不急|非紧急|緊急では(?:ない|ありません|ございません)|急ぎでは(?:ない|あり)|急ぎません|긴급하지 않|\
          급하지 않|ليس عاجل|غير عاجل|לא דחוף|δεν ειναι επειγον
        """,
}
"""Language -> expressions that deny it, for the whole sentence in which they stand."""

ASIDE = {
    "en": r"""
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
        en cas d'urgence|(?:si|lorsque|quand) (?:c'est |c'etait )?(?:urgente?|une urgence)|sorties? de secours|\
          \b(?:je|on|nous (?:vous|allons|\w+rons)) (?:vous )?(?:\w+ ){0,6}(?:des que possible|au plus vite)
        """,
    "de": r"""
        \b(?:im|fur den|bei einem|bei|fur) notf(?:all|alle[n]?)\b|in (?:dringenden|eiligen) fallen|\b(?:falls|wenn|\
          ob)\b[^,.;!\n]{0,40}\b(?:dringend|eilig|down|ausgefallen|notfall)\b|\b(?:ich|\
          wir) (?:\w+ ){0,8}(?:so schnell wie moglich|schnellstmoglich|umgehend)
        """,
    "es": r"""
        \b(?:salidas?|saidas?|uscit[ae]|numer[oi]s?|luc(?:es|i|e)|luz(?:es)?|puertas?|port[ae]s?|servicios?|\
          servicos?|servizi?o?\
          |planos?|plan(?:es)?|piano|piani|contact?[oi]s?|contatt[oi]|bot(?:on|ao|oes)|pulsant[ei]|list[ae]s?|\
          llamadas|chamadas|\
          chiamate|grupos?|salas?|escaleras?|escadas?|scal[ae]) d[ei] emergen(?:cia|za)s?\b
        en (?:caso de|casos de) (?:emergencia|urgencia)|\bsi (?:es|fuera|hay) (?:muy )?(?:urgente|una emergencia|\
          urgencia)
        """,
    "pt": r"""
        em (?:caso de|casos de) (?:emergencia|urgencia)|\bse (?:for|e|houver) (?:muito )?(?:urgente|urgencia|\
          emergencia)
        """,
    "it": r"""
        in caso di (?:emergenza|urgenza)|\bse (?:e |fosse )?(?:urgente|un'emergenza)
        """,
    "nl": r"""
        in geval van nood|bij (?:nood|spoed)(?:gevallen)?\b|\bals het (?:dringend|urgent|spoed) is
        """,
}
"""Language -> expressions that speak of it without claiming it; only their words do not count."""
