"""What failing targets and alarms lead to."""
