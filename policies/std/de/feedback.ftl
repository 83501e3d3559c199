### What std/feedback says, in German. Each text stands above its translation.

# hear what people wish for and what does not work
words-hear-what-people-wish-for-and-7f494b = hören, was Leute sich wünschen und was nicht geht

# feedback
setting-feedback = feedback

# Feedback
words-feedback-fc9f7f = Feedback

# Suggestions and bug reports for those who run the bot
words-suggestions-and-bug-reports-for-those-ca55e2 = Wünsche und Fehler, für die, die den Bot betreiben

# a bot that gets better
words-a-bot-that-gets-better-49f523 = ein Bot, der besser wird

# feedback
name-feedback = Feedback

# What you wrote to those who run the bot
words-what-you-wrote-to-those-who-9ea406 = Was du denen geschrieben hast, die den Bot betreiben

# id
name-id = Nummer

# user
name-user = Person

# who wrote it
words-who-wrote-it-291a61 = wer es geschrieben hat

# kind
name-kind = Art

# suggestion or bug report
words-suggestion-or-bug-report-e008f6 = Wunsch oder Fehler

# text
name-text = Text

# what was written
words-what-was-written-0e600b = was geschrieben wurde

# at
name-at = Zeitpunkt

# when
words-when = wann

# feedback
command-feedback = feedback

# Write to those who run the bot
about-write-to-those-who-run-the-fc5a3a = Denen schreiben, die den Bot betreiben

# kind
command-kind = art

# A suggestion, or something that does not work?
about-a-suggestion-or-something-that-does-89500a = Ein Wunsch, oder etwas, das nicht geht?

# suggestion
choice-suggestion = Wunsch

# bug report
choice-bug-report-bd35ab = Fehler

# text
command-text = text

# What should they know?
about-what-should-they-know-51a21d = Was sollen sie wissen?

# You have just written something.
text-you-have-just-written-something-dca0f9 = Du hast eben erst etwas geschrieben.

# Thank you. Those who run the bot will read it.
text-thank-you-those-who-run-the-7415f4 = Danke. Wer den Bot betreibt, liest es.

# read-feedback
command-read-feedback = feedback-lesen

# What people wrote
about-what-people-wrote-9918da = Was Leute geschrieben haben

# Nothing.
text-nothing-e1ed70 = Nichts.

# drop-feedback
command-drop-feedback = feedback-löschen

# Delete what is dealt with
about-delete-what-is-dealt-with-85e5b0 = Löschen, was erledigt ist

# number
command-number = nummer

# The number that /read-feedback shows
about-the-number-that-read-feedback-shows-5b0b4b = Die Nummer, die /feedback-lesen zeigt

# There is none with that number.
text-there-is-none-with-that-number-ce2c37 = Mit dieser Nummer gibt es keins.

# Deleted.
text-deleted-4e40c4 = Gelöscht.
