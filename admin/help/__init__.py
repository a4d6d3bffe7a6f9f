"""Help for the people at the desk: one page for each task, its pictures made by the tests."""
