"""Sets of training material as one ZIP: what is in it, how large it is, where it is kept."""
