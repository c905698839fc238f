// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"

	"github.com/dialform/dialform/phone/web"
)

// phonePage is the phone on a page, which the demonstration serves: it dials the
// first channel and writes to that channel's message channel.
func (n *node) phonePage() http.Handler {
	v := n.pack.Service
	o := web.Options{
		Name: v.Name.In("en", v.DefaultLanguage()), Code: v.Code, Inbox: "/demo/network/inbox",
		USSD: "/gateway/" + n.channels[0].Name + "/" + demoSecret,
	}
	for i, ch := range n.channels {
		if ch.Messages {
			o.ShortCode, o.SMS = n.c.Channels[i].Send.From, "/gateway/"+ch.Name+"/"+demoSecret
			break
		}
	}
	return web.Handler(o)
}
