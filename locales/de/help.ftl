### `/help`, in Discord's Markdown.

help-about = Die Befehle, die du hier benutzen kannst
help-elsewhere = Die anderen Befehle des Bots sind für Server.
help-everybody = Für alle
help-privacy = `/privacy notice|data|export|delete|optout{ $consent ->
        [yes] |consent
       *[no] { "" }
    }`: was der Bot über dich weiß, und deine Rechte
help-alias = `{ $name }`: dasselbe wie `/{ $of }`
help-direct = (in einer Direktnachricht mit mir)
help-menu = (auch im Menü, unter Apps: **{ $name }**)
help-prefix = (auch getippt: `{ $prefix }`)
help-settings = Einstellungen
help-config = `/config show|set|reset|export|import`: die Einstellungen dieses Servers
