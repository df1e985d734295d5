"""Read rule files: what admins write, checked word by word, becomes a rulebook."""
