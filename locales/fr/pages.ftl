### Pages besides the notice: the export that a person is handed (`my-data.html`).

mydata-title = Ce que { $bot } conserve sur vous
mydata-intro =
    { HAS($server) ->
        [yes] Sur le serveur { $server }
       *[no] Sur tous les serveurs
    }, le { $exported }. Ce fichier est fait pour la personne qui a l’identifiant { $person }. Il contient des données
    personnelles : gardez-le pour vous.
mydata-meta = { $bot }, version { $version } de sa politique, dernier changement le { $updated }
mydata-nothing =
    Le bot ne conserve rien à votre sujet { HAS($server) ->
        [yes] sur ce serveur
       *[no] nulle part
    }.
mydata-count =
    { $n } { $n ->
        [one] entrée
       *[other] entrées
    }, dans ces parties :
mydata-place =
    { HAS($server) ->
        [yes] sur le serveur { $server }
       *[no] sans serveur particulier
    }
mydata-why =
    Conservé pour { $feature }{ HAS($purposes) ->
        [yes] , pour { AND($purposes) }
       *[no] { "" }
    }.
mydata-kept = Durée de conservation : { until }.
mydata-redacted = Laissé de côté, car il s’agit de quelqu’un d’autre : { AND($fields) }.
mydata-caption =
    { $n } { $n ->
        [one] entrée
       *[other] entrées
    }
mydata-made = Création
mydata-due = Suppression
mydata-due-open = pas encore connue
mydata-empty = vide
mydata-left-out = laissé de côté
mydata-choices = Ce que vous avez demandé, et ce que des serveurs disent de vous
mydata-choices-none = Vous n’avez fait opposition à rien ici.
mydata-choices-out = Vous avez fait opposition à : { AND($stores) }.
mydata-absent = Ce qui n’est pas dans ce fichier
mydata-said =
    Le bot conserve { $opted_out ->
        [yes] votre opposition
       *[no] la levée de votre opposition
    } { HAS($server) ->
        [yes] sur le serveur { $server }
       *[no] partout
    }.
mydata-setting =
    Le serveur { $server } vous nomme dans son réglage { $setting } : { $denied ->
        [yes] refus
       *[no] autorisation
    }.
mydata-left =
    Le bot conserve votre départ du serveur { $server }, le { $at }, tant qu’il y conserve quelque chose sur vous.
mydata-absent-rows =
    { $store }{ HAS($server) ->
        [yes] { " " }sur le serveur { $server }
       *[no] { "" }
    } : { $n } { $n ->
        [one] entrée
       *[other] entrées
    } { $why }.
mydata-absent-discord = Ce que le bot a publié sur Discord, et qui s’y trouve comme tout autre message.
mydata-rights = Ce que vous pouvez faire
mydata-rights-delete =
    /privacy delete efface ce qui est conservé, /privacy optout empêche le bot d’en conserver plus. En message privé avec
    le bot, les deux valent pour tous les serveurs.
mydata-rights-who =
    Le responsable du traitement pour ce bot est { $name }{ HAS($contacts) ->
        [yes]  ; vous pouvez le joindre { OR($contacts) }
       *[no] { "" }
    }. Demandez-lui de corriger ce qui doit l’être.

## An address at which nothing is.

page-missing = Il n’y a pas de page ici
page-missing-help = Aller à la première page

## The play page (`candor play`). Its fixed parts stand in `src/web/play/page`.

play-away = n’est pas membre
play-keeps = durée : { OR($until) }
play-settings = réglages
play-settings-about = Ce que ce serveur a changé par rapport aux valeurs par défaut
play-setting = réglage
play-value = valeur
play-switched =
    { $on ->
        [yes] activée
       *[no] désactivée
    }
play-choices = qui ne veut rien laisser conserver
play-choices-about = /privacy optout et la levée d’une opposition, en marque illisible sans les clés
play-choices-stores = rien dans
play-person = personne
play-place = serveur
play-everywhere = partout
play-requests = registre des demandes
play-requests-about = Ce qui a été demandé par les commandes pour exercer ses droits, à l’heure près, sans dire par qui
play-request = demande
play-request-hour = heure
play-request-outcome = suite donnée
play-request-receipt = reçu
play-request-done = fait
play-request-not-done = pas fait
play-request-unknown = interrompu
play-file = fichier { $number }
play-hello = Dire bonjour
play-hello-about = et voir si quelque chose est conservé
play-hello-text = Bonjour à tout le monde
play-switch-on = Activer { $feature }
play-switch-on-about = une fonction désactivée
play-data-about = Ce qui est conservé sur vous
play-nobody = personne n’a cet identifiant
play-nobody-here = personne n’a cet identifiant dans ce monde
play-forward = l’horloge avance de { $max } au plus à la fois
play-menu-on-nothing = un menu s’ouvre sur quelqu’un ou sur un message
play-needs-server = il faut un serveur pour cela ; allez d’abord dans un de ses salons
play-stopped = le bot s’est arrêté
play-faulty = la politique contient des erreurs ; la page les montre
play-refused = Discord refuse : { $refusal }
play-refused-part = Discord refuse { $place } : { $why }
