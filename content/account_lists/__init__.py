"""Accounts from a list, such as a province keeps of its communes: read, tried dry, carried out."""
