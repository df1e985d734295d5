"""What stands around the words of a letter: how it greets, how it ends, what thanks are for. Tables only."""

from __future__ import annotations

GREETINGS = """
    (hi|hello|hey|hiya|hallo|dear|good morning|good afternoon|good evening|good day|greetings|morning|afternoon|
    evening) (|all|team|there|everyone|everybody|support|support team|again|again all|both|guys|folks|sir|madam|
    sirs|sir or madam|colleagues|mr|mrs|ms|miss|dr|friends);
    (bonjour|salut|bonsoir|coucou|rebonjour|re bonjour|cher|chère|chers) (|à tous|à toutes|à vous|madame|monsieur|
    messieurs|l'équipe|toute l'équipe|mesdames messieurs|madame monsieur|tous);
    (|sehr) (guten tag|guten morgen|guten abend|moin|moin moin|servus|grüß gott|grüezi|grüss gott|hallo|liebe|
    lieber|liebes|geehrte|geehrter|mahlzeit|tag|gruezi) (|zusammen|frau|herr|herr dr|frau dr|team|support|liebes
    team|support team|damen und herren|leute|kollegen|kolleginnen und kollegen|liebe kollegen|alle|allerseits|
    nochmals|nochmal);
    (hola|buenos días|buenas tardes|buenas noches|buenas|buen día|estimado|estimada|estimados|querido|querida) (|a
    todos|equipo|señor|señora|señores|sr|sra|de nuevo|todos|equipo de soporte);
    (olá|ola|oi|bom dia|boa tarde|boa noite|caro|cara|caros|prezado|prezada|prezados|viva) (|a todos|pessoal|equipe|
     equipa|senhor|senhora|senhores|sr|sra|todos|novamente);
    (ciao|salve|buongiorno|buonasera|buon giorno|buona sera|gentile|gentili|egregio|egregi|caro|cara|cari|buon
    pomeriggio) (|a tutti|tutti|team|signore|signora|signori|sig|sig ra|dott|colleghi|supporto|di nuovo);
    (hoi|dag|hallo|goedemorgen|goedemiddag|goedenavond|goedendag|beste|geachte|hey|heej|hee) (|allemaal|team|heer|
    mevrouw|meneer|heer mevrouw|mijnheer|support|iedereen|collega's|helpdesk|dames en heren|mensen);
    (hej|hejsan|tjena|god morgon|god dag|god kväll|hei|halla|god morgen|god aften|kære|kjære|bästa|hallå|heisann|
    morn) (|alla|alle|igen|igjen|alle sammen|allihopa|teamet|support|med dig|team);
    (hei|moi|terve|hyvää päivää|hyvää huomenta|huomenta|moikka|päivää|hyvää iltaa|tervehdys|no moi) (|kaikki|vaan|
    taas|kaikille);
    (cześć|dzień dobry|witam|dobry wieczór|szanowni państwo|szanowny panie|szanowna pani|hej|witajcie) (|wszystkim|
    panie|pani|państwa|państwo|ponownie|serdecznie);
    (dobrý den|dobré ráno|dobrý večer|ahoj|zdravím|vážený|vážená|vážení|dobrý deň|pěkný den|hezký den) (|všem|pane|
    paní|vás);
    (szia|sziasztok|jó napot|jó reggelt|üdv|üdvözlöm|tisztelt|kedves|jó estét|helló) (|kívánok|mindenkinek|hölgyem|
    uram);
    (bună|bună ziua|bună dimineața|bună seara|salut|salutare|stimate|stimată|stimați) (|tuturor|domn|doamnă|
    domnule);
    (здравствуйте|добрый день|доброе утро|добрый вечер|привет|приветствую|уважаемый|уважаемая|уважаемые|доброго дня)
    (|всем|коллеги|ещё раз);
    (вітаю|добрий день|доброго дня|добрий ранок|доброго ранку|привіт|шановний|шановна|шановні) (|всім|колеги);
    (merhaba|merhabalar|selam|iyi günler|günaydın|sayın|selamlar|değerli) (|herkese|arkadaşlar|hanım|bey|yetkili);
    (γεια|γεια σας|καλημέρα|καλησπέρα|γειά σας|χαίρετε|αγαπητέ|αγαπητή|αγαπητοί) (|σας|σε όλους);
    (你好|您好|大家好|早上好|下午好|晚上好|早|各位好|老师好|嗨|尊敬的);
    (こんにちは|おはようございます|こんばんは|お世話になっております|お世話になります|
    いつもお世話になっております|お疲れ様です|お疲れさまです|担当者様|ご担当者様|サポート担当者様|
    サポートご担当者様|ご担当者さま);
    (안녕하세요|안녕하십니까|안녕|담당자님|담당자님 안녕하세요);
    (مرحبا|مرحباً|السلام عليكم|أهلا|صباح الخير|مساء الخير|تحية طيبة|عزيزي|عزيزتي|السادة) (|بكم|ورحمة الله|ورحمة الله
    وبركاته|الأعزاء);
    (שלום|היי|הי|בוקר טוב|ערב טוב|צהריים טובים|אהלן) (|רב|לכולם|לכם); สวัสดี(|ครับ|ค่ะ); xin chào; chào (|bạn|anh|
    chị);
    (नमस्ते|नमस्कार|namaste); selamat (pagi|siang|sore|malam)
"""
"""A name may follow."""

ENDINGS = """
    (|with|my|our) (|kind|best|warm|warmest|kindest|many|sincere|very best|friendly|all) regards (|from); (best|all
    the best|best wishes|with best wishes|sincerely|yours|yours sincerely|yours truly|yours faithfully|sincerely
    yours|respectfully|br|kr|rgds|rgrds|brgds|kind rgds|brgs|rgs|cordially|bye|bye bye|bye for now|see you|see ya|
    xx|x|greetings|cu|ttyl|talk soon|warmly|take care|speak soon|have fun|from);
    (|bien|très|meilleures salutations|avec mes) (cordialement|amicalement|respectueusement|sincèrement|cdlt|cdt|
    bien à vous|bien à toi|salutations|meilleures salutations|sincères salutations|salutations distinguées|bises|
    bises à tous|salutations cordiales|sentiments distingués|crdlt|à bientôt|a bientôt|à plus|a plus|au revoir|
    bonne réception);
    (|mit|mit den) (|viele|vielen|liebe|lieben|beste|besten|freundliche|freundlichen|schöne|schönen|herzliche|
    herzlichen|sonnige|sonnigen) (grüße|grüßen|grüsse|grüssen|gruß|gruss|grüßle|grusse|gruesse|gruessen) (|aus|von|
    vom|und|an alle);
    (|mit) (freundlichem|bestem|besten|freundlicher) (gruß|gruss|grüßen|grüssen); (mfg|lg|vg|bg|hg|hochachtungsvoll|
     tschüss|ciao|bis dann|bis bald|auf wiedersehen|tschüß|servus|gruß|gruss|ihr|ihre|dein|deine|i a|i v|ppa|gez|bis
    später);
    (|un|con un|con un cordial|mis|reciba un|reciban un|con mis mejores) (cordial|) (saludo|saludos|abrazo) (|
    cordial|cordiales|a todos|afectuoso|afectuosos); (atentamente|atte|cordialmente|un abrazo|hasta luego|hasta
    pronto|adiós|muy atentamente|slds);
    (|com os|com os melhores|os melhores|melhores|os meus melhores|meus|com) (cumprimentos|cumps|abraço|abraços|
    cpts|saudações|cptos); (atenciosamente|att|atte|um abraço|cordialmente|até logo|até breve|respeitosamente|abs|
    abç|abçs|tchau|com os melhores cumprimentos|com estima);
    (|cordiali|distinti|cari|i più cordiali|i miei|un|tanti|un caro) (saluti|saluto) (|a tutti); (cordialmente|
    cordialità|a presto|arrivederci|un saluto|in fede|saluti e grazie|ciao ciao|un abbraccio|buona giornata a
    tutti);
    (|met|met een|de) (|vriendelijke|hartelijke|vriendelijk|beste|lieve|warme|veel|collegiale) (groet|groeten|
    groetjes); (mvg|gr|gtz|hgr|m v g|hoogachtend|tot ziens|grtz|grt|doei|tot snel|tot later);
    (|med|vänliga|bästa|många) (vänlig|vänliga|vennlig|venlig|venlige|bästa|beste|bedste|hjärtliga|vennlige|hilsen|
    soliga|de bedste) (hälsning|hälsningar|hilsen|hilsener|hälsn); (mvh|vh|hälsningar|hilsen|hälsn|dbh|m v h|vi ses|
     hej då|ha det|mange hilsner|hilsner|kh|bh|knus|kram|hygge);
    (|ystävällisin|parhain|lämpimin|ystävällisesti) (terveisin|terveisiin|terv|terveiset); (t|ystävällisesti|yst
    terv|kunnioittaen|terkuin|terkut|moikka moi|hei hei|näkemiin);
    (|z|serdecznie|łączę|przesyłam) (poważaniem|wyrazami szacunku|pozdrowieniami|pozdrawiam|pozdrawiamy|
    pozdrowienia
    |serdecznymi pozdrowieniami) (|serdecznie|i życzę); (pozdr|pzdr|do widzenia|do usłyszenia|z uszanowaniem|wyrazy
    szacunku);
    (s pozdravem|se srdečným pozdravem|s přáním hezkého dne|s přáním pěkného dne|s úctou|zdraví|s pozdravom|
    nashledanou|na shledanou|s přátelským pozdravem|hezký zbytek dne přeje|zdravim);
    (üdvözlettel|tisztelettel|köszönettel|üdv|viszlát|viszontlátásra|baráti üdvözlettel|szép napot kívánok); (cu
    stimă|cu respect|toate cele bune|cu drag|la revedere|o zi bună|salutări|numai bine|cu prietenie);
    (|с|с искренним|с глубоким) (уважением|наилучшими пожеланиями|повагою|найкращими побажаннями|ув|приветом); (до
    свидания|всего доброго|з повагою|до побачення|всього найкращого|с благодарностью и уважением);
    (saygılarımla|saygılar|saygılarımızla|iyi çalışmalar|iyi günler|sevgiler|selamlar|hoşça kalın|görüşmek üzere);
    (|με|με τους) (εκτίμηση|φιλικούς χαιρετισμούς|εκτιμηση|χαιρετισμούς|φιλικά|χαιρετισμοί|τιμή);
    (此致|敬礼|此致敬礼|顺祝商祺|顺颂商祺|祝好|祝商祺|敬上|以上|再见|拜拜|best wishes); (敬具|草々|以上|では|
    それでは|ではまた|失礼いたします);
    (드림|올림|배상|안녕히 계세요); (مع خالص التحية|مع التحية|تحياتي|مع أطيب التحيات|أطيب التحيات|تحياتنا|وتقبلوا
    تحياتي|والسلام عليكم|والسلام|دمتم بخير|مع السلامة);
    (בברכה|בכבוד רב|ביי|להתראות); trân trọng; salam; hormat saya; saludos cordiales; groete;
    vriendelike groete;
    sent from my (iphone|ipad|phone|mobile|samsung|android|galaxy|blackberry) (|device|phone); von meinem (iphone|
    ipad|handy) gesendet;
    envoyé de mon (iphone|ipad|mobile|téléphone); enviado desde mi (iphone|ipad|móvil); enviado do meu (iphone|ipad|
     telemóvel);
    inviato da iphone; inviato dal mio iphone; verstuurd vanaf mijn (iphone|ipad|telefoon); verzonden vanaf mijn
    iphone;
    skickat från min iphone; sendt fra min iphone; lähetetty iphonesta; wysłane z iphone'a
"""
"""A name may follow, and then nothing more."""

LINKS = """
    and; oh; ah; hm; well; und; et; y; e; en; och; og; ja also; i; a; ve; ja; και; и; та; й; și; si; és;
    so then; also dann; then; da; pour info; alors; donc; entonces; pues; então; allora; dan; dus; så; no niin;
    więc; tak więc; тогда; ну; و; just; now; with; as well; again; once again; once more; mit; avec; con; com; med;
    也; 真的; 네; 예; 넵; はい; 了; 啦; 啊; 哈; 哈哈; haha; lol; hehe; jaja; kk; 哦; 呢; ค่ะ; ครับ; everyone;
    everybody; team; guys; folks; all; zusammen; à tous; à toutes; a todos; pessoal; a tutti; allemaal; alle
"""
"""They join what is said and say nothing."""

FOR = """
    for; für; fuer; pour; por; por la; por el; pela; pelo; per; per il; per la; per l'; voor; för; for; za; dla;
    için; για; за; pentru; kun; de; di; d';
    of; dat; dass; que; che; om; att; at; vir; dal; die; das; den; der; de la; du; de l'; del; della; dell'; à; on;
    with; bei; avec; con; com
"""
"""What thanks are for follows; they mean nothing else there."""

REASONS = """
    help; helping; support; supporting; assistance; assisting; response; responding; reply; replying; answer;
    answering; fix; fixing; effort;
    efforts; time; patience; service; work; feedback; info; information; update; updates; explanation;
    clarification; clarifying; explaining;
    advice; attention; cooperation; understanding; solution; solving; resolving; sorting; handling; looking;
    getting; taking; care; everything;
    anything; turnaround; resolution; hard; follow; following; up; back; to; me; us; into; out; it; this; that;
    letting; know; care; note; message;
    email; mail; confirmation; confirming; being; so; such; a; an; the; your; you; all; our; my; very; really;
    extremely; quick; quickly; fast; prompt;
    promptly; swift; speedy; kind; kindness; great; excellent; good; amazing; wonderful; fantastic; super; rapid;
    timely; immediate; continued; ongoing;
    best; nice; outstanding; helpful; friendly; professional; efficient; today; yesterday; again; team; everyone;
    heads; tip; hint; these; both; done;
    having; giving; having; professionalism; dedication; persistence; job; right; away; in; matter; on; of; and;
    speed; awesome; brilliant; superb; top;
    die; der; das; den; dem; ihre; ihren; ihr; eure; euren; deine; deinen; deine; schnelle; schnellen; schneller;
    rasche; raschen; prompte; prompten; gute;
    guten; super; tolle; tollen; nette; netten; freundliche; freundlichen; hilfe; unterstützung; unterstuetzung;
    antwort; rückmeldung; rueckmeldung;
    lösung; loesung; bearbeitung; erledigung; reaktion; info; information; informationen; auskunft; arbeit; mühe;
    mühen; geduld; service; einsatz;
    bemühungen; hinweis; tipp; erklärung; erklärungen; alles; und; so; zügige; zügigen; kompetente; hervorragende;
    behebung; umsetzung; beantwortung; geholfen;
    l'; la; le; les; votre; vos; ton; ta; tes; aide; l'aide; réponse; l'assistance; assistance; soutien; support;
    réactivité; rapidité; intervention;
    l'intervention; retour; travail; efficacité; l'efficacité; efforts; patience; disponibilité; gentillesse; temps;
    explications; l'explication; précisions; tout;
    rapide; rapides; prompte; précieuse; et; information; informations; l'info; infos; résolution; solution; suivi;
    prise; en; charge; excellente; excellent; super;
    su; sus; tu; la; el; los; las; vuestra; ayuda; apoyo; atención; respuesta; soporte; asistencia; rapidez; pronta;
    rápida; gestión; solución; información; paciencia;
    tiempo; trabajo; todo; colaboración; aclaración; servicio; rápido; excelente; amabilidad; gran; buena; buen;
    eficiencia; esfuerzo; seguimiento; resolución; prontitud;
    a; o; os; as; sua; seu; vossa; vosso; ajuda; apoio; atenção; resposta; suporte; assistência; rapidez; rápida;
    pronta; tudo; paciência; tempo; trabalho; retorno; solução;
    esclarecimento; esclarecimentos; informação; atendimento; colaboração; ótimo; excelente; agilidade; presteza;
    gentileza; suas; seus; toda; todo; eficiência; resolução;
    l'; il; la; lo; i; vostro; vostra; suo; sua; tuo; tua; l'aiuto; aiuto; supporto; assistenza; l'assistenza;
    risposta; celere; rapida; rapido; veloce; tempestiva; tutto;
    pazienza; disponibilità; gentilezza; lavoro; servizio; informazioni; l'informazione; chiarimenti; chiarimento;
    l'intervento; intervento; soluzione; velocità; collaborazione;
    tempestività; cortesia; cortese; preziosa; prezioso; e; riscontro; ottimo; ottima; spiegazione; sollecita;
    sollecitudine; professionalità;
    de; het; je; uw; jullie; hulp; ondersteuning; reactie; antwoord; snelle; goede; service; moeite; tijd; geduld;
    informatie; uitleg; oplossing; alles; prettige; fijne;
    helpen; meedenken; afhandeling; terugkoppeling; inzet; vlotte; oplossen; goed; snel; en; info; adequate; super;
    terugbellen; hele;
    hjälpen; hjälp; din; er; ert; supporten; svaret; snabba; snabbt; svar; återkopplingen; återkoppling;
    informationen; tiden; allt; arbetet; insatsen; bra; den; det; fina;
    hjælpen; hjælp; hjelpen; hjelp; din; jeres; deres; hurtige; hurtig; raske; rask; svaret; svar; supporten; alt;
    indsatsen; innsatsen; tilbakemelding; tilbakemeldingen; god;
    gode; tiden; tålmodigheden; tålmodigheten; assistancen; infoen; oppfølging; oppfølgingen; tilbagemelding;
    tilbagemeldingen; den; det; flotte;
    avusta; avustasi; avustanne; vastauksesta; vastauksestasi; nopeasta; palvelusta; tuesta; ajasta; kaikesta;
    tiedosta; toiminnasta; hyvästä; ratkaisusta; vaivannäöstä;
    pomoc; szybką; szybka; odpowiedź; wsparcie; obsługę; informację; informacje; wszystko; reakcję; rozwiązanie;
    cierpliwość; czas; błyskawiczną; państwa; pańską; sprawną; i;
    pomoc; rychlou; odpověď; odpoveď; podporu; informaci; informace; vše; všechno; vyřešení; řešení; trpělivost;
    ochotu; čas; reakci; vaši; skvělou; a;
    помощь; быструю; ответ; поддержку; оперативность; оперативный; информацию; всё; все; работу; решение; терпение;
    вашу; ваш; скорость; внимание; быстрый; быстрое; отличную;
    допомогу; швидку; відповідь; підтримку; роботу; вирішення; інформацію; оперативність; швидкий; швидке; вашу;
    ajutor; ajutorul; răspuns; răspunsul; sprijin; sprijinul; tot; suport; suportul; rapiditate; promptitudine;
    răbdare; acordat; rapid; prompt;
    βοήθεια; τη; την; σας; άμεση; απάντηση; υποστήριξη; εξυπηρέτηση; χρόνο; όλα; γρήγορη; το; τον; ανταπόκριση;
    ενημέρωση; οδηγίες;
    hulp; vinnige; die; jou; julle; u; diens
"""
"""Words of what thanks are for; anything else there is something new."""

ARTICLES = """
    a; an; the; your; our; my; so; such; very; der; die; das; den; dem; ihre; ihren; eure; euren; deine;
    deinen; le; la; les; l'; votre; vos; ton; ta; tes; el; los; las; su; sus; tu; o; os; as; sua; seu; il; lo; i;
    vostro; vostra; de; het; je; uw; jullie; din; er; ert; jeres; deres; den; det; to; of; on; in; and; for
"""
"""What thanks are for does not end with these."""

PARTICLES = "van; von; der; den; de; di; da; dos; del; della; du; la; le; el; al; bin; ben; ten; ter; zu; af; y; e; dr"
"""Words of a name that are written small."""

DOUBTS = """
    but; still; again; not; no; none; never; nothing; please; pls; however; though; although; except; unless; until;
    if; when; why; how; what; where; who; which; error; errors;
    problem; problems; issue; issues; fault; bug; down; broken; fail; fails; failed; failing; failure; urgent; help;
    reopen; call; waiting; crash; crashed; crashes; stopped; stops;
    dead; slow; offline; wrong; same; another; more; also; unfortunately; sadly; sorry; worse; unresolved; unsolved;
    cannot; cant; dont; doesnt; isnt; wont; yet; hangs; frozen;
    stuck; disconnected; outage; rejected; complaint; refund; invoice; escalate; escalation; question; attached;
    see; send; resend; check; try; tried; soon; later; tomorrow; maybe;
    only; partly; partially; almost; nearly; half; sometimes; intermittent; new; old; next; one; two; other; nope;
    stop; cancel; remove; delete; add; change; need; want; advance;
    aber; noch; wieder; nicht; kein; keine; leider; bitte; fehler; trotzdem; immer; jedoch; nein; ausfall; defekt;
    kaputt; störung; geht; gehts; nur; teilweise; frage; anbei; warum; wann;
    voraus; dennoch; weiterhin; nichts; offen; rückruf; anruf; tot; langsam; abgestürzt; problemfall; erneut; schon;
    später; morgen; reklamation;
    mais; toujours; encore; pas; non; erreur; problème; malheureusement; panne; svp; rien; hélas; cependant;
    impossible; bloqué; bloquée; lent; plus; sauf; pourquoi; quand; urgence; avance;
    pero; todavía; aún; sigue; igual; favor; porfavor; fallo; falla; nada; lamentablemente; tampoco; caído; lento;
    mismo; misma; cuándo; cuando; porque; antemano; sin; aunque; pendiente;
    mas; ainda; não; erro; problema; continua; infelizmente; porém; falha; lento; parado; caiu; nada; quando; mesmo;
    mesma; pendente; urgente; antecipadamente;
    ma; però; ancora; errore; purtroppo; guasto; niente; nulla; quando; stesso; stessa; fermo; lento; bloccato;
    sempre; anticipo; tuttavia; anticipatamente;
    maar; nog; niet; geen; fout; probleem; helaas; storing; kapot; niets; weer; traag; wanneer; waarom; alsnog;
    echter; graag; aub; alvast; voorbaat;
    men; fortfarande; inte; fel; tyvärr; dock; igen; problem; stadig; ikke; fejl; feil; fortsatt; dessverre;
    desværre; igjen; virker; fungerar; fungerer; nede; nere; förhand; forhånd;
    mutta; vielä; ei; virhe; edelleen; ongelma; valitettavasti; rikki; taas; etukäteen;
    ale; nadal; nie; błąd; jednak; niestety; awaria; znowu; problem; dalej; stále; ne; chyba; bohužel; zase; pořád;
    opět; ďalej; góry;
    nem; még; sajnos; hiba; mindig; újra; dar; încă; eroare; păcate; tot;
    но; ещё; еще; не; нет; ошибка; опять; снова; проблема; сожалению; пока; однако; але; ще; знову; жаль; помилка;
    досі; заранее;
    ama; hala; hâlâ; hata; yine; fakat; ancak; maalesef; sorun; değil; yok; tekrar; bozuk; αλλά; ακόμα; δεν;
    πρόβλημα; λάθος; δυστυχώς; όμως; πάλι; όχι;
    不; 没; 沒; 还; 還; 又; 请; 請; 但; 错; 錯; 坏; 壞; 无; 無; 問; 问; 题; 題; 未; 仍; 再; 否; 断; 断; 慢; 卡;
    急; 等; 修; 失; 败; 敗; 停; 故; 障; 報;
    报;
    لكن; لا; ليس; لم; لن; مازال; ما; زال; مشكلة; خطأ; אבל; לא; עדיין; שוב; בעיה; תקלה; שגיאה; אין
"""
"""Words that are never a name: something is left to be done."""
