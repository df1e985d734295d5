"""What stands beside an absence in a note: who helps instead, what is urgent, when an answer comes. Tables only.

Over ``flat`` text. ``FORMAL`` is what form letters say, and people hardly to somebody they know; ``BESIDE`` may stand
in a note, and anywhere else.
"""

from __future__ import annotations

from gateway.inbound.kind.word_table import WordTable

FORMAL = WordTable(
    {
        "en": (
            "absence|access|after|as soon|back|checked|checking|emergenc|forwarded|immediate|kindly|later"
            "|monitored|picking up|please|read|redirected|return|urgency|urgent|wait|when",
            r"""
            (?:for|in|if|regarding|of) (?:\w+ ){0,4}(?:urgent|urgency|emergenc\w+|immediate)
            (?:cannot|can't|can not) wait|(?:during|in) (?:my|his|her|our) absence
            (?:not|n't) (?:\w+ ){0,3}(?:forwarded|read|monitored|checked|redirected|picking up|reading|checking|access)
            (?:will|'ll|shall) (?:\w+ ){0,2}(?:reply|respond|answer|get back|text|call|see (?:your|it)|attend\
              |deal)\b.{0,60}(?:return|back|when|as soon|later|after)
            (?:limited|no|without|little|intermittent) access to
            (?:please|kindly) (?:contact|direct|address|reach|send|refer|write|use|call|phone|ring)\b
            """,
        ),
        "de": (
            "abwesenheit|antworte|bearbeite|bitte|dringend|eilig|erreichbar|erreichen|keine|kontaktieren"
            "|melde mich|nicht|notf|richten|rückkehr|vertretung|weder|wenden sie sich|wichtigen|wieder|zugriff",
            r"""
            in (?:sehr )?(?:dringenden|eiligen|wichtigen)|(?:bei|für) (?:\w+ )?(?:dringend|eilig|notf)\w*
            (?:nicht|weder) .{0,30}(?:weitergeleitet|gelesen|bearbeitet|abgerufen|lesen|abrufen)
            lese .{0,20}(?:nicht|keine)
            wenden sie sich|(?:meiner|seiner|ihrer) (?:abwesenheit|vertretung)|nach (?:meiner|seiner|ihrer) rückkehr
            (?:keinen|nur eingeschränkt\w*) zugriff
            (?:antworte|melde mich|beantworte|bearbeite) .{0,60}(?:rückkehr|zurück|wieder|sobald|ab dem|nach)
            ab (?:dem )?\d.{0,30}(?:wieder|erreichbar)
            (?:erreichen|kontaktieren|richten) sie (?:mich|bitte|ihre|uns)|sie erreichen
            bitte (?:an|kontaktieren|richten|schreiben)
            """,
        ),
        "fr": (
            "absence|accès limité|merci d'|merci de|ni|pas|prière de|recontacterai|retour|répondrai|répondrons"
            "|sans accès|traiterai|traiterons|urgen|veuillez|vous pouvez",
            r"""
            (?:pour|en cas|toute|si) .{0,20}urgen\w*|(?:pendant|durant|en) (?:mon|son|notre) absence
            (?:à|dès) (?:mon|son|notre) retour|(?:pas|ni) .{0,20}(?:transmis|lus?\b|consult|redirig)
            ne (?:\w+ )?(?:consulter|lir|relèver|traiter|consult|lis)\w* pas
            (?:merci de|veuillez|vous pouvez|prière de) (?:\w+ )?(?:contacter|adresser|joindre|vous adresser\
              |écrire|envoyer|appeler|d'adresser)
            merci d'(?:adresser|écrire|envoyer|appeler)
            (?:répondrai|recontacterai|traiterai|traiterons|répondrons) .{0,40}(?:retour|dès|après|à partir)
            (?:accès limité|sans accès|pas accès)
            """,
        ),
        "es": (
            "acceso|atend|consult|contacte|contestar|diríja|leer|leíd|mi ausencia|por favor|puede|póngase|reenvi"
            "|regreso|responder|revis|rogamos|urgen|vuelta",
            r"""
            (?:para|en caso|si|asunto).{0,20}urgen\w*|(?:durante|en) mi ausencia|a (?:mi|la|su) (?:regreso|vuelta)
            no .{0,20}(?:reenvi|leíd|leer|revis|consult|atend)
            (?:por favor|puede|póngase|diríjase|contacte|rogamos)\S* .{0,20}(?:contact|escrib|dirij|dirig|llam)
            diríja(?:se|nse)|póngase en contacto
            (?:atender|responder|contestar)é .{0,40}(?:vuelta|regreso|cuando|partir)
            (?:sin|acceso limitado) .{0,8}acceso
            """,
        ),
        "pt": (
            "acesso|atender|contacte|contate|favor|gresso|minha ausência|não|quando|queira|responder|torno|urg",
            r"""
            (?:para|em caso|se|assuntos?).{0,20}urg[eê]n\w*|(?:durante|na) (?:a )?minha ausência
            (?:no|ao) (?:meu )?(?:regresso|retorno)|quando (?:regressar|voltar|retornar)
            não .{0,25}(?:encaminhad|lid|reencaminhad|consult)
            (?:por favor|queira|contacte|contate|favor).{0,20}(?:contact|contat|escrev|dirij|ligue|dirig)
            (?:sem|acesso limitado) .{0,8}acesso
            (?:responder|atender)ei .{0,40}(?:regresso|retorno|quando|partir)
            """,
        ),
        "it": (
            "accesso|consult|contattare|entro|inoltrat|legg|lett|mia assenza|rientrerò|risponderò|rivolgersi"
            "|rivolgetevi|scriver|si prega di|tornerò|torno|urgen",
            r"""
            (?:per|in caso|se).{0,20}urgen\w*|(?:durante|in) (?:la )?mia assenza|al (?:mio|suo) (?:rientro|ritorno)
            non .{0,25}(?:inoltrat|lett[aei]|legger|legg|consult)
            (?:rivolgersi|contattare|scriver[ei] a|si prega di|potete contattare|può contattare|rivolgetevi)
            (?:risponderò|tornerò|rientrerò)|(?:senza|accesso limitato) .{0,8}accesso
            """,
        ),
        "nl": (
            "antwoord|bellen|contact|doorgestuurd|dringend|gelezen|mailen|mijn afwezigheid|reageer|spoed"
            "|terugkomst|toegang|urgent|wenden",
            r"""
            (?:bij|voor|in|heeft|is het) .{0,20}(?:spoed|dringend|urgent)\w*|(?:tijdens|in) mijn afwezigheid
            (?:bij|na) (?:mijn )?terugkomst|niet .{0,20}(?:doorgestuurd|gelezen|beantwoord)
            (?:neem|kunt u|gelieve|graag) .{0,40}(?:contact|wenden|bellen|mailen)
            (?:beantwoord|reageer|antwoord) .{0,40}(?:terug|zodra|na|vanaf)|(?:beperkt\w*|geen) toegang
            """,
        ),
        "pl": (
            "czytan|dostęp|dzwonić|kierować|kontakt|nieobecności|odpisuj|odpowiad|odpowiem|piln|pisać|powrocie"
            "|przekaz|przekier|sprawdz",
            r"""
            (?:w|sprawach?|jeśli).{0,20}piln\w*|podczas (?:mojej )?nieobecności|po (?:moim )?powrocie
            nie .{0,25}(?:przekaz|czytan|przekier|odpisuj|odpowiad|sprawdz)
            (?:proszę|prosimy) .{0,15}(?:o kontakt|kontakt|pisać|dzwonić|kierować)|odpowiem .{0,40}(?:po|jak|gdy)
            (?:ograniczony|bez|brak) .{0,8}dostęp
            """,
        ),
        "cs": (
            "kontaktujte|naléhav|není|nepřítomnosti|nečtu|návratu|obracejte se|obraťte se|odpovím|pište|přístup"
            "|urgent|volejte|za pochopení",
            r"""
            (?:v|pro).{0,12}(?:naléhav|urgent)\w*|(?:v|po dobu|během) (?:mé |mojí )?nepřítomnosti|po (?:mém )?návratu
            není .{0,20}(?:přeposíl|čten)|e-?maily? nečtu
            (?:kontaktujte|obraťte se|obracejte se|volejte|pište)|odpovím .{0,40}(?:po|až|jakmile)
            (?:omezený|bez) .{0,8}přístup|za pochopení
            """,
        ),
        "sv": (
            "akut|begränsad tillgång|brådskande|efter|inte vidarebefordr|kontakta|läser|läses|mejla|min frånvaro"
            "|när jag|ring|svarar|vidarebefordras|vänd dig|vänligen",
            r"""
            (?:vid|i|för|är det) .{0,15}(?:brådskande|akut)\w*|(?:under|vid) min frånvaro
            (?:när jag|efter) .{0,15}(?:åter|tillbaka)|(?:vidarebefordras|läses|läser) (?:inte|ej)|inte vidarebefordr
            (?:kontakta|vänligen|vänd dig|ring|mejla) .{0,60}|svarar .{0,40}(?:när|efter|åter|då)|begränsad tillgång
            """,
        ),
        "da": (
            "akut|begrænset adgang|haste|henvend|ikke|kontakt|læser|læses|mit fravær|retur|ring|skriv|svarer"
            "|tilbage|videresendes",
            r"""
            (?:i|ved|hvis det|for) .{0,12}(?:haste\w*|akut\w*)|(?:under|i) mit fravær
            (?:når jag|når jeg|efter) .{0,15}(?:tilbage|retur)|(?:videresendes|læses|læser) ikke
            ikke .{0,12}(?:videresendt|læst)
            (?:kontakt|ring|skriv|henvend|henvendelse\w*) .{0,60}|(?:svarer|besvarer) .{0,40}(?:når|efter|tilbage)
            begrænset adgang
            """,
        ),
        "no": (
            "akutt|begrenset tilgang|haste|henvend|ikke|kontakt|leser|leses|mitt fravær|ring|skriv|svarer|tilbake"
            "|videresendes",
            r"""
            (?:i|ved|hvis det|for) .{0,12}(?:haste\w*|akutt\w*)|(?:under|i) mitt fravær
            (?:når jeg|etter) .{0,15}tilbake|(?:videresendes|leses|leser) ikke|ikke .{0,12}(?:videresendt|lest)
            (?:kontakt|ring|skriv|henvend\w*) .{0,60}|svarer .{0,40}(?:når|etter|tilbake)|begrenset tilgang
            """,
        ),
        "fi": (
            "edelleenlähetetä|kiire|lue|ohjata|palaan|palattuani|poissaoloni aikana|soittakaa|vastaan|välitetä"
            "|yhteyttä",
            r"""
            kiireelli\w*|kiireiss\w*|jos .{0,10}kiire|poissaoloni aikana|palattuani
            (?:ei|en) (?:\w+ )?(?:välitetä|lueta|lue|edelleenlähetetä|ohjata)
            (?:ottakaa|ota|pyydän ottamaan) yhteyttä|vastaan .{0,40}(?:palat|kun|jälkeen)|soittakaa
            palaan (?:töihin|asiaan)
            """,
        ),
        "ru": (
            "вернусь|возвращени|звоните|обратитесь|обращайтесь|ограничен|отвечу|отсутств|переадрес|пересыл|пишите"
            "|проверя|свяжитесь|связывайтесь|срочн|чита",
            r"""
            (?:по|в|для|если).{0,15}срочн\w*|(?:во время|на время|в) мо(?:его|ё|е)\w* отсутств\w*
            (?:после|по) (?:моего )?возвращени\w*|(?:когда|как только) вернусь
            не (?:\w+ )?(?:пересыл|чита|проверя|переадрес)\w*
            (?:пожалуйста,? )?(?:обращайтесь|обратитесь|свяжитесь|связывайтесь|звоните|пишите)|отвечу .{0,40}
            ограничен\w* доступ
            """,
        ),
        "uk": (
            "відповім|дзвоніть|зв'яжіться|зверніться|звертайтесь|звертайтеся|моєї відсутн|обмежен|переадрес"
            "|перевіря|пересила|пишіть|повернусь|після повернення|телефонуйте|термінов|чита",
            r"""
            (?:з|у|в|для|якщо).{0,15}термінов\w*|(?:під час|на час) моєї відсутн\w*|після повернення
            (?:коли|щойно) повернусь|не (?:\w+ )?(?:пересила|чита|перевіря|переадрес)\w*
            (?:будь ласка,? )?(?:звертайтесь|звертайтеся|зверніться|зв'яжіться|дзвоніть|телефонуйте|пишіть)
            відповім .{0,40}|обмежен\w* доступ
            """,
        ),
        "tr": (
            "acil|arayabil|başvur|cevaplayaca|döndüğümde|dönüş yapaca|dönüşümde|iletişime geç|irtibat|kontrol ed"
            "|okumu|okunma|ulaşabil|yanıtlayaca|yazabil|yokluğumda|yönlendirilme",
            r"""
            acil .{0,20}(?:durum|konu|ihtiyaç|iş)\w*|yokluğumda|dönüşümde|döndüğümde
            (?:yönlendirilme|okunma|okumu|kontrol ede?m)\w*
            (?:iletişime geç|başvur|yazabil|arayabil|ulaşabil|irtibat)\w*|(?:yanıtlayaca|cevaplayaca|dönüş yapaca)\w*
            """,
        ),
        "el": (
            "απαντήσω|απευθυνθείτε|διαβάζ|ελέγχ|επείγ|επικοινωνήστε|κατά την απουσία|με την επιστροφή"
            "|περιορισμένη πρόσβαση|προωθ|όταν επιστρέψω",
            r"""
            (?:για|σε|αν) .{0,15}επείγ\w*|με την επιστροφή|όταν επιστρέψω|δεν .{0,20}(?:προωθ|διαβάζ|ελέγχ)\w*
            επικοινωνήστε|απευθυνθείτε|θα (?:σας )?απαντήσω|περιορισμένη πρόσβαση|κατά την απουσία
            """,
        ),
        "ja": (
            "いたしかねます|お急ぎ|ご了承|できかねます|できません|代理の|回答|対応|戻りましたら|戻り次第|緊急|至急"
            "|転送|返事|返信|連絡",
            r"""
            (?:お急ぎ|緊急|至急)の|戻り次第|戻りましたら|転送(?:され|いた|して)
            (?:メール|確認).{0,12}(?:できません|できかねます|いたしかねます)|(?:まで|へ|に)ご?連絡(?:を|くだ|お|いた)
            (?:返信|返事|回答|対応).{0,20}(?:以降|となり|いたします|させて)|代理の|ご了承
            """,
        ),
        "zh": (
            "回來|回到|回复|回来|回覆|处理|急事|查看|答复|紧急|緊急|處理|見諒|见谅|請|諒解|请|谅解|轉發|转发|返回",
            r"""
            (?:如|若|有|遇).{0,6}(?:紧急|緊急|急事)|(?:返回|回来|回來|回到).{0,10}(?:后|後|回复|回覆|处理|處理)?
            不(?:会|會|能)?.{0,4}(?:转发|轉發|处理|處理|查看)
            请(?:直接)?(?:联系|与)|請(?:直接)?(?:聯繫|聯絡|與)|(?:尽快|盡快|再).{0,4}(?:回复|回覆|答复|处理)
            (?:谅解|諒解|见谅|見諒)
            """,
        ),
        "ko": (
            "급하신|답변|답장|돌아와서|되지|문의|복귀|양해|연락|한 |확인할 수 없|회신",
            r"""
            (?:긴급|급)한 |급하신|복귀\s?후|돌아와서|(?:전달|확인)되지|확인할 수 없|(?:에게|으로|로|께) (?:연락|문의)
            (?:답변|회신|답장)(?:드리|하겠|을 드)|양해
            """,
        ),
        "ar": (
            "أتمكن|إذا كان|الاتصال|التواصل|التوجه|العودة|تقرأ|تُقرأ|رجوعي|سأرد|عودتي|في الحالات|في حال|للأمور"
            "|للحالات|للمسائل|مراسلة|يتم",
            r"""
            (?:للأمور|في الحالات|للحالات|إذا كان|للمسائل|في حال).{0,20}(?:عاجل|طارئ)\S*
            (?:عند|بعد|فور) (?:عودتي|رجوعي|العودة)|لن (?:أتمكن|يتم|تُقرأ|تقرأ)
            (?:يرجى|الرجاء) (?:التواصل|الاتصال|مراسلة|التوجه)|سأرد|لا يتم (?:تحويل|قراءة)
            """,
        ),
        "he": (
            "אחזור|במקרה|במקרים|בעניינים|גישה|חזרתי|יועבר|ייקרא|להתקשר|ליצור קשר|למקרים|לנושאים|לעניינים|מועבר"
            "|נקראת|ענה|פנו|שובי|שיב|תועבר|תיקרא",
            r"""
            (?:לעניינים|במקרים|למקרים|בעניינים|לנושאים|במקרה).{0,10}(?:דחופ|דחוף)\S*
            (?:עם|לאחר|אחרי|כש) ?(?:שובי|חזרתי|אחזור)|לא (?:יועבר|ייקרא|תועבר|תיקרא|נקראת|מועבר)\S*
            (?:נא|אנא|ניתן|יש|אפשר) (?:לפנות|פנו|ליצור קשר|להתקשר)|(?:אשיב|אענה) |(?:ללא|אין לי) גישה
            """,
        ),
    }
)

BESIDE = (
    r"regards|cheers|best wishes|thank|bear with|patience|understanding|my (?:new )?address|new address|colleague"
    r"|reachable|sent (?:by|from|with)"
    r"|notification|stand-in|deputy|grüße|gruß|dank|verständnis|kolleg|vertretung|neue adresse|vertritt|merci|cordial"
    r"|bonne|compréhension"
    r"|remplac|collègue|gracias|saludo"
    r"|comprensión|dirección|obrigad|cumpriment|compreensão|endereço|grazie|saluti|cordiali|comprensione|indirizzo"
    r"|bedankt|groet|begrip|collega"
    r"|dzięk|pozdraw|zrozumieni|zastęp|adres|děkuj|pozdrav|pochopení|zastup|adresa|tack|hälsning|förståelse|ersätt"
    r"|adress|\btak\b|hilsen"
    r"|forståelse|adresse|takk|kiitos|terveisin|ymmärr|osoit|sijais|спасибо|уважени|пониман|замеща|адрес|дякую"
    r"|повагою|розумінн|teşekkür|saygı"
    r"|anlayış|adres|ευχαριστ|εκτίμηση|κατανόηση|διεύθυνση|よろしく|感謝|ありがとう|アドレス|谢谢|謝謝|感谢|敬祝|地址"
    r"|감사|주소|이해|شكرا|تحيات|عنوان|תודה"
    r"|בברכה|כתובת"
)
"""May stand in a note; a regular expression."""

BACK = (
    r"\breturn(?:ing)?\b|\bback (?:on|in|at|by|from|to work|until|\d)|(?:bin|ab) .{0,30}(?:zurück|wieder)|(?:zurück"
    r"|wieder) (?:im|am|ab|bin|da|für|erreichbar|an)|de retour|\bregres|vuelt|vuelv|volto|retorn|rientr|torn[oa]"
    r"|\bterug|wrac|wróc|powro|vrát|zpět"
    r"|návrat|tillbaka|åter (?:på|den|i)|tilbage|tilbake|palaa|верн|возвра|поверн|dön|επιστρ|戻|返回|回来|回來|복귀"
    r"|أعود|سأعود|אשוב|אחזור"
    r"|^(?:until|bis|jusqu|hasta|até|fino|tot|do|till|til|до|έως|μέχρι)\b|^[\d\s().+/:-]{6,}$"
)
"""Until when; a regular expression."""
