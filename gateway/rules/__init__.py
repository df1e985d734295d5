"""What an admin configures to happen to a mail: read, check, evaluate. No I/O at evaluation."""
