"""How customers ask by mail for the next person up: a command of one word. A table only."""

from __future__ import annotations

ESCALATE = {
    "en": "escalate|escalation",
    "fr": "escalader|escalade|escalation|escalez",
    "es": "escalar|escale|escalado|escalamiento|escalada",
    "pt": "escalar|escale|escalonar|escalonamento|escalada|escalação",
    "de": "eskalieren|eskalation|eskaliere|eskalier",
    "it": "scalare|escalation|escalare|scalata",
    "nl": "escaleren|escaleer|escalatie|opschalen",
    "sv": "eskalera|eskalering",
    "da": "eskaler|eskalere|eskalering",
    "no": "eskaler|eskalere|eskalering",
    "fi": "eskaloi|eskaloida|eskalointi|eskaloikaa",
    "pl": "eskaluj|eskalować|eskalacja",
    "cs": "eskalovat|eskalace|eskalujte",
    "hu": "eszkalál|eszkalálás|eszkaláció",
    "ro": "escaladare|escaladează|escaladați",
    "ru": "эскалация|эскалировать|эскалируйте",
    "uk": "ескалація|ескалювати|ескалюйте",
    "tr": "eskalasyon|eskale et|yükselt|yükseltme",
    "el": "κλιμάκωση|κλιμακώστε",
    "zh": "升级|升級|升级处理|升級處理|上报|上報",
    "ja": "エスカレーション|エスカレート|エスカレーション依頼",
    "ko": "에스컬레이션|에스컬레이트|상위 보고",
    "ar": "تصعيد|التصعيد",
    "he": "הסלמה|אסקלציה",
}
"""Language -> words."""
