"""Loading: files from outside become items; the one room of content that stands above the wings."""
