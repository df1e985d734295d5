"""Decide whether an attachment is held back: what it is first, what it is called second, what it is labelled third.

Held back is what runs when somebody opens it. Archives are not: nothing in them runs until a person unpacks it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from gateway.inbound.files.found_office import ENCRYPTED
from gateway.inbound.files.found_type import PROGRAM, SYLK, Found


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PROGRAM, _SCRIPT, _SHORTCUT = (
    "a program for Windows",
    "a script that runs when it is opened",
    "a shortcut that can run",
)
_INSTALLER, _DISK, _PAGE = "an installer", "a disk image, which can carry programs", "a web page, which can run scripts"
_DRAWING, _JAVA, _HELP = "a drawing that can run scripts", "a Java program", "a help file that can run scripts"
_MACROS, _OTHER_PROGRAM = "a document with macros", "a program"
_UNCLEAR = "a damaged document, in which nobody can look for macros"
_ENCRYPTED = "an encrypted document, in which nobody can look for macros"
_NOTEBOOK, _SETTINGS = "a notebook, which can carry programs", "a file that changes the system's settings"
_QUERY = "a query that fetches and runs things"

_BY_EXTENSION = {
    extension: reason
    for reason, extensions in (
        (_PROGRAM, "exe scr com pif cpl dll sys drv ocx vxd xll wll fon xbap gadget"),
        (
            _SCRIPT,
            "bat cmd js jse mjs vbs vbe vb ws wsf wsh wsc sct hta ps1 ps1xml ps2 ps2xml psc1 psc2 psm1 psd1 msh msh1 "
            "msh2 mshxml msc job py pyw pyz pyzw pyc pyo pl rb sh bash zsh csh ksh command scpt applescript action "
            "workflow ahk au3 nsh terminal xsl xslt service whl",
        ),
        (
            _SHORTCUT,
            "lnk url scf website desktop appref-ms library-ms search-ms searchconnector-ms settingcontent-ms theme "
            "themepack diagcab diagcfg diagpkg shb shs glk rdp mam inetloc fileloc webloc",
        ),
        (_INSTALLER, "msi msp mst msu application appinstaller appx appxbundle msix msixbundle manifest xpi crx"),
        (_INSTALLER, "deb rpm pkg mpkg run appimage apk ipa"),
        (_DISK, "iso img vhd vhdx vmdk udf dmg wim"),
        (_PAGE, "html htm xhtml xht shtml mht mhtml"),
        (_DRAWING, "svg svgz"),
        (_JAVA, "jar war jnlp class"),
        (_HELP, "chm hlp"),
        (
            _MACROS,
            "docm dotm xlsm xltm xlam xla xlm pptm potm ppam ppsm ppa sldm ade adp mad maf mda mde accde accda "
            "vsdm vstm vssm",
        ),
        (_NOTEBOOK, "one onepkg"),
        (_SETTINGS, "reg inf ins isp prf ppkg mobileconfig"),
        (_QUERY, "iqy oqy dqy rqy slk udl"),
    )
    for extension in extensions.split()
}
_BY_CONTENT = {
    PROGRAM: _PROGRAM,
    "application/x-executable": "a program for Linux or Unix",
    "application/x-mach-binary": "a program for macOS",
    "application/x-msi": _INSTALLER,
    "application/msix": _INSTALLER,
    "application/vnd.android.package-archive": _INSTALLER,
    "application/vnd.debian.binary-package": _INSTALLER,
    "application/x-rpm": _INSTALLER,
    "application/java-archive": _JAVA,
    "application/java-vm": _JAVA,
    "application/x-dex": _JAVA,
    "application/x-ms-shortcut": _SHORTCUT,
    "application/x-mswinurl": _SHORTCUT,
    "application/x-desktop": _SHORTCUT,
    "application/vnd.ms-htmlhelp": _HELP,
    "application/x-iso9660-image": _DISK,
    "application/x-virtual-disk": _DISK,
    "application/x-apple-diskimage": _DISK,
    "application/onenote": _NOTEBOOK,
    SYLK: _QUERY,
    "application/x-ms-wim": _DISK,
    ENCRYPTED: _ENCRYPTED,
    "text/x-ms-regedit": _SETTINGS,
    "text/x-shellscript": _SCRIPT,
    "application/x-bat": _SCRIPT,
    "text/html": _PAGE,
    "application/xhtml+xml": _PAGE,
    "image/svg+xml": _DRAWING,
}
_BY_LABEL = {
    "application/x-msdownload": _PROGRAM,
    "application/x-msdos-program": _PROGRAM,
    "application/x-dosexec": _PROGRAM,
    "application/x-ms-dos-executable": _PROGRAM,
    "application/x-javascript": _SCRIPT,
    "application/javascript": _SCRIPT,
    "application/ecmascript": _SCRIPT,
    "text/javascript": _SCRIPT,
    "text/ecmascript": _SCRIPT,
    "text/vbscript": _SCRIPT,
    "text/vbs": _SCRIPT,
    "text/scriptlet": _SCRIPT,
    "application/hta": _SCRIPT,
    "application/x-sh": _SCRIPT,
    "application/x-csh": _SCRIPT,
    "application/x-powershell": _SCRIPT,
    "text/x-python": _SCRIPT,
    "text/x-perl": _SCRIPT,
    "application/x-perl": _SCRIPT,
    "application/x-python-code": _SCRIPT,
    "application/x-java-jnlp-file": _JAVA,
    "application/x-java-archive": _JAVA,
    "application/x-apple-diskimage": _DISK,
    "application/x-cd-image": _DISK,
    "application/x-ms-installer": _INSTALLER,
    "application/x-ms-application": _INSTALLER,
    "application/x-mimearchive": _PAGE,
} | {kind: reason for kind, reason in _BY_CONTENT.items() if kind != "text/x-shellscript"}

# Text opens in an editor and an archive in a lister, whatever is in it: a trace that begins with <html> is a trace.
_TEXT_NAMES = _names(
    "txt text log csv tsv md rst conf cfg config ini yaml yml json diff patch out err trc trace dump asc"
)
_TEXT_ONLY = _names("text/html application/xhtml+xml image/svg+xml text/x-shellscript application/x-bat")
_TEXT_LABELS = _names("text/plain text/csv text/x-log application/json text/markdown text/x-diff text/x-patch")
_MAIL_NAMES = _names("eml emlx mbox mim mime nws")
_MAIL_LABELS = ("message/", "text/plain", "application/mbox")
_DOCUMENT_NAMES = _names(
    "doc docx dot dotx docm dotm wbk rtf xls xlsx xlsm xlsb xlt xltx xltm xlw ppt pptx pps ppsx pot potx vsd vsdx pub "
    "odt ods odp odg odf odb ott ots otp sxw sxc sxi mso"
)
_DOCUMENT_LABELS = (
    *(
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-word",
        "application/vnd.openxmlformats-",
        "application/vnd.oasis.",
    ),
    *(
        "application/vnd.ms-powerpoint",
        "application/vnd.visio",
        "application/rtf",
        "text/rtf",
        "application/vnd.sun.xml",
    ),
)
_ARCHIVE_NAMES = _names("zip 7z rar gz tgz")


def danger(names: Sequence[str], label: str, found: Found) -> str:
    """Say why a file is held back; empty when it is not.

    ``names`` are all the names the mail gives it, as they are: clients choose differently. ``label`` is the type the
    mail claims, lower case.
    """
    extensions = [extension_of(name) for name in names if name]
    extension = extensions[0] if extensions else ""
    if why := _of_content(found, extension, label):
        return _called(names, extension, why) if extension in _BY_EXTENSION else why
    for other in extensions:
        if reason := _BY_EXTENSION.get(other, ""):
            return _called(names, other, reason)
    if label.endswith(".macroenabled.12"):
        return _MACROS
    if extension in _TEXT_NAMES or (extension and _harmless(found)):
        return ""  # some programs give every file the same label
    return _BY_LABEL.get(label, "")


def _of_content(found: Found, extension: str, label: str) -> str:
    if found.macros and not _opens_as_mail(found, extension, label):
        return _MACROS
    if found.unclear and _opens_as_document(extension, label):
        return _UNCLEAR
    reason = _BY_CONTENT.get(found.type, "")
    if not reason or (found.type in _TEXT_ONLY and _opens_as_text(extension, label)):
        return ""
    if found.type == "application/java-archive" and extension in _ARCHIVE_NAMES:
        return ""
    if found.type == ENCRYPTED:
        return reason
    disguised = extension and extension not in _BY_EXTENSION
    return f"called .{extension}, but it is {reason}" if disguised else reason


def _opens_as_document(extension: str, label: str) -> bool:
    return extension in _DOCUMENT_NAMES or (extension not in _ARCHIVE_NAMES and label.startswith(_DOCUMENT_LABELS))


def _opens_as_mail(found: Found, extension: str, label: str) -> bool:
    """Tell whether what is written like a mail opens as one, or in an editor: Word is not asked then."""
    if found.type not in ("message/rfc822", "text/plain", ""):
        return False
    return (
        extension in _MAIL_NAMES
        or _opens_as_text(extension, label)
        or (not extension and label.startswith(_MAIL_LABELS))
    )


def _opens_as_text(extension: str, label: str) -> bool:
    return extension in _TEXT_NAMES or (not extension and label in _TEXT_LABELS)


def _called(names: Sequence[str], extension: str, reason: str) -> str:
    """Say it of a name; of one with two extensions say which counts."""
    for name in names:
        if (pretended := _DOUBLE.search(name)) and extension_of(name) == extension:
            return f"called {pretended[1].lower()}, but it ends in .{extension}: {reason}"
    return f"{reason} (.{extension})"


def _harmless(found: Found) -> bool:
    return bool(found.type) and found.type not in ("text/plain", "application/xml") and found.type not in _BY_CONTENT


_DOUBLE = re.compile(
    r"(\.(?:pdf|docx?|xlsx?|pptx?|txt|csv|jpe?g|png|gif|zip|rar|7z|mp3|mp4|wav|rtf|eml|msg|log))[\s._\u202e]*\.\w+\W*\Z",
    re.IGNORECASE,
)


def extension_of(name: str) -> str:
    """Return what Windows takes for the extension of a name as it stands in the mail; lower case, without the dot."""
    visible = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    last = re.split(r"[/\\]", visible)[-1].partition(":")[0]  # what follows a colon names a stream of the file
    extension = last.rstrip(" .").rpartition(".")[2] if "." in last.rstrip(" .") else ""
    return unicodedata.normalize("NFKC", extension).strip().lower()
