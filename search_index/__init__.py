"""Search over everything published: what is indexed, how it is kept up to date, how it is asked."""
