// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata" // zones of the people served, on machines that have none

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/tui"
	"github.com/dialform/dialform/ussd"
	"github.com/dialform/dialform/ussd/gateway"
	"github.com/dialform/dialform/ussd/xmltcp"
)

var (
	_ sessions.Store = (*store.Edge)(nil)
	_ ussd.Queue     = (*store.Edge)(nil)
	_ ussd.Steps     = (*sessions.Handler)(nil)
	_ tui.Desk       = (*tui.Node)(nil)
)

// node is a running dialform serve.
type node struct {
	c       *config
	log     *slog.Logger
	pack    *packs.Pack
	catalog *screens.Catalog
	edge    *store.Edge
	handler *sessions.Handler
	latin   ussd.Steps // of channels that carry Latin letters only, nil where there are none

	http       net.Listener
	channels   []ussd.Channel
	limits     ussd.Limits
	links      []*xmltcp.Link // by channel; nil for one over HTTP
	deliveries []*ussd.Delivery
	standIn    *ussd.StandIn
	ssh        *tui.Server

	push       func(context.Context) error // the uplink's worker, nil without one
	behind     func(context.Context) (tui.Sync, error)
	hub        net.Listener // nil without a hub here
	hubHandler http.Handler

	closers []io.Closer // closed last to first
}

// loadPack reads what is to be served and tells every finding. The error says
// that there are mistakes; the findings have been told.
func loadPack(c *config, std stdio) (*packs.Pack, error) {
	var (
		pack  *packs.Pack
		found forms.Findings
	)
	switch {
	case c.Form != "":
		pack, found = singleForm(c.Form)
	case c.Pack != "":
		pack, found = packs.Load(os.DirFS(c.Pack))
	default:
		pack, found = packs.Demo()
	}
	for _, f := range found {
		fmt.Fprintln(std.err, f)
	}
	if found.HasErrors() {
		return nil, errors.New("nothing is served until the errors above are mended")
	}
	return pack, nil
}

// newNode opens the databases and listens everywhere, so that a node that
// starts has all it needs.
func newNode(ctx context.Context, c *config, pack *packs.Pack, std stdio) (_ *node, err error) {
	n := &node{c: c, log: logger(logFile(std)), pack: pack}
	defer func() {
		if err != nil {
			n.close()
		}
	}()
	if n.catalog, err = screens.System().With(pack.Service.DefaultLanguage(), pack.Messages); err != nil {
		return nil, fmt.Errorf("messages of the pack: %w; the keys are those of the system's own texts", err)
	}
	if n.edge, err = store.OpenEdge(ctx, c.DataDir); err != nil {
		return nil, err
	}
	n.closers = append(n.closers, n.edge)
	if err := n.keepForms(ctx); err != nil {
		return nil, err
	}
	if n.http, err = n.listen("http", c.HTTP); err != nil {
		return nil, err
	}
	if err := n.openChannels(); err != nil {
		return nil, err
	}
	o := sessions.Options{
		Service: pack.Service, Store: n.edge, Catalog: n.catalog, References: n.edge.Device().References,
		Device: n.edge.Device().ID, Now: time.Now, Random: random, Zone: pack.Zone, Log: n.log, Queued: n.wake,
	}
	n.handler = sessions.New(o)
	if err := n.openLatin(o); err != nil {
		return nil, err
	}
	if err := n.openHub(ctx); err != nil {
		return nil, err
	}
	if err := n.openUplink(); err != nil {
		return nil, err
	}
	return n, n.openDesk(std)
}

func (n *node) listen(what, addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		var op *net.OpError
		if errors.As(err, &op) {
			err = op.Err
		}
		return nil, fmt.Errorf("%s %s: can't listen: %w; choose another with --%s", what, addr, err, what)
	}
	n.closers = append(n.closers, l)
	return l, nil
}

// openChannels sets up the gateways and what sends their messages.
func (n *node) openChannels() error {
	var err error
	if n.channels, err = n.c.channels(); err != nil {
		return err
	}
	if n.limits, err = n.c.limits(); err != nil {
		return err
	}
	for i, ch := range n.channels {
		link, err := n.link(n.c.Channels[i], ch)
		if err != nil {
			return err
		}
		n.links = append(n.links, link)
		if !ch.Messages {
			continue
		}
		sender, err := n.sender(n.c.Channels[i], ch)
		if err != nil {
			return err
		}
		d := ussd.NewDelivery(ch.Name, n.edge, sender, time.Now, n.log)
		d.Caps = n.c.Channels[i].Send.Caps
		n.deliveries = append(n.deliveries, d)
	}
	return nil
}

// link is the connection of a channel that doesn't come over HTTP.
func (n *node) link(cc channelConfig, ch ussd.Channel) (*xmltcp.Link, error) {
	if ch.Dialect.Link() == "" {
		return nil, nil
	}
	if cc.Connect.Address == "" || cc.Connect.SecretFile == "" {
		return nil, n.c.errorf("channel %q: connect: address or secret_file is missing; we connect to this gateway", ch.Name)
	}
	password, err := readSecret(cc.Connect.SecretFile)
	if err != nil {
		return nil, n.c.errorf("channel %q: connect: secret_file: %v", ch.Name, err)
	}
	return &xmltcp.Link{
		Addr: cc.Connect.Address, Username: cc.Connect.Username, Password: password,
		Application: cc.Connect.Application, Log: n.log.With("channel", ch.Name),
	}, nil
}

// sender is what sends the messages of a channel.
func (n *node) sender(cc channelConfig, ch ussd.Channel) (gateway.Sender, error) {
	account := gateway.Account{
		URL: cc.Send.URL, Username: cc.Send.Username, From: cc.Send.From, Client: &http.Client{Timeout: 30 * time.Second},
	}
	if cc.Send.APIKeyFile != "" {
		var err error
		if account.Secret, err = readSecret(cc.Send.APIKeyFile); err != nil {
			return nil, n.c.errorf("channel %q: api_key_file: %v", ch.Name, err)
		}
	}
	if account.URL == "" && n.c.Demo {
		n.standIn = ussd.NewStandIn(time.Now())
		account.URL = "http://" + n.http.Addr().String() + "/demo/network/messaging"
	}
	sender, err := ch.Dialect.Sender(account)
	if err != nil {
		return nil, n.c.errorf("channel %q: send: url: %v; e.g. https://api.africastalking.com/version1/messaging", ch.Name, err)
	}
	return sender, nil
}

// wake tells the deliveries that messages were queued.
func (n *node) wake() {
	for _, d := range n.deliveries {
		d.Wake()
	}
}

// openDesk starts the SSH server's listener.
func (n *node) openDesk(std stdio) error {
	key, err := secretFile(n.c.KeyFile)
	if err != nil {
		return err
	}
	people := n.c.Operators
	deliver := deliverByCommand(n.c.Codes.Command)
	if n.c.Demo {
		deliver = deliverToConsole(std.out)
		if len(people) == 0 {
			line, err := tui.EnsureKey(n.demoKey())
			if err != nil {
				return err
			}
			people = []identity.Registration{{
				ID: "operator", Name: "Demo operator", Keys: []string{strings.TrimSpace(line)},
				Roles: []string{string(identity.Enumerator), string(identity.Supervisor)},
			}}
		}
	} else if n.c.Codes.Command == "" {
		return n.c.errorf("codes: command: is missing; it names the program that brings one-time codes to operators")
	}
	directory, err := identity.NewDirectory(people)
	if err != nil {
		return n.c.errorf("operators: %v", err)
	}
	codes, err := identity.NewCodes(key, identity.NewMemoryCodes(), deliver, time.Now)
	if err != nil {
		return err
	}
	desk := &tui.Node{Sessions: n.handler, Behind: n.behind}
	n.ssh, err = tui.New(tui.Config{
		Addr: n.c.SSH, HostKey: filepath.Join(n.c.DataDir, "host_ed25519"), Desk: desk, Operators: directory,
		Codes: codes, Catalog: n.catalog, Device: "dialform", Log: n.log,
	})
	return err
}

func (n *node) demoKey() string { return filepath.Join(n.c.DataDir, "demo_operator_ed25519") }

// close releases what newNode opened, last to first.
func (n *node) close() {
	for i := len(n.closers) - 1; i >= 0; i-- {
		if err := n.closers[i].Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			n.log.Error("close", "err", err)
		}
	}
}

// random draws a seed for a form's random numbers and UUIDs.
func random() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return binary.LittleEndian.Uint64(b[:])
}

// keepForms keeps the source of each form in the database, and makes earlier
// versions available to drafts that began on them.
func (n *node) keepForms(ctx context.Context) error {
	for _, s := range n.pack.Sources {
		if err := n.edge.KeepForm(ctx, s.Hash, s.Name, s.Data); err != nil {
			return err
		}
	}
	n.pack.Service.Earlier = n.pack.Earlier(func(hash [32]byte) (packs.Source, error) {
		name, data, err := n.edge.KeptForm(context.WithoutCancel(ctx), hash)
		return packs.Source{Hash: hash, Name: name, Data: data}, err
	})
	return nil
}
