// SPDX-License-Identifier: Apache-2.0

package registry

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
)

// BlockSize is how many references a device's block holds: six digits.
const BlockSize = 1_000_000

// MaxBlock is the largest block: four digits.
const MaxBlock = 9999

// Errors of References.At.
var (
	// ErrBlock: the block has more than four digits.
	ErrBlock = errors.New("reference block is not within 0..9999")
	// ErrBlockFull: every reference of the block was given out; the device needs another block.
	ErrBlockFull = errors.New("reference block is used up")
)

// References makes the references of one device. The key only hides how many
// references the device has given out and in which order; no decision may
// rest on its secrecy.
type References struct {
	Key   [32]byte
	Block uint16 // 0..9999, of this device alone
}

// At returns the reference of a counter, each counter below BlockSize a
// different one. It returns ErrBlock or ErrBlockFull.
func (r References) At(counter uint64) (Reference, error) {
	if r.Block > MaxBlock {
		return "", ErrBlock
	}
	if counter >= BlockSize {
		return "", ErrBlockFull
	}
	n := r.permute(uint32(counter))
	return withCheck(fmt.Sprintf("%04d%06d", r.Block, n)), nil
}

// The permutation is a Feistel network over 20 bits, the smallest even width
// that holds six digits. What falls outside the six digits walks the cycle on
// until it is inside again (Black and Rogaway, "Ciphers with arbitrary finite
// domains", 2002): 1.05 turns on average, and it ends because the network is
// itself a permutation. Ten rounds as FF1 has (NIST SP 800-38G).
const (
	halfBits = 10
	halfMask = 1<<halfBits - 1
	rounds   = 10
)

func (r References) permute(n uint32) uint32 {
	n = r.feistel(n)
	for n >= BlockSize {
		n = r.feistel(n)
	}
	return n
}

func (r References) feistel(n uint32) uint32 {
	mac := hmac.New(sha256.New, r.Key[:])
	left, right := n>>halfBits, n&halfMask
	for round := range rounds {
		left, right = right, left^r.round(mac, round, right)
	}
	return left<<halfBits | right
}

// round is the round function: HMAC-SHA256 over a label, the block, the round
// and half of the state. The block is in it so that two devices which share a
// key do not share an order.
func (r References) round(mac hash.Hash, round int, half uint32) uint32 {
	mac.Reset()
	msg := append(make([]byte, 0, 32), "dialform reference 1"...)
	msg = binary.BigEndian.AppendUint16(msg, r.Block)
	msg = append(msg, byte(round))
	msg = binary.BigEndian.AppendUint16(msg, uint16(half))
	mac.Write(msg)
	return uint32(binary.BigEndian.Uint16(mac.Sum(msg[:0]))) & halfMask
}
