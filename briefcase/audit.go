// SPDX-License-Identifier: Apache-2.0

package briefcase

import (
	"time"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
)

// lines are the events of a session and what ODK calls them. A question lasts
// from the event before it, when it was shown, to its answer.
var lines = map[string]struct {
	event string
	node  bool // Detail is the name of a question or repeat
	lasts bool
}{
	"began":     {event: "form start"},
	"resumed":   {event: "form resume"},
	"taken":     {event: "form resume"},
	"answered":  {"question", true, true},
	"skipped":   {"question", true, true},
	"refused":   {"constraint error", true, false},
	"added":     {"add repeat", true, false},
	"removed":   {"delete repeat", true, false},
	"saved":     {event: "form save"},
	"parked":    {event: "form exit"},
	"submitted": {event: "form finalize"},
}

// events makes an audit log of a history. A session may have had other forms
// before this one: its last beginning counts. What a value was before is not
// kept, and what it became is known of its last answer only.
func events(form *forms.Form, history []Event, given forms.GivenDef, user string) []xform.AuditEvent {
	from := 0
	for i, e := range history {
		if e.Kind == "began" && e.Detail == form.ID {
			from = i
		}
	}
	var log []xform.AuditEvent
	last := map[string]int{}
	var before time.Time
	for _, e := range history[from:] {
		line, ok := lines[e.Kind]
		if !ok {
			before = e.At
			continue
		}
		out := xform.AuditEvent{Event: line.event, Start: e.At, User: user}
		if line.node {
			out.Node = path(form, e.Detail)
		}
		if line.lasts {
			if out.End = e.At; !before.IsZero() {
				out.Start = before
			}
			last[out.Node] = len(log)
		}
		before = e.At
		log = append(log, out)
	}
	for node, i := range last {
		log[i].New = given.Values[below(form, node)]
	}
	return log
}

// path is where the nodes of a name are. Events say no more of a question than
// its name, so that of one that several have, all are meant.
func path(form *forms.Form, name string) string {
	found := ""
	for i := range form.Nodes {
		if form.Nodes[i].Name == name {
			if found != "" {
				return "//" + name
			}
			found = form.Nodes[i].Path
		}
	}
	return found
}
