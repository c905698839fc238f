// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"bytes"
	"crypto"
	"crypto/aes"
	"crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xpath"
)

// sealed is an instance of a form with a public key.
func sealed(t *testing.T, key string) *forms.Instance {
	t.Helper()
	form, found := forms.Compile(&forms.Definition{
		ID: "survey", Version: "7", Settings: map[string]string{"public_key": key},
		Root: []*forms.NodeDef{{Name: "name", Kind: forms.Question, Control: forms.Input}},
	})
	require.False(t, found.HasErrors(), "%v", found)
	return form.New(forms.Env{Now: time.Unix(0, 0), InstanceID: "uuid:5b9cf8d1-106f-4004-844f-c072d76762ed"})
}

// TestEncrypt decrypts with the private key what Encrypt made, step by step as
// the specification describes it.
func TestEncrypt(t *testing.T) {
	t.Parallel()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	require.NoError(t, err)
	in := sealed(t, base64.StdEncoding.EncodeToString(der))
	submission := []byte("<data><name>Amina</name></data>")
	photo := xform.File{Name: "photo.jpg", Data: bytes.Repeat([]byte("x"), 32)}

	manifest, files, err := xform.Encrypt(rand.Reader, in.Form(), in.InstanceID(), submission, []xform.File{photo})
	require.NoError(t, err)
	require.Equal(t, []string{"photo.jpg.enc", "submission.xml.enc"}, []string{files[0].Name, files[1].Name})

	doc, err := xpath.ParseXML(manifest)
	require.NoError(t, err)
	read := func(path string) string {
		t.Helper()
		e, err := xpath.Compile(path, xpath.Options{
			Dialect:    xpath.XPath1,
			Namespaces: map[string]string{"s": "http://opendatakit.org/submissions", "orx": "http://openrosa.org/xforms"},
		})
		require.NoError(t, err)
		text, err := e.String(&xpath.Context{Node: xpath.Node{Tree: doc, ID: doc.Root()}})
		require.NoError(t, err)
		return text
	}
	require.Equal(t, "survey 7 yes", read("concat(/s:data/@id, ' ', /s:data/@version, ' ', /s:data/@encrypted)"))
	require.Equal(t, in.InstanceID(), read("/s:data/orx:meta/orx:instanceID"))
	require.Equal(t, "photo.jpg.enc", read("/s:data/s:media/s:file"))
	require.Equal(t, "submission.xml.enc", read("/s:data/s:encryptedXmlFile"))

	open := func(text string) []byte {
		b, err := base64.StdEncoding.DecodeString(text)
		require.NoError(t, err)
		plain, err := private.Decrypt(nil, b, &rsa.OAEPOptions{Hash: crypto.SHA256, MGFHash: crypto.SHA1})
		require.NoError(t, err)
		return plain
	}
	sealedKey := read("/s:data/s:base64EncryptedKey")
	key := open(sealedKey)
	require.Len(t, key, 32)

	iv := md5.Sum(append([]byte(in.InstanceID()), key...))
	iv[0]++
	require.Equal(t, photo.Data, decrypt(t, key, iv, files[0].Data))
	iv[1]++
	require.Equal(t, submission, decrypt(t, key, iv, files[1].Data))

	sum := func(b []byte) string { s := md5.Sum(b); return hex.EncodeToString(s[:]) }
	signed := md5.Sum([]byte(strings.Join([]string{
		"survey", "7", sealedKey, in.InstanceID(),
		"photo.jpg::" + sum(photo.Data), "submission.xml::" + sum(submission),
	}, "\n") + "\n"))
	require.Equal(t, signed[:], open(read("/s:data/s:base64EncryptedElementSignature")))
}

// decrypt undoes AES in cipher feedback mode and its padding.
func decrypt(t *testing.T, key []byte, iv [aes.BlockSize]byte, data []byte) []byte {
	t.Helper()
	block, err := aes.NewCipher(key)
	require.NoError(t, err)
	require.Zero(t, len(data)%aes.BlockSize)
	var out []byte
	before := iv[:]
	for len(data) > 0 {
		mask := make([]byte, aes.BlockSize)
		block.Encrypt(mask, before)
		for i := range mask {
			out = append(out, mask[i]^data[i])
		}
		before, data = data[:aes.BlockSize], data[aes.BlockSize:]
	}
	pad := int(out[len(out)-1])
	return out[:len(out)-pad]
}

func TestEncryptNeedsAKey(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, key string
		want      error
	}{
		{"none", "", xform.ErrNoPublicKey},
		{"no base64", "***", xform.ErrPublicKey},
		{"no key", "MIIB", xform.ErrPublicKey},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := xform.Encrypt(rand.Reader, sealed(t, tt.key).Form(), "uuid:1", nil, nil)
			require.ErrorIs(t, err, tt.want)
		})
	}
}
