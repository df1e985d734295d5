"""What a case is: states, changes, numbers, tokens, decisions. Pure: no clock, no I/O."""
