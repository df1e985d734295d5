"""How people approve and refuse what we say is solved. Tables only: phrases, as ``phrases`` reads them."""

from __future__ import annotations

APPROVED = """
    (|oh|ah|and|well) (yes|yep|yeah|yup|aye|yess|yea) (|indeed|it does|it is|it did|it has|they do|they are|sir|i
    do|we do| i confirm|we confirm|confirmed|approved|i approve|we approve|of course|absolutely|definitely|sure);
    (|i|we|i hereby|hereby|yes i|can|i can|we can) (approve|confirm|accept|agree) (|it|this|that|the fix|the
    solution| the resolution|the ticket|the case|the change|with it|with that|that it works|it works);
    (|it is|it's|this is|all|is|yes) (approved|confirmed|accepted|agreed|granted|correct) (|by me|from me|from my
    side| from our side|thanks to you);
    approval (granted|given|approved);
    (sure|absolutely|definitely|certainly|exactly| of course| go ahead|please go ahead|go for it|you can go ahead|
    good to go|affirmative|fine by me|fine with me|fine for me| fine| that's fine|that is fine|this is fine|no
    objections|no objection|works for me|happy with it|qa ok|qa passed| passed|pass| ship it);
    (|ah|eh|ben|mais) (oui|ouais|ouip) (|bien sûr|tout à fait|absolument|c'est bon|je confirme|je valide|j'approuve|
    c'est le cas|effectivement|parfaitement);
    (|je|nous|j') (valide|validons|confirme|confirmons|approuve| approuvons|accepte) (|le correctif|la solution|la
    résolution);
    (|c'est|bien|est|tout est) (validé|approuvé|confirmé|accepté);
    (tout à fait| bien sûr|absolument|exact|effectivement|c'est bon|c'est bon pour moi|c'est bon pour nous|bon pour
    moi);
    (ja|jawohl|jep|jup|jo|jou|jawoll|ja klar|ja gerne|na klar|klar) (|ist es|ist er|das tut es|tut es|wir
    bestätigen| ich bestätige|genau|genehmigt|freigegeben|einverstanden|bitte so|sicher|natürlich);
    (|ich|wir|hiermit|ist|wird|ich bin|wir sind|bin) (|hiermit) (genehmigt|freigegeben|bestätigt|einverstanden|
    akzeptiert| angenommen|genehmige|bestätige|bestätigen|genehmigen|zugestimmt|abgenommen|stimme zu|stimmen zu);
    (genau|stimmt| richtig| natürlich|sicher|auf jeden fall|freigabe erteilt|freigabe|abnahme erteilt|geht klar|geht
    in ordnung|zustimmung);
    (|pues|que) (sí|si|sip) (|señor|así es|correcto|confirmo|apruebo|lo confirmo|por supuesto|claro|efectivamente|
    confirmado| aprobado|está bien|lo apruebo);
    (|lo|queda|está|yo|la|se) (apruebo|aprobado|confirmo|confirmado|acepto|aceptado| validado| aprueba|confirmamos|
    aprobamos|autorizo|conforme);
    (claro|claro que sí|por supuesto|así es|correcto| efectivamente|exacto| está bien|adelante|de acuerdo);
    (sim|isso|isso mesmo|sim sim) (|senhor|está|confirmo|aprovo|aprovado|confirmado|claro|com certeza|correto|podem|
    pode|foi| isso mesmo);
    (|eu|está|foi|fica|nós) (aprovo|aprovado|confirmo|confirmado|aceito|confirmamos|aprovamos|validado| autorizo|
    concordo);
    (claro|com certeza|correto|exato|exatamente|está bem|pode ser|podem avançar|pode avançar|de acordo);
    (sì|si|certo) (|certo|confermo|approvo|esatto|confermato|va bene|approvato|certamente|grazie a voi);
    (|lo|è|io| tutto) (confermo|approvo|approvato|confermato|accetto|accettato|confermiamo|approviamo|validato);
    (esatto|certamente| esattamente| procedete pure|d'accordo|sono d'accordo|siamo d'accordo);
    (ja|jazeker|jawel|jep) (|hoor|klopt|zeker|dat klopt|akkoord|goedgekeurd|inderdaad|prima|graag zo|dat is zo);
    (|ik|wij|we|is|hierbij|bij deze) (goedgekeurd|bevestig|bevestigd|bevestigen|akkoord|ga akkoord|gaan akkoord|
    keur het goed| geaccepteerd|accepteer);
    (klopt|zeker|inderdaad|natuurlijk|dat klopt|mee eens);
    (ja|japp|jadå|jajamen|jo|jepp|jada|javisst|jap) (|det gör det|det stämmer|absolut|godkänt|godkänd|det gjør det|
    godkjent| det gør det|godkendt|det er det|bekräftar|visst|helt säkert|bekreftet);
    (godkänt|godkänd|godkänns|jag godkänner| godkjent| godkendt|jeg godkender|jeg godkjenner|vi godkänner|vi
    godkender|bekräftat|bekreftet|bekræftet|absolut|stämmer| stemmer|det stämmer|det stemmer| selvfølgelig|
    naturligtvis);
    (kyllä|joo|juu|jep) (|on|onnistui|hyväksytty|vahvistan|hyväksyn|ilman muuta);
    (|se on) (hyväksytty|hyväksyn| hyväksymme| vahvistan|vahvistettu|sopii|pitää paikkansa);
    (zatwierdzam|potwierdzam|zatwierdzone|zaakceptowane|akceptuję|akceptujemy|potwierdzamy|zgadzam się|zgoda|zgadza
    się|oczywiście| tak jest|tak potwierdzam|tak zatwierdzam|tak zgadza się|no tak|jak najbardziej);
    (ano|jo|áno|jasně že ano) (|potvrzuji|schvaluji|souhlasím|je|potvrdzujem);
    (schvaluji|schváleno|potvrzuji| potvrzeno|souhlasím| schválené|potvrdzujem|súhlasím|akceptuji|samozřejmě);
    (igen|ja persze) (|persze|jóváhagyom|elfogadom|megerősítem);
    (jóváhagyom|jóváhagyva|elfogadom|elfogadva| megerősítem|persze);
    (da|sigur|desigur) (|confirm|aprob|de acord|sigur);
    (aprob|aprobat|confirmat|de acord|sunt de acord|accept| acceptat);
    (да|ага|так точно) (|подтверждаю|согласен|согласна|конечно|верно|одобряю);
    (подтверждаю|подтверждаем|согласен| согласна|согласовано| одобряю|одобрено|принимаю|конечно|верно|утверждаю|
    утверждено|подтверждено|согласны);
    (так|ага) (|підтверджую|погоджуюсь|звичайно|згоден|згодна);
    (підтверджую|підтверджуємо|погоджено|схвалюю| схвалено|згоден|згодна|звичайно);
    (evet) (|onaylıyorum|onay|tabii|doğru|onaylıyoruz);
    (onaylıyorum|onaylıyoruz|onaylandı|onay|kabul ediyorum| kabul|tabii|doğru|elbette);
    (ναι) (|εγκρίνεται|επιβεβαιώνω|εγκρίνω|βεβαίως|σωστά);
    (εγκρίνεται|εγκρίνω|επιβεβαιώνω|συμφωνώ|βεβαίως|σωστά| αποδεκτό);
    (是|是的|对|對|对的|對的|嗯|没错|沒錯|同意|批准|通过|通過|确认|確認|我同意|已确认|已批准|确认通过|同意关闭|
    确认解决|認可|审批通过);
    (はい|ええ|うん) (|そうです|承認します|大丈夫です|承認いたします|確認できました|問題ありません);
    (承認| 承認します|承認いたします|承認しました| 同意します|そうです|その通りです|OKです|オッケーです|結構です);
    (네|예|넵|응) (|맞습니다|승인합니다|승인|확인했습니다|그렇습니다|동의합니다);
    (승인|승인합니다|승인했습니다|동의합니다|맞습니다|그렇습니다);
    (نعم|أجل|ايوه|أيوه|نعم أوافق) (|موافق|أوافق|أؤكد|تمام|صحيح);
    (موافق|موافقة|أوافق|نوافق|أؤكد|معتمد|مقبول|صحيح| بالتأكيد|أكيد|تمت الموافقة);
    (כן) (|מאושר|מאשר|מאשרת|בטח|נכון);
    (מאושר|מאשר|מאשרת|מאשרים|נכון|מסכים|מסכימה|בטח|אישור);
    (हाँ|हां|जी हाँ|haan|ใช่|ใช่ครับ|ใช่ค่ะ|vâng|đúng|iya|setuju|đồng ý)
"""
"""Yes, in so many words; that it works and "OK" are approvals too and stand elsewhere."""

SORRY = """
    (|i'm|i am|we are|we're) (|so|very|really) (sorry|afraid); (unfortunately|sadly|alas|regrettably|well|hm|hmm|oh|
    actually|
    to be honest|still); sorry but; (malheureusement|hélas|désolé|désolée|désolés|navré|je regrette|ben|bah);
    (leider|tut mir leid|
    sorry|bedaure|bedauerlicherweise|ach); (lamentablemente|desgraciadamente|desafortunadamente|lo siento|por
    desgracia|pues|disculpe); (infelizmente|
    lamento|desculpe|lamentavelmente|olha); (purtroppo|mi dispiace|spiacente|scusate); (helaas|jammer genoeg|jammer|
    het spijt me); (tyvärr|dessvärre|
    desværre|dessverre|beklager|ledsen); (valitettavasti|ikävä kyllä); (niestety|przykro mi); (bohužel|žiaľ|
    bohužiaľ); (sajnos|sajnálom);
    (din păcate|îmi pare rău); (к сожалению|увы|извините); (на жаль|вибачте); (maalesef|ne yazık ki|üzgünüm);
    (δυστυχώς|λυπάμαι); (很遗憾|抱歉|不好意思|很抱歉|可惜);
    (残念ながら|申し訳ありませんが|すみませんが|すみません); (죄송하지만|아쉽게도|유감스럽게도); (للأسف|عذرا|آسف);
    (לצערי|לצערנו|סליחה)
"""
"""What stands before a refusal and says nothing."""

REFUSED = """
    (|oh|and|still|again) (no|nope|nah|noo|nay|no no|no it isn't|no it doesn't|no it does not|no it is not|no it
    didn't|negative|absolutely not| certainly not|definitely not|of course not|not at all|not really|not yet|not
    quite|nein|not ok|not okay|not good|no way|no go| sorry no|unfortunately not|unfortunately no|i'm afraid not|
    sadly not|sadly no|afraid not|not approved|not accepted|not confirmed|disapproved| not agreed|not resolved|not
    solved|not fixed);
    (|i|we|i must|we must|qa|it is|this is|hereby|i hereby|i have to) (reject|rejected|refuse|refused|decline|
    declined|deny|denied|disapprove|disagree|failed qa| qa failed|qa rejected) (|it|this|that|the fix|the solution|
    the resolution);
    fail; failed; thumbs down;
    (|eh|ah|mais|ben|toujours) (non|nan|pas du tout|pas encore|absolument pas|certainement pas|non non|non pas du
    tout|non pas encore|négatif);
    (|je|nous|c'est|est|j'ai) (rejette|refuse|rejeté|refusé|rejet|refus|rejetons|refusons|non validé|non approuvé|
    non résolu|pas résolu|pas réglé|pas validé| toujours pas|pas ok|pas bon);
    (|leider|noch|immer|also) (nein|nee|nö|ne|noch nicht|nicht ok|nicht in ordnung|leider nicht|immer noch nicht|
    keineswegs|auf keinen fall| gar nicht|überhaupt nicht|nicht gelöst|nicht behoben|nicht genehmigt|nicht
    freigegeben|nicht einverstanden| nicht wirklich);
    (|wird|ich|wir|ist|hiermit) (abgelehnt|lehne ab|lehnen ab|ablehnen|ablehnung|zurückgewiesen|verweigert|lehne das
    ab|lehnen das ab|nicht erledigt);
    (|que|pues|todavía|aún) (no|nop|nones|para nada|todavía no|aún no|no señor|en absoluto|negativo|no no|tampoco);
    (|lo|queda|está|yo|no|se) (rechazo|rechazado|rechaza|rechazar|rechazamos|denegado|no aprobado|no resuelto|no
    solucionado|sin resolver|no conforme);
    (|ainda|infelizmente|mas) (não|nao|ainda não|de modo algum|não não|nada disso|negativo);
    (|eu|foi|está|fica) (rejeito|rejeitado|recuso|recusado|rejeitar|reprovado|não aprovado|não resolvido|não aprovo|
    não concordo);
    (no|non ancora|purtroppo no|per niente|assolutamente no|no no|negativo|affatto);
    (|lo|è|io|viene) (respingo| respinto|rifiuto|rifiutato|rifiutata| non approvato|non risolto|non accettato|non
    approvo|bocciato);
    (nee|neen|helaas niet|nog niet|absoluut niet|nog steeds niet|helemaal niet|zeker niet|nee hoor);
    (|ik|wij|is| wordt|hierbij) (afgewezen|afgekeurd|geweigerd| wijs af|niet akkoord|niet goedgekeurd|niet opgelost|
    keur het af|weiger|afwijzen);
    (nej|nä|nei|næ|inte än|ikke ennå|ikke endnu|tyvärr inte|desværre ikke|dessverre ikke|nej tyvärr|nej desværre|
    nei dessverre|absolut inte|slet ikke|inte alls|inte löst|ikke løst| ei|ei vielä|ei valitettavasti|valitettavasti
    ei|ei suinkaan|ei todellakaan);
    (avvisas|avvisad|avvist|avvises| afvist|afvises|ej godkänt|inte godkänt| ikke godkendt|ikke godkjent|underkänt|
    hylätty|hylkään|ei hyväksytty|ei korjattu|avslås|avslag|nekad|nektet);
    (nie|niestety nie|jeszcze nie|wcale nie|nadal nie|nie nie);
    (odrzucam|odrzucone|odrzucono|odrzucony|nie zatwierdzam|nie akceptuję|nie potwierdzam|nie zgadzam się| nie
    rozwiązane|odmawiam|niezatwierdzone|nierozwiązane);
    (ne|nie|bohužel ne|ještě ne|vůbec ne|stále ne|ne ne);
    (zamítám|zamítnuto|odmítám|odmítnuto|neschvaluji| neschváleno|nesouhlasím|nevyřešeno|zamietnuté|zamietam|
    neschválené);
    (nem|sajnos nem|még nem|egyáltalán nem|továbbra sem);
    (elutasítom|elutasítva|nem fogadom el|nem hagyom jóvá| megtagadom|elutasítás);
    (nu|încă nu|din păcate nu|deloc|nicidecum);
    (resping|respins|refuz|refuzat|nu aprob|neaprobat|nerezolvat|nu accept|nu sunt de acord);
    (нет|неа|ещё нет|еще нет|пока нет|никак нет|к сожалению нет|увы нет|совсем нет);
    (отклоняю|отклонено|отказ| отказано|не согласен|не согласна|не подтверждаю|не одобряю| не решено|не решена|не
    исправлено|отвергаю|не принимаю);
    (ні|ще ні|поки ні|на жаль ні|поки що ні);
    (відхиляю|відхилено|відмова|не згоден|не згодна|не підтверджую|не схвалюю|не вирішено|не виправлено);
    (hayır|hayir|yok|maalesef hayır|henüz değil|henüz hayır|kesinlikle hayır);
    (reddediyorum|reddedildi|ret|red| onaylamıyorum|kabul etmiyorum|çözülmedi|onaylanmadı);
    (όχι|οχι|δυστυχώς όχι|ακόμα όχι|όχι ακόμα|καθόλου);
    (απορρίπτεται|απορρίπτω|δεν εγκρίνω|δεν εγκρίνεται|δεν λύθηκε|διαφωνώ);
    (不|不是|没有|沒有|没|还没|還沒|还没有|還沒有|否|不行|不同意|拒绝|拒絕|不可以|不对|不對|未解决|未解決|没解决|
    没有解决|还没解决|仍未解决|驳回|駁回|不通过|不批准|退回|没有好|没好|还没好);
    (いいえ|いや|いえ|まだです|ダメです|だめです|駄目です|却下|却下します|否認|否認します|拒否|拒否します|
    承認しません|承認できません|未解決|未解決です|ノー|違います|まだ|解決していません|直っていません);
    (아니요|아니오|아뇨|아니|아직|아직요|거절|거절합니다|거부|거부합니다|반려|반려합니다|미해결|승인하지 않습니다|
    아닙니다|안됩니다|안 됩니다|안돼요|안 돼요);
    (لا|كلا|ليس بعد|للأسف لا|أبدا|لا للأسف);
    (مرفوض|أرفض|نرفض|رفض|غير موافق|لا أوافق|غير محلول|غير مقبول);
    (לא|ממש לא|עדיין לא|עוד לא|לצערי לא);
    (נדחה|דוחה|מסרב|לא מאושר|לא מאשר|לא נפתר| לא מסכים|דחייה);
    नहीं; nahi; ไม่; không; chưa; tidak; belum; ditolak;
    no (change|improvement|difference|better|luck|success|effect) (|so far|yet|at all|unfortunately|here);
    sin cambios; keine (besserung|änderung|verbesserung); pareil; toujours pareil; idem; igual
"""
"""A refusal is one of these and then the end or a mark: "no problem" is none."""

_IT = """the problem|the issue|the fault|the error|the line|the site|the system|everything|they|and|the phones|
    the phone|the fix|the server|problem|issue|error|fault|same problem|same issue"""
_STILL_IT = f"(|it|this|that|i|we|{_IT})"
_IT_ONLY = f"(|it|this|that|{_IT})"

FAILS = f"""
    {_STILL_IT} (still|again|keeps|always|continues to|continues) (fails|fail|failing|failed|broken|is broken|down|
    is down|not working|not fixed|not solved|not resolved| does not work|doesn't work|do not work|don't work|is not
    working|isn't working|happens|happening|occurs| occurring|the same|is the same|wrong|is wrong|crashes|crashing|
    persists|exists|there|is there|dead|is dead|is failing|are failing|are down|hangs|drops|dropping|open|is open|
    no good|bad|unresolved|unsolved|is not fixed|isn't fixed|is happening| is not solved|is not resolved|have the
    problem|have the issue|have the same problem|have the same issue|see the problem|see the error|get the error|get
    the same error|get errors|getting the error| getting errors|has the problem|have problems|have no sound|have no
    audio|cannot|can't|can not|no change|an issue|a problem);
    {_IT_ONLY} (does not|doesn't|do not|don't|did not|didn't|is not|isn't|are not|aren't|has not|hasn't|have not|
    haven't|was not|wasn't) (|yet|really|quite|actually|fully|completely) (work|working|fixed| solved|resolved|help|
    helped|been fixed|been solved|been resolved|better|ok|okay|fix it|solve it|solve the problem|fix the problem|fix
    the issue|solve the issue|repaired|sorted|changed|gone|done|gone away|work yet|good| right|correct);
    not (fixed|solved|resolved|working|ok|okay|repaired|sorted|better|good) (|yet|at all|really|now|for us|for me|
    completely|fully);
    (it|it is|it's|they are|everything is|we are|the line is|the site is|all is|is) (broken|down|failing|failed|
    dead|unresolved|worse) (|again|still|as before|now);
    (it|this|that|the problem|the issue|the fault|the error|everything) (|has|is|are) (came back|come back|back
    again|broke again|returned|reappeared|worse|even worse|got worse|worse than before);
    (the problem|the issue|the fault|the error) (is|are) (back|here again|there again);
    {_STILL_IT} (failed again|fails again|happened again|happens again|persists);
    (|the|it is the|it's the|we have the|i have the|exactly the|still the|always the) same (problem|issue|error|
    fault|thing|result|as before) (|again|as before|here|still|persists|remains);
    (please|) (reopen|re-open) (|it|this|the ticket| the case|this ticket|this case|please);
    (i|we) (cannot|can't|can not|could not|do not|don't|will not|won't) (approve|confirm|accept|agree) (|it|this|
    that|the fix|the solution|yet|with it|with that);
    (i|we) (still|) (cannot|can't|can not|still cannot|still can't) (log in|login|log on|work|connect|call|send|
    print|access|make calls|take calls);
    (reject|rejected|refused|declined) (because|as|since|for);
    (|ça|cela|il|elle|tout|rien) (ne|) (marche|fonctionne|va|refonctionne|marchent|fonctionnent) (toujours|encore|)
    pas;
    (|ce|ça|cela|il|elle|tout|le problème|l'erreur) (n'est|est|n'a) (toujours|encore|) pas (|été|encore|toujours)
    (résolu|réglé|réparé|corrigé|bon|fonctionné|marché|ok|résolue|rétabli|disparu);
    rien ne (marche|fonctionne|change|va);
    (toujours|encore) (le même problème|la même erreur|pareil|en panne|cassé|pas résolu|pas réglé|bloqué|hs|rien|un
    problème|des erreurs|des problèmes);
    (le même problème|même problème|même erreur|même souci);
    (le problème| l'erreur|la panne) (persiste|est revenu|est revenue|revient|continue|demeure|est toujours là|est
    toujours présent|est toujours présente);
    je ne (valide|confirme|peux pas valider|peux pas confirmer) pas;
    ça ne marche (plus|toujours pas);
    (|es|das|die anlage|das system|alles|die seite|leider|telefon|das telefon) (funktioniert|geht|klappt|läuft|tut|
    funktionieren|gehen) (|es|das|alles) (|noch|immer noch|leider|weiterhin|leider noch|leider immer noch|leider
    weiterhin|noch immer|wieder|trotzdem|bei uns) nicht;
    (|es|das|das problem|der fehler|alles) (ist|wurde|hat|sind) (|noch|immer noch|leider|weiterhin|leider noch|
    leider immer noch|noch immer|es) nicht (gelöst|behoben|erledigt|repariert|geholfen|in ordnung|geklappt|
    funktioniert|besser|weg|richtig);
    (|es ist|ist|wir haben|das ist|es besteht|leider) (immer noch|noch immer|weiterhin|nach wie vor) (kaputt|defekt|
    das gleiche|dasselbe|der gleiche fehler|derselbe fehler|gleiches problem|das gleiche problem|dasselbe problem|
    gestört|fehlerhaft|da|tot|störung|ausgefallen|ein problem|probleme|fehler|offen|nicht behoben|nicht gelöst|
    nicht);
    (gleicher|selber| derselbe|der gleiche) fehler;
    (das problem|der fehler|problem|fehler) (besteht|tritt|ist) (weiterhin|noch|noch immer|immer noch|wieder|erneut)
    (|auf|da);
    (gleiches|selbes) problem (|wie vorher|wieder|weiterhin);
    (|todavía|aún|ya|esto|el sistema|la página|eso|pero) no (|me|nos) (funciona|funcionan|anda|sirve|marcha);
    (|todavía|aún|esto|el problema|eso) no (está|quedó|ha sido|ha quedado|se ha|se) (resuelto|solucionado|arreglado|
    listo|resolvió|solucionó|arregló|funcionando);
    (sigue|siguen|continúa) (|sin|el|la|con el|con|dando) (funcionar|fallando|igual|mismo problema|misma falla|
    problema|error|errores|caído|caída|mal|fallo|resolver|mismo error|roto);
    (el problema|la falla|el error|el fallo) (persiste|continúa|sigue|volvió|sigue ahí);
    (mismo|el mismo) (problema|error|fallo);
    (|ainda|isto|isso|o sistema|o site) não (|me|nos) (funciona|funcionam|resolveu|funcionou);
    (|ainda|isto|isso|o problema) não (está|foi|ficou) (resolvido|a funcionar|funcionando|solucionado|corrigido|
    certo|bem);
    (continua|continuam|permanece) (|sem|com o|com|o|a) (funcionar|mesmo problema|problema|erro|erros|igual|falhar|
    falhando|na mesma|mesmo erro|parado|em baixo|fora do ar|dando erro);
    (o problema|o erro|a falha) (persiste|continua|voltou|permanece|mantém-se);
    (mesmo|o mesmo) (problema|erro);
    ainda (com problema|com erro|com problemas|está parado|dá erro);
    (|ancora|il sistema|ma|questo) non (funziona|funzionano|va|vanno) (|ancora|niente|nulla|bene|per niente);
    (|ancora|il problema|questo) non (è|si è|è stato|ha|è ancora) (risolto|sistemato|a posto|funzionato|riparato|
    risolta);
    (il problema| l'errore|il guasto) (persiste|continua|rimane|c'è ancora|è tornato|si ripresenta|permane);
    (stesso|lo stesso|sempre lo stesso) (problema|errore);
    ancora (guasto|rotto|fermo|lo stesso problema|lo stesso errore|il problema|errori|problemi);
    continua a (dare errore|non funzionare|bloccarsi);
    (|het|dit|dat|alles|de site|het systeem) (werkt|functioneert|werken) (|het|nog|nog steeds|helaas|helaas nog|nog
    altijd|weer|helaas nog steeds|helaas nog altijd) niet;
    (|het|dit|dat|het probleem) is (|nog|nog steeds|helaas|helaas nog|nog altijd) niet (opgelost|verholpen|goed|in
    orde|klaar|gelukt);
    het doet het (|nog|nog steeds|nog altijd|helaas) niet;
    (nog steeds|nog altijd|weer|opnieuw) (kapot|stuk|hetzelfde| dezelfde fout|hetzelfde probleem|niet|defect|een
    probleem|problemen|storing|fouten);
    (hetzelfde|zelfde) probleem;
    dezelfde fout;
    het probleem (blijft|is er nog|bestaat nog|is terug|is niet opgelost|doet zich nog voor);
    (|det|systemet|det hele|telefonen) (fungerar|funkar|virker|fungerer) (|fortfarande|stadig|fortsatt|ännu|
    stadigvæk|enda|endnu) (inte|ikke);
    (|det|problemet) (är|er|har) (|fortfarande|stadig|fortsatt|ännu|stadigvæk|enda|endnu) (inte|ikke) (löst|løst|
    ordnet|fikset|åtgärdat|i orden|blivit löst|blevet løst|blitt løst);
    (fortfarande|stadig|fortsatt|stadigvæk) (samma problem| samma fel|samme problem|samme feil|samme fejl|nere|nede|
    trasigt|i stykker|ødelagt|problem|fejl|feil|fel|det samme|ikke|inte|problemer);
    (samma|samme) (problem|fel|feil|fejl);
    problemet (kvarstår|består|vedvarer|er der stadig|er der fortsatt|er tilbake|er tilbage|är tillbaka|är kvar);
    (|se) ei (|vieläkään|edelleenkään) (toimi|korjaantunut|auttanut|ole korjattu|ratkennut|ole kunnossa) (|
    vieläkään|edelleenkään|vielä);
    (edelleen|yhä) (rikki|sama ongelma|sama vika|ongelma|sama|poikki);
    sama (ongelma| vika) (|edelleen);
    ongelma (jatkuu|on edelleen|toistuu|palasi);
    (|to|wciąż|nadal|ciągle|problem|dalej|u nas) (|nadal|wciąż|dalej) nie (działa|działają|rozwiązany|naprawione|
    działało|pomogło|naprawiony|rozwiązane|zostało naprawione|został rozwiązany) (|nadal|dalej|wcale);
    (ten sam| taki sam) (problem|błąd);
    (problem|błąd) (nadal|wciąż|dalej) (występuje|jest|istnieje|się pojawia|trwa);
    problem powrócił;
    nadal (to samo|błąd|awaria|problem|jest problem|zepsute);
    (|to|stále|pořád|porad|problém|systém|ještě) (|stále|pořád|stále to) (nefunguje|nefungují|nejde|nejede|
    nepomohlo|není vyřešeno|není opraveno|není opravené|není v pořádku|nie je vyriešené|nie je opravené) (|stále|
    pořád);
    (stejný|stále stejný|ten samý) (problém|chyba|);
    (problém|chyba) (přetrvává|trvá|stále trvá|je zpět|se vrátil|pretrváva);
    (|még mindig|továbbra|továbbra is|a probléma|még) (nem működik|nem jó|nem oldódott meg|rossz|hibás|ugyanaz a
    hiba|ugyanaz a probléma|fennáll|sem működik|nem megy|nincs megoldva|nem javult meg);
    (|tot|încă|problema|acum) nu (|s-a|este|e|mai) (merge|funcționează|functioneaza|rezolvat|rezolvată|reparat);
    (aceeași|aceeasi) (problemă|eroare);
    problema persistă;
    (|всё|все|до сих пор|проблема|по прежнему|по-прежнему|система) (|ещё|еще|всё ещё|все еще|по-прежнему|до сих пор|
    так и|все равно|всё равно) не (работает|решена|решено|исправлено|помогло|заработало|работают|устранена|
    исправлена|решилась);
    (та же|тот же|всё та же|все та же|все то же|всё то же|то же) (проблема|ошибка|самое);
    (проблема|ошибка) (осталась|остается|остаётся|сохраняется|повторяется|вернулась|не ушла);
    (|все|все ще|досі|проблема) (|досі|ще|все ще) не (працює|вирішено|вирішена|виправлено|допомогло|запрацювало|
    працюють);
    (та ж|та сама|така ж) (проблема|помилка);
    проблема (залишилась|залишається|повторюється|повернулась);
    (|hala|hâlâ|halen|yine|sorun|sistem|sorun hala) (çalışmıyor|çözülmedi|düzelmedi|devam ediyor|calismiyor|
    cozulmedi|bozuk|olmuyor);
    (hala|hâlâ|halen|yine|sorun hala) (aynı|aynı sorun|aynı hata|olmadı);
    aynı (sorun|hata|problem) (|devam ediyor);
    (|ακόμα|ακόμη|το πρόβλημα|εξακολουθεί να) δεν (λειτουργεί|δουλεύει|λύθηκε|διορθώθηκε|έχει λυθεί|δούλεψε|
    λειτουργεί ακόμα);
    (το ίδιο|ίδιο) πρόβλημα;
    το πρόβλημα (παραμένει|συνεχίζεται|υπάρχει ακόμα);
    (|还是|仍然|依然|還是|问题还是|系统|现在还是|仍|现在|目前) (不行|没解决|没有解决|无法使用|不能用|用不了|
    没有恢复|报错|沒解決|沒有解決|無法使用|没好|登录不了|不好用|不正常|没修好);
    (还是|仍然|依然|還是|问题还是| 问题仍然|依旧|现在还是|仍) (有问题|有問題|存在|一样|一樣|失败|同样的问题|老样子);
    问题(依旧|依然|仍然|还|仍)(存在|在|没解决);
    (|まだ|やはり|問題が|依然として|現在も|やっぱり|まだ問題が|引き続き|今も) (動きません|直っていません|
    解決していません|使えません|ダメです|駄目です|発生しています|同じです|エラーが出ます|つながりません|
    繋がりません|直りません|解決しません|改善していません|改善しません|続いています|できません|接続できません|
    動作しません|ログインできません);
    同じ(問題|エラー|症状)(です|が出ます|が発生しています|が続いています| が出ています|);
    (|아직|여전히|아직도|계속|여전히 문제가|아직 문제가) (안 됩니다|안됩니다|작동하지 않습니다|해결되지 않았습니다|
    해결 안 됐습니다|안돼요|안 돼요|똑같습니다|같은 문제입니다|오류가 납니다|해결되지 않았어요|해결이 안 됐습니다);
    (아직|여전히|아직도|계속) 문제가 (발생합니다|있습니다);
    (같은|동일한) (문제|오류|증상)(가 발생합니다|입니다|가 있습니다|);
    (|ما زال|ما زالت|لا يزال|لا تزال|مازال|مازالت|النظام) (لا يعمل|لا تعمل|المشكلة قائمة|المشكلة موجودة|معطل|لم يتم
    الحل|لم تحل|لم تحل المشكلة|المشكلة مستمرة|يعطي خطأ|نفس المشكلة);
    لم (يتم حل المشكلة|تحل المشكلة|ينجح|يتم الحل| يتم الإصلاح|يعمل);
    المشكلة (لا تزال|ما زالت|مستمرة|لم تحل) (|قائمة|موجودة);
    نفس (المشكلة|الخطأ);
    (|עדיין|זה|הבעיה|זה עדיין|המערכת) (לא עובד|לא עובדת|לא נפתר|לא נפתרה|לא תוקן|קיימת|אותה בעיה|לא מסודר|תקול);
    אותה (בעיה|תקלה|שגיאה);
    הבעיה (נמשכת|חזרה|עדיין קיימת);
    {_STILL_IT} (is|are) (still|again|always) (broken|down|failing|dead|the same|happening|there|here|wrong|an
    issue|a problem|open|crashing|not working|not fixed|not solved|not resolved|present|unresolved|offline|failing
    for us);
    (it's|that's|everything's|they're) (still|again|always) (broken|down|failing|dead|the same|happening|there|here|
    wrong|an issue|a problem|open|crashing|not working|not fixed|not solved|not resolved|present|unresolved|offline|
    failing for us);
    (it's|that's|everything's|they're) (|still|now) not (|yet|really|fully|quite) (working|fixed|solved|resolved|ok|
    okay|good|better|right|done|repaired);
    {_STILL_IT} still (exists|exist|remains|remain|persists|persist|occurs|occur);
    (i'm|i am|we're|we are) still (getting|seeing|having|experiencing|facing) (|the|this|an|a|same|the same) (error|
    errors|problem|problems|issue|issues|message)
"""
"""Whoever says this refuses, whatever follows it."""
