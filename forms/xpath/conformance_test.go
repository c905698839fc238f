// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/conformance"
	"github.com/dialform/dialform/forms/xpath"
)

// conformanceCase is a line of xpath-cases.jsonl.
type conformanceCase struct {
	ID              string          `json:"id"`
	Expr            string          `json:"expr"`
	Doc             string          `json:"doc"`
	Context         string          `json:"context"`
	Type            string          `json:"type"`
	Expected        json.RawMessage `json:"expected"`
	Dialect         string          `json:"dialect"`
	Zone            string          `json:"tz"`
	Now             string          `json:"now"`
	Lang            string          `json:"lang"`
	Factor          float64         `json:"factor"`
	ExpectedFailure any             `json:"expectedFailure"`
}

func TestConformanceXPath(t *testing.T) {
	dir := conformance.Dir(t, "xpath-cases.jsonl")
	var docs map[string]string
	readJSON(t, filepath.Join(dir, "xpath-docs.json"), &docs)
	exclude, score := conformance.Excluded(t, "xpath"), conformance.Set(t, "xpath")
	for _, line := range readLines(t, filepath.Join(dir, "xpath-cases.jsonl")) {
		var c conformanceCase
		require.NoError(t, json.Unmarshal([]byte(line), &c))
		if _, excluded := exclude[c.ID]; excluded || c.ExpectedFailure != nil {
			continue
		}
		score.Count(c.ID+": "+c.Expr, c.run(docs[c.Doc]))
	}
	score.Finish()
}

func readJSON(t *testing.T, path string, v any) {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, v))
}

func readLines(t *testing.T, path string) []string {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer func() { _ = file.Close() }()
	var lines []string
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 16<<20)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	require.NoError(t, scanner.Err())
	return lines
}

func (c *conformanceCase) run(source string) error {
	doc, err := xpath.ParseXML([]byte(source))
	if err != nil {
		return err
	}
	options, ctx, err := c.setting(doc)
	if err != nil {
		return err
	}
	expr, err := xpath.Compile(c.Expr, options)
	if err != nil {
		if c.Type == "error" {
			return nil
		}
		return err
	}
	value, err := expr.Eval(ctx)
	if c.Type == "error" {
		if err == nil {
			return fmt.Errorf("no error but %q", value.String())
		}
		return nil
	}
	if err != nil {
		return err
	}
	if c.Dialect == "javarosa" && value.Kind() != kindNamed(c.Type) {
		return fmt.Errorf("type is %d", value.Kind())
	}
	return c.compare(doc, value)
}

func kindNamed(name string) xpath.ValueKind {
	return map[string]xpath.ValueKind{
		"boolean": xpath.BooleanValue, "number": xpath.NumberValue, "string": xpath.StringValue, "date": xpath.DateValue,
		"nodeset": xpath.NodeSetValue, "nodeset-unordered": xpath.NodeSetValue,
	}[name]
}

// setting is how and where the case is evaluated.
func (c *conformanceCase) setting(doc *xpath.Document) (xpath.Options, *xpath.Context, error) {
	options := xpath.Options{
		Dialect:     map[string]xpath.Dialect{"": xpath.ODK, "xpath1": xpath.XPath1, "javarosa": xpath.JavaRosa}[c.Dialect],
		Namespaces:  doc.Prefixes(doc.Element()),
		RegexSearch: c.Dialect != "javarosa",
	}
	options.DefaultNamespace = options.Namespaces[""]
	for prefix, space := range map[string]string{
		"xhtml": "http://www.w3.org/1999/xhtml", "mathml": "http://www.w3.org/1998/Math/MathML", "jr": "http://openrosa.org/javarosa",
	} {
		if _, ok := options.Namespaces[prefix]; !ok {
			options.Namespaces[prefix] = space
		}
	}
	var tree xpath.Tree = doc
	if c.Dialect == "" {
		if id := findElement(doc, doc.Root(), "instance", nil); id != xpath.NoNode {
			tree = xpath.Subtree(doc, id)
		}
	}
	at := tree.Root()
	if c.Context != "/" {
		if at = nodeAt(doc, c.Context); at == xpath.NoNode {
			return options, nil, fmt.Errorf("no node at %s", c.Context)
		}
	}
	host, err := newDocumentHost(doc, c)
	return options, &xpath.Context{Node: xpath.Node{Tree: tree, ID: at}, Host: host}, err
}

func (c *conformanceCase) compare(doc *xpath.Document, v xpath.Value) error {
	switch c.Type {
	case "boolean":
		return equal(v.Bool(), c.Expected)
	case "string":
		return equal(v.String(), c.Expected)
	case "string-length":
		return equal(len(utf16.Encode([]rune(v.String()))), c.Expected)
	case "string-matches":
		var pattern string
		if err := json.Unmarshal(c.Expected, &pattern); err != nil {
			return err
		}
		if !regexp.MustCompile(pattern).MatchString(v.String()) {
			return fmt.Errorf("%q does not match", v.String())
		}
		return nil
	case "number", "number-rounded":
		return c.compareNumber(v.Number())
	case "date":
		day, ok := v.Time()
		if !ok {
			return fmt.Errorf("no date but %q", v.String())
		}
		return equal(day.Format("2006-01-02"), c.Expected)
	}
	var paths []string
	for _, n := range v.Nodes() {
		paths = append(paths, pathOf(doc, n.ID))
	}
	var want []string
	if err := json.Unmarshal(c.Expected, &want); err != nil {
		return err
	}
	if c.Type == "nodeset-unordered" {
		slices.Sort(paths)
		slices.Sort(want)
	}
	if !slices.Equal(paths, want) {
		return fmt.Errorf("nodes are %v", paths)
	}
	return nil
}

func equal[T comparable](got T, expected json.RawMessage) error {
	var want T
	if err := json.Unmarshal(expected, &want); err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("%v, not %v", got, want)
	}
	return nil
}

func (c *conformanceCase) compareNumber(got float64) error {
	want, err := strconv.ParseFloat(strings.Trim(string(c.Expected), `"`), 64)
	if err != nil {
		return err
	}
	if c.Type == "number-rounded" {
		got = math.Floor(got*c.Factor+0.5) / c.Factor
	}
	tolerance := 1e-12 * math.Max(1, math.Max(math.Abs(got), math.Abs(want)))
	if strings.Contains(c.Expr, "area(") || strings.Contains(c.Expr, "distance(") {
		tolerance = 0.01
	}
	if got == want || math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) <= tolerance {
		return nil
	}
	return fmt.Errorf("%v, not %v", got, want)
}

// nodeAt follows a path of node()[n] steps, the last of which may be an
// attribute.
func nodeAt(doc *xpath.Document, path string) xpath.NodeID {
	at := doc.Root()
	for _, step := range strings.Split(strings.TrimPrefix(path, "/"), "/") {
		if name, ok := strings.CutPrefix(step, "@"); ok {
			for at = doc.FirstAttr(at); at != xpath.NoNode && doc.NodeName(at).String() != name; {
				at = doc.NextAttr(at)
			}
			return at
		}
		place, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(step, "node()["), "]"))
		if err != nil {
			return xpath.NoNode
		}
		for at = doc.FirstChild(at); at != xpath.NoNode && place > 1; place-- {
			at = doc.NextSibling(at)
		}
		if at == xpath.NoNode {
			return at
		}
	}
	return at
}

func pathOf(doc *xpath.Document, id xpath.NodeID) string {
	parent := doc.Parent(id)
	if parent == xpath.NoNode {
		return "/"
	}
	prefix := strings.TrimSuffix(pathOf(doc, parent), "/")
	switch doc.NodeKind(id) {
	case xpath.AttributeNode:
		return prefix + "/@" + doc.NodeName(id).String()
	case xpath.NamespaceNode:
		return prefix + "/namespace::" + doc.NodeName(id).Local
	}
	place := 1
	for prev := doc.PrevSibling(id); prev != xpath.NoNode; prev = doc.PrevSibling(prev) {
		place++
	}
	return fmt.Sprintf("%s/node()[%d]", prefix, place)
}

// findElement is the first element of that local name below a node for which
// accept, if given, says yes.
func findElement(doc *xpath.Document, below xpath.NodeID, name string, accept func(xpath.NodeID) bool) xpath.NodeID {
	for id := doc.FirstChild(below); id != xpath.NoNode; id = doc.NextSibling(id) {
		if doc.NodeKind(id) != xpath.ElementNode {
			continue
		}
		if doc.NodeName(id).Local == name && (accept == nil || accept(id)) {
			return id
		}
		if found := findElement(doc, id, name, accept); found != xpath.NoNode {
			return found
		}
	}
	return xpath.NoNode
}

func attribute(doc *xpath.Document, id xpath.NodeID, name string) string {
	for attr := doc.FirstAttr(id); attr != xpath.NoNode; attr = doc.NextAttr(attr) {
		if doc.NodeName(attr) == (xpath.Name{Local: name}) {
			return doc.StringValue(attr)
		}
	}
	return ""
}

func hasAttribute(doc *xpath.Document, id xpath.NodeID, name string) bool {
	for attr := doc.FirstAttr(id); attr != xpath.NoNode; attr = doc.NextAttr(attr) {
		if doc.NodeName(attr) == (xpath.Name{Local: name}) {
			return true
		}
	}
	return false
}

// documentHost answers from the document of a form.
type documentHost struct {
	host
	doc  *xpath.Document
	lang string
}

func newDocumentHost(doc *xpath.Document, c *conformanceCase) (*documentHost, error) {
	zone, now := "America/Phoenix", "2026-11-20T10:30:00Z"
	if c.Dialect == "javarosa" {
		zone = "GMT"
	}
	if c.Zone != "" {
		zone = c.Zone
	}
	if c.Now != "" {
		now = c.Now
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return nil, err
	}
	clock, err := time.Parse(time.RFC3339, now)
	h := &documentHost{host: host{now: clock.In(location)}, doc: doc, lang: c.Lang}
	return h, err
}

func (h *documentHost) Instance(id string) (xpath.Node, bool) {
	found := findElement(h.doc, h.doc.Root(), "instance", func(n xpath.NodeID) bool { return attribute(h.doc, n, "id") == id })
	return h.doc.Node(found), found != xpath.NoNode
}

func (h *documentHost) ItextNodes(id string) []xpath.Node {
	translation := findElement(h.doc, h.doc.Root(), "translation", func(n xpath.NodeID) bool {
		if h.lang == "" {
			return hasAttribute(h.doc, n, "default")
		}
		return attribute(h.doc, n, "lang") == h.lang
	})
	if translation == xpath.NoNode {
		translation = findElement(h.doc, h.doc.Root(), "translation", nil)
	}
	if translation == xpath.NoNode {
		return nil
	}
	text := findElement(h.doc, translation, "text", func(n xpath.NodeID) bool { return attribute(h.doc, n, "id") == id })
	if text == xpath.NoNode {
		return nil
	}
	value := findElement(h.doc, text, "value", nil)
	if value == xpath.NoNode {
		return nil
	}
	return []xpath.Node{h.doc.Node(value)}
}

func (h *documentHost) Itext(id string) string {
	for _, n := range h.ItextNodes(id) {
		return n.Text()
	}
	return ""
}
