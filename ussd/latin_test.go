// SPDX-License-Identifier: Apache-2.0

package ussd_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/ussd"
	"github.com/dialform/dialform/ussd/gateway"
)

// TestAChannelWithLatinLettersOnly has steps and failures of its own.
func TestAChannelWithLatinLettersOnly(t *testing.T) {
	t.Parallel()
	narrow, wide := channel(t, "airtel", gateway.Options{}), channel(t, "airtel", gateway.Options{})
	narrow.Name, narrow.Layout.Latin = "narrow", true
	all, latin := &steps{}, &steps{err: errors.New("disk full")}
	h := ussd.NewServer(ussd.Options{
		Steps: all, Latin: latin, Catalog: screens.System(), Language: "am", Log: slog.New(slog.NewJSONHandler(io.Discard, nil)),
		Channels: []ussd.Channel{narrow, wide},
	}).Handler()
	r := airtel("s", "1")
	h.ServeHTTP(httptest.NewRecorder(), r)
	require.Len(t, all.in, 1)
	r = airtel("s", "1")
	r.URL.Path = "/gateway/narrow/s3cret"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	require.Len(t, latin.in, 1)
	require.Equal(t, "Something went wrong. Please dial again.", w.Body.String(), "and not a row of question marks")
}
