// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xpath"
)

// FuzzCompile: any text is an error or a value, in every dialect, and never a
// panic; what two conversions of one value say agrees.
func FuzzCompile(f *testing.F) {
	for _, seed := range []string{
		"", " ", "1", "-1 div 0", "'a' = \"b\"", ". >= 1 and . <= 30", "${age} > 17", "${last-saved#age}",
		"/data/member[years > 8]/first", "//member[last()]/@*", "count(//*[not(*)])", "(//visit)[2]/on",
		"if(selected(/data/crops, 'maize'), today() + 1, 'x')", "instance('districts')/root/item[name = /data/name]/label",
		"indexed-repeat(/data/member/visit/on, /data/member, 1, /data/member/visit, 2)", "jr:choice-name(/data/name, '/data/name')",
		"ancestor-or-self::node()|preceding::*|following::text()", "substr('é€😀x', -3, 9)", "round('12.345', 2)",
		"format-date-time(now(), '%Y%m%d %H:%M:%S.%3 %b %a')", "regex('aab', '(?=a)a+\\1')", "date('2026-1-2') - date('2025-12-31')",
		"concat(name(), local-name(..), namespace-uri(/*))", "randomize(//member, 'seed')[1]", "a[b[c[d]]]", "((((1))))", "1 and1",
		"id('x y')/following-sibling::*[1]", "translate('abc','ab','é')", "processing-instruction('x')", "namespace::*", "$v", "${", "'",
	} {
		f.Add(seed)
	}
	doc := mustParse(f, household)
	host := newHost(f)
	host.slots = []xpath.Node{doc.Node(3), doc.Node(5)}
	f.Fuzz(func(t *testing.T, source string) {
		for _, dialect := range []xpath.Dialect{xpath.ODK, xpath.XPath1, xpath.JavaRosa} {
			options := xpath.Options{Dialect: dialect, Binder: &questions{names: []string{"name", "age"}}, CHT: true}
			expr, err := xpath.Compile(source, options)
			if err != nil {
				var syntax *xpath.SyntaxError
				require.ErrorAs(t, err, &syntax)
				require.LessOrEqual(t, syntax.Offset, len(source))
				continue
			}
			ctx := xpath.Context{Node: doc.Node(2), Host: host, Budget: 50_000}
			value, err := expr.Eval(&ctx)
			if err != nil || expr.Volatile()&xpath.Random != 0 {
				continue
			}
			text, err := expr.String(&ctx)
			require.NoError(t, err)
			require.Equal(t, text, value.String())
			truth, err := expr.Bool(&ctx)
			require.NoError(t, err)
			require.Equal(t, truth, value.Bool())
		}
	})
}

// FuzzParseXML: any bytes are an error or a document whose links hold.
func FuzzParseXML(f *testing.F) {
	for _, seed := range []string{
		household, districts, "<a/>", "<a b='1' c=\"2\"/>", "<!DOCTYPE html><a>&lt;&#65;</a>", "<a xmlns='u' xmlns:p='v'><p:b p:c=''/></a>",
		"<?xml version=\"1.0\"?><a><!-- c --><?p i?><![CDATA[<]]>t</a>", "<a><b></a></b>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
	} {
		f.Add([]byte(seed))
	}
	every := mustCompile(f, "//node() | //@* | //namespace::*", xpath.Options{})
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := xpath.ParseXML(data)
		if err != nil {
			return
		}
		nodes, err := every.Nodes(&xpath.Context{Node: doc.Node(0)})
		if err != nil {
			return
		}
		for i, n := range nodes {
			require.NotEqual(t, xpath.NoNode, doc.Parent(n.ID))
			if i > 0 {
				require.Negative(t, doc.Compare(nodes[i-1].ID, n.ID))
			}
		}
	})
}
