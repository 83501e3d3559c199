// The play page: draws the state that the program sends, and posts what a person does.

import { act, begin, go, onChange, place, problem, state } from './api.js';
import { named } from './commands.js';
import { compose } from './compose.js';
import { $ } from './dom.js';
import { closeForm, dismiss, fillIn, isOpen, leaveForm, modal, openForm, sendForm } from './form.js';
import { kept } from './kept.js';
import { members } from './members.js';
import { news } from './news.js';
import { places, who } from './places.js';
import { messages } from './talk.js';
import { exactly } from './text.js';

onChange(() => {
  document.title = `${state.bot.name} in play · Candor`;
  $('bot-name').textContent = state.bot.name;
  $('now').textContent = exactly(state.now_ms);
  $('now').dateTime = new Date(state.now_ms).toISOString();
  who();
  places(() => show('talk'));
  messages(attempt);
  members();
  kept();
  news();
  modal();
});

/** Somebody begins with what the page suggests, as whom it is suggested for. */
async function attempt(one) {
  closeForm();
  if (one.as) await go({ as: one.as });
  if (one.text) { $('say').value = one.text; $('say').focus(); return; }
  const found = named(one.path);
  if (found) openForm(found, Object.fromEntries(Object.entries(one.values ?? {}).map(([name, value]) => [name, String(value)])));
  else problem(`/${one.path.join(' ')} is not offered to ${state.people.find((person) => person.id === place.as)?.name} here.`);
}

function show(part) {
  document.querySelector('.stage').dataset.part = part;
  for (const button of document.querySelectorAll('.parts [data-part]')) button.setAttribute('aria-pressed', String(button.dataset.part === part));
}

function foldLater(folded) {
  $('later-form').hidden = folded;
  $('later').setAttribute('aria-expanded', String(!folded));
  (folded ? $('later') : $('later-by')).focus();
}

$('who').addEventListener('change', (event) => { closeForm(); go({ as: event.target.value }); });
$('status').addEventListener('change', (event) => act('status', { status: event.target.value }));
$('messages').addEventListener('scroll', () => { $('messages').dataset.moved = '1'; }, { passive: true });
$('options').addEventListener('submit', sendForm);
$('options-cancel').addEventListener('click', leaveForm);
$('modal-form').addEventListener('submit', fillIn);
$('modal').addEventListener('cancel', (event) => { event.preventDefault(); dismiss(); });
$('modal-cancel').addEventListener('click', dismiss);
for (const button of document.querySelectorAll('[data-advance]')) button.addEventListener('click', () => act('clock', { by: button.dataset.advance }));
$('later').addEventListener('click', () => foldLater(!$('later-form').hidden));
$('later-form').addEventListener('submit', (event) => { event.preventDefault(); act('clock', { by: $('later-by').value.trim() }); });
for (const button of document.querySelectorAll('.parts [data-part]')) button.addEventListener('click', () => show(button.dataset.part));

// Escape closes what is open, the innermost first.
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || $('modal').open) return;
  const menu = document.activeElement?.closest('details.menu[open]');
  if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
  else if (!$('later-form').hidden && $('later-form').contains(document.activeElement)) foldLater(true);
  else if (isOpen()) leaveForm();
});

compose();
begin().catch((error) => problem(error.message));
