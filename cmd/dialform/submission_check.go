// SPDX-License-Identifier: Apache-2.0

package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/internal/safetext"
)

// usageSubmissionCheck is how submissions of other programs are looked at.
const usageSubmissionCheck = "dialform submission check FILE... --form FORM\n"

// submissionCheck tells whether submissions, of ODK Collect for example, are
// good answers to a form. It prints where they are not, never what was answered.
func submissionCheck(args []string, std stdio) int {
	var file string
	fs := flag.NewFlagSet("dialform submission check", flag.ContinueOnError)
	fs.Usage = func() {
		fmt.Fprint(fs.Output(), usageSubmissionCheck+"\n")
		fs.PrintDefaults()
	}
	fs.StringVar(&file, "form", "", "the `FORM` that they answer: a workbook, an XForm or YAML")
	words, code, ok := parseWords(fs, args, std)
	if !ok {
		return code
	}
	if file == "" || len(words) == 0 {
		fs.SetOutput(std.err)
		fs.Usage()
		return exitUsage
	}
	form, found := readForm(file)
	if form == nil {
		printFindings(std.err, found)
		return exitFailure
	}
	for _, name := range words {
		problems, err := checkedSubmission(form, name)
		switch {
		case err != nil:
			fmt.Fprintln(std.err, safetext.Clean(fmt.Sprintf("%s: %v", name, err)))
			code = exitFailure
		case len(problems) == 0:
			fmt.Fprintln(std.out, safetext.Clean(name+": good"))
		default:
			for _, line := range problems {
				fmt.Fprintln(std.out, safetext.Clean(name+": "+line))
			}
			code = exitFailure
		}
	}
	return code
}

// violations says what is wrong with an answer.
var violations = map[forms.ViolationKind]string{
	forms.ViolationType:       "is not of the question's type",
	forms.ViolationRequired:   "is required and missing",
	forms.ViolationConstraint: "breaks the constraint",
	forms.ViolationNotOffered: "is not offered",
}

func checkedSubmission(form *forms.Form, name string) ([]string, error) {
	data, err := os.ReadFile(filepath.Clean(name))
	if err != nil {
		return nil, cause(err)
	}
	in, err := xform.ReadSubmission(form, data, forms.Env{Now: time.Now()})
	if err != nil {
		return nil, err
	}
	lines, err := xform.Lost(in, data)
	if err != nil {
		return nil, err
	}
	for i, path := range lines {
		lines[i] = path + " is nothing that the question takes"
	}
	for _, p := range in.Problems() {
		lines = append(lines, form.Nodes[p.At.Node].Path+" "+violations[p.Violation.Kind])
	}
	return lines, nil
}
