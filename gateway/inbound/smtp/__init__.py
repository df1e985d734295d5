"""Take mail by SMTP and LMTP: bytes and an envelope go to the journal, nothing is read or decided."""
