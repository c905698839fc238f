// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"github.com/google/uuid"

	"github.com/dialform/dialform/forms/xpath"
	"github.com/dialform/dialform/internal/safetext"
)

// formEval evaluates an expression and prints its value, the nodes of a set one
// a line.
func formEval(args []string, std stdio) int {
	var instance, context string
	fs := flag.NewFlagSet("dialform form eval", flag.ContinueOnError)
	fs.Usage = func() {
		fmt.Fprint(fs.Output(), usageEval+"\n${name} is every element of that name in the instance.\n\n")
		fs.PrintDefaults()
	}
	fs.StringVar(&instance, "instance", "", "evaluate in the XML of `FILE`, for example a submission")
	fs.StringVar(&context, "context", "/", "evaluate at each node of this `PATH`")
	words, code, ok := parseWords(fs, args, std)
	if !ok {
		return code
	}
	if len(words) != 1 {
		fs.Usage()
		return exitUsage
	}
	if err := evaluate(words[0], instance, context, std); err != nil {
		fmt.Fprintln(std.err, safetext.Text(err.Error()))
		return exitFailure
	}
	return exitOK
}

func evaluate(source, instance, path string, std stdio) error {
	doc, err := readInstance(instance)
	if err != nil {
		return err
	}
	o := xpath.Options{Binder: anywhere{}, CHT: true}
	if root := doc.Element(); root != xpath.NoNode {
		o.Namespaces = doc.Prefixes(root)
		o.DefaultNamespace = o.Namespaces[""]
	}
	at, err := xpath.Compile(path, o)
	if err != nil {
		return fmt.Errorf("--context: %w", err)
	}
	expr, err := xpath.Compile(source, o)
	if err != nil {
		return err
	}
	host := &clockHost{now: time.Now()}
	nodes, err := at.Nodes(&xpath.Context{Node: doc.Node(doc.Root()), Host: host})
	switch {
	case err != nil:
		return fmt.Errorf("--context: %w", err)
	case len(nodes) == 0:
		return fmt.Errorf("--context: there is no %s", path)
	}
	for i, node := range append([]xpath.Node(nil), nodes...) {
		v, err := expr.Eval(&xpath.Context{Node: node, Position: i + 1, Size: len(nodes), Host: host})
		if err != nil {
			return err
		}
		printValue(v, std)
	}
	return nil
}

func printValue(v xpath.Value, std stdio) {
	if v.Kind() != xpath.NodeSetValue {
		fmt.Fprintln(std.out, safetext.Text(v.String()))
		return
	}
	for _, n := range v.Nodes() {
		fmt.Fprintln(std.out, safetext.Text(n.Tree.StringValue(n.ID)))
	}
}

// readInstance reads a document, an empty one without a file.
func readInstance(file string) (*xpath.Document, error) {
	if file == "" {
		return xpath.NewBuilder().Document()
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: can't be read: %w", file, cause(err))
	}
	doc, err := xpath.ParseXML(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return doc, nil
}

// anywhere resolves names without a form: ${age} is every element age.
type anywhere struct{}

func (anywhere) Ref(name string) (string, error) {
	if len(name) > len("last-saved#") && name[:len("last-saved#")] == "last-saved#" {
		return "", errors.New("what was saved last is not known here")
	}
	return "//" + name, nil
}

func (anywhere) Bind(xpath.Path) (xpath.Slot, bool) { return 0, false }

// clockHost gives expressions a clock and randomness and nothing of a form.
type clockHost struct{ now time.Time }

func (h *clockHost) Instance(string) (xpath.Node, bool) { return xpath.Node{}, false }

func (h *clockHost) Now() time.Time { return h.now }

func (h *clockHost) Random() float64 { return rand.Float64() }

func (h *clockHost) UUID() string                                  { return uuid.NewString() }
func (h *clockHost) Property(string) string                        { return "" }
func (h *clockHost) Itext(string) string                           { return "" }
func (h *clockHost) ChoiceLabel(value string, _ xpath.Node) string { return value }

func (h *clockHost) SlotFirst(xpath.Slot, xpath.Node) (xpath.Node, bool) { return xpath.Node{}, false }

func (h *clockHost) SlotAll(_ xpath.Slot, _ xpath.Node, dst []xpath.Node) []xpath.Node { return dst }
