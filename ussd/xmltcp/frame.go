// SPDX-License-Identifier: Apache-2.0

package xmltcp

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	sessionSize = 16
	lengthSize  = 16
	headerSize  = sessionSize + lengthSize
	// maxFrame is far above any packet, which is below 1 KB.
	maxFrame = 64 << 10
	// requestIDSize is what counts of a request's id. What follows it has been
	// seen to be bytes that are no XML.
	requestIDSize = 16
)

// errFrame: the peer sends what is no frame; nothing after it can be read.
var errFrame = errors.New("not a frame")

// readFrame reads a header of session and length, both ASCII, padded with NUL
// or, before the length, with zeros; and the body. The length counts the header.
func readFrame(r io.Reader) (session string, body []byte, err error) {
	var header [headerSize]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return "", nil, err
	}
	digits := strings.TrimRight(string(header[sessionSize:]), "\x00 ")
	n, err := strconv.Atoi(digits)
	if err != nil || n < headerSize || n > maxFrame {
		return "", nil, errFrame
	}
	body = make([]byte, n-headerSize)
	if _, err := io.ReadFull(r, body); err != nil {
		return "", nil, err
	}
	return strings.TrimRight(string(header[:sessionSize]), "\x00"), body, nil
}

// appendFrame writes a frame. A longer session is cut.
func appendFrame(dst []byte, session string, body []byte) []byte {
	var header [sessionSize]byte
	copy(header[:], session)
	dst = append(dst, header[:]...)
	dst = fmt.Appendf(dst, "%0*d", lengthSize, headerSize+len(body))
	return append(dst, body...)
}

// packet is what a link itself reads of a packet; its name is the root's.
type packet struct {
	XMLName   xml.Name
	RequestID string `xml:"requestId"`
}

func readPacket(body []byte) (packet, error) {
	var p packet
	err := xml.Unmarshal(body, &p)
	return p, err
}

// trimRequestID leaves out what follows the sixteen characters of a request's
// id.
func trimRequestID(body []byte) []byte {
	const open, end = "<requestId>", "</requestId>"
	from := bytes.Index(body, []byte(open))
	to := bytes.Index(body, []byte(end))
	if from < 0 || to < 0 {
		return body
	}
	keep := from + len(open)
	for keep < to && (body[keep] == ' ' || body[keep] == '\n' || body[keep] == '\r' || body[keep] == '\t') {
		keep++
	}
	if keep += requestIDSize; keep >= to {
		return body
	}
	return append(bytes.Clone(body[:keep]), body[to:]...)
}

// ascii writes other characters as references, which XML reads in every
// character set: the link names none.
func ascii(body string) []byte {
	out := make([]byte, 0, len(body))
	for _, r := range body {
		if r < 0x80 {
			out = append(out, byte(r))
		} else {
			out = fmt.Appendf(out, "&#%d;", r)
		}
	}
	return out
}
