"""Whether a person or a machine wrote it, and what a machine's report says."""
