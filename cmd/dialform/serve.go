// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd"
)

// serveCommand is the verb serve.
func serveCommand(ctx context.Context, args []string, std stdio) int {
	c, code, err := loadConfig(args, std)
	if errors.Is(err, errFlags) {
		return code
	}
	if err != nil {
		fmt.Fprintln(std.err, err)
		return exitFailure
	}
	if err := serve(ctx, &c, std); err != nil {
		fmt.Fprintln(std.err, err)
		return exitFailure
	}
	return exitOK
}

// gcPercent trades a few megabytes for a twentieth of the processor: what lives
// is little beside what each step makes and drops. GOGC in the environment says
// otherwise. The benchmark of a durable step sets the same.
const gcPercent = 150

// serve runs the node until ctx is done.
func serve(ctx context.Context, c *config, std stdio) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	pack, err := loadPack(c, std)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return fmt.Errorf("%s: the folder for the data can't be made: %w", c.DataDir, cause(err))
	}
	n, err := newNode(ctx, c, pack, std)
	if err != nil {
		return err
	}
	defer n.close()
	if c.ready != "" {
		if err := n.writeReady(c.ready); err != nil {
			return err
		}
	}
	n.startPage(std.out)
	return n.run(ctx)
}

// ready is what --ready-file holds.
type ready struct {
	HTTP    string `json:"http"`
	SSH     string `json:"ssh"`
	Hub     string `json:"hub,omitempty"`
	HostKey string `json:"host_key"`
}

// writeReady tells the addresses of a node that listens everywhere.
func (n *node) writeReady(file string) error {
	r := ready{HTTP: n.http.Addr().String(), SSH: n.ssh.Addr().String(), HostKey: n.ssh.Fingerprint()}
	if n.hub != nil {
		r.Hub = n.hub.Addr().String()
	}
	return r.write(file)
}

// write writes the addresses in one move, so that nobody reads half of it.
func (r ready) write(file string) error {
	data, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write ready file: %w", err)
	}
	temp := file + ".new"
	if err := os.WriteFile(temp, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write ready file: %w", err)
	}
	if err := os.Rename(temp, file); err != nil {
		return fmt.Errorf("write ready file: %w", err)
	}
	return nil
}

const (
	// readHeader and readBody bound a slow sender (Slowloris); idle keeps an
	// aggregator's connections open between screens.
	readHeader = 5 * time.Second
	readBody   = 10 * time.Second
	writeReply = 15 * time.Second
	idle       = 2 * time.Minute
	// drain is how long requests under way may take at shutdown.
	drain = 8 * time.Second
)

// serveHTTP answers on a listener until ctx is done and the requests under way
// are answered.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger) error {
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: readHeader, ReadTimeout: readBody, WriteTimeout: writeReply,
		IdleTimeout: idle, MaxHeaderBytes: 16 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve http: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := srv.Shutdown(last); err != nil {
		_ = srv.Close()
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve http: %w", err)
	}
	return nil
}

// run keeps everything going until ctx is done or one part fails, and then
// stops the rest.
func (n *node) run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var parts sync.WaitGroup
	start := func(part func(context.Context) error) {
		parts.Go(func() {
			if err := part(ctx); err != nil {
				stop(err)
			}
		})
	}
	gateways := n.gateways()
	start(func(ctx context.Context) error {
		defer gateways.Wait()
		return serveHTTP(ctx, n.http, n.routes(gateways), n.log)
	})
	for i, link := range n.links {
		if link != nil {
			ch := &n.channels[i]
			link.Answer = func(ctx context.Context, session string, body []byte) string {
				return gateways.Answer(ctx, ch, session, body)
			}
			start(func(ctx context.Context) error { link.Run(ctx); return nil })
		}
	}
	start(n.ssh.Serve)
	for _, d := range n.deliveries {
		start(func(ctx context.Context) error { d.Run(ctx); return nil })
	}
	start(n.keepDrafts)
	if n.hub != nil {
		start(func(ctx context.Context) error { return serveHTTP(ctx, n.hub, n.hubHandler, n.log) })
	}
	if n.push != nil {
		start(n.push)
	}
	<-ctx.Done()
	parts.Wait()
	n.log.Info("stopped")
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// keepDrafts closes drafts and sends reminders as they fall due.
func (n *node) keepDrafts(ctx context.Context) error {
	channels := make([]sessions.Channel, len(n.channels))
	for i := range n.channels {
		channels[i] = n.channels[i].Channel
	}
	keeper := n.handler.Keeper(channels)
	tick := time.NewTicker(keeper.Every())
	defer tick.Stop()
	keeper.Run(ctx, tick.C)
	return nil
}

// gateways takes the requests of all channels.
func (n *node) gateways() *ussd.Server {
	return ussd.NewServer(ussd.Options{
		Steps: n.handler, Latin: n.latin, Channels: n.channels, Catalog: n.catalog,
		Language: n.pack.Service.DefaultLanguage(), Limits: n.limits, Log: n.log,
	})
}

// routes are what gateways call, and in the demonstration its stand-in network.
func (n *node) routes(gateways *ussd.Server) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/gateway/", gateways.Handler())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	if n.standIn != nil {
		mux.Handle("/demo/network/", n.standIn.Handler())
		mux.Handle("GET /phone", n.phonePage())
	}
	return mux
}

// logger writes JSON where nobody watches, and text on a terminal. Below Info
// it is silent on a terminal but for warnings, to leave the start page alone.
func logger(out *os.File) *slog.Logger {
	if info, err := out.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		return slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	return slog.New(slog.NewJSONHandler(out, nil))
}

// logFile is where a node without a terminal for its log writes it.
func logFile(std stdio) *os.File {
	if f, ok := std.err.(*os.File); ok {
		return f
	}
	return os.Stderr
}
