### The privacy notice, and the answers for Discord's review of intents. Its short form is in `notice-short.ftl`.
###
### Values come from a policy and are data. A line break here is a space; lines wrap where they read best.
###
### Functions: CODE(x) a command or a name as it is typed; LINK(x) an address that opens; AND(list) `a, b et c`;
### OR(list) `a, b ou c`; JOIN(list, with: " ; "); COUNT(list); HAS(x) `yes` where a text or a list is not empty;
### FIRST(x) with a capital letter; DURATION(ms) `2 jours et 1 heure`.
###
### A sentence's name in the notice as JSON (`store.until`) is its key here (`store-until`).
###
### Nothing here says whether the reader is a man or a woman. No `à` or `de` stands before a value that has an article.

language = fr

## The page itself

title = Notice de confidentialité du bot { $bot }
intro = Ce que le bot Discord { $bot } conserve sur vous, pourquoi, combien de temps, et comment l’effacer.
meta-version = Version { $version }
meta-updated = dernier changement le { $updated }
skip = Aller aux réponses
contents = Sommaire
column-standing = Fiabilité
more-places = et { $n } de plus
legend-short = Chaque phrase dit à quel point on peut la croire :
legend-title = À quel point on peut croire chaque phrase
legend-intro =
    Cette notice n’est pas écrite à la main. Elle est tirée du fichier de politique à partir duquel le bot lui-même est
    compilé. Chaque phrase porte une de trois marques, et les lignes de la politique dont elle découle. Ce qui est entre
    « guillemets » vient tel quel de la politique : un nom, ou les mots de l’exploitant, que rien ne vérifie.
languages = Cette notice dans d’autres langues
policy-title = La politique, mot pour mot
policy-intro = Les lignes dont découlent les phrases ci-dessus, telles que le bot en a été compilé.

section-glance = En bref
section-table = Tout ce qui est conservé, en un tableau
section-kept = Ce qui est conservé, fonction par fonction
section-read = Ce qui est lu et non conservé
section-never = Ce qui n’arrive jamais
section-decisions = Ce que le bot décide de lui-même
section-servers = Ce qui est conservé en plus
section-recipients = Qui reçoit quoi
section-asks = Ce que le bot demande à Discord, et pourquoi
section-rights = Vos droits, et les commandes pour les exercer
section-protection = Comment tout cela est protégé
section-stated = Ce que l’exploitant déclare
section-people = Qui en est responsable
section-changes = Ce qui a changé

## At a glance

glance-who = Qui est responsable ?
glance-what = Que conserve-t-il sur moi ?
glance-content = Lit-il ce que j’écris ?
glance-others = Qui d’autre le reçoit ?
glance-erase = Comment le voir, l’emporter ou l’effacer ?
glance-never = Qu’est-ce qui n’arrive jamais, preuve à l’appui ?

controller-who =
    Le responsable du traitement pour ce bot est { $name }{ HAS($established) ->
        [yes] , établi { $established }
       *[no] { "" }
    }.
controller-reach = Vous pouvez le joindre { OR($contacts) }.
contact-discord = sur Discord sous le nom { CODE($value) }
contact-server = sur le serveur d’aide, { LINK($value) }
contact-email = par e-mail à { LINK($value) }
contact-url = à l’adresse { LINK($value) }
kept-nothing = Rien. Aucune fonction ne conserve quoi que ce soit sur une personne.
kept-nothing-itself = Le bot lui-même ne conserve rien sur une personne.
kept-roles =
    { AND($features) } { COUNT($features) ->
        [one] donne
       *[other] donnent
    } ou { COUNT($features) ->
        [one] retire
       *[other] retirent
    } des rôles. C’est Discord qui conserve qui a quel rôle, et tout le monde sur le serveur peut le voir{ HAS($readers) ->
        [yes]  ; { AND($readers) } { COUNT($readers) ->
            [one] l’y lit
           *[other] l’y lisent
        }
       *[no] { "" }
    }. { CODE("/privacy data") } et { CODE("/privacy delete") } ne touchent pas aux rôles : les personnes qui gèrent les
    rôles d’un serveur peuvent en retirer un, et un membre qui quitte le serveur n’en a plus.
kept-elsewhere =
    Avec { AND($features) }, Discord conserve { AND($what) }. { CODE("/privacy data") } et { CODE("/privacy delete") } n’y
    touchent pas.
kept-by-discord-nick = le nom que le bot a donné à un membre sur le serveur (tout le monde y voit ce nom)
kept-by-discord-ban = qui est banni (les modérateurs peuvent le voir)
kept-unnamed =
    Aucune fonction ne conserve quoi que ce soit sous votre identifiant ou votre nom{ $who ->
        [yes] , sauf quand un réglage d’un serveur vous nomme
       *[no] { "" }
    }. Ce qui est conservé pour un serveur peut tout de même concerner des gens, là où quelqu’un écrit sur eux ou qu’un
    message mène à eux : { AND($of) }.
kept-features =
    { COUNT($features) ->
        [one] Une fonction conserve
       *[other] { COUNT($features) } fonctions conservent
    } quelque chose sur vous : { AND($features) }.
kept-until = { FIRST(AND($stores)) } : { until }.
kept-else =
    { AND($features) } ne { COUNT($features) ->
        [one] conserve
       *[other] conservent
    } rien sur vous.
kept-else-unnamed =
    { AND($features) } ne { COUNT($features) ->
        [one] conserve
       *[other] conservent
    } rien sous votre identifiant. Ce qui y est conservé pour un serveur peut tout de même concerner des gens, là où
    quelqu’un écrit sur eux ou qu’un message mène à eux.
content-none = Non. Aucune fonction ne lit le texte des messages.
content-counts =
    Quand { AND($features) } { COUNT($features) ->
        [one] est activée
       *[other] sont activées
    }, le bot compte qui et ce que le texte d’un message mentionne, et ne regarde rien d’autre du texte.
content-forgets =
    Quand { AND($features) } { COUNT($features) ->
        [one] est activée
       *[other] sont activées
    }, le bot lit les messages à leur arrivée, décide, puis les oublie : aucune partie d’un message n’atteint le stockage.
content-recognises =
    Quand { AND($features) } { COUNT($features) ->
        [one] est activée
       *[other] sont activées
    }, le bot lit les messages à leur arrivée, décide, et ne garde aucune copie d’aucune de leurs parties. Pendant un court
    moment, il a dans sa mémoire un nombre calculé à partir du texte, pour reconnaître ce texte.
content-decides =
    Quand { AND($features) } { COUNT($features) ->
        [one] est activée
       *[other] sont activées
    }, le bot lit les messages à leur arrivée, et ne garde aucune copie d’aucune de leurs parties. Ce qui est conservé peut
    dépendre de ce qu’ils disent.
content-posts =
    Le texte des messages peut apparaître dans { AND($sinks) }, qui { COUNT($sinks) ->
        [one] est
       *[other] sont
    } sur Discord.
content-keeps =
    { AND($features) } { COUNT($features) ->
        [one] conserve
       *[other] conservent
    } du texte tiré de vos messages ; plus bas, il est dit lequel et pourquoi.
content-commands = Le texte que quelqu’un a écrit est conservé là où cette notice le dit : { AND($stores) }.
content-forms =
    Ce que vous saisissez dans un formulaire et que le bot refuse attend dans sa mémoire 15 minutes au plus, pour que vous
    puissiez le modifier au lieu de tout saisir à nouveau. Ce n’est pas conservé pour autant.
others-none =
    L’exploitant ne nomme aucune entreprise qui reçoive des données. Le bot vit sur Discord, et Discord a sa propre
    politique de confidentialité : { LINK("https://discord.com/privacy") }.
others-some =
    { AND($names) } { COUNT($names) ->
        [one] reçoit
       *[other] reçoivent
    } des données pour le compte de l’exploitant. Le bot vit sur Discord, et Discord a sa propre politique de
    confidentialité : { LINK("https://discord.com/privacy") }.
others-modlog =
    Un serveur peut choisir un salon comme journal de modération. Ce que le bot y publie reste sur Discord, et c’est au
    serveur de le supprimer.
others-operators =
    Le bot a des opérateurs, qui ont un rôle sur un serveur à eux. Ce qu’ils peuvent faire et ce qui leur parvient est dit
    plus bas.
others-operator = La personne qui fait tourner le bot en détient la clé, et peut lire tout ce qu’il conserve.
erase-how =
    { CODE("/privacy data") } le montre, { CODE("/privacy export") } vous le donne en fichier, { CODE("/privacy delete") }
    l’efface. Sur un serveur, ces commandes valent pour ce serveur, et pour ce qui n’est lié à aucun ; en message privé avec
    le bot, elles valent pour tous les serveurs, même ceux que vous avez quittés.
erase-but =
    Elles ne le font pas pour tout : { AND($stores) } { COUNT($stores) ->
        [one] a une exception, dite
       *[other] ont des exceptions, dites
    } plus bas.
erase-stop =
    { CODE("/privacy optout") } empêche le bot de conserver du nouveau sur vous dans : { AND($stores) }. Sur un serveur, la
    commande arrête ce qui y serait conservé ; en message privé avec le bot, ce qui le serait sur n’importe quel serveur.

## The table

table-caption = Une ligne pour chaque chose conservée
table-column-what = Quoi
table-column-fields = Contenu
table-column-why = Pourquoi, selon l’exploitant
table-column-until = Durée
table-column-who = Qui peut le voir par le bot
table-column-erase = Quand vous effacez
row-holds = { AND($fields) }
row-why =
    { HAS($purposes) ->
        [yes] pour { AND($purposes) }
       *[no] { "" }
    }
row-until = { until }
row-seen = { JOIN($seen, with: " ; ") }
row-seen-nobody = personne d’autre que vous
row-seen-journal = les personnes qui voient ce à quoi cela sert
row-erases = { JOIN($rules, with: " ; ") }
row-erases-nobody = ne contient les données de personne
row-field = { $what }
row-category = { AND($kinds) }
row-setting = { $what }
row-default = { $default }

## Features and stores

rules-title = Ce qui vaut pour tout
rule-deleted =
    Ce dont le temps est écoulé est supprimé en moins d’une minute, tant que le bot est en marche. Quand il est à l’arrêt,
    rien n’est supprimé ; il rattrape cela avant de se connecter à nouveau à Discord. Quand l’horloge de sa machine saute, il
    attend que celle de Discord soit d’accord.
rule-returns = Si, avant cela, { OR($who) }, la suppression est annulée.
rule-unseen =
    Quand le bot est à l’arrêt, il ne voit pas { OR($what) }. Ce qui est défait avant qu’il soit à nouveau en marche ne met
    fin à rien.
unseen-guild = qu’on le retire d’un serveur
unseen-member = que vous quittez un serveur
unseen-channel = qu’un salon est supprimé
rule-left = Le fait que vous avez quitté un serveur est conservé tant que quelque chose sur vous y est conservé.
rule-rights =
    Si rien d’autre n’est dit plus bas, { CODE("/privacy data") } et { CODE("/privacy export") } le donnent à la personne
    concernée, et { CODE("/privacy delete") } l’efface aussitôt.
feature-about = Selon l’exploitant : { $words }

feature-on = La fonction est activée, sauf si un serveur la désactive.
feature-off = La fonction est désactivée, jusqu’à ce qu’un serveur l’active.
feature-why = Pourquoi, selon l’exploitant : pour { AND($purposes) }.
feature-basis =
    La base juridique est { $basis }{ HAS($interest) ->
        [yes]  : { $interest }
       *[no] { "" }
    }.
feature-asks =
    Le bot vous le demande d’abord, sur chaque serveur : avant votre oui, il n’en conserve rien sur vous, et ce que vous
    aviez demandé attend en mémoire 15 minutes au plus. Après un non, la question ne revient pas ;
    { CODE("/privacy consent") } vous permet de dire oui.{ $texts ->
        [yes] { " " }Ce que d’autres écrivent ici avec leur propre oui peut tout de même vous mentionner.
       *[no] { "" }
    }{ $who ->
        [yes] { " " }Le fait qu’un réglage vous nomme est conservé sans vous le demander, comme il est dit sous « Réglages
            d’un serveur ».
       *[no] { "" }
    }
feature-unasked =
    Sur chaque serveur, le bot n’en conserve rien sur vous tant que vous n’avez pas dit oui avec
    { CODE("/privacy consent") }. Il ne le demande pas de lui-même.{ $texts ->
        [yes] { " " }Ce que d’autres écrivent ici avec leur propre oui peut tout de même vous mentionner.
       *[no] { "" }
    }{ $who ->
        [yes] { " " }Le fait qu’un réglage vous nomme est conservé sans vous le demander, comme il est dit sous « Réglages
            d’un serveur ».
       *[no] { "" }
    }
feature-withdraw =
    Vous pouvez retirer votre consentement à tout moment avec { CODE("/privacy consent") }, aussi en message privé avec le
    bot. Ce qui en dépend est alors effacé.
feature-mark =
    Pour qu’aucune sauvegarde ne ramène votre oui, le bot conserve alors une marque de ce retrait : une empreinte à clé, qui
    ne contient pas votre identifiant en clair.
feature-agreed =
    Votre oui porte sur ce que cette politique en dit : ce qui est conservé, combien de temps, pourquoi, par qui, à qui le
    bot le montre, et ce que le bot fait dans la fonction. Quand cela change, rien de plus n’est conservé jusqu’à un nouveau
    oui de votre part. Ce qui était conservé avant reste jusqu’à son terme ou jusqu’à ce que vous retiriez votre oui, et la
    notice du moment dit ce qui en est fait.
feature-reads = Pour cela, le bot regarde { AND($sources) }.
feature-nothing = Elle ne conserve rien.
feature-roles =
    Elle donne ou retire des rôles, et c’est Discord qui conserve qui les a.{ $stored ->
        [yes] { "" }
       *[no] { " " }Le bot lui-même ne conserve rien{ $set ->
            [yes] , sauf ce qu’un serveur règle pour elle
           *[no] { "" }
        }.
    }
feature-speaks =
    Une partie de ce qu’elle publie porte un autre nom et une autre image que ceux du bot. Toute personne qui voit le salon
    voit les deux.
feature-crosses =
    Ce qui arrive sur un serveur peut lui faire publier, modifier ou supprimer des messages sur d’autres serveurs où est
    le bot.
feature-settings = Elle ne conserve rien, sauf ce qu’un serveur règle pour elle.
store-title =
    { FIRST($store) }{ HAS($about) ->
        [yes]  : { $about }
       *[no] { "" }
    }
answers-about = Votre réponse sur le consentement à { $feature }
journal-about = Ce qui suit { $step }, jusqu’à ce que Discord l’ait fait
journal-about-ended = L’étape { $step } qui suit la fin d’une entrée, jusqu’à ce que Discord l’ait faite
journal-entry = le fait que c’est encore à venir
journal-begun = le fait de l’avoir demandé ou non à Discord
answers-given = votre oui ou votre non
answers-since = la date de votre réponse
answers-policy = la politique en vigueur alors
answers-agreed = une empreinte de ce qui vous a été demandé
store-kept =
    { HAS($when) ->
        [yes] { FIRST(OR($when)) }, le bot
       *[no] Le bot
    } conserve { AND($fields) }.
store-words = Selon l’exploitant, { JOIN($words, with: " ; ") }.
words-of = { $name } veut dire { $about }
store-origin = L’exploitant dit d’où cela vient : { JOIN($origins, with: " ; ") }.
# The clauses of a retention; the earliest counts.
until =
    { OR($until) }{ COUNT($until) ->
        [one] { "" }
       *[other] , selon ce qui arrive en premier
    }
store-until = Le bot conserve cela { until }.
store-until-erased = Aucun délai n’y met fin. Le bot conserve cela jusqu’à ce que quelqu’un l’efface ou le supprime.
store-until-reason = L’exploitant dit pourquoi : { $reason }
store-across =
    Cela n’est lié à aucun serveur : ce qui est écrit sur l’un peut être montré sur d’autres où est le bot.
store-anywhere =
    Pour cela, une permission sur n’importe quel serveur suffit : toute personne qui a son propre serveur avec le bot l’y a.
store-ended =
    Quand ce temps est écoulé, { HAS($does) ->
        [yes] il peut y avoir plus que la suppression : le bot { AND($does) }
       *[no] rien d’autre n’arrive
    }.{ $ring ->
        [yes] { " " }Il en va de même quand un élément plus récent prend la place avant ce temps.
       *[no] { "" }
    } Cela vaut aussi quand la fonction est désactivée, et après une opposition. Cela ne vaut pas si la suppression vient plus
    tôt d’une autre façon, ou parce que vous ou le bot avez quitté le serveur.{ $deeds ->
        [yes] { " " }Si la suppression vient de ce qu’une personne qui y figure a fait effacer ses données, le bot fait
            aussitôt ce qu’il fait sur Discord, sauf écrire, et ne dit rien.
       *[no] { "" }
    }
ended-channel = écrit dans un salon
ended-mod-log = écrit aux modérateurs du serveur
ended-operators = écrit à ses opérateurs
ended-dm = envoie un message privé
ended-edit = modifie un message qu’il a écrit
ended-changes = change ce qu’il conserve sous { $store }
returns-guild = le bot revient sur le serveur
returns-feature = la fonction est activée à nouveau
returns-member = vous revenez sur le serveur
store-newest =
    { $newest ->
        [one] Le bot ne conserve que l’élément le plus récent
       *[other] Le bot ne conserve que les { $newest } éléments les plus récents
    }{ HAS($per) ->
        [yes] { " " }pour chaque personne ({ $per })
       *[no] { " " }sur vous
    }, et supprime le plus ancien quand un nouveau arrive.
store-hold =
    Quand { $departures } personnes concernées ou plus quittent le serveur en { DURATION($within) }, comme lors d’une attaque
    du serveur, la suppression attend { DURATION($held) } après le départ de chacune. L’effacement sur demande n’attend pas.
store-hold-by =
    Une fois que vous avez quitté le serveur{ $ended ->
        [yes] { " " }et avant que son temps soit écoulé
       *[no] { "" }
    }, { HAS($by) ->
        [yes] cela ne peut être utilisé que par { OR($by) }
       *[no] rien ne l’utilise
    }.
when-pressed =
    quand vous appuyez sur { COUNT($labels) ->
        [one] le bouton
       *[other] un des boutons
    } { OR($labels) }
store-finished = C’est considéré comme terminé { OR($when) }.
store-removed = La suppression peut venir plus tôt, par { OR($by) }.
store-shown-none = Aucune commande et aucun message du bot ne le montre à quelqu’un d’autre.
store-shown-journal =
    Aucune commande ne le montre. Ce à quoi cela sert, d’autres peuvent le voir là où cette notice le dit.
store-shown-depends =
    { $said ->
        [yes] Ce que
       *[no] Aucune commande et aucun message du bot ne le montre à quelqu’un d’autre, mais ce que
    } le bot dit ou fait devant d’autres peut { HAS($fields) ->
        [yes] varier selon { AND($fields) }
       *[no] en dépendre
    } { OR($when) }.
store-erase-delete = { CODE("/privacy delete") } l’efface aussitôt.
store-object-stops =
    Vous pouvez faire opposition avec { CODE("/privacy optout") } : dès lors, le bot ne conserve plus rien de nouveau de cela sur
    vous{ $beyond ->
        [yes] { " " }qui vienne du serveur où vous faites opposition, ou de n’importe quel serveur si vous le faites en message
            privé
       *[no] { "" }
    }.{ $texts ->
        [yes] { " " }Un texte de quelqu’un d’autre peut tout de même vous mentionner.
       *[no] { "" }
    }
store-object-refused = Une opposition n’arrête pas cela.
store-erase-key =
    Là où un texte qui sert à retrouver cela mentionne une personne dont les données sont effacées, cela disparaît avec elles.
store-erase-suppress =
    Après cela, et après { CODE("/privacy optout") }, le bot ne le recommence pas sur vous tant que vous n’avez pas levé votre
    opposition.{ $beyond ->
        [yes] { " " }Si c’était sur un serveur, d’autres serveurs peuvent encore le commencer.
       *[no] { "" }
    }
store-erase-redact =
    Si vous êtes { $role }, { CODE("/privacy delete") } vide { AND($fields) }. Le reste demeure, car { $because }.
store-erase-pseudonymise =
    Si vous êtes { $role }, { CODE("/privacy delete") } en retire votre identifiant, et le bot ne peut plus dire que c’était
    vous. Le reste demeure, car { $because }{ HAS($texts) ->
        [yes]  ; { AND($texts) } aussi, quels qu’en soient l’auteur et le contenu
       *[no] { "" }
    }.
store-erase-refused =
    Si vous êtes { $role }, { CODE("/privacy delete") } ne l’efface pas{ HAS($until) ->
        [yes] { " " }avant { $until }
       *[no] { "" }
    }. { HAS($review) ->
        [yes] La commande vous indique { $review }, le jour du réexamen.{ " " }
       *[no] { "" }
    }Avec { $appeal }, en message privé, vous pouvez demander un réexamen. La raison de l’exploitant :
store-erase-party = Si vous êtes { $role }, { CODE("/privacy delete") } l’efface aussitôt.
role-subject = la personne concernée
role-party = la personne « { $name } »
because-subject = cela concerne quelqu’un d’autre
because-server = cela appartient au serveur
store-export =
    { CODE("/privacy data") } et { CODE("/privacy export") } donnent cela { AND($to) }{ HAS($without) ->
        [yes] , sans { AND($without) }
       *[no] { "" }
    }.
export-subject = à la personne concernée
export-party = à la personne « { $name } »
store-export-parts =
    Aux autres personnes qui y ont une part, ces commandes donnent cette part : qui elles y sont, et ce qui est à elles.
store-refused =
    { CODE("/privacy data") } et { CODE("/privacy export") } ne le donnent pas à la personne concernée. Ces commandes disent
    combien il y en a, et pourquoi ce n’est pas donné.
store-refused-why =
    L’exploitant dit pourquoi : { $reason } L’exploitant réexamine cela au plus tard le { $review }. Si vous n’êtes pas
    d’accord : { $appeal }

erases-delete = suppression
erases-redact = votre part est vidée, le reste demeure
erases-pseudonymise = votre identifiant en est retiré, le reste demeure
erases-refuse = rien, c’est refusé
erases-as = pour { $role } : { $what }

field-id = votre identifiant
field-party = l’identifiant de la personne « { $name } »
field-number = son numéro
field-alone = { $noun }
field-named = { $noun } « { $name } »
# What a value is.
field-sort-mark = la marque
field-sort-number = le nombre
field-sort-text = le texte
field-sort-time = la date
field-sort-length = la durée
field-sort-person = l’identifiant de la personne
field-sort-server = l’identifiant du serveur
field-sort-channel = le salon
field-sort-role = le rôle
field-sort-message = le message
field-sort-emoji = l’émoji
field-sort-file = le fichier
field-sort-words = les mots
field-sort-address = l’adresse web
field-sort-language = la langue
field-sort-who = les rôles et les personnes
field-table = Le contenu
field-column-name = Nom
field-column-what = Quoi
field-column-category = Genre de données
# Something as it is typed, and lists, where nothing stands around them.
typed = { CODE($name) }
all = { AND($all) }

until-age =
    { $many ->
        [yes] jusqu’à { DURATION($after) } après leur création
       *[no] jusqu’à { DURATION($after) } après la création
    }
until-entry-idle =
    { $many ->
        [yes] jusqu’à { DURATION($after) } après leur dernière écriture
       *[no] jusqu’à { DURATION($after) } après la dernière écriture
    }
until-guild-removed =
    { $after ->
        [0] jusqu’à ce que le bot soit retiré du serveur
       *[other] jusqu’à { DURATION($after) } après le retrait du bot du serveur
    }
until-channel-removed =
    { $after ->
        [0] jusqu’à ce que le salon{ HAS($name) ->
            [yes] { " " }« { $name } »
           *[no] { "" }
        } qui y figure soit supprimé
       *[other] jusqu’à { DURATION($after) } après la suppression du salon{ HAS($name) ->
            [yes] { " " }« { $name } »
           *[no] { "" }
        } qui y figure
    }
until-member-left =
    { $after ->
        [0] jusqu’à ce que le bot apprenne que vous avez quitté le serveur
       *[other] jusqu’à { DURATION($after) } après que le bot a appris que vous avez quitté le serveur
    }
until-subject-left =
    { $after ->
        [0] jusqu’à ce que le bot apprenne que la personne concernée a quitté le serveur
       *[other] jusqu’à { DURATION($after) } après que le bot a appris que la personne concernée a quitté le serveur
    }
until-member-left-hold =
    jusqu’à { DURATION($after) } après que le bot a appris que vous avez quitté le serveur ({ DURATION($held) } quand beaucoup
    de gens partent en même temps)
until-boot =
    { $after ->
        [0] jusqu’à ce que le bot redémarre
       *[other] jusqu’à { DURATION($after) } après un redémarrage du bot
    }
until-flow-ended =
    { $after ->
        [0] jusqu’à la fin de ce à quoi cela servait
       *[other] jusqu’à { DURATION($after) } après la fin de ce à quoi cela servait
    }
until-feature-off =
    { $after ->
        [0] jusqu’à ce que la fonction soit désactivée sur le serveur
       *[other] jusqu’à { DURATION($after) } après la désactivation de la fonction sur le serveur
    }
until-erased = jusqu’à ce qu’on l’efface
until-field = jusqu’à { after }la date « { $name } » qui y figure
until-setting =
    jusqu’à { after }l’âge que permet le réglage { CODE($name) } du serveur ({ HAS($default) ->
        [yes] { $default } sans changement ;{ " " }
       *[no] { "" }
    }si ce réglage change entre-temps, la durée la plus courte compte)
after =
    { $after ->
        [0] { "" }
       *[other] { DURATION($after) } après{ " " }
    }

when-command =
    quand { $operators ->
        [yes] un opérateur du bot{ HAS($permissions) ->
            [yes] { " " }qui a la permission { AND($permissions) }
           *[no] { "" }
        }
       *[no] { HAS($permissions) ->
            [yes] une personne qui a la permission { AND($permissions) }{ HAS($settings) ->
                [yes] { " " }et qui fait partie des administrateurs ou de ceux que nomme le réglage { AND($settings) }
               *[no] { "" }
            }
           *[no] { HAS($settings) ->
                [yes] un administrateur ou une personne que nomme le réglage { AND($settings) }
               *[no] quelqu’un
            }
        }
    } utilise { CODE($command) }{ $direct ->
        [yes] { " " }en message privé avec le bot
       *[no] { "" }
    }

when-button = quand vous appuyez sur { $label }
when-review = le jour où quelque chose de { $store } est à réexaminer
when-ended = quand le temps de { $store } est écoulé
by-command =
    { $operators ->
        [yes] des opérateurs du bot
       *[no] { HAS($people) ->
            [yes] { $people }
           *[no] toute personne{ HAS($sometimes) ->
                [yes] { " " }ou, dans certains cas, seulement { $sometimes }
               *[no] { "" }
            }
        }
    } (avec { OR($commands) })
people-asked =
    { HAS($settings) ->
        [yes] { HAS($permissions) ->
            [yes]
                les personnes qui ont la permission { AND($permissions) } et qui font partie des administrateurs ou de
                ceux que nomme le réglage { AND($settings) }
           *[no] les administrateurs et les personnes que nomme le réglage { AND($settings) }
        }
       *[no] les personnes qui ont la permission { AND($permissions) }
    }
by-own = la personne concernée (avec { OR($commands) })
by-event = le bot ({ $when })

shown-reply-private =
    { CODE($command) } montre { AND($fields) } ; { $to }. Seule la personne qui demande voit la réponse.
shown-reply-public =
    { CODE($command) } montre { AND($fields) } dans le salon où on l’utilise ; { $to }.
shown-who-private = ne peuvent le demander que { $people }
shown-anybody-private =
    { $direct ->
        [yes] toute personne peut le demander en message privé, sauf refus
       *[no] toute personne du serveur peut le demander, sauf refus
    }
shown-own-private = cela n’est montré qu’à la personne concernée
shown-own-public =
    on n’y voit que ce qui concerne la personne qui demande, et toute personne dans ce salon peut le lire
shown-some-private =
    toute personne du serveur peut le demander, sauf refus, et dans certains cas seulement { $people }
shown-who-public =
    ne peuvent le demander que { $people }, et toute personne dans ce salon peut le lire
shown-operators-private = seuls les opérateurs du bot peuvent le demander
shown-operators-public =
    seuls les opérateurs du bot peuvent le demander, et toute personne dans ce salon de leur serveur peut le lire
shown-anybody-public = toute personne peut le demander, sauf refus
shown-some-public =
    toute personne peut le demander, sauf refus, et dans certains cas seulement { $people }
shown-custom =
    Toute personne qui lance une de ces commandes voit { AND($fields) }{ $ephemeral ->
        [yes]  ; elle seule voit la réponse
       *[no] , ainsi que toute personne dans le salon où la commande est lancée
    }.
shown-custom-names =
    Ces commandes prennent pour nom { AND($fields) }, et tout le monde sur le serveur peut voir leurs noms.
shown-event-channel = { FIRST($when) }, le bot peut montrer { AND($fields) } dans un salon du serveur.
shown-event-reply =
    { FIRST($when) }, le bot peut montrer { AND($fields) } dans sa réponse{ $ephemeral ->
        [yes] , que personne d’autre ne voit
       *[no] { "" }
    }.
shown-event-mod-log =
    { FIRST($when) }, le bot peut publier { AND($fields) } dans le journal de modération du serveur.
shown-event-operators = { FIRST($when) }, le bot peut envoyer { AND($fields) } à ses opérateurs.
shown-event-audit-log =
    { FIRST($when) }, le bot peut écrire { AND($fields) } dans les logs d’audit du serveur, que lisent des modérateurs.
shown-event-acts = { FIRST($when) }, ce que le bot fait aux membres peut montrer { AND($fields) }.
shown-event-dm = { FIRST($when) }, le bot peut envoyer { AND($fields) } en message privé.
shown-rows = le nombre d’entrées
cell-setting = les personnes que nomme { $setting }
seen-command =
    { CODE($command) } : { $own ->
        [yes] la personne concernée
       *[no] { $operators ->
            [yes] les opérateurs du bot
           *[no] { HAS($permissions) ->
                [yes] { AND($permissions) }
               *[no] toute personne{ HAS($sometimes) ->
                    [yes] , dans certains cas seulement { AND($sometimes) }
                   *[no] { "" }
                }
            }
        }
    }{ $ephemeral ->
        [yes] { "" }
       *[no] , et les personnes qui lisent le salon
    }

## Read, never, decisions

read-forgotten =
    { $feature } lit { $what }, s’en sert sur le moment, et n’en retient rien. Rien n’en atteint le stockage.
read-decides =
    { $feature } lit { $what }, s’en sert sur le moment, et n’en garde aucune copie. Ce qui est conservé peut en dépendre.
read-goes =
    { $feature } lit { $what } et n’en garde aucune copie. Cela peut apparaître dans { AND($sinks) }, qui { COUNT($sinks) ->
        [one] est
       *[other] sont
    } sur Discord.{ $decides ->
        [yes] { " " }Ce qui est conservé peut en dépendre.
       *[no] { "" }
    }
read-leaves =
    { $feature } lit { $what } et n’en garde aucune copie. Cela peut atteindre { AND($sinks) }.{ $decides ->
        [yes] { " " }Ce qui est conservé peut en dépendre.
       *[no] { "" }
    }
read-counted =
    Pour savoir ce qui se fait trop souvent, { $feature } compte dans la mémoire du bot combien de fois { OR($what) },
    pendant { DURATION($time) } au plus. Moins d’une minute après, c’est oublié. Rien n’en est sur un disque, et un
    redémarrage du bot l’oublie.
read-recognised =
    Pour reconnaître ce qui est écrit plusieurs fois, { $feature } garde dans la mémoire du bot un nombre calculé à partir du
    texte, pendant { DURATION($time) } au plus, et non le texte. Rien n’en est sur un disque, et un redémarrage du bot
    l’oublie.
read-typed =
    Pour trouver ses commandes, { $feature } regarde comment commence chacun de vos messages. Un message qui ne commence comme
    aucune d’elles est laissé de côté, pour ce qui est de cela. Ce que vous écrivez après ce début est donné à la commande,
    comme si vous l’aviez prise dans la liste de Discord. Une réponse qui ne s’adresse qu’à vous vient en message privé.
read-typed-to-all =
    Pour trouver ses commandes, le bot regarde comment commence chacun de vos messages. Un message qui ne commence comme aucune
    d’elles est laissé de côté, pour ce qui est de cela. Une réponse qui ne s’adresse qu’à vous vient en message privé.
counted-yours = vous avez fait quelque chose
counted-about = quelqu’un vous a fait quelque chose ou a fait quelque chose à votre sujet
counted-place = quelqu’un a fait quelque chose en un même endroit ou avec une même chose
read-remembered =
    Le bot retient dans sa mémoire quels rôles vous avez, pour les connaître quand ils changent ou quand vous quittez le serveur.
    Après votre départ, il les oublie. Rien n’en est sur un disque, et un redémarrage du bot les oublie.
read-nothing =
    Cette liste est vide : pour aucune des choses que le bot lit sur vous, le compilateur ne peut montrer qu’elle n’est jamais
    conservée.
option-given = ce qui est donné à { CODE($command) } comme { CODE($option) }

written-by-people =
    ce que des gens écrivent, sauf les réglages, les adresses et les noms qui servent à configurer un serveur
kind-of-data = les données du genre « { $word } » ({ $what })

never-not-requested =
    Le bot ne lit jamais { $what }{ $written ->
        [yes] { " " }{ $plural ->
            [yes] en tant que telles
           *[no] comme tel
        }. Un texte que le bot lit peut tout de même en contenir
       *[no] { "" }
    }.
never-not-to =
    { FIRST($what) } { $plural ->
        [yes] n’atteignent
       *[no] n’atteint
    } jamais { $sink }, et { $plural ->
        [yes] ne décident
       *[no] ne décide
    } de rien de ce qui y arrive.{ $silences ->
        [yes] { " " }Ce que le bot fait aux membres peut en dépendre : une personne exclue pour un temps, expulsée ou bannie ne
            fait alors rien qui puisse être conservé ou montré.
       *[no] { "" }
    }
other-channel = un salon du serveur autre que son journal de modération
never-no-intent = Le bot ne demande pas à Discord de lui dire { $told }.
never-privileged =
    Discord protège trois accès, appelés intents. Parmi eux, le bot ne demande pas { COUNT($intents) ->
        [one] celui-ci
       *[other] ceux-ci
    } : { AND($intents) }.
never-none = La politique ne fait aucune promesse de ce genre.

decide-acts =
    { $feature } { AND($acts) } sans intervention humaine{ HAS($sources) ->
        [yes] . Elle décide d’après { AND($sources) }
       *[no] { "" }
    }.
decide-score =
    { $feature } additionne des points sur une personne, selon des règles : { AND($reasons) }. Rien d’autre ne compte.
decided-by-points = { $points } pour « { $because } »
decided-from-stored = ce qui est conservé sous « { JOIN($stores, with: " », « ") } »
decide-none =
    Rien qui soit fait à des membres : rôles, exclusions temporaires et autres ne suivent que d’une commande ou d’un bouton
    pressé. Les messages, réactions et fils du bot peuvent suivre de tout ce qu’une fonction lit.

## Servers and marks

settings-title = Réglages d’un serveur
settings-held =
    Pour chaque serveur, le bot conserve ce que les personnes qui le gèrent ont changé par rapport aux valeurs par défaut avec
    { CODE("/config") } : quelles fonctions sont activées, et les réglages ci-dessous.
settings-none =
    Pour chaque serveur, le bot conserve quelles fonctions sont activées ou désactivées, là où cela diffère du choix par
    défaut.
settings-until = Le bot les conserve { until }.
settings-people =
    Dans { AND($names) }, les personnes qui gèrent un serveur peuvent nommer des gens, pour les autoriser ou non. Une
    personne nommée l’apprend par { CODE("/privacy data") } et par la copie que donne { CODE("/privacy export") } ;
    { CODE("/privacy delete") } l’en retire. Les fichiers de { CODE("/config export") } laissent de côté les gens que ces
    réglages nomment.
settings-texts =
    Les personnes qui gèrent un serveur choisissent librement ce que { COUNT($names) ->
        [one] dit
       *[other] disent
    } { AND($names) }. Le bot ne vérifie pas si cela concerne quelqu’un.
settings-of-a-server = les réglages d’un serveur
settings-table = Les réglages de ce bot
setting-column-name = Réglage
setting-column-what = À quoi il sert, selon l’exploitant
setting-column-default = Valeur par défaut
needs-of =
    { $text }{ HAS($features) ->
        [yes] { " " }({ AND($features) })
       *[no] { "" }
    }
optout-title = Marques d’opposition
optout-mark =
    Quand vous faites opposition{ $erased ->
        [yes] { " " }ou faites effacer vos données
       *[no] { "" }
    }, le bot en conserve une marque. Cette marque est une empreinte à clé : elle ne contient pas votre identifiant en clair. La
    personne qui utilise une commande qui conserverait quelque chose sur vous apprend que cela ne peut pas être conservé.
optout-until =
    La marque reste jusqu’à ce que vous leviez votre opposition avec { CODE("/privacy optout") }. Elle dit alors que vous
    l’avez levée, et reste ainsi, toujours sans votre identifiant en clair : aucune sauvegarde ne doit ramener votre
    opposition.
optout-stops = Elle empêche le bot de conserver : { AND($stores) }.

## Recipients

discord-title = Discord
discord-platform =
    Le bot marche au sein de Discord, un service de Discord Inc. aux États-Unis. Messages, commandes et réactions arrivent
    chez Discord avant que le bot les voie, et Discord les conserve selon sa propre politique de confidentialité :
    { LINK("https://discord.com/privacy") }.
discord-posts =
    Ce que le bot publie dans des salons et des messages privés reste sur Discord ; effacer des données ici ne supprime pas
    ces messages.
modlog-title = Le journal de modération du serveur
modlog-receives =
    Quand un serveur a choisi un salon pour cela avec { CODE($command) }, le bot y publie { HAS($categories) ->
        [yes] ceci : { AND($categories) }
       *[no] ce que ses fonctions signalent
    }.
modlog-stays =
    Ces messages restent sur Discord jusqu’à ce que le serveur les supprime. Le bot y dit aussi ce qu’il n’a pas pu faire.
    Sans salon choisi, rien n’est publié.
operators-title = Les opérateurs du bot
operators-who =
    Ce sont les personnes qui ont un certain rôle sur un certain serveur. La personne qui fait tourner le bot dit lesquels,
    par des identifiants ; le bot vérifie le rôle à chaque fois, et ne connaît aucune liste de ces personnes.
operators-commands =
    Seuls les opérateurs peuvent utiliser { AND($commands) }, et seulement sur leur serveur. Ce que font ces commandes est dit
    plus haut, avec ce qu’elles écrivent et montrent.
operators-receive =
    Le bot écrit aux opérateurs { OR($when) }. Il le fait dans un salon de leur serveur, choisi par la personne qui fait
    tourner le bot : toute personne qui peut lire ce salon le lit, et cela reste sur Discord jusqu’à ce qu’on l’y supprime.
processor-is =
    { $name } travaille pour l’exploitant : { $role }{ HAS($country) ->
        [yes] , { $country }
       *[no] { "" }
    }.
processor-outside =
    C’est hors de l’Espace économique européen. { HAS($safeguards) ->
        [yes] Ce qui protège les données { $country }, selon l’exploitant : { $safeguards }
       *[no] La politique ne dit pas ce qui protège les données { $country }
    }.
processor-nowhere = La politique ne dit pas dans quel pays.
processor-receives = Données reçues : { AND($categories) }.
processor-nothing = La politique ne lui laisse recevoir aucun genre de données.
processors-none = L’exploitant ne nomme aucun autre destinataire.
processors-title = Autres destinataires
declassify-title = Une exception
declassify-is =
    Il y a une exception{ HAS($feature) ->
        [yes] { " " }pour { $feature }
       *[no] { "" }
    } : le bot peut laisser { $what } { $way ->
        [decision] décider de ce qui atteint { $sink }
       *[copy] atteindre { $sink }
    }{ HAS($store) ->
        [yes] , mais seulement dans { $store }
       *[no] { "" }
    }. La raison de l’exploitant : { $reason }

origins-of = { AND($fields) } ({ $origin })

## Intents and permissions

intents-title = Ce que Discord lui signale
intents-why =
    { $intent }{ $privileged ->
        [yes] , que Discord protège
       *[no] { "" }
    } : nécessaire pour { AND($because) }.
permissions-title = Permissions sur un serveur
permissions-why = { $permission } : nécessaire pour { AND($because) }.
permissions-none =
    Le bot ne demande aucune permission à lui. Ce que tout le monde peut faire sur un serveur, il le peut aussi.

## The review of privileged intents

review-title = Intents privilégiés du bot { $bot }
question-purpose = À quoi cela sert-il ?
question-reads = Qu’est-ce qui est lu ?
question-kept = Est-ce stocké, et combien de temps ?
question-optout = Comment peut-on s’y opposer ?
review-unasked = Non demandés
review-none = Le bot ne demande aucun intent privilégié, et il n’y a rien à examiner.
review-because =
    { HAS($feature) ->
        [yes] { $feature } en a
       *[no] Le bot en a
    } besoin pour { $because }.
review-why = { $feature } est là pour { AND($purposes) }.
review-looks = { $feature } regarde { AND($sources) }.
review-forgotten =
    { $feature } : aucune copie de ceci n’atteint le stockage ({ AND($what) }).{ $decides ->
        [yes] { " " }Ce qui est conservé peut en dépendre.
       *[no] { "" }
    }{ HAS($sinks) ->
        [yes] { " " }Cela peut apparaître dans { AND($sinks) }.
       *[no] { "" }
    }
review-stored = { $feature } lit { AND($what) } et en conserve quelque chose :
review-switch =
    { $feature } est { $on ->
        [yes] activée, sauf si un serveur la désactive
       *[no] désactivée, jusqu’à ce qu’un serveur l’active
    }, avec { CODE($command) }.
review-reads-on =
    Quand { $feature } est activée, elle lit ce qui vient de chaque membre{ $stops ->
        [all] { "" }
        [kept]  ; une opposition arrête ce qui est conservé, pas ce qui est lu
       *[nothing] , et un membre ne peut pas s’y opposer pour lui seul
    }.
review-asks =
    { $feature } demande le consentement. Là où elle conserverait quelque chose sur une personne qui n’a pas dit oui, ou qui a
    fait opposition, elle ne fait rien du tout de ce qu’elle a lu : elle ne conserve rien, ne dit rien et ne fait rien.

## Rights

rights-notice =
    Savoir : { CODE("/privacy notice") } dit en bref ce que dit cette page, et où elle se trouve en entier.
rights-data = Voir ce qui est conservé sur vous : { CODE("/privacy data") }. Personne d’autre ne voit la réponse.
rights-export =
    L’emporter : { CODE("/privacy export") } vous donne des fichiers, l’un à lire et l’autre que des programmes peuvent lire.
    Ce qui est trop grand pour Discord, l’exploitant vous le remet d’une autre façon.
rights-delete = L’effacer : { CODE("/privacy delete") }. La commande demande une fois, puis efface.
rights-named =
    Une mention de vous dans un texte conservé que quelqu’un d’autre a écrit est à vous : elle est chiffrée avec votre clé,
    { CODE("/privacy data") } compte les entrées qui ont un tel texte, et après { CODE("/privacy delete") } on y lit
    « quelqu’un ».{ $keys ->
        [yes] { " " }Une entrée qui se retrouve par un tel texte est supprimée à la place.
       *[no] { "" }
    } Un nom écrit comme de simples mots ne se distingue pas d’autres mots, et reste avec le texte.
rights-optout =
    Vous opposer, pour que le bot ne conserve rien de nouveau sur vous là où l’on peut s’y opposer :
    { CODE("/privacy optout") }. La commande propose d’effacer ce qui est là. La même commande lève l’opposition.
rights-also =
    { COUNT($names) ->
        [one] Une commande a un autre nom, qui fait la même chose
       *[other] Des commandes ont d’autres noms, qui font la même chose
    } : { AND($names) }.
alias-of = { CODE($name) } pour { CODE($of) }
rights-consent =
    Voir ce à quoi vous avez consenti, donner votre consentement ou le retirer : { CODE("/privacy consent") }. Le retirer
    efface ce qui en dépend.
rights-dm =
    Sur un serveur, ces commandes valent pour ce serveur, et pour ce qui n’est lié à aucun : cela est montré, remis et effacé
    avec le reste, et une opposition arrête ce qui en serait écrit sur ce serveur. En message privé avec le bot, elles valent
    pour tous les serveurs, même ceux que vous avez quittés.
rights-receipt =
    { $optout ->
        [yes] Un export, une rectification, un effacement et une opposition donnent chacun
       *[no] Un export, une rectification et un effacement donnent chacun
    } un reçu : un nombre tiré au hasard, avec ce qui a été demandé et ce qui a été fait.
rights-record =
    Le bot conserve un registre de ces demandes : le nombre, l’heure, ce qui a été demandé, pour un serveur ou pour tous, par
    une commande ou par l’exploitant, combien d’entrées étaient concernées et combien de temps cela a pris. Il ne nomme
    personne. Il n’a pas de fin propre et reste quand vos données sont effacées, tant que l’exploitant garde les données du
    bot. Une ligne changée ou retirée s’y remarque, sauf si cela vient de quelqu’un qui détient la clé maîtresse de
    l’exploitant ou qui remet une copie plus ancienne de tout le registre.
# The controller, and how to reach them where there is a way.
ask-controller =
    adressez-vous à { $controller }{ HAS($contacts) ->
        [yes] { " " }{ OR($contacts) }
       *[no] { "" }
    }
rights-more =
    Pour ce qu’aucune commande ne fait, comme faire rectifier ou limiter quelque chose, ou faire revoir par un être humain ce
    que le bot a décidé, { ask-controller }.
rights-correct = Pour faire rectifier quelque chose, { ask-controller }.
rights-deadline = La réponse vient en { DURATION($within) } au plus.
rights-required =
    Rien ne vous oblige à utiliser une commande. Ce qu’une commande ne vous laisse pas omettre lui est nécessaire : si vous ne
    voulez pas le donner, n’utilisez pas la commande.{ $watches ->
        [yes] { " " }Ce que le bot conserve sans commande découle de ce que vous faites sur le serveur, comme il est dit pour
            chaque fonction.
       *[no] { "" }
    }
rights-complain =
    Vous avez le droit de faire une réclamation auprès d’une autorité de contrôle, comme celle du lieu où vous vivez, où vous
    travaillez ou où vous voyez la faute (article 77 du RGPD).
rights-authority =
    L’autorité que nomme l’exploitant : { $authority }{ HAS($url) ->
        [yes] { " " }{ LINK($url) }
       *[no] { "" }
    }

protect-hierarchy =
    { AND($commands) } { COUNT($commands) ->
        [one] ne continue que si un membre ou un rôle qu’on lui donne est au-dessous de la personne qui l’utilise
       *[other] ne continuent que si un membre ou un rôle qu’on leur donne est au-dessous de la personne qui les utilise
    }.
protect-mentions =
    Une mention dans un message du bot ne notifie personne.{ $direct ->
        [yes] { " " }Un message privé du bot vous notifie comme tout autre.
       *[no] { "" }
    }
protect-sealed =
    Ce qui est conservé sur vous est chiffré avec des clés à vous, et un effacement les détruit.
protect-key =
    Un fichier qui contient la clé maîtresse et se trouve dans le dossier des données est refusé ; si d’autres sur la machine
    peuvent lire un tel fichier, l’exploitant en est averti.
protect-operator =
    L’exploitant a la clé maîtresse du bot, et des commandes pour lire, remettre et rectifier ce qui est conservé.
protect-lingers =
    Ce qui expire ou est remplacé entrée par entrée est aussitôt perdu pour le bot. Une personne qui a la clé maîtresse de
    l’exploitant pourrait encore le trouver dans l’espace libre de la base de données, jusqu’à la destruction du secret qui l’a
    chiffré : en { DURATION($within) } au plus tant que le bot est en marche, sinon à son prochain démarrage.
protect-backups =
    Une sauvegarde que fait l’exploitant contient des entrées chiffrées. Son secret est détruit en { DURATION($within) } au plus
    tant que le bot est en marche, sinon à son prochain démarrage ; alors plus personne ne peut la lire. On ne peut rien y lire d’une
    personne dont les données ont été effacées. Il n’en revient rien dont le jour est passé, qu’une personne avait fait effacer,
    ou qui dépendait d’un consentement retiré depuis. Mais ce qui a pris fin autrement après la sauvegarde revient avec elle :
    ce qu’une commande ou le bot a supprimé, ce qui était terminé, remplacé par du plus récent, ou désactivé{ $channels ->
        [yes] , et ce qui nomme un salon supprimé depuis
       *[no] { "" }
    }. Cela prend alors fin comme cette notice le dit, comme si rien ne s’était passé.{ $asks ->
        [yes] { " " }Un non que vous avez dit depuis à une question sur le consentement est oublié, et le bot redemande.
       *[no] { "" }
    }
protect-snapshots =
    À chaque démarrage, avant de se connecter, le bot fait lui-même une telle sauvegarde de tout ce qu’il conserve{ HAS($without) ->
        [yes] , sauf { AND($without) }
       *[no] { "" }
    }. Il garde les { $keep } dernières, et n’en garde aucune plus de { DURATION($within) } tant qu’il est en marche : c’est le
    temps pendant lequel on peut encore y lire quelque chose qui a été supprimé isolément.
languages-counts =
    { $own ->
        [yes] Cette notice existe aussi en { AND($others) }. En cas de différence, c’est la version présente qui fait foi.
       *[no] Cette notice est une traduction. En cas de différence, c’est la version en { $counts } qui fait foi.
    }
age-minimum = Il faut avoir au moins { $age } ans pour utiliser le bot ; Discord peut demander plus.
changes-none = Ceci est la politique du { $updated } ; elle n’indique aucun changement antérieur.
changes-one = { $date } : { $text }
changes-drop =
    { $piece ->
        [feature] Tout ce qu’une version plus ancienne du bot conservait pour sa fonction « { $name } », disparue depuis,
        [field] Ce qu’une version plus ancienne du bot conservait comme « { $name } » dans « { $of } »
        [setting] Ce que des serveurs avaient choisi comme « { $name } » de « { $of } »
       *[store] Tout ce qu’une version plus ancienne du bot conservait comme « { $name } »
    } est supprimé au premier démarrage avec cette politique. Tant que le bot est en marche, plus personne ne peut le lire
    { DURATION($within) } plus tard.

## The question before the first row about somebody, on Discord

consent-question = Le bot peut-il conserver ceci sur vous ? ({ $title })
consent-why =
    { $controller } fait tourner { $bot }. { HAS($purposes) ->
        [yes] Le bot conserverait ceci pour { AND($purposes) } :
       *[no] Le bot conserverait :
    }
consent-shown = Qui peut le voir par le bot : { $seen }.
consent-free =
    Si vous dites non, rien de cela n’est conservé sur vous, et ce que vous avez demandé n’est pas fait. Rien d’autre ne change
    pour vous, et la question ne revient pas.
consent-back =
    Vous pouvez retirer un oui à tout moment avec { CODE("/privacy consent") } ({ $name }). Ce qui en dépend est alors effacé.
    { CODE("/privacy notice") } en dit plus.
