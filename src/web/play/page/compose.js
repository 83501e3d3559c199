// Where people write: a message, or a command with its list.

import { act, problem } from './api.js';
import { commands, matching, typed } from './commands.js';
import { $, el, fill } from './dom.js';
import { isOpen, openForm, send } from './form.js';
import { marked } from './text.js';

let found = [];
let choice = -1;

function suggestions() {
  const text = $('say').value;
  if (!text.startsWith('/') || isOpen()) { closeList(); return; }
  found = matching(text);
  choice = found.length ? Math.min(Math.max(choice, 0), found.length - 1) : -1;
  const none = commands().length ? 'There is no such command here.' : 'The bot offers you no command here.';
  fill($('commands'), found.length ? found.map((one, index) => el('li', {
    role: 'option', id: 'command-' + index, key: one.path.join(' '), 'aria-selected': String(index === choice), onclick: () => pick(one),
  }, el('strong', {}, '/' + one.path.join(' ')), el('span', {}, one.about))) : [el('li', { role: 'option', 'aria-disabled': 'true' }, el('span', {}, none))]);
  $('commands').hidden = false;
  $('say').setAttribute('aria-expanded', 'true');
  if (choice < 0) { $('say').removeAttribute('aria-activedescendant'); return; }
  $('say').setAttribute('aria-activedescendant', 'command-' + choice);
  $('command-' + choice).scrollIntoView({ block: 'nearest' });
}

function closeList() {
  $('commands').hidden = true;
  found = [];
  choice = -1;
  $('say').setAttribute('aria-expanded', 'false');
  $('say').removeAttribute('aria-activedescendant');
}

/** A command that was picked in the list, or typed whole: with all it needs it is sent, otherwise the rest is asked for. */
async function pick(command) {
  const text = $('say').value;
  closeList();
  const name = '/' + command.path.join(' ');
  const begun = text.toLowerCase().startsWith(name.toLowerCase() + ' ') && text.slice(name.length).trim();
  if (!begun) { openForm(command); return; }
  const { values, wrong } = typed(command, text);
  if (wrong) { openForm(command, values, wrong); return; }
  $('say').value = '';
  if (!(await send(command, values)) && !$('say').value) $('say').value = text;
}

async function say(event) {
  event.preventDefault();
  const text = $('say').value.trim();
  if (!text) return;
  if (text.startsWith('/')) { problem(`No command that you have here begins like “${text}”. Type / to see which there are.`); return; }
  delete $('messages').dataset.moved;
  // At once, so that what is typed meanwhile stays.
  $('say').value = '';
  if (!(await act('say', { text: marked(text) })) && !$('say').value) $('say').value = text;
}

export function compose() {
  const field = $('say');
  field.addEventListener('input', () => { choice = 0; suggestions(); });
  field.addEventListener('blur', () => setTimeout(() => { if (document.activeElement !== field) closeList(); }, 150));
  field.addEventListener('keydown', (event) => {
    const open = !$('commands').hidden && found.length;
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      choice = (choice + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length;
      suggestions();
    } else if (open && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      pick(found[choice]);
    } else if (event.key === 'Escape') closeList();
  });
  $('speak').addEventListener('submit', say);
}
