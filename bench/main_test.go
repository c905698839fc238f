// SPDX-License-Identifier: Apache-2.0

package bench_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/ussd"
	"github.com/dialform/dialform/ussd/gateway"
)

// A server that is measured runs in a process of its own, this test binary over
// again, so that its processor time and memory are its alone.
const serverVariable = "DIALFORM_BENCH_SERVER"

func TestMain(m *testing.M) {
	if kind := os.Getenv(serverVariable); kind != "" {
		if err := runServer(kind, os.Getenv(serverVariable+"_DIR")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// The servers: two floors, and the house.
const (
	empty    = "empty"    // an empty net/http handler
	upsert   = "upsert"   // one group-committed upsert of 2 KB
	dialform = "dialform" // a step of a registration, hub off
)

// usage is what a server has used so far.
type usage struct {
	CPU time.Duration // processor time, user and system
	RSS int64         // resident memory in bytes; 0 where /proc does not tell
}

// runServer serves until its input ends. It writes its address, and then a usage
// for each line it reads.
func runServer(kind, dir string) error {
	var (
		handler http.Handler
		closer  io.Closer
		err     error
	)
	switch kind {
	case empty:
		handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "CON ok") })
	case upsert:
		handler, closer, err = upsertHandler(dir)
	case dialform:
		handler, closer, err = dialformHandler(dir)
	default:
		err = errors.New("no such server: " + kind)
	}
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = srv.Serve(l) }()
	fmt.Println(l.Addr())
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		u, err := usageNow()
		if err != nil {
			return err
		}
		if err := json.NewEncoder(os.Stdout).Encode(u); err != nil {
			return err
		}
	}
	err = srv.Close()
	if closer != nil {
		err = errors.Join(err, closer.Close())
	}
	return err
}

func usageNow() (u usage, err error) {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return u, err
	}
	u.CPU = time.Duration(r.Utime.Nano() + r.Stime.Nano())
	if statm, err := os.ReadFile("/proc/self/statm"); err == nil {
		var size, resident int64
		if _, err := fmt.Sscan(string(statm), &size, &resident); err == nil {
			u.RSS = resident * int64(os.Getpagesize())
		}
	}
	return u, nil
}

// dialformHandler is the way of a registration as dialform serve wires it.
func dialformHandler(dir string) (http.Handler, io.Closer, error) {
	debug.SetGCPercent(150)
	pack, found := packs.Load(os.DirFS("r10"))
	if found.HasErrors() {
		return nil, nil, fmt.Errorf("read pack: %v", found)
	}
	edge, err := store.OpenEdge(context.Background(), dir)
	if err != nil {
		return nil, nil, err
	}
	dialect, err := gateway.New("africastalking", gateway.Options{})
	if err != nil {
		return nil, nil, err
	}
	handler := sessions.New(sessions.Options{
		Service: pack.Service, Store: edge, Catalog: screens.System(), References: edge.Device().References,
		Device: edge.Device().ID, Now: time.Now, Random: func() uint64 { return 1 }, Zone: pack.Zone,
	})
	server := ussd.NewServer(ussd.Options{
		Steps: handler, Catalog: screens.System(), Log: slog.New(slog.DiscardHandler), Limits: ussd.DefaultLimits,
		Channels: []ussd.Channel{{Channel: sessions.Channel{Name: "at"}, Dialect: dialect, Secret: "secret"}},
	})
	return server.Handler(), edge, nil
}

// server is a server in its own process.
type server struct {
	address string
	dir     string
	in      io.WriteCloser
	out     *bufio.Scanner
	stop    func() error // once
}

func startServer(tb testing.TB, kind string) *server {
	tb.Helper()
	dir := tb.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), serverVariable+"="+kind, serverVariable+"_DIR="+dir)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	require.NoError(tb, err)
	out, err := cmd.StdoutPipe()
	require.NoError(tb, err)
	require.NoError(tb, cmd.Start())
	s := &server{dir: dir, in: in, out: bufio.NewScanner(out)}
	s.stop = sync.OnceValue(func() error { return errors.Join(in.Close(), cmd.Wait()) })
	tb.Cleanup(func() { require.NoError(tb, s.stop()) })
	require.True(tb, s.out.Scan(), "the server did not start")
	s.address = strings.TrimSpace(s.out.Text())
	return s
}

func (s *server) usage(tb testing.TB) (u usage) {
	tb.Helper()
	_, err := io.WriteString(s.in, "\n")
	require.NoError(tb, err)
	require.True(tb, s.out.Scan())
	require.NoError(tb, json.Unmarshal(s.out.Bytes(), &u))
	return u
}
