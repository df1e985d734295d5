"""Play scenarios: a throwaway gateway with a virtual clock, mail written as mail programs write it, and a judge."""
