"""Look into Office files of before 2007 (OLE2: Word, Excel, MSI, Outlook items) by the names in their bytes."""

from __future__ import annotations

import re

OUTLOOK = "application/vnd.ms-outlook"
ENCRYPTED = "application/x-encrypted-office"
"""Nobody can look inside. Office opens it without a question where the password is the one it brings itself."""

_MSI = bytes.fromhex("8410 0c00 0000 0000 c000 0000 0000 0046")  # ends of the class ids of MSI, MST and MSP files
_MSP = bytes.fromhex("8610 0c00 0000 0000 c000 0000 0000 0046")
_MST = bytes.fromhex("8210 0c00 0000 0000 c000 0000 0000 0046")


def _wide(name: str) -> bytes:
    return name.lower().encode("utf-16-le")


_OLE_NAMES = (
    (_wide("__properties_version1.0"), OUTLOOK),
    (_wide("EncryptedPackage"), ENCRYPTED),  # asked for early: other names may stand beside it for a disguise
    (_wide("WordDocument"), "application/msword"),
    (_wide("Workbook"), "application/vnd.ms-excel"),
    (_wide("PowerPoint Document"), "application/vnd.ms-powerpoint"),
    (_wide("VisioDocument"), "application/vnd.visio"),
)
_ENCRYPTED_NAME = _wide("EncryptedPackage")
_OLE_MACROS = (_wide("_VBA_PROJECT"),)
_EXCEL = "application/vnd.ms-excel"
_EXCEL_95 = re.compile(
    rb"(?<![a-z0-9]\0)b\0o\0o\0k\0(?:\0\0|\Z)"
)  # a stream of that name, and not the end of another name
_MACRO_SHEET = re.compile(
    rb"\x85\0([\x08-\x47])\0[\x00-\xff]{4}[\x00-\x02]\x01([\x01-\x1f])([\x00-\xff])"
)  # BoundSheet8, [MS-XLS]; Excel 95 has no byte between the length of the name and the name
_ENCRYPTED_SHEETS = re.compile(rb"\x09\x08\x10\0[\x00-\xff]{16}(?:\x86\0\0\0)?\x2f\0")  # BOF, and then FilePass


def ole_type(data: bytes) -> tuple[str, bool, bool]:
    """Return the type of what begins like an OLE2 file, whether it has macros, and whether it may be another thing."""
    if any(mark in data for mark in (_MSI, _MSP, _MST)):
        return "application/x-msi", False, False
    lower = data.lower()
    kind = next((kind for name, kind in _OLE_NAMES if name in lower), "application/x-ole-storage")
    old = _EXCEL_95.search(lower) is not None
    if kind == "application/x-ole-storage" and old:
        kind = _EXCEL
    macros = any(name in lower for name in _OLE_MACROS)
    if kind == _EXCEL and not macros and _ENCRYPTED_SHEETS.search(data):
        return ENCRYPTED, False, False
    macros = macros or ((kind == _EXCEL or old) and _has_macro_sheet(data, old=old))
    return kind, macros, kind == OUTLOOK and _ENCRYPTED_NAME in lower


def _has_macro_sheet(data: bytes, *, old: bool) -> bool:
    """Tell whether an Excel file has a sheet of Excel 4.0 macros: a BoundSheet record whose type is 1.

    ``old`` ones may be of Excel 95.
    """
    for match in _MACRO_SHEET.finditer(data):
        length, letters, flag = match[1][0], match[2][0], match[3][0]
        if (flag <= 1 and length in (8 + letters, 8 + 2 * letters)) or (old and length == 7 + letters):
            return True
    return False
