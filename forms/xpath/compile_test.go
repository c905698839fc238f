// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xpath"
)

func TestCompileErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, source string
		dialect      xpath.Dialect
		offset       int
		msg          string
	}{
		{"nothing", "", xpath.ODK, 0, "ends too early"},
		{"open text", "a = 'b", xpath.ODK, 4, "does not end"},
		{"open bracket", "(1 + 2", xpath.ODK, 6, "ends too early"},
		{"two operands", "1 2", xpath.ODK, 2, "not readable from here"},
		{"strange character", "a # b", xpath.ODK, 2, "character '#'"},
		{"control character", "a \x01", xpath.ODK, 2, "character U+0001"},
		{"unknown function", "1 + foo(2)", xpath.ODK, 4, "function foo() is not known"},
		{"too few arguments", "substr('a')", xpath.ODK, 0, "takes 2 to 3 arguments, not 1"},
		{"too many arguments", "true(1)", xpath.ODK, 0, "takes 0 arguments, not 1"},
		{"unknown question", "${age} > ${agee}", xpath.ODK, 9, "no question of that name"},
		{"open reference", "${age", xpath.ODK, 0, "does not end"},
		{"reference without name", "1 + ${a b}", xpath.ODK, 4, "no proper name"},
		{"variable", "$age", xpath.ODK, 0, "variable $age"},
		{"unknown prefix", "a/p:b", xpath.ODK, 2, "prefix p is not known"},
		{"unknown axis", "sideways::a", xpath.ODK, 0, "axis sideways"},
		{"step after a number", "(1)/a", xpath.ODK, 1, "only a path"},
		{"union of a number", "a | 1", xpath.ODK, 4, "joins node-sets"},
		{"count of a number", "count(1)", xpath.ODK, 6, "needs a path"},
		{"index missing", "indexed-repeat(a, b, 1, c)", xpath.ODK, 0, "an index for each repeat"},
		{"pattern", "regex(a, '(')", xpath.ODK, 9, "pattern is not readable"},
		{"unknown question in quotes", "jr:choice-name(a, '${agee}')", xpath.ODK, 19, "no question of that name"},
		{"question in quotes", "jr:choice-name(a, '/data/${agee}')", xpath.ODK, 25, "not readable from here"},
		{"ODK function in plain XPath", "selected(a, 'b')", xpath.XPath1, 0, "not known"},
		{"CHT function without the option", "add-date('2026-01-01', 1)", xpath.ODK, 0, "not known"},
		{"axis in JavaRosa", "descendant::a", xpath.JavaRosa, 0, "not supported"},
		{"union in JavaRosa", "a | b", xpath.JavaRosa, 0, "not supported"},
		{"bracket in JavaRosa", "(a)[1]", xpath.JavaRosa, 0, "bracketed"},
		{"text() in JavaRosa", "/text()", xpath.JavaRosa, 0, "not supported"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := xpath.Compile(tt.source, xpath.Options{Dialect: tt.dialect, Binder: &questions{names: []string{"age"}}})
			var syntax *xpath.SyntaxError
			require.ErrorAs(t, err, &syntax)
			require.ErrorContains(t, err, tt.msg)
			require.Equal(t, tt.offset, syntax.Offset)
		})
	}
}

func TestBinderErrorIsKept(t *testing.T) {
	t.Parallel()
	_, err := xpath.Compile("${nobody}", xpath.Options{Binder: &questions{}})
	require.ErrorIs(t, err, errNoQuestion)
}

func TestWhatIsNeverReachedIsNeverAtFault(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		"false() and unknown()", "true() or substring()", "if(false() and unknown-a(), unknown-b(), 'x')", "0 and unknown(1) + 1",
	} {
		mustCompile(t, source, xpath.Options{})
	}
	for _, source := range []string{"true() and unknown()", "a or unknown()", "unknown() or true()"} {
		_, err := xpath.Compile(source, xpath.Options{})
		require.Error(t, err, source)
	}
}

func TestNoTextIsReplaced(t *testing.T) {
	t.Parallel()
	got, err := mustCompile(t, "concat('${age}', ' /data/age ')", xpath.Options{Binder: &questions{names: []string{"age"}}}).String(at(t, "/data"))
	require.NoError(t, err)
	require.Equal(t, "${age} /data/age ", got)
}

func TestBinding(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, source string
		bound        []string
	}{
		{"reference", "${age} + ${name}", []string{"/data/age", "/data/name"}},
		{"absolute", "/data/age", []string{"/data/age"}},
		{"relative", "../age", []string{"../age"}},
		{"dots cancel", "./../x/../age", []string{"../age"}},
		{"current", "current()/../age", []string{"current()/../age"}},
		{"reference in a predicate", "instance('d')/root/item[name = ${name}]", []string{"/data/name"}},
		{"relative in a predicate is not", "member[../age = 1]", nil},
		{"predicates are walked", "/data/age[1]", nil},
		{"axes are walked", "/data//age", nil},
		{"wildcards are walked", "/data/*", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			binder := &questions{names: []string{"age", "name"}}
			mustCompile(t, tt.source, xpath.Options{Binder: binder})
			require.Equal(t, tt.bound, binder.bound)
		})
	}
}

// siblings is a binder that gives relative paths.
type siblings struct{}

func (siblings) Ref(name string) (string, error) { return "../" + name, nil }

func (siblings) Bind(xpath.Path) (xpath.Slot, bool) { return 0, false }

func TestReferencesInPredicatesStartAtTheContextNode(t *testing.T) {
	t.Parallel()
	expr := mustCompile(t, "concat(../member[years < ${years}]/first, '-', ${first}/text())", xpath.Options{Binder: siblings{}})
	got, err := expr.String(at(t, "/data/member[2]/years"))
	require.NoError(t, err)
	require.Equal(t, "-Juma", got)
	expr = mustCompile(t, "join(' ', ../../member[years < ${years}]/first)", xpath.Options{Binder: siblings{}})
	got, err = expr.String(at(t, "/data/member[2]/years"))
	require.NoError(t, err)
	require.Equal(t, "Asha", got)
	require.Equal(t, "../years", expr.Paths()[1].String())
}

func TestPaths(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, source string
		want         []string
	}{
		{"none", "1 + 1", nil},
		{"context", ". > 1", []string{"."}},
		{"several", "${age} > /data/a/b and ../c", []string{"/data/age", "/data/a/b", "../c"}},
		{"once each", "a = 1 or a = 2", []string{"a"}},
		{"dots", "./a/../b/./c", []string{"b/c"}},
		{"predicate", "/data/m[x > ../y]/z", []string{"/data/m/x", "/data/y", "/data/m[...]/z"}},
		{"context in a predicate", "/data/m[. = 1]", []string{"/data/m", "/data/m[...]"}},
		{"function without argument", "/data/m[string-length() > 1]/../n", []string{"/data/m", "/data/n"}},
		{
			"current in a predicate", "instance('i')/root/item[k = current()/../a]/l",
			[]string{"instance('i')/root/item/k", "current()/../a", "instance('i')/root/item[...]/l"},
		},
		{
			"reference in a predicate", "instance('i')/root/item[k = ${age}]",
			[]string{"instance('i')/root/item/k", "/data/age", "instance('i')/root/item[...]"},
		},
		{"last-saved", "${last-saved#age}", []string{"instance('__last-saved')/data/age"}},
		{"indexed-repeat", "indexed-repeat(/d/r/x, /d/r, position(..))", []string{"/d/r", "..", "/d/r/x"}},
		{"pulldata", "pulldata('f', 'col', 'key', ../k)", []string{"../k", "instance('f')/root/item[...]/col"}},
		{"union with predicate", "(a | b)[c]/d", []string{"a/c", "b/c", "a/d", "b/d"}},
		{"if of nodes", "if(c, a, b)/d", []string{"c", "a/d", "b/d"}},
		{"once does not read itself", "once(uuid())", nil},
		{"choice-name reads no question", "jr:choice-name(a, '${age}')", []string{"a"}},
		{"axes", "ancestor::g/@x | //y", []string{"ancestor::g/@x", "/descendant-or-self::node()/y"}},
		{"bracketed arguments", "concat((a), count(b[1]))", []string{"a", "b[...]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expr := mustCompile(t, tt.source, xpath.Options{Binder: &questions{names: []string{"age"}}})
			var got []string
			for _, p := range expr.Paths() {
				got = append(got, p.String())
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestVolatile(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]xpath.Volatility{
		"a + 1": 0, "today() > a": xpath.Clock, "random()": xpath.Random, "if(a, now(), uuid())": xpath.Clock | xpath.Random,
		"randomize(a)": xpath.Random, "randomize(a, 3)": 0, "false() and now()": 0,
	} {
		require.Equal(t, want, mustCompile(t, source, xpath.Options{}).Volatile(), source)
	}
}

func TestKind(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]xpath.ValueKind{
		"1": xpath.NumberValue, "a = 1": xpath.BooleanValue, "'x'": xpath.StringValue, "today()": xpath.DateValue, "a/b": xpath.NodeSetValue,
		"if(a, 1, 2)": xpath.NumberValue,
	} {
		kind, ok := mustCompile(t, source, xpath.Options{}).Kind()
		require.True(t, ok)
		require.Equal(t, want, kind, source)
	}
	_, ok := mustCompile(t, "if(a, 1, 'x')", xpath.Options{}).Kind()
	require.False(t, ok)
}
