// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xpath"
)

func TestParseXML(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "\uFEFF<?xml version=\"1.0\" encoding='utf-8'?>\r\n<!DOCTYPE a>\n<!-- c -->"+
		`<a xmlns="u" xmlns:p="v" k='1&#x26;2' p:k="x`+"\n"+`y"><p:b/>t&lt;<![CDATA[<&]]>é<?go  now?></a>`)
	tests := []struct{ source, want string }{
		{"name(/*)", "a"},
		{"namespace-uri(/*)", "u"},
		{"/*/@k", "1&2"},
		{"/*/@p:k", "x y"},
		{"name(/*/@*[2])", "p:k"},
		{"count(/*/node())", "3"},
		{"/*/text()", "t<<&é"},
		{"name(/*/*)", "p:b"},
		{"namespace-uri(/*/*)", "v"},
		{"/*/processing-instruction('go')", "now"},
		{"name(/*/node()[3])", "go"},
		{"/comment()", " c "},
		{"join(' ', /*/namespace::*)", "http://www.w3.org/XML/1998/namespace u v"},
		{"name(/*/p:b/namespace::p/..)", "p:b"},
	}
	for _, tt := range tests {
		got, err := mustCompile(t, tt.source, xpath.Options{Namespaces: map[string]string{"p": "v"}}).String(&xpath.Context{Node: doc.Node(0)})
		require.NoError(t, err)
		require.Equal(t, tt.want, got, tt.source)
	}
	require.Equal(t, map[string]string{"": "u", "p": "v", "xml": "http://www.w3.org/XML/1998/namespace"}, doc.Prefixes(doc.Element()))
}

func TestLine(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "<a>\n<b\n x='1'/>text\n<!-- \n --><c/></a>")
	for name, want := range map[string]int{"b": 2, "c": 5} {
		require.Equal(t, want, doc.Line(findElement(doc, 0, name, nil)), name)
	}
	require.Equal(t, 1, doc.Line(doc.Element()))
}

func TestParseXMLErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, source string
		line         int
		msg          string
	}{
		{"empty", "", 1, "outermost"},
		{"two elements", "<a/><b/>", 1, "outermost"},
		{"text outside", "<a/>x", 1, "outside"},
		{"open", "<a>\n<b>", 2, "does not end"},
		{"crossed", "<a><b></a></b>", 1, "does not fit"},
		{"undeclared prefix", "<p:a/>", 1, "not declared"},
		{"undeclared attribute prefix", "<a p:b=''/>", 1, "not declared"},
		{"attribute twice", "<a b='' b=''/>", 1, "twice"},
		{"attribute without quotes", "<a b=c/>", 1, "quotes"},
		{"attribute without value", "<a b/>", 1, "no value"},
		{"attributes together", "<a b=''c=''/>", 1, "not readable"},
		{"markup in an attribute", "<a b='<'/>", 1, "contains <"},
		{"control character", "<a>\x01</a>", 1, "control"},
		{"control reference", "<a>&#1;</a>", 1, "entity"},
		{"encoding", "<?xml version='1.0' encoding='latin1'?><a/>", 1, "not UTF-8"},
		{"not UTF-8", "<a>\xff</a>", 1, "not UTF-8"},
		{"late declaration", "<a/><?xml version='1.0'?>", 1, "not at the beginning"},
		{"declaration within", "<a><!ELEMENT b></a>", 1, "not expected"},
		{"open comment", "<a><!-- x", 1, "comment does not end"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := xpath.ParseXML([]byte(tt.source))
			var fault *xpath.XMLError
			require.ErrorAs(t, err, &fault)
			require.ErrorContains(t, err, tt.msg)
			require.Equal(t, tt.line, fault.Line)
		})
	}
}

func TestBuilder(t *testing.T) {
	t.Parallel()
	b := xpath.NewBuilder()
	b.Start(xpath.Name{Local: "root"})
	for _, name := range []string{"a", "b"} {
		b.Start(xpath.Name{Local: "item"})
		b.Attr(xpath.Name{Local: "k"}, name)
		b.Start(xpath.Name{Local: "name"})
		b.Text(name)
		b.Text("!")
		b.End()
		b.End()
	}
	doc, err := b.Document()
	require.NoError(t, err)
	got, err := mustCompile(t, "concat(count(/root/item), /root/item[@k = 'b']/name)", xpath.Options{}).String(&xpath.Context{Node: doc.Node(0)})
	require.NoError(t, err)
	require.Equal(t, "2b!", got)
}

func TestSubtreeIsAWorldOfItsOwn(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "<model><instance id='i'><data><a>1</a></data></instance><other/></model>")
	tree := xpath.Subtree(doc, findElement(doc, 0, "instance", nil))
	ctx := &xpath.Context{Node: xpath.Node{Tree: tree, ID: tree.Root()}}
	for source, want := range map[string]string{
		"/data/a": "1", "count(/data/ancestor::*)": "1", "count(//other)": "0", "count(following::node() | ..)": "0", "@id": "i",
	} {
		got, err := mustCompile(t, source, xpath.Options{}).String(ctx)
		require.NoError(t, err)
		require.Equal(t, want, got, source)
	}
}

func TestNamesInTheDefaultNamespace(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "<d xmlns='u'><a>1</a><a xmlns=''>2</a><a xmlns='other'>3</a></d>")
	for _, tt := range []struct {
		name    string
		options xpath.Options
		want    string
	}{
		{"none", xpath.Options{}, ""},
		{"default", xpath.Options{DefaultNamespace: "u"}, "12"},
		{"XPath 1.0", xpath.Options{DefaultNamespace: "u", Dialect: xpath.XPath1}, ""},
	} {
		nodes, err := mustCompile(t, "/d/a", tt.options).Nodes(&xpath.Context{Node: doc.Node(0)})
		require.NoError(t, err)
		got := ""
		for _, n := range nodes {
			got += n.Text()
		}
		require.Equal(t, tt.want, got, tt.name)
	}
}
