// Everything that the bot keeps, and what has just gone.

import { state } from './api.js';
import { $, el, fill } from './dom.js';
import { channelName, instant, personName, rich, roleName, serverName } from './text.js';

/** So long is what went shown, struck out. */
const GONE_MS = 6000;

let stored = null;
let gone = [];

function value(part) {
  if (part.user) return part.user === 'nobody' ? el('span', { class: 'nobody' }, 'nobody (erased)') : '@' + personName(part.user);
  if (part.channel) return '#' + channelName(part.channel);
  if (part.role) return '@' + roleName(part.role);
  if (part.server) return serverName(part.server);
  if (part.instant !== undefined) return part.instant <= 0 ? 'never' : instant(part.instant, true);
  return part.marked ? rich(part.marked) : part.text ?? '';
}

export function kept() {
  const now = new Map(state.stores.flatMap((store) => store.rows.map((row) => [row.id, { store: store.name, row }])));
  const before = stored ?? now;
  for (const [id, old] of before) if (!now.has(id)) gone.push({ ...old, at: Date.now() });
  gone = gone.filter((one) => Date.now() - one.at < GONE_MS && !now.has(one.row.id));
  if (gone.length) setTimeout(kept, GONE_MS + 200);
  const fresh = new Set([...now].filter(([id, one]) => before.get(id)?.row.stamp !== one.row.stamp).map(([id]) => id));
  stored = now;
  const cards = [];
  const quiet = [];
  for (const store of state.stores) {
    const lost = gone.filter((one) => one.store === store.name).map((one) => one.row);
    if (store.rows.length || lost.length) cards.push(card(store, lost, fresh));
    else quiet.push(store.title);
  }
  if (quiet.length) cards.push(el('p', { class: 'quiet', key: 'quiet' }, (cards.length ? 'Empty: ' : 'Nothing is stored. Empty: ') + quiet.join(', ') + '.'));
  for (const one of state.services) {
    const sent = one.sent ? ` It was last sent ${JSON.stringify(one.sent)}.` : ' It was not asked yet.';
    const does = one.does ? `always ${one.does.startsWith('{') ? 'answers ' + one.does : one.does}` : 'refuses';
    cards.push(el('p', { class: 'quiet', key: 'service' + one.name }, `The service ${one.name} is only pretended here, and ${does}.${sent}`));
  }
  fill($('stores'), cards);
}

function card(store, lost, fresh) {
  const body = [...store.rows.map((row) => line(row, fresh.has(row.id) ? 'fresh' : null)), ...lost.map((row) => line(row, 'gone'))];
  return el('article', { class: 'store', key: store.name },
    el('header', {},
      el('h3', {}, el('span', {}, store.title), el('span', { class: 'number' }, String(store.rows.length))),
      el('p', {}, [store.about, store.keeps].filter(Boolean).join(' · '))),
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Rows of ' + store.title },
      el('table', {}, el('thead', {}, el('tr', {}, store.fields.map((name) => el('th', { scope: 'col' }, name)))), el('tbody', {}, body))));
}

function line(row, kind) {
  const under = kind === 'gone' ? el('small', {}, 'gone') : row.due_ms ? el('small', {}, 'goes ', instant(row.due_ms, true)) : null;
  // A row that changed is another line, so that it is lit up anew.
  return el('tr', { class: kind, key: kind === 'fresh' ? row.id + row.stamp : row.id }, row.values.map((part, index) => el('td', { class: (part.text ?? '').length > 16 ? 'long' : null },
    value(part), index ? null : under)));
}
