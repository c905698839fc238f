// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/internal/safetext"
)

// formCheck tells what is wrong with forms, and whether they can be used.
func formCheck(args []string, std stdio) int {
	var (
		asJSON   bool
		channels channelCheck
	)
	fs := flag.NewFlagSet("dialform form check", flag.ContinueOnError)
	fs.Usage = func() {
		fmt.Fprint(fs.Output(), usageCheck+"\nIt ends with 1 when a form can't be used.\n\n")
		fs.PrintDefaults()
	}
	fs.BoolVar(&asJSON, "json", false, "one line of JSON for each form")
	channels.flags(fs)
	files, code, ok := parseWords(fs, args, std)
	if !ok {
		return code
	}
	if len(files) == 0 {
		fs.Usage()
		return exitUsage
	}
	if channels.asked() {
		return channels.run(files, asJSON, std)
	}
	code = exitOK
	for _, file := range files {
		form, found := readForm(file)
		if form == nil {
			code = exitFailure
		}
		if !asJSON {
			printFindings(std.out, found)
			fmt.Fprintln(std.out, safetext.Clean(file+": "+verdict(form, found)))
		} else if err := verdictJSON(std.out, file, form, found); err != nil {
			fmt.Fprintln(std.err, safetext.Clean(err.Error()))
			return exitFailure
		}
	}
	return code
}

// verdict sums up what was said of a form.
func verdict(form *forms.Form, found forms.Findings) string {
	failures := 0
	for _, f := range found {
		if f.Severity == forms.Error {
			failures++
		}
	}
	warnings := ""
	if n := len(found) - failures; n > 0 {
		warnings = ", " + counted(n, "warning")
	}
	if form == nil {
		return counted(failures, "error") + warnings
	}
	return "good, " + counted(questions(form), "question") + warnings
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func questions(form *forms.Form) int {
	n := 0
	for i := range form.Nodes {
		if form.Nodes[i].Kind == forms.Question {
			n++
		}
	}
	return n
}

// findingJSON is one finding for programs. Row and column count from 1; 0 is
// not known.
type findingJSON struct {
	Severity string `json:"severity"` // error or warning
	File     string `json:"file"`
	Sheet    string `json:"sheet,omitempty"`
	Row      int    `json:"row,omitempty"` // the line, in a file without sheets
	Column   int    `json:"column,omitempty"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
}

func verdictJSON(w io.Writer, file string, form *forms.Form, found forms.Findings) error {
	line := struct {
		File      string        `json:"file"`
		Good      bool          `json:"good"`
		ID        string        `json:"id,omitempty"`
		Version   string        `json:"version,omitempty"`
		Questions int           `json:"questions,omitempty"`
		Findings  []findingJSON `json:"findings"`
	}{File: file, Good: form != nil, Findings: []findingJSON{}}
	if form != nil {
		line.ID, line.Version, line.Questions = form.ID, form.Version, questions(form)
	}
	for _, f := range found {
		severity := "error"
		if f.Severity == forms.Warning {
			severity = "warning"
		}
		line.Findings = append(line.Findings, findingJSON{
			Severity: severity, File: f.Pos.File, Sheet: f.Pos.Sheet, Row: f.Pos.Row, Column: f.Pos.Col, Message: f.Msg, Hint: f.Hint,
		})
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false) // a terminal is no web page
	if err := out.Encode(line); err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	return nil
}
