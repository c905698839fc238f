// SPDX-License-Identifier: Apache-2.0

package packs_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
)

// household is the registration form with nothing answered.
func household(t *testing.T) *forms.Instance {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("demo", "forms", "register.xlsx"))
	require.NoError(t, err)
	def, findings := xlsform.Read("register.xlsx", data, nil)
	require.Empty(t, findings)
	form, findings := forms.Compile(def)
	require.Empty(t, findings)
	return form.New(forms.Env{
		Now:  time.Date(2026, 11, 20, 13, 30, 0, 0, time.FixedZone("EAT", 3*60*60)),
		Lang: "English (en)", PhoneNumber: "+254700000001",
	})
}

func at(t *testing.T, in *forms.Instance, path string, scope int32) forms.At {
	t.Helper()
	i := in.Form().Index(path)
	require.GreaterOrEqual(t, i, 0, path)
	return forms.At{Node: int32(i), Scope: scope}
}

func TestOneHead(t *testing.T) {
	t.Parallel()
	in := household(t)
	name, relationship := "/data/head/head_name", "/data/member/relationship"
	require.True(t, in.Answer(at(t, in, "/data/household/has_members", 0), "yes").OK())
	repeat := at(t, in, "/data/member", 0)
	in.Add(repeat)
	members := in.Repeats(repeat)
	require.Len(t, members, 2)
	first, second := at(t, in, relationship, members[0]), at(t, in, relationship, members[1])

	// A desk may fill in the members first: one of them can be the head, not two.
	require.True(t, in.Answer(first, "head").OK())
	require.True(t, in.Check(first, "head").OK(), "the head may be confirmed")
	require.Equal(t, forms.ViolationConstraint, in.Check(second, "head").Kind)
	require.True(t, in.Answer(first, "child").OK())
	require.True(t, in.Check(second, "head").OK())

	// With the head named, no member can be another one.
	require.True(t, in.Answer(at(t, in, name, 0), "Amina Juma").OK())
	refused := in.Check(first, "head")
	require.Equal(t, forms.ViolationConstraint, refused.Kind)
	require.Equal(t, "This household already has a head. Choose another relationship.", refused.Message)
}

func TestNoMembersNeedsAReason(t *testing.T) {
	t.Parallel()
	in := household(t)
	require.True(t, in.Answer(at(t, in, "/data/household/has_members", 0), "no").OK())
	require.False(t, in.Relevant(at(t, in, "/data/member", 0)))
	reason := at(t, in, "/data/household/no_members_reason", 0)
	require.True(t, in.Relevant(reason))
	require.True(t, in.Required(reason))
}

func TestSharingHasNoDefaultAndRefusesNobody(t *testing.T) {
	t.Parallel()
	in := household(t)
	share := at(t, in, "/data/share", 0)
	require.Empty(t, in.Value(share))
	require.True(t, in.Required(share))
	before := relevant(in)
	require.True(t, in.Answer(share, "no").OK())
	require.Equal(t, before, relevant(in))
}

func relevant(in *forms.Instance) []forms.At {
	var out []forms.At
	in.Walk(func(a forms.At, _ int) bool { out = append(out, a); return true })
	return out
}

func TestPlacesCascade(t *testing.T) {
	t.Parallel()
	in := household(t)
	values := func(path string) []string {
		var out []string
		for _, c := range in.Choices(at(t, in, path, 0), "Swahili (sw)") {
			out = append(out, c.Value)
		}
		return out
	}
	require.Equal(t, []string{"marani", "tesfara", "kolido"}, values("/data/place/region"))
	require.Empty(t, values("/data/place/district"))
	require.True(t, in.Answer(at(t, in, "/data/place/region", 0), "marani").OK())
	require.Equal(t, []string{"bora", "senga"}, values("/data/place/district"))
	require.True(t, in.Answer(at(t, in, "/data/place/district", 0), "bora").OK())
	require.Equal(t, []string{"njiani", "mtoni", "kilimani"}, values("/data/place/village"))
}

func TestPaymentPhone(t *testing.T) {
	t.Parallel()
	in := household(t)
	contact, same := at(t, in, "/data/contact/contact_phone", 0), at(t, in, "/data/contact/same_payment_phone", 0)
	number := at(t, in, "/data/contact/payment_number", 0)
	require.Equal(t, "+254700000001", in.Value(contact), "the number that dials is offered")
	require.Equal(t, forms.ViolationConstraint, in.Check(contact, "12 34").Kind)
	require.True(t, in.Answer(same, "yes").OK())
	require.Equal(t, "+254700000001", in.Value(number))
	require.True(t, in.Answer(same, "no").OK())
	require.True(t, in.Answer(at(t, in, "/data/contact/payment_phone", 0), "0712345678").OK())
	require.Equal(t, "0712345678", in.Value(number))
}
