// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"bytes"
	"crypto"
	"crypto/aes"
	"crypto/md5"
	"crypto/rsa"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/dialform/dialform/forms"
)

// Errors of Encrypt.
var (
	// ErrNoPublicKey: the form has no public key, so its submissions travel open.
	ErrNoPublicKey = errors.New("the form has no public key")
	// ErrPublicKey: what the form gives as its public key is none. It must be the
	// base64 of an RSA key in X.509 form, without header and line breaks.
	ErrPublicKey = errors.New("the form's public key is no RSA key")
)

// File is a file of a submission.
type File struct {
	Name string
	Data []byte
}

// encryptedName is what the submission itself is called once encrypted.
const encryptedName = "submission.xml"

// Encrypt encrypts a submission as ODK Collect does for a form with a public
// key (ODK XForms, Encryption): each file with one AES key, that key with the
// form's. The manifest takes the place of the submission in the post, the files
// that of its attachments, the submission among them and last. MD5 and the
// predictable initialisation vectors are the specification's. random is where
// the key comes from, instanceID is that of the submission.
func Encrypt(random io.Reader, form *forms.Form, instanceID string, submission []byte, media []File) (manifest []byte, files []File, err error) {
	public, err := publicKey(form.Definition.Settings["public_key"])
	if err != nil {
		return nil, nil, err
	}
	key := make([]byte, 32)
	if _, err := io.ReadFull(random, key); err != nil {
		return nil, nil, fmt.Errorf("encrypt submission: %w", err)
	}
	sealed, err := seal(random, public, key)
	if err != nil {
		return nil, nil, err
	}
	vectors := newVectors(instanceID, key)
	signed := []string{form.ID}
	if form.Version != "" {
		signed = append(signed, form.Version)
	}
	signed = append(signed, sealed, instanceID)
	plain := append(media[:len(media):len(media)], File{encryptedName, submission})
	for _, f := range plain {
		data, err := encryptCFB(key, vectors.next(), f.Data)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, File{f.Name + ".enc", data})
		sum := md5.Sum(f.Data)
		signed = append(signed, f.Name+"::"+hex.EncodeToString(sum[:]))
	}
	sum := md5.Sum([]byte(strings.Join(signed, "\n") + "\n"))
	signature, err := seal(random, public, sum[:])
	if err != nil {
		return nil, nil, err
	}
	manifest, err = writeManifest(form, instanceID, sealed, signature, files)
	return manifest, files, err
}

func publicKey(text string) (*rsa.PublicKey, error) {
	text = strings.Join(strings.Fields(text), "")
	if text == "" {
		return nil, ErrNoPublicKey
	}
	der, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, ErrPublicKey
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, ErrPublicKey
	}
	public, ok := key.(*rsa.PublicKey)
	if !ok {
		return nil, ErrPublicKey
	}
	return public, nil
}

// seal encrypts a few bytes to the form's key. Java's name for the padding
// leaves the second hash open; ODK's clients and servers take SHA-1 for it.
func seal(random io.Reader, public *rsa.PublicKey, b []byte) (string, error) {
	out, err := rsa.EncryptOAEPWithOptions(random, public, b, &rsa.OAEPOptions{Hash: crypto.SHA256, MGFHash: crypto.SHA1})
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrPublicKey, err)
	}
	return base64.StdEncoding.EncodeToString(out), nil
}

// vectors are the initialisation vectors of a submission's files, one after
// the other.
type vectors struct {
	seed [aes.BlockSize]byte
	n    int
}

func newVectors(instanceID string, key []byte) *vectors {
	return &vectors{seed: md5.Sum(append([]byte(instanceID), key...))}
}

func (v *vectors) next() [aes.BlockSize]byte {
	v.seed[v.n%len(v.seed)]++
	v.n++
	return v.seed
}

// encryptCFB is AES in cipher feedback mode of whole blocks with PKCS #7
// padding. The mode needs no padding, but the specification asks for it.
func encryptCFB(key []byte, iv [aes.BlockSize]byte, plain []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("encrypt file: %w", err)
	}
	pad := aes.BlockSize - len(plain)%aes.BlockSize
	out := append(bytes.Clone(plain), bytes.Repeat([]byte{byte(pad)}, pad)...)
	mask, before := make([]byte, aes.BlockSize), iv[:]
	for i := 0; i < len(out); i += aes.BlockSize {
		block.Encrypt(mask, before)
		before = out[i : i+aes.BlockSize]
		subtle.XORBytes(before, before, mask)
	}
	return out, nil
}

// writeManifest writes what tells a server how to decrypt.
func writeManifest(form *forms.Form, instanceID, key, signature string, files []File) ([]byte, error) {
	var out bytes.Buffer
	x := newXMLWriter(&out)
	x.open("data")
	x.attribute("xmlns", "http://opendatakit.org/submissions")
	x.attribute("id", form.ID)
	x.attribute("encrypted", "yes")
	if form.Version != "" {
		x.attribute("version", form.Version)
	}
	leaf(x, "base64EncryptedKey", key)
	for _, f := range files[:len(files)-1] {
		x.open("media")
		leaf(x, "file", f.Name)
		x.closeTo(1)
	}
	leaf(x, "encryptedXmlFile", files[len(files)-1].Name)
	leaf(x, "base64EncryptedElementSignature", signature)
	x.open("meta")
	x.attribute("xmlns", "http://openrosa.org/xforms")
	leaf(x, "instanceID", instanceID)
	if err := x.finish(); err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return out.Bytes(), nil
}

// leaf writes an element that holds text.
func leaf(x *xmlWriter, name, text string) {
	depth := len(x.stack)
	x.open(name)
	x.text(text)
	x.closeTo(depth)
}
