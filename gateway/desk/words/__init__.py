"""What a person's new text says in so many words: thanks, a verdict, urgency, figures, a command. Pure."""
