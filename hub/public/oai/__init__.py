"""OAI-PMH 2.0: what this hub published and what its library offers, for other libraries."""
