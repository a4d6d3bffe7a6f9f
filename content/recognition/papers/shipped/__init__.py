"""The templates that come with the hub; `python -m content.starter.making.papers` makes them."""
