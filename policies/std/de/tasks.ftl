### What std/tasks says, in German. Each text stands above its translation.

# keep the list of what a team has to do
words-keep-the-list-of-what-a-d45a86 = die Liste führen, was ein Team zu tun hat

# tasks
setting-tasks = aufgaben

# Tasks
words-tasks-31448c = Aufgaben

# A list of what the team has to do
words-a-list-of-what-the-team-bc3714 = Eine Liste dessen, was das Team zu tun hat

# working together
words-working-together-a59ead = zusammenarbeiten

# team
setting-team = team

# Roles and people who work with the list
about-roles-and-people-who-work-with-6d02d8 = Rollen und Personen, die mit der Liste arbeiten

# task
name-task = Aufgabe

# Something to be done
words-something-to-be-done-282f32 = Etwas, das zu tun ist

# id
name-id = Nummer

# text
name-text = Text

# what is to be done
words-what-is-to-be-done-f03bc3 = was zu tun ist

# author
name-author = Autor

# who wrote it
words-who-wrote-it-291a61 = wer es geschrieben hat

# doer
name-doer = Zuständiger

# who does it
words-who-does-it-b388c4 = wer es tut

# task
command-task = aufgabe

# add
command-add = hinzufügen

# Add a task
about-add-a-task-c6576d = Eine Aufgabe hinzufügen

# text
command-text = text

# What is to be done
about-what-is-to-be-done-cb6467 = Was zu tun ist

# Only the team works with the list. A server says who that is with /config.
text-only-the-team-works-with-the-396f1c = Nur das Team arbeitet mit der Liste. Wer das ist, legt ein Server mit /config fest.

# Task { $row-id }: { $row-text }
text-task-row-id-row-text-533e2b = Aufgabe { $row-id }: { $row-text }

# take
command-take = übernehmen

# Say that you do it
about-say-that-you-do-it-09403f = Sagen, dass du sie übernimmst

# number
command-number = nummer

# The number that /task list shows
about-the-number-that-task-list-shows-5c31b2 = Die Nummer, die /aufgabe liste zeigt

# There is no task with that number.
text-there-is-no-task-with-that-f80a2d = Es gibt keine Aufgabe mit dieser Nummer.

# Somebody else does it.
text-somebody-else-does-it-e47b96 = Jemand anderes macht das schon.

# It is yours.
text-it-is-yours-4e09c9 = Sie gehört dir.

# done
command-done = erledigt

# Take a task off the list
about-take-a-task-off-the-list-2bf6a4 = Eine Aufgabe von der Liste nehmen

# Done.
text-done-ef8267 = Erledigt.

# list
command-list = liste

#  · somebody does it
text-somebody-does-it-9183f6 = { " " }· jemand macht das

# Nothing to do.
text-nothing-to-do-22c5f9 = Nichts zu tun.
