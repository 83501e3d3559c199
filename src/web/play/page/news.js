// What became of the policy's file since it is played, and taking it over.

import { problem, renew, state } from './api.js';
import { $, el, fill } from './dom.js';

let busy = false;

async function take() {
  busy = true;
  news();
  const told = await renew();
  busy = false;
  problem(told);
  news();
  if (!told) $('say').focus();
}

export function news() {
  const now = state.news;
  $('news').hidden = !now;
  if (!now) { fill($('news'), []); return; }
  const goes = now.compiles && now.fits;
  const said = now.compiles
    ? now.fits ? `${now.file} has changed.` : `${now.file} has changed, and a bot with these data does not start with it.`
    : `${now.file || 'The policy'} has changed, and does not compile. What is played goes on.`;
  fill($('news'),
    el('p', { key: 'said' }, said, ' ', goes ? el('button', {
      type: 'button', class: 'go', key: 'take', disabled: busy, onclick: take,
    }, busy ? 'Starting…' : 'Play it as it is now') : null),
    now.findings ? el('pre', { key: 'findings', tabindex: 0, role: 'group', 'aria-label': 'Findings' }, now.findings) : null,
    now.means ? el('details', { key: 'means', open: !now.fits }, el('summary', {}, 'What changes for people'), el('pre', {}, now.means)) : null);
}
