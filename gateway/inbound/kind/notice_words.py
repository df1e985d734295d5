"""Who sends reports that nobody typed, and what stands in them. Tables; nothing is decided here."""

from __future__ import annotations

REPORTERS = (
    r"alert(?:s|ing|manager)?|alarms?|monitor(?:ing|s)?|nagios|icinga2?|zabbix|prtg|check[._-]?mk|grafana|prometheus"
    r"|munin|cacti|librenms|observium|uptime\w*|pingdom|statuscake|watchdog|monit|netdata|datadog|opsgenie|pagerduty"
    r"|sentry"
    r"|quarantine\w*|quarant[aä]ne|spam[._-]?(?:report|filter|digest|bericht|quarantine)\w*|mail[._-]?(?:digest"
    r"|quarantine)|digest|backups?|backup[._-]?\w+|sicherung|veeam|acronis|bacula|bareos|duplicati|rsnapshot|borg"
    r"|nas\d*|synology|qnap|diskstation|truenas|freenas"
    r"|ups\d*|usv\d*|apc\d*|pdu\d*|ipmi|idrac|ilo|raid|smartd|mdadm|zfs|cron|crond|anacron|logwatch|logcheck|fail2ban"
    r"|ossec|wazuh|rkhunter|tripwire|firewall\d*|fortigate\w*|sophos|pfsense|opnsense|router\d*|switch\d*|camera\d*"
    r"|nvr\d*|dvr\d*|sensors?\d*|iot"
    r"|jenkins|gitlab-?ci|buildbot|build|ci|ansible|puppet|icinga|storungsmelder|stoerungsmelder|surveillance"
    r"|monitoreo|monitoramento|monitoraggio|bewaking|overvakning|overvaagning|overvaking|valvonta|sledovani|izleme"
)
"""The local part of a program or a device, before a number or a suffix."""

SENDERS = (
    r"notif(?:y|ier|ications?|icaciones|icacoes|iche)|notices?|benachrichtigung(?:en)?|system(?:e|meldung)?|sysadmin"
    r"|server\d*|root|www-data|wwwrun|apache|nobody|daemon|report(?:s|ing)?|berichte?|rapport(?:s|en|er)?|informes?"
    r"|relatorios?|raporty?"
    r"|surveys?|enqu[eê]te?s?|umfragen?|encuestas?|sondaggi[oi]?|sondage|pesquisa|tevredenheid|ankieta|ankiety|anket"
    r"|dotaznik|kundundersokning|kysely|opros|feedback|nps|automail(?:er)?|mailer|robot|bot|auto|events?|events?-?log"
    r"|status|billing-?system|workflow|task|tasks|scheduler|jobs?"
)
"""The local part of what programs send, and people too."""

STATUS = (
    r"\b(?:down|up again|is up|unreachable|offline|online|critical|warning|recover(?:ed|y)|problem|resolved"
    r"|acknowledg\w+|ok|error|failed|failure|success(?:ful|fully)?|completed?|finished|aborted|timed? ?out|threshold"
    r"|exceed\w*|degraded|healthy|quarantin\w+|digest|held|blocked|battery|on battery|mains|temperature|disk|cpu"
    r"|snapshot|backup|replication|uptime|downtime)\b"
    r"|ausgefallen|ausfall|störung|nicht erreichbar|wieder erreichbar|erfolgreich|fehlgeschlagen|abgeschlossen"
    r"|warnung|kritisch|quarantäne|datensicherung|sicherung|akku|batterie|netzausfall|temperatur|speicherplatz"
    r"|spam-bericht|en panne|indisponible|réussie?|échou|échec|terminée?|alerte|critique|quarantaine|sauvegarde"
    r"|batterie|température"
    r"|caíd[oa]|inaccesible|correctamente|fallid|falló|error|completad|finalizad|advertencia|crítico|cuarentena"
    r"|copia de seguridad|respaldo|batería|fora do ar|indisponível|sucesso|falhou|concluíd|aviso|quarentena"
    r"|cópia de segurança|bateria|non raggiungibile|riuscit|fallit|completat|terminat|avviso|critico|quarantena"
    r"|batteria|temperatura"
    r"|onbereikbaar|storing|geslaagd|mislukt|voltooid|waarschuwing|kritiek|quarantaine|back-up|batterij|temperatuur"
    r"|niedostępn|awaria|zakończon|nieudan|błąd|ostrzeżenie|krytyczn|kwarantann|kopia zapasowa|bateri|temperatur"
    r"|nedostupn|výpadek|úspěšně|selhal|dokončen|varování|kritick|karantén|záloh|baterie|teplot"
    r"|nere\b|avbrott|lyckad|lyckades|misslyckad|slutförd|varning|kritisk|karantän|säkerhetskopi|nede\b|utilgængelig"
    r"|utilgjengelig|gennemført|fullført|mislykk|fejlet|feilet|advarsel|karantæne|karantene|sikkerhedskopi"
    r"|sikkerhetskopi|alhaalla|ei vastaa|onnistu|epäonnistu|valmis|varoitus|kriittinen|karanteeni|varmuuskopi|akku"
    r"|недоступ|сбой|успешно|ошибк|заверш|предупрежд|критич|карантин|резервн|батаре|питание|температур|диск|збій"
    r"|успішно|помилк|завершен|попередж|резервн|живлення|erişilemiyor|başarı|hata|tamamlan|uyarı|kritik|karantina"
    r"|yedekleme|yedek|pil|sıcaklık|μη διαθέσιμ|επιτυχ|απέτυχε|ολοκληρώθηκε|προειδοποίηση|καραντίνα|αντίγραφ|μπαταρί"
    r"|停止|障害|復旧|成功|失敗|完了|警告|異常|エラー|隔離|バックアップ|バッテリ|停電|温度|宕机|故障|恢复|恢復|成功"
    r"|失败|完成|警告|告警|隔离|备份|備份|电池|電池|温度|溫度|중단|장애|복구|성공|실패|완료|경고|격리|백업|배터리"
    r"|온도|متوقف|نجاح|فشل|اكتمل|تحذير|حجر|نسخ احتياطي|بطارية|מושבת|הצלחה|נכשל|הושלם|אזהרה|הסגר|גיבוי|סוללה"
)
"""The state of something."""
