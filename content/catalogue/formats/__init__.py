"""Readers and writers of library formats. All of them are pure: text in, values out, and back."""
