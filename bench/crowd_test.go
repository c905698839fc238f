// SPDX-License-Identifier: Apache-2.0

package bench_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/store"
)

// r10Screens are what a person who gives these answers must see, to the letter.
var r10Screens = []string{
	"CON 1/1 Do you agree to register?\n1 Yes\n2 No\n00 Home",
	"CON 2/9 Your full name\n00 Options",
	"CON 3/9 Sex?\n1 Female\n2 Male\n3 Other\n0 Back\n00 Home",
	"CON 4/9 Date of birth (DDMMYYYY)\n00 Options",
	"CON 5/9 Do you have a national ID?\n1 Yes\n2 No\n0 Back\n00 Home",
	"CON 6/10 ID number (8 digits)\n00 Options",
	"CON 7/10 Region?\n1 Coast\n2 North Eastern\n3 Eastern\n4 Central\n5 Rift Valley\n6 Western\n7 Nyanza\n8 Nairobi\n9 Other\n0 Back\n00 Home",
	"CON 8/10 How many people live in the household?\n00 Options",
	"CON 9/10 Monthly income\n00 Options",
	"CON 10/10 {name}, household of {size}. Correct?\n1 Yes\n2 No\n0 Back\n00 Home",
	"END Thank you {name}",
}

// TestTwoHundredPhones at once, over real HTTP and a real database, every fifth
// request sent twice: each sees its own screens and no other, and everybody who
// finished is kept once. The long round goes on for a minute.
func TestTwoHundredPhones(t *testing.T) {
	t.Parallel()
	s := startServer(t, dialform)
	named := func(person int64) (name, size string) {
		return fmt.Sprintf("Person %d", person), fmt.Sprint(1 + person%19)
	}
	c := &crowd{
		address: s.address, phones: 200, twice: 5,
		answers: func(person int64) []string {
			name, size := named(person)
			return []string{"1", name, "1", "15031990", "1", "12345678", "9", size, "1000", "1"}
		},
		check: func(reply string, person int64, n int) error {
			name, size := named(person)
			want := strings.NewReplacer("{name}", name, "{size}", size).Replace(r10Screens[n])
			if reply != want {
				return fmt.Errorf("person %d, request %d: want %q, got %q", person, n, want, reply)
			}
			return nil
		},
	}
	span, people := time.Hour, int64(400)
	if os.Getenv("DIALFORM_TORTURE") != "" {
		span, people = time.Minute, forever
	}
	took := c.run(t, span, people)
	require.NoError(t, s.stop())

	registered := len(took) / len(r10Screens)
	require.GreaterOrEqual(t, registered, 200)
	edge, err := store.OpenEdge(t.Context(), s.dir)
	require.NoError(t, err)
	defer func() { require.NoError(t, edge.Close()) }()
	backlog, err := edge.Outbox().Backlog(t.Context())
	require.NoError(t, err)
	require.Equal(t, registered, backlog.Pending)
	t.Logf("%d registrations, %d requests and a fifth of them again", registered, len(took))
}
