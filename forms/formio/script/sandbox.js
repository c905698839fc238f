// SPDX-License-Identifier: Apache-2.0
//
// The first script of every runtime: it takes away what scripts of forms have no
// use for, charges for what takes time in proportion to its operands, puts the
// clock of the session in the place of the machine's, and gives the library
// its place. freeze() ends it: afterwards nothing that outlives a call can be
// changed. It is one function of the library's text; what it returns is the
// one thing that the host calls.
(function (makeLibrary) {
  'use strict';
  const realNow = Date.now, defineProperty = Object.defineProperty, getNames = Object.getOwnPropertyNames,
    getSymbols = Object.getOwnPropertySymbols, getDescriptor = Object.getOwnPropertyDescriptor,
    getPrototype = Object.getPrototypeOf, seal = Object.freeze, apply = Reflect.apply, stringify = JSON.stringify, parse = JSON.parse;

  // What a call may cost. Units are items and characters that a builtin looks at.
  const BUDGET = 200000, WALL = 50;
  // A call that has come to few ticks when its time is over was kept waiting by
  // the machine, or does something dear: it gets as much again, once.
  const FEW = 20000;
  let deadline = Infinity, left = Infinity, ticks = 0, more = 0, cut = false; // no limits while this is prepared
  class Limit extends Error {}
  function limit(why) {
    cut = true;
    throw new Limit(why);
  }
  function tick() {
    if ((++ticks & 7) !== 0 || realNow() <= deadline) return;
    if (more === 0 || ticks > FEW) limit('time');
    more--;
    deadline += WALL;
  }
  function charge(units) {
    if (!(units <= left)) { left = -1; limit('work'); }
    left -= units;
  }

  // Builtins whose cost grows with their operands.
  function guard(holder, name, cost) {
    const d = getDescriptor(holder, name);
    if (!d || typeof d.value !== 'function') return;
    const native = d.value;
    d.value = { [name](...args) { charge(cost(this, args)); return apply(native, this, args); } }[name];
    defineProperty(holder, name, d);
  }
  const size = (v) => (v === null || v === undefined ? 0 : typeof v === 'string' ? v.length : typeof v === 'object' ? +v.length || 0 : 0);
  const all = (self, args) => { let n = 1 + size(self); for (let i = 0; i < args.length; i++) n += size(args[i]); return n; };
  for (const name of getNames(Array.prototype)) {
    if (name === 'constructor') continue;
    if (name === 'push' || name === 'pop') guard(Array.prototype, name, (self, args) => 1 + args.length);
    else if (name === 'sort' || name === 'toSorted') guard(Array.prototype, name, (self) => 1 + size(self) * 10);
    else if (name === 'flat') guard(Array.prototype, name, (self) => { let n = 1 + size(self); charge(n); for (let i = 0; i < n - 1; i++) n += size(self[i]); return n; });
    else guard(Array.prototype, name, all);
  }
  for (const name of getNames(String.prototype)) {
    if (name === 'constructor') continue;
    if (name === 'repeat') guard(String.prototype, name, (self, args) => 1 + size(self) * +args[0]);
    else if (name === 'padStart' || name === 'padEnd') guard(String.prototype, name, (self, args) => 1 + +args[0] || 1);
    else guard(String.prototype, name, all);
  }
  for (const name of ['exec', 'test', 'toString', 'compile', Symbol.replace, Symbol.match, Symbol.matchAll, Symbol.split, Symbol.search]) {
    guard(RegExp.prototype, name, all);
  }
  guard(Array, 'from', (self, args) => (args[0] instanceof Set || args[0] instanceof Map ? 1 + args[0].size : all(self, args)));
  guard(JSON, 'parse', all);
  for (const name of getNames(Object)) {
    if (typeof Object[name] === 'function' && name !== 'prototype') {
      guard(Object, name, (self, args) => { let n = 1; for (const a of args) if (a !== null && typeof a === 'object') n += getNames(a).length; return n; });
    }
  }
  function weigh(v, depth) {
    charge(1 + (typeof v === 'string' ? v.length >> 4 : 0));
    if (v !== null && typeof v === 'object') {
      if (depth > 100) limit('depth');
      const names = getNames(v);
      charge(names.length);
      for (let i = 0; i < names.length; i++) {
        const d = getDescriptor(v, names[i]);
        if (d && 'value' in d) weigh(d.value, depth + 1);
      }
    }
  }
  guard(JSON, 'stringify', (self, args) => { weigh(args[0], 0); return 1; });
  const NativeArray = Array;
  function BoundedArray(...args) {
    if (args.length === 1 && typeof args[0] === 'number') charge(args[0]);
    return new NativeArray(...args);
  }
  BoundedArray.prototype = Array.prototype;
  for (const name of ['from', 'of', 'isArray']) BoundedArray[name] = Array[name];
  defineProperty(Array.prototype, 'constructor', { value: BoundedArray });
  globalThis.Array = BoundedArray;

  // No code from text, no memory beside the heap, no time beside the call.
  const refuse = function () { throw new TypeError('not for forms'); };
  for (const f of [function () {}, function* () {}, async function () {}, async function* () {}]) {
    defineProperty(getPrototype(f), 'constructor', { value: refuse });
  }
  const keep = new Set(('Object Array String Number Boolean RegExp Map Set Symbol Math JSON Date undefined NaN Infinity ' +
    'Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError parseInt parseFloat isNaN isFinite ' +
    'encodeURIComponent decodeURIComponent encodeURI decodeURI globalThis').split(' '));
  for (const name of getNames(globalThis)) if (!keep.has(name)) delete globalThis[name];
  guard(globalThis, 'encodeURIComponent', all); guard(globalThis, 'decodeURIComponent', all);
  guard(globalThis, 'encodeURI', all); guard(globalThis, 'decodeURI', all);
  const quiet = () => {};
  globalThis.console = { log: quiet, warn: quiet, error: quiet, info: quiet, debug: quiet };

  // The clock and the zone of the session. zone is a list of [from, minutes east].
  const clock = { now: 0, zone: [[-8.64e15, 0]], seed: 1 };
  const D = Date, P = Date.prototype, getTime = P.getTime, setTime = P.setTime, nativeParse = D.parse, UTC = D.UTC;
  const native = {};
  for (const name of getNames(P)) native[name] = P[name];
  function offset(t) {
    let m = clock.zone[0][1];
    for (let i = 1; i < clock.zone.length && clock.zone[i][0] <= t; i++) m = clock.zone[i][1];
    return m * 60000;
  }
  const fromLocal = (t) => { const u = t - offset(t - offset(t)); return u; };
  const local = (d) => { const t = apply(getTime, d, []); return new D(t + offset(t)); };
  function parseDate(s) {
    if (/^[+-]?\d{4,6}(-\d\d(-\d\d)?)?$/.test(s) || /(Z|GMT|UTC|[+-]\d\d:?\d\d)\s*(\([^)]*\))?$/i.test(s)) return nativeParse(s);
    return fromLocal(/^\d{4}-\d\d-\d\dT/.test(s) ? nativeParse(s + 'Z') : nativeParse(s + ' GMT'));
  }
  function FormDate(...args) {
    if (!new.target) return new FormDate().toString();
    let t;
    if (args.length === 0) t = clock.now;
    else if (args.length > 1) t = fromLocal(apply(UTC, D, args));
    else if (args[0] instanceof D) t = apply(getTime, args[0], []);
    else {
      const v = args[0] !== null && typeof args[0] === 'object' ? args[0][Symbol.toPrimitive] ? args[0][Symbol.toPrimitive]('default') : args[0].valueOf() : args[0];
      t = typeof v === 'string' ? parseDate(v) : Number(v);
    }
    return new D(t);
  }
  FormDate.prototype = P;
  FormDate.now = () => clock.now;
  FormDate.parse = (s) => parseDate(String(s));
  FormDate.UTC = UTC;
  defineProperty(P, 'constructor', { value: FormDate });
  for (const part of ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']) {
    const get = native['getUTC' + part], set = native['setUTC' + part];
    defineProperty(P, 'get' + part, { value: function () { return apply(get, local(this), []); } });
    if (set) {
      defineProperty(P, 'set' + part, {
        value: function (...args) {
          const l = local(this);
          apply(set, l, args);
          return apply(setTime, this, [fromLocal(apply(getTime, l, []))]);
        },
      });
    }
  }
  const two = (n) => (n < 10 ? '0' + n : '' + n);
  const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  function written(method, write) {
    defineProperty(P, method, { value: function () { return isNaN(apply(getTime, this, [])) ? 'Invalid Date' : write(this); } });
  }
  const day = (d) => `${days[d.getDay()]} ${months[d.getMonth()]} ${two(d.getDate())} ${d.getFullYear()}`;
  const time = (d) => {
    const m = offset(apply(getTime, d, [])) / 60000, a = Math.abs(m);
    return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())} GMT${m < 0 ? '-' : '+'}${two(Math.floor(a / 60))}${two(a % 60)}`;
  };
  written('toDateString', day);
  written('toTimeString', time);
  written('toString', (d) => day(d) + ' ' + time(d));
  const twelve = (d) => `${d.getHours() % 12 || 12}:${two(d.getMinutes())}:${two(d.getSeconds())} ${d.getHours() < 12 ? 'AM' : 'PM'}`;
  const slashes = (d) => `${d.getMonth() + 1}/${d.getDate()}/${d.getFullYear()}`;
  written('toLocaleDateString', slashes);
  written('toLocaleTimeString', twelve);
  written('toLocaleString', (d) => slashes(d) + ', ' + twelve(d));
  defineProperty(P, 'getTimezoneOffset', { value: function () { return -offset(apply(getTime, this, [])) / 60000; } });
  globalThis.Date = FormDate;
  Math.random = () => { // mulberry32, from the seed of the session
    clock.seed = (clock.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(clock.seed ^ (clock.seed >>> 15), 1 | clock.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };

  const library = makeLibrary(clock, tick, charge);

  // Everything that can be reached is frozen.
  const seen = new Set();
  function freeze(o) {
    if (o === null || (typeof o !== 'object' && typeof o !== 'function') || seen.has(o)) return;
    seen.add(o);
    for (const name of [...getNames(o), ...getSymbols(o)]) {
      const d = getDescriptor(o, name);
      if ('value' in d) freeze(d.value); else { freeze(d.get); freeze(d.set); }
    }
    freeze(getPrototype(o));
    seal(o);
  }
  const iterators = [[][Symbol.iterator](), ''[Symbol.iterator](), new Map().entries(), new Set().entries(), 'a'.matchAll(/a/g), (function* () {})(), (async function* () {})(), (async () => {})(), function* () {}, async function () {}, async function* () {}];
  iterators.forEach((i) => freeze(getPrototype(i)));
  freeze(library); freeze(refuse); freeze(Limit); freeze(tick); freeze(charge);
  defineProperty(globalThis, '$tick', { value: tick });
  freeze(globalThis);

  // The host's side: variables by name, and one call.
  const variables = { __proto__: null };
  function set(name, json) { variables[name] = json === undefined ? undefined : parse(json); }
  function call(f, withLibrary) {
    const v = variables;
    deadline = realNow() + WALL; left = BUDGET; ticks = 0; more = 1; cut = false;
    const L = withLibrary ? library : {};
    let r = f(v.data, v.row, v.value, v.input, v.component, v.form, v.submission, v.instance, v.options,
      v.result, v.schema, v.values, v.valid, v.show, v.config, v.path, v.paths, v.scope, v.rowIndex, v.item, L._, L.moment, L.utils, L.utils);
    if (typeof r === 'string') r = 's' + r;
    else if (typeof r === 'function' || typeof r === 'symbol') r = undefined;
    else if (r !== null && typeof r === 'object') { weigh(r, 0); r = 'j' + stringify(r); }
    if (cut) throw new Limit('time'); // it was cut off, and has caught that
    return r;
  }
  return {
    call, set,
    define: (f) => { freeze(f); return f; },
    begin: (now, zone, seed) => { clock.now = now; clock.zone = zone; clock.seed = seed; },
    clear: () => { for (const name of getNames(variables)) delete variables[name]; },
  };
})
