"""E-mail, and pages saved as one file: parts within a message. Pure."""
