// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/native"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
	"github.com/dialform/dialform/internal/safetext"
)

// formWriters write a form in another format, and say what is a little different
// there.
var formWriters = map[string]func(io.Writer, *forms.Definition) (forms.Findings, error){
	"xform": whole(xform.WriteForm),
	"yaml":  whole(native.Write),
	"xlsx":  xlsform.Write,

	"formio": func(w io.Writer, def *forms.Definition) (forms.Findings, error) {
		if def.Origin == forms.OriginXForm { // lists and names are nearer to Form.io than instances and paths
			def = xlsform.Restate(def)
		}
		return formio.Write(w, def)
	},
}

// whole is a writer that leaves nothing out, or fails.
func whole(write func(io.Writer, *forms.Definition) error) func(io.Writer, *forms.Definition) (forms.Findings, error) {
	return func(w io.Writer, def *forms.Definition) (forms.Findings, error) { return nil, write(w, def) }
}

// formConvert writes a form in another format.
func formConvert(args []string, std stdio) int {
	var to, out, lang string
	fs := flag.NewFlagSet("dialform form convert", flag.ContinueOnError)
	fs.Usage = func() {
		fmt.Fprint(fs.Output(), usageConvert+"\n")
		fs.PrintDefaults()
	}
	fs.StringVar(&to, "to", "", "write `xform, yaml, xlsx, formio or menu-tree`; the tree is of a form or of a pack's folder")
	fs.StringVar(&out, "out", "-", "write to `FILE`, - for standard output")
	fs.StringVar(&lang, "lang", "", "language of a menu tree, by its `TAG`")
	words, code, ok := parseWords(fs, args, std)
	if !ok {
		return code
	}
	if to == "menu-tree" && len(words) == 1 {
		return menuTree(words[0], lang, out, std)
	}
	if len(words) != 1 || formWriters[to] == nil {
		fs.Usage()
		return exitUsage
	}
	form, found := readForm(words[0])
	printFindings(std.err, found)
	if form == nil {
		return exitFailure
	}
	var text bytes.Buffer
	different, err := convertForm(&text, words[0], to, form.Definition)
	printFindings(std.err, different)
	if err == nil {
		if to != "xlsx" && !bytes.HasSuffix(text.Bytes(), []byte("\n")) {
			text.WriteByte('\n')
		}
		err = writeOut(out, text.Bytes(), std)
	}
	if err != nil {
		fmt.Fprintln(std.err, safetext.Text(words[0]+": "+err.Error()))
		return exitFailure
	}
	return exitOK
}

// convertForm writes a form in another format. A form of Form.io keeps what it is
// in its own; its scripts have no place in any other.
func convertForm(w *bytes.Buffer, file, to string, def *forms.Definition) (forms.Findings, error) {
	if def.Origin != forms.OriginFormio {
		return formWriters[to](w, def)
	}
	if to != "formio" {
		if err := formio.Scripts(def).Err(); err != nil {
			return nil, err
		}
		return formWriters[to](w, def)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read form: %w", cause(err))
	}
	if err := json.Indent(w, bytes.TrimPrefix(data, []byte("\ufeff")), "", "  "); err != nil {
		return nil, fmt.Errorf("write form: %w", err)
	}
	return nil, nil
}

// writeOut writes a result to a file in one move, or to standard output.
func writeOut(file string, data []byte, std stdio) error {
	if file == "-" {
		_, err := std.out.Write(data)
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.new")
	if err != nil {
		return fmt.Errorf("%s: can't be written: %w", file, cause(err))
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	_, err = temp.Write(data)
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(temp.Name(), 0o644) //nolint:gosec // a form is no secret
	}
	if err == nil {
		err = os.Rename(temp.Name(), file)
	}
	if err != nil {
		return fmt.Errorf("%s: can't be written: %w", file, cause(err))
	}
	return nil
}
