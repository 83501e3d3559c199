### Words and the way they are joined: lists, lengths of time, and sets of words that code names by their set and a word
### of the field (`category` and `user-content`). A word whose grammar matters says so in an attribute.
###
### A sink and a sort of field have their article. A country has its preposition.

## People and things

# Instead of the mention of a person who was erased, in a text that stays.
somebody = quelqu’un

## Lists and lengths of time

list-more = { $start }, { $end }
list-and = { $start } et { $end }
list-or = { $start } ou { $end }
time = { DURATION($length) }
unit-day =
    { $n } { $n ->
        [one] jour
       *[other] jours
    }
unit-hour =
    { $n } { $n ->
        [one] heure
       *[other] heures
    }
unit-minute =
    { $n } { $n ->
        [one] minute
       *[other] minutes
    }
unit-second =
    { $n } { $n ->
        [one] seconde
       *[other] secondes
    }

yes = oui
no = non
quoted = « { $text } »
attachment = pièce jointe { $number }
# What there was no room for.
rest = … et { $n } de plus
# Behind a text that ends in “…”.
cut-off = et { $n } caractères de plus
setting-unset = non définie
who-everyone = tout le monde
who-nobody = personne
who-but = { $allowed } sauf { $denied }
who-denied = { $allowed }, mais pas { $denied }

## How far a sentence can be believed

standing-proved = prouvé
standing-enforced = appliqué
standing-stated = déclaré
means-proved = Le compilateur le montre à partir de la politique. Une politique qui ne le respecte pas n’est pas compilée.
means-enforced = Le bot en marche le fait de lui-même, à partir des mêmes lignes.
means-stated =
    C’est la parole de l’exploitant. Où sont les serveurs, qui peut accéder aux machines, ce que la loi peut exiger :
    aucun programme ne peut le prouver.
believe-proved = le compilateur le montre,
believe-enforced = le bot le fait de lui-même,
believe-stated = la parole de l’exploitant.

## Data

category-identifier = identifiants de personnes
category-profile = noms et rôles
category-activity = ce que des gens ont fait et quand
category-moderation = ce que des modérateurs ont décidé
category-user-content = ce que des gens écrivent
category-preference = choix donnés aux commandes
category-configuration = configuration d’un serveur
category-credential = jetons d’accès
category-contact = adresses e-mail et autres
category-technical = adresses IP et appareils

origin-subject = source : vous
origin-third-party = source : quelqu’un d’autre
origin-observed = source : ce que le bot constate
origin-derived = source : ce que le bot déduit

basis-consent = votre consentement (article 6.1.a du RGPD)
basis-contract = un contrat avec vous (article 6.1.b du RGPD)
basis-legal-obligation = une obligation légale (article 6.1.c du RGPD)
basis-vital-interests = des intérêts vitaux (article 6.1.d du RGPD)
basis-public-task = une mission d’intérêt public (article 6.1.e du RGPD)
basis-legitimate-interest = un intérêt légitime (article 6.1.f du RGPD)

sink-storage = le stockage
sink-mod-log = le journal de modération ou les logs d’audit du serveur
sink-channel = un salon du serveur
sink-acts = ce qui est fait aux membres
sink-dm = un message privé
sink-reply = la réponse du bot
sink-processor = un sous-traitant
sink-diagnostics = les diagnostics
sink-metrics = les mesures

audience-channel = les personnes qui lisent le salon
audience-reply = les personnes qui lisent le salon
audience-answer = la personne qui reçoit la réponse
audience-names = tout le monde sur le serveur, par les noms des commandes
audience-mod-log = les personnes qui lisent le journal de modération
audience-operators = les opérateurs du bot
audience-audit-log = les personnes qui lisent les logs d’audit du serveur
audience-acts = les personnes qui voient ce qui est fait aux membres
audience-dm = la personne qui reçoit le message
audience-service = un service que le bot interroge

## Discord

intent-guilds = Serveurs
intent-guild-moderation = Modération du serveur
intent-guild-messages = Messages du serveur
intent-guild-message-reactions = Réactions aux messages du serveur
intent-guild-voice-states = États vocaux du serveur
intent-direct-messages = Messages privés
intent-guild-members = Membres du serveur
intent-guild-presences = Présence
intent-message-content = Contenu des messages

# What the intent tells the bot.
told-guilds = quels salons et quels rôles a un serveur
told-guild-members = qui arrive et qui part (Membres du serveur)
told-guild-moderation = ce qui touche à la modération
told-guild-presences = qui est en ligne (Présence)
told-guild-messages = quand un message est écrit
told-guild-message-reactions = quand quelqu’un réagit
told-guild-voice-states = qui est dans quel salon vocal
told-direct-messages = quand quelqu’un lui écrit en privé
told-message-content = ce que disent les messages (Contenu des messages)

permission-create-instant-invite = Créer une invitation
permission-kick-members = Expulser des membres
permission-ban-members = Bannir des membres
permission-administrator = Administrateur
permission-manage-channels = Gérer les salons
permission-manage-guild = Gérer le serveur
permission-add-reactions = Ajouter des réactions
permission-view-audit-log = Voir les logs du serveur
permission-view-channel = Voir les salons
permission-send-messages = Envoyer des messages
permission-manage-messages = Gérer les messages
permission-embed-links = Intégrer des liens
permission-attach-files = Joindre des fichiers
permission-read-message-history = Voir les anciens messages
permission-mention-everyone = Mentionner @everyone, @here et tous les rôles
permission-use-external-emojis = Utiliser des émojis externes
permission-change-nickname = Changer de pseudo
permission-manage-nicknames = Gérer les pseudos
permission-manage-roles = Gérer les rôles
permission-manage-webhooks = Gérer les webhooks
permission-use-application-commands = Utiliser les commandes de l’application
permission-manage-threads = Gérer les fils
permission-create-public-threads = Créer des fils publics
permission-create-private-threads = Créer des fils privés
permission-send-messages-in-threads = Envoyer des messages dans les fils
permission-moderate-members = Exclure temporairement des membres
permission-send-polls = Créer des sondages
permission-pin-messages = Épingler des messages
permission-bypass-slowmode = Contourner le mode lent
permission-connect = Se connecter
permission-move-members = Déplacer des membres

## What a company does for the operator, and where it stands

processor-role-hosting = hébergement

## Languages

tongue-en = anglais
tongue-fr = français
tongue-de = allemand

country-AT = en Autriche
country-BE = en Belgique
country-CA = au Canada
country-CH = en Suisse
country-CZ = en Tchéquie
country-DE = en Allemagne
country-DK = au Danemark
country-ES = en Espagne
country-EU = dans l’Union européenne
country-FI = en Finlande
country-FR = en France
country-GB = au Royaume-Uni
country-IE = en Irlande
country-IT = en Italie
country-NL = aux Pays-Bas
country-NO = en Norvège
country-PL = en Pologne
country-PT = au Portugal
country-SE = en Suède
country-US = aux États-Unis
