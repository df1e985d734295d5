"""The life of a ticket by the clock: what happened to it, what is promised, what falls due, and what then. Pure."""
