"""Who wrote it: what trusted hosts found, what we find ourselves, and what only looks like somebody."""
