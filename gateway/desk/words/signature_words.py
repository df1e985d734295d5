"""What the lines of a business signature are made of, in the languages customers write. Tables only.

Nothing here is decided: ``signature_line`` says which line is one, ``sign_off`` where the signature begins.
"""

from __future__ import annotations

PHONE_LABELS = (
    r"t|p|m|f|d|o|c|h|tel|tél|phone|ph|mobile|mob|cell|cellphone|cell phone|fax|office|direct|direct line|desk|main"
    r"|switchboard|hotline|toll[ -]free|whatsapp|work|home|landline|phone number|telephone|mobile phone|office phone"
    r"|telefon|fon|handy|mobil|mobiltelefon|durchwahl|zentrale|festnetz|büro|telefax|telefonzentrale"
    r"|téléphone|portable|ligne directe|standard|bureau|télécopie|gsm"
    r"|teléfono|telefono|móvil|movil|celular|cel|fijo|oficina|centralita|tfno|tlf"
    r"|telefone|telemóvel|telm|tlm|cellulare|ufficio|centralino|telefoon|mobiel|kantoor|vast|doorkiesnummer"
    r"|puhelin|puh|matkapuhelin|komórka|kom|tlf|mobilnummer|direktnummer"
)
MAIL_LABELS = (
    r"e|m|mail|e-?mail|courriel|mél|correo|correo electrónico|posta elettronica|e-?mail address|e-?post|sähköposti"
)
WEB_LABELS = (
    r"w|web|website|web ?site|url|internet|homepage|site|site web|sitio web|sito|sito web|www|linkedin|xing|twitter"
    r"|facebook|instagram|youtube|skype|teams|follow us(?: on)?|visit us(?: at)?|find us(?: at| on)?|besuchen sie uns"
    r"|suivez-nous(?: sur)?|síguenos(?: en)?|seguici(?: su)?|volg ons(?: op)?|book a meeting|calendar"
)
PLACE_LABELS = (
    r"a|address|adresse|anschrift|dirección|direccion|indirizzo|morada|endereço|adres|osoite|postal address|postfach"
    r"|registered office|siège(?: social)?|sede(?: legale)?|domicilio(?: social)?"
)
OTHER_LABELS = (
    r"company no|company number|company registration|registered (?:office|in|no|number|address)|reg(?:istration)? no"
    r"|vat(?: no| number| id| reg)?|tax id|office hours|working hours|working days"
    r"|geschäftsführ(?:er|erin|ung)|vorstand|vorsitzender? des (?:aufsichtsrats|vorstands)|aufsichtsrat|amtsgericht"
    r"|registergericht|handelsregister|sitz(?: der gesellschaft)?|hrb|hra|ust-?id(?:-?nr)?|steuernummer|st-?nr"
    r"|siret|siren|rcs|capital(?: social)?|siège(?: social)?|tva(?: intracommunautaire)?|sas au capital de|cif|nif"
    r"|domicilio(?: social)?|nipc|nif|cnpj|p\.? ?iva|partita iva|cod(?:ice)? ?fisc(?:ale)?|sede(?: legale)?|rea"
    r"|kvk(?:-nummer)?|btw(?:-nummer| nr)?|y-tunnus|org\.? ?(?:nr|nummer)|nip|regon|krs|iban|bic"
)
"""Before a colon: where they sit, who leads them and under which numbers they are registered."""

REGISTERED = (
    r"(?:amtsgericht|registergericht|handelsregister|ag) [^\d.!?]{2,40},? ?hr[ab] ?\d{2,8}(?: ?[a-z]{1,2})?"
    r"|hr[ab] ?\d{2,8}"
    r"|registered in [^\d.!?]{2,50}(?:(?:no\.?|number|under|:|#) ?){0,2}[a-z]{0,2}\d{4,12}"
    r"|registered in [^\d.!?]{2,40}"
    r"|rcs [^\d.!?]{2,30} [ab]? ?[\d ]{8,14}"
    r"|(?:siret|siren|kvk|vat|tva|ust-id|p\.? ?iva|cif|nif|nipc|btw) [a-z]{0,3}[\d ]{7,16}"
)
"""The same without a colon."""

STREETS = (
    r"st|str|street|ave|avenue|rd|road|blvd|boulevard|ln|lane|dr|drive|suite|ste|floor|fl|way|court|ct|square|sq|plaza"
    r"|parkway|pkwy|highway|hwy|terrace|close|crescent|house|building|bldg|tower|park|quay|row|rue|allée|allee|chemin"
    r"|quai|place|cours|impasse|étage|straße|strasse|platz|weg|gasse|ring|ufer|damm|stock|calle|c/|avda|avenida|paseo"
    r"|plaza|carrer|piso|via|viale|piazza|corso|largo|vicolo|rua|praça|travessa|estrada|andar|laan|plein|kade"
    r"|gracht|straat|singel|dijk|box|postfach|bp|cedex|apartado|postbus|katu|gatan|vej|vägen|ulica|ul"
)
STREET_ENDS = (
    r"(?:straße|strasse|str\.|weg|platz|gasse|allee|ring|ufer|damm|straat|laan|plein|gracht|kade|dijk|gatan|vej)"
)

TITLES = """
    manager supervisor engineer director officer analyst specialist consultant administrator admin coordinator
    assistant head lead leader president chief ceo cto coo cfo cio ciso vp svp evp avp representative executive
    associate partner owner founder co-founder developer architect technician advisor adviser planner trainer
    auditor controller accountant buyer receptionist secretary operator intern trainee student professor teacher
    doctor phd msc mba bsc pmp cissp itil dipl-ing dipl ing leiter leiterin geschäftsführer geschäftsführerin
    abteilungsleiter abteilungsleiterin bereichsleiter sachbearbeiter sachbearbeiterin teamleiter teamleiterin
    referent referentin mitarbeiter mitarbeiterin entwickler entwicklerin berater beraterin vorstand inhaber
    inhaberin prokurist prokuristin assistenz assistentin kundenbetreuung systemadministrator qualitätssicherung
    qualitätsmanagement leitung auszubildende auszubildender techniker technikerin responsable directeur directrice
    chef cheffe ingénieur ingénieure gérant gérante technicien technicienne administrateur administratrice
    assistante conseiller conseillère chargé chargée superviseur superviseuse gestionnaire comptable président
    présidente gerente directora jefe jefa ingeniero ingeniera técnico técnica encargado encargada supervisora
    administrador administradora analista coordinador coordinadora asistente consultor consultora diretor diretora
    gestor gestora engenheiro engenheira chefe assistente coordenador coordenadora direttore direttrice responsabile
    ingegnere tecnico impiegato impiegata amministratore amministratrice coordinatore coordinatrice consulente capo
    titolare leidinggevende hoofd beheerder medewerker medewerkster teamleider adviseur ingenieur
"""
"""What people are: a line with one of them says who writes. What departments are called is none: services fail."""

FIRMS = """
    inc ltd llc llp plc corp corporation company co gmbh ag kg kgaa ohg ug se ev eg mbh sa sas sarl eurl sasu snc sl
    slu srl spa sapa bv nv vof oy oyj ab as aps a/s lda ltda eireli kft zrt doo sro sp zoo pty pte pvt limited
    partners group holding holdings gruppe groupe grupo gruppo groep university universität université universidad
    università bank hospital clinic institute foundation association verein stadt ministry ministerium
"""
"""What firms are called."""

SMALL = """
    of and for the at in on und für im am der die das des dem von vom zu zur bei et de du la le les pour à aux l d y
    e del los las el para en do da dos em per di della dello dei degli delle con voor van den het een aan te & + a
    an i og och ja z
"""
"""Words that are written small in names, titles and addresses."""

PROSE = """
    is are was were be been being am has have had do does did can could will would shall should may might must i me
    we us you he she it they them my our your his her its their this that these those there here get gets got see
    sees seen go goes went come comes came make makes made say says said know need needs needed want wants works
    work worked working just very too because since while after before then than so or ist sind war waren wird
    werden wurde habe haben hat hatte kann können muss müssen soll ich wir sie er es du ihr uns mich mir unser
    unsere dies diese dieser das dass weil seit nach vor est sont était étaient sera ont avons avez ai peut doit je
    nous vous il elle ils elles mon ma mes notre nos ce cette ces que qui son está están era fue ha han hemos puede
    debe yo nosotros usted ustedes mi mis nuestro esto esta este eso é são estão foi tem têm pode deve eu nós você
    meu minha nosso isto isso è sono hanno abbiamo può io noi voi lei mio mia nostro questo questa che zijn heeft
    hebben kan moet ik wij jij hij zij mijn onze dit dat deze omdat sinds
"""
"""Words of sentences: no name, title or firm has them."""

TOPICS = """
    queue queues login logins logon password passwords screen screens dashboard dashboards export exports import
    imports report reports score scores error errors ticket tickets case cases server servers phone phones headset
    headsets extension extensions agent agents recording recordings call calls audio sound button buttons menu form
    forms file files list lists printer printers browser update updates upgrade release version user users account
    accounts mailbox email emails mail mails message messages voicemail trunk trunks sip number numbers port ports
    archive migration backup backups license licence monday tuesday wednesday thursday friday saturday sunday today
    yesterday tonight test tests anmeldung passwort bildschirm warteschlange liste bericht datei drucker rechnung
    konto nummer nummern écran connexion rapport fichier imprimante facture compte numéro pantalla contraseña
    informe lista archivo impresora factura cuenta número cola ecrã senha relatório ficheiro arquivo impressora
    fatura conta fila schermo rapporto stampante fattura conto numero coda scherm wachtwoord lijst bestand factuur
    rekening wachtrij
"""
"""What cases are about: without a title beside it such a word is news, and no name."""

STATES = """
    now blank empty missing lost drops dropped dropping gone silent mute muted frozen hanging leer stumm fehlt
    fehlen vide manque manquent vacío vacía perdido perdida falta faltan vazio vazia perdeu vuoto vuota manca
    mancano leeg ontbreekt unreachable unavailable unresponsive inaccessible interrupted delayed timeout timeouts
    garbled choppy distorted noisy echo static corrupt corrupted damaged duplicated duplicate double affected
    disabled locked blocked denied required pending stale outdated incomplete invalid unusable unstable unknown
    useless aborted hung lagging freezing flickering nicht erreichbar unerreichbar unterbrochen gesperrt verzögert
    unvollständig betroffen indisponible coupé coupée bloqués lenteur inaccesible caída caídas bloqueado bloqueada
    indisponível bloqueados irraggiungibile bloccata bloccati onbereikbaar geblokkeerd vertraagd
"""
"""How things are that do not work: no line of a signature has such a word."""

LEGAL_STARTS = (
    r"(?:important |legal |privacy |e-?mail )?(?:confidentiality|disclaimer|legal) ?(?:notice|note|statement|warning"
    r"|disclaimer)?\b ?[:.-]?"
    r"|(?:please note(?: that)?:? )?(?:this|(?:the|all|any) (?:contents? of|information (?:contained )?in) this)"
    r" (?:electronic )?(?:e-?mail|email|message|communication|transmission|mail)\b.{0,160}"
    r"(?:confidential|privileged|intended|addressee|viruses|views)"
    r"|any (?:views|opinions)\b.{0,100}(?:author|sender|company|solely)"
    r"|the information (?:contained )?(?:in|transmitted).{0,120}(?:confidential|privileged|intended)"
    r"|if you (?:are not|have received|received|'re not) .{0,80}(?:recipient|addressee|in error|by mistake)"
    r"|(?:please )?(?:consider|think of|think about|protect|save|be kind to) .{0,30}"
    r"(?:environment|planet|trees?|paper)\b.{0,60}print"
    r"|before (?:you )?print(?:ing)?\b.{0,60}(?:environment|planet|tree)"
    r"|(?:diese|die in dieser|der inhalt dieser|dieses) (?:e-?mail|nachricht|mail|email|schreiben).{0,160}"
    r"(?:vertraulich|rechtlich geschützt|bestimmt|adressat|empfänger)"
    r"|(?:wichtiger )?(?:rechtlicher )?(?:hinweis|vertraulichkeitshinweis|haftungsausschluss) ?:"
    r"|(?:wenn|falls|sollten) sie (?:nicht der|diese|nicht).{0,80}(?:adressat|empfänger|irrtümlich|erhalten)"
    r"|bitte (?:prüfen|denken|überlegen|schonen).{0,60}(?:umwelt|ausdruck|ausgedruckt|drucken)"
    r"|(?:ce|cet|le présent) (?:message|e-?mail|mail|courriel|courrier).{0,160}(?:confidentiel|destin|secret)"
    r"|(?:avis|clause|mention) (?:de confidentialité|légale)"
    r"|si vous (?:n'êtes pas|n’êtes pas|avez reçu|recevez).{0,80}(?:destinataire|par erreur)"
    r"|(?:pensez|avant d'imprimer|avant d’imprimer|merci de penser|n'imprimez|n’imprimez).{0,60}"
    r"(?:environnement|planète|imprim)"
    r"|(?:este|el presente|la información (?:contenida en|de) este) (?:mensaje|correo|e-?mail).{0,160}"
    r"(?:confidencial|destinatario|dirigid)"
    r"|aviso (?:legal|de confidencialidad|de privacidad)"
    r"|si (?:usted )?(?:no es|ha recibido).{0,80}(?:destinatario|error)"
    r"|antes de imprimir"
    r"|(?:esta|a presente|as informações contidas nesta) (?:mensagem|comunicação|e-?mail)\b.{0,160}"
    r"(?:confidencia|destinatári|dirigid)"
    r"|se (?:não é|recebeu).{0,80}(?:destinatário|engano|erro)"
    r"|(?:questo|questa|il presente|la presente|le informazioni contenute in quest[ao])"
    r" (?:messaggio|e-?mail|comunicazione)\b.{0,160}"
    r"(?:riservat|confidenzial|destinatari)"
    r"|(?:se|qualora) (?:non siete|avete ricevuto|aveste ricevuto|ha ricevuto).{0,80}(?:destinatari|errore)"
    r"|(?:prima di stampare|rispetta l'ambiente|pensa all'ambiente)"
    r"|(?:dit|deze|de (?:informatie in|inhoud van) (?:dit|deze)) (?:bericht|e-?mail|mail)\b.{0,160}"
    r"(?:vertrouwelijk|bestemd|geadresseerde|ontvanger)"
    r"|(?:als|indien) u (?:niet|dit).{0,80}(?:geadresseerde|ontvanger|abusievelijk|onterecht)"
    r"|denk aan het milieu"
    r"|virus-?(?:free|frei)\b|scanned (?:by|for)|this e-?mail (?:has been|was) (?:scanned|checked)"
    r"|(?:la )?(?:confidentialité|riservatezza|privacy) ?:"
)
"""How a disclaimer begins."""

LEGAL_WORDS = (
    r"confiden|privileg|recipient|addressee|intended|unauthori|disclos|distribut|disseminat|copy|copies|copying|delet"
    r"|destroy|sender|in error|by mistake|virus|liab|responsib|warrant|guarantee|prohibit|unlawful|legal|law|propriet"
    r"|views|opinion|contents?|print|environment|planet|paper|registered|scanned|monitor"
    r"|vertraulich|empfänger|adressat|irrtümlich|vernicht|lösch|unbefugt|absender|gestattet|haft|rechtlich|weitergabe"
    r"|umwelt|ausdruck|ausgedruckt|drucken|viren"
    r"|confidenti|destinataire|erreur|expéditeur|supprim|détrui|diffus|divulg|responsab|interdit|strict|intégrité"
    r"|imprim|environnement|planète"
    r"|confidencial|destinatari|remitente|elimin|borr|prohib|divulg|difus|respons|ambiente"
    r"|destinatári|remetente|apag|proib|divulg|respons"
    r"|riservat|destinatari|mittente|cancell|distrugg|vietat|divieto|diffus|errore|ambiente|stamp"
    r"|vertrouwelijk|geadresseerd|ontvanger|afzender|verwijder|vernietig|verspreid|openbaar|aansprakelijk|milieu|bestemd"
)
"""One of these is in every sentence of a disclaimer."""

LEGAL_DOUBTS = (
    r"still|yet|but|however|except|please (?:reopen|check|call|fix|look)|noch|leider|aber|toujours|malheureusement|mais"
    r"|todavía|aún|pero|mas|ainda|ma|ancora|purtroppo|maar|nog|helaas"
)
"""One of these makes a sentence news, whatever else is in it."""

_DEVICE = (
    r"(?:iphone|ipad|android|galaxy|samsung|huawei|xiaomi|pixel|blackberry|phone|mobile|outlook|yahoo|proton ?mail"
    r"|gmail|handy|smartphone|telefon|téléphone|móvil|telemóvel|telefono|telefoon)"
)
SENT_FROM = (
    rf"sent (?:from|via|with|using) .{{0,25}}{_DEVICE}.{{0,25}}"
    r"|get outlook for .{1,20}|obtenez outlook pour .{1,20}"
    rf"|von mein(?:em|er) .{{0,25}}{_DEVICE}.{{0,25}} gesendet|gesendet (?:von|mit|aus) .{{0,25}}{_DEVICE}.{{0,25}}"
    rf"|envoyé (?:de|depuis|à partir de|avec) .{{0,25}}{_DEVICE}.{{0,25}}"
    rf"|(?:enviado|inviato|verstuurd|verzonden) (?:desde|do|de|da|dal|vanaf|met) .{{0,25}}{_DEVICE}.{{0,25}}"
    r"|outlook für .{1,20} (?:beziehen|herunterladen|holen)"
)
"""What a phone puts under a mail."""
