"""Fetch mail from mailboxes: bytes go to the journal, nothing is read or decided."""
