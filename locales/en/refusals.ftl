### What people are told on Discord when something cannot be done, in Discord's Markdown.

servers-only = This works in servers only.
dm-only = This is used in a direct message with me, not in a server.
reviews-due =
    { $n ->
        [one] One record
       *[other] { $n } records
    } of **{ $store }** { $n ->
        [one] is
       *[other] are
    } to be looked at again: the day that { $n ->
        [one] it names
       *[other] they name
    } has come.
operators-only = Only those who operate this bot use this, in their own server.
no-operators =
    Nobody is named yet who operates this bot, so this cannot be used. Whoever runs it sets `CANDOR_OPERATOR_SERVER` and
    `CANDOR_OPERATOR_ROLE`.
no-operators-channel =
    Those who operate this bot cannot be written to: whoever runs it has named no channel of theirs. Nothing was changed.
no-longer-used = This command is no longer in use.
command-gone = `/{ $name }` is no longer in use.
button-gone = This button is no longer in use.
may-not = This server does not let you do this. Its settings say who may; its owner and administrators always may.
form-again = Change what I typed
form-gone =
    What you typed is gone: the bot remembers it for 15 minutes, and not when it is started anew. Please use the command
    again.
not-now = That is not possible right now. Nothing was changed.
too-often = You have done that very often. Wait a little, please. Nothing was changed.
nothing-to-do = Nothing to do.
done = Done.
nobody-named = Nobody was named.
too-many-rows = That is more than the { $max } rows that the bot looks through at a time. Nothing was changed.
each-stopped = The first { $max } of { $n } were dealt with; the others were not.
commands-full =
    This server has { $max } commands of its own, which is as many as Discord takes. Remove one first. Nothing was
    changed.
no-category = <#{ $channel }> is no category; choose another one.
channel-kind = <#{ $channel }> takes no messages, as it is a category or a forum; choose another channel.
edit-refused = The bot could not change a message of its own in <#{ $channel }>: { $why }.
refused-in-part = Discord refused a part of this: { $why }.
not-done = The bot could not { $deed }{ HAS($whom) ->
        [yes] { " " }({ $whom })
       *[no] { "" }
    }: { $why }.{ HAS($permissions) ->
        [yes] { " " }It needs: { $permissions }.
       *[no] { "" }
    }
post-refused = The bot could not post in <#{ $channel }>: { $why }.
commands-left-out = Some commands of this server cannot be used: { $why }.
mod-log-refused =
    The moderation log of your server, <#{ $channel }> ({ $link }), cannot be written: { $why }. Until then nobody there
    is told what the bot does.
feature-is-off =
    `{ $name }` is off in this server. Somebody who may manage the server turns it on with
    `/config set { $name } enabled:True`.
broken-off =
    That did not work, and nothing was changed. If it keeps happening, tell the operator of the bot this reference:
    `{ $reference }`

partly-broken-off =
    A part of this did not work. If it keeps happening, tell the operator of the bot this reference: `{ $reference }`
effect-in-doubt =
    { $feature }: the bot was interrupted. What it was doing may or may not have happened, and what was to follow did not
    ({ $line }).
ended-refused = { $feature }: what was to follow when something’s time was over did not happen. { $why } ({ $line })
effect-given-up =
    { $feature }: Discord did not do something that was to follow, and after a day the bot stopped trying ({ $line }).

## Who may do what to whom

needs-permission = You need the permission **{ $permission }** for this.
not-yourself = You cannot do this to yourself.
not-the-bot = The bot cannot do this to itself.
above-owner = <@{ $user }> owns the server, so nobody stands above them.
above-you = Your highest role does not stand above that of <@{ $user }>, so you cannot do this to them.
above-bot =
    The highest role of <@{ $user }> does not stand below the bot's. Move the bot's role above it: Server Settings →
    Roles.
member-owner = <@{ $user }> owns the server, so nobody can { $to_them }.
member-administrator = <@{ $user }> is an administrator, and Discord lets nobody { $to_administrators }.
role-above-you = Your highest role does not stand above <@&{ $role }>, so you cannot use that role.
role-above-bot =
    The role **{ $name }** does not stand below the bot's highest role. Move the bot's role above it: Server Settings →
    Roles.
role-gone = That role is not in this server any more. Somebody who may manage the server can choose another.
role-everybody = Everybody has that role already; choose another.
role-managed =
    The role **{ $name }** belongs to an integration, so nobody can be given it by hand; choose another.

## Data that got into wrong hands

breach-title = **About your data**
breach-person = Something happened to data that { $bot } keeps about you.
breach-server =
    Something happened to data that { $bot } keeps about members of this server. Some of them could not be told in a
    direct message, so it stands here.
breach-consequences = What this can mean for you
breach-measures = What is done about it, and what you can do
breach-contact = Whom to ask
breach-reference = -# Reference: { $reference }

## What somebody gave to a command or a setting

missing = `{ $name }` is missing.
usage = This is how it is written: `{ $usage }`
prefix-unclear =
    Messages that begin with `{ $prefix }` cannot be told from what people say. Begin with a sign and a word, such as `!` or
    `k!` before the command's name.
typed-unread =
    The answer to this is for you alone, and a direct message to you did not arrive. Direct messages from this server have to
    be allowed for that.
option-changed =
    `{ $name }` does not have the kind this command takes; the command has changed, so reload Discord and try again.
one-of = `{ $name }` must be one of: { $choices }.
command-taken = `/{ $name }` is a command of this bot already; choose another name.
at-least-second = `{ $name }` must be at least one second.
not-a-number = `{ $name }` must be a whole number, such as 3.
not-a-duration = `{ $name }` must be a duration such as `30s`, `10m`, `12h`, `7d` or `1h30m`.
not-an-emoji = `{ $name }` must be one emoji, such as 👍 or one of this server's own.
not-a-link =
    `{ $name }` must be a link to a message of this server. Open the message's menu and choose “Copy Message Link”.
not-an-address =
    `{ $name }` must be an address that begins with `https://` and has at most { $most } characters: plain letters, no
    spaces, no name or password in it.
not-a-language = `{ $name }` must be a language as Discord names it, such as `fr` or `en-GB`.
not-a-name = `{ $name }` must be a word of at most 32 letters, digits, `-` or `_`.
at-least =
    `{ $name }` must be at least { $min }{ $unit ->
        [characters] { " " }characters long
       *[none] { "" }
    }.
at-most =
    `{ $name }` must be at most { $max }{ $unit ->
        [characters] { " " }characters long
       *[none] { "" }
    }.
persona-empty = A message could not be posted under a name, since the name was empty.
persona-forbidden =
    Discord lets nobody post under a name that has “{ $word }” in it, or is that. Choose another name.
persona-parted =
    Discord lets nobody post under a name that has “{ $word }” in it, or is that. The word was parted by a thin space.
files-left-out =
    { $n ->
        [one] A file was left out
       *[other] { $n } files were left out
    }: Discord takes at most { $max } files with a message, and { $mib } MiB of them together.
text-cut = A { $name } was longer than the { $max } characters that Discord takes. Its end was left out.

## What a row would be

row-gone = That { $store } is not there. Nothing was changed.
row-there = There is already a { $store } for { $key }. Nothing was changed.
field-range =
    The { $field } of a { $store } must be { $range }, and this would make it { $number }. Nothing was changed.
field-long =
    The { $field } of a { $store } has at most { $max } characters, and this would be longer. Nothing was changed.
field-short =
    The { $field } of a { $store } has at least { $min } characters, and this would be shorter. Nothing was changed.
field-cut =
    A text was longer than the { $max } characters that the { $field } of a { $store } has. It was kept up to there, and
    ends in “…”.
field-bound =
    What was to be the { $field } of a { $store } was not { $range }. { $bound } was kept instead.
key-long =
    Nothing was kept of something, since the { $field } of a { $store } has at most { $max } characters.
key-range = Nothing was kept of something, since the { $field } of a { $store } is { $range }.
range-between = from { $low } to { $high }
range-from = { $low } or more
range-to = at most { $high }

## Templates that a server's admins write; those that name no problem continue a sentence

template-refused = this text cannot be used: { $problem }.
template-not-kept = This text cannot be used: { $problem }. Nothing was changed.
template-of-server = The text set for this in the server cannot be shown: { $problem }.
template-unknown = `{ $name }` is not known; these are: { $known }
template-broken = it makes broken text
template-long = it is longer than { $max } characters
template-unclosed = quotes and brackets must be closed before the braces are, and hold no double braces
template-times = `*` cannot be used between braces
template-tag = `{ "{%" } { $word } { "%}" }` cannot be used; `if`, `elif`, `else` and `endif` can
template-much = it makes more than { $max } characters
template-slow = it takes too long
template-undefined = it uses something that is not known
# The detail is the template engine's own.
template-detail =
    { $detail }{ HAS($line) ->
        [yes] { " " }in line { $line }
       *[no] { "" }
    }

## What Discord refuses: `discord-error-` and Discord's code for it

discord-slow = Discord asks the bot to slow down; try again in a minute
discord-away = Discord could not be reached; try again in a minute
service-away = the service that is asked about it gave no answer; try again later
discord-commands =
    Discord does not take { $n ->
        [one] the command
       *[other] the commands
    } { $names }; choose { $n ->
        [one] another name
       *[other] other names
    }
discord-limit = a limit of Discord's is reached in this server
discord-again = try again, and tell the bot's operator if it stays so

discord-error-10003 = the channel is gone; choose another one with `/config set`
discord-error-10004 = the server is gone, or the bot is no longer in it
discord-error-10007 = this person is no longer a member of the server
discord-error-10008 = the message is gone
discord-error-10011 = the role is gone; choose another one with `/config set`
discord-error-10013 = this person is unknown to Discord
discord-error-10014 = this emoji is unknown to the bot; use one of this server or a plain one
discord-error-10062 = the answer came later than Discord waits for it
discord-error-30007 =
    the channel has as many webhooks as Discord allows; delete one under Edit Channel, Integrations
discord-error-40060 = this was answered already
discord-error-50001 = the bot cannot see it; let the bot's role view the channel
discord-error-50007 = this person does not take direct messages from the bot
discord-error-50008 = nothing can be posted in this kind of channel; choose another one with `/config set`
discord-error-50013 =
    the bot lacks a permission there, or its role stands below; raise the bot's role in Server Settings, Roles
discord-error-50024 = this cannot be done in this kind of channel
discord-error-50035 = something in it has a form that Discord does not take
