// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"

	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/uplink"
)

// hubConfig is what a hub is told.
type hubConfig struct {
	data, http, tokenFile, ready string
}

// hubCommand is the verb hub.
func hubCommand(ctx context.Context, args []string, std stdio) int {
	var c hubConfig
	fs := flag.NewFlagSet("dialform hub", flag.ContinueOnError)
	fs.StringVar(&c.data, "data", "", "keep the records in `DIR`")
	fs.StringVar(&c.http, "http", "127.0.0.1:8097", "listen for nodes on `ADDR`")
	fs.StringVar(&c.tokenFile, "token-file", "", "`FILE` with the token that nodes present; made when absent (default DIR/device.token)")
	fs.StringVar(&c.ready, "ready-file", "", "write the address to `FILE` once the hub listens")
	if code, ok := parseFlags(fs, args, std); !ok {
		return code
	}
	if fs.NArg() > 0 || c.data == "" {
		fmt.Fprintln(std.err, "dialform hub: give the folder of the records with --data DIR; dialform hub -h tells the rest")
		return exitUsage
	}
	if c.tokenFile == "" {
		c.tokenFile = filepath.Join(c.data, "device.token")
	}
	if err := runHub(ctx, c, std); err != nil {
		fmt.Fprintln(std.err, err)
		return exitFailure
	}
	return exitOK
}

// runHub takes records until ctx is done.
func runHub(ctx context.Context, c hubConfig, std stdio) error {
	n := &node{c: &config{Hub: c.http}, log: logger(logFile(std))}
	defer n.close()
	records, err := store.OpenHub(ctx, c.data)
	if err != nil {
		return err
	}
	n.closers = append(n.closers, records)
	token, made, err := uplink.EnsureToken(c.tokenFile)
	if err != nil {
		return err
	}
	if n.hubHandler, err = uplink.NewHub(records, uplink.HubConfig{Token: token, Logger: n.log}); err != nil {
		return err
	}
	if n.hub, err = n.listen("http", c.http); err != nil {
		return err
	}
	if c.ready != "" {
		if err := (ready{Hub: n.hub.Addr().String()}).write(c.ready); err != nil {
			return err
		}
	}
	address := n.hub.Addr().String()
	fmt.Fprintf(std.out, "\n  The hub listens on http://%s and keeps its records in\n  %s\n\n", address, records.Path())
	if made {
		fmt.Fprintln(std.out, "  A token was made, which nodes must present; copy its file to them:")
	} else {
		fmt.Fprintln(std.out, "  Nodes must present the token in")
	}
	fmt.Fprintf(std.out, "  %s\n\n  What arrived      dialform submission list --data %s\n  Stop with Ctrl-C.\n\n", c.tokenFile, c.data)
	if !loopback(address) {
		n.log.Warn("the token and the records travel in the clear; put a proxy with TLS in front of the hub")
	}
	return serveHTTP(ctx, n.hub, n.hubHandler, n.log)
}
