"""The sets that are shipped, as TOML; what is not known of them is left out and said."""
