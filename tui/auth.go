// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"errors"
	"net"
	"strings"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
)

// signIn is the purpose of the codes operators sign in with.
const signIn = "desk"

// maxAuthTries is how many keys or codes one connection may get wrong. An
// agent offers its keys one after the other.
const maxAuthTries = 4

// Extensions of the permissions of a finished login: the only place from which
// a session learns who it serves.
const (
	extOperator = "dialform-operator"
	extKey      = "dialform-key" // fingerprint
)

// errDenied is the one answer to whatever is wrong with a login.
var errDenied = errors.New("permission denied")

// The algorithms. ssh-audit finds nothing to fail in them; sha1, CBC, the
// finite-field exchanges and MACs that do not cover the ciphertext are out.
var (
	keyExchanges = []string{gossh.KeyExchangeMLKEM768X25519, gossh.KeyExchangeCurve25519}
	ciphers      = []string{gossh.CipherChaCha20Poly1305, gossh.CipherAES256GCM, gossh.CipherAES128GCM}
	macs         = []string{gossh.HMACSHA256ETM, gossh.HMACSHA512ETM}
	keyAlgos     = []string{
		gossh.KeyAlgoED25519, gossh.KeyAlgoSKED25519,
		gossh.KeyAlgoECDSA256, gossh.KeyAlgoECDSA384, gossh.KeyAlgoECDSA521, gossh.KeyAlgoSKECDSA256,
		gossh.KeyAlgoRSASHA256, gossh.KeyAlgoRSASHA512,
	}
)

// serverConfig is made anew for every connection.
//
// Signing in takes two steps. The public key callback is called when a key is
// merely offered, so it may not believe, store or send anything; it only names
// the next step, which x/crypto takes after the signature was checked. What it
// has learnt travels in the closure of that step, not in the connection's
// context, which an earlier attempt under another name could have filled.
func (s *Server) serverConfig(ctx ssh.Context) *gossh.ServerConfig {
	v, _ := ctx.Value(visitorKey{}).(*visitor)
	cfg := &gossh.ServerConfig{
		MaxAuthTries:            maxAuthTries,
		PublicKeyAuthAlgorithms: keyAlgos,
		PublicKeyCallback: func(conn gossh.ConnMetadata, key gossh.PublicKey) (*gossh.Permissions, error) {
			id, print := conn.User(), gossh.FingerprintSHA256(key)
			if !s.cfg.Operators.Owns(id, print) {
				return nil, errDenied
			}
			login := &login{server: s, ctx: ctx, visitor: v, id: id, key: print}
			return nil, &gossh.PartialSuccessError{Next: gossh.ServerAuthCallbacks{
				KeyboardInteractiveCallback: login.askCode,
			}}
		},
		AuthLogCallback: s.logAttempt,
	}
	cfg.KeyExchanges, cfg.Ciphers, cfg.MACs = keyExchanges, ciphers, macs
	return cfg
}

// login is the second step of one connection, after its key was proven.
type login struct {
	server  *Server
	ctx     ssh.Context
	visitor *visitor
	id, key string
	issued  bool // a code was asked for on this connection
}

// askCode sends a code, at the first call, and asks for it.
func (l *login) askCode(conn gossh.ConnMetadata, challenge gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
	if conn.User() != l.id {
		return nil, errDenied
	}
	if l.visitor != nil {
		l.visitor.welcome()
	}
	answers, err := challenge("", l.instruction(), []string{"Code: "}, []bool{true})
	if err != nil || len(answers) != 1 {
		return nil, errDenied
	}
	code := strings.Join(strings.Fields(answers[0]), "")
	err = l.server.cfg.Codes.Check(l.ctx, signIn, l.id, code)
	switch {
	case err == nil:
	case errors.Is(err, identity.ErrCodeRefused), errors.Is(err, identity.ErrCodeLocked):
		return nil, errDenied
	default:
		l.server.cfg.Log.Error("one-time code could not be checked", "operator", l.id, "error", err)
		return nil, errDenied
	}
	return &gossh.Permissions{Extensions: map[string]string{extOperator: l.id, extKey: l.key}}, nil
}

// instruction sends the code and says what happened. Who reads it has proven a
// registered key, so it may be plain. It is in English: no language is chosen
// yet, and many clients show ASCII only here.
func (l *login) instruction() string {
	if l.issued {
		return "That code was not right. Try again, or wait half a minute and connect anew for another."
	}
	l.issued = true
	err := l.server.cfg.Codes.Issue(l.ctx, signIn, l.id, true)
	switch {
	case err == nil:
		return "A one-time code was sent to you."
	case errors.Is(err, identity.ErrCodeTooSoon):
		return "A one-time code was sent to you a moment ago; it is still good unless you used it."
	case errors.Is(err, identity.ErrCodeLocked):
		return "Too many wrong codes. Try again in an hour."
	default:
		l.server.cfg.Log.Error("one-time code could not be sent", "operator", l.id, "error", err)
		return "The code could not be sent. Ask the administrator of this device."
	}
}

// account is the operator a session serves.
func (s *Server) account(sess ssh.Session) (identity.Account, bool) {
	p := sess.Permissions()
	if p.Permissions == nil {
		return identity.Account{}, false
	}
	id, ok := p.Extensions[extOperator]
	if !ok {
		return identity.Account{}, false
	}
	return s.cfg.Operators.Account(id)
}

// logAttempt records one authentication attempt. The first one of a client
// asks which methods there are and is not worth a line.
func (s *Server) logAttempt(conn gossh.ConnMetadata, method string, err error) {
	var partial *gossh.PartialSuccessError
	switch {
	case method == "none":
	case errors.As(err, &partial):
	case err != nil:
		s.cfg.Log.Warn("sign-in refused", "operator", safetext.Line(clip(conn.User(), 64)), "method", method, "remote", host(conn.RemoteAddr()))
	default:
		s.cfg.Log.Info("signed in", "operator", safetext.Line(clip(conn.User(), 64)), "remote", host(conn.RemoteAddr()))
	}
}

// loginFailed records a connection that ended before anybody signed in.
func (s *Server) loginFailed(conn net.Conn, err error) {
	s.cfg.Log.Debug("connection ended before sign-in", "remote", host(conn.RemoteAddr()), "error", safetext.Line(clip(err.Error(), 200)))
}

// host is an address without its port, for logs.
func host(addr net.Addr) string {
	if addr == nil {
		return ""
	}
	h, _, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String()
	}
	return h
}

// clip shortens text of a stranger before it is cleaned.
func clip(s string, n int) string { return s[:min(len(s), n)] }
