// Who one is, and where one can go.

import { act, go, place, state } from './api.js';
import { closeForm } from './form.js';
import { $, el, fill } from './dom.js';

const STATUSES = [['online', 'online'], ['idle', 'away'], ['dnd', 'do not disturb'], ['offline', 'offline']];

export function who() {
  fill($('who'), state.people.map((one) => el('option', { value: one.id, key: one.id }, one.about ? `${one.name} (${one.about})` : one.name)));
  $('who').value = place.as;
  fill($('status'), STATUSES.map(([word, label]) => el('option', { value: word, key: word }, label)));
  $('status').value = state.status;
}

export function places(talk) {
  const out = [];
  for (const server of state.servers) {
    out.push(el('h2', { key: 'server' + server.id }, server.name, server.bot ? null : el('span', { class: 'away' }, 'without the bot')));
    if (!server.member) {
      out.push(el('p', { class: 'hint', key: 'none' + server.id }, 'You are not in this server.'));
      out.push(el('button', { type: 'button', key: 'join' + server.id, onclick: () => enter(server) }, `Join ${server.name}`));
    }
    const spoken = new Set(server.voices.map((one) => one.id));
    for (const channel of server.channels) if (!spoken.has(channel.id)) out.push(door(server.id, channel.id, '#' + channel.name, talk));
    for (const voice of server.voices) out.push(voiceDoor(server, voice));
  }
  out.push(el('h2', { key: 'dms' }, 'Direct messages'), door(null, 'dm', '@' + state.bot.name, talk));
  fill($('places'), out);
}

async function enter(server) {
  if (await act('join', { server: server.id })) await go({ channel: null });
}

function door(server, channel, label, talk) {
  return el('button', {
    type: 'button', key: 'go' + channel, 'aria-current': place.channel === channel ? 'true' : 'false',
    onclick: () => { closeForm(); talk(); go({ server, channel }); },
  }, label);
}

function voiceDoor(server, voice) {
  const names = voice.there.map((id) => server.members.find((one) => one.id === id)?.name ?? id).join(', ');
  return el('button', {
    type: 'button', key: 'voice' + voice.id, 'aria-pressed': String(voice.mine),
    onclick: () => act('voice', { server: server.id, into: voice.mine ? null : voice.id }),
  }, `${voice.mine ? 'Leave' : 'Join'} voice ${voice.name}${names ? ': ' + names : ''}`);
}
