"""What only mass mail says, and what only one person says of oneself. Tables; nothing is decided here.

Regular expressions over ``flat`` text.
"""

from __future__ import annotations

NEWS = (
    r"unsubscri\w*|opt[- ]?out|(?:view|read|open|see) (?:this|it)? ?(?:\w+ )?(?:in|online in) (?:your |a "
    r"|the )?browser|view (?:it )?online|(?:you(?:'re| are)? (?:receiv|gett)\w+|you have been sent"
    r"|sent to you) .{0,40}because"
    r"|(?:manage|update|change) (?:your )?(?:e-?mail |subscription |notification )?(?:preferences|settings"
    r"|subscription)|abmelde\w*|abbestell\w*|austragen|newsletter (?:abbestellen|abmelden)|im browser (?:ansehen"
    r"|anzeigen|öffnen)|sie erhalten diese .{0,40}weil"
    r"|se désabonner|désabonne\w*|désinscri\w*|dans (?:votre|le) navigateur|vous recevez (?:ce|cet) .{0,40}(?:car"
    r"|parce)|cancelar (?:la |su |tu )?suscripción|darse de baja|dar de baja|en (?:su|tu|el) navegador"
    r"|recibe este .{0,40}porque|cancelar (?:a )?(?:subscrição|inscrição|assinatura)"
    r"|descadastr\w*|no (?:seu )?navegador|(?:recebe|recebeu|está recebendo) este .{0,40}porque|disiscri\w*"
    r"|cancell\w* (?:l')?iscrizione|annulla\w* (?:l')?iscrizione|nel (?:tuo |suo )?browser"
    r"|riceve?i? questa .{0,40}perché|uitschrijven|afmelden|in (?:je|uw) browser|u ontvangt (?:deze|dit) .{0,40}omdat"
    r"|wypisz\w*|rezygnacj\w* z (?:subskrypcji|newslettera)|w przeglądarce|otrzymuje\w* t[eę] .{0,40}ponieważ"
    r"|odhlá\w+|zrušit odběr|v prohlížeči|(?:tento|tuto) .{0,30}dostáváte|avprenumer\w*|avregistrera"
    r"|i (?:din )?webbläsare\w*|afmeld\w*|avmeld\w*|i (?:din )?(?:browser|nettleser)\w*|du (?:modtager|mottar"
    r"|får) denne .{0,40}fordi"
    r"|peruuta tilaus|peru tilaus|selaimessa|saat tämän .{0,40}koska|отписа\w+|в браузере"
    r"|вы получили это .{0,40}(?:потому|так как)|відписа\w+|у браузері|ви отримали цей .{0,40}(?:тому|оскільки)"
    r"|abonelik\w* (?:iptal|çık)|listeden çık|tarayıcı\w*|διαγραφή από|απεγγραφή|στον browser|配信停止|配信解除"
    r"|購読解除|ブラウザで"
    r"|退订|退訂|取消订阅|取消訂閱|浏览器|瀏覽器|수신\s?거부|구독\s?(?:취소|해지)|브라우저|إلغاء الاشتراك|المتصفح"
    r"|להסרה|הסר(?:ה)? מ(?:ה)?רשימ|בדפדפן"
)
"""Unsubscribe, view in a browser, you receive this because."""

ONESELF = (
    r"\bi(?:'m|'ve|'d|'ll)\b|\bi (?:am|was|have|had|do|did|don't|can|can't|cannot|could|will|would|want|need|got|get"
    r"|see|saw|think|know|try|use|send"
    r"|sent|just|still|also|only|must|should|\w{3,}ed)\b|\bmy\b|\bme\b(?![.@])|\bich\b|\bmir\b|\bmeine?[mnrs]?\b"
    r"|\bje (?:suis|ne|n'\w+|vous|me|m'\w+|l'\w+|le|la|les|voudrais|peux|veux|dois|pense|crois|reçois|viens|vais|fais"
    r"|sais|\w+rai|\w+ais)\b|\bj'"
    r"|\bmoi\b|\bestoy\b|\btengo\b|\bpuedo\b|\bquiero\b|\bnecesito\b|\bhe \w+[aei]do\b|\bagradezco\b|\bmi\b (?!nas)"
    r"|\bestou\b|\btenho\b|\bpreciso\b|\bminha\b|\bmeu\b|\beu\b|\brecebi\b|\bgostaria\b|\bho \w+(?:[aiu]to|tto|rso"
    r"|sto)\b|\bmio\b|\bmia\b"
    r"|\bvorrei\b|\bposso\b|\bik\b|\bmijn\b|\bmij\b|\bmam\b|\bjestem\b|\bmoj[aei]\b|\bmój\b|\w{3,}ł[ea]m\b|\bchcę\b"
    r"|\bjsem\b|\bmám\b|\bmůj\b"
    r"|\bjag\b|\bmig\b|\bjeg\b|\bmeg\b|\bminä\b|\bminulla\b|\bolen\b|\bminun\b|\bя\b|\bмне\b|\bменя\b|\bмой\b|\bмоя\b"
    r"|\bмоё\b|\bмені\b|\bмене\b|\bмій\b|\bмоя\b|\w{2,}(?:yorum|[dt][ıiuü]m|acağım|eceğim)\b|\bben\b|\bbenim\b"
    r"|\bbana\b|\bέχω\b|\bείμαι\b|\bθέλω\b|\bμπορώ\b|\bεγώ\b"
    r"|私|わたし|僕|我(?!们|們|方|司|行|院|校)|本人|저는|제가|저의|내가|나는|\bأنا\b|\bلدي\b|\bعندي\b|\bأريد\b"
    r"|\bאני\b|\bשלי\b|\bקיבלתי\b"
)
"""First person, singular: desks and programs say "we"."""
