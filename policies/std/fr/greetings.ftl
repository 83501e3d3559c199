### What std/greetings says, in French. Each text stands above its translation.

# greet people who join and say goodbye to those who leave
words-greet-people-who-join-and-say-709c80 = saluer ceux qui arrivent et dire au revoir à ceux qui partent

# greetings
setting-greetings = accueil

# Greetings
words-greetings-6d6305 = Accueil

# Greets people who join and says goodbye to those who leave
words-greets-people-who-join-and-says-1765f3 = Salue ceux qui arrivent et dit au revoir à ceux qui partent

# making people feel welcome
words-making-people-feel-welcome-c0824c = que les gens se sentent bienvenus

# channel
setting-channel = salon

# Where to greet
about-where-to-greet-1cdd72 = Où saluer

# welcome
setting-welcome = bienvenue

# What to say when somebody joins
about-what-to-say-when-somebody-joins-04e235 = Que dire quand quelqu’un arrive

# role
setting-role = rôle

# The role that everybody gets who joins
about-the-role-that-everybody-gets-who-90907b = Le rôle que reçoit quiconque arrive

# goodbye
setting-goodbye = au-revoir

# What to say when somebody leaves
about-what-to-say-when-somebody-leaves-fee886 = Que dire quand quelqu’un part

# Joined
text-joined-06209c = Arrivée
