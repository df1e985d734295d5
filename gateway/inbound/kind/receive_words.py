"""How helpdesks acknowledge a mail, in every language. Tables over ``flat`` text.

People write most of it, too: it counts beside a field of a helpdesk's program, or beside words of a robot about itself.
"""

from __future__ import annotations

from gateway.inbound.kind.word_table import WordTable

RECEIVED = WordTable(
    {
        "en": (
            "acknowledge|answer|back to you|be in touch|case|confirm|created|enquiry|follow|got|incident|inquiry"
            "|logged|look into|mail|message|normally|note|on it|opened|outside|question|received|recorded"
            "|reference|registered|reply|report|request|respond|review|submission|thank|ticket|typically|usually"
            "|you will hear from us",
            r"""
            (?:we|we've|i)(?: have| 've)? (?:safely |successfully )?(?:received|got|logged|registered|recorded\
              |created|opened) (?:your|a|an?|the|case|ticket)
            (?:your|the|this|a) (?:\S+ ){0,3}(?:request|ticket|e-?mail|message|mail|enquiry|inquiry|case|incident\
              |report|note|question|submission)(?: \S+){0,3} (?:has|have|was|is|landed|arrived|reached)
            (?:ticket|case|request|reference) (?:\S+ ){0,3}(?:received|created|opened|registered|number|id)
            (?:acknowledge|confirm)\w* (?:the )?(?:receipt|that we)
            (?:come|get|be) back to you|be in touch|(?:typically|usually|normally) (?:repl|respond|answer)\w+
            outside (?:of )?(?:our |office |business |opening )
            thank(?:s| you) for (?:reaching out|contacting|getting in touch|writing|your (?:mail|e-?mail|message\
              |note|request|enquiry|inquiry))
            (?:will|shall) (?:be )?(?:answer|reply|respond|review|look into|follow)\w*|just confirming
            you will hear from us|we(?:'re| are) on it
            """,
        ),
        "de": (
            "anfrage|anliegen|außerhalb unserer|bestätigung|danke|kommen auf sie zu|mail|melden uns|melden wir uns"
            "|meldet sich|meldung|nachricht|nummer|schreiben|setzen uns|sie wurde|ticket|vielen dank|vorgang"
            "|wir haben",
            r"""
            (?:ihre?|deine?|eure?|die) (?:\S+ ){0,3}(?:anfrage|nachricht|meldung|e-?mail|mail|ticket|anliegen\
              |vorgang|schreiben)(?: \S+){0,4} (?:ist|wurde|liegt|haben|hat|wird|erhalten)
            wir haben (?:ihre?|deine?|eure?) .{0,40}(?:erhalten|bekommen|empfangen|aufgenommen|registriert)
            (?:unter|mit) der (?:nummer|vorgangsnummer|ticketnummer)
            sie wurde .{0,50}(?:erfasst|registriert|aufgenommen)
            (?:melden uns|meldet sich|melden wir uns|kommen auf sie zu|setzen uns)|(?:eingangs|empfangs)bestätigung
            außerhalb unserer|(?:vielen dank|danke) für (?:ihre|deine|eure)
            """,
        ),
        "fr": (
            "accusé de réception|avons|courriel|d'avoir|de nos|de nous avoir|de votre|demande|econtacter|eviendr"
            "|incident|mail|message|on a|pour votre|requête|ticket|vous répond|épondr",
            r"""
            (?:votre|la|le|une|ta|ton) (?:\S+ ){0,2}(?:demande|message|ticket|e-?mail|courriel|mail|requête\
              |incident)(?: \S+){0,4} (?:a|est|sera|nous|ont)\b
            (?:nous avons|on a|avons) (?:bien )?(?:reçu|enregistré|pris)
            accusé de réception|(?:répondr|reviendr|recontacter)\w+|(?:en dehors|hors) de nos
            merci (?:de nous avoir|pour votre|de votre|d'avoir)|(?:on|nous) vous répond
            """,
        ),
        "es": (
            "abiert|acuse de recibo|atender|caso|consulta|contactar|correo|cread|fuera de|gracias por|mensaje"
            "|número de|petición|recibid|recibimos|registrad|responder|solicitud|ticket",
            r"""
            (?:hemos|se ha|ha sido|fue) (?:recibid|registrad|cread|abiert)\w*|recibimos (?:su|tu)
            (?:su|tu|la) (?:\S+ ){0,2}(?:solicitud|consulta|mensaje|correo|ticket|caso\
              |petición)(?: \S+){0,3} (?:ha|fue|se|está|será)
            acuse de recibo|(?:responder|contactar|atender)(?:emos|á|án)|fuera de(?:l| nuestro)? horario
            gracias por (?:contactar|escribir|su|tu|ponerse)|número de (?:caso|ticket|solicitud|registro)
            """,
        ),
        "pt": (
            "abert|abrimos|chamado|contacto|contato|criad|entraremos em conta|fora do|mail|mensagem|número d"
            "|obrigad|pedido|recebemos|recebid|regist|responderemos|retornaremos|solicitação|ticket",
            r"""
            (?:recebemos|registámos|registramos|abrimos)|foi (?:recebid|regist|abert|criad)\w*
            (?:seu|sua|o seu|a sua) (?:\S+ ){0,2}(?:pedido|solicitação|mensagem|e-?mail|chamado|ticket|contacto\
              |contato)(?: \S+){0,3} (?:foi|será|está)
            (?:responderemos|entraremos em contac?to|retornaremos)|fora do (?:nosso )?horário
            obrigad[oa] (?:por|pelo|pela)|número (?:do|de) (?:chamado|protocolo|pedido|ticket)
            """,
        ),
        "it": (
            "abbiamo|contatteremo|fuori da|grazie per|le risponder|mail|messaggio|numero|richiesta|risponderemo"
            "|sarete contattat|segnalazione|ticket|vi risponder",
            r"""
            abbiamo (?:ricevuto|registrato|preso)
            (?:la|il|sua|suo|tua|vostra)(?: \S+){0,2} (?:richiesta|segnalazione|messaggio|e-?mail\
              |ticket)(?: \S+){0,3} (?:è|e'|sarà|ha)
            (?:risponderemo|ricontatteremo|contatteremo|vi risponder|le risponder|sarete contattat)
            fuori (?:dagli|dal nostro|dai nostri) orari|grazie per (?:averci|aver|la|il)
            numero (?:di )?(?:ticket|pratica|richiesta)
            """,
        ),
        "nl": (
            "bericht|buiten onze|contact|geregistreerd onder|krijgt|mail|melding|ontvangen|ontvangstbevestiging"
            "|ticket|verzoek|voor|vraag",
            r"""
            (?:uw|je|jouw|de)(?: \S+){0,2} (?:aanvraag|melding|bericht|verzoek|vraag|e-?mail|mail\
              |ticket)(?: \S+){0,4} (?:is|wordt|hebben|staat|ontvangen)
            (?:hebben|heeft) (?:uw|je) .{0,40}ontvangen
            ontvangstbevestiging|(?:nemen|neemt) .{0,40}contact|buiten onze|(?:bedankt|dank) voor (?:uw|je|het)
            geregistreerd onder|krijgt (?:zo snel|spoedig|u|je)
            """,
        ),
        "pl": (
            "dziękujemy za|odpiszemy|odpowiemy|otrzymaliśmy|potwierdz|poza godzinami|skontaktujemy|sprawy"
            "|wiadomość|zapytanie|zgłoszenia|zgłoszenie|został",
            r"""
            otrzymaliśmy|(?:zostało|została|został) (?:\w+ )?(?:przyję|zarejestr|utworzon|odebran)\w*
            (?:twoje|państwa|pana|pani) (?:\S+ ){0,2}(?:zgłoszenie|wiadomość|zapytanie)
            (?:odpowiemy|skontaktujemy|odpiszemy)|poza godzinami|dziękujemy za|numer (?:zgłoszenia|sprawy)
            potwierdz\w+ (?:otrzymani|przyjęci)
            """,
        ),
        "cs": (
            "budeme vás kontakt|dotaz|děkujeme|mail|obdrželi|odpovíme|otevírací|ozveme se|požadavek|požadavku"
            "|pracovní|přijali|přijat|přijetí|případu|ticketu|zaevid|zaregistr|zpráv|žádost",
            r"""
            (?:přijali|obdrželi|zaregistrovali|zaevidovali) jsme
            (?:váš|vaše|vaši) (?:\S+ ){0,2}(?:požadavek|dotaz|zpráv\w|e-?mail|žádost)(?: \S+){0,3} (?:byl|je|jsme)
            byla? (?:\w+ )?(?:přijat|zaevid|zaregistr)\w*
            (?:ozveme se|odpovíme|budeme vás kontakt)|mimo (?:pracovní|otevírací)|děkujeme (?:za|, že)
            číslo (?:požadavku|ticketu|případu)|potvrz\w+ přijetí
            """,
        ),
        "sv": (
            "förfrågan|har vi|hör av oss|mail|meddelande|mejl|mottagningsbekräftelse|post|svarar|tack för"
            "|utanför våra|vi har|ärende|återkommer",
            r"""
            (?:vi har|har vi) (?:\w+ )?(?:tagit emot|mottagit|fått|registrerat)
            (?:ditt|ert|din)(?: \S+){0,2} (?:ärende|meddelande|mejl|mail|förfrågan|e-?post)(?: \S+){0,3} (?:har|är\
              |kommer)
            (?:vi )?(?:återkommer|svarar|hör av oss)|utanför våra|tack för (?:att|ditt|ert|din)|ärendenummer
            mottagningsbekräftelse
            """,
        ),
        "da": (
            "deres|din|har vi|jeres|kontakter|kvittering for|sagsnummer|svarer|tak for|uden for vores"
            "|vender tilbage|vi har",
            r"""
            (?:vi har|har vi) (?:\w+ )?(?:modtaget|fået|registreret|oprettet)
            (?:din|jeres|deres)(?: \S+){0,2} (?:henvendelse|besked|mail|sag|forespørgsel)(?: \S+){0,3} (?:er|har|bliver)
            (?:vender tilbage|svarer|kontakter)|uden for vores|tak for (?:din|jeres|at)|sagsnummer|kvittering for
            """,
        ),
        "no": (
            "forespørsel|har vi|henvendelse|kommer tilbake|kontakter|melding|post|sak|svarer|takk for|utenfor våre"
            "|vi har",
            r"""
            (?:vi har|har vi) (?:\w+ )?(?:mottatt|fått|registrert|opprettet)
            (?:din|deres)(?: \S+){0,2} (?:henvendelse|melding|e-?post|sak|forespørsel)(?: \S+){0,3} (?:er|har|blir)
            (?:kommer tilbake|svarer|kontakter)|utenfor våre|takk for (?:din|at|henvendelsen)|saksnummer
            henvendelsen (?:er|din)
            """,
        ),
        "fi": (
            "aukioloaikojen|kiitos|kirjattu|otamme yhteyttä|palaamme|pyyntönne|pyyntösi|rekisteröity|vastaamme"
            "|vastaanotettu|vastaanottaneet|viestinne|viestisi|yhteydenottonne|yhteydenottosi",
            r"""
            (?:olemme )?vastaanottaneet
            (?:viestisi|viestinne|pyyntösi|pyyntönne|tukipyyntösi|yhteydenottosi\
              |yhteydenottonne)(?: \S+){0,3} (?:on|saapu|kirja|vastaan)
            (?:palaamme|vastaamme|otamme yhteyttä)|aukioloaikojen|kiitos (?:yhteydenot|viest)\w*
            on (?:vastaanotettu|kirjattu|rekisteröity)
            """,
        ),
        "ru": (
            "вне рабочего|вопрос|запрос|заявк|обращение|обращения|ответим|письмо|под номером|получили ваш|присвоен"
            "|рассмотрим|свяжемся|сообщение|спасибо за",
            r"""
            (?:мы )?получили ваш\w*
            ваш\w* (?:\S+ ){0,2}(?:обращение|заявк\w|запрос|письмо|сообщение|вопрос)(?: \S+){0,4} (?:принят\
              |зарегистр|получен|создан|будет|доставлен|поступил)\w*
            (?:обращению|заявке|запросу) присвоен
            (?:ответим|свяжемся|рассмотрим)|вне рабочего|спасибо за (?:обращение|ваше|заявку)
            (?:принято|зарегистрировано) под номером|номер (?:заявки|обращения)
            """,
        ),
        "uk": (
            "буде|відповімо|дякуємо за|зареєстр|зв'яжемося|номер з|отримали ваш|отриман|поза робочим|прийнят"
            "|присвоєно|розглянемо|створен",
            r"""
            (?:ми )?отримали ваш\w*
            ваш\w* (?:\S+ ){0,2}(?:звернення|заявк\w|запит|лист|повідомлення|питання)(?: \S+){0,4} (?:прийнят\
              |зареєстр|отриман|створен|буде)\w*
            (?:зверненню|заявці|запиту) присвоєно
            (?:відповімо|зв'яжемося|розглянемо)|поза робочим|дякуємо за (?:звернення|ваше|заявку)
            номер (?:заявки|звернення)
            """,
        ),
        "tr": (
            "başvurduğunuz|başvurunuz|bildiriminiz|cevap ver|dönüş yap|iletiniz|iletişime geç|mesai saat|mesajınız"
            "|numara|postanız|talebiniz|ulaştığınız|yanıt ver|yazdığınız",
            r"""
            (?:talebiniz|mesajınız|e-?postanız|başvurunuz|bildiriminiz|iletiniz)(?: \S+){0,5} (?:alın|ulaş|kayd\
              |oluştur|iletil|açıl)\w*
            (?:dönüş yap|cevap ver|yanıt ver|iletişime geç)\w*|mesai saat\w+ dışında
            (?:bize )?(?:yazdığınız|ulaştığınız|başvurduğunuz) için|(?:talep|kayıt) numara\w+
            """,
        ),
        "el": (
            "αίτημά|αίτησή|αιτήματος|απαντήσουμε|επικοινωνήσουμε|ερώτημά|ευχαριστούμε|λάβαμε τ|μήνυμά|πρωτοκόλλου"
            "|ωραρίου",
            r"""
            λάβαμε (?:το|την)
            (?:αίτημά|μήνυμά|ερώτημά|αίτησή) σας (?:\S+ ){0,3}(?:παρελήφθη|ελήφθη|καταχωρ|έλαβε|έχει)\w*
            (?:θα )?(?:σας )?(?:απαντήσουμε|επικοινωνήσουμε)|εκτός (?:του )?ωραρίου|ευχαριστούμε (?:που|για)
            αριθμ\w+ (?:πρωτοκόλλου|αιτήματος)|παραλαβή αιτήματος
            """,
        ),
        "ja": (
            "付け|受信|受領|合わせ|営業|回答|承り|担当|拝受|返信|連絡",
            r"""
            (?:受け?付け|受領|承り|受信|拝受)(?:ました|いたし|しました|完了|け)
            お問い?合わせ(?:いただき|を|ありがとう|番号|内容)|担当(?:者)?(?:より|から)|営業(?:時間外|日以内|時間)
            (?:ご)?(?:返信|回答|連絡)(?:いた|させ|を差し)
            """,
        ),
        "zh": (
            "个工作日|個工作天|受理|尽快|工作日内|工单|工單|感謝|感谢|收到|时间|案件|案号|案號|的|盡快|編號|编号",
            r"""
            (?:已|我们|我們)?(?:经|經)?(?:收到|受理)(?:您|你|贵|貴)?|(?:您|你)的.{0,12}(?:已|收到|受理|提交)
            (?:工单|工單|案号|案號|编号|編號|案件)|(?:尽快|盡快|工作日内|個工作天|个工作日).{0,10}
            (?:非|下班)工作?时间|感谢(?:您|你)?的?(?:来信|咨询|联系|反馈)|感謝(?:您|你)?的?(?:來信|諮詢|聯繫)
            """,
        ),
        "ko": (
            "감사합니다|드리|등록되|문의|시간|을 드|접수",
            r"""
            접수(?:되|가|하|완료|번호| 번호)|문의(?:가|하신|를|해|주)|등록되|(?:답변|연락|회신)(?:드리|을 드)
            (?:영업|업무|근무)\s?시간|감사합니다
            """,
        ),
        "ar": (
            "أوقات|إنشاء|استلام|استلمنا|تسجيل|تلقي|رسالتك|رقم ال|ساعات|سنتواصل|سنرد|سيتم الرد|شكرا|طلبك|فتح",
            r"""
            (?:تم|لقد|قد) (?:استلام|استلمنا|تسجيل|تلقي|تلقينا|فتح|إنشاء)|(?:طلبك|طلبكم|رسالتك|رسالتكم)|سنتواصل|سنرد
            سيتم الرد|خارج (?:أوقات|ساعات)|شكرا (?:لتواصل|لاتصال|على)|رقم (?:الطلب|التذكرة)
            """,
        ),
        "he": (
            "בקשתך|הודעתך|הודעתכם|מחוץ לשעות|מספר|נחזור אלי|ניצור|פנייתך|פנייתכ|קיבלנו את|תודה על פני",
            r"""
            (?:פנייתך|פנייתכם|הודעתך|הודעתכם|בקשתך|פנייתכ)(?: \S+){0,3} (?:התקבל|נקלט|נרשמ|נפתח|הועבר)\S*|קיבלנו את
            נחזור אלי|ניצור (?:עמך|איתך|קשר)|מחוץ לשעות|תודה על פני|מספר (?:ה)?(?:פנייה|פניה|קריאה)
            """,
        ),
    }
)
"""A mail has come in, has a number, will be answered."""

FRAME = (
    r"##-|reply above|above this line|to add (?:additional |more )?(?:comments?|information)|add (?:a )?comment"
    r"|view (?:the |your |this )?(?:request|ticket|case)|(?:ticket|case|request|incident)[ -]?(?:id|number|no|#)"
    r"|^ref:|^(?:status|priority|department|subject|created|category|short description|title|url|link)\b"
    r"|powered by|sent on|customer support|see its state|oberhalb dieser (?:linie|zeile)|(?:ticket|vorgangs)nummer"
    r"|priorität|betreff|au-dessus de cette ligne|numéro|priorité|por encima de esta línea|prioridad"
    r"|acima desta linha|sopra questa (?:linea|riga)|boven deze (?:lijn|regel)|powyżej tej linii|nad tímto řádkem"
    r"|ovanför denna|over denne linj|この行の上|此行以上|위에 회신"
)
"""What a helpdesk's program puts around a text. A regular expression."""
