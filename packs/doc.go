// SPDX-License-Identifier: Apache-2.0

// Package packs reads a pack: the folder that says what a service offers. It
// holds service.yaml (code, languages, menu, which form each item runs),
// forms/, and messages/ with a country's own wording of the system's messages.
// The demonstration pack is embedded.
//
// It turns files into a flows.Service and knows no channel and no store.
package packs
