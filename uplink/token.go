// SPDX-License-Identifier: Apache-2.0

package uplink

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"strings"
)

// minToken is the length of the shortest token that a hub accepts: 128 bits in
// hex.
const minToken = 32

// ErrToken: a token is missing or too short to be a secret.
var ErrToken = errors.New("device token needs 32 characters or more, without spaces")

// NewToken draws a token, 256 bits in hex.
func NewToken() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// ReadToken reads a token file. It returns ErrToken when there is no token in it.
func ReadToken(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read token: %w", err)
	}
	token := strings.TrimSpace(string(b))
	if err := checkToken(token); err != nil {
		return "", fmt.Errorf("read token: %s: %w", path, err)
	}
	return token, nil
}

// EnsureToken reads a token file, first making one that only this user can read
// if there is none; made says so.
func EnsureToken(path string) (token string, made bool, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		token, err = ReadToken(path)
		return token, false, err
	}
	if err != nil {
		return "", false, fmt.Errorf("make token: %w", err)
	}
	token = NewToken()
	_, err = f.WriteString(token + "\n")
	if err := errors.Join(err, f.Close()); err != nil {
		return "", false, fmt.Errorf("make token: %w", err)
	}
	return token, true, nil
}

func checkToken(token string) error {
	if len(token) < minToken || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ErrToken
	}
	return nil
}

// bearer tells whether a request carries the token with this hash. Hashes are
// compared, in constant time, so that neither content nor length leaks.
func bearer(r *http.Request, want [sha256.Size]byte) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	got := sha256.Sum256([]byte(token))
	return ok && subtle.ConstantTimeCompare(got[:], want[:]) == 1
}
