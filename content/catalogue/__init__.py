"""The linked library: records, sources, shelves, reading lists; pure readers and writers of formats."""
