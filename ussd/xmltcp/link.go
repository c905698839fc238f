// SPDX-License-Identifier: Apache-2.0

package xmltcp

import (
	"bufio"
	"context"
	crand "crypto/rand"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

const (
	dialWithin  = 10 * time.Second
	loginWithin = 30 * time.Second
	// heartbeat is how often we ask whether the peer is there, and silence how
	// long it may say nothing at all (240 and 60 seconds in vumi).
	heartbeat = 4 * time.Minute
	silence   = heartbeat + time.Minute
	// atOnce bounds the requests being answered; the peer waits for the others.
	atOnce = 256
	// firstPause and longestPause lie between attempts to connect.
	firstPause   = time.Second
	longestPause = time.Minute
)

// ErrLogin: the peer does not take our name and password.
var ErrLogin = errors.New("the gateway refused the login")

// Link is a connection that is kept up.
type Link struct {
	Addr        string // host:port
	Username    string
	Password    string
	Application string // id that the network gave us
	// Answer brings a request to the body of its reply; "" for none.
	Answer func(ctx context.Context, session string, body []byte) string
	Log    *slog.Logger
}

// Run keeps the link up until ctx is done. Requests under way are answered
// before it returns.
func (l *Link) Run(ctx context.Context) {
	for pause := firstPause; ; {
		begun := time.Now()
		err := l.connect(ctx)
		if ctx.Err() != nil {
			return
		}
		l.Log.Warn("link is down", "err", err)
		if time.Since(begun) > longestPause {
			pause = firstPause
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause/2 + rand.N(pause)): //nolint:gosec // spreads attempts, hides nothing
		}
		pause = min(2*pause, longestPause)
	}
}

// connect serves one connection to its end.
func (l *Link) connect(ctx context.Context) error {
	conn, err := (&net.Dialer{Timeout: dialWithin}).DialContext(ctx, "tcp", l.Addr)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	c := &connection{link: l, conn: conn, in: bufio.NewReader(conn), slots: make(chan struct{}, atOnce)}
	// Reading stops when the node does; what is under way may still write.
	stop := context.AfterFunc(ctx, func() { _ = conn.SetReadDeadline(time.Unix(1, 0)) })
	defer func() {
		stop()
		c.under.Wait()
		_ = conn.Close()
	}()
	if err := c.login(ctx); err != nil {
		return err
	}
	l.Log.Info("link is up")
	ended := make(chan struct{})
	defer close(ended)
	go c.beat(ended)
	return c.serve(ctx)
}

// connection is a link while it is up.
type connection struct {
	link  *Link
	conn  net.Conn
	in    *bufio.Reader
	slots chan struct{}
	under sync.WaitGroup

	writing sync.Mutex
}

// login sends name and password and waits for the answer.
func (c *connection) login(ctx context.Context) error {
	type auth struct {
		XMLName     xml.Name `xml:"AUTHRequest"`
		RequestID   string   `xml:"requestId"`
		Username    string   `xml:"userName"`
		Password    string   `xml:"passWord"`
		Application string   `xml:"applicationId"`
	}
	body, err := xml.Marshal(auth{RequestID: newID(), Username: c.link.Username, Password: c.link.Password, Application: c.link.Application})
	if err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	if err := c.write(newID(), body); err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	if err := c.conn.SetReadDeadline(time.Now().Add(loginWithin)); err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	if ctx.Err() != nil { // it may have ended just before the deadline was set
		return ctx.Err()
	}
	_, body, err = readFrame(c.in)
	if err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	if p, err := readPacket(trimRequestID(body)); err != nil || p.XMLName.Local != "AUTHResponse" {
		return ErrLogin
	}
	return nil
}

// serve reads packets until the connection ends or ctx is done.
func (c *connection) serve(ctx context.Context) error {
	for {
		if err := c.conn.SetReadDeadline(time.Now().Add(silence)); err != nil {
			return fmt.Errorf("read: %w", err)
		}
		if ctx.Err() != nil { // as above
			return ctx.Err()
		}
		session, body, err := readFrame(c.in)
		if err != nil {
			return fmt.Errorf("read: %w", err)
		}
		body = trimRequestID(body)
		p, err := readPacket(body)
		if err != nil {
			p.XMLName.Local = "" // to be told that it is no packet
		}
		if err := c.take(ctx, session, p, body); err != nil {
			return err
		}
	}
}

// take deals with one packet.
func (c *connection) take(ctx context.Context, session string, p packet, body []byte) error {
	switch p.XMLName.Local {
	case "USSDRequest", "USSDError":
		c.slots <- struct{}{}
		c.under.Go(func() {
			defer func() { <-c.slots }()
			c.answer(ctx, session, body)
		})
		return nil
	case "ENQRequest":
		return c.send(session, "ENQResponse", p.RequestID, "enqCmd", "ENQUIRELINKRSP")
	case "ENQResponse":
		return nil
	default:
		return c.send(session, "USSDError", p.RequestID, "errorCode", "208") // invalid message
	}
}

// answer brings a request to its reply. A step that is being committed is not
// undone when the node stops.
func (c *connection) answer(ctx context.Context, session string, body []byte) {
	reply := c.link.Answer(context.WithoutCancel(ctx), session, body)
	if reply == "" {
		return
	}
	if err := c.write(session, ascii(reply)); err != nil {
		c.link.Log.Warn("reply was not taken", "err", err)
	}
}

// beat asks now and then whether the peer is there; its answer, as anything it
// sends, puts off the end for silence.
func (c *connection) beat(ended <-chan struct{}) {
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return
		case <-tick.C:
			if c.send(newID(), "ENQRequest", newID(), "enqCmd", "ENQUIRELINK") != nil {
				return // reading fails too, and ends the connection
			}
		}
	}
}

// send writes a packet of two fields.
func (c *connection) send(session, name, requestID, field, value string) error {
	type text struct {
		XMLName xml.Name
		Text    string `xml:",chardata"`
	}
	type fields struct {
		XMLName xml.Name
		Fields  []text
	}
	body, err := xml.Marshal(fields{xml.Name{Local: name}, []text{{xml.Name{Local: "requestId"}, requestID}, {xml.Name{Local: field}, value}}})
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return c.write(session, body)
}

func (c *connection) write(session string, body []byte) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	if err := c.conn.SetWriteDeadline(time.Now().Add(dialWithin)); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if _, err := c.conn.Write(appendFrame(nil, session, body)); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// newID is an id for a packet of our own.
func newID() string {
	var b [sessionSize / 2]byte
	_, _ = crand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}
