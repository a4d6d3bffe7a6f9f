"""The titles that are shipped, as TOML; a body that is not known is left out."""
