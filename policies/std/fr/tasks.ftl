### What std/tasks says, in French. Each text stands above its translation.

# keep the list of what a team has to do
words-keep-the-list-of-what-a-d45a86 = tenir la liste de ce qu’une équipe doit faire

# tasks
setting-tasks = tâches

# Tasks
words-tasks-31448c = Tâches

# A list of what the team has to do
words-a-list-of-what-the-team-bc3714 = La liste de ce que l’équipe doit faire

# working together
words-working-together-a59ead = le travail en commun

# team
setting-team = équipe

# Roles and people who work with the list
about-roles-and-people-who-work-with-6d02d8 = Rôles et personnes qui se servent de la liste

# task
name-task = tâche

# Something to be done
words-something-to-be-done-282f32 = Une chose à faire

# id
name-id = numéro

# text
name-text = texte

# what is to be done
words-what-is-to-be-done-f03bc3 = ce qui est à faire

# author
name-author = auteur

# who wrote it
words-who-wrote-it-291a61 = qui l’a écrite

# doer
name-doer = responsable

# who does it
words-who-does-it-b388c4 = qui la fait

# task
command-task = tâche

# add
command-add = ajouter

# Add a task
about-add-a-task-c6576d = Ajouter une tâche

# text
command-text = texte

# What is to be done
about-what-is-to-be-done-cb6467 = Ce qui est à faire

# Only the team works with the list. A server says who that is with /config.
text-only-the-team-works-with-the-396f1c = Seule l’équipe se sert de la liste. Un serveur dit avec /config qui en fait partie.

# Task { $row-id }: { $row-text }
text-task-row-id-row-text-533e2b = Tâche { $row-id } : { $row-text }

# take
command-take = prendre

# Say that you do it
about-say-that-you-do-it-09403f = Dire que vous la faites

# number
command-number = numéro

# The number that /task list shows
about-the-number-that-task-list-shows-5c31b2 = Le numéro que montre /tâche liste

# There is no task with that number.
text-there-is-no-task-with-that-f80a2d = Aucune tâche n’a ce numéro.

# Somebody else does it.
text-somebody-else-does-it-e47b96 = Quelqu’un d’autre la fait.

# It is yours.
text-it-is-yours-4e09c9 = Elle est à vous.

# done
command-done = fait

# Take a task off the list
about-take-a-task-off-the-list-2bf6a4 = Retirer une tâche de la liste

# Done.
text-done-ef8267 = C’est fait.

# list
command-list = liste

#  · somebody does it
text-somebody-does-it-9183f6 = { " " }· quelqu’un la fait

# Nothing to do.
text-nothing-to-do-22c5f9 = Rien à faire.
