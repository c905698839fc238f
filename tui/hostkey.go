// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	gossh "golang.org/x/crypto/ssh"
)

// EnsureKey makes an ed25519 key pair at path, if there is none, and returns
// its public half as a line of an authorized_keys file. The private file can
// be read by its owner only. It serves for host keys and for the operator of a
// demo.
func EnsureKey(path string) (string, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(path)
	}
	if err != nil {
		return "", fmt.Errorf("read key: %w", err)
	}
	signer, err := gossh.ParsePrivateKey(text)
	if err != nil {
		return "", fmt.Errorf("read key %s: %w", path, err)
	}
	return string(gossh.MarshalAuthorizedKey(signer.PublicKey())), nil
}

// makeKey writes the key beside its place and links it there, so that two
// processes that start at once agree on one key and nobody reads half a file.
func makeKey(path string) (string, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", fmt.Errorf("make key: %w", err)
	}
	block, err := gossh.MarshalPrivateKey(private, "")
	if err != nil {
		return "", fmt.Errorf("make key: %w", err)
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make key folder: %w", err)
	}
	file, err := os.CreateTemp(dir, ".key-*") // 0600
	if err != nil {
		return "", fmt.Errorf("write key: %w", err)
	}
	defer os.Remove(file.Name())
	_, err = file.Write(pem.EncodeToMemory(block))
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", fmt.Errorf("write key: %w", err)
	}
	if err := os.Link(file.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("write key: %w", err)
	}
	return EnsureKey(path)
}
