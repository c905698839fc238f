// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
)

// visits is a workbook with a repeat in a repeat, in a group, whose every rule asks
// for the row it is in, or for an answer of the row around it.
const visits = `
[survey]
type | name | label | relevant | constraint | required | readonly | calculation | repeat_count | choice_filter
begin_group | house | House
begin_repeat | member | Member | | | | | | 3
text | name | Name | | | position(..) > 1
integer | age | Age | | . > position(..)
text | locked | Locked | | | | position(..) = 2
begin_repeat | visit | Visit | | | | | | 1 + position(..) mod 3
integer | day | Day | ${age} > 2 | . < ${age} or . > 50 * position(../..) | ${name} != '' and position(..) = 2
select_one place | place | Place | | | | | | | who = ${name} or at = ${day}
calculate | tag | | | | | | concat(${name}, '/', position(../..), '/', position(..), '/', ${total})
end_repeat
calculate | total | | | | | | sum(${day})
end_repeat
end_group
[choices]
list_name | name | label | who | at
place | a | A | answer | 1
place | b | B | 100 | 2
place | c | C | 001 | 3
`

// TestRowsAround reads answers of the repeat around a repeat, and the places of both.
func TestRowsAround(t *testing.T) {
	t.Parallel()
	p, err := through(workbook(t, visits))
	require.NoError(t, err)
	for seed := range seeds(3, 60) {
		require.NoError(t, p.play(seed), "seed %d", seed)
	}
	require.Greater(t, p.answers, 40)
}

// TestRowsNotSaved refuses an answer of a row that is not in the data yet.
func TestRowsNotSaved(t *testing.T) {
	t.Parallel()
	def := workbook(t, visits)
	for _, n := range def.Root[0].Children {
		n.Count, n.Given = forms.Source{}, []forms.GivenDef{}
	}
	_, err := formio.Write(&bytes.Buffer{}, def)
	require.ErrorContains(t, err, "an answer of the repeat around this one, which begins without rows")
}
