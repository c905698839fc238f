// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"github.com/dialform/dialform/identity"
)

func newKey(t *testing.T) (line, print string) {
	t.Helper()
	public, _, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	key, err := ssh.NewPublicKey(public)
	require.NoError(t, err)
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key))), ssh.FingerprintSHA256(key)
}

func TestDirectory(t *testing.T) {
	t.Parallel()
	amina, aminaPrint := newKey(t)
	bob, bobPrint := newKey(t)
	d, err := identity.NewDirectory([]identity.Registration{
		{ID: "amina", Name: "Amina Bangura", Keys: []string{amina + " laptop"}, Roles: []string{"enumerator"}, Places: []string{"SL0201"}},
		{ID: "bob", Keys: []string{bobPrint, bob}},
	})
	require.NoError(t, err)
	require.Equal(t, 2, d.Len())
	require.True(t, d.Owns("amina", aminaPrint))
	require.True(t, d.Owns("bob", bobPrint))
	require.False(t, d.Owns("bob", aminaPrint))
	require.False(t, d.Owns("carol", aminaPrint))
	require.False(t, d.Owns("", ""))

	a, ok := d.Account("amina")
	require.True(t, ok)
	require.True(t, a.Can(identity.Register))
	require.Equal(t, identity.Operator("amina", "SL0201"), a.Scope())
	b, _ := d.Account("bob")
	require.Equal(t, "bob", b.Name)
	require.False(t, b.Can(identity.Register), "no role allows nothing")
}

func TestDirectoryErrors(t *testing.T) {
	t.Parallel()
	key, print := newKey(t)
	other, _ := newKey(t)
	good := identity.Registration{ID: "amina", Keys: []string{key}}
	tests := []struct {
		name string
		list []identity.Registration
		says string
	}{
		{"nobody", nil, "no operators are registered"},
		{"bad id", []identity.Registration{{ID: "Amina B", Keys: []string{key}}}, `operator 1 ("Amina B"): id: use up to 32`},
		{"no id", []identity.Registration{{Keys: []string{key}}}, `operator 1 (""): id:`},
		{"control in an id", []identity.Registration{{ID: "a\x1b[2J", Keys: []string{key}}}, `operator 1 ("a\x1b[2J"): id:`},
		{"no key", []identity.Registration{{ID: "amina"}}, "keys: none given"},
		{"no key but text", []identity.Registration{{ID: "amina", Keys: []string{"hello"}}}, "key 1: this is not an SSH public key"},
		{"cut fingerprint", []identity.Registration{{ID: "amina", Keys: []string{"SHA256:abc"}}}, "key 1: a fingerprint is SHA256:"},
		{"options", []identity.Registration{{ID: "amina", Keys: []string{`from="10.0.0.1" ` + key}}}, "options before a key are not honoured"},
		{"two keys in one", []identity.Registration{{ID: "amina", Keys: []string{key + "\n" + other}}}, "more than one key"},
		{"same id twice", []identity.Registration{good, {ID: "amina", Keys: []string{other}}}, `operator 2 ("amina"): id: another operator has it already`},
		{"shared key", []identity.Registration{good, {ID: "bob", Keys: []string{print}}}, `belongs to "amina" already`},
		{"unknown role", []identity.Registration{{ID: "amina", Keys: []string{key}, Roles: []string{"king"}}}, `role "king" is not known; use one of [enumerator supervisor admin auditor]`},
		{"empty place", []identity.Registration{{ID: "amina", Keys: []string{key}, Places: []string{""}}}, "places: an empty code"},
		{"all at once", []identity.Registration{{ID: "amina"}, {ID: "bob"}}, "operator 2 (\"bob\"): keys: none given"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := identity.NewDirectory(tt.list)
			require.ErrorContains(t, err, tt.says)
		})
	}
}

func TestScope(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		scope  identity.Scope
		place  string
		covers bool
	}{
		{"nobody", identity.Scope{}, "SL02", false},
		{"system", identity.System(), "SL02", true},
		{"phone", identity.Phone("at", "+23276000000"), "SL02", false},
		{"operator everywhere", identity.Operator("amina"), "SL02", true},
		{"operator of the district", identity.Operator("amina", "SL01", "SL02"), "SL0201", true},
		{"operator of another", identity.Operator("amina", "SL03"), "SL0201", false},
		{"operator without a name", identity.Operator(""), "SL0201", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.covers, tt.scope.Covers(tt.place))
		})
	}
	require.NotEqual(t, identity.Phone("at", "1").Subject, identity.Phone("smpp", "1").Subject)
	require.Equal(t, "operator", identity.KindOperator.String())
}

func TestCan(t *testing.T) {
	t.Parallel()
	all := []identity.Action{identity.Register, identity.Find, identity.Resume, identity.SeeSync}
	operator := func(roles ...identity.Role) identity.Subject {
		return identity.Subject{Scope: identity.Operator("amina"), Roles: roles}
	}
	tests := []struct {
		name string
		who  identity.Subject
		may  []identity.Action
	}{
		{"nobody", identity.Subject{}, nil},
		{"nobody with a role", identity.Subject{Roles: []identity.Role{identity.Supervisor}}, nil},
		{"system", identity.Subject{Scope: identity.System(), Roles: identity.Roles()}, nil},
		{"phone", identity.Subject{Scope: identity.Phone("at", "1"), Roles: identity.Roles()}, []identity.Action{identity.Register, identity.Find, identity.Resume}},
		{"operator without a role", operator(), nil},
		{"enumerator", operator(identity.Enumerator), all},
		{"supervisor", operator(identity.Supervisor), all},
		{"auditor", operator(identity.Auditor), []identity.Action{identity.Find, identity.SeeSync}},
		{"admin", operator(identity.Admin), []identity.Action{identity.SeeSync}},
		{"admin and enumerator", operator(identity.Admin, identity.Enumerator), all},
		{"a role that does not exist", operator("king"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, a := range append(all, "approve", "") {
				require.Equal(t, contains(tt.may, a), identity.Can(tt.who, a), a)
			}
		})
	}
}

func contains(list []identity.Action, a identity.Action) bool {
	for _, x := range list {
		if x == a {
			return true
		}
	}
	return false
}
