// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// crops is a list of several pages.
func crops(n int) flows.Screen {
	s := flows.Screen{
		Kind: flows.KindQuestion, Body: flows.Literal("Main crop?"),
		Expect: flows.Expect{Kind: flows.ExpectOne}, Can: flows.CanBack,
	}
	for i := range n {
		s.Options = append(s.Options, flows.Option{Label: flows.Literal(fmt.Sprintf("Crop of the number %d", i+1))})
	}
	return s
}

func page(s flows.Screen, n int) screens.Page {
	s.Page, s.NoticePage = n, n
	return screens.Render(screens.System(), s, "en", screens.Layout{})
}

// TestMistakeOnALaterPage: the page goes on showing what it showed.
func TestMistakeOnALaterPage(t *testing.T) {
	t.Parallel()
	list := crops(20)
	require.Equal(t, "Main crop?\n6 Crop of the number 6\n7 Crop of the number 7\n8 Crop of the number 8\n9 Crop of the number 9\n10 Crop of the number 10\n0 Back\n98 More", page(list, 1).Text.String())
	wrong := list
	wrong.Notice = flows.Message("unreadable.choice", "20")
	require.Equal(t, "Please choose a number from 1 to 20.\nMain crop?\n6 Crop of the number 6\n7 Crop of the number 7\n8 Crop of the number 8\n9 Crop of the number 9\n0 Back\n98 More", page(wrong, 1).Text.String())
	require.Equal(t, page(list, 1).Of, page(wrong, 1).Of)
	wrong.Page, wrong.NoticePage = 1, 1
	require.Equal(t, flows.More{Same: true}, read(wrong, "98"), "what the notice hides is one key away")
	require.Equal(t, flows.Choose{Index: 9}, read(wrong, "10"))

	list.Options, wrong.Options = list.Options[:18], wrong.Options[:18]
	require.Equal(t, 4, page(wrong, 3).Of)
	require.Equal(t, "Please choose a number from 1 to 20.\n"+page(list, 3).Text.String(), page(wrong, 3).Text.String(), "there is room for all of the last page")
}

// TestNoticeOverOnePage: what fits on one page without the notice is one page,
// seen in two steps.
func TestNoticeOverOnePage(t *testing.T) {
	t.Parallel()
	list := crops(5)
	list.Body = flows.Literal("Crop?")
	require.Equal(t, 1, page(list, 0).Of)
	list.Notice = flows.Message("unreadable.choice", "5")
	got := page(list, 0)
	require.Equal(t, 1, got.Of)
	require.True(t, got.More)
	require.Equal(t, "Please choose a number from 1 to 5.\nCrop?\n1 Crop of the number 1\n2 Crop of the number 2\n3 Crop of the number 3\n4 Crop of the number 4\n0 Back\n98 More", got.Text.String())
	require.Equal(t, flows.More{Same: true}, read(list, "98"))

	list.End, list.Expect.Kind, list.Notice = true, flows.ExpectNothing, flows.Literal("Understood: Crop of the number 3, and 4, and 5")
	require.Equal(t, flows.More{Same: true}, read(list, "98"), "also when nothing else is expected")
}

// TestLongNotice: where there is any room for an option beside a notice and the
// question, the first page has one; title, progress and hint give way.
func TestLongNotice(t *testing.T) {
	t.Parallel()
	for length := 1; length < 160; length++ {
		list := crops(8)
		list.Title, list.Hint, list.Progress = flows.Literal("Section on farming"), flows.Literal("The one that brings most"), flows.Progress{Step: 3, Of: 9}
		list.Notice = flows.Literal(strings.TrimSpace(strings.Repeat("too long a word ", 20)[:length]))
		text := page(list, 0).Text.String()
		least := list.Notice.Text + "\nMain crop?\n1 Crop of the number 1\n0 Back\n98 More"
		if len(least) <= 160 {
			require.True(t, strings.HasPrefix(text, list.Notice.Text+"\n"), text)
			require.Contains(t, text, "\n1 Crop of the number 1\n", "%d:\n%s", length, text)
		}
	}
}

// TestLongNoticeOnALaterPage comes before what that page began with; the pages
// before it stay, and nothing is lost behind it.
func TestLongNoticeOnALaterPage(t *testing.T) {
	t.Parallel()
	long := flows.Literal(strings.TrimSpace(strings.Repeat("a crop that is not grown here ", 4)))
	question := crops(20)
	question.Body = flows.Literal(strings.TrimSpace(strings.Repeat("Which of these crops brings most? ", 6)))
	for name, list := range map[string]flows.Screen{"options": crops(20), "text and options": question} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := []string{page(list, 0).Text.String(), page(list, 1).Text.String(), page(list, 2).Text.String()}
			told := list
			told.Notice, told.NoticePage = long, 2
			var shown []string
			for told.Page = 0; ; told.Page++ {
				got := screens.Render(screens.System(), told, "en", screens.Layout{})
				shown = append(shown, got.Text.String())
				if !got.More {
					break
				}
			}
			require.Equal(t, before[:2], shown[:2])
			require.True(t, strings.HasPrefix(shown[2], long.Text+"\n"), shown[2])
			all := strings.Join(shown, "\n")
			for i := range list.Options {
				require.Equal(t, 1, strings.Count(all+"\n", fmt.Sprintf("\n%d Crop of the number %d\n", i+1, i+1)), "option %d", i+1)
			}
		})
	}
}
