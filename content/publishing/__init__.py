"""Publishing: guidance, news, stories, training, notices, pages and the texts of documents."""
