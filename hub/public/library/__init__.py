"""The library for readers: works in lists, their pages and files, shelves, reading lists."""
