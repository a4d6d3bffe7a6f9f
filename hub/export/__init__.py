"""The static copy: rendered over the readers' rooms, checked, and put in place as a whole."""
