"""What filters write that let a mail pass when its sender does something. Regular expressions over ``flat`` text."""

from __future__ import annotations

KEPT = (
    r"(?:your|the|this) (?:e-?mail|message|mail)\b.{0,80}(?:held|hold|quarantin|waiting|pending|blocked|queue"
    r"|not (?:yet )?(?:been )?(?:delivered|reached)|undelivered|parked)|(?:not confirmed|unconfirmed"
    r"|unverified) .{0,40}(?:delet|discard|dropped)"
    r"|(?:before|so that|until|and|to have|then) (?:your|the|this|it|my)\b.{0,40}(?:deliver|releas|reach)|(?:ihre?"
    r"|deine?|die|diese)\b.{0,60}(?:zurückgehalten|angehalten|quarantäne|wartet|blockiert|nicht zugestellt)|(?:dann"
    r"|damit|erst|danach) .{0,60}(?:zugestellt|zustell|freigegeben)"
    r"|(?:votre|ce|le) (?:e-?mail|message|courriel|mail)\b.{0,60}(?:attente|retenu|bloqué|quarantaine|suspendu)"
    r"|(?:afin|pour) (?:que|d')?.{0,50}(?:remis|délivré|distribué|parvien|livré)|(?:su|tu|el|este) (?:mensaje"
    r"|correo)\b.{0,60}(?:retenid|espera|bloquead|cuarentena|pendiente)"
    r"|para que (?:su|tu|el|sua|o|a|seu)\b.{0,60}(?:entreg|lleg|cheg|recib)|(?:sua|seu|o|a) (?:mensagem"
    r"|e-?mail)\b.{0,60}(?:retid|espera|bloquead|quarentena|pendente)|mensage(?:ns|m) não confirmad|(?:suo|sua|tuo"
    r"|tua|il|la|questo) (?:messaggio|e-?mail)\b.{0,60}(?:trattenut|attesa|bloccat|quarantena|sospes)"
    r"|(?:perché|affinché) .{0,50}(?:recapitat|consegnat)|(?:uw|je|dit|het) (?:bericht|e-?mail"
    r"|mail)\b.{0,60}(?:tegengehouden|vastgehouden|wacht|geblokkeerd|quarantaine)|(?:zodat|voordat"
    r"|om) .{0,50}(?:bezorgd|afgeleverd|te bezorgen)|(?:twoja|państwa|pana|pani|ta) (?:wiadomość"
    r"|poczta)\b.{0,60}(?:zatrzyman|wstrzyman|oczekuje|zablokowan|kwarantann)"
    r"|(?:aby|żeby|by) .{0,50}(?:dostarcz|doręcz|doruč)|(?:vaše|váš|tato) (?:zpráva|e-?mail)\b.{0,60}(?:zadržen"
    r"|pozastaven|čeká|karantén|blokov)|(?:ditt|ert|din|dit|deres|jeres) (?:meddelande|mejl|mail|e-?post|besked"
    r"|melding|meddelelse)\b.{0,60}(?:hålls|stoppat|väntar|karantän|tilbageholdt|venter|karantæne|holdt|karantene"
    r"|stoppet)"
    r"|(?:för att|for at|så|innan|før) .{0,50}(?:levereras|leveres|nå fram|frem)|(?:viestisi"
    r"|viestinne)\b.{0,60}(?:pidätetty|odottaa|karanteeni|pysäytetty)|jotta .{0,50}(?:toimitet|perille)|(?:ваше|ваш"
    r"|это) (?:письмо|сообщение)\b.{0,60}(?:задержан|ожидает|карантин|заблокирован|не доставлен)"
    r"|чтобы .{0,50}(?:доставлен|доставить|дошло|получил)"
    r"|(?:ваш|ваше|цей) (?:лист|повідомлення)\b.{0,60}(?:затриман|очікує|карантин|заблокован|не доставлен)"
    r"|щоб .{0,50}(?:доставлен|доставити|дійш)|(?:e-?posta\w*|mesaj\w*|iletiniz)\b.{0,60}(?:bekle|engellen|karantina"
    r"|alıkon|tutul)\w*|(?:teslim edil|ulaştırıl|iletil|ulaş)\w* için|(?:μήνυμά|email|μήνυμα) .{0,50}(?:παρακρατ|αναμ"
    r"|καραντίνα|μπλοκ)|για να .{0,50}(?:παραδοθεί|παραληφθεί|φτάσει)"
    r"|(?:メール|メッセージ)(?:は|を|が).{0,30}(?:保留|隔離|保管|届いて(?:い|お)|ブロック)|(?:配信|配達|届く"
    r"|お届け).{0,12}(?:ため|には)|(?:邮件|郵件|信件|訊息).{0,20}(?:拦截|攔截|暂存|暫存|隔离|隔離|等待|保留|暂扣)"
    r"|(?:메일|메시지)\S*.{0,20}(?:보류|격리|차단|대기)|(?:전달|배달|수신)되(?:려면|도록)|(?:رسالتك|رسالتكم"
    r"|بريدك)\b.{0,40}(?:محتجز|معلق|حجز|انتظار|الحجر)|(?:لكي|حتى) (?:تصل|يتم تسليم|يتم توصيل)|(?:הודעתך|המייל שלך"
    r"|הודעתכם)\b.{0,40}(?:מוחזק|ממתינ|נחסמ|הסגר|עוכב)|כדי ש.{0,30}(?:תימסר|תגיע|יגיע|יימסר)"
)
"""The mail is kept until something is done."""

DO = (
    r"(?:reply|respond|answer) (?:\S+ ){0,4}(?:with the|without chang|keeping|and (?:leave|keep)|including the|word"
    r"|code)|(?:simply|just) (?:reply|respond|press|hit)|(?:click|press|follow|visit|use|open) (?:\S+ ){0,3}(?:link"
    r"|button|here|below|https?)|https?://"
    r"|(?:antworten|antworte)\b.{0,60}(?:mit dem (?:wort|code)|betreff|unverändert|ohne .{0,20}(?:ändern|verändern))"
    r"|(?:klicken|folgen|rufen|bestätigen) sie|(?:répond)\w*\b.{0,60}(?:mot|sans (?:modifier|changer)|objet)"
    r"|(?:cliquez|suivez|confirmez|cliquer)"
    r"|(?:respond|contest)\w*\b.{0,60}(?:palabra|sin (?:cambiar|modificar)|asunto|sem (?:alterar|mudar)|assunto"
    r"|palavra)|(?:haga clic|pulse|siga|confirme|clique|acesse|aceda|cliccare|clicchi|clicca|segua|confermi)"
    r"|(?:rispond)\w*\b.{0,60}(?:parola|senza (?:modificare|cambiare)|oggetto)"
    r"|(?:beantwoord|antwoord|reageer)\w*\b.{0,60}(?:woord|zonder .{0,30}(?:wijzigen|veranderen)|onderwerp)|(?:klik"
    r"|volg|bevestig)\b|(?:odpow)\w*\b.{0,60}(?:słow|bez zmian|temat)|(?:kliknij|potwierdź|proszę kliknąć|klikněte"
    r"|potvrďte|otevřete)|(?:odpov)\w*\b.{0,60}(?:slov|beze změny|bez změny|předmět)"
    r"|(?:svara|svar)\b.{0,60}(?:ordet|utan att ändra|uden at ændre|uten å endre|ämne|emne)|(?:klicka|klik|klikk"
    r"|bekräfta|bekræft|bekreft)\b|vasta\w*\b.{0,60}(?:sana|muuttamatta|otsikko)|(?:napsauta|klikkaa|vahvista)\w*"
    r"|(?:ответ)\w*\b.{0,60}(?:слов|не меняя|тем[уы])|(?:перейдите|нажмите|подтвердите|пройдите)"
    r"|(?:відпов)\w*\b.{0,60}(?:слов|не змінюючи|тем)|(?:перейдіть|натисніть|підтвердьте)"
    r"|(?:yanıt|cevap)\w*\b.{0,60}(?:kelime|konu\w* değiştirmeden|değiştirmeden)|(?:tıkla|onayla|doğrula)\w*"
    r"|(?:απαντ)\w*\b.{0,60}(?:λέξη|χωρίς να αλλάξετε|θέμα)|(?:κάντε κλικ|πατήστε|επιβεβαιώστε)"
    r"|(?:返信).{0,20}(?:件名|そのまま|変更せず|ください)|(?:クリック|アクセス|認証)して|(?:点击|點擊|點選|访问|回复"
    r"|回覆).{0,16}(?:链接|連結|此处|此處|主题|主旨|本邮件|确认|確認)|(?:클릭|제목을 (?:변경|바꾸)|회신|인증).{0,12}"
    r"|(?:انقر|اضغط|الرد .{0,20}(?:دون|بكلمة)|قم بالرد)|(?:לחץ|לחצו|הקלק|השב|להשיב).{0,20}"
)
"""Something that is done about it."""

PROVE = (
    r"(?:confirm|verify|verification|prove|validat|authenti)\w*|not a (?:robot|machine|bot)|(?:bestätig|verifizier"
    r"|freischalt|freigab|freigeb)\w*|unbekannt|(?:confirm|vérifi|authentifi)\w*|inconnu|(?:confirm|verific"
    r"|compr[uo]eb)\w*|desconhecid|desconocid|(?:conferm|verific)\w*|sconosciut|(?:bevestig|verifieer)\w*|onbekend"
    r"|(?:potwierd|potwierdź|weryfik)\w*|nieznan|(?:potvrď|potvrz|ověř)\w*|neznám|(?:bekräft|verifier|bekræft"
    r"|bekreft)\w*|okänd|ukendt|ukjent|(?:vahvist|varmist)\w*|tuntemat|(?:подтверд|провер|отправк)\w*|неизвест"
    r"|(?:підтверд|перевір)\w*|невідом|(?:onayla|doğrula)\w*|(?:επιβεβαί|επαληθ)\w*|確認|認証|承認|确认|確認|验证"
    r"|驗證|확인|인증|تأكيد|التحقق|أكد|אמת|לאשר|אישור"
)
"""The sender shall prove something, or is not known."""

PROVE_SUBJECT = (
    r".{0,60}(?:confirm|verify|verif|spam|bestätig|vérifi|confirma|confirme"
    r"|conferm|verific|bevestig|potwierd|potwierdź|potvrď|potvrz|ověř|bekräft|bekræft|bekreft|vahvist"
    r"|подтверд|підтверд|onayla|doğrula|επιβεβαί|επαληθ|確認|認証|确认|驗證|验证|확인|인증|تأكيد|تحقق|אמת|אישור)"
)
"""The subject of one; people have such subjects, too."""

HINTS = [
    "confirm",
    "verif",
    "robot",
    "human",
    "bestätig",
    "freischalt",
    "freigab",
    "unbekannt",
    "vérifi",
    "inconnu",
    "comprueb",
    "comprob",
    "desconhecid",
    "desconocid",
    "conferm",
    "sconosciut",
    "bevestig",
    "onbekend",
    "potwierd",
    "potvr",
    "ověř",
    "bekräft",
    "bekræft",
    "bekreft",
    "vahvist",
    "подтверд",
    "підтверд",
    "доставлен",
    "onayla",
    "doğrula",
    "επιβεβαί",
    "επαλήθευσ",
    "確認",
    "認証",
    "确认",
    "驗證",
    "验证",
    "확인",
    "인증",
    "تأكيد",
    "التحقق",
    "لتأكيد",
    "אמת",
    "אישור",
    "לאשר",
]
"""One of these is in every challenge."""
