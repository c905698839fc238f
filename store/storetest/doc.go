// SPDX-License-Identifier: Apache-2.0

// Package storetest says what every store must do, as tests that any
// implementation runs. It must not know how a store keeps its rows.
package storetest
