"""What notes say of who has left, and of mailboxes that nobody reads any more. A table over ``flat`` text."""

from __future__ import annotations

from gateway.inbound.kind.word_table import WordTable

GONE = WordTable(
    {
        "en": (
            "address|closed|deactivated|discontinued|inbox|left|longer|mailbox|my last|retired|t working any"
            "|unattended|unmonitored",
            r"""
            (?:no longer (?:works?|working|employed|part of|an employee|a member)\
              |not working any ?more) .{0,60}(?:company|with|at|for|here|of)\b
            (?:is|am) no longer (?:with|at|employed|in the employ)\b
            (?:has|have) left (?:the |our |this )?(?:company|organi[sz]ation|firm|business|team|us\b)
            (?:has|have) (?:now )?retired|my last (?:working )?day
            (?:mailbox|inbox|e-?mail address|address) (?:is|has been|was|will be) (?:no longer|not) (?:in use|used\
              |monitored|active|read|checked|valid)
            (?:mailbox|inbox|address) (?:is|has been|was) (?:now )?(?:closed|retired|discontinued\
              |deactivated|unattended|unmonitored)
            """,
        ),
        "de": (
            "abgeschaltet|ausgeschieden|deaktiviert|im ruhestand|letzter arbeitstag|nicht|stillgelegt|verlassen",
            r"""
            (?:nicht mehr|nicht länger) (?:\w+ )?(?:bei|für|in|im|hier|mitarbeiter|beschäftigt|tätig\
              |teil)\b.{0,60}(?:beschäftigt|tätig|unternehmen|firma|gmbh|\bag\b|mitarbeiter|team|uns\b)
            (?:ist|bin|sind|scheide|scheidet) .{0,80}(?:ausgeschieden|im ruhestand)
            (?:unternehmen|firma) .{0,20}verlassen|letzter arbeitstag
            (?:adresse|postfach|e-?mail-?adresse|mailbox) (?:wird|ist|wurde) (?:\w+ )?(?:nicht mehr\
              |nicht länger|deaktiviert|stillgelegt|abgeschaltet)
            """,
        ),
        "fr": (
            "adresse|au sein|boîte|employé|en poste|messagerie|ne travaill|plus partie|quitté|retraite|salarié",
            r"""
            ne (?:travaille|travaillons) plus (?:chez|pour|à|dans|au)|ne (?:fais|fait|font) plus partie
            (?:a|ai) quitté (?:l'entreprise|la société|l'établissement|notre|ses fonctions|mes fonctions|le groupe)
            (?:n'est|ne suis) plus (?:en poste|au sein|employée?|salariée?)
            (?:est|suis|partie?) (?:partie? )?(?:à la|en) retraite
            (?:adresse|boîte|messagerie)[^.]{0,30}(?:n'est plus|ne sera plus|plus (?:consultée?|utilisée?\
              |relevée?|active?)|désactivée?)
            """,
        ),
        "es": (
            "buzón|dirección|ha dejado|jubilad|ya no",
            r"""
            ya no (?:trabaj\w+ (?:en|para|con)|form[oa] parte|pertene\w+|(?:está|estoy) (?:en la empresa\
              |con nosotros|en plantilla))
            ha dejado (?:la empresa|de trabajar|de formar)|(?:se ha|está) jubilad
            (?:buzón|dirección de correo|dirección)[^.]{0,40}(?:en desuso|desactivad|ya no|no está (?:activ|operativ)\
              |no se (?:lee|revisa|atiende|consulta)|dad[oa] de baja)
            """,
        ),
        "pt": (
            "a empresa|aposentou-se|caixa|endereço|faz parte|faço parte|já não|os quadros|reformou-se|se aposentou"
            "|trabalha|trabalho",
            r"""
            já não (?:trabalh\w+ (?:na|no|em|para|com)|pertenc\w+|(?:faz|faço) parte)
            não (?:trabalha|trabalho|faz parte|faço parte) mais|deixou (?:a empresa|de trabalhar|os quadros)
            aposentou-se|se aposentou|reformou-se
            (?:caixa|endereço)[^.]{0,40}(?:desativad|em desuso|não (?:é|está|será) mais|já não\
              |não é (?:lid|monitorad))
            """,
        ),
        "it": (
            "alle dipendenze|casella|dipendente|ha lasciato l|in azienda|in pensione|indirizzo|non lavor|più parte"
            "|presso",
            r"""
            non (?:lavora|lavoro) più (?:in|per|presso|con|da)|non (?:fa|faccio) più parte
            non (?:è|sono) più (?:presso|dipendente|alle dipendenze|in azienda)
            ha lasciato (?:l'azienda|la società|la nostra)
            è (?:andat[oa] )?in pensione
            (?:casella|indirizzo)[^.]{0,40}(?:disattivat|dismess|non è più|non sarà più\
              |non viene più|non è (?:presidiat|monitorat))
            """,
        ),
        "nl": (
            "buiten gebruik|gesloten|in dienst|met pensioen|opgeheven|uit dienst|verlaten|werk|wordt niet",
            r"""
            niet (?:meer|langer) (?:werkzaam|in dienst)|werkt? niet (?:meer|langer) (?:bij|voor)
            heeft .{0,40}(?:organisatie|bedrijf|ons) verlaten|uit dienst|met pensioen
            (?:mailbox|postvak|adres)[^.]{0,30}(?:buiten gebruik|opgeheven|gesloten|wordt niet)
            """,
        ),
        "pl": (
            "eszła|na emerytur|nie jest|nie pracuj|nieaktywn|nieużywan|szedł|wyłączon|zamknięt|została zlikwid",
            r"""
            już nie pracuj\w+ (?:w|dla)\b|nie pracuj\w+ już (?:w|dla)\b
            (?:odszedł|odeszła) (?:z (?:firmy|pracy)|na emerytur)|na emerytur
            (?:skrzynka|adres)[^.]{0,40}(?:nieaktywn|nie jest (?:już|monitor|czytan|używan)|nieużywan\
              |zamknięt|wyłączon|została zlikwid)
            """,
        ),
        "cs": (
            "adresa|do důchodu|není zaměst|racuj|schránka|z firmy|ůsob",
            r"""
            (?:již|už) (?:v|ve|u|pro) .{0,25}(?:nepracuj|nepůsob)|(?:již|už) není zaměst
            (?:nepracuj|nepůsob)\w* (?:již|už) (?:v|ve|u|pro)|(?:odešel|odešla) (?:z firmy|do důchodu)
            (?:schránka|adresa)[^.]{0,40}(?:zrušen|není (?:již|už|aktivní|sledov|použív)|nepoužív|nečte\
              |již ne|už ne)
            """,
        ),
        "sv": (
            "adress|arbetar|brevlåda|gått i pension|har lämnat|har slutat|längre|mailbox",
            r"""
            (?:inte|ej) längre (?:kvar|anställd|hos)\b|arbetar (?:inte|ej) (?:längre|kvar)
            har slutat (?:på|hos|i|sin|sitt|min|den)\b|har lämnat (?:företaget|bolaget|oss)|gått i pension
            (?:brevlåda\w*|adress\w*|mailbox\w*)[^.]{0,40}(?:bevakas inte|läses inte|används inte\
              |avslutad|stängd|inte längre|inte bevak)
            """,
        ),
        "da": (
            "adresse|arbejder ikke|fratrådt|gået på pension|har forladt|ikke længere|mailboks|postkasse|stoppet",
            r"""
            ikke længere (?:ansat|hos|en del af)|arbejder ikke (?:længere|mere) (?:hos|i|på|for)
            er (?:fratrådt|stoppet (?:hos|i))|har forladt (?:virksomheden|firmaet|os)|gået på pension
            (?:postkasse\w*|adresse\w*|mailboks\w*)[^.]{0,40}(?:nedlagt|lukket|læses ikke|ikke længere\
              |overvåges ikke|bruges ikke|ikke overvåg)
            """,
        ),
        "no": (
            "adresse|gått av med pensjon|har forlatt|har sluttet|ikke lenger|innboks|postkasse",
            r"""
            ikke lenger (?:ansatt|hos|en del av)|jobber ikke lenger (?:hos|i|på|for)|har sluttet (?:hos|i)\b
            har forlatt (?:selskapet|firmaet|oss)|gått av med pensjon
            (?:postkasse\w*|adresse\w*|innboks\w*)[^.]{0,40}(?:lagt ned|nedlagt|stengt|leses ikke\
              |ikke lenger|overvåkes ikke|brukes ikke)
            """,
        ),
        "fi": (
            "ei enää|ei lueta|ei seurata|eläkkeelle|käytössä|palveluksessa|poistettu|suljettu|työskentele|töissä"
            "|yrityksessä",
            r"""
            (?:ei|en) (?:enää |ole enää )(?:työskentele|palveluksessa|töissä|yrityksessä)|ei työskentele enää
            on (?:jäänyt|siirtynyt) eläkkeelle
            (?:postilaatikko\w*|osoite\w*|osoitetta|laatikkoa)[^.]{0,40}(?:poistettu|suljettu|ei lueta\
              |ei seurata|ei ole (?:enää )?käytössä|ei enää)
            """,
        ),
        "ru": (
            "больше не|закрыт|на пенси|не использ|не обслужив|не проверя|не работа|не являет|отключ|покинул|уволил",
            r"""
            (?:больше|уже) не работа\w+ (?:в|у нас|на (?:нашем|этом))|(?:больше|уже) не являет\w+ .{0,20}сотрудник
            не работает (?:больше )?(?:в (?:нашей )?компании|у нас)|(?:уволил|покинул)\w* |на пенси
            (?:ящик|адрес)[^.]{0,40}(?:не использ|закрыт|отключ|не проверя|больше не\
              |не обслужив)
            """,
        ),
        "uk": (
            "адреса|звільни|на пенсі|не працю|працівник|скринька",
            r"""
            (?:більше|вже) не працю\w+ (?:в|у нас|на (?:нашому|цьому))|(?:більше|вже) не є .{0,20}працівник
            не працює (?:більше )?(?:в (?:нашій )?компанії|у нас)|звільни(?:вся|лася)|на пенсі
            (?:скринька|адреса)[^.]{0,40}(?:не використ|закрит|вимкн|не перевіря|більше не)
            """,
        ),
        "tr": (
            "ayrıl|bünyemizde|bünyesinde|emekli ol|görev yapm|kurumumuzda|posta adres|posta kutusu|şirketimizde",
            r"""
            artık (?:\w+ ){0,5}(?:görev yapm\w+|bünyesinde \w+)
            (?:şirketimizde|kurumumuzda|bünyemizde) (?:\w+ )?çalışm\w+|(?:şirket|kurum|firma)\w* (?:\w+ )?ayrıl\w+
            emekli ol
            (?:posta kutusu|e-?posta adres)\w*[^.]{0,40}(?:kullanılma|kapatıl|takip edilme|kontrol edilme|aktif değil)
            """,
        ),
        "el": (
            "ανήκ|αποχώρησε από|γραμματοκιβώτιο|διεύθυνση|εργάζ|θυρίδα|συνταξιοδοτ",
            r"""
            δεν (?:εργάζ|ανήκ)\w+ (?:πλέον|πια)|(?:πλέον|πια) δεν (?:εργάζ|ανήκ)\w+|αποχώρησε από|συνταξιοδοτ
            (?:διεύθυνση|θυρίδα|γραμματοκιβώτιο)[^.]{0,40}(?:δεν (?:χρησιμοποι|παρακολουθ|ελέγχ|είναι)\
              |καταργ|απενεργοποι)
            """,
        ),
        "ja": (
            "アドレス|メールボックス|受信箱|異動|退社|退職",
            r"""
            退職(?:いた|し|と|に)|退社(?:いた|し)|異動(?:いた|と|し|に)
            (?:メールアドレス|アドレス|メールボックス|受信箱).{0,20}(?:使用して|使われて|廃止|確認して|使用されて\
              |利用できなく|閉鎖)
            """,
        ),
        "zh": (
            "不再|信箱|公司|已退休|离职|邮箱|郵箱|離職",
            r"""
            离职|離職|不再(?:在|于|於)?.{0,10}(?:任职|任職|担任|擔任|工作)|已(?:离开|離開)(?:本)?公司|已退休
            (?:邮箱|信箱|郵箱).{0,12}(?:停用|不再|关闭|關閉|无人|無人)
            """,
        ),
        "ko": (
            "근무하지|메일|사서함|재직하지|퇴사|퇴직",
            r"""
            퇴사|퇴직|더\s?이상 .{0,15}(?:근무하지|재직하지)
            (?:메일함|메일 ?주소|사서함).{0,15}(?:폐쇄|중단|사용하지|확인하지|사용되지)
            """,
        ),
        "ar": (
            "بريد|تعد|تقاعد|صندوق|عنوان|غادر ال|لم أعد أعمل|يعد",
            r"""
            لم أعد أعمل|لم (?:يعد|تعد) (?:\S+ ){0,3}(?:موظف|ضمن|لدى)\S*|غادر (?:الشركة|العمل)|تقاعد
            (?:البريد|العنوان|الصندوق)[^.]{0,30}(?:مغلق|غير مستخدم|غير مراقب|لم يعد|لا يُراجع|لا يراجع)
            """,
        ),
        "he": (
            "את ה|חלק מ|כתובת|לגמלאות|מועסק|עובד|תיבה|תיבת",
            r"""
            (?:אינו|אינה|איני|לא|כבר לא) (?:עובד|עובדת) (?:ב|אצל|עוד ב)
            (?:אינו|אינה|איני|כבר לא) (?:מועסק|מועסקת|חלק מ)|(?:עזב|עזבה|עזבתי) את (?:החברה|הארגון|המקום)
            פרש(?:ה|תי)? לגמלאות
            (?:תיבה|תיבת|כתובת|הכתובת|התיבה)[^.]{0,30}(?:אינה (?:פעילה|בשימוש|מנוטרת)|אינו פעיל|לא בשימוש\
              |לא נבדק|כבר לא|נסגר)
            """,
        ),
    }
)
"""Somebody works there no more, or a mailbox is read no more."""
