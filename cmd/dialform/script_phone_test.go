// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/dialform/dialform/phone"
)

// handset is a phone that a script holds from line to line. Its network finds the
// node wherever it was started last, as an aggregator finds a service by its name.
type handset struct {
	phone.Script
	transcript bytes.Buffer
}

// current is the phone of $NUMBER.
func current(ts *testscript.TestScript) *handset {
	w, number := of(ts), ts.Getenv("NUMBER")
	if h, ok := w.phones[number]; ok {
		return h
	}
	h := &handset{}
	h.Out = &h.transcript
	h.Phone = phone.New(phone.Options{
		URL:    "http://node",
		Number: number,
		Code:   ts.Getenv("CODE"),
		HTTP: &http.Client{Transport: &http.Transport{
			DisableKeepAlives: true, // a pulled plug leaves no half-dead connection to trip over
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, network, w.node.ready.HTTP)
			},
		}},
	})
	w.phones[number] = h
	return h
}

// phoneLine plays one line of a phone script on the phone of $NUMBER, which stays
// switched on from line to line. With ! the line must fail.
func phoneLine(ts *testscript.TestScript, neg bool, args []string) {
	h := current(ts)
	before := h.transcript.Len()
	err := h.Line(context.Background(), strings.Join(args, " "))
	ts.Logf("%s", h.transcript.String()[before:])
	if neg && err == nil {
		ts.Fatalf("the phone took it")
	}
	if !neg {
		ts.Check(err)
	}
}

// play [-kill9|-midway] FILE plays a phone script. With -kill9 the node's plug is
// pulled after every reply, with -midway at some moment while it works on each
// request, which the gateway then repeats; the node is started again each time.
func play(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg)
	if len(args) != 1 && len(args) != 2 {
		ts.Fatalf("usage: play [-kill9|-midway] FILE")
	}
	fault, file := "", args[len(args)-1]
	if len(args) == 2 {
		fault = args[0]
	}
	h := current(ts)
	for number, line := range strings.Split(ts.ReadFile(file), "\n") {
		before := h.transcript.Len()
		err := h.fault(ts, fault, line)
		ts.Logf("%s", h.transcript.String()[before:])
		if err != nil {
			ts.Fatalf("%s:%d: %v", file, number+1, err)
		}
	}
}

// fault plays one line and does to the node what was asked for.
func (h *handset) fault(ts *testscript.TestScript, fault, line string) error {
	before := h.transcript.Len()
	switch fault {
	case "":
		return h.Line(context.Background(), line)
	case "-kill9":
		err := h.Line(context.Background(), line)
		if h.transcript.Len() > before {
			restart(ts)
		}
		return err
	case "-midway":
		killed := make(chan struct{})
		go func() {
			time.Sleep(rand.N(8 * time.Millisecond)) // a step takes about three
			of(ts).node.kill()
			close(killed)
		}()
		err := h.Line(context.Background(), line)
		<-killed
		restart(ts)
		if errors.Is(err, phone.ErrUnreachable) {
			return h.Line(context.Background(), "repeat")
		}
		return err
	default:
		ts.Fatalf("usage: play [-kill9|-midway] FILE")
		return nil
	}
}

// restart starts the node again after its plug was pulled, with the flags in $SERVE.
func restart(ts *testscript.TestScript) {
	kill9(ts, false, nil)
	serve(ts, false, strings.Fields(ts.Getenv("SERVE")))
}

// capture NAME REGEXP [FILE] sets $NAME to the last match of the first group, in
// what the phone showed so far, or in a file such as stdout.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg)
	if len(args) != 2 && len(args) != 3 {
		ts.Fatalf("usage: capture NAME REGEXP [FILE]")
	}
	text := ""
	if len(args) == 3 {
		text = ts.ReadFile(args[2])
	} else {
		text = current(ts).transcript.String()
	}
	found := regexp.MustCompile(args[1]).FindAllStringSubmatch(text, -1)
	if len(found) == 0 || len(found[0]) < 2 {
		ts.Fatalf("%q is not in:\n%s", args[1], text)
	}
	ts.Setenv(args[0], found[len(found)-1][1])
}

// await REGEXP COMMAND... runs a command until its output matches.
func await(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg)
	if len(args) < 2 {
		ts.Fatalf("usage: await REGEXP COMMAND...")
	}
	want, out := regexp.MustCompile(args[0]), ""
	until(ts, "\""+args[0]+"\" from "+strings.Join(args[1:], " "), func() bool {
		if ts.Exec(args[1], args[2:]...) != nil {
			return false
		}
		out = ts.ReadFile("stdout")
		return want.MatchString(out)
	})
	ts.Logf("%s", out)
}
