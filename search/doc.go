// SPDX-License-Identifier: Apache-2.0

// Package search finds names in a long list by the first letters that a person
// types: whatever the capitals and accents, in any script, and with one slip of
// the fingers forgiven.
//
// It knows no form and no screen.
package search
