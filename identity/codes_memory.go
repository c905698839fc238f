// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"sync"
)

// MemoryCodes is a CodeStore for one process: after a restart no old code
// works. States of subjects live as long as the process, so it is meant for
// operators, who are few and registered.
type MemoryCodes struct {
	mu     sync.Mutex
	states map[string]CodeState
}

// NewMemoryCodes returns an empty store.
func NewMemoryCodes() *MemoryCodes { return &MemoryCodes{states: make(map[string]CodeState)} }

// LoadCode implements CodeStore.
func (m *MemoryCodes) LoadCode(_ context.Context, id string) (CodeState, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.states[id], nil
}

// SaveCode implements CodeStore.
func (m *MemoryCodes) SaveCode(_ context.Context, id string, s CodeState) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.states[id].Version != s.Version {
		return ErrCodeConflict
	}
	s.Version++
	m.states[id] = s
	return nil
}
