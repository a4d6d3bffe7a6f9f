"""Papers that an office prints and signs: proposal, annex, certificates, as Word files."""
