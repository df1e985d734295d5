"""Tell whether somebody announces answers inside the quote: "see my comments below in red".

Outlook marks neither quote nor answers in plain text; where the new text says that answers are in it, all of it stays.
"See below" alone announces nothing. A table of words by language, and the one question asked of it.
"""

from __future__ import annotations

import re

READ_CHARACTERS = 600
"""Of the new text: an announcement comes first."""

_ANSWERS = (
    r"answers?|comments?|repl(?:y|ies)|remarks?|responses?|antwort(?:en)?|kommentare?|anmerkung(?:en)?|réponses?"
    r"|commentaires?|remarques?|respuestas?|comentarios?|respostas?|comentários?|rispost[ae]|comment[oi]"
    r"|antwoord(?:en)?|opmerkingen|odpowied(?:ź|zi)|uwagi|komentarze|odpověd[iť]|komentáře|poznámky|svar|kommentarer"
    r"|vastau(?:s|kset)(?:ni)?|kommentit|ответы?|комментари[ий]|відповід[ьі]|коментарі|cevap(?:lar)?(?:ım|ımız)?"
    r"|yanıt(?:lar)?(?:ım|ımız)?|απαντήσεις|σχόλια|إجابات(?:ي|نا)?|ردود(?:ي|نا)?|تعليقات(?:ي|نا)?"
    r"|תשובות(?:יי|ינו)?|הערות(?:יי|ינו)?"
)
_ANSWERS_UNSPACED = "回答|返答|コメント|答复|回复|答覆|回覆|답변|댓글"
_WITHIN = (
    r"below|in[- ]?line|in the (?:text|mail|e-?mail|body)|between (?:the|your) lines|unten|im text|direkt im text"
    r"|in der mail|zwischen (?:den|ihren) zeilen|ci-dessous|dans le (?:texte|corps)|abajo|en el texto|intercalad[ao]s"
    r"|más abajo|abaixo|no texto|no corpo|sotto|nel testo|in calce|hieronder|in de tekst|poniżej|w tekście|w treści"
    r"|níže|v textu|nedan|i texten|nedenfor|i teksten|alla|tekstissä|tekstin|ниже|в тексте|нижче|в тексті|у тексті"
    r"|aşağıda|metin içinde|παρακάτω|στο κείμενο|以下|下記|本文|文中|如下|下面|文內"
    r"|아래|본문|أدناه|في النص|למטה|בהמשך|בגוף"
)
_COLOUR = (
    r"in (?:red|blue|green|bold|colou?r|capitals|caps|rot|blau|grün|fett|rosso|blu|verde|grassetto|(?:het )?rood"
    r"|(?:het )?blauw|(?:het )?groen)\b|en (?:rouge|bleu|vert|gras|rojo|azul|verde|negrita)\b|em (?:vermelho|azul"
    r"|verde|negrito)\b|na (?:czerwono|niebiesko|zielono)\b|(?:červeně|modře|zeleně|tučně)"
    r"|i (?:rött|blått|grönt|fetstil)\b|(?:med|i) (?:rødt|blåt?t|grønt)\b|(?:punaisella|sinisellä|vihreällä)"
    r"|красным|синим|зел[её]ным|червоним|синім"
    r"|зеленим|(?:kırmızı|mavi|yeşil)|με (?:κόκκινο|μπλε|πράσινο)|赤字|青字|赤色|青色|红字|紅字|红色|紅色|蓝字"
    r"|藍字|蓝色|藍色|빨간|파란|بال(?:أحمر|أزرق|أخضر|لون)|ב(?:אדום|כחול|ירוק)"
)
_SEE = (
    r"see|siehe|s\.|voir|cf\.|ver|véase|vea|vejam?|vedi|vedere|zie|patrz|zobacz|viz|se|katso|см\.?|смотрите|див\.?|bkz\.?"
    r"|βλ\.?|ご覧|ご確認|参照|见|見|请看|請看|참조|확인|انظر|ראה|ראו"
)
_GAP = r"[^.!?\n]{0,60}?"
_ANY_ANSWER = rf"(?:(?<!\w)(?:{_ANSWERS})(?!\w)|{_ANSWERS_UNSPACED})"
_ANNOUNCED = re.compile(
    rf"{_ANY_ANSWER}{_GAP}(?:{_WITHIN}|{_COLOUR})|(?:{_WITHIN}|{_COLOUR}){_GAP}{_ANY_ANSWER}"
    rf"|(?<!\w)(?:{_SEE})(?!\w){_GAP}(?:{_COLOUR}|in[- ]?line)"
    rf"|(?<!\w)(?:answered|replied|geantwortet|répondu|respondido|risposto|geantwoord|svarat|svart|besvaret|vastasin)"
    rf"{_GAP}(?:{_WITHIN}|{_COLOUR})"
)


def announces_answers_within(text: str) -> bool:
    """Tell whether the new text above a quote says that the quote holds answers."""
    return bool(_ANNOUNCED.search(text[:READ_CHARACTERS].lower()))
