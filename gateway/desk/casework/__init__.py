"""What people do with tickets: open, set, solve, check, split."""
