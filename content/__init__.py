"""Floor 1: what the hub holds and the rules it obeys; imports nothing of ours."""
