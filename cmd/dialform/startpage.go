// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"net"

	"github.com/dialform/dialform/internal/safetext"
)

// startPage tells a person what runs and how to try it.
func (n *node) startPage(w io.Writer) {
	v := n.pack.Service
	name := safetext.Line(v.Name.In("en", v.DefaultLanguage())).String()
	code := safetext.Line(v.Code).String()
	http, ssh := n.http.Addr().String(), n.ssh.Addr().String()
	host, port, _ := net.SplitHostPort(ssh)
	fmt.Fprintf(w, "\n  %s\n\n", name)
	if !n.c.Demo {
		fmt.Fprintf(w, "  gateways   http://%s/gateway/CHANNEL/SECRET\n  operators  ssh -p %s OPERATOR@%s\n  host key   %s\n\n", http, port, host, n.ssh.Fingerprint())
		return
	}
	fmt.Fprintf(w, "  This is the demonstration. It serves this machine only and keeps everything in\n  %s\n\n", n.c.DataDir)
	fmt.Fprintf(w, "  In a browser   http://%s/phone\n", http)
	fmt.Fprintf(w, "  On a phone     dialform phone --url http://%s --service '%s'   then dial %s\n", http, code, code)
	fmt.Fprintf(w, "  At a desk      ssh -i %s -p %s operator@%s\n", n.demoKey(), port, host)
	fmt.Fprint(w, "                 (the one-time code appears here; -T gives plain lines)\n")
	if n.hub != nil {
		fmt.Fprintf(w, "  Records        arrive at the hub on http://%s; see them with\n                 dialform submission list --data %s\n", n.hub.Addr(), n.hubDir())
	}
	fmt.Fprintf(w, "  A gateway      POST http://%s/gateway/%s/%s\n", http, n.channels[0].Name, demoSecret)
	fmt.Fprintf(w, "  Host key       %s\n\n  Stop with Ctrl-C.\n\n", n.ssh.Fingerprint())
}
