// SPDX-License-Identifier: Apache-2.0

package script_test

import (
	"fmt"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/script"
)

// now is a Friday, 13:30 in Nairobi.
func now(t testing.TB) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Africa/Nairobi")
	require.NoError(t, err)
	return time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC).In(zone)
}

// run runs a script over data, with the library.
func run(t testing.TB, pool *script.Pool, source, result, data string) (jsvalue.Value, error) {
	t.Helper()
	s, err := script.Compile(source, result)
	require.NoError(t, err)
	session := pool.Open(script.Setting{Now: now(t), Seed: 1, Library: true})
	defer session.Close()
	session.SetJSON("data", data)
	return session.Run(s)
}

func ExampleSession() {
	s, err := script.Compile("show = data.size > 2 && data.crops.includes('maize')", "show")
	fmt.Println(s.Reads, err)

	pool := script.NewPool()
	defer pool.Close()
	session := pool.Open(script.Setting{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)})
	defer session.Close()
	session.SetJSON("data", `{"size": 4, "crops": ["maize", "beans"]}`)
	fmt.Println(session.Run(s))
	// Output:
	// [{data [size] false} {data [crops includes] false}] <nil>
	// true <nil>
}

func TestRun(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	tests := []struct{ name, source, result, data, want string }{
		{"a condition", "show = data.a === 1", "show", `{"a": 1}`, "true"},
		{"an expression", "data.a + 1", "", `{"a": 1}`, "2"},
		{"a return", "if (data.a) { return 'yes'; } return 'no'", "", `{"a": 1}`, `"yes"`},
		{"a variable nobody declared", "total = 0; for (i = 0; i < data.a.length; i++) total += data.a[i]; value = total", "value", `{"a": [1, 2]}`, "3"},
		{"a loop without braces", "value = 0; while (value < 3) value++;", "value", `{}`, "3"},
		{"loops in loops without braces", "value = 0; for (var i = 0; i < 2; i++) for (var k of [1, 2]) value += k", "value", `{}`, "6"},
		{"an object", "value = {b: 1, a: [data.a, null]}", "value", `{"a": "x"}`, `{"b":1,"a":["x",null]}`},
		{"nothing", "value = data.none", "value", `{}`, "null"},
		{"a text that looks like an answer of the sandbox", "value = 'j{}'", "value", `{}`, `"j{}"`},
		{"a Date", "value = new Date(2026, 10, 20)", "value", `{}`, `"2026-11-19T21:00:00.000Z"`},
		{"the clock of the session", "value = new Date().getHours() + ':' + Date.now()", "value", `{}`, `"13:1795170600000"`},
		{"a local time", "value = new Date('2026-01-31T08:00').toISOString()", "value", `{}`, `"2026-01-31T05:00:00.000Z"`},
		{"lodash by path", "value = [_.get(data, 'a.b[1]'), _.get(data, 'x.y', 7), _.has(data, 'a.b')]", "value", `{"a": {"b": [1, 2]}}`, "[2,7,true]"},
		{
			"lodash over lists", "value = [_.sumBy(data.a, 'n'), _.find(data.a, {n: 2}).t, _.some(data.a, ['t', 'y']), _.map(_.orderBy(data.a, 'n', 'desc'), 't').join('')]", "value",
			`{"a": [{"n": 1, "t": "x"}, {"n": 2, "t": "y"}]}`, `[3,"y",true,"yx"]`,
		},
		{"lodash rounds", "value = [_.round(1.005, 2), _.round(2.5), _.floor(1.29, 1), _.isEmpty({}), _.isEqual([{a: 1}], [{a: 1}])]", "value", `{}`, "[1.01,3,1.2,true,true]"},
		{"moment in years", "value = moment().diff(moment(data.born), 'years')", "value", `{"born": "1990-11-21"}`, "35"},
		{"moment on the birthday", "value = moment().diff('1990-11-20', 'years')", "value", `{}`, "36"},
		{"moment by format", "value = moment('03/04/2020', 'DD/MM/YYYY').format('YYYY-MM-DD ddd D MMM')", "value", `{}`, `"2020-04-03 Fri 3 Apr"`},
		{"moment at the end of a month", "value = moment('2024-01-31').add(1, 'month').format('YYYY-MM-DD')", "value", `{}`, `"2024-02-29"`},
		{"moment compares days", "value = [moment('2026-11-20T23:00').isSame(moment(), 'day'), moment('2026-11-21').isAfter(moment()), moment('x').isValid()]", "value", `{}`, "[true,true,false]"},
		{"moment knows no such day", "value = [moment('31.02.2020', 'DD.MM.YYYY').isValid(), moment('1.2.20', 'DD.MM.YYYY', true).isValid(), moment('2020-02-30').isValid()]", "value", `{}`, "[false,false,false]"},
		{"moment begins and ends", "value = moment('2026-05-17T10:00').startOf('month').format() + moment('2026-05-17').endOf('year').format('DD.MM. HH:mm:ss.SSS')", "value", `{}`, `"2026-05-01T00:00:00+03:0031.12. 23:59:59.999"`},
		{"utils", "value = utils.getValue(submission, 'b')", "value", `{}`, "null"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			v, err := run(t, pool, test.source, test.result, test.data)
			require.NoError(t, err)
			require.Equal(t, test.want, jsvalue.JSON(v))
		})
	}
}

func TestCompileFindsWhatIsRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, source string
		want         []script.Read
	}{
		{"members", "show = data.a.b === row['c d']", []script.Read{{"data", []string{"a", "b"}, false}, {"row", []string{"c d"}, false}}},
		{"an index", "show = data.grid[i].x", []script.Read{{"data", []string{"grid", "*", "x"}, true}}},
		{"a computed name of the submission", "show = submission.data[component.key].x", []script.Read{{"data", nil, true}}},
		{"lodash", "show = _.get(data, 'a.b') > _.get(row, 'c')", []script.Read{{"data", []string{"a", "b"}, false}, {"row", []string{"c"}, false}}},
		{"everything", "var d = data; show = d.a", []script.Read{{"data", nil, true}}},
		{"a computed name", "show = row[component.key]", []script.Read{{"row", nil, true}}},
		{"the submission", "show = submission.data.a || submission.metadata.x", []script.Read{{"data", []string{"a"}, false}}},
		{"itself", "valid = input > 3", []script.Read{{"input", nil, false}}},
		{"a name of its own", "var row = 1; show = row.a", nil},
		{"optional members", "show = data?.a?.b", []script.Read{{"data", []string{"a", "b"}, false}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, err := script.Compile(test.source, "show")
			require.NoError(t, err)
			require.Equal(t, test.want, s.Reads)
		})
	}
}

func TestCompileFindsUnknownNames(t *testing.T) {
	t.Parallel()
	s, err := script.Compile("var a = 1;\nfetch(a + b); c = _.kebabCase(c);\nvalue = instance.validateFnr(x => x, Math.max(1), moment.tz)", "value")
	require.NoError(t, err)
	require.Equal(t, []script.Unknown{{"fetch", 2}, {"b", 2}, {"_.kebabCase", 2}, {"instance.validateFnr", 3}, {"moment.tz", 3}}, filter(s.Unknown, "x"))
}

func filter(unknown []script.Unknown, name string) (kept []script.Unknown) {
	for _, u := range unknown {
		if u.Name != name {
			kept = append(kept, u)
		}
	}
	return kept
}

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"what is no JavaScript":       "show = = 1",
		"a bracket it has not opened": "}); (function(){ while (true) { }",
		"the tick":                    "$tick = 1",
		"its own tick":                "function $tick() {}",
		"big numbers":                 "value = 2n ** 1000000n",
		"an import":                   "import('fs')",
		"generators":                  "function* f() { while (true) yield 1 }",
	} {
		_, err := script.Compile(source, "value")
		var syntax *script.SyntaxError
		require.ErrorAs(t, err, &syntax, name)
	}
}

func TestErrorsQuoteNothing(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	for _, source := range []string{"throw data.a", "throw new Error(data.a)", "throw {message: data.a, name: data.a}", "data.b.c", "nothing()", "throw new TypeError(data.a)"} {
		_, err := run(t, pool, source, "value", `{"a": "0700123456"}`)
		require.Error(t, err, source)
		require.NotContains(t, err.Error(), "0700", source)
	}
}

// TestLibraryIsWhatTheAnalysisKnows holds the list of names against library.js.
func TestLibraryIsWhatTheAnalysisKnows(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	for _, library := range []string{"_", "moment", "utils"} {
		v, err := run(t, pool, "value = Object.keys("+library+").sort().filter(n => n !== 'fn')", "value", `{}`)
		require.NoError(t, err)
		for _, name := range v.(*jsvalue.Array).Items {
			s, err := script.Compile("value = "+library+"."+name.(string), "value")
			require.NoError(t, err)
			require.Empty(t, s.Unknown, "%s.%s is there and not known", library, name)
		}
		s, err := script.Compile("value = "+library+".nothing", "value")
		require.NoError(t, err)
		require.Len(t, s.Unknown, 1)
	}
}

// TestHalvesOfCharacters cuts an emoji in two, which JavaScript can and UTF-8 can't.
func TestHalvesOfCharacters(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	for _, test := range []struct{ name, source, want string }{
		{"first half", "value = '😀'.substr(0, 1)", `"�"`},
		{"second half", "value = 'a' + '😀'.charAt(1) + 'b'", `"a�b"`},
		{"two first halves", "value = '😀'.charAt(0) + '😀'.charAt(0)", `"��"`},
		{"both halves again", "value = '😀'.charAt(0) + '😀'.charAt(1)", `"😀"`},
		{"in a list", "value = ['😀'.charAt(1)]", `["�"]`},
		{"name of a member", "value = {}; value['😀'.charAt(0)] = 1", `{"�":1}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			v, err := run(t, pool, test.source, "value", "{}")
			require.NoError(t, err)
			require.Equal(t, test.want, jsvalue.JSON(v))
			if s, ok := v.(string); ok {
				require.True(t, utf8.ValidString(s))
			}
		})
	}
}
