// SPDX-License-Identifier: Apache-2.0

package ussd

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Guard is who may call a channel, beyond knowing the secret in its address.
// The zero Guard lets everyone call who knows it.
type Guard struct {
	// Allow are the addresses that may call; none means any.
	Allow []netip.Prefix
	// Proxies are the addresses whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	// Credential is what a request must bring along.
	Credential Credential
}

// Credential is a password that a gateway sends with each request.
type Credential struct {
	In     CredentialPlace
	Name   string // of the user, the header or the parameter
	Secret string
}

// CredentialPlace is where a credential stands in a request.
type CredentialPlace uint8

// Places of a credential.
const (
	NoCredential   CredentialPlace = iota
	BasicAuth                      // Name is the user
	HeaderValue                    // e.g. X-Api-Key
	QueryParameter                 // e.g. password, as Airtel sends it
)

// from reports whether a request comes from an address that may call.
func (g *Guard) from(r *http.Request) bool {
	if len(g.Allow) == 0 {
		return true
	}
	addr, ok := caller(r, g.Proxies)
	return ok && contains(g.Allow, addr)
}

// caller is the address that a request comes from: the peer's, or the nearest
// one in X-Forwarded-For that is no proxy of ours. What stands further from us
// could have been written by anyone.
func caller(r *http.Request, proxies []netip.Prefix) (netip.Addr, bool) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	addr := peer.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !contains(proxies, addr) {
			break
		}
		if addr, err = netip.ParseAddr(strings.TrimSpace(hop)); err != nil {
			return netip.Addr{}, false
		}
		addr = addr.Unmap()
	}
	return addr, true
}

func contains(prefixes []netip.Prefix, addr netip.Addr) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(addr.WithZone("")) })
}

// holds reports whether a request brings the credential along.
func (c *Credential) holds(r *http.Request) bool {
	switch c.In {
	case BasicAuth:
		user, password, _ := r.BasicAuth()
		return same(user, c.Name) && same(password, c.Secret)
	case HeaderValue:
		return same(r.Header.Get(c.Name), c.Secret)
	case QueryParameter:
		return same(r.URL.Query().Get(c.Name), c.Secret)
	default:
		return true
	}
}

// same compares secrets in a time that tells nothing of them.
func same(given, want string) bool {
	g, w := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(g[:], w[:]) == 1
}
