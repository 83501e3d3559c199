### What std/tickets says, in French. Each text stands above its translation.

# answer members' questions in private
words-answer-members-questions-in-private-237137 = répondre en privé aux questions des membres

# tickets
setting-tickets = tickets

# Tickets
words-tickets-44ea9f = Tickets

# Private channels for questions to the team
words-private-channels-for-questions-to-the-e969cb = Des salons privés pour les questions à l’équipe

# answering questions
words-answering-questions-a625d3 = répondre aux questions

# category
setting-category = catégorie

# The category of tickets
about-the-category-of-tickets-1803c1 = La catégorie des tickets

# staff
setting-staff = équipe

# Roles and people who answer
about-roles-and-people-who-answer-3a4f7b = Rôles et personnes qui répondent

# log
setting-log = journal

# Tell the log of tickets that are opened and closed
about-tell-the-log-of-tickets-that-497420 = Signaler dans le journal les tickets ouverts et fermés

# ticket
name-ticket = ticket

# A ticket; what is said in it stands in its channel
words-a-ticket-what-is-said-in-beec0a = Un ticket ; ce qui s’y dit est dans son salon

# channel
name-channel = salon

# opener
name-opener = demandeur

# who opened it
words-who-opened-it-4fdb8c = qui l’a ouvert

# claimer
name-claimer = répondant

# who answers
words-who-answers-00c373 = qui répond

# closed
name-closed = fermeture

# when it was closed
words-when-it-was-closed-bc2c00 = quand il a été fermé

# ticket
command-ticket = ticket

# open
command-open = ouvrir

# Ask the team in a channel of your own
about-ask-the-team-in-a-channel-be637f = Écrire à l’équipe dans un salon à vous

# You have an open ticket. Close it first.
text-you-have-an-open-ticket-close-2b08ed = Vous avez un ticket ouvert. Fermez-le d’abord.

# You have just opened one.
text-you-have-just-opened-one-cdae3b = Vous venez d’en ouvrir un.

# ticket
text-ticket = ticket

# Ticket
text-ticket-51240d = Ticket

# I may not make channels there; tell the moderators.
text-i-may-not-make-channels-there-cdd7bf = Je ne peux pas y créer de salon ; dites-le aux modérateurs.

# { $invoker-mention }, the team answers here.
text-invoker-mention-the-team-answers-here-f09a69 = { $invoker-mention }, l’équipe répond ici.

# Claim
label-claim-8ce83d = Je réponds

# Close
label-close-86e924 = Fermer

# Your ticket: { $room-mention }
text-your-ticket-room-mention-86004b = Votre ticket : { $room-mention }

# { $invoker-mention } opened a ticket
text-invoker-mention-opened-a-ticket-6fd01b = { $invoker-mention } a ouvert un ticket

# claim
command-claim = répondre

# Say that you answer this ticket
about-say-that-you-answer-this-ticket-dd070d = Dire que vous répondez à ce ticket

# Only staff claim tickets. A server says who they are with /config.
text-only-staff-claim-tickets-a-server-c5bdfa = Seule l’équipe répond aux tickets. Un serveur dit avec /config qui en fait partie.

# This channel is no ticket.
text-this-channel-is-no-ticket-7eb3e9 = Ce salon n’est pas un ticket.

# { $invoker-mention } answers.
text-invoker-mention-answers-859d53 = { $invoker-mention } répond.

# close
command-close = fermer

# Close this ticket
about-close-this-ticket-dd3186 = Fermer ce ticket

# This is no ticket of yours.
text-this-is-no-ticket-of-yours-281136 = Ce n’est pas un de vos tickets.

# It is closed already.
text-it-is-closed-already-f75ace = Il est déjà fermé.

# { $invoker-mention } closed this ticket. Its channel goes when its time is over; /ticket reopen keeps it.
text-invoker-mention-closed-this-ticket-its-18c1b6 = { $invoker-mention } a fermé ce ticket. Son salon disparaît à la fin de son délai ; /ticket rouvrir le garde.

# { $invoker-mention } closed a ticket
text-invoker-mention-closed-a-ticket-d9a8d2 = { $invoker-mention } a fermé un ticket

# reopen
command-reopen = rouvrir

# Open this ticket again
about-open-this-ticket-again-2bc749 = Rouvrir ce ticket

# { $invoker-mention } opened this ticket again.
text-invoker-mention-opened-this-ticket-again-1120d6 = { $invoker-mention } a rouvert ce ticket.

# panel
command-panel = panneau

# Post a button that opens tickets
about-post-a-button-that-opens-tickets-dc71db = Publier un bouton qui ouvre des tickets

# Ask the team in a channel that nobody else sees.
text-ask-the-team-in-a-channel-b10ec8 = Écrivez à l’équipe dans un salon que personne d’autre ne voit.

# Open a ticket
label-open-a-ticket-7ee8a6 = Ouvrir un ticket

# I may not write in this channel.
text-i-may-not-write-in-this-80762d = Je ne peux pas écrire dans ce salon.

# Posted.
text-posted-586763 = C’est publié.

# The ticket's time is over
text-the-ticket-s-time-is-over-cf1937 = Le délai du ticket est passé
