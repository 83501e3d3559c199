### What tests/meaning/breach.kdl says, in French. Each text stands above its translation.

# keep notes
words-keep-notes-5725d2 = tenir des notes

# Notes
words-notes-22f671 = Notes

# Where news is told
about-where-news-is-told-cc3890 = Où se disent les nouvelles

# A note
words-a-note-8a2922 = Une note

# what it says
words-what-it-says-98b3d7 = ce qu’elle dit

# note
command-note = note

# Keep a note
about-keep-a-note-6267c0 = Garder une note

# text
command-text = texte

# Text
about-text-f06bd7 = Texte

# Kept.
text-kept-5626de = Gardé.

# news
command-news = nouvelles

# Tell news
about-tell-news-01f354 = Dire des nouvelles

# News.
text-news-83ef86 = Des nouvelles.

# Told.
text-told-08c9f7 = Dit.

# notes
setting-notes = notes

# news
setting-news = nouvelles

# note
name-note = note

# user
name-user = personne

# text
name-text = texte
