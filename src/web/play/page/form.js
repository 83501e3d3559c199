// What is asked for before a command goes off: its options, and the forms that the bot shows.

import { act, offered, place, problem, state } from './api.js';
import { BOOL, FILE, INT, TEXT, pairs } from './commands.js';
import { $, el } from './dom.js';
import { marked } from './text.js';

let form = null;
/** Forms that somebody closed; the bot is not told of that, as on Discord. */
const dismissed = new Set();

export const isOpen = () => form !== null;

/** Asks for a command's options, or sends it at once where it has none. */
export function openForm(command, values = {}, why = null) {
  $('say').value = '';
  problem(why);
  if (!command.options.length) { act('command', { path: command.path, options: {} }); $('say').focus(); return; }
  form = command;
  const fields = command.options.map((option, index) => {
    const id = 'option-' + index;
    return el('div', { class: 'field' },
      el('label', { for: id }, option.name, option.required ? el('span', { class: 'must' }, ' (required)') : null),
      input(command, option, id, values[option.name]),
      el('span', { class: 'about', id: id + '-about' }, option.description + bounds(option)));
  });
  const box = $('options');
  $('options-title').textContent = '/' + command.path.join(' ');
  $('options-about').textContent = command.about;
  $('option-fields').replaceChildren(...fields);
  box.hidden = false;
  $('speak').hidden = true;
  const empty = [...box.querySelectorAll('input, select')].find((one) => !one.value);
  (empty ?? box.querySelector('button')).focus();
}

/** Sends a command whose values are known. */
export async function send(command, values) {
  const options = {};
  for (const option of command.options) {
    const value = values[option.name];
    if (value === undefined || value === '') continue;
    options[option.name] = option.type === BOOL ? value === 'true' : option.type === INT ? Number(value) : option.type === TEXT ? marked(value) : value;
  }
  return act('command', { path: command.path, options });
}

function bounds(option) {
  const low = option.min_value ?? option.min_length;
  const high = option.max_value ?? option.max_length;
  if (low === undefined && high === undefined) return '';
  const what = option.type === INT ? '' : ' characters';
  return high === undefined ? ` (from ${low}${what})` : low === undefined ? ` (to ${high}${what})` : ` (${low} to ${high}${what})`;
}

function input(command, option, id, preset) {
  const common = { id, name: option.name, required: option.required, 'aria-describedby': id + '-about' };
  const known = pairs(option);
  // Nobody and nothing is chosen before somebody chooses.
  if (known) {
    return el('select', common, el('option', { value: '' }, option.required ? 'Choose' : '(leave out)'),
      known.map(([key, label]) => el('option', { value: key, selected: String(preset) === key }, label)));
  }
  if (option.type === FILE) return el('input', { ...common, type: 'file' });
  if (option.type === INT) return el('input', { ...common, type: 'number', step: 1, min: option.min_value, max: option.max_value, value: preset });
  const control = el('input', { ...common, type: 'text', autocomplete: 'off', maxlength: option.max_length, minlength: option.min_length, value: preset });
  const links = /message|link/.test(option.name) ? messageLinks() : [];
  if (!links.length && !option.autocomplete) return control;
  control.setAttribute('list', id + '-list');
  const list = el('datalist', { id: id + '-list' }, links);
  if (option.autocomplete) {
    const ask = async () => {
      const found = await offered(command.path, option.name, control.value);
      list.replaceChildren(...found.map((one) => el('option', { value: one.value }, one.name)));
    };
    control.addEventListener('focus', ask);
    control.addEventListener('input', ask);
  }
  return el('span', {}, control, list);
}

/** The messages of this channel as links, for options that want one. */
function messageLinks() {
  return state.messages.filter((one) => !(one.flags & 64)).slice(-15).reverse().map((one) => el('option', {
    value: `https://discord.com/channels/${place.server}/${one.channel_id}/${one.id}`,
  }, `${one.author.username}: ${one.content.slice(0, 60)}`));
}

export function closeForm() {
  form = null;
  $('options').hidden = true;
  $('option-fields').replaceChildren();
  $('speak').hidden = false;
}

export function leaveForm() {
  closeForm();
  problem(null);
  $('say').focus();
}

export async function sendForm(event) {
  event.preventDefault();
  const values = {};
  for (const option of form.options) {
    const control = $('options').querySelector(`[name="${CSS.escape(option.name)}"]`);
    const file = option.type === FILE ? control.files[0] : null;
    values[option.name] = option.type === FILE ? file && { name: file.name, text: await file.text() } : control.value;
    if (!values[option.name]) delete values[option.name];
  }
  const sent = form;
  if (await send(sent, values) && form === sent) leaveForm();
}

// ---------------------------------------------------------------- forms of the bot's

/** Shows the form that the bot asks somebody to fill in, if there is one that they have not closed. */
export function modal() {
  const box = $('modal');
  const open = state.form && !dismissed.has(state.form.id) ? state.form : null;
  if (!open) { if (box.open) box.close(); return; }
  if (box.open && box.dataset.form === open.id) return;
  box.dataset.form = open.id;
  const inputs = open.form.components.flatMap((row) => row.components ?? []);
  const fields = inputs.map((one, index) => {
    const id = 'modal-' + index;
    const props = {
      id, name: one.custom_id, required: one.required ?? true, minlength: one.min_length, maxlength: one.max_length ?? 4000,
      placeholder: one.placeholder, value: one.value, autocomplete: 'off',
    };
    const control = one.style === 2 ? el('textarea', { ...props, rows: 4 }) : el('input', { ...props, type: 'text' });
    const must = one.required ?? true ? el('span', { class: 'must' }, ' (required)') : null;
    return el('div', { class: 'field' }, el('label', { for: id }, one.label, must), control);
  });
  $('modal-title').textContent = open.form.title;
  $('modal-fields').replaceChildren(...fields);
  if (!box.open) box.showModal();
  box.querySelector('input, textarea')?.focus();
}

export function dismiss() {
  dismissed.add($('modal').dataset.form);
  $('modal').close();
  $('say').focus();
}

export async function fillIn(event) {
  event.preventDefault();
  const box = $('modal');
  const controls = [...box.querySelectorAll('input, textarea')];
  const id = box.dataset.form;
  const done = await act('fill', { texts: Object.fromEntries(controls.map((one) => [one.name, one.value])) });
  // What is refused stays open, as it was typed.
  if (done && box.dataset.form === id && box.open) dismiss();
}
