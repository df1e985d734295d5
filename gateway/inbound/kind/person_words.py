"""What people write and robots hardly ever do: requests and complaints; and the programs they type in. Tables only.

Regular expressions over lower-case text. They weigh against the words of a robot, never against its header fields.
"""

from __future__ import annotations

ASKS = {
    "en": r"(?:can|could|would|will) (?:you|someone|somebody|anyone|we) (?!not )|how (?:do|can|should|could) (?:i"
    r"|we)\b"
    r"|please (?:check|fix|help|look|change|remove|disable|enable|switch|turn|set|correct|update|stop|advise"
    r"|restart|reset"
    r"|repair|explain|deactivate|activate|cancel|add|call me|tell (?:me|us)|let (?:me|us) know|ring me|take (?:me"
    r"|us))\b"
    r"|please (?:forward|redirect|route|transfer|divert|send) (?:my|our|me|us|all|the calls?)\b"
    r"|(?:does|do|did|is|are|was|were)(?: not|n['’]t) (?:work|sen[dt]|arriv|function|start|reach|correct|right)"
    r"|(?:not|stopped|quit) working|no longer (?:works(?! (?:for|at|with|here))|sends|sent)|\b(?:i|we)(?: (?:always"
    r"|still|now|just|only))?"
    r" (?:(?:get|got)(?! your| back| where| there| home| to )|see|need|tried|want|would like(?! to (?:acknowledge"
    r"|thank|confirm|inform|let you|apologi))|cannot|can['’]t|couldn['’]t"
    r"|have (?:a )?(?:problem|question"
    r"|trouble))\b"
    r"|what (?:can|should|do|does) (?:i|we|it|this|that)\b|is (?:broken|wrong|out of order)\b|\bi['’]d like"
    r"|\bwe['’]d like|should (?:be|say|read|not)\b|needs? to be|must be|do i (?:need|have) to"
    r"|\b(?:the|our|your|my|that|those|these) (?:\w+ )?(?:automatic|auto|out[- ]of[- ]office|vacation|absence)[- ]?"
    r"(?:reply|replies|response|message|notice|note|mail|announcement)",
    "de": r"(?:^|[.!?,\n]\s{0,3})(?:können|könnten|würden|kannst|könntest|könnt) (?:sie|du|ihr|wir|ich)\b"
    r"|bitte (?:um |nochmals? |noch einmal |mal |dringend |einmal )?(?:die |den |das |es |unsere?n? |meine?n? "
    r"|dies |alle )?"
    r"(?:\S{1,20} ){0,2}(?:zu )?(?:prüf|überprüf|korrig|änder|abänder|schalt|umschalt|abschalt|ausschalt|einschalt"
    r"|richt"
    r"|einricht|stell|umstell|einstell|helf|lösch|entfern|deaktiv|aktivier|kontroll|beheb|rückruf|hilfe|umleit"
    r"|erneuer"
    r"|tausch|schauen|nachseh)|bitte leiten sie (?:meine|unsere|alle)|funktioniert|klappt nicht|geht (?:leider "
    r"|immer noch )?"
    r"nicht|nicht mehr (?:verschickt|gesendet|versendet|zugestellt|angezeigt)|fehlerhaft|kaputt|defekt"
    r"|wie (?:kann|können|stelle|schalte|bekomme|richte) (?:ich|wir)\b|\b(?:ich|wir) (?:möchten?|brauchen?|bekommen?"
    r"|benötigen?|würden? gern|hätten? gern|wünschen?|haben? (?:ein )?(?:problem|frage))\b|was (?:kann|soll|muss"
    r"|bedeutet)"
    r"|(?:die|der|unsere?|meine?|eure?) (?:automatische \w*(?:antwort|nachricht|meldung)|abwesenheits\w+|urlaubs\w+)",
    "fr": r"merci de (?:la |le |les |l['’]|nous |me |m['’])\s?\w{2,20}(?:er|ir|re)\b|(?:la|votre|notre"
    "|cette) réponse automatique (?:que|de|est|n|ne|a|part|part|sur|continue)|(?:pouvez|pourriez|pourrais|peux|peut"
    "|puis)-(?:vous|tu|on|je)|merci de (?:bien vouloir )?(?:vérifier"
    r"|corriger"
    r"|changer|désactiver|activer|modifier|supprimer|regarder|rétablir|faire|nous dire|me dire|rappeler|intervenir)"
    r"|veuillez (?:vérifier|corriger|changer|désactiver|activer|modifier|supprimer|rétablir)"
    r"|ne (?:fonctionne|marche|part|passe|s['’]envoie)|comment (?:puis|peut|faire|dois)|est-ce que|que faire|en panne"
    r"|(?:je|nous) (?:reçois|recevons|voudrais|voudrions|souhait|n['’](?:arriv|ai pas reçu|avons pas reçu))|faut-il"
    r"|dois-je",
    "es": r"(?:puede|podría|pueden|podrían|puedes|podrías) (?:usted |ustedes |por favor )?(?:ayud|revis|comprob"
    r"|mirar|verific"
    r"|cambi|desactiv|activar|decir|explic|llamarme|venir|arregl|solucion|enviarme)|por favor,? (?:revis|corrij"
    r"|cambi|desactiv"
    r"|activ|quit|elimin|ayud|verifi|comprueb|dig|hag)|no (?:funciona|se envía|llega|me llega|nos llega|sirve)"
    r"|cómo (?:puedo|podemos|hago|se)|\b(?:quiero|quisiera|necesito|necesitamos|recibo|recibimos(?! (?:su|tu)\b)"
    r"|queremos)\b"
    r"|qué (?:puedo|hago|hacer)"
    r"|por favor,? (?:desv|redir|transfi)|(?:la|nuestra|una) respuesta automática",
    "pt": r"(?:pode|poderia|podem|poderiam) (?:me |nos |por favor )?(?:verificar|ajudar|ver|corrigir|alterar"
    r"|desativar"
    r"|ativar|explicar|ligar|mudar)|por favor,? (?:verifi|corrij|alter|desativ|ativ|remov|ajud|vej)|não (?:funciona"
    r"|chega"
    r"|está (?:a )?funcion|é enviad|consigo|conseguimos)|como (?:posso|podemos|faço)|\b(?:quero|queria|gostaria"
    r"|preciso"
    r"|precisamos|recebo|recebemos(?! (?:o seu|a sua|sua|seu|o teu|a tua)))\b|o que (?:posso|fazer)"
    r"|por favor,? (?:desvi|redirec|transfir)|(?:a|nossa|uma) resposta automática",
    "it": r"(?:potete|potreste|può|potrebbe|puoi) (?:per favore )?(?:controll|verific|aiut|cambi|disattiv|attivar"
    r"|dir(?:mi|ci)"
    r"|spieg|risolv|sistem|mandarmi|richiam)|per (?:favore|cortesia),? (?:controll|verific|correg|cambi|disattiv"
    r"|attiv|aiut|dit)|non (?:funziona|parte|arriva|viene|va)\b|come (?:posso|possiamo|faccio|si fa)|\b(?:vorrei"
    r"|vorremmo"
    r"|ricevo|riceviamo|ho bisogno|abbiamo bisogno)\b|cosa (?:posso|devo|fare)"
    r"|per favore,? (?:devi|inoltr|trasfer)|(?:la|nostra|vostra) risposta automatica (?:non|è|parte)",
    "nl": r"(?:^|[.!?,\n]\s{0,3})(?:kunt|kun|kunnen|zou|zouden|wilt|willen) (?:u|je|jullie|we|wij|ik)\b"
    r"|werkt (?:niet|nog niet|weer niet)"
    r"|hoe (?:kan|kunnen|zet|stel)|\bik (?:krijg|wil|zou|heb een)\b|(?:graag"
    r"|gelieve) (?:\S{1,20} ){0,2}(?:controleren|aanpassen"
    r"|uitzetten|aanzetten|wijzigen|nakijken|doorschakelen)|wat (?:kan|moet)",
    "pl": r"czy (?:mog|może|można|moż|da się)|proszę (?:o )?(?:sprawdz|wyłącz|włącz|zmie|popraw|pomoc|usun)"
    r"|nie (?:działa|wysyła"
    r"|dochodz|mogę)|jak (?:mogę|można|mam)|chciał|potrzebuj|co (?:mam|mogę|robić)",
    "cs": r"(?:^|[.!?,\n]\s{0,3})(?:můžete|mohli byste|mohl byste|můžeš)|prosím,? (?:o )?(?:zkontrol|oprav|vypn"
    r"|zapn|kontrol|změ|pomoc)|nefunguje"
    r"|neodesílá|nechodí|nejde|jak (?:mohu|můžu|mám|lze)|\b(?:chtěl|potřebuj)|co (?:mám|mohu|dělat)",
    "sv": r"(?:^|[.!?,\n]\s{0,3})(?:kan|kunde|skulle|vill) (?:ni|du|vi|jag)\b|fungerar (?:inte|ej)|skickas inte"
    r"|kommer inte|hur (?:kan|gör|ska)"
    r"|\bjag (?:får|vill|skulle|behöver)\b|vad (?:kan|ska)",
    "da": r"(?:^|[.!?,\n]\s{0,3})(?:kan|kunne|vil) (?:i|du|vi|jeg|dere)\b|(?:virker|fungerer) ikke|sendes ikke"
    r"|kommer ikke|hvordan (?:kan|gør|skal)"
    r"|\bjeg (?:får|vil gerne|ønsker|trenger|har brug)\b|hva[d]? (?:kan|skal)",
    "fi": r"(?:voitteko|voisitteko|voitko|voisitko|voisiko|voiko)|\bei (?:toimi|lähde|tule)|\bmiten (?:voin|saan)"
    r"|\bhaluaisi"
    r"|\btarvitse|mitä (?:voin|teen)",
    "ru": r"(?:не )?могли бы|можете ли|не (?:работает(?! (?:больше )?(?:в (?:нашей )?компании|у нас))|отправля|приход"
    "|могу|уходит)|как (?:мне|нам|можно|отключить"
    r"|включить|настроить)|прошу (?:вас )?(?:проверить|отключить|включить|помочь|исправить)"
    r"|пожалуйста,? (?:проверьте|отключите"
    r"|включите|исправьте|помогите)|что (?:мне )?делать|\bнужно ли|\bя (?:получаю|хочу|хотел)",
    "uk": r"чи (?:можете|могли|можна)|не (?:працює(?! (?:більше )?(?:в (?:нашій )?компанії|у нас))|надсила|приход"
    "|можу)|як (?:мені|нам|можна)|прошу (?:перевір"
    r"|вимкн|увімкн)"
    r"|що (?:мені )?робити",
    "tr": r"m[ıiuü]s[ıiuü]n[ıiuü]z|çalışmıyor|gönderilmiyor|gelmiyor|\bnasıl\b|lütfen (?:kontrol|kapat|düzelt)"
    r"|istiyor(?:um|uz)",
    "el": r"(?:μπορείτε|θα μπορούσατε) να (?:ελέγξ|διορθώσ|βοηθήσ|με βοηθ|μας βοηθ|δείτε|αλλάξ)|δεν (?:λειτουργεί"
    r"|δουλεύει|στέλνεται|έρχεται)|πώς (?:μπορώ|μπορούμε)|παρακαλώ (?:ελέγξτε|διορθώστε)",
    "ja": r"でしょうか|ですか|ますか|ませんか|届きません|動きません|送られません|送信されません|おかしい|使えません"
    r"|教えてください|確認してください"
    r"|ご確認(?:を)?(?:ください|お願い)|直してください",
    "zh": r"吗[？?。]?|嗎[？?。]?|如何(?:设置|設定|关闭|關閉)|怎么|怎麼|请(?:检查|帮|处理|修改|关闭|取消|问)"
    r"|請(?:檢查|協助|處理|修改|關閉|問)"
    r"|不能用|无法使用|不工作|故障|坏了|壞了",
    "ko": r"까요|나요|습니까|어떻게|확인\s?부탁|(?:안|않)\s?(?:됩니다|돼요|되)|작동하지|고장",
    "ar": r"هل (?:يمكن|تستطيع|من الممكن)|كيف (?:يمكن|أستطيع)|لا (?:يعمل|تعمل|يصل)|يرجى (?:التحقق|فحص|إصلاح|إيقاف)",
    "he": r"האם|איך (?:אפשר|אני|עושים)|לא (?:עובד|נשלח|מגיע)|אנא (?:בדק|תקנ)",
}
"""Requests and complaints."""

QUESTION = r"[\w)\"'»”]\s?[?？؟\u037e](?=[\s\"')\]»”]|$)"
"""A question, and no address with parameters."""

GREETING = (
    r"(?!\S{1,12} (?:user|customer|client|sender|member|subscriber|benutzer|kunde|nutzer|utilisateur|client|usuario"
    r"|cliente))"
    r"(?:hello|hi|dear|good (?:morning|day|afternoon|evening)|greetings|guten (?:tag|morgen|abend)|hallo"
    r"|sehr geehrte|liebe|moin"
    r"|servus|grüezi|bonjour|bonsoir|madame|monsieur|chers?|hola|buenos|buenas|estimad|olá|bom dia|boa tarde|prezad"
    r"|caro|buongiorno"
    r"|buonasera|gentil|salve|egregi|beste|geachte|goedemorgen|goedemiddag|dzień dobry|szanown|witam|dobrý den"
    r"|vážen|ahoj|hej|hei"
    r"|kära|kjære|kære|terve|hyvä|добрый|здравствуйте|уважаем|привет|доброго|добрий|шановн|merhaba|sayın|iyi günler"
    r"|καλημέρα"
    r"|καλησπέρα|αγαπητ|お世話|こんにちは|您好|你好|尊敬的|안녕|مرحبا|السلام|عزيزي|שלום)(?!\w)"
)
"""How a letter begins."""

PROGRAMS = (
    r"thunderbird|mozilla/|seamonkey|betterbird|postbox|microsoft (?:office )?outlook|microsoft-macoutlook"
    r"|outlook express"
    r"|windows (?:live )?mail|apple mail|(?:iphone|ipad|ipod) mail|\bmutt|neomutt|evolution|kmail|kontact"
    r"|claws mail|sylpheed"
    r"|k-9|fairemail|foxmail|the bat!|em_?client|airmail|\balpine|\bpine\b|\bgnus|pegasus mail|becky!|shuriken"
    r"|mailspring"
    r"|sparkmail|opera mail|eudora|entourage|geary|mailbird|mailmate|bluemail|aqua ?mail|\bvivaldi|lotus notes"
    r"|ibm notes"
    r"|hcl notes|ibm verse|superhuman|canary mail|trojit[aá]|balsa|mew version|wanderlust|emacs|spike"
)
"""Mail programs one types in, as they name themselves in User-Agent or X-Mailer."""

WEBMAIL = (
    r"roundcube|squirrelmail|rainloop|snappymail|sogo|horde|internet messaging program|zimbra|open-xchange|webmail"
    r"|yahoomail"
    r"|protonmail|tutanota|ox app suite|afterlogic|crossbox|coremail|nextcloud|cypht|gmx|web\.de|1&1|onet|interia"
    r"|laposte"
)
"""Mail programs in a browser; some of their absence robots name themselves so too."""

FORM_LABELS = (
    r"^\W{0,3}(?:(?:your |ihre? |votre |su |tu |il tuo |uw |sua )?(?:message|comments?|question|enquiry|inquiry"
    r"|description|details"
    r"|nachricht|mitteilung|anliegen|frage|bemerkung(?:en)?|beschreibung|kommentar|commentaires?|demande|mensaje"
    r"|consulta"
    r"|comentarios?|mensagem|comentários?|messaggio|richiesta|bericht|opmerking(?:en)?|vraag|wiadomość|treść|zpráva"
    r"|dotaz"
    r"|meddelande|besked|melding|viesti|сообщение|вопрос|повідомлення|mesaj|μήνυμα|お問い合わせ内容|内容|メッセージ"
    r"|留言|訊息"
    r"|문의 ?내용|메시지|الرسالة|הודעה))(?:\W{0,3}[:：*]|[ \t]{2,}\S)"
)
"""The label above what somebody typed into a form of a web page, or beside it in a table."""
