// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

// Node is the Desk of a running node: the same durable steps that phones take.
type Node struct {
	Sessions *sessions.Handler
	// Behind tells how far the node is behind the centre. Defaults to a node
	// that sends nothing anywhere.
	Behind func(ctx context.Context) (Sync, error)
}

// answerWithin bounds one call; a commit takes milliseconds.
const answerWithin = 10 * time.Second

// Languages implements Desk.
func (n *Node) Languages() []flows.Language { return n.Sessions.Service().Languages }

// Forms implements Desk.
func (n *Node) Forms(_ context.Context, _ identity.Account, lang string) ([]Form, error) {
	v := n.Sessions.Service()
	var out []Form
	for i := range v.Items {
		if it := &v.Items[i]; it.Kind == flows.ItemForm {
			out = append(out, Form{Item: it.ID, Title: it.Label.In(lang, v.DefaultLanguage())})
		}
	}
	return out, nil
}

// Drafts implements Desk.
func (n *Node) Drafts(ctx context.Context, who identity.Account, lang string, limit int) ([]Draft, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	rows, err := n.Sessions.Drafts(ctx, operator(who), limit)
	if err != nil {
		return nil, err
	}
	out := make([]Draft, len(rows))
	for i, d := range rows {
		out[i] = Draft{Ref: d.Ref, Title: n.title(d.Form, lang), Channel: d.Channel, Updated: d.Updated}
	}
	return out, nil
}

// Tasks implements Desk.
func (n *Node) Tasks(ctx context.Context, who identity.Account, lang string, limit int) ([]Task, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	rows, err := n.Sessions.Tasks(ctx, operator(who), limit)
	if err != nil {
		return nil, err
	}
	out := make([]Task, len(rows))
	for i, t := range rows {
		labels := make([]string, len(t.Parts))
		for k, part := range t.Parts {
			labels[k] = part.Label
		}
		out[i] = Task{Ref: t.Ref, Title: n.title(t.Form, lang), Missing: strings.Join(labels, ", "), Since: t.Since}
	}
	return out, nil
}

// Find implements Desk.
func (n *Node) Find(ctx context.Context, who identity.Account, lang, ref string) (Found, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	st, err := n.Sessions.Find(ctx, operator(who), ref)
	if errors.Is(err, sessions.ErrNotFound) {
		return Found{}, ErrNotFound
	}
	if err != nil {
		return Found{}, err
	}
	return Found{Ref: st.Ref, Title: n.title(st.Form, lang), Status: st.Phrase(), Draft: st.State == flows.StateDraft || st.Task}, nil
}

// Sync implements Desk.
func (n *Node) Sync(ctx context.Context) (Sync, error) {
	if n.Behind == nil {
		return Sync{}, nil
	}
	return n.Behind(ctx)
}

// Begin implements Desk.
func (n *Node) Begin(ctx context.Context, who identity.Account, lang, item string) (Conversation, flows.Screen, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	t, screen, err := n.Sessions.Begin(ctx, operator(who), lang, item)
	if err != nil {
		return nil, flows.Screen{}, err
	}
	return &nodeTalk{t}, screen, nil
}

// Resume implements Desk.
func (n *Node) Resume(ctx context.Context, who identity.Account, lang, ref string) (Conversation, flows.Screen, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	t, screen, err := n.Sessions.Resume(ctx, operator(who), lang, ref)
	if errors.Is(err, sessions.ErrNotFound) {
		return nil, flows.Screen{}, ErrNotFound
	}
	if err != nil {
		return nil, flows.Screen{}, err
	}
	return &nodeTalk{t}, screen, nil
}

// title names the form with an id as the menu does.
func (n *Node) title(form, lang string) string {
	v := n.Sessions.Service()
	for i := range v.Items {
		if it := &v.Items[i]; it.Form != nil && it.Form.ID == form {
			return it.Label.In(lang, v.DefaultLanguage())
		}
	}
	return form
}

func operator(who identity.Account) sessions.Operator {
	return sessions.Operator{ID: who.ID, Scope: who.Scope()}
}

// nodeTalk is a Conversation over a sessions.Talk.
type nodeTalk struct{ t *sessions.Talk }

// Step implements Conversation.
func (c *nodeTalk) Step(ctx context.Context, in flows.Input) (flows.Screen, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	return c.t.Step(ctx, in)
}

// Ref implements Conversation.
func (c *nodeTalk) Ref() string { return c.t.Ref() }

// Language implements Conversation.
func (c *nodeTalk) Language() string { return c.t.Language() }

// Page implements Conversation.
func (c *nodeTalk) Page() flows.Page { return c.t.Page() }
