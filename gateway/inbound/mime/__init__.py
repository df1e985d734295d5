"""From raw bytes to parts, fields and characters, as far as broken mail allows."""
