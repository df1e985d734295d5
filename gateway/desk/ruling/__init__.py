"""What admins want done about mail and tickets, rule by rule: the words of rules, and what comes of them. Pure."""
