// Who is in the server, what can be done to them, and whether the bot is there.

import { act, place, state } from './api.js';
import { commandsOf, MEMBER_MENU } from './commands.js';
import { $, el, fill } from './dom.js';
import { hereServer, instant } from './text.js';

export function members() {
  const server = hereServer();
  fill($('members'), (server?.members ?? []).map((one) => el('li', { class: one.id === place.as ? 'me' : null, key: one.id },
    el('span', {}, one.name), one.bot ? ' (bot)' : one.owner ? ' (owner)' : '', one.id === place.as ? ' (you)' : '',
    menu('member' + one.id, one.name, MEMBER_MENU, { member: one.id }),
    one.roles.length ? el('div', { class: 'is' }, one.roles.join(', ')) : null,
    one.timeout_ms > state.now_ms ? el('div', { class: 'is out' }, 'timed out until ', instant(one.timeout_ms)) : null)));
  fill($('membership'), membership(server));
}

/** What the bot offers in the menu on somebody or on a message. */
export function menu(key, about, kind, on) {
  const entries = commandsOf(kind);
  if (!entries.length) return null;
  return el('details', { class: 'menu', key: 'menu' + key }, el('summary', { 'aria-label': `Apps for ${about}` }, 'Apps'),
    entries.map((one) => el('button', {
      type: 'button', key: one.name,
      onclick: (event) => { event.target.closest('details').open = false; act('menu', { entry: one.name, ...on }); },
    }, one.name)));
}

function membership(server) {
  if (!server) return [el('p', { class: 'hint' }, 'A direct message is between you and the bot.')];
  const out = [];
  const owner = server.members.find((one) => one.id === place.as)?.owner;
  if (server.member && !owner) out.push(el('button', { type: 'button', key: 'leave', onclick: () => act('leave') }, `Leave ${server.name}`));
  out.push(el('button', { type: 'button', key: 'bot', onclick: () => act('bot', { present: !server.bot }) }, server.bot ? 'Remove the bot' : 'Invite the bot back'));
  out.push(el('p', { class: 'hint', key: 'hint' }, server.bot ? 'As the owner would. See what goes from what is stored, and when.' : 'Turn the clock forward: what was promised to go, goes.'));
  return out;
}
