// The conversation: messages, what can be pressed and chosen in them, and what can be done to them.

import { act, place, state } from './api.js';
import { MESSAGE_MENU } from './commands.js';
import { $, el, fill } from './dom.js';
import { menu } from './members.js';
import { channelName, hereServer, personName, rich, shortly } from './text.js';

const EPHEMERAL = 64;
const BUTTON = 2, TEXT_SELECT = 3, USER_SELECT = 5, ROLE_SELECT = 6, MENTION_SELECT = 7, CHANNEL_SELECT = 8;
const LINK_STYLE = 5;
const PALETTE = ['👍', '❤️', '🎉', '🎮', '📰'];

export function messages(attempt) {
  const list = $('messages');
  $('place').textContent = place.channel === 'dm' ? '@' + state.bot.name : '#' + channelName(place.channel);
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  fill(list, state.messages.map(message), [suggested(attempt)]);
  if (atEnd || !list.dataset.moved) list.scrollTop = list.scrollHeight;
}

/** What one can try, large while nothing was said, and folded afterwards. */
function suggested(attempt) {
  const tries = state.tries.filter((one) => place.server || one.path?.[0] === 'privacy');
  const list = el('ul', {}, tries.map((one, index) => el('li', { key: 'try' + index }, el('button', {
    type: 'button', onclick: () => attempt(one),
  }, one.label, one.as ? el('span', { class: 'as' }, ` as ${personName(one.as)}`) : null, el('small', {}, one.about)))));
  if (!state.messages.length) {
    return el('div', { class: 'empty', key: 'empty' },
      el('p', {}, 'Nothing here yet. Write something, type / for the bot’s commands, and watch what is stored. Or start with:'), list);
  }
  return el('details', { class: 'empty', key: 'tries' }, el('summary', {}, 'Things to try'), list);
}

function message(one) {
  const only = Boolean(one.flags & EPHEMERAL);
  const to = one.interaction_metadata ?? one.interaction;
  const author = one.author.global_name ?? one.author.username;
  const shown = one.content || (one.embeds.length || one.attachments.length || one.components.length ? '' : '(no text)');
  return el('article', { class: only ? 'message only' : 'message', key: one.id, 'aria-label': `Message of ${author}` },
    el('header', {},
      el('span', { class: 'name' }, author),
      one.author.bot ? el('span', { class: 'tag' }, 'APP') : null,
      el('span', { class: 'when' }, shortly(Date.parse(one.timestamp))),
      to?.user ? el('span', { class: 'to' }, `answers ${personName(to.user.id)}${to.name ? ' · /' + to.name : ''}`) : null,
      one.edited_timestamp ? el('span', { class: 'mark' }, '(edited)') : null),
    shown ? el('div', { class: 'body' }, rich(shown)) : null,
    one.embeds.map((embed) => el('div', { class: 'embed' }, embed.title ? el('strong', {}, embed.title) : null, rich(embed.description ?? ''))),
    one.attachments.map(attachment),
    one.components.map((line, row) => el('div', { class: 'row', key: 'row' + row }, (line.components ?? []).map((part) => component(one, part)))),
    only ? el('p', { class: 'mark' }, 'Only you can see this') : null,
    only ? null : reactions(one, author),
    only ? null : tools(one, author));
}

function component(one, part) {
  const label = part.label ?? part.emoji?.name ?? part.placeholder ?? '?';
  if (part.type === BUTTON && part.style === LINK_STYLE) return el('a', { class: 'button', href: part.url, target: '_blank', rel: 'noopener noreferrer' }, label);
  if (part.type === BUTTON) {
    return el('button', {
      type: 'button', class: 'style-' + part.style, disabled: part.disabled, key: part.custom_id,
      onclick: () => act('press', { message: one.id, custom_id: part.custom_id }),
    }, label);
  }
  return select(one, part);
}

/** A list to choose from. It is sent by its button, so that moving through it with the keyboard chooses nothing yet. */
function select(one, part) {
  const server = hereServer();
  const people = (server?.members ?? state.people).map((one) => [one.id, one.name]);
  const roles = (server?.roles ?? []).map((one) => [one.id, '@' + one.name]);
  const pairs = {
    [TEXT_SELECT]: (part.options ?? []).map((one) => [one.value, one.description ? `${one.label}: ${one.description}` : one.label]),
    [USER_SELECT]: people, [ROLE_SELECT]: roles, [MENTION_SELECT]: [...people, ...roles],
    [CHANNEL_SELECT]: (server?.channels ?? []).map((one) => [one.id, '#' + one.name]),
  }[part.type] ?? [];
  const many = (part.max_values ?? 1) > 1;
  const preset = new Set((part.options ?? []).filter((one) => one.default).map((one) => one.value));
  const least = part.min_values ?? 1;
  const control = el('select', { 'aria-label': part.placeholder ?? 'Choose', multiple: many, disabled: part.disabled, size: many ? Math.min(pairs.length, 6) : null },
    many ? null : el('option', { value: '' }, part.placeholder ?? 'Choose'),
    pairs.map(([key, label]) => el('option', { value: key, selected: preset.has(key), key }, label)));
  const send = (event) => {
    const chosen = event.target.closest('.choice').querySelector('select').selectedOptions;
    const values = [...chosen].map((option) => option.value).filter(Boolean);
    act('select', { message: one.id, custom_id: part.custom_id, component: part.type, values });
  };
  const bounds = many ? el('span', { class: 'hint' }, `${least} to ${part.max_values}`) : null;
  return el('span', { class: 'choice', key: part.custom_id }, control, bounds, el('button', { type: 'button', disabled: part.disabled, onclick: send }, 'Choose'));
}

const PICTURE = /\.(png|jpe?g|gif|webp)$/i;

function attachment(file) {
  // The program serves every file under the end of its address, whatever host that names.
  const path = '/file/' + new URL(file.url).pathname.split('/').slice(-2).join('/');
  const is = (end) => file.filename.toLowerCase().endsWith(end);
  return el('div', { class: 'embed', key: 'file' + file.id },
    el('strong', {}, file.filename),
    PICTURE.test(file.filename) ? el('img', { src: path, alt: file.description ?? file.filename }) : null,
    file.text !== undefined && !is('.html') ? el('pre', { tabindex: 0, role: 'group', 'aria-label': 'Content of ' + file.filename }, file.text) : null,
    is('.html') ? el('a', { class: 'button', href: path, target: '_blank', rel: 'noopener' }, 'Open') : null,
    ' ', el('a', { class: 'button', href: path, download: file.filename }, 'Save'));
}

const emojiKey = (emoji) => emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name;

function reactions(one, author) {
  const all = one.reactions ?? [];
  if (!all.length) return null;
  return el('div', { class: 'row reactions', key: 'reactions' }, all.map((reaction) => el('button', {
    type: 'button', 'aria-pressed': String(Boolean(reaction.me)), key: emojiKey(reaction.emoji),
    'aria-label': `${reaction.emoji.name}, ${reaction.count}, on the message of ${author}; ${reaction.me ? 'take yours back' : 'react too'}`,
    onclick: () => act('react', { message: one.id, emoji: emojiKey(reaction.emoji), add: !reaction.me }),
  }, `${reaction.emoji.name} ${reaction.count}`)));
}

function tools(one, author) {
  const link = `https://discord.com/channels/${place.server ?? '@me'}/${one.channel_id}/${one.id}`;
  const of = `the message of ${author}`;
  const copy = async (event) => {
    const button = event.target;
    await navigator.clipboard?.writeText(link).catch(() => {});
    button.textContent = 'Copied';
  };
  const edit = () => {
    const text = prompt('New text', one.content);
    if (text) act('edit', { message: one.id, text });
  };
  const mine = one.author.id === place.as;
  return el('div', { class: 'tools', key: 'tools' },
    el('button', { type: 'button', 'aria-label': `React to ${of}`, onclick: (event) => palette(event.target.closest('.tools'), one, author) }, 'React'),
    el('button', { type: 'button', 'aria-label': `Copy link to ${of}`, onclick: copy }, 'Copy link'),
    mine ? el('button', { type: 'button', 'aria-label': 'Edit your message', onclick: edit }, 'Edit') : null,
    mine ? el('button', { type: 'button', 'aria-label': 'Delete your message', onclick: () => act('delete', { message: one.id }) }, 'Delete') : null,
    menu(one.id, of, MESSAGE_MENU, { message: one.id }));
}

/** Emoji to react with, in place of the tools; it stays open while other things happen, until one is picked or Escape. */
function palette(box, one, author) {
  const close = () => {
    box.held = false;
    fill(box, [...tools(one, author).childNodes]);
    box.querySelector('button').focus();
  };
  const pick = (emoji) => { close(); act('react', { message: one.id, emoji, add: true }); };
  const own = el('input', {
    'aria-label': 'Another emoji', placeholder: 'other',
    onkeydown: (event) => { if (event.key === 'Enter' && event.target.value) pick(event.target.value.trim()); },
  });
  const first = PALETTE.map((emoji) => el('button', { type: 'button', 'aria-label': 'React with ' + emoji, onclick: () => pick(emoji) }, emoji));
  box.held = true;
  box.replaceChildren(el('span', {
    class: 'palette',
    onkeydown: (event) => { if (event.key === 'Escape') { event.stopPropagation(); close(); } },
  }, first, own));
  first[0].focus();
}
