"""What mail systems write when they cannot deliver: subjects, phrases, and where the returned mail begins.

Tables and the three questions asked of them; addresses are read in ``private_bounce``. Text only.
"""

from __future__ import annotations

import re

from gateway.inbound.kind.sentences import READ_CHARACTERS, fold

_SUBJECT = re.compile(
    r"undeliverable(?: mail| message| e-?mail)?(?:\s?[:：]|$|\s-)|undelivered mail|undeliver(?:able|ed) (?:message"
    r"|mail)|undeliverable mail|mail delivery (?:failed|failure|error|problem|report|notification|subsystem"
    r"|status)|mail could not be delivered|delivery (?:status notification|failure|failed|notification|report"
    r"|problem|error|unsuccessful|has failed)|failure (?:notice|delivery)|failed (?:mail|delivery|to deliver)"
    r"|returned mail|returned to sender|mail (?:returned|system error)|message (?:delivery failure|not delivered"
    r"|undeliverable|could not be delivered|status)|(?:e-?mail|message) delivery failure|your (?:message|e-?mail"
    r"|mail) (?:to .{1,80} )?(?:could not|couldn't|was not|has not|cannot|wasn't)|non[- ]?delivery"
    r"|nondeliverable mail|user unknown|warning: (?:message|could not send|e-?mail|mail)"
    r"|warning: message .{1,40} delayed|delayed mail|message delayed|delivery delayed|mail delayed|(?:error"
    r"|problem) (?:sending|delivering)|permanent delivery failure|transient failure|rejected:|rejected posting"
    r"|mdaemon (?:warning"
    r"|notification)|nicht zustellbar|ihre (?:e-?mail|nachricht)(?: an .{1,80})? (?:konnte|kann|wurde) nicht"
    r"|unzustellbar|unzustellbare|zustellung (?:fehlgeschlagen|verzögert"
    r"|nicht möglich)|fehler bei der (?:nachrichten)?zustellung|mail-?zustellung|benachrichtigung (?:über"
    r"|zum) (?:den )?(?:zustell|übermittlung)|non remis|échec (?:de (?:la )?(?:remise|livraison|distribution)"
    r"|d'envoi)|message non (?:remis|distribué|délivré)|notification d'(?:état|échec)|no se puede entregar"
    r"|no se pudo entregar|no se ha podido entregar|error (?:de entrega|en la entrega)|correo (?:no|devuelto)"
    r"|mensaje no entregado|não (?:é possível entregar|entregue|foi possível entregar)|falha na entrega"
    r"|impossibile (?:recapitare|consegnare)|mancato recapito|mancata consegna|recapito non riuscito|onbestelbaar"
    r"|niet (?:te bezorgen|bezorgd)|bezorging mislukt|niedostarczon|nie można dostarczyć|zwrot(?: poczty)?[:：]"
    r"|nedoručiteln|nelze doručit|nedoručen|går inte att leverera|kunde inte levereras|olevererbar|leveransfel"
    r"|kan ikke leveres|ikke leveret|kunne ikke leveres|leveringsfeil|ei voi toimittaa|toimitus epäonnistui"
    r"|viestiä ei|не доставлено|недоставлен|недоставка|не удалось доставить|ошибка доставки|не доставлен"
    r"|помилка доставки|недоставлене|teslim edilemedi|iletilemedi|gönderilemedi|δεν (?:είναι δυνατή η παράδοση"
    r"|παραδόθηκε)|μη παραδοτέο|αποτυχία παράδοσης|配信不能|配信できません|配信エラー|送信エラー|メール配信エラー"
    r"|无法送达|未送达|退信|系统退信|投递失败|無法傳遞|無法送達|未傳遞|退件通知|배달되지 않음|배달할 수 없|반송"
    r"|전송 실패|전달되지|تعذر التسليم|غير قابل للتسليم|فشل تسليم|לא ניתן למסור|לא נמסר|כשל במסירה"
)
_BEFORE_SUBJECT = re.compile(r"(?:\s{0,4}(?:\[[^\]\[]{1,40}\]|\*{1,5}[^*\s]{1,12}\*{1,5})){0,3}\s{0,4}")
_TEXT = re.compile(
    r"(?:could|can) ?not be delivered|couldn['’]t be delivered|was(?:n['’]t| not) delivered|not be able to deliver"
    r"|unable to deliver|(?:delivery|message) (?:to the following|has failed|failed)"
    r"|did not reach (?:some or all of )?the|permanent(?:ly)? (?:fatal )?(?:error|fail|deliver)|undeliverable"
    r"|failed permanently|delivery failed|could not be reached|returned to sender|this is the (?:qmail"
    r"|mail (?:delivery )?system|postfix|machine generated)|(?:mail|message) (?:delivery )?(?:system|agent"
    r"|software)|(?:was|has) (?:been )?(?:undeliverable|returned)|delivery to the following"
    r"|address(?:es)? (?:had (?:permanent|transient)|failed|rejected|not found|couldn['’]t be found|unknown)"
    r"|(?:user|recipient|mailbox|account|address) (?:unknown|is unknown|not found|does(?:n['’]t| not) exist"
    r"|unavailable|is full|is disabled|rejected|is over quota)|no such (?:user|mailbox|recipient|person|address"
    r"|account)|(?:mailbox|user|recipient|account)(?:['’]s)?(?: mailbox)? (?:is )?(?:full|over quota|disabled"
    r"|inactive)|quota exceeded|exceeded (?:the |its )?(?:storage|quota)|remote (?:server|host|mta"
    r"|system)? ?(?:said|returned|rejected|replied)|(?<![\d.])5\d\d[ -]\#?5\.\d{1,3}\.\d{1,3}|(?:failed"
    r"|fatal) recipients?|not listed in (?:public |the )?(?:name & address book|domino directory)|has been delayed"
    r"|is delayed|not (?:yet )?been delivered|still undelivered|will (?:be retried|continue to be|keep trying)"
    r"|(?:konnte|kann|wurde) (?:.{0,80} )?nicht (?:zugestellt|übermittelt|ausgeliefert|überstellt)"
    r"|n['’]a pas (?:pu être|été) (?:remis|distribué|délivré|livré)|impossible de (?:remettre|délivrer|distribuer)"
    r"|échec de (?:la )?remise|no (?:se )?(?:ha podido|pudo|puede|ha sido) (?:ser )?(?:entreg|enviad)|não (?:pôde"
    r"|foi|pode|é possível) (?:ser )?entreg|non (?:è stato|è|può essere) (?:possibile )?(?:recapitat|consegnat"
    r"|inviat)|niet (?:worden )?(?:bezorgd|afgeleverd)|nie (?:może zostać|została|można było|można) dostarczon"
    r"|nemoh\w+ být doručen|nebyla? doručen|kunde inte levereras|kunne ikke leveres|ei voitu toimittaa"
    r"|не (?:может быть|было|удалось|был[ао]?) (?:доставить|доставлен)|teslim edilemedi|iletilemedi|配信できません"
    r"|配信されません|送信できません|無法(?:傳遞|送達)|无法(?:送达|投递|发送)|배달(?:할|되지|하지)|전송(?:할|되지"
    r"|하지) (?:수|않|못)"
)
_DELAYED = re.compile(
    r"delay|for (?:the )?past \d|still undelivered|not yet been delivered|not been delivered (?:yet|so far|after"
    r"|for|within)"
    r"|preavviso|nelle prime (?:dodici|12) ore"
    r"|will (?:be retried|continue to be|keep trying)"
    r"|temporar(?:y|ily) (?:problem|unable)|you do not need to (?:resend|do anything)|no action is required"
    r"|verzöger|différé|retrasad|retraso|atrasad|in ritardo|vertraag|opóźni|zpožděn|fördröj|försena|forsinke"
    r"|viivästy|отлож|задерж|затрим|gecik|καθυστέρ|遅延|遅れて|延迟|延遲|지연"
)
_FINAL = re.compile(
    r"permanent|failed|user unknown|unknown user"
    r"|failure|fatal|could not be delivered(?! (?:yet|so far))|giving up|gave up"
    r"|give up|too long|undeliverable|no further|returned"
)
RETURNED_MAIL = re.compile(
    r"^[ \t>|]*(?:-{2,} ?(?:this is a copy of (?:the|your) message|below this line is a copy|original message"
    r"|returned message|message (?:header|text) follows|the (?:body|header|transcript of|original)|enclosed"
    r"|undelivered|unsent message|forwarded message)|-{3,} ?(?:original message|message headers?|returned|header"
    r"|ursprüngliche nachricht|message d'origine|mensaje original)|(?:the )?(?:original message|message header"
    r"|mail header|headers?) (?:follows|of your)|original message (?:headers?|follows)"
    r"|your (?:original )?(?:message|mail) (?:follows|was as follows|reads)|return-path:|received:"
    r"|a copy of (?:the|your) (?:original )?(?:message|header))",
    re.MULTILINE | re.IGNORECASE,
)
"""Where what is returned begins: addresses below are those of the mail, not of the failure."""


def bounce_subject(subject: str) -> bool:
    """Tell whether the subject begins as mail systems begin one; ``Re:`` and ``Fwd:`` make it a person's."""
    folded = fold(subject[:200])
    before = _BEFORE_SUBJECT.match(folded)
    return bool(_SUBJECT.match(folded, before.end() if before else 0))


def bounce_text(text: str) -> bool:
    """Tell whether the text says that something was not delivered."""
    return bool(_TEXT.search(fold(text[:READ_CHARACTERS])))


def says_delayed(subject: str, text: str) -> bool:
    """Tell whether the mail system still tries."""
    head = fold(subject[:200])
    if _FINAL.search(head):
        return False
    if _DELAYED.search(head):
        return True
    folded = fold(text[:1000])
    return bool(_DELAYED.search(folded)) and not _FINAL.search(folded)
