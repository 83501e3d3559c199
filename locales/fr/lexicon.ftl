### What the notice says for the words of the language.
###
### Deeds (`deed-…`: what a bot does, after the name of a feature), events (`event-…`: when something happens) and
### sources (`source-…`: what is read; `person-…`: what is read of somebody; `decides-…`: what a decision looks at).
###
### A source is a noun in the singular, or says that it is a plural: it can be the subject or the object of a verb.

## Deeds

deed-delete-message = supprime des messages
deed-purge = supprime plusieurs messages
deed-delete-channel = supprime des salons
deed-timeout = exclut temporairement des membres
deed-end-timeout = met fin à des exclusions temporaires
deed-kick = expulse des membres
deed-ban = bannit des membres
deed-unban = lève des bannissements
deed-nick = change le pseudo de membres
deed-move = déplace des membres d’un salon vocal à l’autre
deed-add-role = donne des rôles
deed-remove-role = retire des rôles

## What steps follow, and what is still to come (`journal-name`: "after …")

followed-send = l’envoi d’un message
followed-log = l’inscription au journal
followed-operators = un message aux opérateurs
followed-dm = un message privé
followed-edit = le changement d’un message
followed-reply = une réponse
followed-add-role = l’attribution d’un rôle
followed-remove-role = le retrait d’un rôle
followed-timeout = une exclusion temporaire
followed-end-timeout = la fin d’une exclusion
followed-kick = une expulsion
followed-ban = un bannissement
followed-unban = la levée d’un bannissement
followed-nick = le changement du nom d’un membre
followed-delete-channel = la suppression d’un salon
followed-delete-message = la suppression d’un message
followed-react = une réaction à un message
followed-create-thread = l’ouverture d’un fil
followed-create-channel = la création d’un salon
followed-create-voice = la création d’un salon vocal
followed-move = le déplacement d’un membre
followed-purge = la suppression de messages

## What Discord refused (`could-not-…`: "the bot could not …")

could-not-delete-message = supprimer un message
could-not-purge = supprimer des messages
could-not-delete-channel = supprimer un salon
could-not-timeout = exclure temporairement un membre
could-not-end-timeout = mettre fin à une exclusion temporaire
could-not-kick = expulser un membre
could-not-ban = bannir quelqu’un
could-not-unban = lever un bannissement
could-not-nick = changer le pseudo d’un membre
could-not-add-role = donner un rôle
could-not-remove-role = retirer un rôle
could-not-react = réagir à un message
could-not-create-thread = ouvrir un fil
could-not-create-channel = créer un salon
could-not-create-voice = créer un salon vocal
could-not-move = déplacer quelqu’un vers un autre salon vocal

## What cannot be done (`cannot-…`: "nobody can …"; `spares-…`: "Discord lets nobody …"; `too-long-…`: a sentence)

cannot-timeout = l’exclure temporairement
cannot-end-timeout = mettre fin à son exclusion temporaire
cannot-kick = l’expulser
cannot-ban = prononcer son bannissement
cannot-nick = changer son pseudo
spares-timeout = d’exclure temporairement les administrateurs
too-long-ban = Discord ne supprime que ce que quelqu’un a écrit dans les 7 derniers jours au plus.
too-long-timeout = Discord permet une exclusion temporaire de 28 jours au plus.
too-long-purge = Discord supprime 100 messages au plus à la fois.

## What the bot asks Discord for (`need-…` completes "to …")

need-servers = connaître ses serveurs, leurs salons et leurs rôles
need-member-left = supprimer ce qui est conservé sur les membres qui partent
need-read-content = lire ce que disent les messages
need-see-attached = voir ce qui est joint aux messages
need-see-messages = voir que des messages sont écrits
need-see-typed = voir les messages qui sont des commandes
need-read-typed = voir si un message commence comme une de ses commandes
need-see-deletions = voir que des messages sont supprimés
need-see-reactions = voir les réactions
need-see-presence = voir qui passe en ligne ou hors ligne
need-see-voice = voir qui est dans un salon vocal
need-see-members = voir qui arrive et qui part
need-see-channels = voir les salons où il publie
need-post = publier des messages
need-attach = publier des fichiers
need-speak = publier sous d’autres noms, par un webhook à lui dans le salon
need-see-edited = voir ceux de ses messages qu’il modifie
need-cards = afficher des encadrés
need-roles = donner et retirer des rôles
need-time-out = exclure temporairement des membres
need-kick = expulser des membres
need-ban = bannir des membres
need-unban = lever des bannissements
need-nick = changer le pseudo de membres
need-see-made = voir les salons qu’il crée
need-let-write = laisser des gens écrire dans les salons qu’il crée pour eux
need-let-read = laisser des gens lire dans les salons qu’il crée pour eux
need-let-connect = laisser des gens entrer dans les salons vocaux qu’il crée pour eux
need-make-channels = créer des salons
need-find-made = retrouver un salon qu’il avait créé avant d’être interrompu
need-see-moved-to = voir les salons vers lesquels il déplace des membres
need-move-to = déplacer des membres vers des salons vocaux
need-move = déplacer des membres
need-see-removed-channels = voir les salons qu’il supprime
need-remove-channels = supprimer des salons
need-see-deleted = voir les messages qu’il supprime
need-find-deleted = trouver les messages qu’il supprime
need-delete = supprimer des messages
need-see-reacted = voir les messages auxquels il réagit
need-react = réagir à des messages
need-react-older = réagir à d’anciens messages
need-see-threaded = voir les messages sur lesquels il ouvre des fils
need-open-thread = ouvrir des fils
need-open-thread-older = ouvrir des fils sur d’anciens messages
need-write-in-thread = écrire dans les fils qu’il ouvre

## Events

event-message = quand vous écrivez un message
event-message-edit = quand vous modifiez un message
event-message-delete = quand un message est supprimé
event-reaction-add = quand vous ajoutez une réaction
event-reaction-remove = quand vous retirez une réaction
event-member-join = quand vous rejoignez le serveur
event-member-leave = quand vous quittez le serveur
event-member-update = quand vos rôles, votre nom ou une exclusion temporaire de vous changent
event-configured = quand vous changez les réglages du serveur
event-voice = quand vous entrez dans un salon vocal ou en sortez
event-presence = quand vous passez en ligne ou hors ligne
event-boot = quand le bot démarre
event-server-join = quand le bot est ajouté à un serveur
event-button = quand vous appuyez sur un bouton du bot
event-command = quand vous avez utilisé une commande
event-failure = quand quelque chose n’a pas marché
event-ended = quand le temps de ce qui est conservé est écoulé

## Sources

source-message-content = le texte de vos messages
source-message-id = l’identifiant d’un message
source-message-link = le lien vers votre message
source-message-mention-count = le nombre de personnes qu’un message mentionne
source-message-attachments = le contenu joint à vos messages
source-message-attachment-count = le nombre de fichiers d’un message
source-message-attachment-kinds = le genre des fichiers d’un message
source-presence-status = votre statut en ligne
source-voice-to = le salon vocal où vous entrez
source-voice-from = le salon vocal que vous quittez
source-reaction-emoji = l’émoji de votre réaction
source-change-settings = la liste des réglages que vous changez
source-command-path = la commande que vous utilisez
source-command-hidden = le fait que vous ayez trouvé une commande cachée ou non
source-failure-input = ce que vous avez écrit là où quelque chose n’a pas marché
source-guild-id = l’identifiant du serveur
source-guild-name = le nom du serveur
source-guild-member-count = le nombre de membres du serveur
source-channel-id = l’identifiant du salon

person-id = votre identifiant
    .number = singular
person-name = votre nom d’utilisateur
    .number = singular
person-display-name = votre nom d’affichage
    .number = singular
person-bot = le fait que vous soyez un bot ou non
    .number = singular
person-roles = vos rôles
    .number = plural
person-permissions = vos permissions
    .number = plural
person-joined-at = la date de votre arrivée sur le serveur
    .number = singular
person-has-avatar = le fait que votre compte ait une image ou non
    .number = singular
person-last-roles = les rôles que vous aviez avant votre départ ou avant leur changement
    .number = plural
person-created-at = la date de création de votre compte
    .number = singular
person-avatar = votre image
    .number = singular

decides-message-content = ce que disent les messages
decides-message-mention-count = le nombre de personnes qu’un message mentionne
decides-message-attachments = les fichiers joints
decides-message-attachment-count = le nombre de fichiers joints
decides-message-attachment-kinds = le genre des fichiers joints
decides-message-link = le lien vers le message
decides-message-id = le message dont il s’agit
decides-presence-status = votre statut en ligne
decides-voice-to = la présence des gens dans un salon vocal
decides-voice-from = le salon vocal où vous étiez
decides-reaction-emoji = l’émoji
decides-id = la personne que vous êtes
decides-name = votre nom d’utilisateur
decides-display-name = votre nom d’affichage
decides-bot = le fait que vous soyez un bot ou non
decides-avatar = votre image
decides-joined-at = la date de votre arrivée
decides-created-at = l’âge de votre compte
decides-has-avatar = le fait que votre compte ait une image ou non
decides-last-roles = les rôles que vous aviez avant votre départ ou avant leur changement
decides-roles = vos rôles
decides-permissions = ce que vous avez le droit de faire
decides-now = l’heure
decides-limit = le nombre de fois que vous avez fait la même chose ces derniers temps
decides-settings = les réglages du serveur
decides-change-settings = les réglages qui changent
decides-command-path = la commande que vous utilisez
decides-command-hidden = le fait que vous ayez trouvé une commande cachée ou non
decides-failure-input = ce qui a été écrit là où quelque chose n’a pas marché
decides-guild-id = le serveur
decides-guild-name = le nom du serveur
decides-guild-member-count = le nombre de membres du serveur
decides-channel-id = le salon
