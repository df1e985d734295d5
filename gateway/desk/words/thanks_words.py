"""How people thank, praise and wish well. Tables only: phrases by language, as ``phrases`` reads them."""

from __future__ import annotations

THANKS = {
    "en": """
        (|many|so many|a million|a thousand|a thousand times|big|huge|much|all our|my|special) (thanks|thanx|thnx|
        thx|thks|tks|tnx|ty) (|a lot|a lot again|so much|very much|a ton|a bunch|a million|heaps|loads|again|once
        again|indeed|anyway|everyone|everybody|all|all of you|both|guys|folks|team|to all|to you all|to the team|to
        everyone|mate);
        (|oh|and|i|we|again) thank (you|u|ya|yu) (|all|both|guys|everyone|team|again|once again|once more|kindly|
        indeed) (|a lot|so much|very much|ever so much|a million|so very much) (|again|indeed|everyone|all|guys|
        team);
        (i|we) (|really|very much|do|truly|greatly|so) appreciate (it|this|that|the help|your help|your support|the
        support|the quick response|your quick response|the quick help|your time|all your help);
        much (appreciated|obliged); (|very|really|greatly|so) (appreciated|grateful); tyvm; tysm; cheers (|mate|
        guys|all);
        (i am|i'm|we are|we're) (|so|very|really|most) grateful""",
    "fr": """
        (|un grand|un tout grand|mille|grand|encore|encore une fois) merci (|beaucoup|bien|infiniment|encore|mille
        fois|beaucoup encore|à vous|à toi|à tous|à toute l'équipe|à l'équipe);
        (je|nous) (vous|te) (remercie|remercions) (|beaucoup|infiniment|encore|vivement|sincèrement|bien);
        avec (mes|tous mes|nos) remerciements; tous mes remerciements; (|je vous en|nous vous en) remercie; mrc;
        mci""",
    "de": """
        (|vielen|herzlichen|tausend|besten|recht herzlichen|vielen herzlichen|ganz herzlichen|vielen lieben|lieben|
        nochmals vielen|noch einmal vielen|nochmal vielen|super vielen) dank (|nochmals|noch einmal|nochmal|euch
        allen|an alle|an das team|an das ganze team|ihnen|dir|euch);
        (|nochmals|nochmal|super|ok|ich|wir|alles klar) (danke|dankeschön|dankeschoen|merci|danken) (|schön|schoen|
        sehr|vielmals|ihnen|dir|euch|nochmals|nochmal|ihnen sehr|ihnen vielmals|dir sehr|euch sehr|euch allen|
        vielmals nochmals|herzlich|ihnen herzlich);
        herzlichsten dank; vergelts gott; bedanke mich (|herzlich|sehr|vielmals); ich bedanke mich (|herzlich|sehr);
        wir bedanken uns (|herzlich|sehr)""",
    "es": """
        (|muchas|muchísimas|mil|millones de|de nuevo muchas|nuevamente muchas|otra vez) gracias (|de nuevo|
        nuevamente|otra vez|a todos|a ustedes|a vosotros|a ti|a usted|totales);
        muy (agradecido|agradecida|agradecidos|amable|amables); (se|te|os|le|les) (lo|) (agradezco|agradecemos|
        agradece);
        (|le|les|te) agradezco (|mucho)""",
    "pt": """
        (|muito|muitíssimo|mto|mt) (obrigado|obrigada|obrigados|obg|obgd|obrigadão|obrigadíssimo|grato|
        grata|gratos|agradecido|agradecida) (|mesmo|novamente|mais uma vez|de novo|a todos|a vocês|a você|por tudo|
        pessoal);
        (eu|nós|) (agradeço|agradecemos) (|muito|imenso); valeu (|mesmo|pessoal)""",
    "it": """
        (|molte|tante|mille|grazie mille|ancora|tantissime|infinite|vi) (grazie|grz) (|mille|tante|infinite|ancora|
        di cuore|a tutti|a lei|a voi|a te|di nuovo|tantissime|di tutto) (|dell'aiuto|dell'assistenza|
        dell'intervento|dell'informazione);
        (|la|vi|ti) (ringrazio|ringraziamo) (|molto|tanto|ancora|infinitamente|di cuore);
        molto gentile; molto gentili""",
    "nl": """
        (|heel erg|hartelijk|heel hartelijk|vriendelijk|veel|super|ontzettend) (dank|bedankt|dankjewel|dankuwel|
        dankjulliewel|thanks) (|je|u|jullie|je wel|u wel|jullie wel|allen|allemaal|nogmaals|iedereen);
        (|nogmaals) (dank|bedankt) (je|u|jullie|) (wel|) (|hoor); dank je (|wel|zeer); nogmaals (dank|bedankt);
        mijn dank is groot; (ik|wij|we) (dank|danken) (je|u|jullie) (|hartelijk|zeer)""",
    "sv": """
        (|stort|många|ett stort|hjärtligt|jätte) (tack|tackar|tacksam) (|så mycket|så jättemycket|igen|ska du ha|
        ska ni ha|snälla|alla|allihopa|detsamma|så hemskt mycket|än en gång); tusen tack; tackar tackar""",
    "da": """
        (|mange|tusind|1000|hjertelig) tak (|skal du have|skal i have|igen|alle|alle sammen|for nu); jeg takker; vi
        takker""",
    "no": """
        (|mange|tusen|hjertelig|1000) (takk|takker) (|skal du ha|skal dere ha|igjen|alle sammen|så mye|så mykje|nok
        en gang|for alt|alle)""",
    "fi": """
        (|paljon|suuri|suuret|iso|isot|suurkiitos|tuhannet|kovasti|oikein paljon) (kiitos|kiitoksia|kiitokset|
        kiitti|kiitän|kiitämme|suurkiitos) (|paljon|teille|sinulle|oikein paljon|vielä kerran|kovasti|kaikille|kun
        autoit|vaan) (|nopeasta|hyvästä|erinomaisesta) (|avusta|avustasi|avustanne|vastauksesta|palvelusta|tuesta|
        toiminnasta|kaikesta|ajasta|tiedosta|ratkaisusta)""",
    "pl": """
        (|bardzo|serdecznie|ślicznie|pięknie|jeszcze raz|raz jeszcze|również) (dziękuję|dziękujemy|dzięki|dziekuje|
        dzieki|dzięks|dzieks) (|bardzo|serdecznie|pięknie|wielkie|ślicznie|raz jeszcze|jeszcze raz|państwu|wam|
        panu|pani);
        wielkie dzięki""",
    "cs": """
        (|moc|mockrát|velice|srdečně|ještě jednou) (děkuji|děkuju|děkujeme|díky|dík|dekuji|diky) (|moc|mockrát|vám|
        ti|velice|všem|ještě jednou|vám moc|srdečně)""",
    "sk": """
        (|veľmi pekne|veľmi|pekne) (ďakujem|ďakujeme|vďaka|dakujem) (|veľmi pekne|pekne|veľmi|vám|vám veľmi
        pekne)""",
    "hu": """
        (|nagyon|nagyon szépen|szépen|hálásan|ezer) (köszönöm|köszönjük|köszi|kösz|köszönet|kösz szépen|köszike) (|
        szépen|nagyon|mindent|mindenkinek|még egyszer) (|a|az|a gyors|a segítőkész) (|segítséget|választ|támogatást|
        ügyintézést|megoldást|javítást|információt)""",
    "ro": """
        (|vă|va|iti|îți) (mulțumesc|mulțumim|multumesc|multumim|mersi|mulţumesc|mulţumim) (|mult|frumos|încă o dată|
         tuturor|mult de tot|foarte mult|din suflet)""",
    "ru": """
        (|большое|огромное|ещё раз|еще раз|всем|ок|хорошо) (спасибо|спс|благодарю|благодарим|пасиб) (|большое|
        огромное|вам|вам большое|тебе|ещё раз|еще раз|всем);
        (с благодарностью|очень признателен|очень признательна)""",
    "uk": "(|щиро|дуже|красно|ще раз) (дякую|дякуємо|спасибі) (|вам|дуже|щиро|красно|ще раз|велике|всім|вам дуже)",
    "tr": """
        (|çok|cok) (teşekkürler|teşekkür ederim|teşekkür ederiz|tesekkurler|tesekkur ederim|tesekkur ederiz|sağolun|
         sağ olun|sağol|sagolun|teşekkür) (|çok|tekrar|herkese);
        (ilginiz|yardımınız|desteğiniz|yardımlarınız) için (|çok) (teşekkürler|teşekkür ederim|teşekkür ederiz)""",
    "el": """
        (|σας|σε|και πάλι) (ευχαριστώ|ευχαριστούμε) (|πολύ|πάρα πολύ|θερμά|και πάλι); χίλια ευχαριστώ; thanks
        poly""",
    "zh": """
        (|非常|十分|太|多|真的|真是|再次|万分|好的|好|真心) (谢谢|感谢|謝謝|感謝|多谢|多謝|谢啦|谢了|谢谢啦|
        謝謝啦|谢过) (|你|您|你们|您们|大家|各位|老师|了|啦|啊|你的帮助|您的帮助|
        您的支持|你们的支持|你们的帮助|您的协助|大家的帮助|您的回复|您的及时回复|你的回复|支持|帮助|協助|您的協助|
        您的幫助|你的幫助|您的耐心|及时处理|及时回复|快速处理|配合);
        谢; 辛苦了; 辛苦啦; 您辛苦了; 辛苦大家了; 感激不尽; 感恩""",
    "ja": """
        (|どうも|本当に|誠に|大変|早速の対応|早速のご対応|早速のご返信|ご対応|ご対応いただき|迅速なご対応|ご連絡|
        ご連絡いただき|ご確認|ご返信|ご回答|お返事|ご協力|早速|色々と|いろいろと|いつも|
        素早い対応|迅速な対応|助かりました) (ありがとう|ありがとうございます|ありがとうございました|有難う|
        有難うございます|有難うございました|有り難うございます|有り難うございました|感謝します|
        感謝いたします|感謝致します|感謝申し上げます);
        (ご対応|ご連絡|迅速なご対応|迅速な対応|早速のご対応|早速のご返信|ご返信|ご回答|ご協力|お返事|素早いご対応|
        対応) (いただき|頂き|を|いただきまして|くださり|下さり|) (誠に|本当に|大変|)
        (ありがとうございます|ありがとうございました|有難うございます|有難うございました|感謝いたします);
        (|大変|本当に|とても) (助かりました|助かります); どうも; サンクス; 感謝; お世話になりました; (|大変)
        お世話になりました""",
    "ko": """
        (|정말|대단히|너무|매우|진심으로|도와주셔서|빠른 답변|빠른 대응|빠른 처리|빠른 회신) (감사|감사합니다|
        감사해요|감사드립니다|감사했습니다|고맙습니다|고마워요|고마워|고맙네요|땡큐);
        (도움|빠른 답변|빠른 대응|답변|빠른 처리|처리|지원) (주셔서|에|해주셔서|해 주셔서) (|정말|대단히)
        (감사합니다|감사드립니다|고맙습니다); 수고하셨습니다; 수고하세요; 수고 많으셨습니다""",
    "ar": """
        (|ألف) (شكرا|شكراً) (|جزيلا|جزيلاً|لك|لكم|كثيرا|كثيراً|على المساعدة|على مساعدتكم|على مساعدتك|على الرد|على
        الرد السريع|على سرعة الرد|جزيلا لكم|جزيلا لك);
        أشكرك; أشكركم; نشكركم; جزاك الله خيرا; جزاكم الله خيرا; مشكور; مشكورين; تسلم""",
    "he": "(|המון|אוקיי) תודה (|רבה|רבה רבה|לכם|לך|על העזרה|רבה על העזרה|לכולם|רבה לכם|רבה לך); תודות; מודה לך",
    "th": "ขอบคุณ(|มาก|มากๆ|มากค่ะ|มากครับ|ค่ะ|ครับ|นะคะ|นะครับ|มากนะคะ|มากนะครับ)",
    "vi": """
        (|xin|chân thành|rất) cảm ơn (|bạn|anh|chị|các bạn|nhiều|rất nhiều|bạn nhiều|anh nhiều|chị nhiều|bạn rất
        nhiều)""",
    "id": "terima kasih (|banyak|atas bantuannya|atas bantuan anda|kembali|semua); makasih (|banyak|ya); trims",
    "hi": "(|बहुत|बहुत बहुत) (धन्यवाद|शुक्रिया|आभार); dhanyavaad; (|bahut) shukriya",
    "af": "(|baie|duisend) dankie (|vir alles|almal|weereens)",
}
"""Language -> phrases of thanks."""

WISHES = {
    "en": """
        have a (|very|really) (nice|great|good|lovely|wonderful|fantastic|pleasant|fine) (day|weekend|evening|week|
        one|time|rest of the day|rest of your day|rest of the week|afternoon|night|holiday) (|too|ahead|all|
        everyone|everybody);
        (enjoy|happy) (|your|the|rest of your) (day|weekend|evening|week|holidays|friday|monday|new year|christmas);
        (|and) (you|same to you|you too|likewise) (|too|as well);
        you're (|most|very) welcome;
        you are (|most) welcome;
        no (worries|problem|probs) (|at all);
        take care; all the best;
        good (day|night|evening|morning|afternoon| weekend|luck);
        (you guys|you|you all|you people|your team|the team) (are|is|have been|has been|were|was) (|the|all|just|
        really|so) (awesome|great|amazing|fantastic|brilliant|best|very helpful|helpful|wonderful|excellent|super|
        superb|stars);
        (you|u) rock;
        (|a|you are a|you're a) (star|lifesaver|legend|life saver|hero);
        (|very|really|that's|that is|that was|this is|it is|it's|it was|was|so|truly|just) (great|excellent|
        wonderful|awesome|brilliant|fantastic|amazing|super|superb|cool|nice|lovely|impressive|very helpful|
        helpful|so helpful|good|very good|terrific|splendid) (|stuff|job|work|service|support|team|one|news|team
        work|as always|to hear|to know|response);
        (good|great|well|nicely|excellently) (done|played);
        (|top) (quality|notch) (service|support);
        top (| service);
        (very|really) (quick|fast|helpful|kind);
        (that was|this was) (|very|really|super|so) (quick|fast|helpful| kind);
        (|very|that's|that is|that is very|that's very|so|how) kind (of you|) (|all);
        wow; yay; hurray; hooray; bravo; kudos;
        (|well) noted (|with thanks);
        understood; got it; will do; i see; alright; all right;
        roger (|that);
        received (|with thanks);
        (|that|this|it|this really|it really|that really|you) helped (|me|us) (|a lot|so much|very much|out|);
        (i'm|i am|we are|we're) (|very|so|really) (happy|glad|pleased|satisfied|impressed|relieved) (|now|again|
        with it|with the service|with your service|with the support);
        no (|further|more|other) (action|help|assistance) (|from your side|from you) (|is) (needed|required|
        necessary) (|at the moment|for now|at this time);
        no (|further|more|other) questions (|from my side|from our side|for now|at the moment);
        nothing (else|more| further) (|for now|needed|is needed|from my side|thank you|at the moment|to add);
        (that's|that is|that will be|that was) all (|for now);
        kindly;
        with (many|best) thanks;
        (|please|) pass (on|) my thanks;
        (my|our) (compliments|congratulations) (| to the team)""",
    "fr": """
        (|très|une) (bonne|belle|excellente) (journée|soirée|semaine|fin de journée|fin de semaine|continuation|
        année|nuit|après-midi|fin d'après-midi) (|à vous|à tous|à toi|également|aussi|à toute l'équipe); (|très)
        bon (week-end|weekend|we|après-midi|dimanche|courage|vendredi) (|à vous|à tous|à toi); (à vous aussi|vous
        aussi|de même|également|pareillement);
        (|c'est|c'était|vraiment|très|ça c'est) (super|génial|top|excellent|formidable|parfait travail|bravo|nickel|
         gentil|très gentil|impeccable travail|efficace|très efficace|extra) (|travail|boulot|service|réactivité|de
        votre part);
        beau travail; bon travail; bien (noté|reçu|compris); (c'est|) (noté|compris|entendu) (|de mon côté); de
        rien;
        je vous en prie; pas de souci; pas de soucis; pas de problème; quelle (efficacité|rapidité|réactivité);
        chapeau;
        (rien d'autre|plus de question|plus de questions|pas d'autre question|pas d'autres questions)""",
    "de": """
        (|einen|ein|noch einen|noch ein|ich wünsche|ich wünsche ihnen|ihnen|wünsche) (schönen|schönes|schoenen|
        schoenes|schöne|guten|gute|angenehmen|angenehmes) (|rest) (tag|tag noch|abend|feierabend|wochenende|woche|
        restwoche|abend noch|nachmittag|zeit|feiertage|rutsch|urlaub|nacht) (|noch|auch|ihnen|euch|allen|zusammen|
        ihnen auch|wünsche ich|gewünscht|dir|ebenfalls);
        (ebenso|ebenfalls|gleichfalls|ihnen auch|dir auch|euch auch|gerne|gern geschehen|bitte schön|bitteschön);
        (|das ist|das war|wirklich|sehr|ganz|einfach|echt|ihr seid|sie sind|du bist) (|ja|wirklich|echt|sehr)
        (super|toll|klasse|prima|spitze|großartig|ausgezeichnet|hervorragend|genial|wunderbar|nett|freundlich|lieb|
        stark|top|schnell|hilfreich|die besten|der beste|der hammer|die größten|gut) (|gemacht|service|arbeit|
        leistung|support|von ihnen|von dir|von euch|reaktionszeit|hilfe|team);
        (super|tolle|gute|sehr gute|schnelle) (arbeit|leistung|reaktion|hilfe|betreuung|sache); (guter|toller|
        super) service;
        (|ist|) (notiert|verstanden|zur kenntnis genommen|angekommen) (|danke); weiter so; kein problem; kein thema;
        wow;
        (|sehr|wirklich|hat|das hat|das hat mir|das hat uns|es hat) (|sehr|wirklich) geholfen (|danke);
        (keine|keinerlei) (weiteren|weitere) fragen (|mehr|von meiner seite|von unserer seite|meinerseits);
        (das wars|das war's|das war es|das wäre alles|das war alles) (|von meiner seite|für heute|erstmal|schon)""",
    "es": """
        (|que|le|les|te|os|un|una|qué|que tenga|que tengan|que tenga un|que tengan un|tenga|tenga un|feliz|deseo un)
        (|muy|) (|tengas|tenga|tengan|tengáis|pase|pasen|deseo) (|un|una) (buen|buena|buenas|buenos|feliz|excelente|
         lindo|bonito|lindo) (día|dia|tarde|tardes|noche|noches|fin de semana|finde|semana|resto del día|jornada|
        trabajo|servicio|días|año) (|también|igualmente|a todos|para todos|para ustedes);
        (igualmente|de nada|un placer|a usted|a ustedes|enterado|enterada|entendido|comprendido|recibido|anotado|de
        acuerdo);
        (|es|muy|qué|que|son|sois|eres|es un|está) (excelente|genial|estupendo|fantástico|fenomenal|buenísimo|
        increíble|maravilloso|magnífico|bueno|rápido|eficiente|amable|geniales|unos cracks|unos genios|un crack|los
        mejores|de lujo) (|servicio|trabajo|atención|soporte|gestión|noticia|rapidez); (buen|excelente|gran)
        (trabajo|servicio|soporte);
        (excelente|buena|muy buena) (atención|noticia|gestión); sin problema; no hay problema; quedo agradecido;
        bravo;
        (eso es todo|nada más|es todo|eso sería todo|sin más) (|por ahora|por el momento|de momento|por mi
        parte)""",
    "pt": """
        (|um|uma|tenha um|tenham um|tenha uma|tenham uma|desejo um|continuação de|resto de|votos de) (|muito) (bom|
        boa|ótimo|ótima|excelente|feliz|boas|bons) (|resto de|continuação de|final de) (dia|tarde|noite|semana|fim
        de semana|fds|trabalho|final de semana|feriado|festas|atendimento|serviço|domingo) (|também|a todos|para
        todos|para você|para vocês|igualmente);
        (igualmente|de nada|disponha|entendido|anotado|recebido|ciente|combinado|certo);
        (|é|muito|foi|está|vocês são|que|são) (|muito) (excelente|ótimo|maravilha|espetacular|fantástico|
        sensacional|top|show|show de bola|maravilhoso|rápido|eficiente|bom|demais|os melhores|cinco estrelas|
        gentil|atencioso|atenciosos|incrível) (|trabalho|atendimento|serviço|suporte|apoio);
        (só isso|era só isso|é só isso|nada mais|é tudo) (|por enquanto|por agora|da minha parte); sem problema bom;
        trabalho""",
    "it": """
        (|una|un|le auguro una|auguro|vi auguro una|le auguro) (buona|buon|buone|ottima|bella|felice|buono) (|
        continuazione di) (giornata|serata|settimana|domenica|weekend|week-end|fine settimana|lavoro|proseguimento|
        continuazione|pomeriggio|notte|feste|anno|vacanze|pasqua|natale) (|anche a lei|anche a voi|a tutti|a voi|a
        lei);
        (altrettanto|anche a lei|anche a voi|prego|di niente|di nulla|ricevuto|capito|inteso|d'accordo);
        (|è|molto|davvero|siete|siete stati|è stato|sei stato|è stata) (|molto|davvero|veramente|stati) (ottimo|
        eccellente|fantastico|fantastici|grande|grandi|bravi|bravissimi|bravo|bravissimo|gentilissimi|gentilissimo|
        gentilissima|gentile|gentili|favoloso|splendido|meraviglioso|magnifico|veloce|velocissimi|super|top|i
        migliori|efficienti|disponibili|disponibilissimi) (|lavoro|servizio|supporto|assistenza|team);
        (ottimo|bel|buon|ottima) (lavoro|servizio|supporto|assistenza); nessun problema; è tutto; complimenti (|a
        tutti)""",
    "nl": """
        (|een|nog een|ik wens je een|prettige|verder een|nog|fijne|alvast) (fijne|fijn|prettige|prettig|mooie|mooi|
        goede|goed|leuke|leuk) (|dag|avond|weekend|week|middag|dag nog|dag verder|avond verder|feestdagen|werkdag|
        vakantie) (|verder|nog|gewenst|toegewenst|allemaal|ook|iedereen|);
        (insgelijks|hetzelfde|jij ook|u ook|jullie ook|graag gedaan|geen dank|geen probleem|begrepen|duidelijk|
        genoteerd|akkoord|ontvangen);
        (|dat is|het is|wat|heel|zeer|echt|erg|dat was|jullie zijn|je bent|u bent) (|echt|heel|zeer|erg) (super|top|
         geweldig|fantastisch|uitstekend|prima|mooi|fijn|tof|goed|snel|perfect werk|netjes|keurig|fijn geholpen|goed
        geholpen|snel geholpen|de beste|toppers|een topper|helden|een held|vriendelijk|behulpzaam|blij|tevreden) (|
        werk|service|gedaan|geholpen|ondersteuning|zo|hoor);
        (verder|) geen vragen (|meer); dat was het (|voor nu)""",
    "sv": """
        (|ha en|önskar en|ha det|ha en fortsatt|en|trevlig|ha) (bra|trevlig|fin|skön|härlig|fortsatt bra|fortsatt
        trevlig|gott) (dag|helg|kväll|vecka|eftermiddag|semester|slut|fredag|fortsättning|) (|själv|också|alla|till
        er|på dig|på er);
        (|det är|vad|det var|så|helt|jätte|mycket|riktigt|ni är|du är) (|så|helt|riktigt|mycket|jätte) (toppen|
        kanon
        |fantastiskt|underbart|utmärkt|bra|super|snabbt|grymt|härligt|jättebra|snällt|bäst|grymma|kanonbra|superbra|
         perfekt) (|jobbat|service|gjort|support|jobb|hjälp); (detsamma|ingen orsak|inga problem|det var allt|
        uppfattat|mottaget)""",
    "da": """
        (|ha en|hav en|fortsat|ha' en|god|have en|en) (god|dejlig|rigtig god|fortsat god) (dag|weekend|aften|uge|
        ferie|påske|jul) (|selv|til dig|til jer|alle); (|det er|det var|hvor|rigtig|i er|du er|super) (fedt|fint|
        dejligt|super|herligt|fantastisk|godt|godt arbejde|flot|flot arbejde|hurtigt|skønt|rart|sødt|godt gået|
        søde|de bedste) (|service|klaret|gjort);
        (i lige måde|selv tak|det var alt|modtaget|forstået|intet problem|det var så lidt)""",
    "no": """
        (|ha en|ønsker en|fortsatt|ha en riktig|en|god) (god|fin|flott|riktig god|fortsatt fin|fortsatt god|
        hyggelig) (dag|helg|kveld|uke|ferie|påske|jul|ettermiddag) (|videre|alle sammen|selv);
        (|det er|det var|så|veldig|dere er|du er) (flott|fint|bra|kjempebra|supert|fantastisk|strålende|topp|rask
        service|raskt|kjempefint|best|utmerket|supert|hyggelig) (|jobbet|service|jobb|gjort|levert);
        (i like måte|bare hyggelig|ingen årsak|det var alt|mottatt|forstått|notert|den er grei|greit)""",
    "fi": """
        (|oikein|hyvää) (hyvää|mukavaa|kivaa|ihanaa|rentouttavaa) (|päivän|viikon|kesän|illan) (päivää|viikonloppua|
         iltaa|viikkoa|jatkoa|kesää|päivänjatkoa|jatkoja|viikonjatkoa|lomaa|joulua) (|teille|sinne|sinulle);
        (|todella|tosi|oikein|aivan|ihan|erittäin) (hienoa|mahtavaa|loistavaa|upeaa|hyvä|hyvää|hyvin|mainiota|
        erinomaista|loistava|kiva|kivaa|nopeaa|nopea|ystävällistä|mahtava) (|palvelu|palvelua|työtä|työ|homma|
        juttu);
        samoin; eipä kestä; selvä; selvä homma; ymmärretty; ei muuta; (siinä|tässä) kaikki""",
    "pl": """
        (|życzę|miłego|zyczę) (miłego|dobrego|udanego|spokojnego) (dnia|weekendu|popołudnia|wieczoru|tygodnia|
        urlopu) (|życzę);
        (nawzajem|wzajemnie|zrozumiałem|zrozumiałam|przyjąłem|przyjęłam|przyjęte|nie ma za co|nie ma sprawy|jasne|
        rozumiem);
        (|to|jest|bardzo|jesteście|po prostu) (super|świetnie|rewelacja|wspaniale|ekstra|pięknie|dobra robota|
        dobrze|szybko|miło|najlepsi|wspaniali|bomba|elegancko|rewelacyjnie) (|robota|obsługa|wsparcie|z państwa
        strony); dobra robota""",
    "cs": """
        (|přeji|hezký|mějte|přejeme) (hezký|pěkný|krásný|příjemný|dobrý) (den|víkend|večer|zbytek dne|zbytek týdne|
        týden) (|přeji|vám|i vám|všem); (nápodobně|rozumím|není zač|za málo|nemáte zač|žádný problém|to je vše|to je
        všechno);
        (|to je|je to|jste|jsi|opravdu) (super|skvělé|výborně|výborné|paráda|bezva|úžasné|perfektní práce|skvělá
        práce|skvělí|skvěle|nejlepší|rychlé|dobrá práce|pěkné)""",
    "hu": """
        (|további|) (szép napot|szép hétvégét|jó hétvégét|szép estét|jó munkát|szép délutánt) (|kívánok|kívánunk|
        mindenkinek);
        (szuper|nagyszerű|remek|kiváló|fantasztikus|király|hasonlóan|viszont|értem|rendben van|szívesen) (|munka|
        szolgáltatás)""",
    "ro": """
        (o zi|o seară|un weekend|o săptămână) (|cât mai) (bună|frumoasă|frumos|bun|plăcută|excelentă) (|în
        continuare|și vouă);
        (excelent|minunat|super|grozav|foarte bine|bravo|am înțeles|la fel|cu plăcere|foarte frumos) (|treabă|
        serviciu)""",
    "ru": """
        (|всем|желаю|вам|желаем|и вам) (хорошего|доброго|удачного|приятного|отличного|всего) (дня|вечера|доброго|
        хорошего|наилучшего|самого доброго|рабочего дня) (|вам|всем|и вам); хороших выходных (|вам|всем); всех
        благ; взаимно;
        (|это|всё|очень|вы|просто) (супер|отлично|здорово|класс|прекрасно|замечательно|молодцы|лучшие|быстро|круто|
        приятно|великолепно) (|сработано|работаете); отличная работа; (понял|поняла|понятно|ясно|принято|принял|
        пожалуйста не за что);
        не за что; вопросов (больше|) нет; больше вопросов нет""",
    "uk": """
        (|всім|бажаю) (гарного|хорошого|вдалого|чудового|приємного) (дня|вечора|тижня|вікенду) (|вам|всім); гарних
        вихідних;
        (супер|чудово|відмінно|клас|прекрасно|зрозуміло|прийнято|навзаєм|будь ласка нема за що|молодці|дуже
        добре)""",
    "tr": """
        (iyi|hayırlı) (günler|akşamlar|çalışmalar|hafta sonları|haftalar|geceler|işler) (|dilerim|dileriz); kolay
        gelsin;
        (harika|süper|mükemmel|çok iyi|çok güzel|rica ederim|anladım|anlaşıldı|elinize sağlık|ellerinize sağlık|
        emeğinize sağlık)""",
    "el": """
        (καλή|καλό|καλά) (σας|) (ημέρα|μέρα|συνέχεια|εβδομάδα|σαββατοκύριακο|απόγευμα|βράδυ|δουλειά|χριστούγεννα) (|
         σε όλους);
        (τέλεια|εξαιρετικά|υπέροχα|πολύ καλά|μπράβο|επίσης|παρακαλώ τίποτα|κατάλαβα|ελήφθη|σούπερ|άψογα) (|δουλειά|
        εξυπηρέτηση)""",
    "zh": """
        (祝|祝您|祝你|祝大家|祝您们|) (好|工作顺利|生活愉快|周末愉快|一切顺利|工作愉快|万事如意|节日快乐|新年快乐|
        您工作顺利|商祺|顺利);
        (太好了|真棒|很棒|太棒了|非常好|很好|厉害|赞|给力|不客气|客气了|没关系|没事|收到|知道了|明白|明白了|了解|
        了解了|棒|真快|真好|非常棒|真厉害|点赞|服务很好|效率很高|太快了|已收到|已知悉|知悉) (|了|哦|啊|呢|啦)""",
    "ja": """
        (承知しました|承知いたしました|了解しました|了解です|了解いたしました|了解|かしこまりました|
        承知致しました|分かりました|わかりました|確認しました|確認いたしました|確認致しました|確認できました|
        受け取りました|拝受しました) (|。);
        (今後とも|引き続き|これからも|また何かありましたら|) (|どうぞ|何卒) (よろしくお願いします|
        よろしくお願いいたします|よろしくお願い致します|宜しくお願いします|宜しくお願いいたします|
        宜しくお願い致します|よろしくお願い申し上げます|宜しくお願い申し上げます|よろしくお願いしたします);
        (素晴らしい|すばらしい|最高です|さすがです|すごい|嬉しいです|うれしいです|良かったです|よかったです|
        安心しました|失礼します|失礼いたします|失礼致します|取り急ぎお礼まで|お礼まで|取り急ぎ御礼まで|
        以上です|お疲れ様です|お疲れ様でした|いえいえ)""",
    "ko": """
        (좋은|즐거운|행복한|편안한) (하루|주말|저녁|시간|한 주) (되세요|보내세요|되십시오|되시길 바랍니다);
        (확인했습니다|확인하였습니다|알겠습니다|네 알겠습니다|최고입니다|최고예요|훌륭합니다|좋습니다|좋네요|
        좋아요|별말씀을요|천만에요|이해했습니다|받았습니다|잘 받았습니다|안녕히 계세요)""",
    "ar": """
        (ممتاز|رائع|رائعة|عظيم|جميل|أحسنتم|عفوا|عفواً|على الرحب والسعة|مفهوم|تم الاستلام|علم|بالتوفيق|يوم سعيد|
        نهارك سعيد)""",
    "he": """
        (מעולה|מצוין|נהדר|אחלה|יופי|סבבה|הבנתי|קיבלתי|בכיף|אין בעד מה|יום טוב|סוף שבוע נעים|המשך יום נעים|שבת שלום|
        כל הכבוד)""",
}
"""Language -> phrases of praise, good wishes and "understood"."""
