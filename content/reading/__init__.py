"""Reading files: what an office hands in, taken apart into text, pictures and notes. Pure."""
