// What the page knows, and how it asks for more. Everything else is drawn from `state`.

import { $ } from './dom.js';

/** What the program said last. */
export let state = null;

/** Who one is and where; what is null is chosen by the program. */
export const place = { as: null, server: null, channel: null };

/** Counts questions, so that an answer that another question overtook is not shown: somebody may have gone elsewhere since. */
let asked = 0;

let draw = () => {};
/** Says what to do when there is something new. */
export const onChange = (what) => { draw = what; };

export async function load() {
  const query = new URLSearchParams(Object.entries(place).filter(([name, value]) => value && name !== 'server'));
  const mine = ++asked;
  const answer = await fetch('/api/state?' + query);
  const told = await answer.json();
  if (mine !== asked) return;
  if (!answer.ok) throw new Error(told.error);
  state = told;
  Object.assign(place, { as: state.me, server: state.server, channel: state.channel });
  draw();
}

const post = (path, body) => fetch(path, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ ...place, ...body }),
});

/** Does something as who one is; whether it was done. */
export async function act(kind, body = {}) {
  problem(null);
  try {
    const answer = await post('/api/do', { kind, ...body });
    const told = await answer.json();
    if (!answer.ok) problem(told.error);
    await load();
    return answer.ok;
  } catch {
    problem('The program that serves this page does not answer. Is it still running?');
    return false;
  }
}

/** Plays the policy as its file is now; what is in the way, or null. */
export async function renew() {
  try {
    const answer = await post('/api/renew', {});
    const told = await answer.json();
    await load();
    return answer.ok ? null : told.error;
  } catch {
    return 'The program that serves this page does not answer. Is it still running?';
  }
}

/** What the bot offers for an option that is being typed. */
export async function offered(path, name, text) {
  const answer = await post('/api/choices', { path, name, text });
  return answer.ok ? answer.json() : [];
}

export function problem(text) {
  $('problem').hidden = !text;
  $('problem').textContent = text || '';
}

// ---------------------------------------------------------------- who and where, in the address

function address() {
  return '?' + new URLSearchParams({ as: place.as, at: place.channel });
}

function fromAddress() {
  const query = new URLSearchParams(location.search);
  Object.assign(place, { as: query.get('as'), channel: query.get('at') });
}

/** Goes somewhere, or becomes somebody; `back` in the browser leads back. */
export async function go(where) {
  Object.assign(place, where);
  await load();
  if (location.search !== address()) history.pushState(null, '', address());
}

/** Begins where the address says, and goes on whenever something happens. */
export async function begin() {
  fromAddress();
  await load();
  history.replaceState(null, '', address());
  addEventListener('popstate', () => { fromAddress(); load().catch((error) => problem(error.message)); });
  const events = new EventSource('/api/events');
  let waiting = null;
  const soon = () => { waiting ??= setTimeout(() => { waiting = null; load().catch(() => {}); }, 60); };
  events.addEventListener('message', soon);
  events.addEventListener('open', () => { $('stopped').hidden = true; soon(); });
  events.addEventListener('error', () => { $('stopped').hidden = false; });
}
