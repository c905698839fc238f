// SPDX-License-Identifier: Apache-2.0

package script_test

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/script"
)

// hostile are scripts that take for ever, take all memory, or look for a way
// out. None may take longer than cutOff, and the process stays small.
var hostile = map[string]string{
	"a loop":                       "while(true){}",
	"a loop that catches":          "for(;;){try{for(;;){}}catch(e){}}",
	"a loop in finally":            "try{for(;;);}finally{for(;;);}",
	"a loop without braces":        "for(;;) Array(1e5).fill('x').join('')",
	"a long text":                  "value = 'x'.repeat(2**29)",
	"a text that doubles":          "value = 'x'; for(;;) value += value",
	"a text that grows":            "value = ''; for(;;) value += 'xxxxxxxxxxxxxxxx'",
	"endless fill and join":        "for(;;){Array(1e5).fill('x').join('')}",
	"fill and join that catch":     "for(;;){try{Array(1e5).fill('x').join('')}catch(e){}}",
	"a list of everything":         "Array(4294967295).join('x')",
	"a list without items":         "var a = []; a.length = 4294967295; a.indexOf(1)",
	"what only has a length":       "Array.prototype.includes.call({length: 2**53}, 1)",
	"a list from a length":         "Array.from({length: 1e9})",
	"a list through constructor":   "new ([].constructor)(1e9).fill(0)",
	"an object that grows":         "var o = {}; for(var i = 0;; i++) o['k' + i] = [i]",
	"calls without end":            "(function f(){f()})()",
	"calls that branch":            "(function f(n){ if(n) { f(n-1); f(n-1) } })(60)",
	"arrows that branch":           "var f = n => n && (f(n-1), f(n-1)); f(60)",
	"copying a long list":          "var a = []; for(var i=0;i<100000;i++) a.push(i); for(;;) [...a]",
	"sorting":                      "for(;;) Array(9999).fill('b').map((x,i)=>x+i).sort()",
	"a pattern that backtracks":    "/(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')",
	"patterns that backtrack":      "for(;;){try{/(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')}catch(e){}}",
	"replacing in a long text":     "var s = 'aaaaaaaa'; for(var i=0;i<13;i++) s+=s; for(;;) s.replace(/a/g, 'b')",
	"comparing long texts":         "var s = 'aaaaaaaa', t = 'aaaaaaaa'; for(var i=0;i<18;i++){s+=s;t+=t} for(;;) s === t",
	"a deep text of JSON":          "JSON.parse('['.repeat(100000))",
	"a deep value":                 "value = []; for(var i=0;i<100000;i++) value = [value]",
	"a wide value":                 "value = []; for(;;) value.push(value.length)",
	"a value in a circle":          "value = {}; value.a = value",
	"a value that answers itself":  "value = {toJSON(){for(;;){}}}",
	"an error that answers itself": "throw {toString(){for(;;){}}, get name(){for(;;){}}, get message(){for(;;){}}}",
	"code from text":               "value = constructor.constructor('return this')()",
	"code from a function":         "value = (()=>{}).constructor('return 1')()",
	"code from a method":           "value = [].map.constructor('return 1')()",
	"eval":                         "value = eval('1')",
	"the network":                  "value = fetch('http://localhost/')",
	"the host":                     "value = require('fs')",
	"a process":                    "value = process.exit(1)",
	"std":                          "value = std.open('/etc/passwd', 'r').readAsString()",
}

const cutOff = 200 * time.Millisecond

func TestHostileScripts(t *testing.T) {
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	good, err := script.Compile("value = [1, 2, 3].map(x => x * data.n).join() + ({}).toString() + typeof polluted", "value")
	require.NoError(t, err)
	for name, source := range hostile {
		t.Run(name, func(t *testing.T) {
			s, err := script.Compile(source, "value")
			if err != nil {
				return // refused
			}
			session := pool.Open(script.Setting{Now: now(t), Library: true})
			defer session.Close()
			session.SetJSON("data", `{"n": 2}`)
			v, took, err := fastest(session, s)
			if !raceEnabled {
				require.Less(t, took, cutOff)
			}
			var thrown *script.Error
			require.True(t, errors.Is(err, script.ErrLimit) || errors.As(err, &thrown), "%v %v", v, err)

			v, err = session.Run(good)
			require.NoError(t, err, "the session goes on")
			require.Equal(t, "2,4,6[object Object]undefined", v)
		})
	}
	require.Less(t, resident(t), 256<<20)
}

// fastest runs a script until it is cut off in time, at most a few times: a busy
// machine keeps a call waiting, which is not the script's doing.
func fastest(session *script.Session, s *script.Script) (v jsvalue.Value, took time.Duration, err error) {
	for range 5 {
		begin := time.Now()
		v, err = session.Run(s)
		if took = time.Since(begin); took < cutOff {
			break
		}
	}
	return v, took, err
}

// runtimes is no less than what a pool has.
const runtimes = 4

// TestNothingOutlivesACall tries to leave something behind for the next person.
func TestNothingOutlivesACall(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	for _, attack := range []string{
		"Object.prototype.polluted = data.a",
		"({}).__proto__.polluted = data.a",
		"[].__proto__.join = () => data.a",
		"Array.prototype.map = () => [data.a]",
		"String.prototype.trim = () => data.a",
		"Object.setPrototypeOf(Object.prototype, null)",
		"Object.defineProperty(Object.prototype, 'polluted', {value: 1})",
		"JSON.parse = () => ({n: data.a}); JSON.stringify = () => data.a",
		"Date.now = () => 0; Math.random = () => 1",
		"globalThis.polluted = data.a", "this.polluted = data.a", "polluted = data.a",
		"_.polluted = data.a; _.get = () => data.a", "moment.fn.format = () => data.a", "moment.polluted = data.a",
		"utils._.polluted = data.a", "console.polluted = data.a", "Map.prototype.get.polluted = data.a",
		"(function*(){})", "Symbol.iterator.polluted = data.a", "RegExp.prototype.exec = () => data.a",
		"JSON.parse('{\"__proto__\": {\"polluted\": 1}}')", "_.set({}, '__proto__.polluted', data.a)", "_.set({}, 'constructor.prototype.polluted', data.a)",
		"try { null.x } catch (e) { e.constructor.prototype.polluted = data.a }",
		"data.a.constructor.prototype.polluted = data.a",
		"moment().constructor.prototype.polluted = data.a", "[][Symbol.iterator]().__proto__.next = () => ({done: true})",
	} {
		s, err := script.Compile(attack, "value")
		if err != nil {
			continue
		}
		for range runtimes { // each of them in turn
			session := pool.Open(script.Setting{Now: now(t), Library: true})
			session.SetJSON("data", `{"a": "secret"}`)
			_, _ = session.Run(s)
			session.Close()
		}
		v, err := run(t, pool, `value = [typeof polluted, ({}).polluted, [].polluted, ''.polluted, _.polluted, console.polluted, moment.polluted, moment().polluted, [1, 2].join(), [1].map(x => x + 1), ' a '.trim(),
			JSON.stringify(JSON.parse('{"x":1}')), Date.now() > 0, _.get({a: 1}, 'a'), moment().format('YYYY'), typeof data.a, /a/.exec('a')[0], [...'ab'].length, new Error().polluted, typeof Map.prototype.get.polluted]`, "value", `{"n": 1}`)
		require.NoError(t, err, attack)
		require.Equal(t, `["undefined",null,null,null,null,null,null,null,"1,2",[2],"a","{\"x\":1}",true,1,"2026","undefined","a",2,null,"undefined"]`, jsvalue.JSON(v), attack)
	}
}

// resident is the size of the process in bytes, 0 where it is not known.
func resident(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(status), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.Atoi(strings.Fields(rest)[0])
			require.NoError(t, err)
			return kib << 10
		}
	}
	return 0
}
