// SPDX-License-Identifier: Apache-2.0
//
// The part of lodash and of moment that forms use, and the utils of Form.io.
(function (clock, tick, charge) {
  'use strict';
  const isObject = (v) => v !== null && (typeof v === 'object' || typeof v === 'function');
  const isArray = (v) => Array.isArray(v);
  const isPlain = (v) => v !== null && typeof v === 'object' && !isArray(v) && !(v instanceof Date) && !(v instanceof Moment);
  const nil = (v) => v === null || v === undefined;
  const paths = new Map(); // by text: scripts read the same few over and over
  function path(p) {
    if (isArray(p)) return p;
    let names = paths.get(p);
    if (!names) {
      names = String(p).replace(/\[(\w+)\]/g, '.$1').replace(/^\./, '').split('.');
      if (paths.size < 1000 && typeof p === 'string' && p.length < 200) paths.set(p, names);
    }
    return names;
  }
  const own = Object.prototype.hasOwnProperty;
  const at = (o, p) => (isObject(o) && typeof p === 'string' && own.call(o, p) ? [p] : path(p));
  function get(o, p, otherwise) {
    const names = at(o, p);
    let v = o;
    for (let i = 0; i < names.length; i++) {
      if (v === null || v === undefined) return otherwise;
      v = v[names[i]];
    }
    return v === undefined ? otherwise : v;
  }
  function set(o, p, value) {
    const names = at(o, p);
    let v = o;
    for (let i = 0; isObject(v) && i < names.length; i++) {
      if (i === names.length - 1) v[names[i]] = value;
      else {
        if (!isObject(v[names[i]])) v[names[i]] = /^\d+$/.test(names[i + 1]) ? [] : {};
        v = v[names[i]];
      }
    }
    return o;
  }
  function has(o, p) {
    let v = o;
    for (const name of at(o, p)) {
      if (nil(v) || !Object.hasOwn(Object(v), name)) return false;
      v = v[name];
    }
    return true;
  }
  function equal(a, b) {
    tick();
    if (a === b || (a !== a && b !== b)) return true;
    if (a instanceof Date && b instanceof Date) return +a === +b;
    if (!isObject(a) || !isObject(b) || isArray(a) !== isArray(b)) return false;
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((n) => Object.hasOwn(b, n) && equal(a[n], b[n]));
  }
  function matches(o, want) { return isObject(o) && Object.keys(want).every((n) => equal(o[n], want[n])); }
  // iteratee is what lodash makes of a shorthand: a name, a pair, an object.
  function iteratee(f) {
    if (typeof f === 'function') return f;
    if (nil(f)) return (v) => v;
    if (isArray(f)) return (v) => equal(get(v, f[0]), f[1]);
    if (typeof f === 'object') return (v) => matches(v, f);
    return (v) => get(v, f);
  }
  const entries = (c) => (nil(c) ? [] : isArray(c) ? c.map((v, i) => [v, i]) : typeof c === 'string' ? c.split('').map((v, i) => [v, i]) : Object.keys(c).map((n) => [c[n], n]));
  const values = (c) => entries(c).map((e) => e[0]);
  const isEmpty = (v) => !(isArray(v) || typeof v === 'string' ? v.length : isObject(v) ? (v instanceof Map || v instanceof Set ? v.size : Object.keys(v).length) : 0);
  const text = (v) => (nil(v) ? '' : String(v));
  function scaled(f) {
    return (n, places) => {
      const scale = 10 ** Math.max(-20, Math.min(20, +places || 0));
      const [m, e] = String(+n).split('e');
      return places ? +(f(+(m + 'e' + (+(e || 0) + Math.log10(scale)))) / scale).toPrecision(15) : f(+n);
    };
  }
  function compare(a, b) { return a < b || b === undefined ? (a === b ? 0 : -1) : a > b || a === undefined ? 1 : 0; }
  function orderBy(c, by, directions) {
    const keys = (isArray(by) ? by : [by]).map(iteratee);
    const ways = (isArray(directions) ? directions : [directions]).map((d) => (d === 'desc' ? -1 : 1));
    return values(c).map((v) => [v, keys.map((k) => k(v))]).sort((x, y) => {
      for (let i = 0; i < keys.length; i++) {
        const order = compare(x[1][i], y[1][i]) * (ways[i] || 1);
        if (order) return order;
      }
      return 0;
    }).map((e) => e[0]);
  }
  function clone(v) {
    tick();
    if (v instanceof Date) return new Date(+v);
    if (isArray(v)) return v.map(clone);
    if (!isPlain(v)) return v;
    const o = {};
    for (const n of Object.keys(v)) o[n] = clone(v[n]);
    return o;
  }
  function extreme(c, f, better) {
    let best, key;
    for (const v of values(c)) {
      const k = iteratee(f)(v);
      if (!nil(k) && k === k && (key === undefined || better(k, key))) { best = v; key = k; }
    }
    return best;
  }
  function uniqBy(c, f) {
    const seen = new Set();
    return values(c).filter((v) => { const k = iteratee(f)(v); return !seen.has(k) && seen.add(k); });
  }
  function each(c, f) {
    for (const [v, n] of entries(c)) if (f(v, n, c) === false) break;
    return c;
  }
  const some = (c, f) => entries(c).some(([v, n]) => iteratee(f)(v, n, c));
  const every = (c, f) => entries(c).every(([v, n]) => iteratee(f)(v, n, c));
  const filter = (c, f) => entries(c).filter(([v, n]) => iteratee(f)(v, n, c)).map((e) => e[0]);
  const sumBy = (c, f) => values(c).reduce((t, v) => { const n = iteratee(f)(v); return n === undefined ? t : t === undefined ? n : t + n; }, undefined) ?? 0;
  const _ = {
    get, set, has, each, forEach: each, some, every, filter, values, isEmpty, sumBy, orderBy, uniqBy,
    find: (c, f) => { const e = entries(c).find(([v, n]) => iteratee(f)(v, n, c)); return e && e[0]; },
    findIndex: (c, f) => values(c).findIndex((v, n) => iteratee(f)(v, n, c)),
    reject: (c, f) => entries(c).filter(([v, n]) => !iteratee(f)(v, n, c)).map((e) => e[0]),
    map: (c, f) => entries(c).map(([v, n]) => iteratee(f)(v, n, c)),
    reduce: (c, f, ...start) => { const e = entries(c); let t = start.length ? start[0] : (e.shift() || [])[0]; for (const [v, n] of e) t = f(t, v, n, c); return t; },
    includes: (c, v) => (typeof c === 'string' ? c.includes(v) : values(c).includes(v)),
    keys: (o) => (nil(o) ? [] : Object.keys(o)),
    size: (c) => (typeof c === 'string' ? c.length : entries(c).length),
    sum: (c) => sumBy(c), sortBy: (c, ...by) => orderBy(c, by.flat()),
    max: (c) => extreme(c, null, (a, b) => a > b), min: (c) => extreme(c, null, (a, b) => a < b),
    maxBy: (c, f) => extreme(c, f, (a, b) => a > b), minBy: (c, f) => extreme(c, f, (a, b) => a < b),
    groupBy: (c, f) => values(c).reduce((g, v) => { const k = iteratee(f)(v); (Object.hasOwn(g, k) ? g[k] : (g[k] = [])).push(v); return g; }, {}),
    uniq: (c) => uniqBy(c), compact: (c) => values(c).filter(Boolean), flatten: (c) => values(c).flat(),
    concat: (c, ...more) => (isArray(c) ? c : [c]).concat(...more), difference: (c, ...o) => values(c).filter((v) => !o.some((x) => x.includes(v))),
    first: (c) => (nil(c) ? undefined : c[0]), head: (c) => (nil(c) ? undefined : c[0]), last: (c) => (nil(c) ? undefined : c[c.length - 1]),
    join: (c, s) => (nil(c) ? '' : c.join(s)), range: (a, b, step) => {
      if (b === undefined) { b = a; a = 0; }
      step = step === undefined ? (a < b ? 1 : -1) : step;
      const n = Math.max(0, Math.ceil((b - a) / (step || 1)));
      charge(n);
      return Array.from({ length: n }, (_v, i) => a + i * step);
    },
    pick: (o, ...names) => names.flat().reduce((r, n) => (has(o, n) ? set(r, n, get(o, n)) : r), {}),
    omit: (o, ...names) => { const r = nil(o) ? {} : { ...o }; for (const n of names.flat()) delete r[n]; return r; },
    assign: (o, ...more) => Object.assign(o, ...more), cloneDeep: clone, isEqual: equal,
    round: scaled(Math.round), floor: scaled(Math.floor), ceil: scaled(Math.ceil),
    clamp: (n, low, high) => Math.min(Math.max(n, low), high),
    toNumber: (v) => Number(v), toString: text, toLower: (v) => text(v).toLowerCase(), toUpper: (v) => text(v).toUpperCase(),
    trim: (v) => text(v).trim(), upperFirst: (v) => text(v).slice(0, 1).toUpperCase() + text(v).slice(1),
    isArray, isObject, isPlainObject: isPlain, isNil: nil, isNull: (v) => v === null, isUndefined: (v) => v === undefined,
    isString: (v) => typeof v === 'string', isNumber: (v) => typeof v === 'number', isBoolean: (v) => typeof v === 'boolean',
    isFunction: (v) => typeof v === 'function', isNaN: (v) => typeof v === 'number' && v !== v,
  };

  // Moments: a time and whether it is read in UTC.
  const units = { ms: 'millisecond', s: 'second', m: 'minute', h: 'hour', d: 'day', D: 'day', w: 'week', M: 'month', Q: 'quarter', y: 'year' };
  const unit = (u) => units[u] || String(u || 'millisecond').toLowerCase().replace(/s$/, '');
  const length = { millisecond: 1, second: 1000, minute: 60000, hour: 3600000, day: 86400000, week: 604800000 };
  const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const pad = (n, w) => String(n).padStart(w, '0');
  function Moment(t, utc) { this.t = t; this.u = !!utc; }
  const part = (m, name) => new Date(m.t)[(m.u ? 'getUTC' : 'get') + name]();
  const make = (utc, ...p) => (utc ? Date.UTC(...p) : +new Date(...p));
  function read(s, format, strict, utc) {
    const parts = { Y: 1970, M: 1, D: 1, H: 0, m: 0, s: 0, S: 0 };
    let rest = s, afternoon;
    for (const token of format.match(/YYYY|YY|MMMM|MMM|MM|M|DD|D|HH|H|hh|h|mm|m|ss|s|SSS|A|a|\[[^\]]*\]|./g) || []) {
      const kind = token[0] === 'h' ? 'H' : token[0];
      if (/^(Y|M{1,2}$|D|H|h|m|s|S)/.test(token)) {
        const found = rest.match(strict ? new RegExp('^\\d{' + (token.length === 1 ? '1,2' : token.length) + '}') : token === 'YYYY' ? /^\D*(\d{1,4})/ : token === 'SSS' ? /^\D*(\d{1,3})/ : /^\D*(\d{1,2})/);
        if (!found) return strict ? NaN : token === format.slice(0, token.length) ? NaN : make(utc, parts.Y, parts.M - 1, parts.D, parts.H, parts.m, parts.s, parts.S);
        rest = rest.slice(found[0].length);
        parts[kind] = +(found[1] || found[0]);
        if (token === 'YY') parts.Y += parts.Y > 68 ? 1900 : 2000;
      } else if (token === 'MMM' || token === 'MMMM') {
        const n = monthNames.findIndex((name) => rest.trim().toLowerCase().startsWith((token === 'MMM' ? name.slice(0, 3) : name).toLowerCase()));
        if (n < 0) return NaN;
        rest = rest.trim().slice(token === 'MMM' ? 3 : monthNames[n].length);
        parts.M = n + 1;
      } else if (token === 'A' || token === 'a') {
        afternoon = /^\s*p/i.test(rest);
        rest = rest.replace(/^\s*[ap]\.?m?\.?/i, '');
      } else {
        const literal = token.replace(/^\[|\]$/g, '');
        if (rest.startsWith(literal)) rest = rest.slice(literal.length); else if (strict) return NaN;
      }
    }
    if (strict && rest) return NaN;
    if (afternoon !== undefined) parts.H = (parts.H % 12) + (afternoon ? 12 : 0);
    const t = make(utc, parts.Y, parts.M - 1, parts.D, parts.H, parts.m, parts.s, parts.S);
    const m = new Moment(t, utc);
    return parts.H > 23 || parts.m > 59 || parts.s > 59 || part(m, 'Date') !== parts.D || part(m, 'Month') !== parts.M - 1 ? NaN : t;
  }
  function toTime(v, format, strict, utc) {
    if (v === undefined) return clock.now;
    if (v === null) return NaN;
    if (v instanceof Moment) return v.t;
    if (v instanceof Date) return +v;
    if (isArray(v)) return make(utc, v[0], v[1] || 0, v[2] || 1, v[3] || 0, v[4] || 0, v[5] || 0, v[6] || 0);
    if (typeof v === 'object') return make(utc, v.year ?? v.years ?? 1970, v.month ?? v.months ?? 0, v.date ?? v.day ?? v.days ?? 1, v.hour ?? 0, v.minute ?? 0, v.second ?? 0);
    if (typeof v === 'string') {
      if (format) {
        for (const f of isArray(format) ? format : [format]) { const t = read(v, f, strict, utc); if (t === t) return t; }
        return NaN;
      }
      const iso = v.match(/^(\d{4})-(\d\d)-(\d\d)$/) || v.match(/^(\d{4})-(\d\d)$/) || v.match(/^(\d{4})$/);
      return iso ? read(v, ['YYYY', 'YYYY-MM', 'YYYY-MM-DD'][iso.length - 2], true, utc) : +new Date(utc && /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(v) ? v.replace(' ', 'T') + 'Z' : v.replace(/^(\d{4}-\d\d-\d\d) /, '$1T'));
    }
    return Number(v);
  }
  const moment = (v, format, strict) => new Moment(toTime(v, format, strict === true, false), false);
  moment.utc = (v, format, strict) => new Moment(toTime(v, format, strict === true, true), true);
  moment.isMoment = (v) => v instanceof Moment;
  const months = (m) => part(m, 'FullYear') * 12 + part(m, 'Month');
  function move(m, n, u) {
    u = unit(u); n = +n || 0;
    if (u === 'quarter') { u = 'month'; n *= 3; }
    if (u === 'year') { u = 'month'; n *= 12; }
    const [Y, M, D, h, i, s, ms] = ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'].map((p) => part(m, p));
    if (u === 'month') {
      n = Math.trunc(n);
      const last = part(new Moment(make(m.u, Y, M + n + 1, 0), m.u), 'Date');
      m.t = make(m.u, Y, M + n, Math.min(D, last), h, i, s, ms);
    } else if (u === 'day' || u === 'week') m.t = make(m.u, Y, M, D + Math.round(n * (u === 'week' ? 7 : 1)), h, i, s, ms);
    else m.t += n * (length[u] || 0);
    return m;
  }
  function spans(n, u) {
    if (n instanceof Duration) return [[n.ms, 'ms']];
    if (isObject(n)) return Object.keys(n).map((k) => [n[k], k]);
    return typeof n === 'string' && typeof u === 'number' ? [[u, n]] : [[n, u]];
  }
  function Duration(ms) { this.ms = ms; }
  moment.duration = (n, u) => new Duration(spans(n, u).reduce((t, [k, v]) => t + k * (length[unit(v)] || { month: 2629746000, year: 31556952000, quarter: 7889238000 }[unit(v)] || 0), 0));
  for (const [name, u] of [['Milliseconds', 1], ['Seconds', 1000], ['Minutes', 60000], ['Hours', 3600000], ['Days', 86400000], ['Weeks', 604800000], ['Months', 2629746000], ['Years', 31556952000]]) {
    Duration.prototype['as' + name] = function () { return this.ms / u; };
  }
  function start(m, u) {
    const c = new Moment(m.t, m.u), [Y, M, D, h, i, s] = ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds'].map((p) => part(m, p));
    switch (unit(u)) {
      case 'year': c.t = make(m.u, Y, 0, 1); break;
      case 'quarter': c.t = make(m.u, Y, M - (M % 3), 1); break;
      case 'month': c.t = make(m.u, Y, M, 1); break;
      case 'week': c.t = make(m.u, Y, M, D - part(m, 'Day')); break;
      case 'isoweek': c.t = make(m.u, Y, M, D - ((part(m, 'Day') + 6) % 7)); break;
      case 'day': case 'date': c.t = make(m.u, Y, M, D); break;
      case 'hour': c.t = make(m.u, Y, M, D, h); break;
      case 'minute': c.t = make(m.u, Y, M, D, h, i); break;
      case 'second': c.t = make(m.u, Y, M, D, h, i, s); break;
    }
    return c;
  }
  const other = (m, v) => (v instanceof Moment ? v : new Moment(toTime(v, undefined, false, m.u), m.u));
  const zone = (m) => {
    const o = m.u ? 0 : -new Date(m.t).getTimezoneOffset(), a = Math.abs(o);
    return (o < 0 ? '-' : '+') + pad(Math.floor(a / 60), 2) + ':' + pad(a % 60, 2);
  };
  const ordinal = (n) => n + (n % 100 > 10 && n % 100 < 14 ? 'th' : ['th', 'st', 'nd', 'rd'][n % 10] || 'th');
  const tokens = {
    YYYY: (m) => pad(part(m, 'FullYear'), 4), YY: (m) => pad(part(m, 'FullYear') % 100, 2), Q: (m) => Math.floor(part(m, 'Month') / 3) + 1,
    MMMM: (m) => monthNames[part(m, 'Month')], MMM: (m) => monthNames[part(m, 'Month')].slice(0, 3), MM: (m) => pad(part(m, 'Month') + 1, 2), M: (m) => part(m, 'Month') + 1,
    DD: (m) => pad(part(m, 'Date'), 2), Do: (m) => ordinal(part(m, 'Date')), D: (m) => part(m, 'Date'),
    dddd: (m) => dayNames[part(m, 'Day')], ddd: (m) => dayNames[part(m, 'Day')].slice(0, 3), d: (m) => part(m, 'Day'), E: (m) => part(m, 'Day') || 7,
    HH: (m) => pad(part(m, 'Hours'), 2), H: (m) => part(m, 'Hours'), hh: (m) => pad(part(m, 'Hours') % 12 || 12, 2), h: (m) => part(m, 'Hours') % 12 || 12,
    mm: (m) => pad(part(m, 'Minutes'), 2), m: (m) => part(m, 'Minutes'), ss: (m) => pad(part(m, 'Seconds'), 2), s: (m) => part(m, 'Seconds'), SSS: (m) => pad(part(m, 'Milliseconds'), 3),
    A: (m) => (part(m, 'Hours') < 12 ? 'AM' : 'PM'), a: (m) => (part(m, 'Hours') < 12 ? 'am' : 'pm'),
    Z: zone, ZZ: (m) => zone(m).replace(':', ''), X: (m) => Math.floor(m.t / 1000), x: (m) => m.t,
    L: (m) => m.format('MM/DD/YYYY'), LL: (m) => m.format('MMMM D, YYYY'), LT: (m) => m.format('h:mm A'),
  };
  Object.assign(Moment.prototype, {
    isValid() { return this.t === this.t; }, valueOf() { return this.t; }, unix() { return Math.floor(this.t / 1000); },
    toDate() { return new Date(this.t); }, toISOString() { return this.isValid() ? new Date(this.t).toISOString() : null; },
    toJSON() { return this.toISOString(); }, toString() { return this.isValid() ? this.format('ddd MMM DD YYYY HH:mm:ss [GMT]ZZ') : 'Invalid date'; },
    clone() { return new Moment(this.t, this.u); }, utc() { this.u = true; return this; }, local() { this.u = false; return this; },
    format(f) {
      if (!this.isValid()) return 'Invalid date';
      return String(f || 'YYYY-MM-DDTHH:mm:ssZ').replace(/\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|Do|D|dddd|ddd|d|HH|H|hh|h|mm|m|ss|s|SSS|A|a|ZZ|Z|X|x|LT|LL|L|Q|E/g, (t, literal) => (literal !== undefined ? literal : tokens[t] ? tokens[t](this) : t));
    },
    add(n, u) { for (const [k, v] of spans(n, u)) move(this, k, v); return this; },
    subtract(n, u) { for (const [k, v] of spans(n, u)) move(this, -k, v); return this; },
    startOf(u) { this.t = start(this, u).t; return this; },
    endOf(u) { this.t = move(start(this, u), 1, unit(u) === 'date' ? 'day' : unit(u) === 'isoweek' ? 'week' : u).t - 1; return this; },
    diff(v, u, exact) {
      const o = other(this, v); u = unit(u);
      let n;
      if (u === 'month' || u === 'year' || u === 'quarter') {
        const whole = months(o) - months(this), anchor = move(new Moment(this.t, this.u), whole, 'month').t;
        const next = move(new Moment(this.t, this.u), whole + (o.t < anchor ? -1 : 1), 'month').t;
        n = -(whole + (o.t === anchor ? 0 : (o.t - anchor) / Math.abs(next - anchor))) / { month: 1, quarter: 3, year: 12 }[u];
      } else n = (this.t - o.t - (u === 'day' || u === 'week' ? (new Date(this.t).getTimezoneOffset() - new Date(o.t).getTimezoneOffset()) * (this.u ? 0 : 60000) : 0)) / (length[u] || 1);
      return exact ? n : Math.trunc(n) || 0;
    },
    isBefore(v, u) { const o = other(this, v); return u ? this.clone().endOf(u).t < o.t : this.t < o.t; },
    isAfter(v, u) { const o = other(this, v); return u ? start(this, u).t > o.t : this.t > o.t; },
    isSame(v, u) { const o = other(this, v); return u ? start(this, u).t <= o.t && o.t <= this.clone().endOf(u).t : this.t === o.t; },
    isSameOrBefore(v, u) { return this.isSame(v, u) || this.isBefore(v, u); },
    isSameOrAfter(v, u) { return this.isSame(v, u) || this.isAfter(v, u); },
    isBetween(a, b, u, ends) { return (ends && ends[0] === '[' ? this.isSameOrAfter(a, u) : this.isAfter(a, u)) && (ends && ends[1] === ']' ? this.isSameOrBefore(b, u) : this.isBefore(b, u)); },
    daysInMonth() { return part(new Moment(make(this.u, part(this, 'FullYear'), part(this, 'Month') + 1, 0), this.u), 'Date'); },
    isoWeekday() { return part(this, 'Day') || 7; }, quarter() { return Math.floor(part(this, 'Month') / 3) + 1; },
  });
  for (const [names, p] of [['year years', 'FullYear'], ['month months', 'Month'], ['date dates', 'Date'], ['hour hours', 'Hours'], ['minute minutes', 'Minutes'], ['second seconds', 'Seconds'], ['millisecond milliseconds', 'Milliseconds']]) {
    for (const name of names.split(' ')) {
      Moment.prototype[name] = function (v) {
        if (v === undefined) return part(this, p);
        if (p === 'Month' || p === 'FullYear') return move(this, v - part(this, p), name);
        const d = new Date(this.t);
        this.t = d[(this.u ? 'setUTC' : 'set') + p](+v);
        return this;
      };
    }
  }
  Moment.prototype.day = Moment.prototype.days = Moment.prototype.weekday = function (v) { return v === undefined ? part(this, 'Day') : move(this, v - part(this, 'Day'), 'day'); };
  moment.fn = Moment.prototype;

  function getValue(submission, key) {
    const search = (o) => {
      if (!isPlain(o)) return undefined;
      if (has(o, key)) return get(o, key);
      for (const n of Object.keys(o)) { const v = search(o[n]); if (!nil(v)) return v; }
      return undefined;
    };
    return search(submission && submission.data);
  }
  const boolValue = (v) => (typeof v === 'boolean' ? v : typeof v === 'string' ? v.toLowerCase() === 'true' : !!v);
  return { _, moment, utils: { _, moment, getValue, boolValue } };
})
