"""The linked library: records, sources, shelves, reading lists, and the formats of libraries."""
