// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"crypto/ed25519"
	"crypto/md5"  // digest() offers it; nothing here relies on it
	"crypto/sha1" // likewise
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// cryptoFunctions are those of the ODK XForms specification on encoded and
// signed text.
var cryptoFunctions = map[string]function{
	"digest":        {min: 2, max: 3, build: buildDigest},
	"base64-decode": {min: 1, max: 1, build: textFunction(base64Decode)},
	"extract-signed": {min: 2, max: 2, build: func(c *compiler, _ *callNode, args []code) code {
		return c.text(func(m *machine) string {
			return extractSigned(m.spendText(args[0].str(m)), args[1].str(m))
		})
	}},
}

func buildDigest(c *compiler, _ *callNode, args []code) code {
	return c.text(func(m *machine) string {
		sum := digest(m.spendText(args[0].str(m)), args[1].str(m))
		encoding := "base64"
		if len(args) == 3 {
			encoding = args[2].str(m)
		}
		switch {
		case sum != nil && strings.EqualFold(encoding, "base64"):
			return base64.StdEncoding.EncodeToString(sum)
		case sum != nil && strings.EqualFold(encoding, "hex"):
			return hex.EncodeToString(sum)
		}
		m.fail(ErrValue)
		return ""
	})
}

func digest(s, algorithm string) []byte {
	switch algorithm {
	case "MD5":
		sum := md5.Sum([]byte(s))
		return sum[:]
	case "SHA-1":
		sum := sha1.Sum([]byte(s))
		return sum[:]
	case "SHA-256":
		sum := sha256.Sum256([]byte(s))
		return sum[:]
	case "SHA-384":
		sum := sha512.Sum384([]byte(s))
		return sum[:]
	case "SHA-512":
		sum := sha512.Sum512([]byte(s))
		return sum[:]
	}
	return nil
}

// base64Decode gives the decoded text, "" if s is not base64. Padding may be
// missing.
func base64Decode(s string) string {
	data, ok := decodeBase64(s)
	if !ok {
		return ""
	}
	return strings.ToValidUTF8(string(data), "\uFFFD")
}

func decodeBase64(s string) ([]byte, bool) {
	data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(trimXML(s), "="))
	return data, err == nil
}

// extractSigned gives the message behind an Ed25519 signature (64 bytes, then
// the message, in base64) when the signature is that of the public key, else
// "".
func extractSigned(signed, key string) string {
	data, ok := decodeBase64(signed)
	public, okKey := decodeBase64(key)
	if !ok || !okKey || len(data) < ed25519.SignatureSize || len(public) != ed25519.PublicKeySize {
		return ""
	}
	message := data[ed25519.SignatureSize:]
	if !ed25519.Verify(public, message, data[:ed25519.SignatureSize]) {
		return ""
	}
	return strings.ToValidUTF8(string(message), "\uFFFD")
}
