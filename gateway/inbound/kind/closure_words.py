"""How helpdesks close tickets and ask how it was, in every language. Regular expressions over ``flat`` text.

People write most of it, too: it counts beside the signs of a program only.
"""

from __future__ import annotations

CLOSED = (
    r"(?:request|ticket|case|incident|enquiry|inquiry|conversation|chat)(?: \S{1,30}){0,3} (?:has been|have been|was"
    r"|is|will be|now) (?:\w+ )?(?:closed|resolved|solved|completed)"
    r"|(?:marked|set|changed) (?:as |to )?(?:closed|resolved|solved)|(?:anfrage|ticket|vorgang|meldung|anliegen"
    r"|fall)(?: \S{1,30}){0,3} (?:wurde|ist|wird|gilt|haben) .{0,60}(?:geschlossen|gelöst|abgeschlossen|erledigt)"
    r"|(?:demande|ticket|incident|dossier)(?: \S{1,30}){0,3} (?:a été|est|sera|a) .{0,30}(?:clos|clôtur|résolu|fermé)"
    r"|(?:solicitud|ticket|caso|consulta|incidencia|petición)(?: \S{1,30}){0,3} (?:ha sido|se ha|fue|está"
    r"|será) .{0,15}(?:cerrad|resuelt|solucionad)"
    r"|(?:pedido|chamado|ticket|solicitação|caso)(?: \S{1,30}){0,3} (?:foi|será|está) .{0,30}(?:fechad|encerrad"
    r"|resolvid|conclu)|(?:richiesta|ticket|segnalazione|caso)(?: \S{1,30}){0,3} (?:è stat|è|verrà"
    r"|sarà).{0,30}(?:chius|risolt)"
    r"|(?:melding|aanvraag|ticket|verzoek|vraag)(?: \S{1,30}){0,3} (?:is|wordt|werd) .{0,30}(?:gesloten|opgelost"
    r"|afgesloten|afgehandeld)|(?:zgłoszenie|sprawa|ticket)(?: \S{1,30}){0,3} (?:zostało|została"
    r"|jest) .{0,30}(?:zamkni|rozwiąza)"
    r"|(?:požadavek|ticket|dotaz|případ)(?: \S{1,30}){0,3} (?:byl|bude|je) .{0,30}(?:uzavřen|vyřešen|ukončen)"
    r"|ärende\w*(?: \S{1,30}){0,3} (?:har|är|kommer) .{0,30}(?:stängts?|avsluta|lösts?)|(?:sag|sak"
    r"|henvendelse)\w*(?: \S{1,30}){0,3} (?:er|blev|ble|bliver|har) .{0,30}(?:lukket|afsluttet|løst|avsluttet)"
    r"|(?:tukipyyn|pyynt|tiket)\w*(?: \S{1,30}){0,3} (?:on|suljetaan).{0,20}(?:suljettu|ratkaistu|automaattisesti)"
    r"|(?:обращение|заявка|запрос|тикет)(?: \S{1,30}){0,3} .{0,20}(?:закрыт|решен|решён|выполнен|завершен)"
    r"|(?:звернення|заявк\w|запит|тікет)(?: \S{1,30}){0,3} .{0,20}(?:закрит|вирішен|виконан)|(?:talebiniz|kaydınız"
    r"|bilet\w*)(?: \S{1,30}){0,3} .{0,20}(?:kapatıl|çözül|tamamlan)|(?:αίτημα\w*"
    r"|αίτημά)(?: \S{1,30}){0,3} .{0,20}(?:έκλεισε|κλείσει|ολοκληρώθηκε|επιλύθηκε)"
    r"|(?:お問い?合わせ|チケット|受付|案件).{0,30}(?:完了|クローズ|解決|終了)|(?:工单|工單|请求|請求|案件|问题"
    r"|問題).{0,20}(?:已关闭|已關閉|已解决|已解決|关闭|關閉)|(?:티켓|문의|요청).{0,20}(?:종료|해결|완료)되|(?:طلب"
    r"|تذكرة)\S*(?: \S{1,30}){0,3} .{0,15}(?:إغلاق|أُغلق|أغلق|حل)|(?:פני|קריא)\S*(?: \S{1,30}){0,3} .{0,15}(?:נסגר"
    r"|טופל|נפתר)"
)
"""A ticket is closed; people say so, too. A regular expression."""

REOPENS = (
    r"(?:no|not|n't) .{0,40}(?:hear|heard|receiv|respon|repl|answer).{0,60}(?:day|hour|week|since)|(?:reply|respond"
    r"|answer)\w* .{0,60}re-?open|re-?open(?:ed)? .{0,60}(?:repl|respond|answer)"
    r"|(?:keine|nicht) .{0,40}(?:antwort|rückmeldung|gehört).{0,60}|(?:antworten|antwort) .{0,60}(?:wieder|erneut"
    r"|neu) ?(?:ge)?öffnet|(?:pas|sans|aucune) .{0,30}(?:réponse|retour).{0,60}|(?:répond).{0,60}rouv"
    r"|(?:no|sin) .{0,30}(?:respuesta|respond|contest).{0,60}|respond\w* .{0,40}(?:reabr|abrirá|abre)|(?:não"
    r"|sem) .{0,30}(?:resposta|retorno|respond).{0,60}|respond\w* .{0,40}reab|(?:non|nessuna) .{0,30}(?:rispost"
    r"|riscontr).{0,60}|rispond\w* .{0,40}riap"
    r"|(?:geen|niet) .{0,30}(?:reactie|antwoord|gehoord|vernomen).{0,60}|(?:reageer|antwoord)\w* .{0,60}(?:heropen"
    r"|opnieuw)|(?:brak|nie) .{0,30}(?:odpowiedzi|otrzymali).{0,60}|odpowi\w* .{0,50}ponownie|(?:ne"
    r"|bez) ?.{0,30}(?:odpověd|odpověď|reakc).{0,60}|odpov\w* .{0,50}znovu"
    r"|(?:inte|inget) .{0,30}(?:svar|hört).{0,60}|svara\w* .{0,50}öppnas|(?:ikke) .{0,30}(?:svar|hørt).{0,60}"
    r"|svar\w* .{0,50}(?:genåbn|gjenåpn|åbn|åpn)|(?:ei|emme) .{0,30}(?:vastau|kuul).{0,60}|vasta\w* .{0,40}uudelleen"
    r"|(?:не|без) .{0,30}(?:ответ|відпов).{0,60}|(?:ответ|відпов)\w* .{0,40}(?:открыт|відкри|снова|знову)"
    r"|(?:yanıt|cevap) .{0,30}(?:alama|gelme)\w*|(?:yanıt|cevap)\w* .{0,40}(?:yeniden|tekrar)"
    r"|(?:δεν) .{0,30}(?:απάντησ|λάβαμε).{0,40}|(?:ご)?(?:返信|返答|回答).{0,12}(?:ない|なかった|ございません"
    r"|いただけ).{0,20}|(?:未|没有|沒有).{0,10}(?:回复|回覆|收到).{0,20}|(?:回复|回覆).{0,12}重新|(?:회신|답변"
    r"|응답).{0,8}(?:없|않).{0,20}|(?:عدم|لم) .{0,20}(?:رد|نتلق).{0,30}|לא .{0,20}(?:התקבל|קיבלנו).{0,30}"
)
"""Nobody answered for so long, or an answer opens it again. A regular expression."""

SURVEY = (
    r"how (?:satisfied|did we|was your|would you rate|are we doing|likely are you)|rate (?:your|our|the|us)"
    r"|(?:satisfaction|customer|feedback) (?:survey|questionnaire)|take (?:a|our|this) (?:\w+ )?survey"
    r"|wie (?:zufrieden|bewerten|waren|hat ihnen|wahrscheinlich)|bewerten sie|(?:umfrage|kundenzufriedenheit"
    r"|zufriedenheitsumfrage)|(?:comment|quel).{0,30}(?:évalu|noter|satisf)|enquête de satisfaction|(?:donnez"
    r"|votre) (?:\w+ )?(?:avis|note)|êtes-vous satisfait"
    r"|encuesta de|(?:cómo|qué tan|cuán).{0,20}(?:valor|calific|satisfech)|califique|valore (?:su|nuestr)"
    r"|pesquisa de satisfação|inquérito|(?:como|quão).{0,20}(?:avalia|satisfeit)|avalie|sondaggio|(?:come"
    r"|quanto).{0,20}(?:valut|soddisfatt)|valut[aie] (?:la|il|il nostro|la tua)"
    r"|(?:hoe).{0,20}(?:tevreden|beoordeel|hebben wij)|tevredenheid\w*|klanttevredenheid|ankiet|(?:jak"
    r"|czy).{0,20}(?:oceni|zadowol)|oceń|(?:jak|ohodno).{0,20}(?:spokojen|hodnot|ohodno)|dotazník"
    r"|(?:hur) .{0,15}(?:nöjd|upplev|betyg)|kundundersökning|nöjdhet|(?:hvor|hvordan) .{0,15}(?:tilfreds|fornøyd"
    r"|oplev|opplev)|tilfredshed|kundeundersøk"
    r"|tyytyväi\w*|asiakaskysely|arvioi|(?:оцените|опрос|насколько вы)|(?:оцініть|опитування|наскільки ви)|memnuniyet"
    r"|(?:anket|değerlendir)\w*|(?:πόσο|αξιολογ|ικανοποί)\w*|アンケート|満足度|評価して|满意度|滿意度|评价|評價|问卷"
    r"|問卷|만족도|설문|평가해|استبيان|(?:تقييم|رضا)|סקר|(?:שביעות|דרג)"
)
"""How was it? A regular expression."""

SCALE = (
    r"https?://|1\s?(?:to|bis|à|a|tot|do|till|til|-|–|από|до|ila|から|到|～|~)\s?(?:5|10)\b|(?:5|10|五|10)\s?(?:段階"
    r"|분|점|stars?|sterne|étoiles|estrellas|estrelas|stelle|sterren|gwiazd)|one minute|eine minute|un minut"
    r"|één minuut|klik op|click|klicken|cliqu"
    r"|haga clic|clique|clicca|kliknij|klikn|klicka|klik på|klikk|klikkaa|нажмите|натисніть|tıkla|κάντε κλικ|☆|★|😀|👍"
)
"""What one does about it. A regular expression."""
