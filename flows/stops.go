// SPDX-License-Identifier: Apache-2.0

package flows

import "github.com/dialform/dialform/forms"

// A form is walked in order through its stops: the places where a conversation
// waits for a person. A question or note that is relevant is a stop; a repeat
// that the person may extend is one stop, its menu, and its instances are
// entered from there; the instances of a counted repeat are walked one after the
// other without a menu.
type stopKind uint8

const (
	stopEnd stopKind = iota
	stopQuestion
	stopRepeat
)

type stop struct {
	kind stopKind
	at   forms.At
}

// stops are the nodes of a form that may be stops, which is known of most before
// anybody has answered. So a step looks at the few others, and finds and counts
// the rest by what is relevant.
type stops struct {
	all       *forms.NodeSet // all of them, and counted repeats
	questions *forms.NodeSet // questions that are stops when they are relevant
	doubtful  *forms.NodeSet // repeats, and questions that may be read only or have nothing to offer
	elsewhere *forms.NodeSet // questions that only a desk asks, or only the phone
}

// stopsAt are the stops of a form where it is asked.
type stopsAt struct {
	desk       bool
	completing bool // at a desk, what a phone could not give (task.go)
}

func stopsOf(f *forms.Form, where stopsAt) *stops {
	return f.Memo(where, func() any { return newStops(f, where) }).(*stops)
}

func newStops(f *forms.Form, where stopsAt) *stops {
	asked := func(n *forms.Node) bool { return asks(f, n, where.desk) }
	conversational := func(n *forms.Node) forms.Certainty {
		if where.completing && partKind(n) != "" {
			return forms.Always - n.Locked // asked as surely as it is not read only
		}
		return conversational(n)
	}
	return &stops{
		all: f.NodeSet(func(n *forms.Node) bool {
			return asked(n) && (n.Kind == forms.Repeat || n.Control == forms.Note || conversational(n) != forms.Never)
		}),
		questions: f.NodeSet(func(n *forms.Node) bool { return asked(n) && conversational(n) == forms.Always }),
		doubtful: f.NodeSet(func(n *forms.Node) bool {
			return asked(n) && (n.Kind == forms.Repeat || conversational(n) == forms.Sometimes)
		}),
		elsewhere: f.NodeSet(func(n *forms.Node) bool {
			return n.Kind == forms.Question && n.Control != forms.Note && !asked(n)
		}),
	}
}

// asks reports whether a node, and the groups around it, are for where the
// person is: a form may leave questions to a desk, or to the phone, in the
// column bind::df:ask, which ODK ignores.
func asks(f *forms.Form, n *forms.Node, desk bool) bool {
	for {
		switch n.Bind["df:ask"] {
		case "phone":
			if desk {
				return false
			}
		case "desk":
			if !desk {
				return false
			}
		}
		if n.Parent < 0 {
			return true
		}
		n = &f.Nodes[n.Parent]
	}
}

// conversational tells whether a question, notes aside, can be asked in text when
// it is relevant. Files, traces and shapes can't, nor lists that are empty after
// their filter: a desk completes them.
func conversational(n *forms.Node) forms.Certainty {
	switch {
	case n.Kind != forms.Question || n.Control == forms.Note || n.Control == forms.Upload,
		n.Locked == forms.Always,
		n.HasAppearance("label"): // the heading of a table-list
		return forms.Never
	}
	sure := forms.Always
	if n.Locked == forms.Sometimes {
		sure = forms.Sometimes
	}
	if offers(n) {
		return min(sure, n.Offering)
	}
	switch n.Type {
	case forms.Geotrace, forms.Geoshape, forms.Binary:
		return forms.Never
	}
	return sure
}

func offers(n *forms.Node) bool {
	return n.Control == forms.Select1 || n.Control == forms.Select || n.Control == forms.Rank
}

// open reports whether a question in doubt can be answered as things stand.
func open(in *forms.Instance, at forms.At) bool {
	return !in.ReadOnly(at) && (!offers(&in.Form().Nodes[at.Node]) || in.Offers(at) > 0)
}

// openRepeat reports whether the person adds and removes the instances.
func openRepeat(n *forms.Node) bool { return !n.HasCount && !n.NoAddRemove }
