"""What a support policy promises, and what it asks of tickets: one pack, as its file says it. Pure."""
