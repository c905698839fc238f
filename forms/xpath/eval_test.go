// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"math"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xpath"
)

func TestStringOf(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, context, source, want string }{
		{"or is weaker than and", "/data", "true() or true() and false()", "true"},
		{"comparison chains to the left", "/data", "3 > 2 > 1", "false"},
		{"multiplication first", "/data", "1 + 2 * 3 - 4 div 2", "5"},
		{"mod keeps the sign of the left", "/data", "-5 mod 3", "-2"},
		{"minus within a name", "/data", "count(count-non-empty(*)[1] | *)", ""},
		{"a node is its text", "/data", "name", "Amina"},
		{"a missing node is nothing", "/data", "missing", ""},
		{"NaN prints as nothing", "/data", "1 * name", ""},
		{"no exponent for large", "/data", "1000000000000000000000 * 10", "10000000000000000000000"},
		{"no exponent for small", "/data", "1 div 10000000", "0.0000001"},
		{"zero has no sign", "/data", "-1 * 0", "0"},
		{"any node may equal", "/data", "member/years = 12", "true"},
		{"any node may differ", "/data", "member/years != 12", "true"},
		{"some pair is in order", "/data", "member/years > age", "false"},
		{"empty number compares with nothing", "/data", "empty < 5 or empty >= 5", "false"},
		{"node-sets with booleans", "/data", "(empty = true()) and (missing = false())", "true"},
		{"predicate by position", "/data", "member[2]/first", "Juma"},
		{"predicate by last", "/data", "member[last()]/first", "Neema"},
		{"predicate of a predicate", "/data", "member[visit[on = '2026-03-01']]/first", "Juma"},
		{"predicates in turn", "/data", "member[visit][2]/first", "Juma"},
		{"position restarts at each parent", "/data", "join(' ', member/visit[1]/on)", "2026-01-01 2026-03-01"},
		{"a bracket counts over all", "/data", "(member/visit)[3]/on", "2026-03-01"},
		{"reverse axes count backwards", "/data/member[3]", "preceding-sibling::member[1]/first", "Juma"},
		{"union in document order", "/data", "join(' ', age | name | age)", "Amina 34"},
		{"attributes", "/data", "concat(@id, '-', @version)", "household-2"},
		{"current in a predicate", "/data/member[2]", "../member[years < current()/years]/first", "Asha"},
		{"instance", "/data", "instance('districts')/root/item[name = 'd2']/label", "Kabale"},
		{"absolute path within an instance", "/data", "instance('districts')/root/item[region = 'north' and /data/age = 34][2]/label", "Gulu"},
		{"no such instance", "/data", "count(instance('nowhere')/root/item)", "0"},
		{"pulldata", "/data", "pulldata('districts', 'label', 'name', 'd3')", "Gulu"},
		{"pulldata finds nothing", "/data", "pulldata('districts', 'label', 'name', 'd9')", ""},
		{"indexed-repeat", "/data", "indexed-repeat(/data/member/visit/on, /data/member, 1, /data/member/visit, 2)", "2026-02-01"},
		{"indexed-repeat out of range", "/data", "indexed-repeat(/data/member/first, /data/member, 9)", ""},
		{"indexed-repeat without index", "/data", "indexed-repeat(/data/member/first, /data/member, empty)", ""},
		{"position of a repeat", "/data/member[3]/first", "position(..)", "3"},
		{"if of text", "/data", "if(age >= 18, 'adult', 'minor')", "adult"},
		{"if of two types", "/data", "if(age > 100, 1, 'old') = 'old'", "true"},
		{"if of nodes", "/data", "count(if(age > 1, member, name))", "3"},
		{"coalesce", "/data", "coalesce(empty, name)", "Amina"},
		{"once keeps", "/data/name", "once('x')", "Amina"},
		{"once sets", "/data/empty", "once(1 + 1)", "2"},
		{"selected", "/data", "selected(crops, 'beans')", "true"},
		{"selected whole values only", "/data", "selected(crops, 'bean')", "false"},
		{"selected nothing of nothing", "/data", "selected(empty, '')", "true"},
		{"selected-at", "/data", "selected-at(crops, 1)", "beans"},
		{"count-selected", "/data", "count-selected(' a  b c ')", "3"},
		{"substr counts from 0", "/data", "substr('hello', 1, 3)", "el"},
		{"substr from the end", "/data", "substr('hello', -3, -1)", "ll"},
		{"substring counts from 1", "/data", "substring('hello', 2, 3)", "ell"},
		{"characters are UTF-16 units", "/data", "string-length('a😀é')", "4"},
		{"slicing keeps characters", "/data", "substr('a😀é', 3)", "é"},
		{"translate", "/data", "translate('2026/11/20', '/1', '-')", "2026--20"},
		{"normalize-space", "/data", "normalize-space('  a \n b ')", "a b"},
		{"join of nodes and texts", "/data", "join(', ', member/first, 'x')", "Asha, Juma, Neema, x"},
		{"concat of nodes", "/data", "concat(member/first, '!')", "AshaJumaNeema!"},
		{"digest", "/data", "digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"},
		{"base64", "/data", "base64-decode('w6nDqMOx')", "éèñ"},
		{"base64 of nonsense", "/data", "base64-decode('***')", ""},
		{"round to decimals", "/data", "round(1.235, 2)", "1.24"},
		{"round to tens", "/data", "round(626.3, -2)", "600"},
		{"int towards zero", "/data", "int(-1.9)", "-1"},
		{"sum", "/data", "sum(member[years]/years[. != ''])", "19"},
		{"sum with a blank is none", "/data", "sum(member/years)", ""},
		{"max", "/data", "max(3, age, '7')", "34"},
		{"checklist", "/data", "checklist(1, 2, name, empty, age = 34)", "true"},
		{"weighted-checklist", "/data", "weighted-checklist(5, -1, age > 1, 3, name = 'x', 9, true(), 2)", "true"},
		{"choice-name", "/data", "jr:choice-name(name, '/data/crops')", "label of Amina in crops"},
		{"itext", "/data", "jr:itext('q1')", "text of q1"},
		{"property", "/data", "property('deviceid')", "property of deviceid"},
		{"uuid of a length", "/data", "string-length(uuid(50))", "50"},
		{"namespace-uri of none", "/data", "namespace-uri(name)", ""},
		{"descendants", "/data", "count(descendant::on)", "3"},
		{"following", "/data/member[2]/first", "count(following::first)", "1"},
		{"preceding", "/data/member[2]/first", "preceding::on[1]", "2026-02-01"},
		{"text nodes", "/data/name", "text()", "Amina"},
		{"a line that goes straight", "/data", "intersects('0 0;0 1;0 2')", "false"},
		{"a square", "/data", "intersects('0 0;0 1;1 1;1 0;0 0')", "false"},
		{"a bow tie", "/data", "intersects('0 0;1 1;1 0;0 1;0 0')", "true"},
		{"a line that touches itself", "/data", "intersects('0 0;0 2;1 1;0 1')", "true"},
		{"a line that runs back", "/data", "intersects('0 0;0 2;0 1')", "true"},
		{"a closed line that runs back over its beginning", "/data", "intersects('0 0;0 2;1 1;0 1;0 0')", "true"},
		{"no line", "/data", "intersects('here')", "false"},
		{"geofence", "/data", "geofence('0.5 0.5', '0 0;0 1;1 1;1 0;0 0')", "true"},
		{"area of no shape", "/data", "area(empty)", "0"},
		{"distance of two points", "/data", "distance('0 0;0 1')", "111318.85"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expr, err := xpath.Compile(tt.source, xpath.Options{})
			if tt.name == "minus within a name" {
				require.ErrorContains(t, err, "only a path")
				return
			}
			require.NoError(t, err)
			ctx := at(t, tt.context)
			got, err := expr.String(ctx)
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
			value, err := expr.Eval(ctx)
			require.NoError(t, err)
			if expr.Volatile() == 0 {
				require.Equal(t, got, value.String())
			}
			number, err := expr.Number(ctx)
			require.NoError(t, err)
			if want := value.Number(); expr.Volatile() == 0 && !math.IsNaN(want) {
				require.InDelta(t, want, number, 1e-9)
			}
		})
	}
}

func TestErrorsOfEvaluation(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, source string
		dialect      xpath.Dialect
		want         error
	}{
		{"digest of an unknown kind", "digest('a', 'SHA-3')", xpath.ODK, xpath.ErrValue},
		{"distance of no line", "distance('x')", xpath.ODK, xpath.ErrValue},
		{"uuid too long", "uuid(100000)", xpath.ODK, xpath.ErrValue},
		{"pattern from an answer", "regex('a', concat('(', name))", xpath.ODK, xpath.ErrValue},
		{"nodes of a text", "count(if(age > 1, 'x', member))", xpath.ODK, xpath.ErrNotNodes},
		{"no date in JavaRosa", "date('1983-09-31')", xpath.JavaRosa, xpath.ErrValue},
		{"date of a truth in JavaRosa", "date(true())", xpath.JavaRosa, xpath.ErrValue},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := mustCompile(t, tt.source, xpath.Options{Dialect: tt.dialect}).Eval(at(t, "/data"))
			require.ErrorIs(t, err, tt.want)
		})
	}
}

func TestNodesOfOtherTypes(t *testing.T) {
	t.Parallel()
	_, err := mustCompile(t, "1 + 1", xpath.Options{}).Nodes(at(t, "/data"))
	require.ErrorIs(t, err, xpath.ErrNotNodes)
}

func TestWithoutHost(t *testing.T) {
	t.Parallel()
	ctx := &xpath.Context{}
	for _, source := range []string{
		"instance('x')/root/item", "pulldata('a','b','c','d')", "jr:itext('a')", "jr:choice-name('a', '/b')", "property('x')",
		"uuid()", "/a/b/c", ".", "..", "//node()", "position(.)", "current()/a", "once(a)", "id('x')", "name()",
		"indexed-repeat(/a, /b, 1)", "randomize(/a)",
	} {
		got, err := mustCompile(t, source, xpath.Options{}).String(ctx)
		require.NoError(t, err, source)
		require.Empty(t, got, source)
	}
	got, err := mustCompile(t, "today()", xpath.Options{}).String(ctx)
	require.NoError(t, err)
	require.Equal(t, "1970-01-01", got)
}

func TestIndexAgreesWithScan(t *testing.T) {
	t.Parallel()
	host := newHost(t)
	doc := mustParse(t, villages(200))
	host.instances["indexed"] = doc.Node(0)
	host.instances["scanned"] = xpath.Node{Tree: plain{doc}, ID: 0}
	ctx := at(t, "/data")
	ctx.Host = host
	for _, predicate := range []string{
		"parish = 'p7'", "'p7' = parish", "parish = concat('p', /data/member[1]/years)", "parish = /data/missing", "parish = ../../x",
		"parish = /data/member/years", "name = 'v3' or name = 'v4'", "parish = 'p7'][2", "parish = 7", "parish = name", "name = name", "parish = current()/@id",
	} {
		t.Run(predicate, func(t *testing.T) {
			indexed, err := mustCompile(t, "join(' ', instance('indexed')/root/item["+predicate+"]/name)", xpath.Options{}).String(ctx)
			require.NoError(t, err)
			scanned, err := mustCompile(t, "join(' ', instance('scanned')/root/item["+predicate+"]/name)", xpath.Options{}).String(ctx)
			require.NoError(t, err)
			require.Equal(t, scanned, indexed)
		})
	}
}

// plain hides the index of a tree.
type plain struct{ xpath.Tree }

func TestExprIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	ctx := at(t, "/data")
	doc := mustParse(t, villages(500))
	ctx.Host.(*host).instances["villages"] = doc.Node(0)
	expr := mustCompile(t, "concat(instance('villages')/root/item[name = 'v7']/label, regex(name, concat('A', '.*')))", xpath.Options{})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				c := *ctx
				got, err := expr.String(&c)
				if err != nil || got != "Village 7true" {
					t.Errorf("%q, %v", got, err)
					return
				}
			}
		})
	}
	group.Wait()
}
