// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
)

// ErrNoOperators means that the configuration names nobody who could sign in.
var ErrNoOperators = errors.New("no operators are registered")

// Registration is an operator as written in the configuration.
type Registration struct {
	// ID is what the operator signs in as: lower-case letters, digits, dot,
	// dash and underscore, at most 32, beginning with a letter.
	ID string `yaml:"id"`
	// Name is shown on screens. Defaults to the ID.
	Name string `yaml:"name"`
	// Keys are SSH public keys: a line of an authorized_keys file without
	// options, or a fingerprint such as SHA256:....
	Keys []string `yaml:"keys"`
	// Places are the beginnings of area codes; empty means everywhere.
	Places []string `yaml:"places"`
	// Roles defaults to none, which allows nothing.
	Roles []string `yaml:"roles"`
}

// Account is one registered operator.
type Account struct {
	ID, Name string
	Places   []string
	Roles    []Role
	keys     []string // SHA-256 fingerprints, as ssh-keygen -l prints them
}

// Scope is how far the operator sees.
func (a Account) Scope() Scope { return Operator(a.ID, a.Places...) }

// Can tells whether the operator may do the action.
func (a Account) Can(action Action) bool {
	return Can(Subject{Scope: a.Scope(), Roles: a.Roles}, action)
}

// Directory is the operators of a node. It does not change after it was built.
type Directory struct {
	accounts map[string]Account
}

var operatorID = regexp.MustCompile(`^[a-z][a-z0-9._-]{0,31}$`)

// NewDirectory checks the registrations and builds the directory. The error
// names every registration that is wrong and what to do; it is ErrNoOperators
// for an empty list.
func NewDirectory(registrations []Registration) (*Directory, error) {
	if len(registrations) == 0 {
		return nil, ErrNoOperators
	}
	d := &Directory{accounts: make(map[string]Account, len(registrations))}
	owner := make(map[string]string) // fingerprint to operator id
	var problems []error
	for i, r := range registrations {
		a, err := r.account()
		if err == nil {
			err = d.add(a, owner)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("operator %d (%q): %w", i+1, r.ID, err))
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return d, nil
}

// account reads one registration.
func (r Registration) account() (Account, error) {
	if !operatorID.MatchString(r.ID) {
		return Account{}, errors.New("id: use up to 32 lower-case letters, digits, dots, dashes or underscores, beginning with a letter")
	}
	if len(r.Keys) == 0 {
		return Account{}, errors.New("keys: none given; add the operator's SSH public key")
	}
	a := Account{ID: r.ID, Name: r.Name, Places: slices.Clone(r.Places)}
	if a.Name == "" {
		a.Name = r.ID
	}
	for i, text := range r.Keys {
		print, err := fingerprint(text)
		if err != nil {
			return Account{}, fmt.Errorf("key %d: %w", i+1, err)
		}
		if !slices.Contains(a.keys, print) {
			a.keys = append(a.keys, print)
		}
	}
	for _, p := range r.Places {
		if strings.TrimSpace(p) == "" {
			return Account{}, errors.New("places: an empty code would mean everywhere; leave the list out for that")
		}
	}
	for _, name := range r.Roles {
		if !slices.Contains(Roles(), Role(name)) {
			return Account{}, fmt.Errorf("role %q is not known; use one of %v", name, Roles())
		}
		a.Roles = append(a.Roles, Role(name))
	}
	return a, nil
}

func (d *Directory) add(a Account, owner map[string]string) error {
	if _, taken := d.accounts[a.ID]; taken {
		return errors.New("id: another operator has it already")
	}
	for _, print := range a.keys {
		if other, taken := owner[print]; taken {
			return fmt.Errorf("key %s belongs to %q already; two operators may not share a key", print, other)
		}
		owner[print] = a.ID
	}
	d.accounts[a.ID] = a
	return nil
}

// fingerprint reads a public key or a fingerprint as configured.
func fingerprint(text string) (string, error) {
	text = strings.TrimSpace(text)
	if digest, ok := strings.CutPrefix(text, "SHA256:"); ok {
		if len(digest) != 43 { // unpadded base64 of 32 bytes
			return "", errors.New("a fingerprint is SHA256: and 43 characters, as ssh-keygen -l prints it")
		}
		return text, nil
	}
	key, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(text))
	switch {
	case err != nil:
		return "", errors.New("this is not an SSH public key; use a line of a .pub file or a SHA256: fingerprint")
	case len(rest) > 0:
		return "", errors.New("more than one key in one entry; write one entry a key")
	case len(options) > 0:
		return "", errors.New("options before a key are not honoured here; remove them")
	case key.Type() == "ssh-dss":
		return "", errors.New("DSA keys are not accepted; make an ed25519 key")
	}
	return ssh.FingerprintSHA256(key), nil
}

// Account returns the operator with this id.
func (d *Directory) Account(id string) (Account, bool) {
	a, ok := d.accounts[id]
	return a, ok
}

// Len is the number of operators.
func (d *Directory) Len() int { return len(d.accounts) }

// Owns tells whether the key with this SHA-256 fingerprint is registered for
// the operator. It compares every key of the operator in constant time.
func (d *Directory) Owns(id, print string) bool {
	found := 0
	for _, k := range d.accounts[id].keys {
		found |= subtle.ConstantTimeCompare([]byte(k), []byte(print))
	}
	return found == 1
}
