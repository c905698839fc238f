// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"math/big"

	"github.com/google/uuid"

	"github.com/dialform/dialform/registry"
)

// Device is what this installation is, made when its database is made.
type Device struct {
	ID         string // UUID; names the installation at the centre
	Epoch      string // UUID; the life of this database: another one numbers its outbox anew
	References registry.References
}

// Device returns what this installation is.
func (e *Edge) Device() Device { return e.device }

// settle reads the settings, making those that are missing. Two processes
// cannot race here: the folder is locked.
func (d *db) settle(ctx context.Context) (Device, error) {
	id, err := d.setting(ctx, "device_id", newUUID)
	if err != nil {
		return Device{}, err
	}
	epoch, err := d.setting(ctx, "epoch", newUUID)
	if err != nil {
		return Device{}, err
	}
	key, err := d.setting(ctx, "reference_key", newKey)
	if err != nil {
		return Device{}, err
	}
	block, err := d.setting(ctx, "reference_block", newBlock)
	if err != nil {
		return Device{}, err
	}
	if len(key) != 32 || len(block) != 2 {
		return Device{}, fileError(d.path, fmt.Errorf("read settings: %w", ErrDamaged))
	}
	return Device{
		ID: string(id), Epoch: string(epoch),
		References: registry.References{Key: [32]byte(key), Block: binary.BigEndian.Uint16(block)},
	}, nil
}

// setting returns a stored value, or stores a new one and returns it.
func (d *db) setting(ctx context.Context, name string, make func() ([]byte, error)) ([]byte, error) {
	var value []byte
	err := d.update(ctx, "read settings", func(t *tx) error {
		fresh, err := make()
		if err != nil {
			return err
		}
		if _, err := t.exec(`INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING`, name, fresh); err != nil {
			return err
		}
		return t.row(`SELECT value FROM setting WHERE name = ?`, []any{name}, &value)
	})
	return value, err
}

func newUUID() ([]byte, error) {
	id, err := uuid.NewRandom()
	return []byte(id.String()), err
}

func newKey() ([]byte, error) {
	key := make([]byte, 32)
	_, err := rand.Read(key)
	return key, err
}

// newBlock draws the first four digits of this device's references. Two devices
// of ten thousand may draw the same; submissions are told apart by their ids,
// a reference only helps a person to find one.
func newBlock() ([]byte, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(registry.MaxBlock+1))
	if err != nil {
		return nil, err
	}
	return binary.BigEndian.AppendUint16(nil, uint16(n.Uint64())), nil
}
