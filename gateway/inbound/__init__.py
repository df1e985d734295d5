"""Receive bytes (`smtp`, `imap`) and turn them into facts (everything else here, pure)."""
