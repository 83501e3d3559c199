### What `/privacy notice` says, and what `candor diff` says.

## The short form, for `/privacy notice`

summary-head = { $bot } – la confidentialité en bref (version { $version }, { $updated })
summary-store = { FIRST($store) } : { AND($fields) }, { until }.
summary-seen = Peuvent être montrés à d’autres : { AND($stores) }.
summary-moderators = Peuvent être montrés à des gens qui ont une permission sur le serveur : { AND($stores) }.
summary-operators = Peuvent être montrés aux opérateurs du bot, sur un serveur à eux : { AND($stores) }.
summary-modlog = Le journal de modération d’un serveur peut recevoir ceci : { AND($categories) }.
summary-decides = De lui-même, le bot { AND($acts) }.
summary-others = Qui reçoit des données : { AND($names) }.
summary-operator = La personne qui fait tourner le bot peut lire tout ce qu’il conserve.
summary-posted = Ce que le bot a publié reste sur Discord quand vos données sont effacées.
summary-whole =
    { HAS($url) ->
        [yes] La notice complète : { LINK($url) }
       *[no] Pour la notice complète, { ask-controller }.
    }
summary-more = … et { $n } de plus ; la notice complète les donne tous.
summary-commands =
    { CODE("/privacy data") } montre, { CODE("/privacy export") } remet une copie, { CODE("/privacy delete") } efface{ $optout ->
        [yes] , { CODE("/privacy optout") } arrête
       *[no] { "" }
    }. Ces commandes marchent aussi en message privé.

## What changes between two policies

diff-none = Rien ne change pour les personnes concernées.
diff-counts = { $material } de fond, { $other } autres
diff-material = de fond
diff-other = pas de fond
diff-was = avant
diff-now = maintenant
diff-new = nouveau
diff-gone = disparu
diff-renamed = Noms
diff-language = En { $language } : { $source }
diff-handler =
    { $feature }, { $when }{ HAS($of) ->
        [yes] { " " }({ $of })
       *[no] { "" }
    }
diff-set = Commandes faites à partir de { $store }
diff-moved = { $text }, à une autre place parmi les étapes
diff-when = quand ({ $cond })
diff-unless = sauf si ({ $cond })
diff-each = pour chaque ({ $query })
diff-after = après { $name }
diff-unfit =
    Un bot qui a des données de l’ancienne politique ne démarre pas avec la nouvelle : { $fact }.
diff-unfit-help = { $help }
