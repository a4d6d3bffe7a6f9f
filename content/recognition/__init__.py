"""Recognition: decisions, the register of what they recognise, withdrawal, targets, deadlines."""
