"""The hub: the application that joins content, search, desk, readers' rooms and export."""
