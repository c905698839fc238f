// SPDX-License-Identifier: Apache-2.0

package gsm7

// Language numbers a national table as the language identifier of 3GPP TS
// 23.038 6.2.1.2.4 does. A message that uses one says so in its header (two
// information elements of three octets), so national tables are for SMS; USSD
// has no such header and knows the default tables only.
type Language uint8

// The languages that have national tables.
const (
	Default    Language = 0
	Turkish    Language = 1
	Spanish    Language = 2 // single shift only
	Portuguese Language = 3
	Bengali    Language = 4
	Gujarati   Language = 5
	Hindi      Language = 6
	Kannada    Language = 7
	Malayalam  Language = 8
	Oriya      Language = 9
	Punjabi    Language = 10
	Tamil      Language = 11
	Telugu     Language = 12
	Urdu       Language = 13
)

// escape introduces a septet of the extension or single shift table.
const escape = 0x1b

// unmapped stands in the tables below for a septet without a character; it is
// itself in none of the alphabets.
const unmapped = '·'

// defaultTable is the GSM 7-bit default alphabet (3GPP TS 23.038 6.2.1): the
// character at place n is that of septet n.
const defaultTable = "" +
	"@£$¥èéùìòÇ\nØø\rÅå" +
	"Δ_ΦΓΛΩΠΨΣΘΞ·ÆæßÉ" +
	" !\"#¤%&'()*+,-./" +
	"0123456789:;<=>?" +
	"¡ABCDEFGHIJKLMNO" +
	"PQRSTUVWXYZÄÖÑÜ§" +
	"¿abcdefghijklmno" +
	"pqrstuvwxyzäöñüà"

// extensionTable is the default extension (3GPP TS 23.038 6.2.1.1). Septets
// 0x0D and 0x1B are reserved for control and never mapped.
const extensionTable = "" +
	"··········\f·····" +
	"····^···········" +
	"········{}·····\\" +
	"············[~]·" +
	"|···············" +
	"················" +
	"·····€··········" +
	"················"
