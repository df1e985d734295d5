"""Which body is shown, and how HTML and RTF become text."""
