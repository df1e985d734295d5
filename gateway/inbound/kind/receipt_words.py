"""Receipts that programs write in forms of their own, and reactions sent as a text. Tables over ``flat`` text."""

from __future__ import annotations

from gateway.inbound.kind.word_table import WordTable

_THING = r"(?:[\"“„«»'「『][^\n]{0,200}[\"”“»«'」』] ?)?"

READ = WordTable(
    {
        "en": (
            "your",
            rf"""
            your (?:e-?mail|message|mail|memo|letter|document) {_THING}.{{0,120}}(?:was|has been\
              |is) (?:\w+ )?(?:read|opened|displayed|viewed)
            (?:has|have|just) (?:just )?(?:opened|read|viewed) your (?:e-?mail|message|mail|memo)
            """,
        ),
        "de": (
            "angezeigt|lesen|öffnet",
            rf"""
            (?:ihre?|deine?|das) (?:e-?mail|nachricht|mail|memo|mitteilung|schreiben) {_THING}.{{0,20}}(?:wurde\
              |ist|hat) .{{0,100}}(?<!nicht )(?:gelesen|geöffnet|angezeigt)\b
            hat (?:soeben |gerade )?(?:ihre?|deine?) (?:e-?mail|nachricht|mail|memo) {_THING}.{{0,80}}(?:gelesen\
              |geöffnet)
            """,
        ),
        "fr": (
            "a été|votre",
            rf"""
            (?:votre|ton) (?:e-?mail|message|courriel|mémo|mail) {_THING}.{{0,120}}a été (?:lue?|ouverte?|affichée?)
            (?:a|vient) (?:d'ouvrir|de lire|ouvert|lu) votre (?:e-?mail|message|courriel|mail)
            """,
        ),
        "es": (
            "abiert|correo|leíd|mail|mensaje",
            rf"""
            (?:su|tu) (?:mensaje|correo|e-?mail|memo|memorando) {_THING}.{{0,120}}(?:leíd|abiert|fue leíd)\w*
            (?:leyó|abrió|ha leído|ha abierto|acaba de abrir) (?:su|tu) (?:mensaje|correo|e-?mail)
            """,
        ),
        "pt": (
            "mail|memorando|mensagem",
            rf"""
            (?:sua|seu|a sua|o seu) (?:mensagem|e-?mail|memorando) {_THING}.{{0,120}}foi (?:lid|abert)\w*
            (?:abriu|leu|acabou de abrir) (?:a sua|o seu|sua|seu) (?:mensagem|e-?mail)
            """,
        ),
        "it": (
            "apert|lett",
            rf"""
            (?:il|la) (?:suo|sua|tuo|tua|vostro) (?:messaggio|e-?mail|memo|promemoria) {_THING}.{{0,120}}(?:lett\
              |apert)[oa]
            ha (?:appena )?(?:letto|aperto) (?:il|la) (?:tuo|tua|suo|sua) (?:messaggio|e-?mail)
            """,
        ),
        "nl": (
            "heeft|lezen|opend",
            rf"""
            (?:uw|je) (?:bericht|e-?mail|mail|memo) {_THING}.{{0,120}}(?:gelezen|geopend)
            heeft (?:zojuist )?(?:uw|je) (?:bericht|e-?mail|mail) {_THING}.{{0,60}}(?:gelezen|geopend)
            """,
        ),
        "pl": (
            "otwart|przeczytan|wiadomość",
            rf"""
            (?:twoja|państwa|pana|pani) (?:wiadomość|notatka|poczta) {_THING}.{{0,120}}(?:przeczytan|otwart)\w*
            (?:przeczytał|otworzył)\w*(?:\(a\))? (?:twoją|państwa) wiadomość
            """,
        ),
        "cs": (
            "otevřel|otevřen|přečetl|přečten",
            rf"""
            (?:vaše|váš|tvoje) (?:zpráva|e-?mail|poznámka) {_THING}.{{0,120}}(?:přečten|otevřen)\w*
            (?:přečetl|otevřel)\w*(?:\(a\))? (?:vaši|váš) (?:zprávu|e-?mail)
            """,
        ),
        "sv": (
            "läst|öppnades|öppnat",
            rf"""
            (?:ditt|ert) (?:meddelande|mejl|mail|memo|e-?post) {_THING}.{{0,120}}(?:lästs|öppnats|lästes|öppnades\
              |har lästs)
            har (?:precis |just )?(?:läst|öppnat) (?:ditt|ert) (?:meddelande|mejl|mail)
            """,
        ),
        "da": (
            "lest|læst|åbnet|åpnet",
            rf"""
            (?:din|dit|deres|jeres) (?:meddelelse|besked|mail|e-?mail|memo|melding\
              |e-?post) {_THING}.{{0,120}}(?:læst|åbnet|lest|åpnet)
            har (?:netop |nettopp )?(?:læst|åbnet|lest|åpnet) (?:din|deres) (?:meddelelse|besked|mail|e-?mail\
              |melding|e-?post)
            """,
        ),
        "fi": (
            "muistiosi|sähköpostisi|viestinne|viestisi",
            rf"""
            (?:viestisi|viestinne|sähköpostisi|muistiosi) {_THING}.{{0,120}}(?:luettu|avattu)
            (?:avasi|luki) (?:viestisi|sähköpostisi)
            """,
        ),
        "ru": (
            "заметка|письмо|сообщение",
            rf"""
            (?:ваше|ваш) (?:сообщение|письмо|заметка) {_THING}.{{0,120}}(?:прочитан|прочтен|прочтён|открыт\
              |просмотрен)\w*
            (?:открыл|прочитал|прочёл)\w*(?:\(а\))? ваше (?:письмо|сообщение)
            """,
        ),
        "uk": (
            "відкри|переглянут|прочита",
            rf"""
            (?:ваше|ваш) (?:повідомлення|лист) {_THING}.{{0,120}}(?:прочитан|відкрит|переглянут)\w*
            (?:відкри|прочита)\w* ваш\w? (?:лист|повідомлення)
            """,
        ),
        "tr": (
            "iletiniz|mesajınız|postanız",
            rf"""
            (?:iletiniz|mesajınız|e-?postanız) {_THING}.{{0,120}}(?:okun|açıl)\w*
            (?:iletinizi|mesajınızı|e-?postanızı) {_THING}.{{0,60}}(?:okudu|açtı)
            """,
        ),
        "el": (
            "άνοιξε|αναγνώστηκε|ανοίχτηκε|διάβασε|διαβάστηκε",
            rf"""
            (?:μήνυμά|μήνυμα|email) (?:σας )?{_THING}.{{0,120}}(?:διαβάστηκε|αναγνώστηκε|ανοίχτηκε)
            (?:διάβασε|άνοιξε) το (?:μήνυμά|email) σας
            """,
        ),
        "ja": (
            "既読|読まれました|読みました|開封",
            r"""
            (?:メール|メッセージ|メモ).{0,120}(?:開封(?:され|しました)|読まれました|既読)
            (?:さん|様)が.{0,60}(?:開封しました|読みました)
            """,
        ),
        "zh": (
            "信件|備忘錄|备忘录|消息|邮件|郵件",
            r"""
            (?:您|你)的?(?:邮件|郵件|消息|信件|备忘录|備忘錄).{0,120}(?:已读|已讀|阅读|閱讀|打开|打開|读取|讀取)
            (?:打开|打開|阅读|閱讀)了?(?:您|你)的(?:邮件|郵件|信件)
            """,
        ),
        "ko": (
            "메모|메시지|메일",
            r"""
            (?:메일|메시지|이메일|메모).{0,120}(?:읽었습니다|열람|읽음|열었습니다|읽혔)
            """,
        ),
        "ar": (
            "بريدك|رسالتك",
            r"""
            (?:تم|تمت) (?:قراءة|فتح) (?:رسالتك|رسالتكم|بريدك)
            (?:قرأ|فتح) \S{1,30} (?:\S{1,30} )?(?:رسالتك|رسالتكم|بريدك)
            """,
        ),
        "he": (
            "דואר שלך|ודעתך|ודעתכם|מייל שלך",
            r"""
            (?:הודעתך|הודעתכם|המייל שלך|הדואר שלך).{0,120}(?:נקרא|נפתח)\S*
            (?:פתח|קרא)(?:ה)? את (?:הודעתך|המייל שלך|הודעתכם)
            """,
        ),
    }
)
"""Somebody has read a mail of ours."""

REACTED = (
    r"(?:liked|loved|laughed at|emphasi[sz]ed|disliked|questioned|hearted|reacted|removed an? \w+ from"
    r"|added an? \w+ to)\b"
    r"|(?:gefällt|gefiel|liebt|geliebt|lacht über|lachte über|betont|hervorgehoben|missfällt|in frage gestellt"
    r"|reagierte|reagiert)\b|.{0,30}\b(?:hinzugefügt|entfernt|reagiert|markiert|gelacht|hervorgehoben)\b"
    r"|(?:a |j'ai )?(?:aimé|adoré|ri à|rit de|mis en évidence|n'a pas aimé|réagi|mis un|ajouté|mis en doute"
    r"|s'est interrogé)\b|(?:le |me )?(?:gustó|gusta|encantó|encanta|dio risa|disgustó)\b|(?:se rió|rió|enfatizó"
    r"|destacó|reaccionó|cuestionó|indicó que|marcó)\b"
    r"|(?:curtiu|gostou|amou|adorou|riu|enfatizou|não curtiu|não gostou|reagiu|questionou)\b|(?:piace|piaciut|adora"
    r"|ha (?:adorato|riso|enfatizzato|reagito|messo|amato|evidenziato|aggiunto)|ama|ride)\b|(?:vond|vindt|lachte"
    r"|benadrukte|heeft|gaf|reageerde)\b.{0,40}"
    r"|(?:polubi|lubi|uwielbia|kocha|śmieje|zaśmia|podkreśl|zareagowa|wyróżni|dodał|nie lubi)\w*|(?:líbí|nelíbí|miluj"
    r"|zasmál|zdůraz|zareagova|zvýraz|přidal)\w*|(?:gillade|gillar|älskade|älskar|skrattade|betonade|ogillade"
    r"|reagerade|ifrågasatte)\b"
    r"|(?:synes godt|syntes godt|elskede|elsker|grinede|lo ad|lo av|fremhævede|fremhevet|likte|elsket|reagerede"
    r"|reagerte|mislikte)\b|(?:tykkäsi|piti|rakasti|nauroi|korosti|reagoi|ei pitänyt)\b|(?:понравил|нравит|любит"
    r"|смеётся|смеется|засмеял|подчеркн|подчёркив|реакц|отреагировал|поставил)\w*|(?:вподоб|сподоб|подобає|любить"
    r"|сміється|підкресл|відреагув|реакц)\w*"
    r"|.{0,20}\b(?:beğen|sevdi|güldü|vurgula|tepki)\w*|(?:άρεσε|αρέσει|λάτρεψε|γέλασε|τόνισε|αντέδρασε)|.{0,6}(?:に"
    r"|を|が).{0,20}(?:いいね|ハート|強調|笑い?|リアクション|よくない|ラブ)|(?:赞了|喜欢|喜愛|喜歡|爱了|大笑|强调"
    r"|強調|对|對|表示|不喜欢|按讚).{0,12}|.{0,8}(?:좋아|하트|웃|강조|반응|싫어|마음).{0,16}|(?:أعجب|أعجبه|أعجبها|أحب"
    r"|أحبت|ضحك|تفاعل|شدد|لم يعجب)\S*|(?:אהב|אהבה|צחק|הדגיש|הגיב|לא אהב|סימן)\S*"
)
"""What is left of a reaction without the text it stands on."""
