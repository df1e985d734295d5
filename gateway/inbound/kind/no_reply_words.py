"""How a text asks not to be answered, or says that nobody reads the answers. A table over ``flat`` text."""

from __future__ import annotations

from gateway.inbound.kind.word_table import WordTable

NO_REPLY = WordTable(
    {
        "en": (
            "account|address|answer|inbox|mail|replies|reply|respond|responses",
            r"""
            (?:please )?(?:do not|don't|no need to|not necessary to) (?:\w+ )?(?:reply|respond|answer)\b
            (?:mailbox|inbox|address|account) (?:is|that is) (?:not (?:\w+ )?|un)(?:monitored|attended|read|checked)
            (?:replies|responses|answers|mails?) (?:to|sent to) (?:this|that) .{0,40}(?:not|n't\
              |never) (?:\w+ )?(?:read|monitored|answered|delivered|processed)
            (?:cannot|can't|unable to) (?:receive|accept|process) replies
            """,
        ),
        "de": (
            "antworte|wird nicht",
            r"""
            (?:bitte )?(?:antworten sie|antworte) (?:bitte )?nicht
            nicht (?:direkt )?(?:auf|an) diese .{0,30}(?:antworten|zu antworten)
            (?:postfach|adresse|mailbox) wird nicht (?:überwacht|gelesen|abgerufen|betreut)
            antworten .{0,30}(?:werden|können) nicht (?:gelesen|bearbeitet|empfangen)
            """,
        ),
        "fr": (
            "n'est pas|répond|réponse",
            r"""
            (?:ne (?:pas )?répond\w*(?: pas)?|ne pas (?:y )?répondre|n'y répondez pas)
            (?:boîte|adresse|messagerie) n'est pas (?:\w+ )?(?:consultée?|surveillée?|relevée?)
            réponses? .{0,40}ne (?:sera|seront|sont) pas (?:lue?s?|traitée?s?)
            """,
        ),
        "es": (
            "buzón|contest|correo|cuenta|dirección|respond",
            r"""
            no (?:respond|contest)\w+(?: a)?
            (?:buzón|dirección|cuenta|correo) no (?:\w+ )?(?:monitor|supervis|atendid|revis|está habilitad)\w*
            """,
        ),
        "pt": (
            "caixa|conta|endereço|respond",
            r"""
            não (?:respond\w+|é necessário responder)
            (?:caixa|endereço|conta) (?:\w+ )?não (?:é|está) (?:\w+ )?(?:monitorad|monitorizad|lid)\w*
            """,
        ),
        "it": (
            "casella|indirizzo|non rispond",
            r"""
            (?:non rispond\w+|si prega di non rispondere)
            (?:casella|indirizzo) (?:\w+ )?non (?:è )?(?:presidiat|monitorat|abilitat|lett)\w*
            """,
        ),
        "nl": (
            "antwoord|reageer|reageren|wordt niet",
            r"""
            (?:niet|geen) (?:\w+ ){0,5}(?:te )?(?:beantwoorden|antwoorden|reageren)
            (?:beantwoord|antwoord|reageer) (?:\w+ ){0,5}niet
            (?:postvak|adres|mailbox) wordt niet (?:gelezen|bewaakt|gecontroleerd)
            """,
        ),
        "pl": (
            "nie odpowiad|prosimy|skrzynka nie jest",
            r"""
            (?:nie odpowiadaj|nie odpowiadać|prosimy (?:na nią )?nie|prosimy o nieodpowiadanie\
              |proszę (?:na nią )?nie odpowiad)\w*
            skrzynka nie jest (?:monitor|obsług|czyt)\w*
            """,
        ),
        "cs": (
            "adresa|neodpovíd|schránka",
            r"""
            neodpovíd\w+|(?:schránka|adresa) není (?:sledov|monitor|čten|obsluh)\w*
            """,
        ),
        "sv": (
            "bevakas|läses|svara|övervakas",
            r"""
            (?:svara|besvara) (?:\w+ )?(?:inte|ej)|(?:inte|ej) (?:\w+ )?(?:svara|besvara)\b
            (?:går|kan) (?:inte|ej) (?:att )?(?:svara|besvara)\w*
            (?:adress|brevlåda|mejl)\w* (?:bevakas|läses|övervakas) (?:inte|ej)
            """,
        ),
        "da": (
            "ikke|læses|overvåges|svare",
            r"""
            (?:svar|besvar)\w* (?:\w+ )?ikke|ikke (?:\w+ )?(?:svare|besvare|besvares)|kan ikke besvares
            (?:postkasse|adresse|mail)\w* (?:overvåges|læses) ikke
            """,
        ),
        "no": (
            "adresse|ikke|innboks|postkasse|svare",
            r"""
            (?:svar|besvar)\w* (?:\w+ )?ikke|ikke (?:\w+ )?(?:svare|besvare|besvares)|kan ikke besvares
            (?:postkasse|adresse|innboks)\w* (?:overvåkes|leses) ikke
            """,
        ),
        "fi": (
            "laatikkoa|osoitetta|osoitteeseen|vasta|viestiin",
            r"""
            (?:älä|älkää|ei (?:voi|tarvitse)) (?:\w+ ){0,3}vasta\w*|(?:viestiin|osoitteeseen) ei (?:voi|tarvitse)
            (?:postilaatikkoa|osoitetta|laatikkoa) ei (?:seurata|lueta)
            """,
        ),
        "ru": (
            "контролир|обслуж|ответы на|отвеча|провер|просматрива",
            r"""
            не (?:нужно |надо |следует )?отвеча\w+|(?:ящик|адрес) не (?:просматрива|провер|обслуж|контролир)\w*
            ответы на (?:это|данное) .{0,30}не
            """,
        ),
        "uk": (
            "відповіда|обслугов|перевір|перегляда",
            r"""
            не (?:потрібно |треба )?відповіда\w+|(?:скринька|адреса) не (?:перегляда|перевір|обслугов)\w*
            """,
        ),
        "tr": (
            "cevap verme|cevaplama|edilme|yanıt verme|yanıtlama",
            r"""
            (?:yanıtlama|cevaplama|cevap verme|yanıt verme)(?:yin|yiniz|mey)\w*
            (?:kutu|adres|hesap)\w* (?:takip|kontrol) edilme\w*
            """,
        ),
        "el": (
            "απαντ|ελέγχ|παρακολουθ",
            r"""
            μην (?:το )?απαντ\w+|μη (?:το )?απαντ\w+|δεν (?:παρακολουθ|ελέγχ)\w*
            """,
        ),
        "ja": (
            "お答えできません|専用|返信|返答",
            r"""
            (?:返信|ご返信|返答)(?:しないで|なさらない|いただいても|頂いても|は(?:ご遠慮|お控え|できません\
              |受け付け)|されましても|され(?:て|ま)も|には(?:お答え|対応))
            (?:送信|配信)専用|お答えできません
            """,
        ),
        "zh": (
            "不会|不會|回信|回复|回覆|无人|無人|答复",
            r"""
            (?:请|請)?(?:勿|不要|无需|無需|无须|毋须|毋須)(?:直接)?(?:回复|回覆|答复|回信)
            (?:不会|不會|无人|無人)(?:查看|监控|監控|回复|回覆)
            """,
        ),
        "ko": (
            "답변|답장|발신|회신",
            r"""
            (?:회신|답장|답변)(?:하지|을 하지|은|이|을).{0,12}(?:마십|말아|마세|않|불가|없)|발신\s?전용|회신되지
            회신할 수 없
            """,
        ),
        "ar": (
            "الرد|تابع|ترد|راقب",
            r"""
            (?:عدم|لا) (?:الرد|ترد|يمكن الرد|تقم بالرد)\S*|(?:لا|غير) (?:يتم )?(?:مراقب|متابع)\S*
            """,
        ),
        "he": (
            "להשיב|לענות|מנוטרת|נבדקת|נקראת|תשיב",
            r"""
            (?:אין|נא לא|אל|לא ניתן) (?:להשיב|תשיב|תשיבו|לענות)\S*
            (?:תיבה|כתובת) (?:זו )?(?:אינה|לא) (?:מנוטרת|נבדקת|נקראת)
            """,
        ),
    }
)
"""Nobody reads the answers to it."""
