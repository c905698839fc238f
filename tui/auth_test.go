// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"errors"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/tui"
)

func TestNoOperatorsNoServer(t *testing.T) {
	t.Parallel()
	cfg := config(newFakeDesk())
	_, err := tui.New(cfg)
	require.ErrorIs(t, err, identity.ErrNoOperators)
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk())
	c := s.in()
	require.Equal(t, "amina", c.User())
	require.Contains(t, s.log.String(), `msg="signed in" operator=amina remote=127.0.0.1`)
}

func TestRefused(t *testing.T) {
	t.Parallel()
	wrong := answer(func() string { return "wrong" })
	tests := []struct {
		name string
		user string
		auth func(s *station) []gossh.AuthMethod
		sent int // codes that may have been sent
	}{
		{"no credentials", "amina", func(*station) []gossh.AuthMethod { return nil }, 0},
		{"a code alone", "amina", func(s *station) []gossh.AuthMethod { return []gossh.AuthMethod{wrong} }, 0},
		{"a password", "amina", func(*station) []gossh.AuthMethod { return []gossh.AuthMethod{gossh.Password("amina")} }, 0},
		{"a key alone", "amina", func(s *station) []gossh.AuthMethod { return []gossh.AuthMethod{gossh.PublicKeys(s.amina)} }, 0},
		{"an unknown key", "amina", func(s *station) []gossh.AuthMethod {
			return []gossh.AuthMethod{gossh.PublicKeys(newSigner(s.t)), wrong}
		}, 0},
		{"another's key", "bob", func(s *station) []gossh.AuthMethod { return []gossh.AuthMethod{gossh.PublicKeys(s.amina), wrong} }, 0},
		{"an unknown operator", "carol", func(s *station) []gossh.AuthMethod { return []gossh.AuthMethod{gossh.PublicKeys(s.amina), wrong} }, 0},
		{"a key that is offered but not owned", "amina", func(s *station) []gossh.AuthMethod {
			return []gossh.AuthMethod{gossh.PublicKeys(thief{s.amina.PublicKey(), s.bob}), wrong}
		}, 0},
		{"a wrong code", "amina", func(s *station) []gossh.AuthMethod {
			return []gossh.AuthMethod{gossh.PublicKeys(s.amina), gossh.RetryableAuthMethod(wrong, 10)}
		}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, newFakeDesk())
			c, err := s.dial(tt.user, tt.auth(s)...)
			require.Error(t, err)
			require.Nil(t, c)
			require.Len(t, s.codes, tt.sent, "a code goes only to whoever has proven a key")
			require.NotContains(t, s.log.String(), "signed in")
		})
	}
}

// thief offers one key and signs with another.
type thief struct {
	public gossh.PublicKey
	gossh.Signer
}

func (th thief) PublicKey() gossh.PublicKey { return th.public }

func (th thief) Sign(r io.Reader, data []byte) (*gossh.Signature, error) {
	return th.Signer.Sign(r, data)
}

func TestWrongCodeIsTriedThreeTimes(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk())
	tries, right := 0, ""
	_, err := s.dial("amina", gossh.PublicKeys(s.amina), gossh.RetryableAuthMethod(answer(func() string {
		if right == "" {
			right = <-s.codes
		}
		if tries++; tries <= identity.CodeTries {
			return "000000x"
		}
		return right
	}), 10))
	require.Error(t, err)
	require.Greater(t, tries, identity.CodeTries, "the right code came too late")
	require.NotContains(t, s.log.String(), right, "a code is never logged")
}

func TestCodeIsGoodOnce(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk())
	code := ""
	_, err := s.dial("amina", gossh.PublicKeys(s.amina), answer(func() string {
		code = <-s.codes
		return code
	}))
	require.NoError(t, err)
	_, err = s.dial("amina", gossh.PublicKeys(s.amina), answer(func() string { return code }))
	require.Error(t, err)
}

// TestSecondUser: a client may change its name between attempts on one
// connection. What was learnt under one name must not help under another.
func TestSecondUser(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk())
	ctx := fakeContext{plain: t.Context()}
	cfg := s.server.ServerConfig(ctx)
	ask := func(_, _ string, _ []string, _ []bool) ([]string, error) { return []string{<-s.codes}, nil }

	_, err := cfg.PublicKeyCallback(metadata{user: "amina"}, s.amina.PublicKey())
	var partial *gossh.PartialSuccessError
	require.ErrorAs(t, err, &partial, "the key is right, a code is still needed")

	_, err = cfg.PublicKeyCallback(metadata{user: "bob"}, s.amina.PublicKey())
	require.Error(t, err, "amina's key is not bob's, whoever came before")
	require.False(t, errors.As(err, new(*gossh.PartialSuccessError)))

	p, err := partial.Next.KeyboardInteractiveCallback(metadata{user: "bob"}, ask)
	require.Error(t, err, "amina's second step does not serve bob")
	require.Nil(t, p)
	require.Empty(t, s.codes)

	p, err = partial.Next.KeyboardInteractiveCallback(metadata{user: "amina"}, ask)
	require.NoError(t, err)
	require.Equal(t, "amina", p.Extensions["dialform-operator"])
	require.Nil(t, cfg.PasswordCallback)
	require.Nil(t, cfg.KeyboardInteractiveCallback)
	require.False(t, cfg.NoClientAuth)
}

func TestAlgorithms(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk())
	tests := []struct {
		name   string
		change func(*gossh.ClientConfig)
	}{
		{"sha1 exchange", func(c *gossh.ClientConfig) { c.KeyExchanges = []string{gossh.InsecureKeyExchangeDH14SHA1} }},
		{"nist exchange", func(c *gossh.ClientConfig) { c.KeyExchanges = []string{gossh.KeyExchangeECDHP256} }},
		{"ctr with sha1", func(c *gossh.ClientConfig) {
			c.Ciphers, c.MACs = []string{gossh.CipherAES128CTR}, []string{gossh.InsecureHMACSHA196}
		}},
		{"cbc", func(c *gossh.ClientConfig) { c.Ciphers = []string{gossh.InsecureCipherAES128CBC} }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := &gossh.ClientConfig{User: "amina", Timeout: patience, HostKeyCallback: gossh.FixedHostKey(nil)}
			tt.change(cfg)
			_, err := gossh.Dial("tcp", s.server.Addr().String(), cfg)
			require.ErrorContains(t, err, "no common algorithm")
		})
	}
}

// TestStrangersAreLimited: connections that sign nobody in are counted by
// address, and the ones beyond the limit are dropped at once.
func TestStrangersAreLimited(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk())
	var conns []net.Conn
	refused := 0
	for range 14 {
		c, err := net.Dial("tcp", s.server.Addr().String())
		require.NoError(t, err)
		conns = append(conns, c)
		if _, err := c.Read(make([]byte, 1)); err != nil {
			refused++
		}
	}
	require.Equal(t, 4, refused)
	for _, c := range conns {
		c.Close()
	}
	require.Eventually(t, func() bool {
		c, err := s.dial("amina", gossh.PublicKeys(s.amina), s.delivered())
		if err != nil {
			return false
		}
		return c.Close() == nil
	}, patience, patience/200)
}

func TestEnsureKey(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/a/b/key"
	line, err := tui.EnsureKey(path)
	require.NoError(t, err)
	require.Contains(t, line, "ssh-ed25519 ")
	again, err := tui.EnsureKey(path)
	require.NoError(t, err)
	require.Equal(t, line, again)
	requireMode(t, path, 0o600)
}
