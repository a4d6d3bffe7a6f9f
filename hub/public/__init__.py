"""Floor 3: the readers' rooms; they read only, and the static copy is made from them."""
