// SPDX-License-Identifier: Apache-2.0

package uplink

import (
	"time"

	"github.com/dialform/dialform/registry"
)

// The hub protocol: JSON over HTTP, requests gzipped, a bearer token for who
// may send.
const (
	pushPath   = "/sync/v1/push"
	healthPath = "/healthz"

	maxItems = 100       // submissions in a push
	maxBatch = 256 << 10 // bytes of submissions in a push, but for a larger single one
	maxBody  = 1 << 20   // bytes of a body, packed or unpacked

	// pushTime is how long a push may take: a full batch, packed, is about 50 KB,
	// and a poor GPRS line carries 10 kbit/s.
	pushTime = 2 * time.Minute
)

// push is the body of POST /sync/v1/push. Once it can be read, the answer is
// 200 and tells of each item.
type push struct {
	BatchID string `json:"batch_id"` // UUID, to find a push in two logs
	Device  string `json:"device"`   // UUID of the installation
	Epoch   string `json:"epoch"`    // UUID of its database's life; dseq restarts with it
	Items   []item `json:"items"`
}

type item struct {
	SubmissionID string `json:"submission_id"`
	DSeq         int64  `json:"dseq"`
	Form         string `json:"form"`
	FormVersion  string `json:"form_version"`
	SHA256       string `json:"sha256"` // of the bytes of Frozen, lower-case hex
	Frozen       string `json:"frozen"` // canonical JSON as text, so that packing still finds its patterns
}

type answer struct {
	ServerTime time.Time          `json:"server_time"`
	Verdicts   []registry.Verdict `json:"verdicts"`
}
