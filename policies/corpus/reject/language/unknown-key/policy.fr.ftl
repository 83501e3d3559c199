words-first-edition-e56665 = Première version.
words-second-edition = Deuxième version.
