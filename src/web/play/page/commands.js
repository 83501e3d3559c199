// The bot's commands: what it registered, and what somebody means who types one.

import { state } from './api.js';
import { hereServer } from './text.js';

const SUB = 1, GROUP = 2;
export const TEXT = 3, INT = 4, BOOL = 5, USER = 6, CHANNEL = 7, ROLE = 8, MENTIONABLE = 9, FILE = 11;
const TYPED = 1;
/** Discord's numbers of kinds of channels. */
const TALK = [0, 5, 10, 11, 12, 15], VOICE = [2, 13], CATEGORY = [4];
export const MEMBER_MENU = 2, MESSAGE_MENU = 3;

/** What is registered of a kind: commands to type, or entries of a menu. */
export const commandsOf = (kind) => state.commands.filter((one) => (one.type ?? TYPED) === kind);

/** Every command that can be sent, subcommands written out. */
export function commands() {
  const out = [];
  const walk = (path, about, options) => {
    const below = (options ?? []).filter((option) => option.type === SUB || option.type === GROUP);
    if (below.length) for (const option of below) walk([...path, option.name], option.description, option.options);
    else out.push({ path, about, options: options ?? [] });
  };
  for (const command of commandsOf(TYPED)) walk([command.name], command.description, command.options);
  return out;
}

export const named = (path) => commands().find((one) => one.path.join(' ') === path.join(' '));

/** Commands that what was typed may become, the nearest first. */
export function matching(text) {
  const wanted = text.slice(1).trimStart().toLowerCase();
  const name = (one) => one.path.join(' ');
  const begun = commands().filter((one) => wanted.startsWith(name(one) + ' '));
  if (begun.length) return begun.sort((a, b) => b.path.length - a.path.length);
  const place = (one) => name(one).indexOf(wanted.trimEnd());
  return commands().filter((one) => place(one) >= 0).sort((a, b) => place(a) - place(b) || name(a).localeCompare(name(b)));
}

/** What of an option's value can be chosen, as pairs of value and label; null where anything can be typed. */
export function pairs(option) {
  const server = hereServer();
  if (option.choices?.length) return option.choices.map((one) => [String(one.value), one.name]);
  switch (option.type) {
    case BOOL: return [['true', 'yes'], ['false', 'no']];
    case USER: return people();
    case CHANNEL: return channels(server, option.channel_types);
    case ROLE: return roles(server);
    case MENTIONABLE: return [...roles(server), ...people()];
    default: return null;
  }
}

const people = () => [...state.people, state.bot].map((one) => [one.id, one.name]);
const roles = (server) => (server?.roles ?? []).map((one) => [one.id, '@' + one.name]);

/** The channels of these kinds that one sees; of all kinds, where none is said. */
function channels(server, kinds) {
  const of = (list, own) => (!kinds?.length || own.some((kind) => kinds.includes(kind)) ? list ?? [] : []);
  const voices = of(server?.voices, VOICE);
  const all = [...of(server?.channels, TALK).filter((one) => !server.voices.some((voice) => voice.id === one.id)), ...voices, ...of(server?.categories, CATEGORY)];
  return all.map((one) => [one.id, '#' + one.name]);
}

const WORD = /^(?:"([^"]*)"|(\S+))\s*/;

/** The values that somebody typed after a command's name, in the order of its options or as `name:value`; and what is wrong. */
export function typed(command, text) {
  let rest = text.slice(1).trim().slice(command.path.join(' ').length).trim();
  const values = {};
  const open = command.options.filter((option) => option.type !== FILE);
  while (rest) {
    const label = open.find((option) => rest.startsWith(option.name + ':'));
    if (label) rest = rest.slice(label.name.length + 1).trimStart();
    const option = label ?? open[0];
    if (!option) return { values, wrong: `/${command.path.join(' ')} does not take “${rest}”` };
    open.splice(open.indexOf(option), 1);
    const [all, quoted, plain] = WORD.exec(rest) ?? [rest, '', ''];
    const last = !label && !open.length && option.type === TEXT && quoted === undefined;
    const word = last ? rest : quoted ?? plain;
    rest = last ? '' : rest.slice(all.length);
    const value = meant(option, word);
    if (value === null) return { values, wrong: `“${word}” cannot be ${option.name}` };
    values[option.name] = value;
  }
  const missing = command.options.find((option) => option.required && values[option.name] === undefined);
  return { values, wrong: missing ? `${missing.name} is missing` : null };
}

/** A word as a value of its option; null where it is none. */
function meant(option, word) {
  const known = pairs(option);
  const bare = (text) => text.toLowerCase().replace(/^[@#]/, '');
  if (known) return known.find(([value, label]) => bare(label) === bare(word) || value === word.replace(/\D/g, ''))?.[0] ?? null;
  if (option.type === INT) return /^-?\d+$/.test(word) ? word : null;
  return word;
}
