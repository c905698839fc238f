// SPDX-License-Identifier: Apache-2.0

package gsm7

// Octets that one message holds.
const (
	SMSOctets  = 140 // user data of one short message, its header included (3GPP TS 23.040)
	USSDOctets = 160 // one USSD string (3GPP TS 23.038 5, 24.080)
)

// Sizes in octets of what a header of an SMS (3GPP TS 23.040 9.2.3.24) may
// hold, beside the one octet that gives the header's length.
const (
	HeaderLength  = 1
	HeaderPart    = 5 // concatenation with an 8-bit reference
	HeaderPart16  = 6 // concatenation with a 16-bit reference
	HeaderLocking = 3 // a national locking table is in use
	HeaderShift   = 3 // a national single shift table is in use
)

// Septets is how many septets fit in so many octets.
func Septets(octets int) int { return octets * 8 / 7 }

// Units is how many UCS-2 units fit in so many octets.
func Units(octets int) int { return octets / 2 }

const carriageReturn = '\r'

// Pack appends septets (one a byte, high bit ignored) packed into octets, as a
// short message carries them (3GPP TS 23.038 6.1.2.1). Their number travels
// beside them.
func Pack(dst, septets []byte) []byte {
	held, bits := uint(0), uint(0)
	for _, s := range septets {
		held |= uint(s&0x7f) << bits
		bits += 7
		if bits >= 8 {
			dst = append(dst, byte(held))
			held >>= 8
			bits -= 8
		}
	}
	if bits > 0 {
		dst = append(dst, byte(held))
	}
	return dst
}

// Unpack appends n septets of packed octets, one a byte; fewer if the octets
// hold fewer.
func Unpack(dst, octets []byte, n int) []byte {
	held, bits := uint(0), uint(0)
	for _, o := range octets {
		held |= uint(o) << bits
		for bits += 8; bits >= 7 && n > 0; bits -= 7 {
			dst = append(dst, byte(held&0x7f))
			held >>= 7
			n--
		}
	}
	return dst
}

// PackUSSD is Pack for a USSD string, whose number of septets is not sent (3GPP
// TS 23.038 6.1.2.3.1): seven spare bits are filled with CR, lest they read as
// "@", and a text that ends in CR on an octet boundary gets a second one, since
// the receiver drops the first.
func PackUSSD(dst, septets []byte) []byte {
	n := len(septets)
	if n%8 == 7 || n > 0 && n%8 == 0 && septets[n-1]&0x7f == carriageReturn {
		padded := append(make([]byte, 0, n+1), septets...)
		return Pack(dst, append(padded, carriageReturn))
	}
	return Pack(dst, septets)
}

// UnpackUSSD appends all septets of a USSD string, one a byte, without the CR
// that fills its last octet.
func UnpackUSSD(dst, octets []byte) []byte {
	n := Septets(len(octets))
	start := len(dst)
	dst = Unpack(dst, octets, n)
	if n > 0 && n%8 == 0 && dst[start+n-1] == carriageReturn {
		dst = dst[:len(dst)-1]
	}
	return dst
}
