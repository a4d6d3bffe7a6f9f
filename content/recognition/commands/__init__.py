"""The writers of the recognition wing: each act is one commit, with its entry in the trail."""
