// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"slices"
	"strings"
)

// The functions that a written script brings with it, each only where it is
// used. They do in JavaScript what XPath does: nothing is '', a number that is
// none is '' too, and a date is the days since 1970. They need no library.
// The functions are named as XPath names them where it has a name.

// helper is one function and those that it calls.
type helper struct {
	needs []string
	code  string
}

var helpers = map[string]helper{
	"text": {[]string{"decimal"}, `function text(v) {
  if (v === undefined || v === null) { return ''; }
  return typeof v === 'number' ? decimal(v) : String(v);
}`},
	"decimal": {nil, `function decimal(n) {
  if (n !== n) { return ''; }
  var p = String(n).split('e'), minus = p[0].charAt(0) === '-' ? '-' : '';
  if (p.length < 2) { return p[0]; }
  var d = p[0].replace('-', '').split('.'), e = Number(p[1]), f = d[1] || '';
  return minus + (e < 0 ? '0.' + '0'.repeat(-e - 1) + d[0] + f : d[0] + f + '0'.repeat(e - f.length));
}`},
	"number": {[]string{"days"}, `function number(v) {
  if (typeof v === 'number') { return v; }
  var s = v === undefined || v === null ? '' : String(v);
  if (/^\d{4}-\d\d-\d\d/.test(s)) { return days(s); }
  s = s.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(s) ? Number(s) : /^[+-]?Infinity$/.test(s) ? Number(s) : NaN;
}`},
	"days": {nil, `function days(v) {
  var m = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(v);
  if (!m) { return NaN; }
  var h = Number(m[4] || 0), i = Number(m[5] || 0), s = Number(m[6] || 0), ms = Number(((m[7] || '') + '000').slice(0, 3));
  var day = new Date(Date.UTC(m[1], m[2] - 1, m[3]));
  if (h > 23 || i > 59 || s > 59 || day.getUTCDate() !== Number(m[3])) { return NaN; }
  if (!m[8]) { return new Date(m[1], m[2] - 1, m[3], h, i, s, ms).getTime() / 86400000; }
  var away = m[8] === 'Z' ? 0 : Number(m[8].slice(1, 3)) * 60 + Number(m[8].slice(4));
  return (Date.UTC(m[1], m[2] - 1, m[3], h, i, s, ms) - (m[8].charAt(0) === '-' ? -away : away) * 60000) / 86400000;
}`},
	"padded": {nil, `function padded(v) {
  return String(v).replace(/^(\d{4})-(\d)-/, '$1-0$2-').replace(/^(\d{4}-\d\d)-(\d)(T|$)/, '$1-0$2$3');
}`},
	"two": {nil, `function two(n) { return (n < 10 ? '0' : '') + n; }`},
	"date": {[]string{"two"}, `function date(n) {
  if (n !== n || Math.abs(n) > 2932896) { return ''; }
  var t = new Date(Math.round(n * 86400000)), away = -t.getTimezoneOffset(), a = Math.abs(away);
  var day = ('000' + t.getFullYear()).slice(-4) + '-' + two(t.getMonth() + 1) + '-' + two(t.getDate());
  if (t.getHours() + t.getMinutes() + t.getSeconds() + t.getMilliseconds() === 0) { return day; }
  return day + 'T' + two(t.getHours()) + ':' + two(t.getMinutes()) + ':' + two(t.getSeconds()) + '.' + ('00' + t.getMilliseconds()).slice(-3) +
    (away < 0 ? '-' : '+') + two(Math.floor(a / 60)) + ':' + two(a % 60);
}`},
	"today": {nil, `function today() {
  var t = new Date();
  return new Date(t.getFullYear(), t.getMonth(), t.getDate()).getTime() / 86400000;
}`},
	"now": {nil, `function now() { return new Date().getTime() / 86400000; }`},
	"day": {nil, `function day(v) {
  var p = String(v || '').split('/');
  if (p.length < 3 || p[2] === '0000') { return ''; }
  return p[2] + '-' + (p[0] === '00' ? '01' : p[0]) + '-' + (p[1] === '00' ? '01' : p[1]);
}`},
	"moments": {nil, `function moments(v) { return String(v || '').replace(/(T\d\d:\d\d:\d\d)(Z|[+-]\d\d:\d\d)$/, '$1.000$2'); }`},
	"file":    {nil, `function file(v) { return v && v[0] ? v[0].originalName || v[0].name || '' : ''; }`},
	"places": {[]string{"text"}, `function places(v) {
  return Object.keys(v || {}).sort(function (a, b) { return a.length - b.length || (a < b ? -1 : 1); })
    .map(function (k) { return text(v[k]); }).filter(Boolean).join(' ');
}`},
	// Where a script stands, the server says as path, the page as instance.path:
	// members[1].jobs[0].job. Pages that say neither have the place of the row.
	"index": {nil, `function index(level) {
  var p = typeof path === 'string' && path || typeof instance === 'object' && instance && instance.path || '';
  var all = p.match(/\[\d+\]/g) || [];
  return level < all.length ? Number(all[level].slice(1, -1)) : level === 0 && typeof rowIndex === 'number' ? rowIndex : NaN;
}`},
	"words": {[]string{"text"}, `function words(v) {
  return (Array.isArray(v) ? v.map(text).join(' ') : text(v)).split(/[ \t\r\n]+/).filter(Boolean);
}`},
	"selected": {[]string{"words"}, `function selected(v, one) {
  var all = words(v), want = one.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  return want === '' ? all.length === 0 : all.indexOf(want) >= 0;
}`},
	"substring": {nil, `function substring(s, from, length) {
  var start = Math.floor(from + 0.5), end = length === undefined ? Infinity : start + Math.floor(length + 0.5);
  return start < end ? s.slice(Math.max(start, 1) - 1, Math.max(Math.min(end, s.length + 1), 1) - 1) : '';
}`},
	"substr": {nil, `function substr(s, from, to) {
  return from !== from || to !== to && to !== undefined ? '' : s.slice(Math.trunc(from), to === undefined ? s.length : Math.trunc(to));
}`},
	"before": {nil, `function before(s, part) { var i = s.indexOf(part); return i < 0 ? '' : s.slice(0, i); }`},
	"after":  {nil, `function after(s, part) { var i = s.indexOf(part); return i < 0 ? '' : s.slice(i + part.length); }`},
	"translate": {nil, `function translate(s, from, to) {
  var f = Array.from(from), t = Array.from(to);
  return Array.from(s).map(function (c) { var i = f.indexOf(c); return i < 0 ? c : t[i] || ''; }).join('');
}`},
	"normalize": {nil, `function normalize(s) { return s.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, ''); }`},
	"known":     {nil, `function known(n) { return n === n ? n : undefined; }`},
	"slashes":   {nil, `function slashes(s) { var m = /^(\d{4})-(\d\d)-(\d\d)/.exec(s); return m ? m[2] + '/' + m[3] + '/' + m[1] : ''; }`},
	"round": {nil, `function round(n, places) {
  var scale = Math.pow(10, places), r = Math.sign(n) * Math.round(Math.abs(n * scale)) / scale;
  return Math.abs(r) === Infinity ? n : r;
}`},
	"sum":  {nil, `function sum(all) { return all.length ? all.reduce(function (a, b) { return a + b; }, 0) : NaN; }`},
	"most": {nil, `function most(all, best) { return all.length ? best.apply(null, all) : NaN; }`},
	"months": {nil, `function months(from, to) {
  var a = new Date(Math.round(from * 86400000)), b = new Date(Math.round(to * 86400000));
  var n = (b.getFullYear() - a.getFullYear()) * 12 + b.getMonth() - a.getMonth();
  return n - (n > 0 && b.getDate() < a.getDate() ? 1 : n < 0 && b.getDate() > a.getDate() ? -1 : 0);
}`},
	"calendar": {nil, `function calendar(n) {
  var t = new Date(Math.round(n * 86400000));
  return Math.round(Date.UTC(t.getFullYear(), t.getMonth(), t.getDate()) / 86400000);
}`},
	"partOfDay": {nil, `function partOfDay(n) {
  var t = new Date(Math.round(n * 86400000));
  return (((t.getHours() * 60 + t.getMinutes()) * 60 + t.getSeconds()) * 1000 + t.getMilliseconds()) / 86400000;
}`},
	"uuid": {nil, `function uuid(length) {
  var form = length === undefined ? 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx' : 'x'.repeat(Math.min(Math.max(length, 0) || 0, 4096));
  return form.replace(/x/g, function () { return Math.floor(Math.random() * 16).toString(16); });
}`},
	"format": {[]string{"two"}, `function format(n, pattern) {
  if (n !== n || Math.abs(n) > 2932896) { return ''; }
  var t = new Date(Math.round(n * 86400000)), y = t.getFullYear();
  return pattern.replace(/%(.)/g, function (all, c) {
    switch (c) {
      case 'Y': return ('000' + y).slice(-4);
      case 'y': return two(y % 100);
      case 'm': return two(t.getMonth() + 1);
      case 'n': return String(t.getMonth() + 1);
      case 'b': return 'JanFebMarAprMayJunJulAugSepOctNovDec'.substr(3 * t.getMonth(), 3);
      case 'd': return two(t.getDate());
      case 'e': return String(t.getDate());
      case 'a': return 'SunMonTueWedThuFriSat'.substr(3 * t.getDay(), 3);
      case 'H': return two(t.getHours());
      case 'h': return String(t.getHours());
      case 'M': return two(t.getMinutes());
      case 'S': return two(t.getSeconds());
      case '3': return ('00' + t.getMilliseconds()).slice(-3);
      case '%': return '%';
      default: return all;
    }
  });
}`},
}

// withHelpers puts the functions that a script uses before it.
func withHelpers(used map[string]bool, script string) string {
	var names []string
	var add func(name string)
	add = func(name string) {
		if slices.Contains(names, name) {
			return
		}
		names = append(names, name)
		for _, other := range helpers[name].needs {
			add(other)
		}
	}
	for name := range used {
		add(name)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, name := range names {
		b.WriteString(helpers[name].code + "\n")
	}
	b.WriteString(script)
	return b.String()
}
