### What std/greetings says, in German. Each text stands above its translation.

# greet people who join and say goodbye to those who leave
words-greet-people-who-join-and-say-709c80 = begrüßen, wer kommt, und verabschieden, wer geht

# greetings
setting-greetings = begrüßung

# Greetings
words-greetings-6d6305 = Begrüßung

# Greets people who join and says goodbye to those who leave
words-greets-people-who-join-and-says-1765f3 = Begrüßt, wer kommt, und verabschiedet, wer geht

# making people feel welcome
words-making-people-feel-welcome-c0824c = dass Leute sich willkommen fühlen

# channel
setting-channel = kanal

# Where to greet
about-where-to-greet-1cdd72 = Wo begrüßt wird

# welcome
setting-welcome = willkommen

# What to say when somebody joins
about-what-to-say-when-somebody-joins-04e235 = Was gesagt wird, wenn jemand kommt

# role
setting-role = rolle

# The role that everybody gets who joins
about-the-role-that-everybody-gets-who-90907b = Die Rolle, die jeder bekommt, der kommt

# goodbye
setting-goodbye = abschied

# What to say when somebody leaves
about-what-to-say-when-somebody-leaves-fee886 = Was gesagt wird, wenn jemand geht

# Joined
text-joined-06209c = Beigetreten
