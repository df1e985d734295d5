"""Sign-offs as people have them under a mail, and what stands there and is none. Collected by hand; tables only."""

from __future__ import annotations

SIGN_OFFS = [
    "Kind Regards,\n\n*Nina Ortiz* | *QA*\n*BPO* – 12 Main Street – Springfield\n*T* +1 555 0100 *M* +1 555 0101",
    "Nina Ortiz, QA Supervisor\nTel: +1 555 0100 Fax: +1 555 0101",
    "____________________\nThis e-mail is confidential.",
    "=====\nNina Ortiz | QA Supervisor",
    "Regards,\nJoe White\nBlack & White Ltd\nTwitter: @bw",
    "Regards,\nNina Ortiz\nQA Supervisor\nBPO Partners",
    "Regards,\nNina Ortiz\n+1 555 0100",
    "Kind regards\n\nNina Ortiz",
    "Nina Ortiz | QA Supervisor",
    "Best,\nNina Ortiz\nBPO Partners, 12 Main St, Springfield",
    "www.bpo.example",
    "This e-mail is confidential. If you are not the intended recipient please notify the sender.",
    "Regards,\nNina Ortiz\nQA Supervisor\nBPO Partners\nTel. +1 555 0100",
    "Best regards,\nJoe Smith\nACME Corp, 12 High St",
    "Nina Ortiz\nT: +1 555 0100",
    "Nina | QA Supervisor | BPO",
    "Cordialement,\nZoé Lefèvre\nTél. +33 1 99 00 11 22",
    "Bien à vous,\nZoé",
    (
        "Mit freundlichen Grüßen\n\nUwe Schmidt\nLeiter IT\n\nMuster GmbH\nHauptstraße 12\n10115 Berlin\nTel.: "
        "+49 30 123456-78\nFax: +49 30 123456-79\nuwe.schmidt@muster.example\nwww.muster.example\n\n"
        "Geschäftsführer: Max Muster\nAmtsgericht Berlin HRB 12345\nUSt-IdNr.: DE123456789"
    ),
    "Mit freundlichen Grüßen / Best regards\n\ni. A. Petra Müller\nSachbearbeiterin Einkauf",
    "Kind regards,\n\nJoe Smith | IT Manager\nACME | +1 555 0100",
    (
        "Kind regards\n\nNina Ortiz\nQA Supervisor | BPO Partners\nT: +1 555 0100 | www.bpo.example\n\nThis "
        "e-mail is confidential."
    ),
    (
        "Met vriendelijke groet,\n\nJan de Vries\nTeamleider Support\nKeizersgracht 12\n1012 AB Amsterdam\nT "
        "020 123 45 67"
    ),
    "Saludos cordiales,\n\nMaría José García\nJefa de Sistemas\nCalle Mayor 5, 28013 Madrid\nTel.: 91 555 01 00",
    "Cordiali saluti\n\nMario Rossi\nResponsabile IT\nVia Roma 10, 20121 Milano\nCell. 333 1234567",
    (
        "Com os melhores cumprimentos,\n\nAna Silva\nGestora de Projeto\nRua Augusta 100, 1100-053 Lisboa\n"
        "Telm.: 912 345 678"
    ),
    (
        "Best Regards\nNina Ortiz\n\n________________________________\n\nCONFIDENTIALITY NOTICE: This message "
        "and any attachments are intended only for the named recipient and may contain\nconfidential "
        "information. If you have received it in error, please delete it."
    ),
    "Sincerely,\nJoe Smith, PhD\nSenior Systems Engineer\nACME Corp.\n(555) 555-0100 x12\njoe@acme.example",
    "Thanks & Regards,\nPriya Natarajan\nAssistant Manager - Operations\nMobile: +91 98400 00000",
    "Joe Smith\njoe@acme.example",
    "Joe Smith · Head of IT · ACME",
    "BR\nJoe",
    "Thanks,\nJoe Smith\nACME Corp",
    "Regards\nJoe Smith\nmailto:joe@acme.example",
    "Regards,\nJoe\n\n[cid:image001.png@01D9A2B3.4C5D6E70]",
    "Regards,\nJoe\nhttps://www.linkedin.com/in/joe-smith-12345",
    (
        "Cordialement\n\nJean Dupont\nDirecteur Technique\nSociété Exemple SAS\n12, rue de la Paix\n75002 "
        "Paris\nTél : 01 23 45 67 89\nPort. : 06 12 34 56 78\n\nCe message est confidentiel. Si vous n'êtes "
        "pas le destinataire, merci de le supprimer."
    ),
    "Viele Grüße\nPetra",
    "Viele Grüße aus Hamburg\nPetra Müller",
    "Yours sincerely\n\nDr. Ann O'Neill\nHead of Customer Service\nACME Ltd\nRegistered in England No. 1234567",
    "Best\n\nJoe\n\nPlease consider the environment before printing this email.",
    "Joe Smith\nIT Manager",
    "Regards,\n\nNINA ORTIZ\nQA SUPERVISOR\nBPO PARTNERS",
    "regards,\njoe smith",
    (
        "Kind regards,\n\nJoe Smith\nNetwork Administrator\n\nACME Corporation\n100 King Street West, Suite "
        "200\nToronto, ON M5V 2T6\nOffice: 416-555-0100 ext. 12\nCell: 416-555-0101\nwww.acme.example "
        "<http://www.acme.example/>"
    ),
    "Joe Smith <joe@acme.example>\nACME",
    "Warm regards,\nJoe\nSent from my iPhone",
    (
        "Atentamente,\nLuis Pérez\nDepartamento de Informática\n\nAVISO LEGAL: Este mensaje es confidencial y "
        "va dirigido a su destinatario. Si lo ha recibido por error, elimínelo."
    ),
    (
        "Distinti saluti\nLuca Bianchi\nUfficio Tecnico\n\nQuesto messaggio è riservato al destinatario. Se lo "
        "avete ricevuto per errore, cancellatelo."
    ),
    "Groeten,\nPiet\n\nDit bericht is vertrouwelijk en alleen bestemd voor de geadresseerde.",
    "Freundliche Grüsse\nBeat Meier\nMeier AG\nBahnhofstrasse 1\n8001 Zürich\n+41 44 123 45 67",
    "LG Petra",
    "MfG\nU. Schmidt",
    "Nina Ortiz\nBPO Partners\n+1 (555) 010-0100",
    "Nina Ortiz, QA Supervisor\nBPO Partners",
    "Nina Ortiz – BPO Partners – T +1 555 0100",
    "**Nina Ortiz**\nQA Supervisor\nM: +1 555 0100",
    "Best regards,\n*Nina*",
    "Med vänliga hälsningar\nAnna Svensson\nIT-chef\nTel: 08-123 45 67",
    "Pozdrawiam\nJan Kowalski\ntel. +48 22 123 45 67",
    "Thank you and best regards\nNina Ortiz\nBPO Partners",
    "Cheers,\nJoe\nACME Inc., 500 5th Avenue, New York, NY 10110",
    "Best regards\n\nJoe Smith\nACME Corp\nP.O. Box 123, Springfield, IL 62701",
    "Regards\n\nJoe Smith\nDesk: +44 20 7946 0000\n10 Downing Street, London SW1A 2AA",
    (
        "Kind regards\nAoife Ní Bhriain\nCustomer Success Manager\n\nThe information in this email is "
        "confidential and may be legally privileged. It is intended solely for the addressee.\nAccess to this "
        "email by anyone else is unauthorised."
    ),
    (
        "Mit besten Grüßen\nSabine Krüger\n\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht "
        "der richtige Adressat sind, informieren Sie bitte\nden Absender und vernichten Sie diese E-Mail."
    ),
]
"""Each of them stands below an answer and adds nothing to it."""

NEWS = [
    "Site: unreachable",
    "Address: Unreachable",
    "Service Unavailable",
    "Floor 3 Offline\nNina Ortiz",
    "Building 7\nT: +1 555 0100",
    "Screen: [cid:image001.png]\n\nThis e-mail is confidential.",
    "[cid:image001.png]\nNina Ortiz\nT: +1 555 0100",
    "[cid:image001.png]\n\nThis e-mail is confidential.",
    "Sent with errors",
    "Port: 5060 5061",
    "T: 4711 is dead",
    "All messages to the addressee are lost",
    "But the second queue still drops calls",
    "But the second queue still drops calls.\n\nRegards,\nNina Ortiz\nQA Supervisor",
    "Regards,\nNina\n\nBut the second queue still drops calls",
    "One more thing: the export is empty\n\nNina",
    "Regards,\nNina\n\nThe export is still empty",
    "Regards,\nNina\n\nExport Still Empty",
    "Can you also look at the October list?",
    "Can you also look at the October list?\n\nNina Ortiz | QA Supervisor",
    "Except for the second queue\n\nNina Ortiz | QA Supervisor",
    "Agent Screen Blank\n\nRegards,\nNina",
    "Agent Screen Blank\nNina Ortiz | QA Supervisor",
    "Second Queue\nNina Ortiz | QA Supervisor",
    "Login Page Blank",
    "1000015",
    "1000015\n\nRegards\nNina",
    "+1 555 0100",
    "+1 555 0100\n+1 555 0101",
    "10.0.0.1\n10.0.0.2",
    "Error 503",
    "Error 503\n\nRegards,\nNina Ortiz",
    "Extension 4711\n\nNina | QA | BPO",
    "2026-11-24 08:00",
    "joe@acme.example",
    "https://app.acme.example/reports/4711",
    "Regards,\nNina\nhttps://app.acme.example/reports/4711",
    "see https://www.acme.example",
    "This e-mail is confidential. But the second queue still drops calls.",
    "This e-mail is confidential.\n\nThe second queue drops calls.",
    "The report is confidential and every agent can see it.",
    "Nina Ortiz\nPS: the second queue drops calls",
    "Nina Ortiz\n\nP.S. Port 3 is dead",
    "Regards,\nNina\n\n1. Queue\n2. Export",
    "- Queue two\n- Export",
    "Agent | Score | Queue\nAnna | 12 | 3",
    "Queue: two\nAgent: Anna",
    "Subject: Export Empty",
    "ALL CALLS DROP",
    "ALL CALLS DROP\n\nRegards\nNINA ORTIZ",
    "NOW THE EXPORT IS EMPTY\n\nNINA ORTIZ\nQA SUPERVISOR",
    "Regards,\nNina\n\nOnly Monday",
    "We need it by Friday\n\nRegards,\nNina",
    "Nina Ortiz\nT: ask Joe",
    "Tel: does not work",
    "Phone: dead",
    "Web: login fails",
    "Office: no dial tone",
    "the fax does not work\nT: +1 555 0100",
    "Regards,\nNina Ortiz\nQA Supervisor\nplease call me at +1 555 0100",
    "Please call me: +1 555 0100",
    "Call +1 555 0100",
    "aber die zweite Warteschlange fehlt\n\nMit freundlichen Grüßen\nUwe Schmidt\nMuster GmbH",
    "Warteschlange Zwei Fehlt\n\nMit freundlichen Grüßen\nUwe Schmidt",
    "mais la deuxième file est vide\n\nCordialement,\nZoé Lefèvre\nTél. +33 1 99 00 11 22",
    "Cordialement,\nZoé\n\nLa liste est vide",
    "pero la cola 2 falla\n\nSaludos\nLuis",
    "ma la coda due non funziona\n\nCordiali saluti\nMario",
    "maar de wachtrij is leeg\n\nMet vriendelijke groet\nJan",
    "mas a fila está parada\n\nCumprimentos\nAna",
    "Regards,\nNina\n\n[cid:image001.png]\n\nsee the picture",
    "[cid:image001.png]",
    "[image: screenshot]",
    "error.log",
    "Nina Ortiz\nerror.log",
    "Regards\nNina\n\nAttached: log",
    "Attached is the log.\n\nRegards,\nNina\nQA Supervisor",
    "The fix is not complete",
    "12 calls dropped",
    "12 Calls Dropped\n\nRegards,\nNina",
    "3 Queues Down",
    "Queue 12 High",
    "Room 12, Floor 3",
    "Floor 3 Phones\n\nRegards\nNina",
    "Please add joe@acme.example\n\nRegards\nNina",
    "joe@acme.example too",
    "Regards,\nNina\n\nNext: the export",
    "On Monday\n\nNina | QA",
    "when will you roll it out\n\nNina | QA",
    "I have a new problem\n\nRegards,\nNina Ortiz\nBPO Partners",
    "Remaining Issue: Export\nNina Ortiz | QA",
    "Invoice 4711\n\nRegards\nNina Ortiz",
    "New Ticket\n\nNina Ortiz | QA",
]
"""Each of them, below an answer, makes it more than that answer."""
