// SPDX-License-Identifier: Apache-2.0

package sessions

import "context"

// KeyLocks are the locks of a Handler.
type KeyLocks struct{ l keyLocks }

// Lock takes a key.
func (k *KeyLocks) Lock(ctx context.Context, channel, party string) (release func(), err error) {
	return k.l.lock(ctx, holder{channel, party})
}

// Len is how many keys are held.
func (k *KeyLocks) Len() int {
	k.l.mu.Lock()
	defer k.l.mu.Unlock()
	return len(k.l.held)
}
