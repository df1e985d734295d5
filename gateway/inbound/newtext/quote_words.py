"""What mail programs write around a quote, in each language they speak. A table; nothing is decided here.

Further languages are in ``quote_words_more``. ``wrote`` and ``intro`` belong to the attribution line ("On … wrote:").
The names of header lines are those Outlook, Apple Mail, Notes and the webmails put above a quote. ``original`` and
``forwarded`` are stems: a line of dashes around one of them is the mark. Everything is lower case; alternatives are
separated by ``|``. ``forwarding`` (a line of its own with a colon at the end) and ``sent_from`` are regular expressions
for the whole line; ``PRODUCT`` in the latter stands for the name of any mail program or device.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """The words of one language."""

    wrote: str
    intro: str
    author: str
    sent: str
    to: str
    cc: str
    subject: str
    original: str
    forwarded: str
    forwarding: str
    sent_from: str
    other: str = ""
    """Further lines Outlook may put into the block: importance, attachments."""


PRODUCTS = (
    r"[\w.-]*mail|(?:apple |samsung |xiaomi |huawei |motorola )?(?:iphone|ipad|galaxy|android|windows|handy|smartphone)"
    r"|outlook|yahoo|proton|samsung|huawei|xiaomi|redmi|oneplus|pixel|motorola|nokia|sony|xperia|blackberry|tuta|tutanota"
    r"|k-9|thunderbird|spark|superhuman|mailspring|airmail|canary|newton|edison|boxer|typeapp|maildroid|nine|zoho|yandex"
    r"|web\.de|t-online|telekom|orange|laposte|sfr|libero|virgilio|seznam|naver|foxmail|front|missive|spike|mobil(?:e|e?m)?"
    r"|ios|mac|tablet|telefon|email|e-mail|mail"
)
"""Names that stand in the line a phone or a mail program writes under a mail."""

LANGUAGES: dict[str, QuoteWords] = {
    "en": QuoteWords(
        wrote="wrote|writes|has written|said|quoting|quoth",
        intro="on|at|am",
        author="from",
        sent="sent|date|sent on|sent at",
        to="to",
        cc="cc|bcc",
        subject="subject|re",
        other="importance|attachments|reply-to|reply to|sensitivity|priority|organization",
        original="original message|original appointment|original mail|original e-mail|reply message",
        forwarded="forward",
        forwarding="begin forwarded message",
        sent_from=(
            r"sent from my .{2,60}|sent from .{0,30}(?:mail|outlook|phone|android|ios|windows|boxer|mobile|"
            r"galaxy).{0,40}"
            r"|sent (?:via|with|using) .{0,20}(?:mail|outlook|phone|android|blackberry|superhuman).{0,40}"
            r"|get PRODUCT for (?:ios|android|mac|windows|iphone).{0,20}|sent on the go.{0,30}"
            r"|(?:please )?(?:excuse|forgive) (?:the |my |any )?(?:brevity|typos).{0,40}"
            r"|sent (?:from|with|via|by|using) PRODUCT\b.{0,70}"
            r"|securely sent with PRODUCT.{0,60}|yahoo mail: .{5,40}"
        ),
    ),
    "fr": QuoteWords(
        wrote="a écrit|écrit|a écrit ce qui suit",
        intro="le|à|en date du",
        author="de|expéditeur",
        sent="envoyé|date|envoyé le|envoyée|message du",
        to="à|a|pour|destinataire",
        cc="cc|copie|cci|copie à",
        subject="objet|sujet",
        other="importance|pièces jointes|répondre à",
        original="message d'origine|message d’origine|mail original|message original|message initial",
        forwarded="transféré|réexpédié|transmis|transfere",
        forwarding="début du message (?:transféré|réexpédié)",
        sent_from=(
            r"envoyé (?:de|depuis|à partir de|avec|via|par) (?:mon|ma|d|l|outlook|yahoo|proton|mail|un|"
            r"iphone|ipad|mobile|android).{0,60}"
            r"|envoyée? (?:de|depuis|avec|via|par|à partir de) (?:la |l['’]|le )?.{0,30}PRODUCT\b.{0,70}"
            r"|provenance\s?: courrier pour .{2,20}|(?:télécharger|obtenir|obtenez) PRODUCT pour .{2,20}"
            r"|(?:veuillez|merci d['’])\s?excuser ma brièveté.{0,20}"
        ),
    ),
    "de": QuoteWords(
        wrote="schrieb|schrieben|hat geschrieben|schreibt|zitat von|geschrieben",
        intro="am|von",
        author="von|absender",
        sent="gesendet|datum|gesendet am|versendet am|verschickt",
        to="an|empfänger",
        cc="cc|kopie",
        subject="betreff|thema",
        other="wichtigkeit|priorität|anlagen|anhänge|antwort an|vertraulichkeit",
        original=(
            "ursprüngliche nachricht|ursprüngliche mail|ursprüngliche e-mail|original-nachricht|"
            "originalnachricht|original nachricht|ursprünglicher termin|urspr. nachricht"
        ),
        forwarded="weitergeleitet|weiterleitung",
        forwarding="anfang der weitergeleiteten nachricht",
        sent_from=(
            r"von meine[mr] .{2,50} gesendet|gesendet (?:von|mit|aus|über|vom) (?:meine|der|dem|mail|outlook|"
            r"yahoo|proton|iphone|ipad|mobil|android|web|gmx|unterwegs).{0,60}"
            r"|diese (?:nachricht|e-?mail) wurde von mein.{2,80} gesendet"
            r"|PRODUCT für (?:ios|android|mac) (?:beziehen|holen)|holen sie sich PRODUCT für .{2,20}"
            r"|(?:von|mit|aus|über) .{0,30}PRODUCT\b.{0,30}"
            r" (?:gesendet|verschickt|versendet)"
            r"|(?:mobil|unterwegs|von unterwegs) (?:gesendet|verschickt)|(?:gesendet|verschickt|(?:sicher )?versendet)"
            r" (?:mit|von|aus|über|via) .{0,20}PRODUCT\b.{0,70}|(?:bitte )?entschuldigen sie die kürze.{0,30}"
            r"|bitte (?:entschuldige|verzeihen sie) .{0,10}(?:kürze|tippfehler).{0,20}"
        ),
    ),
    "es": QuoteWords(
        wrote="escribió|ha escrito|escribio|citando a",
        intro="el",
        author="de|remitente",
        sent="enviado|fecha|enviado el|enviada el|enviado a las",
        to="para|a|destinatario",
        cc="cc|cco|con copia",
        subject="asunto",
        other="importancia|datos adjuntos|responder a",
        original="mensaje original|correo original",
        forwarded="reenviad",
        forwarding="inicio del mensaje reenviado",
        sent_from=(
            r"enviado (?:desde|con|a través de|por) (?:mi|el|la|outlook|yahoo|proton|correo|mail|iphone|ipad|"
            r"android).{0,60}|obt(?:ener|én|enga) PRODUCT para .{2,20}"
            r"|enviado (?:desde|con|a través de|por) .{0,25}PRODUCT\b.{0,70}"
            r"|(?:por favor,? )?disculp[ae] mi brevedad.{0,10}"
        ),
    ),
    "pt": QuoteWords(
        wrote="escreveu|escreveram",
        intro="em|no dia|às|a",
        author="de|remetente",
        sent="enviado|enviada|data|enviado em|enviada em",
        to="para|a",
        cc="cc|cco|com cópia",
        subject="assunto",
        other="importância|anexos|prioridade|responder a",
        original="mensagem original",
        forwarded="encaminhad|reencaminhad",
        forwarding="início da mensagem (?:re)?encaminhada",
        sent_from=(
            r"enviad[oa] (?:do|da|a partir do|a partir da|pelo|via|com|de) (?:meu|minha|o|outlook|yahoo|"
            r"proton|mail|email|iphone|ipad|android|smartphone|samsung).{0,60}|obt(?:er|enha) o PRODUCT para .{2,20}"
            r"|enviad[oa] (?:do|da|a partir d[oa]|pelo|pela|via|com|de) .{0,25}PRODUCT\b.{0,70}"
        ),
    ),
    "it": QuoteWords(
        wrote="ha scritto|scrive|scriveva|ha scritto quanto segue",
        intro="il|il giorno|in data",
        author="da|mittente",
        sent="inviato|data|inviato il|data invio",
        to="a|destinatario",
        cc="cc|ccn|c",
        subject="oggetto",
        other="priorità|allegati|rispondi a",
        original="messaggio originale|messaggio originario",
        forwarded="inoltrat",
        forwarding="inizio (?:del )?messaggio inoltrato",
        sent_from=r"inviat[oa] (?:da|dal|con|tramite|via) .{2,60}|(?:scarica|ottieni|scaricare) outlook per .{2,20}",
    ),
    "nl": QuoteWords(
        wrote="schreef|heeft geschreven|het volgende geschreven|schreven|citeren",
        intro="op",
        author="van",
        sent="verzonden|datum|verstuurd|verzonden op",
        to="aan",
        cc="cc|kopie",
        subject="onderwerp",
        other="urgentie|bijlagen|prioriteit|antwoord aan",
        original="oorspronkelijk bericht|origineel bericht|oorspronkelijke bericht",
        forwarded="doorgestuur|doorgezond",
        forwarding="begin doorgestuurd bericht",
        sent_from=(
            r"(?:verstuurd|verzonden|vanaf|verstuurd vanaf) (?:vanaf|vanuit|met|via|van|mijn) .{2,60}|"
            r"(?:download )?outlook voor (?:ios|android|mac)(?: downloaden)?"
            r"|outlook voor (?:ios|android) ophalen"
        ),
    ),
    "pl": QuoteWords(
        wrote="napisał|napisała|napisał\\(a\\)|napisał/a|pisze|napisana przez|napisano",
        intro="w dniu|dnia|dn\\.|wiadomość napisana",
        author="od|nadawca",
        sent="wysłano|wysłane|data|wysłany|data wysłania|wysłana",
        to="do|adresat",
        cc="dw|udw|kopia",
        subject="temat",
        other="ważność|załączniki|priorytet|odpowiedź do",
        original="oryginalna wiadomość|wiadomość oryginalna|oryginalny list|pierwotna wiadomość",
        forwarded="przekazan|przekazywan|przesłan",
        forwarding="początek (?:przekaz[a-z]* wiadomości|wiadomości przekaz[a-z]*)",
        sent_from=r"wysłan[eoay]+ (?:z|za pomocą|przy użyciu|przez|ze) .{2,60}|pobierz (?:aplikację )?outlook .{2,30}",
    ),
    "cs": QuoteWords(
        wrote="napsal|napsala|napsal\\(a\\)|napsal/a|napsali|píše",
        intro="dne|dňa",
        author="od|odesílatel",
        sent="odesláno|datum|odesláno dne",
        to="komu|pro",
        cc="kopie|skrytá",
        subject="předmět|věc",
        other="důležitost|přílohy|priorita",
        original="původní zpráva|původní e-mail|originální zpráva",
        forwarded="přeposlan|předan",
        forwarding="začátek přeposlané zprávy",
        sent_from=(
            r"odesláno (?:z|ze|pomocí|přes|s|prostřednictvím) .{2,60}|(?:získejte|stáhněte si|"
            r"získat) outlook pro .{2,20}"
        ),
    ),
    "sv": QuoteWords(
        wrote="skrev|har skrivit|skriver",
        intro="den",
        author="från|avsändare",
        sent="skickat|datum|skickades|skickad",
        to="till",
        cc="kopia|cc",
        subject="ämne|rubrik",
        other="prioritet|bifogade filer|bilagor|svar till",
        original="ursprungligt meddelande|originalmeddelande|ursprungliga meddelandet",
        forwarded="vidarebefordra",
        forwarding="vidarebefordrat (?:brev|meddelande)",
        sent_from=r"skickat? (?:från|med|via) .{2,60}|(?:skaffa|hämta) outlook för .{2,20}",
    ),
    "da": QuoteWords(
        wrote="skrev|har skrevet|skriver",
        intro="den|d\\.",
        author="fra|afsender",
        sent="sendt|dato|sendt den",
        to="til",
        cc="cc|kopi",
        subject="emne",
        other="prioritet|vedhæftede filer|vigtighed|svar til",
        original="oprindelig meddelelse|original meddelelse|oprindelig besked|oprindelige meddelelse",
        forwarded="videresend",
        forwarding="(?:start på )?videresendt (?:besked|meddelelse)",
        sent_from=r"sendt (?:fra|med|via) .{2,60}|(?:hent|få|download) outlook (?:til|for) .{2,20}",
    ),
    "no": QuoteWords(
        wrote="skrev|har skrevet|skreiv",
        intro="den|på",
        author="fra|frå|avsender",
        sent="sendt|dato|sendt den",
        to="til",
        cc="kopi|cc",
        subject="emne",
        other="viktighet|prioritet|vedlegg",
        original="opprinnelig melding|original melding|opprinneleg melding",
        forwarded="videresend|vidaresend",
        forwarding="(?:start på )?videresendt melding",
        sent_from=r"skaff (?:deg )?outlook for .{2,20}|sendt (?:fra|frå|med|via) .{2,60}",
    ),
    "fi": QuoteWords(
        wrote="kirjoitti|kirjoittaa|on kirjoittanut",
        intro="lainaus|ma|ti|ke|to|pe|la|su",
        author="lähettäjä|keneltä",
        sent="lähetetty|päivämäärä|päiväys|lähetysaika|pvm",
        to="vastaanottaja|kenelle|saaja",
        cc="kopio|cc",
        subject="aihe|otsikko",
        other="tärkeys|liitteet|prioriteetti",
        original="alkuperäinen viesti",
        forwarded="välitetty|välitetyn|edelleenlähet|edelleen lähet",
        forwarding="(?:välitetty viesti|välitetyn viestin|edelleenlähetetty viesti)(?: alkaa| alku)?",
        sent_from=r"lähetetty .{2,60}|hanki outlook .{2,30}|lähetin .{2,30}puhelimestani",
    ),
    "ru": QuoteWords(
        wrote="написал|написала|написал\\(а\\)|писал|писал\\(а\\)|пишет|пишете|написали|вы писали",
        intro="в",
        author="от|от кого|отправитель",
        sent="отправлено|дата|послано|отправлен|отправлено в|дата отправки",
        to="кому|получатель",
        cc="копия|скрытая копия",
        subject="тема|на тему",
        other="важность|вложения|приоритет",
        original="исходное сообщение|исходное письмо|оригинальное сообщение|первоначальное сообщение",
        forwarded="пересыла|переслан|перенаправ|переадрес",
        forwarding="начало (?:переадресованного|пересылаемого|пересланного) (?:сообщения|письма)",
        sent_from=(
            r"отправлено (?:с|из|через|от|при помощи) .{2,60}|(?:получить|скачать) outlook для .{2,20}|"
            r"послано с .{2,40}"
        ),
    ),
    "uk": QuoteWords(
        wrote="пише|написав|написала|написав\\(ла\\)|написав\\(-ла\\)|написали|писав",
        intro="у|в|о",
        author="від|від кого|відправник",
        sent="надіслано|дата|відправлено|надісланий",
        to="кому|до|одержувач",
        cc="копія|прихована копія",
        subject="тема",
        other="важливість|вкладення|пріоритет",
        original="вихідне повідомлення|оригінальне повідомлення|початкове повідомлення|вихідний лист",
        forwarded="переслан|перенаправлен|пересила",
        forwarding="початок (?:переадресованого|пересланого) (?:повідомлення|листа)|початок листа, що пересилається",
        sent_from=(
            r"(?:надіслано|відправлено) (?:з|із|зі|за допомогою|через) .{2,60}|(?:отримати|"
            r"завантажити) outlook для .{2,20}"
        ),
    ),
    "tr": QuoteWords(
        wrote="yazdı|şunu yazdı|şunları yazdı|yazmış|yazıyor",
        intro="tarihinde",
        author="kimden|gönderen|gonderen",
        sent="gönderildi|gönderme tarihi|tarih|gönderim tarihi|gönderilme tarihi",
        to="kime|alıcı|alici",
        cc="bilgi|cc",
        subject="konu",
        other="önem derecesi|ekler|öncelik",
        original="özgün ileti|orijinal mesaj|orijinal ileti|orjinal mesaj|özgün mesaj",
        forwarded="yönlendiril|iletilen|iletilmiş",
        forwarding="iletilen (?:mesajın|iletinin) başlangıcı",
        sent_from=(
            r".{2,40}(?:[uıiü]mdan|[uıiü]mden|[dt]an|[dt]en) gönderildi|(?:ios|android|"
            r"mac) için outlook.{0,20}|.{2,40}(?:ile|üzerinden) gönderildi"
        ),
    ),
    "el": QuoteWords(
        wrote="έγραψε|έγραψαν|γράφει|έγραψε τα εξής",
        intro="στις|την",
        author="από|αποστολέας",
        sent="στάλθηκε|ημερομηνία|εστάλη|αποστολή|ημ/νία",
        to="προς|παραλήπτης",
        cc="κοιν|κοιν.|κοινοποίηση",
        subject="θέμα",
        other="σπουδαιότητα|συνημμένα|προτεραιότητα",
        original="αρχικό μήνυμα|πρωτότυπο μήνυμα",
        forwarded="προωθ|προώθη",
        forwarding="(?:έναρξη|αρχή) προωθημένου μηνύματος",
        sent_from=(
            r"(?:στάλθηκε|εστάλη|σταλμένο|απεσταλμένο) (?:από|με|μέσω) .{2,60}|(?:λήψη του|"
            r"αποκτήστε το) outlook για .{2,20}"
        ),
    ),
    "ja": QuoteWords(
        wrote="のメール|さんは書きました|は書きました|さんが書きました|が書きました|さんからのメッセージ|wrote",
        intro="on",
        author="差出人|送信者|送信元",
        sent="送信日時|日時|送信日|日付|送信",
        to="宛先|受信者",
        cc="cc|写し",
        subject="件名|題名",
        other="重要度|添付ファイル|返信先",
        original="元のメッセージ|オリジナルメッセージ|元のメール",
        forwarded="転送",
        forwarding="転送されたメッセージ",
        sent_from=(
            r".{0,30}iphoneから送信|.{2,30}から送信(?:されました)?|(?:ios|"
            r"android) ?版? ?(?:用)?(?:の)? ?outlook ?(?:for)?.{0,20}を?(?:入手|取得).{0,6}|"
            r"outlook for .{2,12}を?入手.{0,6}"
        ),
    ),
    "zh": QuoteWords(
        wrote="写道|寫道|写到|来信|书写|的邮件|發信|编写|撰寫|wrote",
        intro="在|于|於|at",
        author="发件人|寄件者|寄件人|發件人|发信人|發信人",
        sent="发送时间|发送日期|日期|时间|寄件日期|傳送時間|寄件時間|傳送日期|發送時間|發件日期|发件时间|時間",
        to="收件人|收件者|发给|發給",
        cc="抄送|副本|抄送人|密送",
        subject="主题|主旨|主題|标题|標題",
        other="重要性|附件|优先级|優先順序",
        original="原始邮件|原始郵件|邮件原件|郵件原件|原始信件|原邮件|原郵件|原件",
        forwarded="转发|轉寄|轉發|轉傳",
        forwarding="下面是被转发的邮件|開始轉寄郵件|以下是轉寄的郵件",
        sent_from=(
            r"发自.{2,40}|从我的.{2,20}(?:发送|发出)|從我的.{2,20}(?:傳送|寄出|發送|傳來)|寄自我的.{2,20}|傳送自.{2,40}|发送自.{2,40}|"
            r"(?:获取|取得|下载) ?outlook ?.{0,20}|通过.{2,20}发送|透過.{2,20}傳送"
        ),
    ),
    "ko": QuoteWords(
        wrote="작성|쓴 글|님이 작성|님이 작성함|님이 쓴 글|님이 보낸 메시지|작성한 메시지|wrote",
        intro="on",
        author="보낸 사람|보낸사람|발신|발신자|보낸이",
        sent="보낸 날짜|날짜|보낸 시간|일시|보낸날짜|보낸시간|발신일",
        to="받는 사람|받는사람|수신|수신자|받는이",
        cc="참조|숨은 참조|참조인",
        subject="제목",
        other="중요도|첨부 파일|첨부",
        original="원본 메시지|원본 메일|원본메일|원본 편지|원본메시지",
        forwarded="전달",
        forwarding="전달된 메시지(?: 시작)?",
        sent_from=(
            r"(?:나의|내) .{2,30}에서 (?:보냄|보낸.{0,6}|전송됨?)|.{2,40}에서 (?:보냄|보냈습니다\.?|전송됨?|발송)"
            r"|(?:ios|android)용 outlook.{0,20}"
        ),
    ),
    "ar": QuoteWords(
        wrote="كتب|كتبت|كتب/ت|تمت كتابة ما يلي بواسطة|كتب ما يلي|يكتب",
        intro="في|بتاريخ",
        author="من|المرسل",
        sent="تم الإرسال|تاريخ الإرسال|التاريخ|أُرسلت|أرسلت|تاريخ|مرسل|تم إرساله",
        to="إلى|الى|المستلم",
        cc="نسخة|نسخة إلى|نسخة كربونية",
        subject="الموضوع|موضوع",
        other="الأهمية|المرفقات",
        original="الرسالة الأصلية|رسالة أصلية",
        forwarded="توجيهها|إعادة توجيه|المحولة|محولة",
        forwarding="بدء الرسالة المُ?عاد توجيهها",
        sent_from=(
            r"(?:أُ?رسلت?|تم الإرسال|مُ?رسل[ةه]?|تم إرسالها?) (?:من|بواسطة|عبر) .{2,60}|(?:احصل على|"
            r"الحصول على|تنزيل) outlook .{2,30}"
        ),
    ),
    "he": QuoteWords(
        wrote="כתב|כתבה|כתב/ה|כתב\\(ה\\)|כתבו|נכתב על ידי|מאת",
        intro="בתאריך|ב-|ביום|ב־|מאת",
        author="מאת|מ",
        sent="נשלח|תאריך|נשלח בתאריך|נשלחה",
        to="אל|ל|נמען",
        cc="עותק|העתק|עותק מוסתר",
        subject="נושא",
        other="חשיבות|קבצים מצורפים",
        original="הודעה מקורית|ההודעה המקורית",
        forwarded="שהועבר|מועברת|הועברה",
        forwarding="תחילת ההודעה שהועברה",
        sent_from=r"נשלח[הו]? (?:מ|מה|באמצעות|ב|דרך).{2,60}|(?:קבל את|השג את|הורד את|קבל|להורדת) outlook .{2,30}",
    ),
}
