// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"net"
	"net/netip"
	"sync"
	"time"

	"charm.land/ssh"
	"golang.org/x/time/rate"
)

// What strangers may do before they have signed in. A site's kiosks may share
// one address, so the figures leave room for a whole office.
const (
	strangersPerAddress = 10
	strangersInAll      = 64
	knocksPerSecond     = 1 // per address, in the long run
	knocksAtOnce        = 30
	addressesKept       = 4096 // before idle ones are forgotten
)

// gate keeps strangers from crowding out the operators: it limits how often an
// address may connect and how many connections may be signing in at once.
type gate struct {
	now func() time.Time

	mu        sync.Mutex
	addresses map[netip.Prefix]*address
	strangers int
	visitors  map[*visitor]struct{} // every open connection
	closed    bool
}

// address is what is known of one network address.
type address struct {
	knocks    *rate.Limiter
	strangers int
}

func newGate(now func() time.Time) *gate {
	return &gate{now: now, addresses: make(map[netip.Prefix]*address), visitors: make(map[*visitor]struct{})}
}

// visitor is one connection. It says nothing about who is there: that is only
// in the permissions of the login that succeeded.
type visitor struct {
	net.Conn
	gate  *gate
	from  netip.Prefix
	known sync.Once   // leaves the strangers once
	grace *time.Timer // closes the connection unless a key is proven
	mu    sync.Mutex
	open  int // session channels open now
}

// visitorKey finds the connection of an ssh.Context.
type visitorKey struct{}

// admit is the server's ConnCallback: nil drops the connection.
func (g *gate) admit(ctx ssh.Context, conn net.Conn) net.Conn {
	from := network(conn.RemoteAddr())
	if !g.enter(from) {
		return nil
	}
	v := &visitor{Conn: conn, gate: g, from: from}
	v.grace = time.AfterFunc(keyGrace, func() { conn.Close() })
	ctx.SetValue(visitorKey{}, v)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.visitors[v] = struct{}{}
	if g.closed {
		_ = conn.Close()
	}
	return v
}

// enter counts a stranger in, or refuses it.
func (g *gate) enter(from netip.Prefix) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	a := g.addresses[from]
	if a == nil {
		g.forget()
		a = &address{knocks: rate.NewLimiter(knocksPerSecond, knocksAtOnce)}
		g.addresses[from] = a
	}
	if a.strangers >= strangersPerAddress || g.strangers >= strangersInAll || !a.knocks.AllowN(g.now(), 1) {
		return false
	}
	a.strangers++
	g.strangers++
	return true
}

// closeAll closes every connection, signed in or not.
func (g *gate) closeAll() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	for v := range g.visitors {
		_ = v.Conn.Close() // its own goroutine does the rest
	}
}

// leave counts a stranger out.
func (g *gate) leave(from netip.Prefix) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.strangers--
	if a := g.addresses[from]; a != nil {
		a.strangers--
	}
}

// forget drops addresses that were quiet long enough to be new again, when
// there are many.
func (g *gate) forget() {
	if len(g.addresses) < addressesKept {
		return
	}
	for prefix, a := range g.addresses {
		if a.strangers == 0 && a.knocks.TokensAt(g.now()) >= knocksAtOnce {
			delete(g.addresses, prefix)
		}
	}
}

// welcome ends being a stranger: a registered key was proven. The login as a
// whole has its own limit.
func (v *visitor) welcome() {
	v.grace.Stop()
	v.known.Do(func() { v.gate.leave(v.from) })
}

// Close implements net.Conn.
func (v *visitor) Close() error {
	v.welcome()
	v.gate.mu.Lock()
	delete(v.gate.visitors, v)
	v.gate.mu.Unlock()
	return v.Conn.Close()
}

// take reserves one of the connection's session channels.
func (v *visitor) take(limit int) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.open >= limit {
		return false
	}
	v.open++
	return true
}

// give returns one.
func (v *visitor) give() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.open--
}

// network is the address a connection is counted under: the IPv4 address, or
// the /64 that one IPv6 customer usually has.
func network(addr net.Addr) netip.Prefix {
	ap, err := netip.ParseAddrPort(addr.String())
	if err != nil {
		return netip.Prefix{}
	}
	ip := ap.Addr().Unmap().WithZone("")
	bits := 64
	if ip.Is4() {
		bits = 32
	}
	prefix, err := ip.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}
