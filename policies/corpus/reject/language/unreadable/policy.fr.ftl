words-first-edition-e56665 = Première version.
Deuxième version.
