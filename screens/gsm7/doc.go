// SPDX-License-Identifier: Apache-2.0

// Package gsm7 is the alphabet of phones: the 7-bit default alphabet of 3GPP
// TS 23.038, its extension table, the national tables, and the packing of
// septets into octets.
//
// A character of the default alphabet costs one septet, one of the extension
// table two (an escape and a septet), and a text with any other character must
// be sent as UCS-2, which halves what fits on a screen. [Transliterate] saves
// many texts from that.
//
// It imports nothing of ours.
package gsm7
