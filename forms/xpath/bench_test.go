// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xpath"
)

// shapes are the expressions that forms are full of.
var shapes = []struct{ name, source string }{
	{"equal", "${name} = 'Amina'"},
	{"range", ". >= 1 and . <= 130"},
	{"selected", "selected(${crops}, 'beans')"},
	{"chain", "${age} > 17 and (selected(${crops}, 'maize') or ${name} != '')"},
	{"if", "if(${age} >= 18, 'adult', 'minor')"},
}

func shapeContext(t testing.TB) (xpath.Options, *xpath.Context) {
	doc := mustParse(t, household)
	ctx := at(t, "/data/age")
	host := newHost(t)
	names := []string{"name", "age", "crops"}
	for _, name := range names {
		host.slots = append(host.slots, doc.Node(findElement(doc, 0, name, nil)))
	}
	ctx.Host = host
	return xpath.Options{Binder: &questions{names: names}}, ctx
}

// countAllocations is false where allocations cannot be counted.
var countAllocations = true

func TestCommonShapesDoNotAllocate(t *testing.T) {
	options, ctx := shapeContext(t)
	for _, shape := range shapes {
		expr := mustCompile(t, shape.source, options)
		truth, err := expr.Bool(ctx)
		require.NoError(t, err)
		require.True(t, truth, shape.source)
		if countAllocations {
			require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = expr.Bool(ctx) }), shape.source)
		}
	}
}

func BenchmarkShapes(b *testing.B) {
	options, ctx := shapeContext(b)
	for _, shape := range shapes {
		expr := mustCompile(b, shape.source, options)
		b.Run(shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = expr.Bool(ctx)
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	options, _ := shapeContext(b)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = xpath.Compile(shapes[3].source, options)
	}
}

// villages is a list as long as the longest of real forms.
func villages(n int) string {
	var b strings.Builder
	b.WriteString("<root>")
	for i := range n {
		fmt.Fprintf(&b, "<item><name>v%d</name><parish>p%d</parish><label>Village %d</label></item>", i, i/20, i)
	}
	return b.String() + "</root>"
}

func BenchmarkChoiceFilter(b *testing.B) {
	ctx := at(b, "/data/age")
	doc := mustParse(b, villages(5320))
	host := newHost(b)
	host.instances["villages"] = doc.Node(0)
	ctx.Host = host
	for _, bench := range []struct{ name, source string }{
		{"indexed", "instance('villages')/root/item[parish = concat('p', /data/member[1]/years)]"},
		{"scanned", "instance('villages')/root/item[starts-with(parish, 'p7')]"},
	} {
		expr := mustCompile(b, bench.source, xpath.Options{})
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			var nodes []xpath.Node
			for b.Loop() {
				nodes, _ = expr.AppendNodes(ctx, nodes[:0])
			}
			require.NotEmpty(b, nodes)
		})
	}
}
