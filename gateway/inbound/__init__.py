"""Take bytes in (`smtp`, `imap`) and turn them into facts: `read` stands above, the rooms beside it, all pure."""
