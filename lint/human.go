// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"fmt"
	"io"
	"strings"

	"github.com/dialform/dialform/internal/safetext"
)

// Write writes the report for people: a table of what each form takes, and the
// findings, a line each. With every screen, the worst case of each question
// follows the table.
func (r *Report) Write(w io.Writer, everyScreen bool) error {
	p := &printer{w: w}
	for i := range r.Forms {
		p.form(&r.Forms[i], everyScreen)
	}
	for _, f := range r.Findings {
		where := ""
		for _, word := range []string{f.Language, f.Channel} {
			if word != "" {
				where += " " + word
			}
		}
		p.line("%s [%s%s]", f.String(), f.Rule, where)
	}
	if p.err != nil {
		return fmt.Errorf("write report: %w", p.err)
	}
	return nil
}

// printer writes lines until one can't be written.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, safetext.Clean(fmt.Sprintf(format, args...)).String()+"\n")
	}
}

func (p *printer) form(f *Form, everyScreen bool) {
	p.line("%s: %s", f.File, strings.TrimSpace(f.ID+" "+f.Version))
	costs := false
	for _, run := range f.Runs {
		costs = costs || run.Cost > 0
	}
	p.line("  channel  language  questions  screens  sessions   time  SMS out  SMS in%s", column(costs, "    cost"))
	for _, run := range f.Runs {
		p.line("  %-7s  %-8s  %9d  %7d  %8d  %2d:%02d  %7d  %6d%s", run.Channel, run.Language, run.Questions, run.Screens, run.Sessions,
			run.Seconds/60, run.Seconds%60, run.Messages, run.Received, column(costs, fmt.Sprintf("  %6.2f", run.Cost)))
	}
	for _, note := range notes(f.Runs) {
		p.line("  %s", note)
	}
	if everyScreen {
		p.screens(f)
	}
	p.line("")
}

func column(shown bool, text string) string {
	if shown {
		return text
	}
	return ""
}

// notes say where a run is not what a person would meet.
func notes(runs []Run) []string {
	var out []string
	seen := map[string]bool{}
	add := func(note string) {
		if !seen[note] {
			seen[note] = true
			out = append(out, note)
		}
	}
	for _, run := range runs {
		if len(run.PastConstraints) > 0 {
			add("no answer was found that keeps the constraint of " + strings.Join(run.PastConstraints, ", ") + "; they count as answered")
		}
		if run.StoppedAt != "" {
			add("the count ends at " + run.StoppedAt + ", for which no answer was found")
		}
	}
	return out
}

func (p *printer) screens(f *Form) {
	p.line("")
	p.line("  channel  language  pages  refused  fullest page  question")
	for _, s := range f.Screens {
		size := fmt.Sprint(s.Size)
		if s.Limit > 0 {
			size = fmt.Sprintf("%d/%d", s.Size, s.Limit)
		}
		if s.Unit == "ucs2" {
			size += " ucs2"
		}
		p.line("  %-7s  %-8s  %5d  %7d  %-12s  %s", s.Channel, s.Language, s.Pages, s.Refused, size, s.Question)
	}
}
