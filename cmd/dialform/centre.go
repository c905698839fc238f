// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"path/filepath"

	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/tui"
	"github.com/dialform/dialform/uplink"
)

var (
	_ uplink.Outbox = (*store.Outbox)(nil)
	_ uplink.Inbox  = (*store.Hub)(nil)
)

// hubDir is where the hub within this process keeps its database.
func (n *node) hubDir() string { return filepath.Join(n.c.DataDir, "hub") }

// openHub runs a hub in this process, with a database of its own, if one is
// wanted.
func (n *node) openHub(ctx context.Context) error {
	if n.c.Hub == "off" {
		return nil
	}
	token, _, err := uplink.EnsureToken(n.c.TokenFile)
	if err != nil {
		return err
	}
	db, err := store.OpenHub(ctx, n.hubDir())
	if err != nil {
		return err
	}
	n.closers = append(n.closers, db)
	if n.hubHandler, err = uplink.NewHub(db, uplink.HubConfig{Token: token, Logger: n.log}); err != nil {
		return err
	}
	n.hub, err = n.listen("hub", n.c.Hub)
	return err
}

// openUplink sets up what carries submissions to the hub: the one that is
// named, else the one in this process.
func (n *node) openUplink() error {
	url := n.c.Uplink
	if url == "" && n.hub != nil {
		url = "http://" + n.hub.Addr().String()
	}
	if url == "" {
		return nil
	}
	token, _, err := uplink.EnsureToken(n.c.TokenFile)
	if err != nil {
		return err
	}
	w, err := uplink.NewWorker(n.edge.Outbox(), uplink.WorkerConfig{URL: url, Token: token, Logger: n.log})
	if err != nil {
		return n.c.errorf("uplink: %v", err)
	}
	n.push = func(ctx context.Context) error { w.Run(ctx); return nil }
	n.behind = func(ctx context.Context) (tui.Sync, error) {
		s, err := w.Status(ctx)
		return tui.Sync{Enabled: true, Pending: s.Pending, Last: s.Success, Reachable: s.Reachable}, err
	}
	return nil
}
