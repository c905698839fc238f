// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xform"
)

func TestWriteAudit(t *testing.T) {
	t.Parallel()
	at := time.UnixMilli(1763634600000)
	events := []xform.AuditEvent{
		{Event: "form start", Start: at},
		{Event: "question", Node: "/data/name", Start: at, End: at.Add(4 * time.Second), New: `Amina, "the elder"`},
		{Event: "question", Node: "/data/nick", Start: at, End: at, Old: `"Mina"`, New: "two\nlines"},
	}
	var out bytes.Buffer
	require.NoError(t, xform.WriteAudit(&out, events, xform.AuditColumns{Changes: true}))
	require.Equal(t, "event,node,start,end,old-value,new-value\n"+
		"form start,,1763634600000,,,\n"+
		"question,/data/name,1763634600000,1763634604000,,\"Amina, \"\"the elder\"\"\"\n"+
		"question,/data/nick,1763634600000,1763634600000,\"Mina\",\"two\nlines\"\n", out.String())

	out.Reset()
	require.NoError(t, xform.WriteAudit(&out, events, xform.AuditColumns{}))
	require.NotContains(t, out.String(), "Amina", "no answers where changes are not tracked")

	out.Reset()
	columns := xform.AuditColumnsOf(map[string]string{
		"track-changes": "true", "identify-user": "true", "track-changes-reasons": "on-form-edit", "location-priority": "balanced",
	})
	require.NoError(t, xform.WriteAudit(&out, []xform.AuditEvent{{Event: "form start", Start: at, User: "desk7"}}, columns))
	require.Equal(t, "event,node,start,end,latitude,longitude,accuracy,old-value,new-value,user,change-reason\n"+
		"form start,,1763634600000,,,,,,,desk7,\n", out.String())
}
