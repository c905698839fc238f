// SPDX-License-Identifier: Apache-2.0

package briefcase_test

import (
	"bytes"
	"crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/briefcase"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
	"github.com/dialform/dialform/registry"
)

const sheets = `
| survey |              |       |       |                    |
|        | type         | name  | label | parameters         |
|        | audit        | audit |       | track-changes=true |
|        | start        | start |       |                    |
|        | text         | name  | Name  |                    |
|        | begin repeat | child | Child |                    |
|        | text         | first | First |                    |
|        | end repeat   |       |       |                    |
|        | image        | face  | Face  |                    |
|        | image        | house | House |                    |
`

func form(t *testing.T, settings string) *forms.Form {
	t.Helper()
	def, found := xlsform.Read("visit.md", []byte(sheets+settings), nil)
	require.NoError(t, found.Err())
	form, found := forms.Compile(def)
	require.NoError(t, found.Err())
	return form
}

// visit is a finished form, as it was frozen.
func visit() registry.Submission {
	text := func(name, value string) registry.Member { return registry.Member{Name: name, Value: value} }
	return registry.Submission{
		ID: "01a2b3c4-0000-7000-8000-000000000001", By: registry.Actor{Operator: "desk7"},
		Answers: registry.Object{
			text("start", "2026-11-20T13:30:00.000+03:00"), text("name", "Amina & sons"),
			{Name: "child", Value: []registry.Object{{text("first", "Ali")}, {text("first", "Zuri")}}},
			text("face", "face.jpg"), text("house", "house.jpg"),
			{Name: "meta", Value: registry.Object{text("audit", ""), text("instanceID", "uuid:5b9cf8d1")}},
		},
	}
}

// sources have a photo and nothing else.
func sources(history []briefcase.Event) briefcase.Sources {
	return briefcase.Sources{History: history, Random: rand.Reader, File: func(name string) ([]byte, error) {
		if name == "face.jpg" {
			return []byte("a face"), nil
		}
		return nil, fs.ErrNotExist
	}}
}

func file(t *testing.T, f briefcase.Folder, name string) string {
	t.Helper()
	for _, each := range f.Files {
		if each.Name == name {
			return string(each.Data)
		}
	}
	require.Fail(t, "no file "+name)
	return ""
}

func TestPack(t *testing.T) {
	t.Parallel()
	at := func(seconds int) time.Time {
		return time.UnixMilli(1763634600000).Add(time.Duration(seconds) * time.Second)
	}
	history := []briefcase.Event{
		{At: at(-9), Kind: "began", Detail: "other"},
		{At: at(-5), Kind: "submitted", Detail: "other"},
		{At: at(0), Kind: "began", Detail: "visit"},
		{At: at(3), Kind: "refused", Detail: "name"},
		{At: at(7), Kind: "answered", Detail: "name"},
		{At: at(8), Kind: "added", Detail: "child"},
		{At: at(20), Kind: "answered", Detail: "first"},
		{At: at(30), Kind: "submitted", Detail: "visit"},
	}
	f, err := briefcase.Pack(visit(), form(t, ""), sources(history))
	require.NoError(t, err)
	require.Equal(t, "uuid5b9cf8d1", f.Name)
	require.Equal(t, []string{"house.jpg"}, f.Missing)
	require.Equal(t, "a face", file(t, f, "face.jpg"))
	require.Equal(t, `<?xml version="1.0" encoding="UTF-8"?><data id="visit"><start>2026-11-20T13:30:00.000+03:00</start>`+
		`<name>Amina &amp; sons</name><child><first>Ali</first></child><child><first>Zuri</first></child><face>face.jpg</face><house>house.jpg</house>`+
		`<meta><audit>audit.csv</audit><instanceID>uuid:5b9cf8d1</instanceID></meta></data>`, file(t, f, "submission.xml"))
	require.Equal(t, "event,node,start,end,old-value,new-value\n"+
		"form start,,1763634600000,,,\n"+
		"constraint error,/data/name,1763634603000,,,\n"+
		"question,/data/name,1763634603000,1763634607000,,Amina & sons\n"+
		"add repeat,/data/child,1763634608000,,,\n"+
		"question,/data/child/first,1763634608000,1763634620000,,\n"+
		"form finalize,,1763634630000,,,\n", file(t, f, "audit.csv"))
}

func TestPackNamesWhatHasNoName(t *testing.T) {
	t.Parallel()
	s := visit()
	s.Answers = s.Answers[:2]
	f, err := briefcase.Pack(s, form(t, ""), sources(nil))
	require.NoError(t, err)
	require.Equal(t, "uuid01a2b3c4-0000-7000-8000-000000000001", f.Name)
	require.Contains(t, file(t, f, "submission.xml"), "<instanceID>uuid:01a2b3c4-0000-7000-8000-000000000001</instanceID>")
}

// TestPackEncrypts opens an encrypted submission with openssl, step by step as
// the specification describes it (ODK XForms, Encryption).
func TestPackEncrypts(t *testing.T) {
	t.Parallel()
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("no openssl to open it with")
	}
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	public, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	require.NoError(t, err)
	dir := t.TempDir()
	key := filepath.Join(dir, "key.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private)})
	require.NoError(t, os.WriteFile(key, block, 0o600))
	settings := "| settings |\n| | public_key | version |\n| | " + base64.StdEncoding.EncodeToString(public) + " | 3 |\n"

	plain, err := briefcase.Pack(visit(), form(t, "| settings |\n| | version |\n| | 3 |\n"), sources(nil))
	require.NoError(t, err)
	f, err := briefcase.Pack(visit(), form(t, settings), sources(nil))
	require.NoError(t, err)
	require.Equal(t, []string{"submission.xml", "audit.csv.enc", "face.jpg.enc", "submission.xml.enc"}, names(f.Files))
	for _, each := range f.Files {
		require.NotContains(t, string(each.Data), "Amina", "%s is open", each.Name)
	}
	manifest := file(t, f, "submission.xml")
	require.Contains(t, manifest, `<data xmlns="http://opendatakit.org/submissions" id="visit" encrypted="yes" version="3">`)

	run := func(in []byte, args ...string) []byte {
		t.Helper()
		cmd := exec.Command(openssl, args...) //nolint:gosec // looked up above
		cmd.Stdin = bytes.NewReader(in)
		out, err := cmd.Output()
		require.NoError(t, err, "openssl %v", args)
		return out
	}
	sealed, err := base64.StdEncoding.DecodeString(regexp.MustCompile(`<base64EncryptedKey>(.*)</base64EncryptedKey>`).FindStringSubmatch(manifest)[1])
	require.NoError(t, err)
	secret := run(sealed, "pkeyutl", "-decrypt", "-inkey", key, "-pkeyopt", "rsa_padding_mode:oaep",
		"-pkeyopt", "rsa_oaep_md:sha256", "-pkeyopt", "rsa_mgf1_md:sha1")
	iv := md5.Sum(append([]byte("uuid:5b9cf8d1"), secret...))
	for i, name := range []string{"audit.csv", "face.jpg", "submission.xml"} {
		iv[i]++
		out := run([]byte(file(t, f, name+".enc")), "enc", "-d", "-aes-256-cfb",
			"-K", hex.EncodeToString(secret), "-iv", hex.EncodeToString(iv[:]))
		require.Equal(t, file(t, plain, name), string(out[:len(out)-int(out[len(out)-1])]))
	}
}

func names(files []xform.File) (all []string) {
	for _, f := range files {
		all = append(all, f.Name)
	}
	return all
}
