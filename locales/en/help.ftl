### `/help`, in Discord's Markdown.

help-about = The commands that you can use here
help-elsewhere = The bot's other commands are for servers.
help-everybody = For everybody
help-privacy = `/privacy notice|data|export|delete|optout{ $consent ->
        [yes] |consent
       *[no] { "" }
    }`: what the bot knows about you, and your rights
help-command = `{ $command }`: { $about }
help-alias = `{ $name }`: the same as `{ $of }`
help-direct = (in a direct message with me)
help-menu = (also in the menu, under Apps: **{ $name }**)
help-prefix = (also typed: `{ $prefix }`)
help-settings = Settings
help-config = `/config show|set|reset|export|import`: this server's settings
