"""What absence notes say of who is away. A table over ``flat`` text; nothing is decided here.

People say it, too, so it counts beside other signs only.
"""

from __future__ import annotations

from gateway.inbound.kind.word_table import WordTable

_EN = r"(?:i'm|i am|im|i will be|i'll be|we are|we're|we will be)(?: (?:currently|now|presently|away and|still))?"
_DE = r"(?:ich bin|bin ich|ich befinde mich|befinde ich mich|wir sind|ich werde|wir befinden uns|bin)"
_FR = r"(?:je suis|je serai|nous sommes|nous serons|je me trouve|étant)(?: actuellement)?"

AWAY = WordTable(
    {
        "en": (
            "abroad|at a conference|away|closed|driving|holiday|in a meeting|in meetings|leave|my desk"
            "|not available|out of|pto|sabbatical|the office|travel|turned on|unavailable|vacation|work",
            rf"""
            {_EN} (?:away\b|on (?:\w+ ){{0,2}}(?:leave|vacation|holidays?|pto|sabbatical)\b|out of (?:the )?office)
            {_EN} (?:travell?ing|driving|unavailable|in a meeting|in meetings|at a conference|not available|abroad)
            {_EN} not (?:in|at) (?:the office|work|my desk)
            (?:on|taking) (?:annual|parental|maternity|paternity|sick|medical) leave
            out of (?:the )?office (?:until|from|till|through|between|and|with)
            (?:office|shop|company|we) (?:is|are|will be) closed (?:until|from|for|between|over|on)
            (?:with|have) (?:focus|do not disturb) turned on
            """,
        ),
        "de": (
            "abwesend|auf dienstreise|auf fortbildung|auf reisen|außer haus|betriebsferien|erkrankt|geschlossen"
            "|ich fahre gerade|im mutterschutz|im termin|in eine|in elternzeit|in mutterschutz|nicht|unterwegs"
            "|urlaub",
            rf"""
            {_DE} .{{0,60}}(?:im (?:\w+ )?urlaub|nicht (?:im (?:büro|haus|hause|dienst)|erreichbar|da\b|anwesend))
            {_DE} .{{0,60}}(?:abwesend|außer haus|auf dienstreise|in elternzeit|im mutterschutz|in mutterschutz\
              |erkrankt)
            {_DE} .{{0,40}}(?:in einer? (?:besprechung|termin|meeting)|im termin|auf reisen|unterwegs|auf fortbildung)
            (?:büro|geschäft|praxis|betrieb|firma|werkstatt) .{{0,40}}geschlossen
            betriebsferien|betriebsurlaub|ich fahre gerade
            """,
        ),
        "fr": (
            "absent|bureau|cabinet|en congé|entreprise|je conduis|je me trouve|je serai|je suis|magasin"
            "|nous serons|nous sommes|société|étant",
            rf"""
            {_FR} (?:absente?s?|en (?:\w+ )?(?:congés?|vacances|déplacement|réunion|arrêt|formation)|fermée?s?\
              |au volant)
            absente? (?:du bureau|jusqu|du \d|pour)|en congé (?:de maternité|parental|jusqu)
            (?:bureau|magasin|cabinet|société|entreprise) (?:est|sera) fermée?|je conduis
            """,
        ),
        "es": (
            "ausente|cerrad|est|fuera|vacaciones",
            r"""
            (?:estoy|estaré|estamos|estaremos|me encuentro|me encontraré|nos encontramos) .{0,20}(?:vacaciones\
              |ausente|fuera)
            (?:estoy|estaré) (?:de (?:baja|viaje|permiso|reuniones)|en una reunión|reunid[oa]|conduciendo|viajando)
            (?:oficina|tienda|empresa) .{0,20}(?:cerrad[oa]) (?:hasta|del|desde|por)
            fuera de (?:la )?oficina (?:hasta|desde|del)
            """,
        ),
        "pt": (
            "a conduzir|ausente|conferência|dirigindo|encerrad|fechad|fora|formação|férias|licença|reunião|viagem",
            r"""
            (?:estou|estarei|estamos|estaremos|encontro-me|encontramo-nos) .{0,20}(?:férias|ausente|fora|licença|viagem)
            (?:estou|estarei) (?:numa?|em) (?:reunião|formação|conferência)|estou (?:a conduzir|dirigindo)
            (?:escritório|loja|empresa) .{0,20}(?:fechad|encerrad)[oa] (?:até|de|por)
            """,
        ),
        "it": (
            "al volante|assent|azienda|congedo|fuori|in ferie|in maternità|in vacanza|malattia|negozio|riunione"
            "|sto guidando|trasferta|uffici|viaggio",
            r"""
            (?:sono|sarò|siamo|saremo|mi trovo) .{0,20}(?:in ferie|assent|fuori (?:sede|ufficio)|in maternità\
              |in vacanza)
            (?:sono|sarò) (?:in (?:riunione|viaggio|malattia|trasferta|congedo)|al volante)|sto guidando
            (?:ufficio|azienda|negozio|uffici) .{0,20}chius[oaie] (?:fino|dal|per)
            """,
        ),
        "nl": (
            "afwezig|ben ik|bereikbaar|gesloten|ik ben|ik zit|op kantoor|vakantie|verlof",
            r"""
            (?:ik ben|ben ik|wij zijn|we zijn|ik zit|zijn wij) .{0,50}(?:afwezig|vakantie|verlof\
              |niet (?:op kantoor|bereikbaar))
            (?:ik ben|ben ik|ik zit) .{0,30}(?:in (?:een )?vergadering|niet aanwezig|onderweg|aan het rijden|\bvrij\b)
            (?:kantoor|winkel|bedrijf) .{0,20}gesloten (?:tot|van|wegens|vanwege)
            """,
        ),
        "pl": (
            "delegacji|nieczynn|nieobecn|poza biurem|prowadzę|spotkaniu|urlopie|wyjeździe|zamknięt|zwolnieniu",
            r"""
            (?:jestem|będę|przebywam|jesteśmy) .{0,30}(?:urlopie|nieobecn|poza biurem|delegacji|zwolnieniu\
              |spotkaniu|wyjeździe)
            (?:biuro|sklep|firma) .{0,20}(?:nieczynn|zamknięt)\w* (?:do|od|w)|prowadzę (?:teraz )?samochód
            """,
        ),
        "cs": (
            "dovolen|mimo kancelář|nemocensk|nepřítom|právě řídím|rodičovsk|schůz|služební cest|zavřen",
            r"""
            (?:jsem|budu|čerpám|nacházím se|jsme) .{0,30}(?:dovolen|nepřítom|mimo kancelář|služební cest|schůz\
              |nemocensk|rodičovsk)
            čerpám .{0,15}dovolenou|(?:kancelář|obchod|firma) .{0,20}zavřen\w* (?:do|od)|právě řídím|do \d.{0,15}dovolen
            """,
        ),
        "sv": (
            "bortrest|frånvarande|inte på|jag kör bil|ledig|möte|på tjänsteresa|semester|sjuk|stängt",
            r"""
            (?:jag är|jag har|är jag|vi är|vi har|jag befinner mig) .{0,40}(?:semester|frånvarande|ledig\
              |inte på (?:kontoret|plats))
            (?:jag är|jag sitter) .{0,30}(?:bortrest|i (?:ett )?möte|sjuk|på tjänsteresa)|jag kör bil
            (?:kontoret|butiken|vi) .{0,20}(?:har|håller|är) stängt (?:till|från|mellan|under)
            """,
        ),
        "da": (
            "barsel|butikken|er jeg|ferie|fravær|fri|jeg er|jeg kører bil|jeg sidder|kontoret|orlov",
            r"""
            (?:jeg (?:er|har|holder)|er jeg|holder jeg|har jeg|vi (?:har|holder|er)) .{0,40}(?:ferie|fravær|orlov\
              |barsel|fri\b)
            (?:jeg er|er jeg|jeg sidder) .{0,30}(?:ikke på (?:kontoret|arbejde)|bortrejst|i (?:et )?møde|ikke til stede)
            (?:kontoret|butikken) .{0,20}lukket (?:til|fra|mellem|i)|jeg kører bil
            """,
        ),
        "no": (
            "butikken|er jeg|ferie|fravær|fri|jeg er|jeg kjører bil|jeg sitter|kontoret|perm",
            r"""
            (?:jeg (?:er|har|avvikler)|er jeg|vi (?:har|er)) .{0,40}(?:ferie|fravær|permisjon|\bfri\b|\bperm\b)
            (?:jeg er|er jeg|jeg sitter) .{0,30}(?:ikke på (?:kontoret|jobb)|bortreist|i (?:et )?møte|ikke til stede)
            (?:kontoret|butikken) .{0,20}stengt (?:til|fra|mellom|i)|jeg kjører bil
            """,
        ),
        "fi": (
            "autoa|olemme|olen|suljettu|vietän",
            r"""
            (?:olen|olemme|olen nyt|vietän) .{0,30}(?:loma|poissa|vapaa|matko|kokouks|virkamatka|sairausloma)
            (?:toimisto|liike|yritys)\w* .{0,20}suljettu|ajan (?:parhaillaan )?autoa
            """,
        ),
        "ru": (
            "в декрете|вне офиса|за рул|закрыт|командировке|на больничном|на совещании|не на месте|отпуск|отсутств",
            r"""
            (?:я|нахожусь|буду|мы|нахожусь сейчас)\b.{0,40}(?:в (?:\w+ )?отпуске?|вне офиса|отсутств|командировке\
              |на больничном)
            (?:я|нахожусь|буду)\b.{0,30}(?:на совещании|за рул[ёе]м|не на месте|в декрете)
            (?:офис|магазин|компания) .{0,20}закрыт\w* (?:до|с|на)|отсутствую (?:до|с|на)
            """,
        ),
        "uk": (
            "відпустці|відрядженні|відсутн|за кермом|зачинен|лікарняному|на нараді|поза офісом|у декреті",
            r"""
            (?:я|перебуваю|буду|знаходжусь|ми)\b.{0,40}(?:відпустці|поза офісом|відсутн|відрядженні|лікарняному)
            (?:я|перебуваю|буду)\b.{0,30}(?:на нараді|за кермом|у декреті)|офіс .{0,20}зачинен
            """,
        ),
        "tr": (
            "araba kullanıyorum|doğum iznin|dışındayım|izindeyim|izinli ol|izinliyim|iznimdeyim|kapalı|raporluyum"
            "|seyahatteyim|tatilde ol|tatildeyim|te değilim|te olmayacağım|toplantıdayım|yıllık iz",
            r"""
            izindeyim|iznimdeyim|izinliyim|izinli (?:olacağım|olduğum)|tatildeyim|tatilde (?:olacağım|olduğum)
            yıllık iz(?:in|ni)|ofis(?:te değilim| dışındayım|te olmayacağım)|toplantıdayım|seyahatteyim
            (?:ofis|şirket|mağaza)\w* .{0,20}kapalı(?:dır|yız)|araba kullanıyorum|raporluyum|doğum iznin
            """,
        ),
        "el": (
            "απουσιάζω|βρίσκομαι|είμαι|είμαστε|κλειστό|οδηγώ αυτή τη στιγμή",
            r"""
            (?:είμαι|βρίσκομαι|θα είμαι|θα βρίσκομαι|είμαστε) .{0,30}(?:άδεια|εκτός|ταξίδι|σύσκεψη|συνάντηση|διακοπές)
            απουσιάζω|θα απουσιάζω|(?:γραφείο|κατάστημα) .{0,20}κλειστό|οδηγώ αυτή τη στιγμή
            """,
        ),
        "ja": (
            "不在|休み|休暇|休業|会議中|出張|外出|産休|育休|育児休|運転中",
            r"""
            不在(?:に|と|です|の|し)|休暇(?:を|中|のため|と)|休業(?:と|いた|させ|期間|日|中)|出張(?:中|のため|して)
            外出(?:して|中)
            お?休み(?:を|とさせ|をいただ|です)|会議中|運転中|産休|育休|育児休
            """,
        ),
        "zh": (
            "不在|产假|休假|出差|外出|年假|度假|开会|开车|放假|查看邮件|查看郵件|產假|開會|開車",
            r"""
            (?:正在|目前|现在|現在|我|将|將|本人|期间|期間).{0,12}(?:休假|度假|出差|外出|产假|產假|年假|开会|開會\
              |开车|開車)
            不在(?:办公室|辦公室|公司|岗位|崗位)|放假(?:期间|期間|至|到)|无法(?:及时)?查看邮件|無法(?:及時)?查看郵件
            """,
        ),
        "ko": (
            "부재|외출|운전|육아|자리를|출장|회의|휴가|휴무",
            r"""
            휴가(?:\s?중|입니다|로|를|에)|부재\s?중|출장\s?중|자리를\s?비|회의\s?중|운전\s?중|휴무(?:입니다|로|일)
            육아\s?휴직|외출\s?중
            """,
        ),
        "ar": (
            "أقود السيارة|إجازة|اجتماع|المكتب مغلق|خارج المكتب|عطلة|غائب|غير متواجد|مساف",
            r"""
            (?:أنا|سأكون|إنني|نحن|أكون) .{0,20}(?:إجازة|خارج المكتب|مساف|اجتماع|غائب|غير متواجد|عطلة)
            في إجازة (?:حتى|من|سنوية|رسمية|إلى)|المكتب مغلق|أقود السيارة|غير متواجد (?:حتى|في|من)
            """,
        ),
        "he": (
            'חופש|משרד|נעדר|נסיעה|ישיבה|זמינ|נוהג|מילואים|בחו"ל',
            r"""
            (?:אני|אהיה|אנחנו|הנני|אני נמצא|אני נמצאת) .{0,20}(?:בחופש|מחוץ למשרד|נעדר|בישיבה|לא (?:במשרד|זמינ)\
              |בנסיעה|במילואים|בחו\"ל)
            המשרד סגור|אני נוהג|בחופשת לידה|בחופשה עד
            """,
        ),
    }
)
"""Somebody is away, in the words of the absent."""
