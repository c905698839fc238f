// SPDX-License-Identifier: Apache-2.0

//go:build !race

package script_test

const raceEnabled = false
