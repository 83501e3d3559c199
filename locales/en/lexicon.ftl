### What the notice says for the words of the language.
###
### Deeds (`deed-…`: what a bot does, after the name of a feature), events (`event-…`: when something happens) and
### sources (`source-…`: what is read; `person-…`: what is read of somebody; `decides-…`: what a decision looks at).

## Deeds

deed-delete-message = deletes messages
deed-purge = deletes several messages
deed-delete-channel = deletes channels
deed-timeout = times members out
deed-end-timeout = ends timeouts
deed-kick = kicks members
deed-ban = bans members
deed-unban = lifts bans
deed-nick = gives members other names
deed-move = moves members between voice channels
deed-add-role = gives roles
deed-remove-role = takes roles away

## What steps follow, and what is still to come (`journal-name`: "after …")

followed-send = posting a message
followed-log = writing to the log
followed-operators = writing to the operators
followed-dm = a private message
followed-edit = changing a message
followed-reply = an answer
followed-add-role = giving a role
followed-remove-role = taking a role away
followed-timeout = a timeout
followed-end-timeout = ending a timeout
followed-kick = kicking a member
followed-ban = banning somebody
followed-unban = lifting a ban
followed-nick = giving a member another name
followed-delete-channel = deleting a channel
followed-delete-message = deleting a message
followed-react = reacting to a message
followed-create-thread = opening a thread
followed-create-channel = making a channel
followed-create-voice = making a voice channel
followed-move = moving a member
followed-purge = deleting messages

## What Discord refused (`could-not-…`: "the bot could not …")

could-not-delete-message = delete a message
could-not-purge = delete messages
could-not-delete-channel = delete a channel
could-not-timeout = time a member out
could-not-end-timeout = end a timeout
could-not-kick = kick a member
could-not-ban = ban somebody
could-not-unban = lift a ban
could-not-nick = give a member another name
could-not-add-role = give a role
could-not-remove-role = take a role away
could-not-react = react to a message
could-not-create-thread = open a thread
could-not-create-channel = make a channel
could-not-create-voice = make a voice channel
could-not-move = move somebody to another voice channel

## What cannot be done (`cannot-…`: "nobody can …"; `spares-…`: "Discord lets nobody …"; `too-long-…`: a sentence)

cannot-timeout = time them out
cannot-end-timeout = end a timeout of theirs
cannot-kick = kick them
cannot-ban = ban them
cannot-nick = give them another name
spares-timeout = time administrators out
too-long-ban = Discord deletes what somebody wrote in at most the last 7 days.
too-long-purge = Discord deletes at most 100 messages at once.
too-long-timeout = Discord allows timeouts of at most 28 days.

## What the bot asks Discord for (`need-…` completes "to …")

need-servers = know its servers, their channels and roles
need-member-left = delete what is kept about members who leave
need-read-content = read what messages say
need-see-attached = see what is attached to messages
need-see-messages = see that messages are written
need-see-typed = see messages that are commands
need-read-typed = see whether a message begins as one of its commands does
need-see-deletions = see that messages are deleted
need-see-reactions = see reactions
need-see-presence = see who comes online and goes
need-see-voice = see who is in voice channels
need-see-members = see who joins and who leaves
need-see-channels = see the channels it posts in
need-post = post messages
need-attach = post files
need-speak = post under other names, by a webhook of its own in the channel
need-see-edited = see the messages of its own that it changes
need-cards = show cards
need-roles = give and take roles
need-time-out = time members out
need-kick = kick members
need-ban = ban members
need-unban = lift bans
need-nick = give members other names
need-see-made = see the channels that it makes
need-let-write = let people write in channels that it makes for them
need-let-read = let people read in channels that it makes for them
need-let-connect = let people into voice channels that it makes for them
need-make-channels = make channels
need-find-made = find a channel again that it made before it was interrupted
need-see-moved-to = see the channels that it moves members to
need-move-to = move members into voice channels
need-move = move members
need-see-removed-channels = see the channels that it deletes
need-remove-channels = delete channels
need-see-deleted = see the messages it deletes
need-find-deleted = find the messages it deletes
need-delete = delete messages
need-see-reacted = see the messages it reacts to
need-react = react to messages
need-react-older = react to older messages
need-see-threaded = see the messages it opens threads on
need-open-thread = open threads
need-open-thread-older = open threads on older messages
need-write-in-thread = write in the threads it opens

## Events

event-message = when you write a message
event-message-edit = when you change a message
event-message-delete = when a message is deleted
event-reaction-add = when you add a reaction
event-reaction-remove = when you take a reaction back
event-member-join = when you join the server
event-member-leave = when you leave the server
event-command = when you used a command
event-failure = when something did not work
event-configured = when you change the server’s settings
event-voice = when you come into a voice channel or leave one
event-presence = when you come online or go
event-server-join = when the bot is added to a server
event-member-update = when your roles, your name or a timeout of yours change
event-boot = when the bot is started
event-button = when you press a button of the bot
event-ended = when the time of something that is kept is over

## Sources

source-message-content = the text of your messages
source-message-id = the id of a message
source-message-link = the link to your message
source-message-mention-count = how many people a message mentions
source-message-attachments = the files of your messages
source-message-attachment-kinds = which kinds of files a message carries
source-message-attachment-count = how many files a message carries
source-presence-status = whether you are online
source-voice-to = the voice channel that you come into
source-voice-from = the voice channel that you leave
source-reaction-emoji = the emoji you react with
source-command-path = which command you use
source-command-hidden = whether you found a hidden command
source-failure-input = what you wrote where something did not work
source-change-settings = the names of the settings that you change
source-guild-id = the server’s id
source-guild-name = the server’s name
source-guild-member-count = how many members the server has
source-channel-id = the channel’s id

person-id = your id
    .number = singular
person-name = your user name
    .number = singular
person-display-name = your display name
    .number = singular
person-bot = whether you are a bot
    .number = singular
person-roles = your roles
    .number = plural
person-permissions = your permissions
    .number = plural
person-joined-at = when you joined the server
    .number = singular
person-has-avatar = whether your account has a picture
    .number = singular
person-last-roles = the roles you had before you left or they changed
    .number = plural
person-created-at = when your account was made
    .number = singular
person-avatar = your picture
    .number = singular

decides-message-content = what messages say
decides-message-mention-count = how many people a message mentions
decides-message-attachments = its files
decides-message-attachment-kinds = which kinds of files it carries
decides-message-attachment-count = how many files it carries
decides-message-link = the link to the message
decides-message-id = which message it is
decides-presence-status = whether you are online
decides-voice-to = who is in a voice channel
decides-voice-from = which voice channel you were in
decides-reaction-emoji = the emoji
decides-id = who you are
decides-name = your user name
decides-display-name = your display name
decides-bot = whether you are a bot
decides-avatar = your picture
decides-joined-at = when you joined
decides-created-at = how old your account is
decides-has-avatar = whether your account has a picture
decides-last-roles = which roles you had before you left or they changed
decides-roles = your roles
decides-permissions = what you may do
decides-now = the time
decides-limit = how often you did the same lately
decides-settings = how the server has set it up
decides-command-path = which command you use
decides-command-hidden = whether you found a hidden command
decides-failure-input = what was written where something did not work
decides-change-settings = which settings are changed
decides-guild-id = the server
decides-guild-name = the server’s name
decides-guild-member-count = how many members the server has
decides-channel-id = the channel
