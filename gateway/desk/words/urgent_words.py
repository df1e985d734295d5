"""How customers say that something is urgent. A table only.

Regular expressions, one a line, and before them their hints: see ``Expressions``.
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
        hints: urge|emergen
        (?:very |most |extremely |super |really |quite |so )?\burgent(?:ly)?\b
        (?:matter|sense|state|level) of (?:the )?(?:utmost |highest |great )?urgency
        (?:with |utmost |highest |extreme |great )urgency
        \bemergency(?![ -](?:exits?|doors?|light\w*|signs?|numbers?|contacts?|list|lists|maintenance|rooms?|\
          services?|stops?|buttons?|power|plans?|procedures?|drills?|departments?|dispatch|ward|funds?|address\w*|\
          hotline|lines?|queue|routes?|routing|broadcasts?|notifications?|mailing|kits?|leave|brakes?|shutdown|\
          responders?|response|vehicles?|generators?|modes?|access|numbers?|calls? (?:list|queue|route|routing|\
          number|setting|report)|phones?|box|distribution|announcements?|landing|services|call ?out|policy|group|\
          team|patch|release)\b)
        hints: outage|breakdown|blackout|failure
        \b(?:critical|major|total|complete|full|massive|severe|serious|general|nationwide|company-?wide|\
          system-?wide) (?:service |system |network |power |production )?(?:outage|breakdown|blackout|failure)
        hints: critical|standstill|stopped|halted
        critical (?:issue|problem|situation|incident|error|bug|impact|failure|fault|disruption|case|ticket)\b
        (?:business|mission|production|service) (?:is )?(?:at a )?(?:critical(?! path)|standstill|stopped|halted)
        hints: urge|emergen|critical|blocker
        (?:priority|prio|severity|sev|urgency|impact) ?(?:[:=-]|is|level)? ?(?:urgent|critical|emergency|blocker)\b
        (?:critical|urgent|emergency|blocker) (?:priority|prio|severity)\b
        hints: p1
        \b(?<!port )(?<!slot )(?<!room )(?<!gate )(?<!model )(?<!unit )(?<!panel )(?<!plan )(?<!printer )(?<!for )\
          (?<!for a )(?<!phone )p1\b(?! ?(?:-|to|/|and|,) ?p?[2-5]\b)(?! (?:port|line|target|level|definition|\
          cases|tickets)\b)
        hints: prio|sev
        (?:priority|prio|severity|sev) ?[:=#-]? ?(?:1|one|i)\b(?! ?(?:-|to|/|or) ?\d)
        hints: everything|whole|entire|all is|all are|all went|all has|all seem|all =
        (?:everything|all|the whole (?:company|office|site|system)|(?:our|the) (?:entire|whole) (?:company|office|\
          site|system|network|call cent(?:er|re)|{_THINGS})) (?:is|are|went|has gone|seems(?: to be)?|\
          =) (?:completely |totally |all )?(?:{_DOWN}|broken|stopped|not working)\b
        hints: down|offline|_dead|reachable|inaccessible|unavailable|is out|'s out|= out|are out|went out|gone out|\
          been out|going out|seem out|seems out|be out|appear out|appears out|still out|completely out|currently out|\
          totally out|all out|now out|again out|fully out|entirely out|also out
        {_THINGS}(?:'s| =| is| are| went|[ ]has gone|[ ]have gone|[ ]has been|[ ]keeps? going|[ ]seems?(?: to be)?|\
          [ ]appears?(?: to be)?|[ ]still|[ ]completely|[ ]currently)(?: (?:completely|totally|all|currently|now|\
          again|still|\
          fully|entirely|also))* {_DOWN}\b(?! ?\d)
        {_THINGS} down\b(?! ?(?:\d|to\b|by\b|from\b|the\b))
        hints: is the_|is our_|is your_|is all_|are the_|are our_|are your_|are all_
        \b(?:is|are) (?:the|our|your|all) {_THINGS} {_DOWN}\b
        hints: down|offline|dead in|out of service
        (?:we are|we're|company is|business is|office is|totally|completely|all) (?:completely |totally |all |\
          currently |now )?(?:down|offline|dead in the water|out of service)\b
        down for (?:everyone|everybody|all|the whole|all of us|all users|all customers)\b
        hints: nobody|no one|no-one|noone|none of|nothing|no user|no agent|no customer|no employee|no colleague|\
          no operator|not a single|not one
        (?:nobody|no ?one|no-one|none of (?:us|our|the|them)(?: \w+){{0,2}}|no (?:user|agent|customer|employee|\
          colleague|operator)s?|not a single (?:\w+)|not one (?:\w+)) (?:here |at all |in (?:the|our) (?:\w+ )?|\
          of us )?(?:can|could|is able to|are able to|gets? to|manages to)\b(?: (?:currently|now|even|still|\
          really))? {_DO}\b
        (?:nobody|no ?one|no-one|none of us|nothing)(?: \w+)? (?:is )?(?:works|working|functions|\
          functioning)\b(?! (?:here|at acme|for|from home|on sunday))
        hints: every one|everyone|everybody|all is|all are|all can|all here|all of us|all of our|all of the|all our|\
          all the_|all users|all agents|all customers|all employees|all staff|all phones|all lines|all operators
        (?:all|every one|everyone|everybody|all of us|all (?:of )?(?:our|the) (?:\w+ )?(?:users|agents|customers|\
          employees|staff|phones|lines|operators|colleagues)|all (?:users|agents|customers|employees|staff|phones|\
          lines|operators)) (?:here )?(?:is|are|cannot|can't|can not)(?: (?:currently|now|all|completely|\
          totally))? (?:{_DOWN}|unable to {_DO}|blocked|stuck|locked out|affected|{_DO})\b
        hints: take any|make any|receive any|answer any|place any|get any|a single
        (?:we|none of us|everyone) (?:cannot|can't|can not|are unable to|are not able to) (?:take|make|receive|\
          answer|place|get) (?:any|a single) (?:\w+ )?calls?
        (?:cannot|can't|can not|unable to|not able to) (?:take|make|receive|answer|place|get)(?: or (?:take|make|\
          receive|answer|place|get))? any (?:\w+ )?calls?
        hints: for any|for every|for all
        (?:not working|not available|not reachable|{_DOWN}) for (?:anyone|anybody|everyone|everybody|all of us|\
          any of us|all (?:our )?(?:users|agents))\b
        hints: no call|no inbound|no incoming|no outbound|no outgoing
        no (?:inbound |incoming |outbound |outgoing )?calls? (?:at all|(?:are |is )?(?:coming|going|getting|\
          arriving|possible|working)(?: in| out| through)?)\b
        hints: standstill|stand still|halt|stopped
        (?:business|operations?|production|work|company|everything|call cent(?:er|re)|office) (?:is|are|has|\
          have)(?: (?:come|ground|completely|totally|all|\
          at))*(?: to)?(?: a)?(?: complete| full| total)? (?:standstill|halt|stopped|stand still)
        hints: outage|down
        (?:service|system|total|complete|production|network|site|server|website) (?:outage|down)(?! (?:report|list|\
          notice|page|history|window|plan|time|notification))
        hints: stopper|sos|mayday
        (?:show|work|business)[- ]?stopper\b|\bsos\b(?! button)|\bmayday\b
        """,
    "fr": r"""
        hints: urge
        (?:tres |vraiment |hyper |super |extremement )?\burgente?s?\b(?! care)
        (?<!d')(?<!sans )(?<!aucune )\burgence\b(?! (?:medicale|chirurgicale))
        (?<!numero )(?<!eclairage )(?<!appel )(?<!appels )(?<!sortie )(?<!service )(?<!arret )(?<!numeros )\
          (?<!mode )(?<!liste )(?<!contact )(?<!bouton )d'urgence\b
        hints: panne|coupure|interruption|critique
        panne (?:totale|generale|complete|majeure|critique)|(?:coupure|interruption) (?:totale|generale|complete)
        (?:incident|probleme|situation|erreur) critique
        hints: priori|severite|gravite
        (?:priorite|severite|gravite) ?(?:[:=-]|est)? ?(?:1\b|critique|urgente?)
        hints: rien ne
        plus rien ne (?:marche|fonctionne|va|passe)|rien ne (?:marche|fonctionne) plus
        hints: tout est
        tout est (?:en panne|bloque|down|hs|hors service|a l'arret|plante|arrete|tombe|ko|coupe)
        hints: personne ne|aucun
        (?:personne|aucun (?:agent|utilisateur|poste|employe|client|collegue)|aucun de nos \w+|\
          plus personne) ne (?:peut|parvient a|arrive a|reussit a)(?: plus)? (?:\w+ )?(?:travailler|se connecter|\
          acceder|appeler|telephoner|utiliser|imprimer|recevoir|passer|repondre|entrer|ouvrir|commander|prendre)
        hints: _est_|sont_
        (?:le|notre|votre|la|l'|nos|les) ?(?:site(?: web| internet)?|serveurs?|boutique|systeme|standard|reseau|\
          telephones?|telephonie|plateforme|service|lignes?|application|production)(?: telephonique)? (?:est|\
          sont) (?:totalement |completement |toujours |encore |de nouveau )?(?:en panne|down|inaccessibles?|\
          hors service|tombee?s?|bloquee?s?|hs|injoignables?|a l'arret|plantee?s?|coupee?s?|mort|indisponibles?)\b
        hints: a l'arret|arrete|bloque|paralyse
        (?:production|activite|entreprise) (?:est )?(?:a l'arret|arretee|bloquee|paralysee)|nous sommes (?:tous |\
          totalement |completement )?(?:bloques|a l'arret|paralyses)
        hints: aucun appel
        aucun appel ne (?:passe|rentre|sort|arrive|fonctionne)
        """,
    "de": r"""
        hints: dringend|dringlich|eilt|eilig
        (?:sehr |super |extrem |hoch|besonders |aeusserst |ausserst )?dringend(?:e[rsnm]?|st|\
          ste)?\b(?! notwendig fur)|dringlich(?:e[rsnm]?)?\b|\b(?:es |sache |das )?eilt\b(?! nicht)|(?:sehr |\
          super |extrem )?eilig(?:e[rsnm]?)?\b
        hints: notfall|notstand
        \bnotfall\b(?!-| ?(?:nummer|plan|kontakt|liste|ordner|knopf|ubung|handbuch))|\bnotstand\b|\bals notfall\b
        hints: ausfall|storung|stillstand|kritisch
        totalausfall|komplettausfall|gesamtausfall|grossstorung|(?:kompletter|totaler|vollstandiger|kritischer|\
          grosser|genereller) (?:ausfall|stillstand)|kritische[rs]? (?:ausfall|fehler|storung|problem|situation|\
          vorfall)
        hints: prio|dringlichkeit|schweregrad
        (?:prioritat|prio|dringlichkeit|schweregrad) ?(?:[:=-]|ist)? ?(?:1\b|kritisch|dringend|notfall)
        hints: alles_|ganze
        (?:alles|der ganze betrieb|die ganze (?:firma|anlage)|das ganze (?:system|buro|netz)) (?:ist |liegt |\
          ist komplett )?(?:steht(?: still)?|down|tot|ausgefallen|lahm|brach|offline|platt)
        hints: nichts_|nix geht
        nichts (?:geht|funktioniert|lauft|tut) mehr|nix geht mehr|es geht (?:gar )?nichts mehr|\
          es funktioniert (?:gar )?nichts mehr|geht (?:gar )?nichts mehr
        hints: niemand|keiner|kein_
        (?:niemand|keiner|kein (?:mitarbeiter|agent|benutzer|nutzer|anwender|kunde|kollege)|keiner (?:von uns|\
          unserer \w+))(?: (?:hier|bei uns|mehr|im (?:haus|buro)))* (?:kann|konnen|kommt)(?: (?:mehr|sich|derzeit|\
          aktuell|momentan|gerade|im moment|hier|bei uns|noch|uns|ins|in das|auf das|system|anrufe|etwas|mails|\
          mit dem system))* (?:arbeiten|anmelden|einloggen|telefonieren|anrufen|drucken|zugreifen|rein|erreichen|\
          bestellen|annehmen|entgegennehmen|senden)
        hints: _konnen|_kommen|keine anrufe
        (?:wir|alle(?: \w+)?) (?:konnen|kommen) (?:alle )?(?:gar |uberhaupt |uns )?(?:nicht(?: mehr)?) (?:arbeiten|\
          telefonieren|einloggen|anmelden)
        (?:wir|alle) konnen keine (?:anrufe|gesprache) (?:mehr )?(?:annehmen|entgegennehmen|fuhren|tatigen)|\
          (?:es kommen )?keine anrufe (?:mehr )?(?:durch|rein|an)
        hints: _ist_|_sind_|_steht|_liegt|_seit_|komplett
        (?:web(?:site|seite|shop)|homepage|seite|server|system|anlage|telefonanlage|telefone?|telefonie|shop|\
          netzwerk|netz|internet|leitung(?:en)?|produktion|plattform|datenbank|vpn) (?:ist|sind|steht|liegt|\
          seit \w+|komplett)(?: (?:komplett|vollig|total|wieder|immer noch|noch immer|aktuell|derzeit|seit \w+ \w+|\
          gerade))* (?:down|offline|ausgefallen|nicht (?:mehr )?erreichbar|tot|still|weg|lahm|platt|\
          zusammengebrochen|unerreichbar)\b
        hints: stillstand|betrieb steht|produktion steht
        betrieb steht|stillstand|produktion steht|produktionsstillstand|betriebsstillstand
        """,
    "es": r"""
        hints: urge|emergen
        (?:muy |super |sumamente |extremadamente )?\burgente(?:mente)?s?\b|urgentisimo|urgentisima|\burge\b|\
          \bcon urgencia\b|(?:maxima|extrema|suma) urgencia|(?<!sin )(?<!hay )(?<!ninguna )\burgencia\b
        \bemergencia\b
        hints: _total|_general|_complet|_critic|_masiv
        (?:caida|falla|fallo|corte|interrupcion|parada|apagon) (?:total|general|completa?|critic[oa]|masiv[oa])|\
          (?:problema|incidente|error|situacion|incidencia|fallo) critic[oa]
        hints: priori
        prioridad ?(?:[:=-]|es)? ?(?:1\b|critica|urgente)
        hints: nadie|ningun
        (?:nadie|ningun (?:agente|usuario|cliente|empleado)|ninguno de (?:nosotros|\
          nuestros \w+))(?: aqui)? (?:puede|logra|consigue)(?: ahora)? (?:trabajar|entrar|acceder|conectarse|\
          iniciar sesion|llamar|usar|imprimir|ingresar|atender|recibir|hacer)
        hints: todo_|nada funciona|no funciona
        todo (?:esta |se ha |se )(?:caido|cayo|parado|detenido|bloqueado|muerto|fuera de servicio)|nada funciona|\
          no funciona nada|todo caido
        hints: _esta|_se_|_sigue
        (?:sitio(?: web)?|pagina(?: web)?|web|servidor(?:es)?|sistemas?|central(?:ita)?|telefonos?|red|plataforma|\
          tienda|lineas?|internet|servicio|aplicacion) (?:esta|estan|se|sigue|siguen)(?: (?:totalmente|\
          completamente|ha|han|todavia|otra vez))* (?:caid[oa]s?|cayo|cayeron|fuera de (?:servicio|linea)|\
          muert[oa]s?|inaccesibles?|bloquead[oa]s?|down|offline)
        hints: operacion|produccion|empresa|negocio|estamos
        (?:operacion|produccion|empresa|negocio)(?: esta)?(?: totalmente| completamente)? (?:parad[oa]|detenid[oa]|\
          paralizad[oa]|bloquead[oa])|estamos (?:todos |totalmente |completamente )?(?:parados|detenidos|\
          paralizados|caidos)
        hints: llamada
        no (?:entran?|salen?) (?:ninguna )?llamadas?|no podemos (?:recibir|hacer) (?:ninguna )?llamadas?
        """,
    "pt": r"""
        hints: urge|emergen
        (?:muito |super |extremamente )?\burgente(?:mente)?s?\b|urgentissimo|com urgencia|(?:maxima|\
          extrema) urgencia|(?<!sem )(?<!ha )(?<!nenhuma )\burgencia\b
        \bemergencia\b
        hints: _total|_geral|_complet|_critic
        (?:queda|falha|interrupcao|parada|paragem|pane) (?:total|geral|completa|critica)|(?:problema|incidente|\
          erro|situacao) critic[oa]
        hints: ninguem|nenhum
        (?:ninguem|nenhum (?:agente|usuario|utilizador|cliente|atendente|colaborador)|\
          nenhum dos nossos \w+)(?: aqui)? (?:consegue|pode)(?: mais)? (?:trabalhar|entrar|aceder|acessar|ligar|\
          usar|imprimir|fazer|atender|logar|conectar)
        hints: tudo_|nada funciona|nada esta a|nao funciona
        (?:esta )?tudo (?:esta )?(?:parado|fora do ar|em baixo|caido|bloqueado|travado)|\
          nada (?:esta a )?funciona(?:ndo)?|nao funciona nada
        hints: _esta|_caiu|_cairam|_continua
        (?:sites?|pagina|servidor(?:es)?|sistemas?|central|telefones?|rede|plataforma|loja|linhas?|internet|\
          servico|aplicacao|producao) (?:esta|estao|caiu|cairam|continua)(?: (?:totalmente|completamente|todo|\
          ainda))* ?(?:fora do ar|em baixo|caid[oa]s?|parad[oa]s?|indisponive(?:l|is)|inacessive(?:l|is)|\
          bloquead[oa]s?|offline|down)?
        hints: operacao|producao|empresa|estamos
        (?:operacao|empresa|producao)(?: esta)?(?: totalmente| completamente)? (?:parada|paralisada|bloqueada)|\
          estamos (?:todos |totalmente |completamente )?(?:parados|paralisados)
        hints: priori
        prioridade ?(?:[:=-]|e)? ?(?:1\b|critica|urgente)
        """,
    "it": r"""
        hints: urge|emergen
        (?:molto |davvero |estremamente )?\burgent[ei](?:mente)?\b|urgentissim[oa]|con urgenza|d'urgenza|(?:massima|\
          estrema) urgenza|(?<!senza )(?<!nessuna )(?<!c'e )\burgenza\b
        \bemergenza\b
        hints: _total|_general|_complet|_critic
        (?:guasto|blocco|disservizio|interruzione|down|fermo) (?:totale|generale|complet[oa]|critic[oa])|\
          (?:problema|incidente|errore|situazione) critic[oa]
        hints: nessun
        (?:nessuno|nessun (?:agente|operatore|utente|cliente|collega)|nessuno dei nostri \w+)(?: qui)? (?:puo|\
          riesce (?:piu )?a|riesce)(?: piu)? (?:a )?(?:lavorare|entrare|accedere|collegarsi|chiamare|usare|\
          stampare|telefonare|ricevere)
        hints: tutto|non funziona|non va_
        (?:e )?tutto (?:e )?(?:fermo|bloccato|giu|offline|ko|down)|non funziona (?:piu )?(?:nulla|niente)|\
          non va (?:piu )?(?:nulla|niente)
        hints: _e_|_sono_|_risulta
        (?:sito(?: web)?|server|sistema|centralino|telefoni|rete|piattaforma|negozio|linee|linea|internet|servizio|\
          applicazione|produzione) (?:e|sono|risulta)(?: (?:totalmente|completamente|ancora|di nuovo))* (?:giu|\
          down|offline|irraggiungibil[ei]|bloccat[oaie]|ferm[oaie]|cadut[oaie]|fuori servizio|inaccessibil[ei]|\
          mort[oaie])\b
        hints: siamo|produzione ferma
        siamo (?:tutti |completamente |totalmente )?(?:fermi|bloccati)|produzione ferma
        hints: priori
        priorita ?(?:[:=-]|e)? ?(?:1\b|critica|urgente)
        """,
    "nl": r"""
        hints: dringend|urge|spoed|noodgeval|noodsituatie
        (?:zeer |heel |erg |super )?\b(?:dringend|urgent)e?\b|\bspoed\b(?!-?(?:arts|nummer|post|\
          eisende hulp))|spoedgeval|met spoed|noodgeval|noodsituatie
        hints: _storing|_uitval|kritie
        (?:totale|complete|volledige|grote|kritieke|algehele) (?:storing|uitval)|kritie(?:k|ke) (?:probleem|\
          storing|fout|situatie)
        hints: niemand|geen_
        (?:niemand|geen (?:enkele )?(?:medewerker|agent|gebruiker|klant|collega)|niemand van ons)(?: hier)? (?:kan|\
          kunnen)(?: (?:meer|nu|nog|hier|op dit moment|momenteel))* (?:werken|inloggen|bellen|telefoneren|printen|\
          erbij|aanmelden|gebeld worden)
        hints: alles_|niets|niks
        alles (?:ligt|is)(?: (?:helemaal|volledig|er))* (?:plat|eruit|stil|down|uitgevallen|uit|offline)|\
          (?:er )?werkt (?:helemaal )?niets meer|niets werkt(?: meer)?|niks werkt(?: meer)?|er werkt (?:niks|niets)
        hints: down|offline|bereikbaar|_plat|_stil|_uit|_eruit|_eraf|_er uit|_dood
        (?:site|website|webshop|server|systeem|telefooncentrale|centrale|telefoons?|telefonie|netwerk|internet|\
          lijnen|platform|productie|vpn|applicatie) (?:ligt|is|liggen|zijn)(?: (?:helemaal|volledig|weer|\
          nog steeds|er))* (?:plat|eruit|eraf|uit|down|offline|onbereikbaar|niet bereikbaar|stil|dood|uitgevallen|\
          er uit)\b
        (?:we|wij) (?:liggen|staan) (?:helemaal |volledig )?(?:plat|stil)|bedrijf ligt (?:plat|stil)|\
          productie (?:ligt|staat) stil
        hints: priori
        prioriteit ?(?:[:=-]|is)? ?(?:1\b|kritiek|dringend|urgent)
        """,
    "sv": r"""
        hints: bradskande|akut|brinner|avbrott|driftstopp|totalt stopp|total stopp|ligger nere|ingen kan|ingenting
        bradskande|\bakut(?:a|t)?\b|(?:det )?brinner i knutarna|totalt? (?:avbrott|driftstopp|stopp)|driftstopp|\
          allt ligger nere|ingen kan (?:jobba|arbeta|logga in|ringa)|(?:sajten|servern|systemet|vaxeln|hemsidan|\
          webben) ligger nere|ingenting fungerar
        """,
    "da": r"""
        hints: haste|akut|nodsituation|nedbrud|udfald|_nede|ingen kan|intet virker|ingenting
        \bhaster\b(?! ikke)|hastesag|\bakut(?:te)?\b|\bnodsituation\b|totalt (?:nedbrud|udfald)|alt (?:er|\
          ligger) nede|ingen kan (?:arbejde|logge (?:ind|pa)|ringe|jobbe)|(?:siden|serveren|systemet|telefonerne|\
          sitet) er nede|intet virker|ingenting virker
        """,
    "pl": r"""
        hints: piln|awaria|nie dziala|_lezy|_padl|wszystko stoi|nikt nie
        \bpilne\b|\bpilna\b|\bpilnie\b|bardzo pilne|awaria (?:krytyczna|calkowita|totalna)|krytyczna awaria|\
          nic nie dziala|wszystko (?:lezy|padlo|stoi)|nikt nie moze (?:pracowac|sie zalogowac|dzwonic)|(?:strona|\
          serwer|system) (?:lezy|nie dziala|padl|padla)
        """,
    "wide": r"""
        hints: срочн|авария|ничего не|никто не|всё упало|все упало|терміново|аварія|нічого не|acil|紧急|緊急|急用|\
          十万火急|至急|全員|긴급|عاجل|طارئ|דחוף|בהול|επειγον
        срочно|срочная|авария|ничего не работает|никто не может|всё упало|все упало|терміново|аварія|\
          нічого не працює|\bacil\b|acilen|紧急|緊急|急用|十万火急|至急|大至急|全員が?(?:使え|ログインでき)ない|\
          긴급|긴급히|عاجل|طارئ|דחוף|בהול|επειγον
        """,
}
"""Language -> expressions that look urgent."""
