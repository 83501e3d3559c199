### `/config`, in Discord's Markdown.

config-about = This server's settings of the bot
config-does-show = Every setting, and which are defaults
config-does-set = Change settings
config-does-add = Put something into a setting that has several values, or allow somebody
config-does-remove = Take something out of a setting that has several values
config-does-deny = Deny a role or somebody what a setting is about
config-does-reset = Go back to the default
config-does-export = Save this server's settings as a file
config-does-import = Restore settings from a file, exactly as they were
config-option-enabled = Whether the feature is on
config-option-setting = Which one
config-option-file = A file from /config export
config-family = Settings of { $feature }
config-family-server = Settings of the bot as a whole
setting-mod-log = Where moderators read what the bot did
setting-language = The language in which the bot speaks in channels

## `/config show`

config-feature = **{ $title }** (`{ $name }`): { $on ->
        [yes] on
       *[no] off
    }{ config-default }
config-setting = • `{ $name }`: { $value }{ config-default }
config-trouble = { $line } ⚠️ { $why }
config-default =
    { $default ->
        [yes] { " " }(default)
       *[no] { "" }
    }
config-server = **The bot as a whole** (`{ $name }`)
config-none = This bot has no settings.

## `/config set` and `/config reset`

config-switched =
    `{ $feature }` is now **{ $on ->
        [yes] on
       *[no] off
    }**.
config-fixed = `{ $feature }` is on in every server: the bot’s policy says that it cannot be switched.
config-set = `{ $path }` is now { $value }.
config-same = Nothing changes: `{ $path }` is { $value }.
config-set-nothing = Nothing to change: choose at least one of the command's options.
config-no-feature = There is no feature `{ $name }`.
config-no-setting = There is no setting `{ $name }`.
config-reset = `{ $what }` is back to its default: { $value }.
config-reset-all = Every setting of `{ $what }` is back to its default.
config-reset-unknown =
    There is no setting `{ $what }`. `/config show` lists them; name one as `FEATURE.SETTING`.

## `/config export` and `/config import`

config-export = What differs from the defaults. `/config import` restores it.
config-imported = The settings are as in `{ $file }` now; { $n } of them changed.
config-left-out =
    { $n ->
        [one] This was left out, because this server does not have it:
       *[other] These were left out, because this server does not have them:
    }
config-left-out-of =
    • `{ $name }`{ $n ->
        [one] { "" }
       *[other] { " " }({ $n } values)
    }
config-unchanged = { $why } Nothing was changed.
config-file-unreadable = `{ $file }` could not be read: it must be text of at most { $kilobytes } KB.
config-file-not-json = The file is not JSON: line { $line }, column { $column }.
config-file-other = The file is not one of `/config export`.
config-file-format = The file's `format` must be { $format }.
config-file-unknown = The file holds `{ $name }`, which is not known.
config-file-switch = `enabled.{ $name }` must be true or false.
config-file-section = `{ $name }` must be an object.

## What a setting must be

setting-form =
    `{ $name }` must be { $kind ->
        [bool] true or false
        [int] a whole number
        [user-id] an id, as a string
        [member] an id, as a string
        [guild-id] an id, as a string
        [channel] an id, as a string
        [role] an id, as a string
        [message-id] an id, as a string
        [instant] a time such as "2026-01-31T12:00:00Z"
        [duration] a duration such as "1h30m"
        [words] a list of strings
        [list] a list
        [url] an address such as "https://example.org"
        [locale] a language such as "en-GB"
        [who] a list such as ["everyone", "not <@&role>"]
       *[text] a string
    }.
setting-typed =
    `{ $name }` must be { $kind ->
        [bool] true or false
        [int] a whole number
        [user-id] an id
        [member] an id
        [guild-id] an id
        [channel] an id
        [role] an id
        [message-id] an id
        [instant] a time such as 2026-01-31T12:00:00Z
        [duration] a duration such as 1h30m
        [words] words, separated by commas
        [emoji] an emoji
        [url] an address such as https://example.org
        [locale] a language such as en-GB
       *[text] a text
    }.
setting-large =
    `{ $name }` holds too much: a word has at most { $word } characters, all together { $all }.
setting-unsearchable = `{ $name }` is too large to search for; shorten it.
setting-many = `{ $name }` has at most { $most } values. Take some out first, with `/config remove`.
setting-people =
    The settings of a server name at most { $most } people. Choose a role instead, or take somebody out with
    `/config remove`.
setting-everyone =
    `{ $name }` cannot be about everybody: choose a role or somebody. What nobody is to use, switch off with `/config set`.
setting-file-people =
    `{ $name }` names people, and a file does not bring them. Take them out of it, and put them in with `/config add`.
setting-gone =
    { $n ->
        [one] One of them is gone, and goes from here with the next change.
       *[other] { $n } of them are gone, and go from here with the next change.
    }
setting-gone-one = { $value } (gone)
setting-empty = empty
setting-channel = `{ $name }` must be a channel of this server that the bot can see.
setting-role = `{ $name }` must be a role of this server.
setting-problem = `{ $name }`: { $problem }
