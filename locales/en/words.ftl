### Words and the way they are joined: lists, lengths of time, and sets of words that code names by their set and a word
### of the field (`category` and `user-content`). A word whose grammar matters says so in an attribute.

## People and things

# Instead of the mention of a person who was erased, in a text that stays.
somebody = somebody

## Lists and lengths of time

list-more = { $start }, { $end }
list-and = { $start } and { $end }
list-or = { $start } or { $end }
time = { DURATION($length) }
unit-day =
    { $n } { $n ->
        [one] day
       *[other] days
    }
unit-hour =
    { $n } { $n ->
        [one] hour
       *[other] hours
    }
unit-minute =
    { $n } { $n ->
        [one] minute
       *[other] minutes
    }
unit-second =
    { $n } { $n ->
        [one] second
       *[other] seconds
    }

yes = yes
no = no
quoted = “{ $text }”
attachment = attachment { $number }
# What there was no room for.
rest = … and { $n } more
# Behind a text that ends in “…”.
cut-off = and { $n } more characters
setting-unset = not set
who-everyone = everyone
who-nobody = nobody
who-but = { $allowed } but { $denied }
who-denied = { $allowed }, and not { $denied }

## How far a sentence can be believed

standing-proved = proved
standing-enforced = enforced
standing-stated = stated
means-proved = The compiler shows it from the policy. A policy that breaks it does not compile.
means-enforced = The running bot does it by itself, from the same lines.
means-stated =
    The operator’s word. Where servers stand, who can reach the machines, what the law may ask for: no program can prove
    these.
believe-proved = the compiler shows it,
believe-enforced = the bot does it by itself,
believe-stated = the operator’s word.

## Data

category-identifier = ids of people
category-profile = names and roles
category-activity = what people did and when
category-moderation = what moderators decided
category-user-content = what people write
category-preference = choices given to commands
category-configuration = a server’s configuration
category-credential = access tokens
category-contact = e-mail addresses and the like
category-technical = IP addresses and devices

origin-subject = you give it
origin-third-party = somebody else gives it
origin-observed = the bot sees it happen
origin-derived = the bot works it out

basis-consent = your consent (GDPR Article 6(1)(a))
basis-contract = a contract with you (GDPR Article 6(1)(b))
basis-legal-obligation = a legal obligation (GDPR Article 6(1)(c))
basis-vital-interests = vital interests (GDPR Article 6(1)(d))
basis-public-task = a public task (GDPR Article 6(1)(e))
basis-legitimate-interest = a legitimate interest (GDPR Article 6(1)(f))

sink-storage = storage
sink-mod-log = the server’s mod-log or audit log
sink-channel = a channel of the server
sink-acts = what is done to members
sink-dm = a direct message
sink-reply = the bot’s answer
sink-processor = a processor
sink-diagnostics = diagnostics
sink-metrics = metrics

audience-channel = people who read the channel
audience-reply = people who read the channel
audience-answer = whoever gets the answer
audience-names = everybody in the server, as the names of commands
audience-mod-log = people who read the mod-log
audience-operators = operators of the bot
audience-audit-log = people who read the server’s audit log
audience-acts = people who see what is done to members
audience-dm = whoever gets the message
audience-service = a service that the bot asks

## Discord

intent-guilds = Servers
intent-guild-moderation = Server Moderation
intent-guild-messages = Server Messages
intent-guild-message-reactions = Server Message Reactions
intent-guild-voice-states = Server Voice States
intent-direct-messages = Direct Messages
intent-guild-members = Server Members
intent-guild-presences = Presence
intent-message-content = Message Content

# What the intent tells the bot.
told-guilds = which channels and roles a server has
told-guild-members = who joins and leaves (Server Members)
told-guild-moderation = about moderation
told-guild-presences = who is online (Presence)
told-guild-messages = when a message is written
told-guild-message-reactions = when somebody reacts
told-guild-voice-states = who is in which voice channel
told-direct-messages = when somebody writes to it directly
told-message-content = what messages say (Message Content)

permission-create-instant-invite = Create Invite
permission-kick-members = Kick Members
permission-ban-members = Ban Members
permission-administrator = Administrator
permission-manage-channels = Manage Channels
permission-manage-guild = Manage Server
permission-add-reactions = Add Reactions
permission-view-audit-log = View Audit Log
permission-view-channel = View Channels
permission-send-messages = Send Messages
permission-manage-messages = Manage Messages
permission-embed-links = Embed Links
permission-attach-files = Attach Files
permission-read-message-history = Read Message History
permission-mention-everyone = Mention Everyone
permission-use-external-emojis = Use External Emoji
permission-change-nickname = Change Nickname
permission-manage-nicknames = Manage Nicknames
permission-manage-roles = Manage Roles
permission-manage-webhooks = Manage Webhooks
permission-use-application-commands = Use Application Commands
permission-manage-threads = Manage Threads
permission-create-public-threads = Create Public Threads
permission-create-private-threads = Create Private Threads
permission-send-messages-in-threads = Send Messages in Threads
permission-moderate-members = Timeout Members
permission-send-polls = Create Polls
permission-pin-messages = Pin Messages
permission-bypass-slowmode = Bypass Slowmode
permission-connect = Connect
permission-move-members = Move Members

## What a company does for the operator, and where it stands

processor-role-hosting = hosting

## Languages

tongue-en = English
tongue-fr = French
tongue-de = German

country-AT = Austria
country-BE = Belgium
country-CA = Canada
country-CH = Switzerland
country-CZ = Czechia
country-DE = Germany
country-DK = Denmark
country-ES = Spain
country-EU = the European Union
country-FI = Finland
country-FR = France
country-GB = the United Kingdom
country-IE = Ireland
country-IT = Italy
country-NL = the Netherlands
country-NO = Norway
country-PL = Poland
country-PT = Portugal
country-SE = Sweden
country-US = the United States
