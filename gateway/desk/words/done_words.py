"""How people say that it works again, or that a case may be closed. Tables only: phrases by language."""

from __future__ import annotations

_NOW = """(|now|again|now again|fine|fine now|fine again|well|perfectly|perfectly now|great|great now|properly|ok now|
    ok|correctly|as expected|as it should|like a charm|like a dream|flawlessly|once again|for me|for us|for me now|
    for us now|for everyone|on our side|on my side|on my end|on our end|today|at last|finally|already|nicely|too|
    beautifully)"""
_IT = """(|it|it all|it's|that's|everything's|this|that|everything|all|they|they all|the site|the phone|the phones|
    the line|the system|the fix|the solution|both|it now|everything now|all now|all of it|yes it|the workaround|
    it really|service)"""

DONE = {
    "en": f"""
        {_IT} (works|work|worked|is working|are working|did work|does work|seems to work|seems to be working|
        appears to work|seem to work|has worked|works perfectly|working) {_NOW};
        {_IT} (|now|has|have|has now|is|is now|are|are now|was|were|has been|have been|seems|looks|seems to be|seems
        to have been|got|got it) (|all|completely|fully|totally) (fixed|solved|resolved|sorted|sorted out|okay|good|
        fine|perfect|done|settled|back to normal|up and running|running|ok|in order|working fine|working well|back
        online|restored) {_NOW};
        (everything|all|the site|the phone|the phones|the line|the system|service|we) (is|are|is all|are all|is now|
        are now) (back|back up|up|up again) (|now|again|online);
        (the problem|the issue|the error|the fault|problem|issue) (|is|is now|has|has been|seems|seems to be|was)
        (fixed|solved|resolved|sorted|sorted out|settled|gone) {_NOW};
        (that|this|which|it) (did it|did the trick|fixed it|solved it|helped|has fixed it|has solved it|solved the
        problem|fixed the issue|solved the issue|fixed the problem|has solved the problem|resolved the issue|
        resolved it|did help);
        all (good|fine|set|clear|well|done|sorted|ok|okay|is well|is good|is fine|working) {_NOW};
        perfect (|as always);
        perfectly;
        (|the|my|our|this) (problem|issue|case|ticket|matter|fault|bug|incident) (|has|is|is now|has now|was|has
        been|seems) (|now) (gone|solved|fixed|resolved|closed|disappeared|settled|sorted|went away|over|history) (|
        now|again|today|for us|for me);
        no (|more|further|other) (problems|issues|errors|faults|complaints) (|any more|anymore|now|since|at all|
        here|so far|with it|so far today);
        (that|this|it) is (|all) good (|now|to go);
        (|so|and|yes|you|you may|you can|we|we can|i think we can|please|feel free to|please go ahead and|kindly|
        you may now|you can now|we may) (close|mark|consider) (|this|the|my|our|it|that) (|support) (|ticket|case|
        issue|request|incident|call|one|as) (|now|off|then|as resolved|as solved|as closed|as done|out|resolved|
        closed|solved|as well);
        (|this|the|my|it) (ticket|case|issue|request) (|can|may|should) (|now) be closed (|now);
        case closed;
        (can| may) be closed;
        happy to close (|it|this|the ticket|the case);
        never mind (|it works|solved);
        nevermind; problem over; it is done; job done;
        (i|we) can (log in|log on|login|work|call|connect|access it|print|send) (|again|now|fine|now again|again
        now);
        (|it|that|this|all|everything) looks (good|fine|great|ok|perfect) (|to me|to us|now|from here|from our side)""",
    "fr": """
        (|tout|ça|cela|il|elle|oui|tout cela|le service|le site) (|re|bien) (marche|fonctionne|remarche|
        refonctionne|marchent|fonctionnent|est résolu|est réglé|est ok|est bon|est rétabli|est rentré dans l'ordre|
        est réparé|a marché|a fonctionné|est parfait|va|va bien|roule) (|bien|maintenant|à nouveau|de nouveau|
        parfaitement|très bien|correctement|désormais|chez nous|chez moi|bien maintenant|nickel|impeccable|enfin|
        normalement);
        (|c'est|tout est|tout|est|le problème est|incident|problème|ticket|voilà c'est) (parfait|ok|bon|résolu|
        réglé|réparé|impeccable|nickel|en ordre|rétabli|clos|rentré dans l'ordre|terminé|en place|okay) (|
        maintenant|pour moi|pour nous|de notre côté|de mon côté|chez nous|merci);
        (|vous pouvez|on peut|tu peux|merci de|à) (clôturer|fermer|clore|clôturez|clôture) (|le|ce|l'|mon|cette) (|
        ticket|incident|dossier|demande|cas);
        plus (de|aucun) (problème|problèmes|souci|soucis|erreur) (|maintenant|depuis);
        (super|bien) ça (marche| fonctionne)""",
    "de": """
        (|es|das|alles|jetzt|nun|ja|das problem|alles wieder|nun wieder|jetzt wieder|alles gut|ja es|beides|nun
        alles|jetzt alles|die anlage|das system|die seite) (funktioniert|geht|klappt|läuft|laeuft|ging|
        funktionierte|funktionieren|gehen|hat geklappt|hat funktioniert|tut|tut's) (|es|alles|jetzt|wieder|nun|
        jetzt wieder|nun wieder|wieder jetzt|einwandfrei|super|perfekt|bestens|tadellos|gut|prima|jetzt einwandfrei|
        wieder einwandfrei|wieder alles|jetzt alles|alles wieder|jetzt wieder alles|nun alles|bei uns|bei mir|
        wunderbar|endlich|wie gewünscht|auch|problemlos|wie es soll);
        (|es|das|alles|jetzt ist|nun ist|ist|es ist|das ist|alles ist|das problem ist|problem|das problem|problem
        ist|jetzt|hat sich|fehler|der fehler ist|die sache ist|fall|ticket|thema) (|jetzt|nun|wieder|alles|nun
        alles|jetzt alles|bereits|damit|somit|soweit|schon|inzwischen|jetzt wieder) (gelöst|geloest|behoben|
        erledigt|ok|okay|in ordnung|gut|bestens|repariert|perfekt|geklärt|bereinigt|im lot|fertig|paletti|
        abgeschlossen|io|i o|roger) (|jetzt|nun|wieder|so|danke|worden|von meiner seite|bei uns|von unserer seite);
        alles (klar|gut|bestens|super|prima|roger|paletti) (|soweit|jetzt|nun|wieder);
        passt (|so|alles|jetzt| perfekt|gut);
        perfekt (|so);
        einwandfrei; tadellos; wunderbar so;
        (|sie|du|ihr|wir|das|der|die|den|mein|dieses|dieser|ticket|fall|vorgang) (|können|kann|könnt|kannst|bitte)
        (|das|den|die|dieses|es|ihn) (|ticket|fall|vorgang|anfrage) (|gerne|jetzt|nun|damit|somit|wieder)
        (geschlossen werden|schließen|zumachen|schliessen|geschlossen|abschließen);
        keine (probleme|fehler|störungen) mehr;
        (das problem|der fehler|die störung) ist (|jetzt|nun) weg""",
    "es": """
        (|ya|todo|ahora|ya todo|todo ya|sí|ahora sí|eso|esto|el problema|ya nos|ya me|ahora ya|el sistema|la página)
        (|ya|ha) (funciona|funcionan|anda|va|funcionó|marcha|funcionado|está funcionando|están funcionando|quedó
        funcionando|jala) (|bien|perfectamente|perfecto|correctamente|ahora|de nuevo|otra vez|todo|muy bien|ya|
        nuevamente|todo bien|sin problemas|de maravilla);
        (|ya|todo|está|ya está|todo está|ya quedó|quedó|el problema está|problema|el problema|ha sido|está todo|ya
        fue|fue|ha quedado|caso|ticket|asunto|incidencia|ya se|se) (resuelto|solucionado|arreglado|listo|perfecto|
        correcto|ok|bien|en orden|cerrado|solventado|resuelta|solucionada|resolvió|solucionó|arregló|conforme|okay);
        (|ya|ahora|por ahora|de mi parte|por mi parte|gracias a dios|todo|de nuevo);
        (|pueden|puede|puedes|podéis|se puede|ya pueden|ya se puede) (cerrar|dar por cerrado) (|el|este|la) (|
        ticket|caso|incidencia|expediente|solicitud); ya está;
        sin (más|) (problemas|errores|novedad); todo (ok|bien|perfecto|en orden|correcto|listo); perfecto todo""",
    "pt": """
        (|já|tudo|agora|sim|agora já|já está|está|está tudo|isso|o problema|tudo já|agora sim|o sistema|o site) (|
        já) (funciona|funcionou|funcionam|a funcionar|funcionando|está a funcionar|está funcionando|voltou|voltou ao
        normal|deu certo|funcionando bem) (|bem|perfeitamente|agora|de novo|novamente|corretamente|tudo|
        normalmente|muito bem|já);
        (|já|tudo|está|já está|está tudo|o problema está|problema|o problema foi|foi|ficou|o problema|tudo está|
        ticket|caso|chamado|assunto|ficou tudo) (resolvido|solucionado|certo|perfeito|ok|ótimo agora|em ordem|tudo
        bem|pronto|bem|fechado|encerrado|corrigido|okay|beleza|tranquilo|resolvida) (|agora|já|aqui|da nossa parte|
        por aqui);
        (|podem|pode|já podem|pode-se|já pode) (fechar|encerrar) (|o|este|a|esse) (|ticket|caso|chamado|pedido|
        processo|incidente);
        sem mais (problemas|erros);
        perfeito; já está""",
    "it": """
        (|ora|adesso|tutto|sì|già|ora tutto|adesso tutto|il problema|tutto ora|così|il sistema|il sito) (|ora|
        adesso|già) (funziona|funzionano|va|ha funzionato|funzionante|sta funzionando|va bene|è a posto|vanno) (|
        bene|tutto|perfettamente|ora|adesso|di nuovo|correttamente|benissimo|regolarmente|alla perfezione|
        nuovamente|tutto bene|così);
        (|ora|è|tutto|è tutto|tutto è|problema|il problema è|è stato|ora è|adesso è|caso|ticket|ora tutto|ora è
        tutto|già|ho) (risolto|sistemato|a posto|perfetto|ok|ok così|in ordine|chiuso|bene|riparato|okay|apposto|
        risolta|perfetto così) (|ora|adesso|così|per me|per noi|da parte nostra|grazie);
        (|potete|può|puoi|si può|possiamo) (|pure|anche) (chiudere|chiudete) (|il|questo|la|pure il) (|ticket|caso|
        segnalazione|richiesta); perfetto (|così); tutto (ok|bene|perfetto|a posto); nessun (altro|) (problema|
        errore)""",
    "nl": """
        (|het|alles|dit|dat|nu|ja|het systeem|de site|beide|ja het|ja alles) (werkt|doet|werken|doen|heeft gewerkt|
        werkte|draait|functioneert) (|het|alles|nu|weer|nu weer|weer nu|goed|prima|perfect|weer goed|nu goed|naar
        behoren|weer prima|uitstekend|weer zoals het hoort|weer als vanouds|inmiddels);
        (|het|alles|is|het is|alles is|nu is|het probleem is|probleem|dat is|helemaal|dit is|ticket|zaak|inmiddels)
        (|nu|weer|nu weer|helemaal|weer helemaal|inmiddels|al|nu helemaal|dus) (opgelost|in orde|goed|ok|oké|oke|
        gelukt|verholpen|klaar|gefixt|geregeld|prima|perfect|voor elkaar|gesloten|afgehandeld|akkoord|okay) (| nu|
        weer|zo|hier|hoor|bij ons|van mijn kant);
        (|je|u|jullie|dit|het|de|deze|melding|ticket|zaak) (|kunt|kan|kunnen|mag|mogen) (|dit|het|de|deze) (|ticket|
        zaak|melding|call|verzoek) (|nu|dus|wat mij betreft) (sluiten|gesloten worden|afsluiten|afgesloten worden);
        geen problemen meer; perfect;
        het probleem is (|nu) weg""",
    "sv": """
        (|det|allt|nu|ja|ja det|ja nu|det hela|nu så|systemet) (fungerar|funkar|fungerade|funkade|rullar) (|det|
        allt|nu|igen|nu igen|bra|perfekt|bra nu|utmärkt|som det ska|fint|jättebra|hos oss|klockrent|igen nu);
        (|det|allt|nu|är|det är|allt är|nu är|nu är det|nu är allt|problemet är|problemet|ärendet är|ärendet|
        ärendet
        kan|det kan) (|nu) (löst|klart|ok|okej|bra|fixat|perfekt|åtgärdat|löste sig|i ordning|stängas|avslutas|
        avhjälpt) (|nu|igen|för oss|för min del|tack vare er); ni kan stänga (|ärendet|det); perfekt; inga problem
        längre""",
    "da": """
        (|det|alt|nu|ja|ja det|ja nu|det hele|systemet) (virker|fungerer|virkede|kører|spiller) (|det|alt|nu|igen|
        nu igen|fint|perfekt|fint nu|godt|som det skal|det hele|igen nu|upåklageligt|hos os);
        (|det|alt|nu|er|det er|alt er|nu er|nu er det|problemet er|problemet|sagen er|sagen|sagen kan|den kan) (|
        nu)
        (løst|i orden|ok|okay|fikset|perfekt|klaret|i skuffen|lukkes|afsluttes|løst igen) (|nu|igen|herfra); i må (|
         gerne|godt) lukke (|sagen|den|ticketen); perfekt; ingen problemer længere""",
    "no": """
        (|det|alt|nå|ja|ja det|ja nå|det hele|systemet) (virker|fungerer|fungerte|virket|funker|går) (|det|alt|nå|
        igjen|nå igjen|fint|perfekt|fint nå|bra|som det skal|bra nå|igjen nå|utmerket|hos oss);
        (|det|alt|nå|er|det er|alt er|nå er|nå er det|problemet er|problemet|saken er|saken|saken kan|den kan) (|
        nå)
        (løst|i orden|ok|okei|fikset|perfekt|ordnet|lukkes|avsluttes|på plass|greit) (|nå|igjen|herfra); dere kan
        lukke (|saken|den); perfekt; ingen problemer lenger""",
    "fi": """
        (|se|nyt|kaikki|kyllä|joo|kyllä se|nyt se|nyt kaikki|järjestelmä) (toimii|toimivat|toimi|pelaa|pelittää|
        pyörii) (|nyt|taas|hyvin|kaikki|taas hyvin|moitteetta|nyt taas|hienosti|kuten pitää|oikein|hyvin nyt|
        meillä);
        (|se|nyt|on|se on|kaikki on|ongelma on|ongelma|asia on|asia|kaikki|homma on|tiketti|tiketin|nyt on|
        tapauksen) (|nyt|jo) (ratkaistu|kunnossa|ok|korjattu|hoidossa|ratkesi|selvä|korjaantui|valmis|hoidettu|voi
        sulkea|saa sulkea) (|nyt|kiitos teidän|taas);
        täydellistä; ongelma poistui""",
    "pl": """
        (|wszystko|teraz|już|tak|to|tak już|teraz już|teraz wszystko|u nas|wszystko już|tak wszystko|system) (|już|
        teraz) (działa|działają|zadziałało|śmiga|dziala|pomogło|zadziałał|hula) (|poprawnie|dobrze|już|teraz|
        prawidłowo|świetnie|jak należy|wszystko|bez zarzutu|znowu|super|bez problemu|idealnie);
        (|wszystko|już|jest|problem|problem został|sprawa|problem jest|wszystko jest|jest już|sprawa jest|
        zgłoszenie|to|jest wszystko|zgłoszenie można|sprawę można|można) (|już) (rozwiązany|naprawione|w porządku|
        ok|gotowe|załatwione|rozwiązane|dobrze|idealnie|zniknął|naprawiony|zamknięte|zamknąć|zamknięta|okej|
        perfekcyjnie|ogarnięte|zamknąć zgłoszenie|załatwiona) (|już|teraz); proszę zamknąć (|zgłoszenie|sprawę)""",
    "cs": """
        (|vše|už|teď|to|ano|už to|vše už|teď už|nyní|všechno|teď to|už vše|nyní vše|ano už) (funguje|fungují|jede|
        běží|zafungovalo|šlape) (|dobře|v pořádku|správně|už|to|jak má|vše|bez problémů|znovu|perfektně|skvěle|opět|
         nyní);
        (|vše|už|je|to je|problém je|problém|vše je|už je|už je to|je to|věc|případ|tiket|můžete|tiket můžete|lze)
        (|už|to|případ|tiket) (vyřešeno|vyřešen|opraveno|v pořádku|ok|hotovo|vyřešený|uzavřít|zavřít|perfektní|
        opraven|v poho|fajn) (|už|nyní); (perfektní|perfektně|dokonalé)""",
    "hu": """
        (|már|most|minden|igen|most már|igen most már|most már minden) (működik|megy|jól működik|megoldódott|
        megjavult|rendben működik) (|minden|most|jól|rendben|már|újra|tökéletesen|ismét);
        (|minden|a probléma|most már|már|minden már|a hiba) (rendben|megoldva|megoldódott|ok|oké|kész|tökéletes|
        megoldott|elhárult|lezárható) (|van|most|köszönhetően nektek); tökéletes; lezárhatják; a jegy
        lezárható""",
    "ro": """
        (|acum|totul|da|acum totul|deja|da acum) (funcționează|merge|a funcționat|merg|mere|functioneaza) (|bine|
        acum|perfect|totul|din nou|corect|foarte bine|normal);
        (|totul|este|e|problema|problema este|s-a|totul este|totul e|problema s-a|acum e|acum este) (|acum)
        (rezolvat|rezolvată|rezolvata|în regulă|ok|bine|perfect|gata|reparat|remediat) (|acum|deja); puteți închide
        (|tichetul|cazul); perfect""",
    "ru": """
        (|всё|все|теперь|да|уже|теперь всё|теперь все|да всё|да все|у нас|уже всё|у меня|сейчас|сейчас все|сейчас
        всё|система) (|уже|теперь) (работает|заработало|заработал|функционирует|получилось|работают|заработала|
        помогло) (|отлично|теперь|нормально|хорошо|снова|прекрасно|как надо|исправно|спасибо|стабильно|корректно);
        (|всё|все|проблема|вопрос|уже|теперь|проблему|теперь всё|теперь все|проблема уже|заявку|тикет|ошибка|заявку
        можно|тикет можно|можно|вопрос можно) (|уже|теперь) (решена|решено|решён|решен|исправлено|в порядке|хорошо|
        ок|окей|готово|ушла|исчезла|решилась|закрыт|закрыта|закрыть|закрывать|закрывайте|устранена|решился|в норме|
        идеально|устранено|починили) (|теперь|заявку|тикет)""",
    "uk": """
        (|все|тепер|так|вже|тепер все|так все|усе|у нас) (|вже|тепер) (працює|запрацювало|запрацював|вийшло|
        допомогло|функціонує) (|добре|тепер|чудово|знову|нормально|як треба|відмінно);
        (|все|проблему|проблема|питання|вже|заявку можна|тікет можна|можна) (|вже) (вирішено|вирішена|виправлено|
        гаразд|добре|ок|готово|зникла|закрити|закривати|закривайте|в порядку|вирішилась|ідеально)""",
    "tr": """
        (|şimdi|her şey|artık|evet|sistem|herşey|hersey|evet şimdi|şu an|şu anda) (|artık|şimdi|düzgün|tekrar)
        (çalışıyor|çalıştı|oldu|sorunsuz çalışıyor|calisiyor|düzeldi|tamam|yolunda|normale döndü|sorunsuz) (|şimdi|
        artık|teşekkürler);
        (|sorun|problem|sorunumuz|konu) (|artık) (çözüldü|giderildi|halloldu|cozuldu|kalmadı|düzeldi|
        kapatabilirsiniz|kapatılabilir); (talebi|bileti|kaydı|) kapatabilirsiniz; kusursuz""",
    "el": """
        (|όλα|τώρα|ναι|πλέον|τώρα όλα|ναι τώρα|το σύστημα) (λειτουργεί|λειτουργούν|δουλεύει|δουλεύουν|δούλεψε) (|
        καλά|κανονικά|τώρα|τέλεια|σωστά|μια χαρά|πάλι|ξανά);
        (|όλα|το πρόβλημα|είναι|όλα είναι) (λύθηκε|εντάξει|οκ|καλά|διορθώθηκε|έτοιμο|ok|επιλύθηκε|αποκαταστάθηκε);
        μπορείτε να το κλείσετε""",
    "zh": """
        (|现在|已经|一切|都|已|現在|目前|现在已经|问题|问题已经|问题已|現在已經|系统|都已经|测试|经测试|现在都|
        问题都) (可以了|好了|正常了|正常|解决了|解决|恢复了|恢复正常|可以用了|没问题了|
        没问题|能用了|修好了|搞定了|搞定|可以使用了|解決了|恢復了|完美|恢复正常了|没有问题了|没有问题|沒問題了|
        沒問題|可以正常使用了|可以正常使用|通过|工作正常|运行正常|能正常使用了|處理好了|处理好了|
        修復了|修复了) (|了|啦|哦);
        (|可以|请|您可以|麻烦) (关闭|關閉|关单|结单|关闭工单|关闭了|结案|關閉案件)""",
    "ja": """
        (|無事|問題なく|正常に|無事に|今は|おかげさまで|お陰様で|おかげ様で|今は問題なく|はい|現在は|
        現在は問題なく) (解決しました|解決いたしました|直りました|動作しました|動きました|動いています|
        動作しています|使えるようになりました|復旧しました|できました|使えています|治りました|解決です|
        接続できました|ログインできました|使えました|繋がりました|つながりました|動作しております|動いております|
        改善しました|改善されました|復旧しております);
        問題(ありません|ないです|ございません|なし|ありませんでした|ございませんでした); 大丈夫です; 完璧です;
        完璧; クローズ(してください|で結構です|して構いません|して問題ありません|をお願いします|
        お願いします); 大丈夫でした""",
    "ko": """
        (|이제|잘|지금은|정상적으로|이제 잘|덕분에|문제가|문제|다|네 이제|덕분에 잘|지금은 잘|덕분에 문제가|네 잘)
        (됩니다|작동합니다|해결되었습니다|해결됐습니다|해결됐어요|해결되었어요|돼요| 되네요|해결|해결했습니다|
        작동하네요|작동됩니다|복구되었습니다|복구됐습니다|정상입니다|없습니다| 사라졌습니다);
        이상 없습니다; 문제 없습니다; 완벽합니다; 완벽해요; 종료해 주세요; 종료하셔도 됩니다; 닫아도 됩니다;
        문제가 없습니다; 문제가 사라졌습니다""",
    "ar": """
        (|نعم|الآن|كل شيء|لقد|النظام|المشكلة) (يعمل|تعمل|يعمل الآن|تم الحل|تم حل المشكلة|حلت المشكلة|انحلت المشكلة|
        يعمل بشكل جيد|على ما يرام|يعمل بشكل ممتاز|انحلت|تمام|يعمل جيدا); يمكنكم إغلاق التذكرة; تم إصلاح المشكلة""",
    "he": """
        (|כן|עכשיו|הכל|זה|עכשיו זה|הכול|כן זה|הכל כבר) (עובד|עובדת|בסדר|נפתר|הסתדר|תקין|מסודר|טופל|מושלם|עובד מצוין|
         עובד עכשיו); הבעיה נפתרה; אפשר לסגור; ניתן לסגור""",
    "af": """
        (|dit|alles|nou|dit werk) (werk|werk nou|werk weer|is reg|is opgelos|is reggemaak|is nou reg) (|nou|weer|
        goed|perfek)""",
    "vi": """
        (|đã|mọi thứ|bây giờ|nó) (|đã) (hoạt động|được rồi|hoạt động tốt|hoạt động lại|xong|giải quyết xong|ổn rồi)""",
    "id": """
        (|sudah|semua|sekarang) (|sudah) (berfungsi|bisa|beres|selesai|lancar|normal|teratasi) (|kembali|lagi|
        sekarang)""",
    "th": "(|ตอนนี้|มัน)(ใช้งานได้แล้ว|ใช้ได้แล้ว|เรียบร้อยแล้ว|แก้ไขแล้ว|เรียบร้อย)(|ค่ะ|ครับ)",
    "hi": "(अब|सब|) (ठीक है|काम कर रहा है|ठीक हो गया|हल हो गया)",
}
"""Language -> phrases."""

AGREED = """
    (ok|okay|okey|oke|oké|okej|okei|oki|okidoki|okie dokie|k|okeydokey|ok then|ok great|ok good|ok perfect|very
    well|fair enough|sounds good|looks good|lgtm) (|for me|for us|by me|with me|so far|then|now);
    d'accord; ça marche pour moi; entendu; c'est ok; ok pour moi; ok pour nous; okay für mich; vale; va bene; bene;
    benissimo; goed; akkoord; in orde; i orden; greit; selvä; dobrze; dobra;
    хорошо; окей; ок; добре; гаразд; tamam; tamamdır; peki; olur; εντάξει; οκ; 好的; 好; 行; 可以; オーケー;
    오케이; 네 좋습니다;
    حسنا; حسناً; تمام; בסדר; אוקיי; אוקי; rendben; oké; bine; în regulă; dobře; jasně; fajn
"""
"""Short words that agree."""
