// The play page: shows the state the server sends and posts what a person does. Everything that somebody typed
// becomes a text node, never markup.
'use strict';

const $ = (id) => document.getElementById(id);
const place = { as: null, server: null, channel: null };
let state = null;
let stored = new Map();
let gone = [];
let form = null;
let choice = -1;

/** An element; text children become text nodes. */
function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'class') node.className = value;
    else if (name === 'value') node.value = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// ---------------------------------------------------------------- talking to the server

async function load() {
  const query = new URLSearchParams(Object.entries(place).filter(([, value]) => value));
  const answer = await fetch('/api/state?' + query);
  if (!answer.ok) throw new Error((await answer.json()).error);
  state = await answer.json();
  Object.assign(place, { as: state.me, server: state.server, channel: state.channel });
  render();
}

async function act(kind, body = {}) {
  problem(null);
  try {
    const answer = await fetch('/api/do', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ kind, as: place.as, server: place.server, channel: place.channel, ...body }),
    });
    const result = await answer.json();
    if (!answer.ok) problem(result.error);
    await load();
    return answer.ok;
  } catch (error) {
    problem('The program that serves this page does not answer. Is it still running?');
    return false;
  }
}

function problem(text) {
  $('problem').hidden = !text;
  $('problem').textContent = text || '';
}

let waiting = null;
function soon() {
  waiting ??= setTimeout(() => { waiting = null; load().catch(() => {}); }, 60);
}

// ---------------------------------------------------------------- text as Discord shows it

const personName = (id) => state.people.find((one) => one.id === id)?.name ?? (id === state.bot.id ? state.bot.name : 'somebody');
const hereServer = () => state.servers.find((one) => one.id === place.server);
const channelName = (id) => state.servers.flatMap((one) => one.channels).find((one) => one.id === id)?.name ?? 'a channel';
const roleName = (id) => state.servers.flatMap((one) => one.roles).find((one) => one.id === id)?.name ?? 'a role';

const PART = /```([\s\S]+?)```|`([^`\n]+)`|\*\*([\s\S]+?)\*\*|__([\s\S]+?)__|\*([^*\n]+)\*|<@!?(\d+)>|<@&(\d+)>|<#(\d+)>|<t:(-?\d+)(?::(\w))?>|<a?:(\w+):\d+>/g;

/** Discord's markup as elements. */
function rich(text) {
  const out = [];
  let from = 0;
  for (const match of text.matchAll(PART)) {
    out.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [, block, code, bold, under, italic, user, role, channel, time, style, emoji] = match;
    if (block) out.push(el('pre', {}, block.replace(/^\w*\n/, '')));
    else if (code) out.push(el('code', {}, code));
    else if (bold) out.push(el('strong', {}, ...rich(bold)));
    else if (under) out.push(el('u', {}, ...rich(under)));
    else if (italic) out.push(el('em', {}, ...rich(italic)));
    else if (user) out.push(el('span', { class: 'mention' }, '@' + personName(user)));
    else if (role) out.push(el('span', { class: 'mention' }, '@' + roleName(role)));
    else if (channel) out.push(el('span', { class: 'mention' }, '#' + channelName(channel)));
    else if (time) out.push(instant(Number(time) * 1000, style === 'R'));
    else if (emoji) out.push(':' + emoji + ':');
  }
  out.push(text.slice(from));
  return out;
}

const UNITS = [['year', 31536e6], ['month', 2592e6], ['day', 864e5], ['hour', 36e5], ['minute', 6e4], ['second', 1e3]];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const hours = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

function instant(ms, ago) {
  if (!ago) return el('time', { datetime: new Date(ms).toISOString() }, exact.format(ms) + ' UTC');
  const by = ms - state.now_ms;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(by) >= size) ?? ['second', 1e3];
  return el('time', { datetime: new Date(ms).toISOString(), title: exact.format(ms) + ' UTC' }, relative.format(Math.round(by / size), unit));
}

// ---------------------------------------------------------------- the page

function render() {
  const focused = document.activeElement?.dataset?.key;
  document.title = `${state.bot.name} in play · Candor`;
  $('bot-name').textContent = state.bot.name;
  $('now').textContent = exact.format(state.now_ms) + ' UTC';
  $('now').dateTime = new Date(state.now_ms).toISOString();
  who();
  places();
  messages();
  members();
  stores();
  if (focused) document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function who() {
  const select = $('who');
  select.replaceChildren(...state.people.map((one) => el('option', { value: one.id, selected: one.id === place.as }, one.about ? `${one.name} (${one.about})` : one.name)));
  select.value = place.as;
}

function places() {
  const out = [];
  for (const server of state.servers) {
    out.push(el('h2', {}, server.name, server.bot ? null : el('span', { class: 'away' }, 'without the bot')));
    if (!server.channels.length) out.push(el('p', { class: 'hint' }, 'You are not in this server.'));
    for (const channel of server.channels) out.push(goto(server.id, channel.id, '#' + channel.name));
    for (const voice of server.voices) {
      const names = voice.there.map((id) => server.members.find((one) => one.id === id)?.name ?? id).join(', ');
      out.push(el('button', {
        type: 'button', 'data-key': 'voice' + voice.id, 'aria-pressed': String(voice.mine),
        onclick: async () => { await act('voice', { server: server.id, into: voice.mine ? null : voice.id }); await load(); },
      }, `${voice.mine ? 'Leave' : 'Join'} voice ${voice.name}${names ? ': ' + names : ''}`));
    }
    if (!server.member) out.push(el('button', { type: 'button', 'data-key': 'join' + server.id, onclick: async () => { await act('join', { server: server.id }); place.channel = null; await load(); } }, 'Join'));
  }
  out.push(el('h2', {}, 'Direct messages'), goto(null, 'dm', '@' + state.bot.name));
  $('places').replaceChildren(...out);
}

function goto(server, channel, label) {
  return el('button', {
    type: 'button', 'data-key': 'go' + channel, 'aria-current': place.channel === channel ? 'true' : 'false',
    onclick: () => { Object.assign(place, { server, channel }); closeForm(); show('talk'); load(); },
  }, label);
}

let shown = '';
function messages() {
  const list = $('messages');
  $('place').textContent = place.channel === 'dm' ? '@' + state.bot.name : '#' + channelName(place.channel);
  const key = JSON.stringify([state.messages, place, state.now_ms, state.tries]);
  if (key === shown) return;
  shown = key;
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  list.replaceChildren(...(state.messages.length ? state.messages.map(message) : [empty()]));
  if (atEnd || !list.dataset.moved) list.scrollTop = list.scrollHeight;
}

function empty() {
  return el('div', { class: 'empty' },
    el('p', {}, 'Nothing here yet. Write something, type / for the bot’s commands, and watch what is stored. Or start with:'),
    el('ul', {}, state.tries.filter((one) => place.server || one.path?.[0] === 'privacy').map((one) => el('li', {}, el('button', {
      type: 'button',
      onclick: () => attempt(one),
    }, one.label, el('small', {}, one.about))))));
}

async function attempt(one) {
  if (one.as) place.as = one.as;
  await load();
  if (one.text) { $('say').value = one.text; $('say').focus(); return; }
  const found = flat().find((command) => command.path.join(' ') === one.path.join(' '));
  if (found) openForm(found, one.values ?? {});
}

function message(one) {
  const mine = one.author.id === place.as;
  const only = Boolean(one.flags & 64);
  const to = one.interaction_metadata ?? one.interaction;
  const shownText = one.content || (one.embeds.length || one.attachments.length || one.components.length ? '' : '(no text)');
  return el('article', { class: only ? 'message only' : 'message', 'data-id': one.id },
    el('header', {},
      el('span', { class: 'name' }, one.author.global_name ?? one.author.username),
      one.author.bot ? el('span', { class: 'tag' }, 'BOT') : null,
      el('span', { class: 'when' }, hours.format(Date.parse(one.timestamp))),
      to?.user ? el('span', { class: 'to' }, `answers ${personName(to.user.id)}${to.name ? ' · /' + to.name : ''}`) : null,
      one.edited_timestamp ? el('span', { class: 'mark' }, '(edited)') : null),
    shownText ? el('div', { class: 'body' }, ...rich(shownText)) : null,
    one.embeds.map((embed) => el('div', { class: 'embed' }, embed.title ? el('strong', {}, embed.title) : null, ...rich(embed.description ?? ''))),
    one.attachments.map(attachment),
    one.components.map((line) => el('div', { class: 'row' }, (line.components ?? []).map((button) => el('button', {
      type: 'button', class: 'style-' + button.style, disabled: button.disabled, 'data-key': one.id + button.custom_id,
      onclick: () => act('press', { message: one.id, custom_id: button.custom_id }),
    }, button.label ?? button.emoji?.name ?? '?')))),
    only ? el('p', { class: 'mark' }, 'Only you can see this') : null,
    only ? null : reactions(one),
    tools(one, mine, only));
}

function attachment(file) {
  const out = el('div', { class: 'embed' }, el('strong', {}, file.filename));
  if (file.text !== undefined) {
    out.append(el('pre', {}, file.text));
    const save = () => {
      const url = URL.createObjectURL(new Blob([file.text], { type: 'text/plain' }));
      el('a', { href: url, download: file.filename }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    };
    out.append(el('button', { type: 'button', onclick: save }, 'Save'));
  }
  return out;
}

function emojiKey(emoji) { return emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name; }

function reactions(one) {
  const all = one.reactions ?? [];
  if (!all.length) return null;
  return el('div', { class: 'row reactions' }, all.map((reaction) => el('button', {
    type: 'button', 'aria-pressed': String(Boolean(reaction.me)), 'data-key': one.id + emojiKey(reaction.emoji),
    'aria-label': `${reaction.emoji.name}, ${reaction.count}; ${reaction.me ? 'take yours back' : 'react too'}`,
    onclick: () => act('react', { message: one.id, emoji: emojiKey(reaction.emoji), add: !reaction.me }),
  }, `${reaction.emoji.name} ${reaction.count}`)));
}

function tools(one, mine, only) {
  const box = el('div', { class: 'tools' });
  if (only) return box;
  const link = `https://discord.com/channels/${place.server ?? '@me'}/${one.channel_id}/${one.id}`;
  const react = el('button', { type: 'button', 'data-key': 'react' + one.id, onclick: () => palette(box, one) }, 'React');
  const copy = el('button', { type: 'button', onclick: async () => { await navigator.clipboard?.writeText(link).catch(() => {}); copy.textContent = 'Copied'; } }, 'Copy link');
  box.append(react, copy);
  if (mine) {
    box.append(el('button', { type: 'button', onclick: () => {
      const text = prompt('New text', one.content);
      if (text) act('edit', { message: one.id, text });
    } }, 'Edit'));
    box.append(el('button', { type: 'button', onclick: () => act('delete', { message: one.id }) }, 'Delete'));
  }
  return box;
}

function palette(box, one) {
  const pick = (emoji) => act('react', { message: one.id, emoji, add: true });
  const own = el('input', { 'aria-label': 'Another emoji', placeholder: 'other', onkeydown: (event) => { if (event.key === 'Enter' && own.value) pick(own.value.trim()); } });
  const first = ['👍', '❤️', '🎉', '🎮', '📰'].map((emoji) => el('button', { type: 'button', 'aria-label': 'React with ' + emoji, onclick: () => pick(emoji) }, emoji));
  box.replaceChildren(el('span', { class: 'palette' }, ...first, own));
  first[0].focus();
}

function members() {
  const server = hereServer();
  $('members').replaceChildren(...(server?.members ?? []).map((one) => el('li', { class: one.id === place.as ? 'me' : null },
    el('span', {}, one.name), one.bot ? ' (bot)' : one.owner ? ' (owner)' : '', one.id === place.as ? ' (you)' : '',
    one.roles.length ? el('div', { class: 'is' }, one.roles.join(', ')) : null,
    one.timeout_ms > state.now_ms ? el('div', { class: 'is out' }, 'timed out until ', instant(one.timeout_ms)) : null)));
  const out = [];
  if (server) {
    if (server.member && !server.members.find((one) => one.id === place.as)?.owner) out.push(el('button', { type: 'button', 'data-key': 'leave', onclick: () => act('leave') }, `Leave ${server.name}`));
    out.push(el('button', { type: 'button', 'data-key': 'bot', onclick: () => act('bot', { present: !server.bot }) }, server.bot ? 'Remove the bot' : 'Invite the bot back'));
    out.push(el('p', { class: 'hint' }, server.bot ? 'As the owner would. See what goes from what is stored, and when.' : 'Turn the clock forward: what was promised to go, goes.'));
  } else out.push(el('p', { class: 'hint' }, 'A direct message is between you and the bot.'));
  $('membership').replaceChildren(...out);
}

// ---------------------------------------------------------------- what is stored

function value(part) {
  if (part.user) return part.user === 'nobody' ? el('span', { class: 'nobody' }, 'nobody (erased)') : '@' + personName(part.user);
  if (part.channel) return '#' + channelName(part.channel);
  if (part.role) return '@' + roleName(part.role);
  if (part.instant !== undefined) return part.instant <= 0 ? 'never' : instant(part.instant, true);
  return part.text ?? '';
}

function stores() {
  const now = new Map(state.stores.flatMap((store) => store.rows.map((row) => [row.id, { store: store.name, row }])));
  for (const [id, old] of stored) if (!now.has(id)) gone.push({ ...old, at: Date.now() });
  gone = gone.filter((one) => Date.now() - one.at < 6000 && !now.has(one.row.id));
  if (gone.length) setTimeout(() => stores(), 6200);
  const first = stored.size === 0 && !$('stores').childElementCount;
  const fresh = new Set([...now].filter(([id, one]) => !first && stored.get(id)?.row.stamp !== one.row.stamp).map(([id]) => id));
  stored = now;
  const cards = [];
  const quiet = [];
  for (const store of state.stores) {
    const lost = gone.filter((one) => one.store === store.name).map((one) => one.row);
    if (!store.rows.length && !lost.length) { quiet.push(store.title); continue; }
    const line = (row, kind) => el('tr', { class: kind }, row.values.map((part, index) => el('td', { class: (part.text ?? '').length > 16 ? 'long' : null },
      value(part),
      index ? null : kind === 'gone' ? el('small', {}, 'gone') : row.due_ms ? el('small', {}, 'goes ', instant(row.due_ms, true)) : null)));
    cards.push(el('article', { class: 'store' },
      el('header', {},
        el('h3', {}, el('span', {}, store.title), el('span', { class: 'number' }, String(store.rows.length))),
        el('p', {}, [store.about, store.keeps].filter(Boolean).join(' · '))),
      el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Rows of ' + store.title },
        el('table', {}, el('thead', {}, el('tr', {}, store.fields.map((name) => el('th', { scope: 'col' }, name)))),
          el('tbody', {}, store.rows.map((row) => line(row, fresh.has(row.id) ? 'fresh' : null)), lost.map((row) => line(row, 'gone')))))));
  }
  if (quiet.length) cards.push(el('p', { class: 'quiet' }, (cards.length ? 'Empty: ' : 'Nothing is stored. Empty: ') + quiet.join(', ') + '.'));
  $('stores').replaceChildren(...cards);
}

// ---------------------------------------------------------------- commands

const SUB = 1, GROUP = 2, INT = 4, BOOL = 5, USER = 6, CHANNEL = 7, ROLE = 8, FILE = 11;

/** Every command that can be sent, subcommands written out. */
function flat() {
  const out = [];
  const walk = (path, about, options) => {
    const below = (options ?? []).filter((option) => option.type === SUB || option.type === GROUP);
    if (below.length) for (const option of below) walk([...path, option.name], option.description, option.options);
    else out.push({ path, about, options: options ?? [] });
  };
  for (const command of state.commands) walk([command.name], command.description, command.options);
  return out;
}

function suggestions() {
  const text = $('say').value;
  const list = $('commands');
  if (!text.startsWith('/') || form) { closeList(); return; }
  const wanted = text.slice(1).trim().toLowerCase();
  const found = flat().filter((one) => one.path.join(' ').includes(wanted)).sort((a, b) => a.path.join(' ').indexOf(wanted) - b.path.join(' ').indexOf(wanted) || a.path.join(' ').localeCompare(b.path.join(' ')));
  choice = found.length ? Math.min(Math.max(choice, 0), found.length - 1) : -1;
  list.replaceChildren(...(found.length ? found.map((one, index) => el('li', {
    role: 'option', id: 'command-' + index, 'aria-selected': String(index === choice), onclick: () => openForm(one),
  }, el('strong', {}, '/' + one.path.join(' ')), el('span', {}, one.about))) : [el('li', { role: 'option', 'aria-disabled': 'true' }, el('span', {}, 'You have no such command here.'))]));
  list.hidden = false;
  list.found = found;
  $('say').setAttribute('aria-expanded', 'true');
  if (choice >= 0) {
    $('say').setAttribute('aria-activedescendant', 'command-' + choice);
    $('command-' + choice).scrollIntoView({ block: 'nearest' });
  } else $('say').removeAttribute('aria-activedescendant');
}

function closeList() {
  $('commands').hidden = true;
  $('commands').found = [];
  $('say').setAttribute('aria-expanded', 'false');
  $('say').removeAttribute('aria-activedescendant');
  choice = -1;
}

function openForm(command, values = {}) {
  closeList();
  $('say').value = '';
  if (!command.options.length) { act('command', { path: command.path, options: {} }); $('say').focus(); return; }
  form = command;
  const fields = command.options.map((option, index) => {
    const id = 'option-' + index;
    const control = input(option, id, values[option.name]);
    return el('div', { class: 'field' },
      el('label', { for: id }, option.name, option.required ? el('span', { class: 'must' }, ' (required)') : null),
      control,
      el('span', { class: 'about', id: id + '-about' }, option.description + bounds(option)));
  });
  const box = $('options');
  box.replaceChildren(el('h3', {}, '/' + command.path.join(' ')), el('p', { class: 'hint' }, command.about), ...fields,
    el('div', { class: 'row' }, el('button', { class: 'go' }, 'Send command'), el('button', { type: 'button', onclick: () => { closeForm(); $('say').focus(); } }, 'Cancel')));
  box.hidden = false;
  $('speak').hidden = true;
  box.querySelector('input, select')?.focus();
}

function bounds(option) {
  const low = option.min_value ?? option.min_length;
  const high = option.max_value ?? option.max_length;
  if (low === undefined && high === undefined) return '';
  const what = option.type === INT ? '' : ' characters';
  return high === undefined ? ` (from ${low}${what})` : low === undefined ? ` (to ${high}${what})` : ` (${low} to ${high}${what})`;
}

function input(option, id, preset) {
  const common = { id, name: option.name, required: option.required, 'aria-describedby': id + '-about' };
  const pick = (pairs) => el('select', common, option.required ? null : el('option', { value: '' }, '(leave out)'), pairs.map(([key, label]) => el('option', { value: key, selected: String(preset) === key }, label)));
  const server = hereServer();
  if (option.choices?.length) return pick(option.choices.map((one) => [String(one.value), one.name]));
  switch (option.type) {
    case BOOL: return pick([['true', 'yes'], ['false', 'no']]);
    case USER: return pick([...state.people, state.bot].map((one) => [one.id, one.name]));
    case CHANNEL: return pick((server?.channels ?? []).map((one) => [one.id, '#' + one.name]));
    case ROLE: return pick((server?.roles ?? []).map((one) => [one.id, '@' + one.name]));
    case FILE: return el('input', { ...common, type: 'file' });
    case INT: return el('input', { ...common, type: 'number', step: 1, min: option.min_value, max: option.max_value, value: preset });
    default: {
      const control = el('input', { ...common, type: 'text', autocomplete: 'off', maxlength: option.max_length, minlength: option.min_length, value: preset });
      const known = /message|link/.test(option.name) ? links() : [];
      if (!known.length && !option.autocomplete) return control;
      control.setAttribute('list', id + '-list');
      const list = el('datalist', { id: id + '-list' }, known);
      if (option.autocomplete) {
        const ask = async () => {
          const answer = await fetch('/api/choices', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...place, path: form.path, name: option.name, text: control.value }) });
          if (answer.ok) list.replaceChildren(...(await answer.json()).map((one) => el('option', { value: one.value }, one.name)));
        };
        control.addEventListener('focus', ask);
        control.addEventListener('input', ask);
      }
      return el('span', {}, control, list);
    }
  }
}

/** The messages of this channel as links, for options that want one. */
function links() {
  return state.messages.filter((one) => !(one.flags & 64)).slice(-15).reverse().map((one) => el('option', {
    value: `https://discord.com/channels/${place.server}/${one.channel_id}/${one.id}`,
  }, `${one.author.username}: ${one.content.slice(0, 60)}`));
}

function closeForm() {
  form = null;
  $('options').hidden = true;
  $('options').replaceChildren();
  $('speak').hidden = false;
}

async function sendForm(event) {
  event.preventDefault();
  const options = {};
  for (const option of form.options) {
    const control = $('options').querySelector(`[name="${CSS.escape(option.name)}"]`);
    if (option.type === FILE) {
      const file = control.files[0];
      if (file) options[option.name] = { name: file.name, text: await file.text() };
    } else if (control.value !== '') {
      options[option.name] = option.type === BOOL ? control.value === 'true' : option.type === INT ? Number(control.value) : control.value;
    }
  }
  const sent = form;
  if (await act('command', { path: sent.path, options }) && form === sent) { closeForm(); $('say').focus(); }
}

// ---------------------------------------------------------------- what people do

$('who').addEventListener('change', (event) => { place.as = event.target.value; closeForm(); load(); });
$('messages').addEventListener('scroll', () => { $('messages').dataset.moved = '1'; }, { passive: true });
$('options').addEventListener('submit', sendForm);
$('options').addEventListener('keydown', (event) => { if (event.key === 'Escape') { closeForm(); $('say').focus(); } });
$('say').addEventListener('input', () => { choice = 0; suggestions(); });
$('say').addEventListener('blur', () => setTimeout(() => { if (document.activeElement !== $('say')) closeList(); }, 150));
$('say').addEventListener('keydown', (event) => {
  const open = !$('commands').hidden;
  const found = $('commands').found ?? [];
  if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    choice = (choice + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % Math.max(found.length, 1);
    suggestions();
  } else if (open && (event.key === 'Enter' || event.key === 'Tab') && found[choice]) {
    event.preventDefault();
    openForm(found[choice]);
  } else if (event.key === 'Escape') closeList();
});
$('speak').addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = $('say').value.trim();
  if (!text) return;
  if (text.startsWith('/')) { problem('Choose a command from the list.'); return; }
  delete $('messages').dataset.moved;
  // At once, so that what is typed meanwhile stays.
  $('say').value = '';
  if (!(await act('say', { text })) && !$('say').value) $('say').value = text;
});
for (const button of document.querySelectorAll('[data-advance]')) button.addEventListener('click', () => act('clock', { by: button.dataset.advance }));
$('later').addEventListener('click', () => {
  $('later-form').hidden = !$('later-form').hidden;
  $('later').setAttribute('aria-expanded', String(!$('later-form').hidden));
  if (!$('later-form').hidden) $('later-by').focus();
});
$('later-form').addEventListener('submit', (event) => { event.preventDefault(); act('clock', { by: $('later-by').value.trim() }); });

function show(part) {
  document.querySelector('.stage').dataset.part = part;
  for (const button of document.querySelectorAll('[data-part][type="button"]')) button.setAttribute('aria-pressed', String(button.dataset.part === part));
}
for (const button of document.querySelectorAll('.parts [data-part]')) button.addEventListener('click', () => show(button.dataset.part));

load().then(() => {
  const events = new EventSource('/api/events');
  events.addEventListener('message', soon);
}).catch((error) => problem(error.message));
