### What people are told on Discord when something cannot be done, in Discord's Markdown.

servers-only = Cela ne marche que sur un serveur.
dm-only = Cela s’utilise en message privé avec moi, pas sur un serveur.
typed-unread =
    La réponse à cela n’est que pour vous, et un message privé à votre adresse n’est pas arrivé. Il faut pour cela autoriser les
    messages privés de ce serveur.
reviews-due =
    { $n ->
        [one] Une entrée
       *[other] { $n } entrées
    } de **{ $store }** { $n ->
        [one] est
       *[other] sont
    } à réexaminer : le jour { $n ->
        [one] qu’elle indique
       *[other] qu’elles indiquent
    } est venu.
operators-only = Seules les personnes qui opèrent ce bot utilisent cela, sur leur propre serveur.
no-operators =
    Il n’est pas encore dit qui opère ce bot : cela ne peut donc pas être utilisé. La personne qui le fait tourner définit
    `CANDOR_OPERATOR_SERVER` et `CANDOR_OPERATOR_ROLE`.
no-operators-channel =
    On ne peut pas écrire aux personnes qui opèrent ce bot : la personne qui le fait tourner n’a indiqué aucun salon pour
    elles. Rien n’a été changé.
no-longer-used = Cette commande ne sert plus.
command-gone = `/{ $name }` ne sert plus.
button-gone = Ce bouton ne sert plus.
may-not =
    Ce serveur ne vous permet pas de faire cela. Ses réglages disent qui le peut ; son propriétaire et ses administrateurs
    le peuvent toujours.
form-again = Modifier ma saisie
form-gone =
    Votre saisie n’est plus là : le bot s’en souvient 15 minutes, et pas après un redémarrage. Utilisez la commande à
    nouveau, s’il vous plaît.
not-now = Ce n’est pas possible pour le moment. Rien n’a été changé.
too-often = Vous avez fait cela très souvent. Attendez un peu, s’il vous plaît. Rien n’a été changé.
nothing-to-do = Rien à faire.
done = C’est fait.
nobody-named = Personne n’a été nommé.
too-many-rows = C’est plus que les { $max } entrées que le bot parcourt à la fois. Rien n’a été changé.
each-stopped = Les { $max } premiers sur { $n } ont été traités ; les autres non.
commands-full =
    Ce serveur a { $max } commandes à lui, et Discord n’en accepte pas plus. Retirez-en d’abord une. Rien n’a été changé.
no-category = <#{ $channel }> n’est pas une catégorie ; choisissez-en une autre.
channel-kind =
    <#{ $channel }> ne reçoit pas de messages, car c’est une catégorie ou un forum ; choisissez un autre salon.
edit-refused = Le bot n’a pas pu modifier un de ses messages dans <#{ $channel }> : { $why }.
refused-in-part = Discord a refusé une partie de cela : { $why }.
not-done = Le bot n’a pas pu { $deed }{ HAS($whom) ->
        [yes] { " " }({ $whom })
       *[no] { "" }
    } : { $why }.{ HAS($permissions) ->
        [yes] { " " }Il lui faut : { $permissions }.
       *[no] { "" }
    }
post-refused = Le bot n’a pas pu publier dans <#{ $channel }> : { $why }.
commands-left-out = Certaines commandes de ce serveur ne peuvent pas être utilisées : { $why }.
mod-log-refused =
    Le bot ne peut pas écrire dans le journal de modération de votre serveur, <#{ $channel }> ({ $link }) : { $why }.
    D’ici là, personne n’y apprend ce que fait le bot.
feature-is-off =
    `{ $name }` est désactivée sur ce serveur. Une personne qui peut gérer le serveur l’active avec
    `/config set { $name } enabled:True`.
broken-off =
    Cela n’a pas marché, et rien n’a été changé. Si cela continue, donnez cette référence à l’exploitant du bot :
    `{ $reference }`

partly-broken-off =
    Une partie n’a pas marché. Si cela continue, donnez cette référence à l’exploitant du bot : `{ $reference }`
effect-in-doubt =
    { $feature } : le bot a été interrompu. Ce qu’il faisait a eu lieu ou non ; ce qui devait suivre n’a pas eu lieu
    ({ $line }).
ended-refused =
    { $feature } : ce qui devait suivre, une fois le temps de quelque chose écoulé, n’a pas eu lieu. { $why } ({ $line })
effect-given-up =
    { $feature } : Discord n’a pas fait quelque chose qui devait suivre, et après un jour le bot a cessé d’essayer
    ({ $line }).

## Who may do what to whom

needs-permission = Il vous faut la permission **{ $permission }** pour cela.
not-yourself = Vous ne pouvez pas vous faire cela à vous-même.
not-the-bot = Le bot ne peut pas se faire cela à lui-même.
above-owner = <@{ $user }> est propriétaire du serveur : il n’y a personne au-dessus.
above-you =
    Votre rôle le plus haut n’est pas au-dessus de celui de <@{ $user }> : vous ne pouvez donc pas lui faire cela.
above-bot =
    Le rôle le plus haut de <@{ $user }> n’est pas au-dessous de celui du bot. Placez le rôle du bot au-dessus :
    Paramètres du serveur → Rôles.
member-owner = <@{ $user }> est propriétaire du serveur : personne ne peut { $to_them }.
member-administrator =
    <@{ $user }> a la permission Administrateur, et Discord ne permet à personne { $to_administrators }.
role-above-you =
    Votre rôle le plus haut n’est pas au-dessus de <@&{ $role }> : vous ne pouvez donc pas utiliser ce rôle.
role-above-bot =
    Le rôle **{ $name }** n’est pas au-dessous du rôle le plus haut du bot. Placez le rôle du bot au-dessus : Paramètres
    du serveur → Rôles.
role-gone =
    Ce rôle n’est plus sur ce serveur. Une personne qui peut gérer le serveur peut en choisir un autre.
role-everybody = Tout le monde a déjà ce rôle ; choisissez-en un autre.
role-managed =
    Le rôle **{ $name }** appartient à une intégration : on ne peut le donner à personne à la main ; choisissez-en un
    autre.

## Data that got into wrong hands

breach-title = **À propos de vos données**
breach-person = Il est arrivé quelque chose à des données que { $bot } conserve sur vous.
breach-server =
    Il est arrivé quelque chose à des données que { $bot } conserve sur des membres de ce serveur. Certains n’ont
    pas pu être informés par message privé, c’est pourquoi cela se trouve ici.
breach-consequences = Ce que cela peut signifier pour vous
breach-measures = Ce qui est fait, et ce que vous pouvez faire
breach-contact = À qui s’adresser
breach-reference = -# Référence : { $reference }

## What somebody gave to a command or a setting

missing = Il manque `{ $name }`.
usage = Voici comment cela s’écrit : `{ $usage }`
option-changed =
    `{ $name }` n’est pas du type que cette commande attend ; la commande a changé : rechargez Discord et réessayez.
one-of = `{ $name }` doit être un de ces choix : { $choices }.
command-taken = `/{ $name }` est déjà une commande de ce bot ; choisissez un autre nom.
at-least-second = `{ $name }` doit durer au moins une seconde.
not-a-number = `{ $name }` doit être un nombre entier, comme 3.
not-a-duration = `{ $name }` doit être une durée, comme `30s`, `10m`, `12h`, `7d` ou `1h30m`.
not-an-emoji = `{ $name }` doit être un seul émoji, comme 👍 ou un émoji de ce serveur.
not-a-link =
    `{ $name }` doit être un lien vers un message de ce serveur. Ouvrez le menu du message et choisissez « Copier le lien
    du message ».
not-an-address =
    `{ $name }` doit être une adresse qui commence par `https://` et a { $most } caractères au plus : lettres simples, ni
    espaces, ni nom, ni mot de passe.
not-a-language = `{ $name }` doit être une langue telle que Discord la nomme, comme `fr` ou `en-GB`.
not-a-name = `{ $name }` doit être un mot de 32 lettres, chiffres, `-` ou `_` au plus.
prefix-unclear =
    Les messages qui commencent par `{ $prefix }` ne se distinguent pas de ce que disent les gens. Commencez par un signe et un
    mot, comme `!` ou `k!` devant le nom de la commande.
at-least =
    `{ $name }` { $unit ->
        [characters] doit avoir au moins { $min } caractères
       *[none] doit valoir au moins { $min }
    }.
at-most =
    `{ $name }` { $unit ->
        [characters] doit avoir { $max } caractères au plus
       *[none] doit valoir { $max } au plus
    }.
persona-empty = Un message n’a pas pu être publié sous un nom, car ce nom était vide.
persona-forbidden =
    Discord ne laisse personne publier sous un nom qui est ou contient « { $word } ». Choisissez un autre nom.
persona-parted =
    Discord ne laisse personne publier sous un nom qui est ou contient « { $word } ». Une espace fine a été mise dans ce
    mot.
files-left-out =
    { $n ->
        [one] Un fichier a été laissé de côté
       *[other] { $n } fichiers ont été laissés de côté
    } : Discord accepte { $max } fichiers au plus par message, et { $mib } Mio en tout.
text-cut = Un texte (« { $name } ») dépassait les { $max } caractères que Discord accepte. Sa fin a été laissée de côté.

## What a row would be

row-gone = Cette entrée de « { $store } » n’existe pas. Rien n’a été changé.
row-there = Il y a déjà une entrée de « { $store } » pour { $key }. Rien n’a été changé.
field-range =
    « { $field } » d’une entrée de « { $store } » doit être { $range }, et ceci donnerait { $number }. Rien n’a été changé.
field-long =
    « { $field } » d’une entrée de « { $store } » a { $max } caractères au plus, et ceci serait plus long. Rien n’a été
    changé.
field-short =
    « { $field } » d’une entrée de « { $store } » a au moins { $min } caractères, et ceci serait plus court. Rien n’a été
    changé.
field-cut =
    Un texte dépassait les { $max } caractères de « { $field } » d’une entrée de « { $store } ». Il a été conservé jusque-là,
    et finit par « … ».
field-bound =
    Une valeur pour « { $field } » d’une entrée de « { $store } » n’était pas { $range }. { $bound } a été conservé à la
    place.
key-long =
    Quelque chose n’a pas été conservé, car « { $field } » d’une entrée de « { $store } » a { $max } caractères au plus.
key-range =
    Quelque chose n’a pas été conservé, car « { $field } » d’une entrée de « { $store } » est { $range }.
range-between = entre { $low } et { $high }
range-from = d’au moins { $low }
range-to = d’au plus { $high }

## Templates that a server's admins write; those that name no problem continue a sentence

template-refused = ce texte ne peut pas être utilisé : { $problem }.
template-not-kept = Ce texte ne peut pas être utilisé : { $problem }. Rien n’a été changé.
template-of-server = Le texte choisi pour cela sur le serveur ne peut pas être affiché : { $problem }.
template-unknown = `{ $name }` est inconnu ; sont connus : { $known }
template-broken = il donne un texte abîmé
template-long = il dépasse { $max } caractères
template-unclosed =
    les guillemets et les parenthèses doivent se fermer avant les accolades, et ne contenir aucune double accolade
template-times = `*` ne peut pas être utilisé entre accolades
template-tag = `{ "{%" } { $word } { "%}" }` ne peut pas être utilisé ; `if`, `elif`, `else` et `endif` le peuvent
template-much = il donne plus de { $max } caractères
template-slow = il prend trop de temps
template-undefined = il utilise quelque chose d’inconnu
# The detail is the template engine's own.
template-detail =
    { $detail }{ HAS($line) ->
        [yes] { " " }à la ligne { $line }
       *[no] { "" }
    }

## What Discord refuses: `discord-error-` and Discord's code for it

discord-slow = Discord demande au bot d’aller moins vite ; réessayez dans une minute
discord-away = Discord est injoignable ; réessayez dans une minute
service-away = le service interrogé à ce sujet n’a pas répondu ; réessayez plus tard
discord-commands =
    Discord n’accepte pas { $n ->
        [one] la commande
       *[other] les commandes
    } { $names } ; choisissez { $n ->
        [one] un autre nom
       *[other] d’autres noms
    }
discord-limit = une limite de Discord est atteinte sur ce serveur
discord-again = réessayez, et prévenez l’exploitant du bot si cela continue

discord-error-10003 = le salon n’existe plus ; choisissez-en un autre avec `/config set`
discord-error-10004 = le serveur n’existe plus, ou le bot n’y est plus
discord-error-10007 = cette personne n’est plus membre du serveur
discord-error-10008 = le message n’existe plus
discord-error-10011 = le rôle n’existe plus ; choisissez-en un autre avec `/config set`
discord-error-10013 = Discord ne connaît pas cette personne
discord-error-10014 = le bot ne connaît pas cet émoji ; prenez-en un de ce serveur ou un émoji simple
discord-error-10062 = la réponse est venue plus tard que Discord ne l’attend
discord-error-30007 =
    le salon a autant de webhooks que Discord le permet ; supprimez-en un sous Modifier le salon, Intégrations
discord-error-40060 = il y a déjà été répondu
discord-error-50001 = le bot ne peut pas le voir ; laissez le rôle du bot voir le salon
discord-error-50007 = cette personne n’accepte pas de messages privés du bot
discord-error-50008 = on ne peut rien publier dans ce type de salon ; choisissez-en un autre avec `/config set`
discord-error-50013 =
    il manque une permission au bot à cet endroit, ou son rôle est trop bas ; montez le rôle du bot dans Paramètres du
    serveur, Rôles
discord-error-50024 = cela ne peut pas se faire dans ce type de salon
discord-error-50035 = une partie a une forme que Discord n’accepte pas
