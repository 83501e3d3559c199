### `/privacy` and receipts, in Discord's Markdown. What `/privacy notice` says is in `notice.ftl`.

privacy-about = Ce que le bot sait sur vous, et vos droits
privacy-does-notice = Ce que le bot conserve, pourquoi et combien de temps, en bref
privacy-does-data = Ce que le bot conserve sur vous
privacy-does-export = Ce que le bot conserve sur vous, en fichiers à emporter
privacy-does-delete = Supprimer ce que le bot conserve sur vous
privacy-does-optout = Empêcher le bot de recueillir des données sur vous, ou le permettre à nouveau
privacy-does-consent = Ce à quoi vous avez consenti ; donner votre consentement, ou le retirer

privacy-scope =
    { $everywhere ->
        [yes] sur tous les serveurs
       *[no] sur ce serveur
    }
privacy-elsewhere = En message privé avec le bot, la même commande vaut pour tous les serveurs.

## `/privacy data` and `/privacy export`

privacy-nothing = Le bot ne conserve rien à votre sujet { privacy-scope }.
privacy-said-elsewhere = Si vous avez fait opposition sur un seul serveur, cela ne se dit que sur ce serveur.
privacy-data =
    Ce que le bot conserve à votre sujet { privacy-scope }, { $n } { $n ->
        [one] entrée
       *[other] entrées
    } :
privacy-data-store = **{ $store }**{ HAS($server) ->
        [yes] { " " }sur le serveur { $server }
       *[no] { $beyond ->
            [yes] { " " }(hors de tout serveur)
           *[no] { "" }
        }
    }
privacy-data-else = Aucune entrée { privacy-scope } n’est à lire pour vous ici, mais le bot conserve ceci :
privacy-data-field = { $name } : { $value }
privacy-data-due = suppression { $when } au plus tard
privacy-data-until = durée : { until }
privacy-data-ends = Durée de conservation : { until }.
privacy-data-part = le reste concerne quelqu’un d’autre
privacy-data-other =
    • **{ $store }**{ HAS($server) ->
        [yes] { " " }sur le serveur { $server }
       *[no] { "" }
    } : { $n } { $n ->
        [one] entrée
       *[other] entrées
    } { $why }.
privacy-data-setting =
    • Le réglage `{ $setting }`{ HAS($server) ->
        [yes] { " " }du serveur { $server }
       *[no] { "" }
    } vous nomme : ce sur quoi il porte vous est { $denied ->
        [yes] refusé
       *[no] autorisé
    }. C’est le choix des personnes qui gèrent le serveur.
privacy-data-said =
    • { $opted_out ->
        [yes] Votre opposition{ $erased ->
            [yes] { " " }ou l’effacement de vos données
           *[no] { "" }
        }
       *[no] La levée de votre opposition
    } { $here ->
        [yes] sur ce serveur
       *[no] sur tous les serveurs
    }. { $opted_out ->
        [yes] Cela reste, pour que votre opposition tienne.
       *[no] Cela reste, pour qu’aucune sauvegarde ne ramène votre opposition.
    }
privacy-data-left =
    • Votre départ du serveur { $server }, { $when }. Cela reste tant que quelque chose sur vous y reste.
privacy-data-roles =
    Le bot donne ou retire des rôles. C’est Discord qui conserve qui a quel rôle ; votre profil sur le serveur montre les
    vôtres.
privacy-settings = Réglages

# Why records that name somebody are not shown to them.
absence-named = où un texte de quelqu’un d’autre vous mentionne
absence-refused = sur vous, sans copie remise
absence-over = dont le temps est écoulé, à supprimer dès que la suite prévue est faite
absence-dropped = venant d’une politique plus ancienne, à supprimer comme elle l’a promis
refused =
    L’exploitant dit pourquoi : { $reason } L’exploitant réexamine cela au plus tard le { $review }. Si vous n’êtes pas
    d’accord : { $appeal }
privacy-export =
    Ce que le bot conserve à votre sujet { privacy-scope }. { $page ->
        [yes] `my-data.html` est à lire, `my-data.json` est pour les programmes.
       *[no] C’est trop pour une page ; ce fichier est pour les programmes.
    }
privacy-export-large =
    Ce que le bot conserve à votre sujet { privacy-scope } est trop grand pour un fichier sur Discord. { $controller } doit
    vous le remettre d’une autre façon.

## `/privacy delete`

privacy-delete =
    Ceci supprime ce que le bot conserve à votre sujet { privacy-scope }. On ne peut pas revenir en arrière.
privacy-delete-beyond =
    Ce qui n’est lié à aucun serveur en fait partie, et disparaît donc de tous les serveurs : { $stores }.
privacy-delete-button = Supprimer mes données
privacy-delete-others = Ce bouton est pour quelqu’un d’autre. `/privacy delete` vous donne le vôtre.
privacy-delete-elsewhere = Ce bouton est pour un autre endroit. Utilisez `/privacy delete` ici.
privacy-erased = C’est effacé, { privacy-scope }.
privacy-erased-stops =
    Le bot ne recommencera pas à votre sujet { privacy-scope } avec { $stores }. `/privacy optout` le permet à nouveau.
privacy-stays = Ce qui reste :
privacy-stays-redact =
    • **{ $store }** : là où vous êtes { $role }, l’entrée reste sans votre part.
privacy-stays-pseudonymise =
    • **{ $store }** : là où vous êtes { $role }, l’entrée reste sans votre identifiant, car { $because }.{ HAS($texts) ->
        [yes] { " " }{ COUNT($texts) ->
            [one] Reste
           *[other] Restent
        } aussi { AND($texts) }, quels qu’en soient l’auteur et le contenu.
       *[no] { "" }
    }
privacy-stays-refused =
    • **{ $store }** : l’effacement est refusé{ HAS($until) ->
        [yes] { " " }jusqu’à la date « { $until } » de l’entrée
       *[no] { "" }
    }. L’exploitant dit pourquoi : { $reason }{ HAS($review) ->
        [yes] { " " }Un réexamen a lieu le jour que l’entrée appelle « { $review } ».
       *[no] { "" }
    } Vous pouvez le demander avec `{ $appeal }`, en message privé avec moi.
privacy-stays-named =
    • Les textes d’autres personnes qui vous mentionnent restent, avec « quelqu’un » à votre place.{ $keys ->
        [yes] { " " }Une entrée qui se retrouve par un tel texte disparaît.
       *[no] { "" }
    }
privacy-stays-roles =
    Les rôles que vous avez restent. Les personnes qui gèrent les rôles du serveur peuvent les retirer.
privacy-stays-posted = Ce que le bot a publié sur Discord ne change pas : c’est un message comme un autre.

## `/privacy optout`

privacy-optout-none =
    Le bot ne recueille rien à quoi vous pourriez faire opposition. `/privacy delete` supprime ce qu’il conserve sur vous.
privacy-opted-out =
    Vous avez fait opposition { privacy-scope } : le bot ne recueille plus rien sur vous avec { $stores }. Ce qu’il
    conserve déjà reste jusqu’à ce que vous le supprimiez. La même commande lève votre opposition.
privacy-optout-button = Supprimer ce qui est là
privacy-optout-refused = • **{ $store }** continue. La raison de l’exploitant : { $reason }
privacy-optout-consent =
    Ce à quoi vous avez consenti se retire avec `/privacy consent`, qui efface aussi ce qui en dépend.
privacy-opted-in =
    Vous avez levé votre opposition { privacy-scope } : le bot peut recueillir des données sur vous avec { $stores }.

opted-out =
    Vous avez demandé au bot de ne plus rien conserver de tel sur vous{ $erased ->
        [yes] , ou de l’effacer
       *[no] { "" }
    } : rien n’a donc été fait. `/privacy optout` le permet à nouveau.
opted-out-other = Rien de nouveau de tel ne peut être conservé sur { $who } : rien n’a donc été fait.

## Consent: the question, the answer, and `/privacy consent`. What is asked is in `notice.ftl`.

consent-option = La fonction
consent-yes = Oui
consent-no = Non
consent-take-back = Retirer mon oui
consent-said-yes =
    Vous avez dit oui à **{ $title }**. Vous pouvez le retirer à tout moment avec `/privacy consent { $name }`.
consent-said-no =
    Vous avez dit non à **{ $title }** : rien de cela n’est conservé sur vous, et rien n’a été fait. La question ne vous
    sera plus posée ; vous pouvez dire oui avec `/privacy consent { $name }`.
consent-taken-back =
    Vous avez retiré votre consentement à **{ $title }**. Ce que le bot conservait ainsi sur vous est effacé. Vous pouvez
    le redonner avec `/privacy consent { $name }`.
consent-taken-back-everywhere =
    Vous avez retiré votre consentement à **{ $title }** sur tous les serveurs. Ce que le bot conservait ainsi sur vous
    est effacé.
consent-gone = Ce que vous aviez demandé n’attend plus. Refaites-en la demande, s’il vous plaît.
consent-refused =
    Vous avez dit non à cela : rien n’a donc été fait. `/privacy consent { $name }` vous permet de dire oui.
consent-first =
    Vous n’avez pas donné votre accord à cela : rien n’a donc été fait. `/privacy consent { $name }` vous permet de dire oui ;
    utilisez ensuite la commande à nouveau.
consent-missing-other = { $who } n’y a pas consenti : rien n’a donc été fait.
consent-others = Cette question est pour quelqu’un d’autre.
consent-changed =
    Ce que le bot conserverait a changé depuis cette question : votre réponse ne compte donc pas. Utilisez la commande à
    nouveau, s’il vous plaît.
consent-unknown = Le bot ne demande aucun consentement pour « { $name } ».
consent-given =
    Vous avez dit oui à **{ $title }** le { $since }. Si vous retirez ce oui, ce que le bot conserve ainsi sur vous est
    effacé.
consent-outdated =
    Vous avez dit oui à **{ $title }** le { $since }. Ce que le bot conserverait a changé depuis : rien de plus n’est donc
    conservé avant un nouveau oui de votre part.
consent-no-since = Vous avez dit non à **{ $title }** le { $since }.
consent-nowhere =
    Il n’y a aucun serveur où vous avez consenti à **{ $title }**. Vous pouvez dire oui sur un serveur.
consent-servers =
    Vous avez dit oui à **{ $title }** sur { $n } { $n ->
        [one] serveur
       *[other] serveurs
    }. Si vous retirez ce oui ici, il est retiré partout, et ce que le bot conserve ainsi sur vous est effacé.
consent-list = Ce pour quoi le bot demande votre consentement :
consent-line-given = • **{ $title }** : oui, depuis le { $since }
consent-line-outdated = • **{ $title }** : oui le { $since }, mais à autre chose que ce que dit la politique aujourd’hui
consent-line-no = • **{ $title }** : non, depuis le { $since }
consent-line-unasked = • **{ $title }** : la question ne vous a pas encore été posée, donc rien n’est conservé
consent-line-servers =
    • **{ $title }** : oui sur { $n } { $n ->
        [one] serveur
       *[other] serveurs
    }
consent-how = `/privacy consent` avec un de ces noms vous permet de dire oui, ou de retirer votre oui.

# As it stands in the record of an answer.
consent-policy = version { $version } du { $updated }

## Receipts

request-export = export
request-correction = rectification
request-erasure = effacement
request-server-erasure = effacement de tout ce qui était conservé
request-opt-out = opposition
request-opt-in = fin de l’opposition
request-withdrawal = retrait du consentement

receipt =
    Reçu `{ $id }` : { $request } { $everywhere ->
        [yes] sur tous les serveurs
       *[no] sur un serveur
    }, { $at }, selon la politique du { $updated }.
receipt-records =
    • { $store } : { $n } { $n ->
        [one] entrée
       *[other] entrées
    }
receipt-delete =
    { receipt-records } { $n ->
        [one] supprimée
       *[other] supprimées
    }
receipt-redact =
    { receipt-records } { $n ->
        [one] conservée
       *[other] conservées
    } sans cette part
receipt-pseudonymise =
    { receipt-records } { $n ->
        [one] conservée
       *[other] conservées
    } sans la personne
receipt-refuse =
    { receipt-records } { $n ->
        [one] conservée
       *[other] conservées
    }, car l’effacement est refusé
receipt-nothing = • Il n’y avait aucune entrée à effacer.
