"""Render and compose mail (pure), and hand it to a relay or a Maildir."""
