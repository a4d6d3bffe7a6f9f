"""The only writers of the publishing wing; each public function is one commit."""
