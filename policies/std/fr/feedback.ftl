### What std/feedback says, in French. Each text stands above its translation.

# hear what people wish for and what does not work
words-hear-what-people-wish-for-and-7f494b = entendre ce que les gens souhaitent et ce qui ne marche pas

# feedback
setting-feedback = avis

# Feedback
words-feedback-fc9f7f = Avis

# Suggestions and bug reports for those who run the bot
words-suggestions-and-bug-reports-for-those-ca55e2 = Souhaits et défauts, pour ceux qui font tourner le bot

# a bot that gets better
words-a-bot-that-gets-better-49f523 = un bot qui s’améliore

# feedback
name-feedback = avis

# What you wrote to those who run the bot
words-what-you-wrote-to-those-who-9ea406 = Ce que vous avez écrit à ceux qui font tourner le bot

# id
name-id = numéro

# user
name-user = personne

# who wrote it
words-who-wrote-it-291a61 = qui l’a écrite

# kind
name-kind = sorte

# suggestion or bug report
words-suggestion-or-bug-report-e008f6 = souhait ou défaut

# text
name-text = texte

# what was written
words-what-was-written-0e600b = ce qui a été écrit

# at
name-at = moment

# when
words-when = quand

# feedback
command-feedback = avis

# Write to those who run the bot
about-write-to-those-who-run-the-fc5a3a = Écrire à ceux qui font tourner le bot

# kind
command-kind = sorte

# A suggestion, or something that does not work?
about-a-suggestion-or-something-that-does-89500a = Un souhait, ou quelque chose qui ne marche pas ?

# suggestion
choice-suggestion = souhait

# bug report
choice-bug-report-bd35ab = défaut

# text
command-text = texte

# What should they know?
about-what-should-they-know-51a21d = Que faut-il savoir ?

# You have just written something.
text-you-have-just-written-something-dca0f9 = Vous venez déjà d’écrire.

# Thank you. Those who run the bot will read it.
text-thank-you-those-who-run-the-7415f4 = Merci. Ceux qui font tourner le bot le liront.

# read-feedback
command-read-feedback = lire-avis

# What people wrote
about-what-people-wrote-9918da = Ce que des gens ont écrit

# Nothing.
text-nothing-e1ed70 = Rien.

# drop-feedback
command-drop-feedback = supprimer-avis

# Delete what is dealt with
about-delete-what-is-dealt-with-85e5b0 = Supprimer ce qui est réglé

# number
command-number = numéro

# The number that /read-feedback shows
about-the-number-that-read-feedback-shows-5b0b4b = Le numéro que montre /lire-avis

# There is none with that number.
text-there-is-none-with-that-number-ce2c37 = Il n’y en a pas de ce numéro.

# Deleted.
text-deleted-4e40c4 = C’est supprimé.
