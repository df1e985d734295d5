"""What robots say, in each language: absence notes, challenges, reactions, receipts. Tables; nothing is decided here.

Subjects are plain words, lower case, separated by ``|``; the rest are regular expressions over lower-case text.
"""

from __future__ import annotations

SURE_SUBJECTS = {
    "en": "automatic reply|auto reply|auto-reply|autoreply|automated reply|automatic response|auto response"
    "|auto-response|autoresponse|automated response|auto responder|autoresponder|out of office"
    "|out of the office|out-of-office|out of office reply|out of office autoreply|out of office auto-reply"
    "|out of office notification|out of office message|out of office response|out of office notice"
    "|ooo reply|away from my mail|vacation reply|vacation response|vacation notice|vacation message"
    "|automatic out of office reply|automatic out of office",
    "fr": "réponse automatique|reponse automatique|réponse auto|absence du bureau|absent du bureau"
    "|message d'absence|message d’absence|notification d'absence|réponse automatique d'absence"
    "|en dehors du bureau|hors du bureau|avis d'absence|absence de bureau",
    "de": "abwesenheitsnotiz|automatische antwort|automatische rückantwort|automatische abwesenheitsnotiz"
    "|abwesenheitsnachricht|abwesenheitsmeldung|abwesenheitsbenachrichtigung|abwesenheitsassistent|autoantwort"
    "|nicht im büro|nicht im haus|automatische nachricht|automatische abwesenheit|außer haus|urlaubsvertretung",
    "es": "respuesta automática|respuesta automatica|fuera de la oficina|fuera de oficina"
    "|mensaje de ausencia|autorespuesta|auto respuesta|notificación de ausencia|ausente de la oficina"
    "|aviso de ausencia",
    "pt": "resposta automática|resposta automatica|resposta de ausência|fora do escritório"
    "|ausência temporária|mensagem de ausência|aviso de ausência|ausente do escritório|ausência do escritório",
    "it": "risposta automatica|fuori sede|fuori ufficio|messaggio di assenza|assente dall'ufficio"
    "|assenza dall'ufficio|risponditore automatico|notifica di assenza",
    "nl": "automatisch antwoord|automatische beantwoording|automatische reactie|afwezigheidsbericht"
    "|afwezigheidsmelding|niet aanwezig|afwezigheidsassistent|automatisch bericht|afwezig bericht"
    "|niet op kantoor",
    "pl": "odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|autoresponder|poza biurem"
    "|nieobecność w biurze|wiadomość o nieobecności|nieobecny w biurze",
    "cs": "automatická odpověď|automaticka odpoved|mimo kancelář|odpověď v nepřítomnosti"
    "|nepřítomnost v kanceláři|oznámení o nepřítomnosti|automatická odpověď v nepřítomnosti",
    "sv": "automatiskt svar|autosvar|frånvaromeddelande|ej på kontoret|inte på kontoret|automatsvar|frånvaroassistent",
    "da": "automatisk svar|autosvar|fraværsmeddelelse|fraværsbesked|ikke til stede|ikke på kontoret|ikke på arbejde",
    "no": "automatisk svar|autosvar|fraværsmelding|fraværsassistent|ikke på kontoret|ikke tilstede",
    "fi": "automaattinen vastaus|automaattivastaus|poissaoloilmoitus|poissa toimistosta|poissaoloviesti"
    "|poissaoloviestin",
    "ru": "автоматический ответ|автоответ|автоответчик|вне офиса|нет на рабочем месте|нет на месте"
    "|сообщение об отсутствии|отсутствие на рабочем месте",
    "uk": "автоматична відповідь|автовідповідь|автовідповідач|поза офісом|немає на робочому місці"
    "|повідомлення про відсутність",
    "tr": "otomatik yanıt|otomatik cevap|ofis dışında|ofis dışı|ofiste değilim|otomatik yanıtlama|iş yeri dışında",
    "el": "αυτόματη απάντηση|εκτός γραφείου|αυτοματοποιημένη απάντηση|μήνυμα απουσίας|απουσία από το γραφείο",
    "ja": "自動応答|自動返信|不在通知|不在のお知らせ|自動応答メール|自動返信メール|不在のご連絡|外出中",
    "zh": "自动答复|自动回复|自動回覆|自動回復|自動答覆|外出|不在办公室|不在辦公室|休假通知|离开办公室"
    "|外出自动回复|休假自动回复",
    "ko": "자동 회신|자동 응답|자동회신|자동응답|부재중|부재 중|부재중 알림|외출 중|부재 중 자동 회신|자동 답장",
    "ar": "رد تلقائي|الرد التلقائي|رد آلي|خارج المكتب|الرد الآلي|إجابة تلقائية|رسالة غياب",
    "he": "תשובה אוטומטית|מענה אוטומטי|מחוץ למשרד|הודעה אוטומטית|הודעת היעדרות|תגובה אוטומטית|לא נמצא במשרד",
}
"""Robots put these first, alone or before a colon and the subject they answer."""

LIKELY_SUBJECTS = (
    "auto|ooo|i am currently away|currently away|i'm away|i am currently out of the office|vacation|on vacation"
    "|away|absence|absent|holiday|on holiday|annual leave|on leave|maternity leave"
    "|parental leave|i am out of the office|i am away|currently out of the office|away from the office"
    "|away from office|on vacation until|absent|absence|en congés|en congé|congés|congé maternité|abwesend"
    "|abwesenheit|im urlaub|urlaub|elternzeit|ausente|vacaciones|de vacaciones|férias|de férias|ausência"
    "|assente|assenza|in ferie|ferie|afwezig|afwezigheid|met vakantie|vakantie|urlop|nieobecność|dovolená"
    "|nepřítomnost|semester|frånvaro|frånvarande|ferie|fravær|fraværende|loma|lomalla|poissa|отпуск|в отпуске"
    "|відпустка|у відпустці|izinde|izin|tatil|άδεια|σε άδεια|απουσία|休暇|休假|휴가|إجازة|חופשה|בחופשה"
)
"""Others open with these too: they count when the text speaks of an absence as well."""

ABSENCE = {
    "en": r"\bi(?: am|'m|’m| will be)(?: currently| now| presently)?(?: away| on (?:annual |maternity "
    "|paternity |parental |sick |medical )?(?:leave|vacation|holidays?)| out(?: |-)of(?: |-)(?:the )?office"
    r"| travell?ing)|\bout of (?:the )?office (?:until|from|on|and|with|till|through|starting)|\b(?:limited|no"
    r"|little|intermittent) access to (?:my )?e-?mails?|\bi(?: am|'m|’m) not in the office"
    r"|\breturn(?:ing)? to the office on|no longer (?:works? (?:for|at|with)|with the company)|\bwill (?:reply"
    "|respond|answer) (?:to your (?:e-?mail|message) )?(?:as soon as|when|on|upon) ",
    "fr": "je suis (?:actuellement )?(?:absent|en congé|en déplacement|en vacances|hors)|je serai (?:absent"
    r"|de retour)|absente? (?:du bureau|jusqu|du \d)|actuellement absente?|de retour le|en cas d'urgence",
    "de": "ich bin (?:derzeit |zurzeit |zur zeit |momentan |aktuell |vom |bis |ab |am |im |in |heute "
    "|leider |gerade )?(?:.{0,40})(?:nicht (?:im (?:büro|haus|hause)|erreichbar|da|anwesend)|abwesend|im urlaub"
    "|außer haus|wieder (?:im büro|erreichbar|für sie da))|ihre (?:e-?mail"
    "|nachricht) wird nicht (?:automatisch )?weitergeleitet|in dringenden fällen|e-?mails werden (?:nicht|nur)"
    "|ich kehre zurück|person abwesend ist"
    "|in elternzeit|keinen zugriff auf",
    "es": "(?:estoy|estaré|me encuentro|me encontraré) (?:fuera|ausente|de vacaciones|de baja)"
    "|fuera de la oficina (?:hasta|desde|del)|acceso limitado|a mi (?:regreso|vuelta)|en caso de urgencia",
    "pt": "(?:estou|estarei|encontro-me) (?:fora|ausente|de férias|em férias)|fora do escritório"
    "|acesso limitado|no meu regresso|em caso de urgência|retornarei|regresso no dia",
    "it": "(?:sono|sarò) (?:fuori|assente|in ferie|in vacanza)|fuori (?:sede|ufficio) (?:fino|dal)|rientrerò"
    "|accesso limitato|in caso di urgenza|al mio rientro",
    "nl": "ik ben (?:momenteel |op dit moment |tijdelijk )?(?:.{0,30})(?:afwezig|niet aanwezig|met vakantie"
    "|op vakantie|niet op kantoor)|beperkt(?:e)? toegang|bij (?:spoed|dringende)|weer (?:aanwezig|bereikbaar)",
    "pl": "(?:jestem|będę) (?:obecnie )?(?:nieobecn|poza biurem|na urlopie)|przebywam na|wracam"
    "|w pilnych sprawach|ograniczony dostęp|w sprawach pilnych",
    "cs": "(?:jsem|budu) (?:momentálně )?(?:mimo kancelář|nepřítom|na dovolené)|v naléhavých|vrátím se"
    "|omezený přístup|v urgentních",
    "sv": "jag är (?:för närvarande |just nu )?(?:.{0,20})(?:på semester|inte på|frånvarande|tjänstledig"
    "|bortrest|ledig)|åter (?:på|den)|tillbaka (?:på|den)|begränsad tillgång|vid brådskande",
    "da": "jeg (?:er|har) (?:for øjeblikket |i øjeblikket )?(?:.{0,20})(?:på ferie|ikke på|ikke til stede"
    "|fraværende|ferie)|tilbage (?:på|den|igen)|begrænset adgang|i hastende",
    "no": "jeg (?:er|har) (?:for tiden |for øyeblikket )?(?:.{0,20})(?:på ferie|ikke på|ikke til stede"
    "|fraværende|ferie|bortreist)|tilbake (?:på|den|igjen)|begrenset tilgang|ved hastesaker",
    "fi": "olen (?:tällä hetkellä |parhaillaan )?(?:.{0,20})(?:poissa|lomalla|matkoilla|vapaalla)|palaan"
    "|kiireellisissä|palaan töihin",
    "ru": "(?:я )?(?:нахожусь|буду|буду находиться) (?:сейчас )?(?:в отпуске|вне офиса|отсутств"
    "|в командировке)|меня нет|отсутствую|по срочным|ограничен(?:ный)? доступ|вернусь",
    "uk": "(?:я )?(?:перебуваю|буду|знаходжусь) (?:зараз )?(?:у відпустці|поза офісом|відсутн|у відрядженні)"
    "|мене немає|відсутн[ій]|термінових|повернусь",
    "tr": "ofis(?:te değilim| dışında(?:yım)?)|izin(?:deyim|li)|tatildeyim|sınırlı erişim|döneceğim"
    "|acil durumlarda|yıllık izin",
    "el": "(?:είμαι|βρίσκομαι|θα είμαι|θα βρίσκομαι|απουσιάζω|θα απουσιάζω)(?: εκτός| σε άδεια"
    "| .{0,30}γραφείο)|απουσιάζω|επιστρέφω|για επείγοντα|σε επείγουσα",
    "ja": "不在に?(?:して|となり|です|の)|休暇(?:中|を|のため)|外出(?:して|中|のため)|緊急の場合|戻り次第|出張中",
    "zh": "(?:正在|目前|我)?(?:休假|外出|出差|不在办公室|不在辦公室)|无法(?:及时)?回复|無法(?:及時"
    "|立即)?回覆|(?:紧急|緊急)(?:事|情况|情況)|将(?:尽快|于)|將(?:盡快|於)",
    "ko": r"부재\s?중|휴가\s?(?:중|입니다|로)|출장\s?중|자리를 비|긴급한|급한 (?:용무|일)|복귀",
    "ar": "(?:أنا|سأكون|إنني) (?:حاليا |حالياً )?(?:خارج المكتب|في إجازة|غير متواجد)|في الحالات العاجلة"
    "|سأعود|للأمور العاجلة|خارج المكتب",
    "he": "(?:אני|אהיה) (?:כרגע )?(?:בחופשה|מחוץ למשרד|לא (?:נמצא|אהיה|במשרד))|לעניינים דחופים|במקרים דחופים"
    "|אשוב|אחזור",
}
"""What an absence note says, in words that are in hardly any other mail."""

ROBOT_SENTENCES = (
    "this is an (?:automatic|automated|auto-generated|automatically generated) (?:reply|response"
    "|acknowledge?ment|confirmation|answer|message|e-?mail|notification)|this (?:e-?mail|message|reply"
    "|response) (?:was|is|has been) (?:(?:sent|generated|created) automatically|automatically (?:generated|created"
    "|sent|produced)|automatic\\b)|dies(?:e (?:e-?mail|nachricht|antwort))? ist eine automatische"
    "|diese (?:e-?mail|nachricht|antwort) wurde automatisch (?:erstellt|generiert|erzeugt|versandt|versendet"
    "|verschickt|gesendet|beantwortet)|dies ist eine automatisch (?:generierte|erstellte|erzeugte|versandte)"
    "|ceci est (?:une réponse|un message|un e-?mail|un courriel|un accusé de réception) automatique"
    "|(?:cet e-?mail|ce message) (?:est|a été) (?:généré|envoyé) automatiquement|(?:este es"
    r"|esta es) (?:un mensaje|una respuesta|un correo)(?: \w+)? automátic|(?:esta é|este é) uma? (?:resposta"
    "|mensagem|e-?mail) automátic|(?:questo è un|questa è una) (?:messaggio|risposta"
    r"|e-?mail)(?: \w+)? automatic|dit is een automatisch|to jest (?:automatyczna|wiadomość automatyczna"
    "|wiadomość wygenerowana)|toto je automatick|detta är ett (?:automatiskt|automatgenererat|autosvar)"
    "|dette er (?:et|en) automatisk|tämä on automaattinen|это автоматическ|це автоматичн|bu (?:bir )?otomatik"
    "|αυτό είναι (?:ένα )?αυτόματο|このメールは自動(?:送信|返信|配信|応答)|これは自動(?:返信|応答)|(?:这是|此为"
    "|本邮件为|此邮件为).{0,6}自动|(?:這是|此為|本郵件為|此郵件為).{0,6}自動|본 메일은 자동|이 메일은 자동"
    "|자동으로 (?:발송|전송)된|هذه رسالة (?:تلقائية|آلية)|(?:זוהי|זאת|זו) (?:הודעה|תשובה) אוטומטית"
)
"""How a sentence begins in which a robot speaks of itself."""

REACTION_SUBJECT = (
    r"reactions? (?:daily )?digest|(?:tägliche )?(?:zusammenfassung|übersicht)(?: der| von)? reaktionen"
    r"|résumé (?:quotidien )?"
    r"des réactions|resumen (?:diario )?de reacciones|resumo (?:diário )?de reações"
    r"|riepilogo (?:giornaliero )?delle reazioni"
    r"|dagelijks overzicht van reacties|podsumowanie reakcji|(?:denní )?přehled reakcí"
    r"|daglig sammanfattning av reaktioner"
)
"""Outlook tells of reactions once a day."""

REPORT_SUBJECT = r"(?:\[preview\] )?(?:[^\s:]{1,20} ){0,4}report[- ]domain:\s?\S{1,255}[;,]?\s+submitter:"
"""An aggregate report (RFC 7489 section 7.2.1.1, RFC 8460 section 5.3)."""

AUTOMATIC_ANSWER = (
    r"\b(?:is|are|as) an? (?:auto(?:matic|mated|matically generated)?[- ]?)(?:reply|response|answer)"
    r"|automatische (?:antwort|rückantwort"
    r"|eingangsbestätigung)|réponse automatique|respuesta automática|resposta automática|risposta automatica"
    r"|automatisch antwoord"
    r"|automatyczna odpowiedź|odpowiedź automatyczna|automatická odpověď|automatiskt svar|automatisk svar"
    r"|automaattinen vastaus"
    r"|автоматический ответ|автоматична відповідь|otomatik (?:yanıt|cevap)|αυτόματη απάντηση|自動(?:返信|応答)"
    r"|自动(?:回复|答复)"
    r"|自動(?:回覆|答覆)|자동\s?(?:회신|응답)|رد (?:تلقائي|آلي)|(?:תשובה|מענה) אוטומטית?"
)
"""What an automatic answer calls itself; beside a field that says the same."""

FORM_LETTER = (
    "urgent|urgen|urgên|emergenc|immediate (?:assistance|help|attention)|(?:limited|no|little"
    "|intermittent) access|thank you for (?:your|the) (?:e-?mail|message|mail)|thanks for (?:your"
    "|the) (?:e-?mail|message|mail)|please contact|(?:will|shall) (?:reply|respond|answer|get back)|dringend"
    "|eiligen|vielen dank für (?:ihre|deine)|danke für (?:ihre|deine)|wenden sie sich"
    "|nicht (?:automatisch )?weitergeleitet|merci (?:pour|de) votre|veuillez contacter|gracias por su"
    "|póngase en contacto|obrigado pel|obrigad[oa] por|por favor contacte|grazie per (?:la|il)|contattare|spoed"
    "|bedankt voor (?:uw|je)|pilnych|dziękuję za|proszę (?:o kontakt|kontaktować)|naléhav|urgentn|děkuji za"
    "|kontaktujte|brådskande|tack för (?:ditt|ert)|kontakta|hast|tak for (?:din|deres)|takk for"
    "|kontakt (?:venligst|gjerne)|kiire|kiitos viestist|yhteyttä|срочн|спасибо за|обращ|термінов|дякую за|зверт"
    "|acil|teşekkür|başvur|επείγ|ευχαριστ|επικοινων|緊急|お急ぎ|ありがとう|紧急|急事|感谢|謝謝|感謝|联系|聯絡"
    "|聯繫|긴급|급한|감사|연락|عاجل|شكرا|التواصل|דחופ|תודה|פנה|לפנות"
)
"""Robots thank for a mail, or name somebody else for what is urgent."""

RECALL_SUBJECT = (
    r"(?:recall|rückruf|rappel|rappeler|recuperar|richiamo|richiama|intrekken|återkalla|tilbagekald|tilbakekall"
    r"|odwołanie"
    r"|stažení zprávy|отозвать|отзыв|geri çek|ανάκληση|撤回|取り消し|회수)\s?[:：]"
)
"""How Outlook titles the recall of a mail."""

RECALL = (
    r"would like to recall the message|möchte die nachricht .{1,200}zurückrufen|(?:souhaite"
    r"|désire) rappeler le message"
    r"|(?:desea|quiere) recuperar el mensaje|(?:gostaria de|deseja) (?:recuperar|cancelar) a mensagem"
    r"|desidera richiamare il"
    r" messaggio|wil het bericht .{1,200}intrekken|vill återkalla meddelandet|vil (?:gerne )?(?:tilbagekalde"
    r"|tilbakekalle)"
    r"|chce odwołać wiadomość|chce stáhnout zprávu|хочет отозвать|geri çekmek istiyor|を取り消します|希望撤回"
    r"|要撤回|想要撤回"
)
"""All that stands in it."""

HELD = (
    r"(?:so that|before|until|for) (?:your|this|the) (?:message|e-?mail)[^.]{0,40}deliver|requires that you verify"
    r"|protecting (?:my|his|her|their)|(?:your|the) (?:e-?mail|message"
    r"|mail)\b.{0,80}(?:not (?:yet )?(?:been )?(?:delivered|reached)|held|hold"
    "|quarantine|waiting|pending|blocked|queue)|(?:approve|release|deliver) your (?:e-?mail|message)"
    "|ihre (?:e-?mail|nachricht).{0,80}(?:nicht zugestellt|zurückgehalten|wartet|quarantäne)|votre (?:e-?mail"
    "|message|courriel).{0,80}(?:en attente|bloqué|pas (?:encore )?(?:été )?(?:remis|délivré|distribué))"
    "|first time you (?:have |are )?(?:e-?mail|writ|contact|sen)|(?:uses?|using|protected by|schützt"
    "|protège).{0,60}(?:anti-?spam|spam (?:filter|protection|arrest|blocker)|challenge|whitelist|boxbe"
    "|mailinblack|spamarrest|email verification)"
)
"""A filter holds the mail back."""

HUMAN = (
    "(?:confirm|verify|prove|ensure|validate|check)(?: that)?(?: you are| you're| you’re| you were| i am"
    "| i'm)? ?(?:a |an )?(?:real |actual |live )*(?:human|person|not a (?:robot|machine|spammer)|yourself"
    "|your (?:e-?mail )?address|sender|the sender|that you)|sender verification|(?:bestätig|verifizier"
    r"|authentifi|confirm|vérifi)\w*.{0,40}(?:mensch|absender|humain|expéditeur|identité|adresse)"
    "|are (?:a )?human|(?:verification|confirmation) process|one-time (?:verification|confirmation)"
)
"""The sender shall prove something."""

ACT = (
    "(?:click|cliqu|klick|follow|visit|reply to this|simply reply|just reply|antworten sie|répond|press"
    r"|use) ?(?:the|this|on|here|link|button|ez|en|sie|auf|to|\w+)?|https?://"
)
"""And do something for it."""

CHALLENGE_SUBJECT = (
    "(?:please )?(?:confirm|verify|authenticate|approve) (?:your |that you |you |the |delivery )?(?:sent |are "
    r"|delivery|message|e-?mail|address|sender|human|identity)|.{0,80}(?:\(verification\)|please (?:verify"
    r"|confirm) your|verification required"
    r"|require[sd]? verification|\[?action required\]? ?(?:to deliver|- ?verif)|human verification"
    "|challenge[- ]response|sender (?:verification|confirmation|authentication))|(?:bitte )?(?:bestätigen sie"
    "|bestätigung) (?:ihre|ihrer|den) (?:e-?mail|nachricht|absender)|(?:demande d'"
    "|merci de (?:vous )?)authentifi"
)

REACTION = (
    r"(?:\[[^\]\n]{0,200}\]\s*)?(?:\S{1,8} )?[^\n]{1,80}? (?:has )?(?:reacted (?:to your (?:message|e-?mail)"
    r"|with [^\n]{1,20}|via gmail)|hat (?:auf ihre nachricht )?(?:mit [^\n]{1,20} )?reagiert"
    "|a réagi à votre message|(?:reaccionó|ha reaccionado) a (?:tu|su) mensaje|reagiu à (?:sua|tua) mensagem"
    "|ha reagito al (?:tuo |suo )?messaggio|heeft (?:op uw bericht )?gereageerd(?: op uw bericht"
    r"| op je bericht)?|zareagował\w*(?:\(a\))? na (?:twoją|państwa) wiadomość|reagerade på (?:ditt"
    "|ert) meddelande|reagerede på (?:din|deres) (?:meddelelse|besked)|reagerte på (?:meldingen din"
    r"|din melding)|reagoi viestiisi|отреагировал\w*(?:\(а\))? на ваше сообщение|iletinize (?:tepki verdi"
    "|yanıt verdi)|さんが(?:あなたの)?メッセージにリアクション|对你的(?:消息|邮件)作出了?(?:反应"
    r"|回应))[^\w\n]{0,30}(?:with [^\n]{1,20})?"
)
"""The only line a thumbs-up has."""

RECEIPT_SUBJECT = (
    "(?:read|gelesen|lu|leído|lida|letto|gelezen|przeczytane|přečteno|läst|læst|lest|luettu|прочтено|прочитано"
    r"|okundu|αναγνώστηκε|開封済み|已读|已讀|읽음|not read|nicht gelesen|non lu)\s?[:：]"
)

RECEIPT = (
    "(?:your message|ihre nachricht|votre message|el mensaje|su mensaje|a sua mensagem|il messaggio"
    r"|uw bericht)\b.{0,400}(?:was (?:read|deleted)|wurde (?:am|gelesen)|a été (?:lu|affiché)|se leyó|foi lida"
    "|è stato letto|is gelezen)"
)

ABSENCE_HINTS = (
    "office|leave|vacation|holiday|away|access|no longer|absen|congé|vacances|déplacement|retour|urgen"
    "|je suis hors|abwesen|urlaub|büro|erreichbar|elternzeit|zugriff|weitergeleitet|dringend|außer haus|wieder"
    "|e-mails werden|fuera|vacaciones|de baja|limitado|regreso|vuelta|férias|ausente|regresso|retornarei|fuori"
    "|assente|ferie|rientr|vacanza|limitato|afwezig|vakantie|kantoor|aanwezig|toegang|spoed|bereikbaar|nieobecn"
    "|urlop|poza biur|przebywam|wracam|pilnych|kancelář|nepřítom|dovolené|naléhavých|vrátím|omezený|semester"
    "|frånvar|tjänstledig|bortrest|är ledig|åter |tillbaka|tillgång|brådskande|inte på|ikke på|fravær|tilbage"
    "|adgang|hastende|til stede|tilbake|tilgang|hastesaker|poissa|loma|matkoilla|vapaalla|palaan|kiireell"
    "|отпуск|офис|отсут|командировк|меня нет|срочным|доступ|вернусь|відпуст|офіс|відсут|відрядж|термінових"
    "|повернусь|мене немає|ofis|izin|tatil|erişim|döneceğim|acil|εκτός|άδεια|γραφείο|απουσιάζω|επιστρέφω|επείγο"
    "|不在|休暇|外出|緊急|戻り次第|出張|休假|出差|无法|無法|紧急|将|將|부재|휴가|출장|자리를|긴급|급한|복귀"
    "|خارج|إجازة|متواجد|العاجلة|سأعود|בחופשה|משרד|נמצא|אהיה|דחופים|אשוב|אחזור|travel"
)
"""One of these is in every absence: asked first, they cost a tenth of the patterns."""

ROBOT_HINTS = (
    "automat|auto-gen|otomat|автомат|αυτόμ|自动|自動|자동|تلقائ|آلية|אוטומט|received|thank you for"
    "|your request|your ticket|your case|your message|your inquiry"
)
"""One of these is in every sentence of a robot about itself."""

REACTION_HINTS = "react|reagi|reag|réagi|реагир|tepki|yanıt verdi|リアクション|反应|回应"
"""One of these is in every reaction."""

CHALLENGE_HINTS = "human|confirm|verif|authent|bestätig|spam|approve|challenge|first time"
"""One of these is in every challenge."""
