"""Harvesting: fetches from sources over the network, page by page, and has it taken in."""
