"""What the steps of the workflow share: the nouns of the campus and the tools around them."""
