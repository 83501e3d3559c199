// Elements, and how a part of the page becomes another without anybody losing their place in it.

export const $ = (id) => document.getElementById(id);

const HANDLERS = ['onclick', 'oninput', 'onchange', 'onkeydown', 'onfocus', 'onsubmit', 'ontoggle'];

/** An element; text children become text nodes. `key` tells it from its neighbours when the page is drawn again. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (HANDLERS.includes(name)) node[name] = value;
    else if (name === 'class') node.className = value;
    else if (name === 'key') node.dataset.key = value;
    else if (name === 'value') node.value = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Makes these the children of a node. What is there already stays the same node, with its focus and what is selected in it. */
export function fill(parent, ...children) {
  const held = parent.contains(document.activeElement) ? document.activeElement : null;
  const fragment = el('div', {}, ...children);
  patch(parent, fragment);
  // Whose button went with what it belonged to goes on where that was, not at the top of the page.
  if (held && held !== parent && !held.isConnected) (parent.matches('[tabindex]') ? parent : parent.querySelector(FOCUSABLE) ?? document.getElementById('messages')).focus();
}

const FOCUSABLE = 'button:not(:disabled), summary, a[href], select, input';

function patch(old, wanted) {
  const keyed = new Map();
  for (const child of old.childNodes) if (child.dataset?.key) keyed.set(child.dataset.key, child);
  let next = old.firstChild;
  for (const child of [...wanted.childNodes]) {
    const key = child.dataset?.key;
    while (next && !key && next.dataset?.key) next = next.nextSibling;
    const found = key ? keyed.get(key) : next;
    if (found && found.nodeName === child.nodeName && (key || !found.dataset?.key)) {
      if (found === next) next = next.nextSibling;
      else move(old, found, next);
      keyed.delete(key);
      become(found, child);
    } else old.insertBefore(child, next);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    if (!gone.dataset?.key || keyed.has(gone.dataset.key)) gone.remove();
  }
  for (const gone of keyed.values()) gone.remove();
}

/** Where the browser can, without taking the focus out of what is moved. */
function move(parent, node, before) {
  if (parent.moveBefore) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

function become(old, wanted) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.nodeValue !== wanted.nodeValue) old.nodeValue = wanted.nodeValue;
    return;
  }
  for (const { name } of [...old.attributes]) {
    // Whether something is folded open is the reader's choice.
    if (!wanted.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const name of HANDLERS) old[name] = wanted[name];
  // What stands in a field or was chosen in a list stays; who draws the page sets it where it is not the reader's.
  if (!old.held) patch(old, wanted);
}
