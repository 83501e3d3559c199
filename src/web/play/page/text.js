// Text, names and times as Discord shows them. Everything that somebody typed becomes a text node, never markup.

import { state, place } from './api.js';
import { el } from './dom.js';

export const hereServer = () => state.servers.find((one) => one.id === place.server);
const everywhere = (kind, id) => state.servers.flatMap((one) => one[kind]).find((one) => one.id === id)?.name;

export const personName = (id) => state.people.find((one) => one.id === id)?.name ?? (id === state.bot.id ? state.bot.name : 'somebody');
export const channelName = (id) => everywhere('channels', id) ?? everywhere('voices', id) ?? everywhere('categories', id) ?? 'a channel';
export const roleName = (id) => everywhere('roles', id) ?? 'a role';
export const serverName = (id) => state.servers.find((one) => one.id === id)?.name ?? 'a server';

/** What is typed, with the mentions that Discord's clients make of `@name` and `#channel`. */
export function marked(text) {
  const server = hereServer();
  const known = (list, name) => list?.find((one) => one.name.toLowerCase() === name.toLowerCase())?.id;
  return text.replace(/(^|[\s(])([@#])([\w.-]+)/g, (all, before, sign, name) => {
    const person = sign === '@' && known([...state.people, state.bot], name);
    const role = sign === '@' && known(server?.roles, name);
    const channel = sign === '#' && known([...server?.channels ?? [], ...server?.voices ?? []], name);
    const mention = person ? `<@${person}>` : role ? `<@&${role}>` : channel ? `<#${channel}>` : sign + name;
    return before + mention;
  });
}

const PART = /```([\s\S]+?)```|`([^`\n]+)`|\*\*([\s\S]+?)\*\*|__([\s\S]+?)__|\*([^*\n]+)\*|<@!?(\d+)>|<@&(\d+)>|<#(\d+)>|<t:(-?\d+)(?::(\w))?>|<a?:(\w+):\d+>/g;

/** Discord's markup as elements. */
export function rich(text) {
  const out = [];
  let from = 0;
  for (const match of text.matchAll(PART)) {
    out.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [, block, code, bold, under, italic, user, role, channel, time, style, emoji] = match;
    if (block) out.push(el('pre', {}, block.replace(/^\w*\n/, '')));
    else if (code) out.push(el('code', {}, code));
    else if (bold) out.push(el('strong', {}, rich(bold)));
    else if (under) out.push(el('u', {}, rich(under)));
    else if (italic) out.push(el('em', {}, rich(italic)));
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
const format = (how) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...how });
const exact = format({ dateStyle: 'medium', timeStyle: 'short' });
const hours = format({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

export const exactly = (ms) => exact.format(ms) + ' UTC';
export const shortly = (ms) => hours.format(ms);

export function instant(ms, ago) {
  const datetime = new Date(ms).toISOString();
  if (!ago) return el('time', { datetime }, exactly(ms));
  const by = ms - state.now_ms;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(by) >= size) ?? ['second', 1e3];
  return el('time', { datetime, title: exactly(ms) }, relative.format(Math.round(by / size), unit));
}
