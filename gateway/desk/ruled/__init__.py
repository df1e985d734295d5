"""What comes of rules: what they are asked about, and what the desk does of what they wish. Pure."""
