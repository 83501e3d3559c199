### `/config`, in Discord's Markdown.

config-about = Les réglages du bot sur ce serveur
config-does-show = Tous les réglages, et ceux qui ont leur valeur par défaut
config-does-set = Changer des réglages
config-does-add = Ajouter une valeur à un réglage qui en a plusieurs, ou autoriser quelqu’un
config-does-remove = Retirer une valeur d’un réglage qui en a plusieurs
config-does-deny = Refuser à un rôle ou à quelqu’un ce sur quoi porte un réglage
config-does-reset = Revenir à la valeur par défaut
config-does-export = Enregistrer les réglages de ce serveur dans un fichier
config-does-import = Rétablir des réglages tels quels, à partir d’un fichier
config-option-enabled = Si la fonction est activée
config-option-setting = Lequel
config-option-file = Un fichier de /config export
config-family = Réglages : { $feature }
config-family-server = Réglages du bot en entier
setting-mod-log = Où les modérateurs lisent ce que le bot a fait
setting-language = La langue que le bot parle dans les salons

## `/config show`

config-feature = **{ $title }** (`{ $name }`) : { $on ->
        [yes] activée
       *[no] désactivée
    }{ config-default }
config-setting = • `{ $name }` : { $value }{ config-default }
config-trouble = { $line } ⚠️ { $why }
config-default =
    { $default ->
        [yes] { " " }(par défaut)
       *[no] { "" }
    }
config-server = **Le bot en entier** (`{ $name }`)
config-none = Ce bot n’a pas de réglages.

## `/config set` and `/config reset`

config-switched =
    La fonction `{ $feature }` est maintenant **{ $on ->
        [yes] activée
       *[no] désactivée
    }**.
config-fixed = `{ $feature }` est activée sur tous les serveurs : la politique du bot dit qu’on ne peut pas la désactiver.
config-set = Nouvelle valeur de `{ $path }` : { $value }.
config-same = Rien ne change. Valeur de `{ $path }` : { $value }.
config-set-nothing = Rien à changer : choisissez au moins une option de la commande.
config-no-feature = Il n’y a pas de fonction `{ $name }`.
config-no-setting = Il n’y a pas de réglage `{ $name }`.
config-reset = `{ $what }` reprend sa valeur par défaut : { $value }.
config-reset-all = Tous les réglages de `{ $what }` reprennent leur valeur par défaut.
config-reset-unknown =
    Il n’y a pas de réglage `{ $what }`. `/config show` en donne la liste ; écrivez par exemple `FONCTION.RÉGLAGE`.

## `/config export` and `/config import`

config-export = Ce qui diffère des valeurs par défaut. `/config import` le rétablit.
config-imported = Les réglages sont maintenant ceux de `{ $file }` ; nombre de changements : { $n }.
config-left-out =
    { $n ->
        [one] Ceci a été laissé de côté, car ce serveur ne l’a pas :
       *[other] Ceci a été laissé de côté, car ce serveur n’a pas ces éléments :
    }
config-left-out-of =
    • `{ $name }`{ $n ->
        [one] { "" }
       *[other] { " " }({ $n } valeurs)
    }
config-unchanged = { $why } Rien n’a été changé.
config-file-unreadable = `{ $file }` est illisible : il faut du texte, { $kilobytes } Ko au plus.
config-file-not-json = Le fichier n’est pas du JSON : ligne { $line }, colonne { $column }.
config-file-other = Le fichier ne vient pas de `/config export`.
config-file-format = Le `format` du fichier doit être { $format }.
config-file-unknown = Le fichier contient `{ $name }`, qui est inconnu.
config-file-switch = `enabled.{ $name }` doit être true ou false.
config-file-section = `{ $name }` doit être un objet.

## What a setting must be

setting-form =
    `{ $name }` doit être { $kind ->
        [bool] true ou false
        [int] un nombre entier
        [user-id] un identifiant, sous forme de chaîne
        [member] un identifiant, sous forme de chaîne
        [guild-id] un identifiant, sous forme de chaîne
        [channel] un identifiant, sous forme de chaîne
        [role] un identifiant, sous forme de chaîne
        [message-id] un identifiant, sous forme de chaîne
        [instant] une date et une heure, comme "2026-01-31T12:00:00Z"
        [duration] une durée, comme "1h30m"
        [words] une liste de chaînes
        [list] une liste
        [url] une adresse, comme "https://example.org"
        [locale] une langue, comme "en-GB"
        [who] une liste, comme ["everyone", "not <@&role>"]
       *[text] une chaîne
    }.
setting-typed =
    `{ $name }` doit être { $kind ->
        [bool] true ou false
        [int] un nombre entier
        [user-id] un identifiant
        [member] un identifiant
        [guild-id] un identifiant
        [channel] un identifiant
        [role] un identifiant
        [message-id] un identifiant
        [instant] une date et une heure, comme 2026-01-31T12:00:00Z
        [duration] une durée, comme 1h30m
        [words] des mots séparés par des virgules
        [emoji] un émoji
        [url] une adresse, comme https://example.org
        [locale] une langue, comme en-GB
       *[text] un texte
    }.
setting-large =
    `{ $name }` contient trop : { $word } caractères au plus par mot, { $all } en tout.
setting-unsearchable = `{ $name }` est trop grand pour qu’on y cherche ; raccourcissez-le.
setting-many = `{ $name }` a { $most } valeurs au plus. Retirez-en d’abord avec `/config remove`.
setting-people =
    Les réglages d’un serveur nomment { $most } personnes au plus. Choisissez plutôt un rôle, ou retirez quelqu’un avec
    `/config remove`.
setting-everyone =
    `{ $name }` ne peut pas viser tout le monde : choisissez un rôle ou quelqu’un. Ce que personne ne doit utiliser se
    désactive avec `/config set`.
setting-file-people =
    `{ $name }` nomme des personnes, et un fichier ne les apporte pas. Retirez-les du fichier, et ajoutez-les avec
    `/config add`.
setting-gone =
    { $n ->
        [one] L’un de ces éléments n’existe plus ; il partira d’ici au prochain changement.
       *[other] { $n } de ces éléments n’existent plus ; ils partiront d’ici au prochain changement.
    }
setting-gone-one = { $value } (n’existe plus)
setting-empty = vide
setting-channel = `{ $name }` doit être un salon de ce serveur que le bot peut voir.
setting-role = `{ $name }` doit être un rôle de ce serveur.
setting-problem = `{ $name }` : { $problem }
