words-first-edition-e56665 = Première version.
words-first-edition-e56665 = Première version.
