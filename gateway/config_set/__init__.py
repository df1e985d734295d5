"""The files beside ``gateway.yml`` that decide, as one unit: its content, its hash, what is in force of it."""
