// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xpath"
)

// soon bounds what a hostile text may cost. All of them take well under a
// second; the rest is room for a busy machine and the race detector.
func soon(t *testing.T) {
	t.Helper()
	start := time.Now()
	t.Cleanup(func() { require.Less(t, time.Since(start), 10*time.Second) })
}

func TestHostileExpressionsAreRefused(t *testing.T) {
	tests := []struct{ name, source, msg string }{
		{"brackets", strings.Repeat("(", 10_000) + "1" + strings.Repeat(")", 10_000), "nested too deeply"},
		{"open brackets", strings.Repeat("(", 200_000), "nested too deeply"},
		{"calls", strings.Repeat("not(", 10_000) + "1" + strings.Repeat(")", 10_000), "nested too deeply"},
		{"predicates", strings.Repeat("a[", 10_000) + "1" + strings.Repeat("]", 10_000), "nested too deeply"},
		{"ifs", strings.Repeat("if(a,1,", 10_000) + "1" + strings.Repeat(")", 10_000), "nested too deeply"},
		{"length", strings.Repeat("1+", 200_000) + "1", "too long"},
		{"paths multiplied", strings.Repeat("(a|b)[", 40) + "1" + strings.Repeat("]", 40), "too many paths"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			soon(t)
			_, err := xpath.Compile(tt.source, xpath.Options{})
			var syntax *xpath.SyntaxError
			require.ErrorAs(t, err, &syntax)
			require.ErrorContains(t, err, tt.msg)
		})
	}
}

func TestLongExpressionsWork(t *testing.T) {
	soon(t)
	ctx := at(t, "/data")
	for _, tt := range []struct{ source, want string }{
		{strings.Repeat("1+", 50_000) + "1", "50001"},
		{strings.Repeat("0 or ", 20_000) + "age", "true"},
		{strings.Repeat("-", 100_000) + "1", "1"},
		{strings.Repeat("./", 50_000) + "age", "34"},
		{strings.Repeat("if(name='x',0,", 1_000) + "7" + strings.Repeat(")", 1_000), "7"},
	} {
		got, err := mustCompile(t, tt.source, xpath.Options{}).String(ctx)
		require.NoError(t, err)
		require.Equal(t, tt.want, got)
	}
}

func TestEndlessWorkEndsWithErrBudget(t *testing.T) {
	doc := mustParse(t, "<a>"+strings.Repeat("<b><c/></b>", 5_000)+"<t>"+strings.Repeat("x", 100_000)+"</t></a>")
	ctx := &xpath.Context{Node: doc.Node(0), Host: newHost(t)}
	for _, source := range []string{
		"count(//*[count(//*) > 0])",
		"//node()/following::node()/preceding::node()",
		"count(//*[. = //*])",
		"//b != //c",
		"//b[string-length(/a/t) > 0]",
		"string-length(" + strings.Repeat("concat(", 500) + "/a/t" + strings.Repeat(", //b[translate(/a/t, 'x', 'y')])", 500) + ")",
		"join(/a/t, //node())",
		"sum(//c[position(..) > 3])",
		"//b[" + strings.Repeat("position() < 0 or ", 2_000) + "true()]",
	} {
		t.Run(source[:min(len(source), 40)], func(t *testing.T) {
			soon(t)
			_, err := mustCompile(t, source, xpath.Options{}).Eval(ctx)
			require.ErrorIs(t, err, xpath.ErrBudget)
		})
	}
}

func TestBudgetIsTheCallers(t *testing.T) {
	ctx := at(t, "/data")
	expr := mustCompile(t, "count(//*)", xpath.Options{})
	ctx.Budget = 10
	_, err := expr.Number(ctx)
	require.ErrorIs(t, err, xpath.ErrBudget)
	ctx.Budget = 0
	got, err := expr.Number(ctx)
	require.NoError(t, err)
	require.InDelta(t, 21.0, got, 0)
}

func TestPatternsThatBacktrackEnd(t *testing.T) {
	soon(t)
	ctx := at(t, "/data")
	text := strings.Repeat("a", 40) + "!"
	_, err := mustCompile(t, "regex('"+text+"', '(?=a)(a+)+$')", xpath.Options{}).Bool(ctx)
	require.ErrorIs(t, err, xpath.ErrBudget)
}

func TestHostileDocumentsAreRefused(t *testing.T) {
	tests := []struct{ name, source, msg string }{
		{"depth", strings.Repeat("<a>", 10_000), "too large"},
		{"nodes", "<a>" + strings.Repeat("<b/>", 2_000_000) + "</a>", "too large"},
		{"size", "<a>" + strings.Repeat(" ", xpath.MaxXML) + "</a>", "too large"},
		{"attributes", "<a " + manyAttributes(5_000) + "/>", "too large"},
		{"external entity", `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`, "declares something"},
		{"entity bomb", `<!DOCTYPE a [<!ENTITY x "xxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>`, "declares something"},
		{"unknown entity", "<a>&nbsp;</a>", "entity"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			soon(t)
			_, err := xpath.ParseXML([]byte(tt.source))
			require.ErrorContains(t, err, tt.msg)
		})
	}
}

func manyAttributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d='' ", i)
	}
	return b.String()
}

func TestTextInPiecesIsReadInTime(t *testing.T) {
	soon(t)
	doc := mustParse(t, "<a>"+strings.Repeat("x<![CDATA[y]]>", 300_000)+"</a>")
	require.Len(t, doc.StringValue(doc.Element()), 600_000)
}

// TestNestingCostsNoMoreThanItsLength: no part of an expression is compiled or
// evaluated twice, which nesting would multiply.
func TestNestingCostsNoMoreThanItsLength(t *testing.T) {
	ctx := at(t, "/data")
	tests := []struct {
		name, open, inner, end string
		dialect                xpath.Dialect
	}{
		{"values of an index", "/data/member[first = ", "/data/name", "]", xpath.ODK},
		{"coalesce", "coalesce(", "''", ", name)", xpath.JavaRosa},
		{"if of two types", "if(", "name", ", 1, 'x')", xpath.ODK},
		{"position by if", "/data/member[if(name, 1, ", "name", ")]", xpath.ODK},
		{"dates", "date(if(name, 1, ", "today()", "))", xpath.ODK},
		{"comparisons", "(", "name", " = 'x')", xpath.ODK},
		{"once", "once(", "name", ")", xpath.ODK},
		{"checklists", "checklist(", "1", ", 1, name)", xpath.ODK},
		{"rounding", "round(", "1.5", ", age)", xpath.ODK},
		{"formats", "format-date(", "today()", ", '%Y-%m-%d')", xpath.ODK},
		{"indexed-repeat", "indexed-repeat(/data/member, /data/member, ", "1", ")", xpath.ODK},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			soon(t)
			source := strings.Repeat(tt.open, 300) + tt.inner + strings.Repeat(tt.end, 300)
			expr, err := xpath.Compile(source, xpath.Options{Dialect: tt.dialect})
			if err != nil {
				require.ErrorContains(t, err, "too many paths")
				return
			}
			for range 3 {
				_, err = expr.String(ctx)
			}
			if err != nil {
				require.ErrorIs(t, err, xpath.ErrBudget)
			}
		})
	}
}
