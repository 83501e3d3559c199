### `/help`, in Discord's Markdown.

help-about = Les commandes que vous pouvez utiliser ici
help-elsewhere = Les autres commandes du bot sont pour les serveurs.
help-everybody = Pour tout le monde
help-privacy = `/privacy notice|data|export|delete|optout{ $consent ->
        [yes] |consent
       *[no] { "" }
    }` : ce que le bot sait sur vous, et vos droits
help-command = `{ $command }` : { $about }
help-alias = `{ $name }` : la même chose que `{ $of }`
help-prefix = (s’écrit aussi : `{ $prefix }`)
help-direct = (en message privé avec moi)
help-menu = (aussi dans le menu, sous Applications : **{ $name }**)
help-settings = Réglages
help-config = `/config show|set|reset|export|import` : les réglages de ce serveur
