// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
)

// keyBytes is the size of a node's key and of a device's token.
const keyBytes = 32

// secretFile reads a file that holds random bytes in hexadecimal, or makes it,
// readable by its owner only.
func secretFile(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		key := make([]byte, keyBytes)
		if _, err := rand.Read(key); err != nil {
			return nil, fmt.Errorf("make key: %w", err)
		}
		if err := os.WriteFile(file, append([]byte(hex.EncodeToString(key)), '\n'), 0o600); err != nil {
			return nil, fmt.Errorf("%s: the key can't be written: %w", file, cause(err))
		}
		return key, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: the key can't be read: %w", file, cause(err))
	}
	key, err := hex.DecodeString(string(bytes.TrimSpace(text)))
	if err != nil || len(key) < keyBytes/2 {
		return nil, fmt.Errorf("%s: holds no key; it must be at least %d hexadecimal digits, as openssl rand -hex 32 makes them", file, keyBytes)
	}
	return key, nil
}
